/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-canned-book.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define DAY_US (24 * 3600 * (gint64) G_USEC_PER_SEC)

typedef struct {
  const char *code, *folder, *title, *body, *channel, *lang;
  gint64 used_at_us;
} Row;

static OdCannedBook *
make_book (const Row *rows, guint n)
{
  g_autoptr (GPtrArray) replies = g_ptr_array_new_with_free_func ((GDestroyNotify) od_canned_reply_free);

  for (guint i = 0; i < n; i++)
    {
      OdCannedReply *reply = g_new0 (OdCannedReply, 1);

      reply->id = i + 1;
      reply->code = g_strdup (rows[i].code);
      reply->folder = g_strdup (rows[i].folder);
      reply->title = g_strdup (rows[i].title);
      reply->body = g_strdup (rows[i].body);
      reply->channel = g_strdup (rows[i].channel);
      reply->lang = g_strdup (rows[i].lang);
      reply->used_at_us = rows[i].used_at_us;
      g_ptr_array_add (replies, reply);
    }
  return od_canned_book_new (replies);
}

static char *
join (GPtrArray *replies)
{
  GString *codes = g_string_new (NULL);

  for (guint i = 0; i < replies->len; i++)
    g_string_append_printf (codes, "%s%s", i > 0 ? " " : "", ((const OdCannedReply *) replies->pdata[i])->code);
  return g_string_free (codes, FALSE);
}

static void
assert_rank (OdCannedBook *book, const char *query, const char *folder, const char *expected)
{
  g_autoptr (GPtrArray) found = od_canned_book_rank (book, query, folder, NOW_US, 50);
  g_autofree char *codes = join (found);

  g_assert_cmpstr (codes, ==, expected);
}

static const Row shop[] = {
  { "доставка", "Delivery", "Доставка по Москве", "Привезём завтра", "", "", 0 },
  { "расчёт", "Payment", "Счёт", "Вот ваш счёт", "", "", 0 },
  { "адрес-доставки", "Delivery/Moscow", "Куда везти", "Назовите адрес", "", "", 0 },
  { "hello", "", "Greeting", "Good day, доставим всё", "", "", NOW_US - DAY_US },
  { "help", "", "Help", "How can I help?", "", "", NOW_US - 400 * DAY_US },
  { "bye", "", "Farewell", "Hello again and bye", "", "", 0 },
};

static void
test_ranking (void)
{
  g_autoptr (OdCannedBook) book = make_book (shop, G_N_ELEMENTS (shop));

  assert_rank (book, "доставк", NULL, "доставка адрес-доставки");
  assert_rank (book, "ДОСТАВ", NULL, "доставка адрес-доставки hello"); /* starts, has, the text has */
  assert_rank (book, "he", NULL, "hello help bye");                    /* used yesterday before used last year */
  assert_rank (book, "l", NULL, "hello help bye");
  assert_rank (book, "расчет", NULL, "расчёт"); /* е for ё */
  assert_rank (book, "nothing of that", NULL, "");
  assert_rank (book, "", NULL, "hello help bye адрес-доставки доставка расчёт");
}

/* What was used lately passes its equals, never a better match. */
static void
test_use_is_the_smaller_reason (void)
{
  g_autoptr (OdCannedBook) book = make_book (shop, G_N_ELEMENTS (shop));

  od_canned_book_use (book, 6, NOW_US); /* bye: only its text has "hel" */
  assert_rank (book, "hel", NULL, "hello help bye");
  od_canned_book_use (book, 5, NOW_US);
  assert_rank (book, "hel", NULL, "help hello bye");
}

static void
test_at_most_so_many (void)
{
  g_autoptr (OdCannedBook) book = make_book (shop, G_N_ELEMENTS (shop));
  g_autoptr (GPtrArray) found = od_canned_book_rank (book, "", NULL, NOW_US, 2);

  g_assert_cmpuint (found->len, ==, 2);
}

