/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query.h"

#include <string.h>

#include "od-limits.h"

/* A tree on one line: `{a "b c" tag=vip !x [y|z]}`. */
static void
append_tree (GString *out, const OdQueryNode *node)
{
  static const char *const brackets[][2] = { { "{", "}" }, { "[", "]" }, { "!", "" } };

  if (node->kind == OD_QUERY_WORDS)
    g_string_append_printf (out, node->is_quoted ? "\"%s\"" : "%s", node->value);
  else if (node->kind == OD_QUERY_FIELD)
    g_string_append_printf (
        out, "%s=%s", node->field == OD_QUERY_CUSTOM ? node->key : od_query_field_get_name (node->field), node->value);
  if (node->children == NULL)
    return;
  g_string_append (out, brackets[node->kind][0]);
  for (guint i = 0; i < node->children->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, node->kind == OD_QUERY_OR ? '|' : ' ');
      append_tree (out, g_ptr_array_index (node->children, i));
    }
  g_string_append (out, brackets[node->kind][1]);
}

static char *
describe (const OdQueryNode *node)
{
  GString *out = g_string_new (NULL);

  append_tree (out, node);
  return g_string_free (out, FALSE);
}

/* What is read, written and read again is the same. */
static void
check_round_trip (const OdQueryNode *node)
{
  g_autofree char *text = od_query_node_to_text (node);
  g_autofree char *again = NULL;
  g_autoptr (OdQueryNode) read = NULL;
  OdQueryMistake mistake;

  g_test_message ("written: %s", text);
  read = od_query_parse (text, &mistake);
  g_assert_nonnull (read);
  g_assert_cmpuint (mistake.end_byte, ==, 0);
  g_assert_true (od_query_node_equal (node, read));
  again = od_query_node_to_text (read);
  g_assert_cmpstr (text, ==, again);
}