static void
test_folders (void)
{
  static const Row rows[] = {
    { "a", "Delivery", "", "", "", "", 0 },
    { "b", "Delivery/Moscow/North", "", "", "", "", 0 },
    { "c", "Delivery/Moscow", "", "", "", "", 0 },
    { "d", "Deliveries", "", "", "", "", 0 },
    { "e", "", "", "", "", "", 0 },
    { "f", "Mail only", "", "", "email", "", 0 },
  };
  g_autoptr (OdCannedBook) book = make_book (rows, G_N_ELEMENTS (rows));
  g_autoptr (GPtrArray) top = od_canned_book_list_folders (book, "");
  g_autoptr (GPtrArray) inner = od_canned_book_list_folders (book, "Delivery");
  g_autoptr (GPtrArray) innermost = od_canned_book_list_folders (book, "Delivery/Moscow/North");

  g_assert_cmpuint (top->len, ==, 2);
  g_assert_cmpstr (top->pdata[0], ==, "Deliveries");
  g_assert_cmpstr (top->pdata[1], ==, "Delivery");
  g_assert_cmpuint (inner->len, ==, 1);
  g_assert_cmpstr (inner->pdata[0], ==, "Delivery/Moscow");
  g_assert_cmpuint (innermost->len, ==, 0);
  assert_rank (book, "", "Delivery", "a");
  assert_rank (book, "", "", "e");
  assert_rank (book, "c", "Delivery", "c"); /* a search looks below, too */
  assert_rank (book, "d", "Delivery", "");
}

static void
test_variants (void)
{
  static const Row rows[] = {
    { "hi", "", "plain", "", "", "", 0 },     { "hi", "", "ru", "", "", "ru", 0 },
    { "hi", "", "mail", "", "email", "", 0 }, { "Hi", "", "mail ru", "", "email", "ru", 0 },
    { "only-de", "", "de", "", "", "de", 0 }, { "two", "", "en", "", "", "en", 0 },
    { "two", "", "ru", "", "", "ru", 0 },     { "mail-only", "", "mail", "", "email", "", 0 },
  };
  static const struct {
    const char *channel, *lang, *own, *code, *title;
  } cases[] = {
    { "email", "ru", "en", "hi", "mail ru" },    { "email", "en", "ru", "hi", "mail" },
    { "webchat", "ru", "en", "hi", "ru" },       { "webchat", "ru-RU", "en", "hi", "ru" },
    { "webchat", "rue", "en", "hi", "plain" },   { "webchat", "", "ru", "hi", "plain" },
    { "webchat", "fr", "ru", "two", "ru" },      { "webchat", "", "en", "two", "en" },
    { "webchat", "en", "ru", "two", "en" },      { "webchat", "fr", "ru", "only-de", "de" },
    { "email", "", "ru_RU.UTF-8", "two", "ru" }, { "webchat", "en", "en", "mail-only", NULL },
  };
  g_autoptr (OdCannedBook) book = make_book (rows, G_N_ELEMENTS (rows));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdCannedReply *reply;

      od_canned_book_choose (book, cases[i].channel, cases[i].lang, cases[i].own);
      reply = od_canned_book_find (book, cases[i].code);
      g_test_message ("%s %s %s", cases[i].channel, cases[i].lang, cases[i].code);
      g_assert_cmpstr (reply != NULL ? reply->title : NULL, ==, cases[i].title);
    }
  od_canned_book_choose (book, "email", "ru", "en");
  assert_rank (book, "hi", NULL, "Hi"); /* once */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canned-book/ranking", test_ranking);
  g_test_add_func ("/canned-book/use", test_use_is_the_smaller_reason);
  g_test_add_func ("/canned-book/limit", test_at_most_so_many);
  g_test_add_func ("/canned-book/folders", test_folders);
  g_test_add_func ("/canned-book/variants", test_variants);
  return g_test_run ();
}