static void
test_tree (void)
{
  static const struct {
    const char *text, *tree;
  } cases[] = {
    { "", "{}" },
    { "  \t ", "{}" },
    { "\"\" «»", "{}" },
    { "заказ", "заказ" },
    { "where  order ", "{where order}" },
    { "a AND b", "{a b}" },
    { "a OR b", "[a|b]" },
    { "a ИЛИ b", "[a|b]" },
    { "a | b || c", "[a|b|c]" },
    { "a b OR c", "[{a b}|c]" },
    { "a (b OR c)", "{a [b|c]}" },
    { "a OR (b OR c)", "[a|b|c]" },
    { "(a b) c", "{a b c}" },
    { "((a))", "a" },
    { "-a", "!a" },
    { "NOT a", "!a" },
    { "НЕ a b", "{!a b}" },
    { "--a", "!!a" },
    { "-(a OR b) c", "{![a|b] c}" },
    { "-\"a b\"", "!\"a b\"" },
    { "- a", "{- a}" },
    { "a -", "{a -}" },
    { "or and not или", "{or and not или}" }, /* operators are in capitals */
    { "\"OR\"", "\"OR\"" },
    { "«где мой» “x y” „p q“", "{\"где мой\" \"x y\" \"p q\"}" },
    { "a\"b c\"d", "{a \"b c\" d}" },
    { "\"«»\"", "\"«»\"" },
    { "№12345-A?", "№12345-A?" },
    { "+7(916)123-45", "+7(916)123-45" },
    { "(f(x) OR b)", "[f(x)|b]" },
    { "(f( OR b)", "[f(|b]" },
    { ":)", ":)" },
    { "http://x.example/a", "http://x.example/a" },
    { "omnidesk:", "omnidesk:" }, /* a key without anything */
    { "12:30", "12:30" },
    { "Re:x", "Re:x" },
    { "C:\\x", "C:\\x" },
    { "a:b", "a:b" },
    { ":x", ":x" },
    { "order:1042", "order=1042" },
    { "order_2:\"a b\"", "order_2=a b" },
    { "order:*", "order=*" },
    { "заметка:x", "заметка:x" },
    { "from:maria", "from=maria" },
    { "FROM:Maria", "from=Maria" },
    { "from:\" Мария Орлова \"", "from=Мария Орлова" },
    { "от:«Мария Орлова»", "from=Мария Орлова" },
    { "от:меня", "from=me" },
    { "канал:telegram account:\"Shop bot\"", "{channel=telegram account=Shop bot}" },
    { "tag:vip -тег:брак метка:*", "{tag=vip !tag=брак tag=*}" },
    { "is:Unread это:просрочено is:pending", "{is=unread is=late is=waiting}" },
    { "has:photo есть:файл", "{has=image has=file}" },
    { "assignee:none кому:мне исполнитель:Олег", "{assignee=none assignee=me assignee=Олег}" },
    { "priority:urgent приоритет:низкий", "{priority=urgent priority=low}" },
    { "before:2026-03-01 до:вчера after:7d после:7д", "{before=2026-03-01 before=yesterday after=7d after=7д}" },
    { "in:notes в:файлах где:именах", "{in=notes in=files in=names}" },
    { "ТЕГ:Ёлка", "tag=Ёлка" },
    { "tag:a:b", "tag=a:b" },
    { "-(тег:vip ИЛИ это:мои) заказ", "{![tag=vip|is=mine] заказ}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdQueryMistake mistake;
      g_autoptr (OdQueryNode) node = od_query_parse (cases[i].text, &mistake);
      g_autofree char *tree = NULL;

      g_test_message ("query %u", i);
      g_assert_nonnull (node);
      g_assert_cmpuint (mistake.end_byte, ==, 0);
      tree = describe (node);
      g_assert_cmpstr (tree, ==, cases[i].tree);
      check_round_trip (node);
    }
}

static void
test_mistake (void)
{
  static const struct {
    const char *text;
    OdQueryMistakeKind kind;
    const char *word; /* the part of the text that is wrong */
    const char *tree; /* what is returned nevertheless; NULL: nothing */
  } cases[] = {
    /* Whoever types is not there yet. */
    { "late OR", OD_QUERY_NO_VALUE, "OR", "late" },
    { "late OR ", OD_QUERY_NO_VALUE, "OR", "late" },
    { "OR", OD_QUERY_NO_VALUE, "OR", "{}" },
    { "late AND", OD_QUERY_NO_VALUE, "AND", "late" },
    { "late |", OD_QUERY_NO_VALUE, "|", "late" },
    { "заказ НЕ", OD_QUERY_NO_VALUE, "НЕ", "заказ" },
    { "заказ ИЛИ", OD_QUERY_NO_VALUE, "ИЛИ", "заказ" },
    { "late tag:", OD_QUERY_NO_VALUE, "tag:", "late" },
    { "tag:\"", OD_QUERY_OPEN_QUOTE, "\"", "{}" },
    { "late is:unr", OD_QUERY_BAD_VALUE, "is:unr", "late" },
    { "late OR is:unr", OD_QUERY_BAD_VALUE, "is:unr", "late" },
    { "late before:20", OD_QUERY_BAD_VALUE, "before:20", "late" },
    { "это:непр", OD_QUERY_BAD_VALUE, "это:непр", "{}" },
    { "a \"b c", OD_QUERY_OPEN_QUOTE, "\"b c", "{a \"b c\"}" },
    { "tag:\"new c", OD_QUERY_OPEN_QUOTE, "\"new c", "tag=new c" },
    { "(a OR b", OD_QUERY_OPEN_BRACKET, "(", "[a|b]" },
    { "x (a", OD_QUERY_OPEN_BRACKET, "(", "{x a}" },
    { "x (", OD_QUERY_NO_VALUE, "(", "x" },
    { "x ()", OD_QUERY_NO_VALUE, "()", "x" },
    { "-(a OR", OD_QUERY_NO_VALUE, "OR", "!a" },
    { "-tag:", OD_QUERY_NO_VALUE, "tag:", "{}" },
    /* What is wrong further up stays wrong. */
    { "OR late", OD_QUERY_NO_VALUE, "OR", NULL },
    { "a OR OR b", OD_QUERY_NO_VALUE, "OR", NULL },
    { "a AND AND b", OD_QUERY_NO_VALUE, "AND", NULL },
    { "(a OR ) b", OD_QUERY_NO_VALUE, "OR", NULL },
    { "NOT OR b", OD_QUERY_NO_VALUE, "NOT", NULL },
    { "() b", OD_QUERY_NO_VALUE, "()", NULL },
    { "tag: vip", OD_QUERY_NO_VALUE, "tag:", NULL },
    { "tag:\"\" vip", OD_QUERY_NO_VALUE, "tag:\"\"", NULL },
    { "is:blue ", OD_QUERY_BAD_VALUE, "is:blue", NULL },
    { "x is:blue y", OD_QUERY_BAD_VALUE, "is:blue", NULL },
    { "x есть:всё y", OD_QUERY_BAD_VALUE, "есть:всё", NULL },
    { "before:soon x", OD_QUERY_BAD_VALUE, "before:soon", NULL },
    { "has:* x", OD_QUERY_BAD_VALUE, "has:*", NULL },
    { "a )", OD_QUERY_STRAY_BRACKET, ")", NULL },
    { ") a", OD_QUERY_STRAY_BRACKET, ")", NULL },
    { "(a) ) b", OD_QUERY_STRAY_BRACKET, ")", NULL },
    { "is:blue is:unr", OD_QUERY_BAD_VALUE, "is:blue", NULL },
    { "a \xff", OD_QUERY_BAD_VALUE, "\xff", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdQueryMistake mistake;
      g_autoptr (OdQueryNode) node = od_query_parse (cases[i].text, &mistake);
      g_autofree char *word = NULL;
      g_autofree char *tree = node != NULL ? describe (node) : NULL;

      g_test_message ("query %u", i);
      g_assert_cmpuint (mistake.start_byte, <, mistake.end_byte);
      g_assert_cmpuint (mistake.end_byte, <=, strlen (cases[i].text));
      word = g_strndup (cases[i].text + mistake.start_byte, mistake.end_byte - mistake.start_byte);
      g_assert_cmpstr (word, ==, cases[i].word);
      g_assert_cmpint (mistake.kind, ==, cases[i].kind);
      g_assert_cmpstr (tree, ==, cases[i].tree);
      if (node != NULL)
        check_round_trip (node);
    }
}

static char *
repeat (const char *text, guint n, const char *end)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (out, text);
  g_string_append (out, end);
  return g_string_free (out, FALSE);
}

static void
test_limits (void)
{
  static const struct {
    const char *part;
    guint n;
    const char *end;
    gboolean is_ok;
  } cases[] = {
    { "ё", OD_LIMIT_QUERY_CHARS, "", TRUE },
    { "ё", OD_LIMIT_QUERY_CHARS, "x", FALSE },
    { "a ", OD_LIMIT_QUERY_PARTS, "", TRUE },
    { "a ", OD_LIMIT_QUERY_PARTS, "b", FALSE },
    { "(", OD_LIMIT_QUERY_DEPTH, "a", TRUE },
    { "(", OD_LIMIT_QUERY_DEPTH + 1, "a", FALSE },
    { "-", OD_LIMIT_QUERY_DEPTH, "a", TRUE },
    { "-", OD_LIMIT_QUERY_DEPTH + 1, "a", FALSE },
    { "NOT ", OD_LIMIT_QUERY_DEPTH, "a", TRUE },
    { "-(", OD_LIMIT_QUERY_DEPTH / 2, "a", TRUE },
    { "-(", OD_LIMIT_QUERY_DEPTH / 2 + 1, "a", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = repeat (cases[i].part, cases[i].n, cases[i].end);
      OdQueryMistake mistake;
      g_autoptr (OdQueryNode) node = od_query_parse (text, &mistake);

      g_test_message ("limit %u", i);
      g_assert_cmpint (node != NULL, ==, cases[i].is_ok);
      g_assert_cmpuint (mistake.end_byte, <=, strlen (text));
      if (node == NULL)
        g_assert_cmpint (mistake.kind, ==, OD_QUERY_TOO_LONG);
    }
}

/* What is being typed may not be whole; what a space or quote follows is. */
static void
test_typed (void)
{
  static const struct {
    const char *text;
    gboolean is_typed;
  } cases[] = {
    { "ord", TRUE },      { "ord ", FALSE },    { "\"ord", TRUE },       { "\"ord\"", FALSE }, { "tag:vi", TRUE },
    { "tag:vi ", FALSE }, { "tag:\"vi", TRUE }, { "tag:\"vi\"", FALSE }, { "(ord)", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdQueryNode) node = od_query_parse (cases[i].text, NULL);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (node->is_typed, ==, cases[i].is_typed);
    }
}

static void
test_places (void)
{
  g_autoptr (OdQueryNode) node = od_query_parse (" где (tag:vip OR \"a b\") ", NULL);
  const OdQueryNode *any = g_ptr_array_index (node->children, 1);
  const OdQueryNode *tag = g_ptr_array_index (any->children, 0);
  const OdQueryNode *phrase = g_ptr_array_index (any->children, 1);

  g_assert_cmpuint (node->start_byte, ==, 1);
  g_assert_cmpuint (tag->start_byte, ==, 9);
  g_assert_cmpuint (tag->end_byte, ==, 16);
  g_assert_cmpuint (phrase->start_byte, ==, 20);
  g_assert_cmpuint (phrase->end_byte, ==, 25);
  g_assert_cmpuint (any->start_byte, ==, 9);
  g_assert_cmpuint (any->end_byte, ==, 25);
}

/* Trees that were never read are written so that they read as meant. */
static void
test_made (void)
{
  static const struct {
    const char *value, *text;
  } cases[] = {
    { "заказ", "заказ" },       { "a b", "\"a b\"" }, { "OR", "\"OR\"" },
    { "-x", "\"-x\"" },         { "(x)", "\"(x)\"" }, { "is:x", "\"is:x\"" },
    { "a \"b\"", "«a \"b\"»" }, { "|", "\"|\"" },     { "a\"»”“", "\"a »”“\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdQueryNode node = { .kind = OD_QUERY_WORDS, .value = (char *) cases[i].value };
      g_autofree char *text = od_query_node_to_text (&node);
      OdQueryNode tag = { .kind = OD_QUERY_FIELD, .field = OD_QUERY_TAG, .value = (char *) cases[i].value };
      g_autofree char *tag_text = od_query_node_to_text (&tag);
      g_autoptr (OdQueryNode) read = od_query_parse (text, NULL);
      g_autoptr (OdQueryNode) tag_read = od_query_parse (tag_text, NULL);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (read->kind, ==, OD_QUERY_WORDS);
      g_assert_cmpint (tag_read->kind, ==, OD_QUERY_FIELD);
    }
}

static void
test_moment (void)
{
  /* Moscow; 2026-03-29 02:00 clocks go forward in Berlin. Now: Tuesday 2026-03-31 10:20 there. */
  static const struct {
    const char *zone, *value, *start, *end;
  } cases[] = {
    { "UTC", "2026-03-01", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z" },
    { "UTC", "2026-3-1", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z" },
    { "UTC", "01.03.2026", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z" },
    { "UTC", "2026-02", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z" },
    { "UTC", "2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z" },
    { "UTC", "2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z" },
    { "UTC", "2024-02-29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z" },
    { "UTC", "1970", "1970-01-01T00:00:00Z", "1971-01-01T00:00:00Z" },
    { "UTC", "today", "2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z" },
    { "UTC", "СЕГОДНЯ", "2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z" },
    { "UTC", "вчера", "2026-03-30T00:00:00Z", "2026-03-31T00:00:00Z" },
    { "UTC", "7d", "2026-03-24T00:00:00Z", "2026-03-25T00:00:00Z" },
    { "UTC", "7д", "2026-03-24T00:00:00Z", "2026-03-25T00:00:00Z" },
    { "UTC", "0d", "2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z" },
    { "UTC", "2w", "2026-03-17T00:00:00Z", "2026-03-18T00:00:00Z" },
    { "UTC", "2нед", "2026-03-17T00:00:00Z", "2026-03-18T00:00:00Z" },
    { "UTC", "1m", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z" }, /* February has no 31st */
    { "UTC", "1y", "2025-03-31T00:00:00Z", "2025-04-01T00:00:00Z" },
    { "UTC", "2h", "2026-03-31T06:20:00Z", "2026-03-31T07:20:00Z" },
    { "UTC", "2ч", "2026-03-31T06:20:00Z", "2026-03-31T07:20:00Z" },
    { "Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z" }, /* 23 hours */
    { "Europe/Berlin", "2d", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z" },
    { "Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z" }, /* 25 hours */
    { "Europe/Moscow", "2026", "2025-12-31T21:00:00Z", "2026-12-31T21:00:00Z" },
    { "Asia/Tokyo", "today", "2026-03-30T15:00:00Z", "2026-03-31T15:00:00Z" },
    { "UTC", "", NULL, NULL },
    { "UTC", "soon", NULL, NULL },
    { "UTC", "2026-02-30", NULL, NULL },
    { "UTC", "2026-00", NULL, NULL },
    { "UTC", "2026-13", NULL, NULL },
    { "UTC", "2026-01-00", NULL, NULL },
    { "UTC", "2026-01-01x", NULL, NULL },
    { "UTC", "2026-", NULL, NULL },
    { "UTC", "1969", NULL, NULL },
    { "UTC", "20260", NULL, NULL },
    { "UTC", "31.02.2026", NULL, NULL },
    { "UTC", "7", NULL, NULL },
    { "UTC", "d", NULL, NULL },
    { "UTC", "-7d", NULL, NULL },
    { "UTC", "12345d", NULL, NULL },
    { "UTC", "9999y", NULL, NULL },
    { "UTC", "9999", NULL, NULL },
  };
  const gint64 now_us = G_GINT64_CONSTANT (1774945200) * G_USEC_PER_SEC; /* 2026-03-31T08:20:00Z */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
      gint64 start_us = -1, end_us = -1;
      gboolean ok = od_query_read_moment (cases[i].value, now_us, zone, &start_us, &end_us);

      g_test_message ("moment %u: %s", i, cases[i].value);
      g_assert_cmpint (ok, ==, cases[i].start != NULL);
      if (ok)
        {
          g_autoptr (GDateTime) start = g_date_time_new_from_iso8601 (cases[i].start, NULL);
          g_autoptr (GDateTime) end = g_date_time_new_from_iso8601 (cases[i].end, NULL);

          g_assert_cmpint (start_us / G_USEC_PER_SEC, ==, g_date_time_to_unix (start));
          g_assert_cmpint (end_us / G_USEC_PER_SEC, ==, g_date_time_to_unix (end));
        }
    }
}

/* Every value that is offered reads as itself. */
static void
test_offered_values (void)
{
  for (guint field = 0; field < OD_N_QUERY_FIELD; field++)
    for (const char *const *value = od_query_field_get_values ((OdQueryField) field); *value != NULL; value++)
      {
        g_autofree char *text = g_strdup_printf ("%s:%s ", od_query_field_get_name ((OdQueryField) field), *value);
        OdQueryMistake mistake;
        g_autoptr (OdQueryNode) node = od_query_parse (text, &mistake);

        g_assert_nonnull (node);
        g_assert_cmpuint (mistake.end_byte, ==, 0);
        g_assert_cmpint (node->field, ==, field);
        g_assert_cmpstr (node->value, ==, *value);
      }
  g_assert_nonnull (od_query_field_get_values (OD_QUERY_IS)[0]);
  g_assert_null (od_query_field_get_values (OD_QUERY_CUSTOM)[0]);
}

/* Each beginning of a long query is a query or has a mistake; what is typed further never crashes. */
static void
test_every_beginning (void)
{
  static const char text[] = "-(тег:«новый клиент» ИЛИ is:late) f(x) \"a b\" order:1042 NOT from:me | до:2026-03-01";

  for (gsize n = 0; n <= strlen (text); n++)
    {
      g_autofree char *raw = g_strndup (text, n);
      g_autoptr (OdQueryNode) node = NULL;
      OdQueryMistake mistake;

      if (!g_utf8_validate (raw, -1, NULL))
        continue;
      node = od_query_parse (raw, &mistake);
      g_test_message ("%s", raw);
      g_assert_true (node != NULL);
      check_round_trip (node);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query/tree", test_tree);
  g_test_add_func ("/query/mistake", test_mistake);
  g_test_add_func ("/query/limits", test_limits);
  g_test_add_func ("/query/typed", test_typed);
  g_test_add_func ("/query/places", test_places);
  g_test_add_func ("/query/made", test_made);
  g_test_add_func ("/query/moment", test_moment);
  g_test_add_func ("/query/offered-values", test_offered_values);
  g_test_add_func ("/query/every-beginning", test_every_beginning);
  return g_test_run ();
}
