/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "od-etiquette.h"
#include "od-promise.h"

/* tests/data/etiquette/RULE.LANG.tsv: "fire" or "quiet", a reply, and perhaps what the customer wrote. */

static char *
read_table (const char *rule, const char *lang)
{
  g_autofree char *name = g_strdup_printf ("%s.%s.tsv", rule, lang);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "etiquette", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Every rule but one. */
static GStrv
all_but (const char *id)
{
  g_autoptr (GStrvBuilder) off = g_strv_builder_new ();
  guint n_rules;
  const OdEtiquetteRule *rules = od_etiquette_get_rules (&n_rules);

  for (guint i = 0; i < n_rules; i++)
    if (!g_str_equal (rules[i].id, id))
      g_strv_builder_add (off, rules[i].id);
  return g_strv_builder_end (off);
}

static OdEtiquetteFlags
flags_of (const char *rule)
{
  return g_str_equal (rule, "no-closing") ? OD_ETIQUETTE_IS_RESOLVING : OD_ETIQUETTE_IS_FIRST_REPLY;
}

static void
check_line (const char *rule, const char *lang, const char *line, guint *n_fire, guint *n_quiet)
{
  g_auto (GStrv) off = all_but (rule);
  g_auto (GStrv) cells = g_strsplit (line, "\t", 3);
  gboolean must_fire = g_str_equal (cells[0], "fire");
  g_autofree char *text = g_strcompress (cells[1]);
  const char *said[] = { cells[2], NULL };
  OdEtiquetteInput input = { .text = text, .customer_texts = said, .flags = flags_of (rule) };
  g_autoptr (OdEtiquetteFinding) finding = NULL;

  input.customer_name = g_str_equal (lang, "ru") ? "Мария Петрова" : "Maria Petrova";
  finding = od_etiquette_check (&input, (const char *const *) off);
  if ((finding != NULL) != must_fire)
    {
      g_test_message ("%s must %s: %s", rule, must_fire ? "fire" : "be quiet", line);
      g_test_fail ();
    }
  if (finding != NULL)
    {
      g_assert_cmpstr (finding->rule->id, ==, rule);
      g_assert_cmpstr (finding->words, !=, "");
    }
  *(must_fire ? n_fire : n_quiet) += 1;
}

static void
check_rule (const char *rule, const char *lang)
{
  g_autofree char *table = read_table (rule, lang);
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
  guint n_fire = 0, n_quiet = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      check_line (rule, lang, lines[i], &n_fire, &n_quiet);
  g_assert_cmpuint (n_fire, >=, 10);
  g_assert_cmpuint (n_quiet, >=, 10);
}

static void
test_each_rule_fires_where_it_should_and_nowhere_else (void)
{
  guint n_rules;
  const OdEtiquetteRule *rules = od_etiquette_get_rules (&n_rules);

  for (guint i = 0; i < n_rules; i++)
    if (!g_str_equal (rules[i].id, "third-in-a-row")) /* it is not about words */
      {
        check_rule (rules[i].id, "en");
        check_rule (rules[i].id, "ru");
      }
}

static void
test_a_good_reply_is_left_alone (void)
{
  static const char *const langs[] = { "en", "ru" };
  static const OdEtiquetteFlags flags[] = { OD_ETIQUETTE_NONE, OD_ETIQUETTE_IS_FIRST_REPLY, OD_ETIQUETTE_HAS_FILES };

  for (guint i = 0; i < G_N_ELEMENTS (langs); i++)
    {
      g_autofree char *table = read_table ("good", langs[i]);
      g_auto (GStrv) lines = g_strsplit (g_strchomp (table), "\n", -1);

      for (guint j = 0; lines[j] != NULL; j++)
        for (guint k = 0; k < G_N_ELEMENTS (flags); k++)
          {
            OdEtiquetteInput input = { .text = lines[j], .lang = langs[i], .flags = flags[k] };
            g_autoptr (OdEtiquetteFinding) finding = od_etiquette_check (&input, NULL);

            if (finding != NULL)
              g_test_message ("%s: %s", finding->rule->id, lines[j]);
            g_assert_null (finding);
          }
    }
}

static void
test_a_third_message_in_a_row_waits (void)
{
  static const struct {
    guint n_own;
    gint64 since_s;
    OdEtiquetteFlags flags;
    gboolean fires;
  } cases[] = {
    { 0, 0, 0, FALSE },
    { 1, 5, 0, FALSE },
    { 2, 5, 0, TRUE },
    { 2, 0, 0, TRUE },
    { 7, 60, 0, TRUE },
    { 2, 4 * 3600, 0, TRUE },
    { 2, 4 * 3600 + 1, 0, FALSE }, /* asking again the next day is good manners */
    { 2, 5, OD_ETIQUETTE_IS_RESOLVING, FALSE },
    { 2, 5, OD_ETIQUETTE_HAS_FILES, TRUE },
    { 2, 5, OD_ETIQUETTE_HAS_TIMER, TRUE },
  };
  g_auto (GStrv) off = all_but ("third-in-a-row");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdEtiquetteInput input = { .text = "And one thing more.",
                                 .n_own_in_a_row = cases[i].n_own,
                                 .since_own_s = cases[i].since_s,
                                 .flags = cases[i].flags };
      g_autoptr (OdEtiquetteFinding) finding = od_etiquette_check (&input, (const char *const *) off);

      g_assert_cmpint (finding != NULL, ==, cases[i].fires);
    }
}

static void
test_flags_keep_rules_quiet (void)
{
  static const struct {
    const char *rule, *text;
    OdEtiquetteFlags fires, quiet;
  } cases[] = {
    { "no-greeting", "Your parcel is here.", OD_ETIQUETTE_IS_FIRST_REPLY, OD_ETIQUETTE_NONE },
    { "no-closing", "Your parcel is here.", OD_ETIQUETTE_IS_RESOLVING, OD_ETIQUETTE_NONE },
    { "promise", "I'll check it.", OD_ETIQUETTE_NONE, OD_ETIQUETTE_HAS_TIMER },
    { "promise", "I'll check it.", OD_ETIQUETTE_NONE, OD_ETIQUETTE_IS_RESOLVING },
    { "bare-link", "https://shop.example", OD_ETIQUETTE_NONE, OD_ETIQUETTE_HAS_FILES },
    { "one-word", "Yes", OD_ETIQUETTE_NONE, OD_ETIQUETTE_HAS_FILES },
    { "no-name", "Hello! We have your letter.", OD_ETIQUETTE_IS_FIRST_REPLY, OD_ETIQUETTE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) off = all_but (cases[i].rule);
      OdEtiquetteInput fires = { .text = cases[i].text, .customer_name = "Maria", .flags = cases[i].fires };
      OdEtiquetteInput quiet = { .text = cases[i].text, .customer_name = "Maria", .flags = cases[i].quiet };
      g_autoptr (OdEtiquetteFinding) found = od_etiquette_check (&fires, (const char *const *) off);

      g_assert_nonnull (found);
      g_assert_null (od_etiquette_check (&quiet, (const char *const *) off));
    }
}

static void
test_the_first_rule_of_the_table_is_told (void)
{
  static const char *const off[] = { "unfilled-variable", NULL };
  OdEtiquetteInput input = { .text = "YOUR ORDER {order} IS LATE!!! I'LL CHECK",
                             .n_own_in_a_row = 5,
                             .flags = OD_ETIQUETTE_IS_FIRST_REPLY };
  g_autoptr (OdEtiquetteFinding) first = od_etiquette_check (&input, NULL);
  g_autoptr (OdEtiquetteFinding) second = od_etiquette_check (&input, off);

  g_assert_cmpstr (first->rule->id, ==, "unfilled-variable");
  g_assert_nonnull (strstr (first->words, "{order}"));
  g_assert_cmpstr (second->rule->id, ==, "no-greeting");
}

static void
test_the_language_of_the_customer_helps (void)
{
  static const struct {
    const char *text, *lang;
    gboolean fires;
  } cases[] = {
    { "No problem at all.", NULL, FALSE },      { "No problem at all.", "en", TRUE },
    { "No problem at all.", "en-GB", TRUE },    { "Das Paket ist da.", "de", FALSE },
    { "Das Paket ist da.", NULL, FALSE },       { "Посылка здесь.", NULL, TRUE },
    { "Посилка вже тут, чекає.", "uk", FALSE }, { "The parcel is here.", "de", TRUE },
  };
  g_auto (GStrv) off = all_but ("no-greeting");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdEtiquetteInput input = { .text = cases[i].text, .lang = cases[i].lang, .flags = OD_ETIQUETTE_IS_FIRST_REPLY };
      g_autoptr (OdEtiquetteFinding) finding = od_etiquette_check (&input, (const char *const *) off);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (finding != NULL, ==, cases[i].fires);
    }
}

static void
test_rules_have_ids_and_titles (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_rules;
  const OdEtiquetteRule *rules = od_etiquette_get_rules (&n_rules);

  g_assert_cmpuint (n_rules, ==, 13);
  for (guint i = 0; i < n_rules; i++)
    {
      g_assert_cmpstr (rules[i].title, !=, "");
      g_assert_true (g_hash_table_add (seen, (gpointer) rules[i].id));
    }
}

static void
test_an_empty_reply_has_nothing_wrong (void)
{
  static const char *const texts[] = { "", " \n\t", "👍", "…", "\xc2\xa0" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      OdEtiquetteInput input = { .text = texts[i], .flags = OD_ETIQUETTE_IS_FIRST_REPLY | OD_ETIQUETTE_IS_RESOLVING };

      g_assert_null (od_etiquette_check (&input, NULL));
    }
}

static void
test_a_promise_says_until_when (void)
{
  static const struct {
    const char *text;
    gboolean found;
    guint minutes;
  } cases[] = {
    { "I'll be back in 10 minutes", TRUE, 10 },
    { "I'll be back in ten minutes", TRUE, 10 },
    { "I'll be back in 10min", TRUE, 10 },
    { "I'll be back in 90 seconds", TRUE, 2 },
    { "I'll check within an hour", TRUE, 60 },
    { "I'll check in half an hour", TRUE, 30 },
    { "I'll check in an hour and a half", TRUE, 90 },
    { "I'll check in 2 hours", TRUE, 120 },
    { "I'll check in 2 days", TRUE, 2880 },
    { "I'll check in a couple of minutes", TRUE, 2 },
    { "I'll check in 10-15 minutes", TRUE, 15 },
    { "I'll check", TRUE, 0 },
    { "I'll check by 6 pm", TRUE, 0 },
    { "I'll check in 99999 days", TRUE, 0 },
    { "I'll check in 99999999999999999999 minutes", TRUE, 0 },
    { "вернусь через 10 минут", TRUE, 10 },
    { "Вернусь через десять минут", TRUE, 10 },
    { "ВЕРНУСЬ ЧЕРЕЗ 10 МИН.", TRUE, 10 },
    { "Через 10 мин. вернусь", TRUE, 10 },
    { "уточню в течение двух минут", TRUE, 2 },
    { "уточню через минуту", TRUE, 1 },
    { "уточню через час", TRUE, 60 },
    { "уточню через полчаса", TRUE, 30 },
    { "уточню через полтора часа", TRUE, 90 },
    { "уточню через пару часов", TRUE, 120 },
    { "отвечу через 2 дня", TRUE, 2880 },
    { "отвечу через 10–15 минут", TRUE, 15 },
    { "напишу буквально через пять минут", TRUE, 5 },
    { "уточню до 18 часов", TRUE, 0 },
    { "уточню", TRUE, 0 },
    { "Добрый день! Уточню. Вернусь через 20 минут.", TRUE, 20 },
    { "Курьер приедет через 10 минут", FALSE, 0 },
    { "10 минут назад", FALSE, 0 },
    { "https://shop.example/ill-check-in-10-minutes", FALSE, 0 },
    { "", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint minutes = 77;
      gboolean found = od_promise_find (cases[i].text, &minutes);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (found, ==, cases[i].found);
      g_assert_cmpuint (minutes, ==, cases[i].minutes);
    }
}

static void
test_a_finding_of_a_promise_has_its_minutes (void)
{
  OdEtiquetteInput input = { .text = "Good day! I'll be back in 10 minutes." };
  g_autoptr (OdEtiquetteFinding) finding = od_etiquette_check (&input, NULL);

  g_assert_cmpstr (finding->rule->id, ==, "promise");
  g_assert_cmpuint (finding->minutes, ==, 10);
}

static void
test_phrases_take_any_writing (void)
{
  static const struct {
    const char *text, *phrase;
    guint end;
  } cases[] = {
    { "I'll check", "i ll check", 3 },
    { "i’LL   CHECK!", "i ll check", 3 },
    { "i will just check", "i ll|will ~ check", 4 },
    { "i will check", "i ll|will ~ check", 3 },
    { "i will just quickly check", "i ll|will ~ check", 0 },
    { "Ёлка", "елка", 1 },
    { "проверили", "провер*", 1 },
    { "провер", "провер*", 1 },
    { "прове", "провер*", 0 },
    { "10мин", "# мин", 2 },
    { "ten", "#", 0 },
    { "check", "checks", 0 },
    { "checks", "check", 0 },
    { "https://shop.example/check check", "check", 1 },
    { "i", "i ~", 1 },
    { "i am", "i ~ am", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdPhraseText) text = od_phrase_text_new (cases[i].text);

      g_assert_cmpuint (od_phrase_match (text, 0, od_phrase_text_get_n_words (text), cases[i].phrase), ==,
                        cases[i].end);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/etiquette/tables", test_each_rule_fires_where_it_should_and_nowhere_else);
  g_test_add_func ("/etiquette/good", test_a_good_reply_is_left_alone);
  g_test_add_func ("/etiquette/third", test_a_third_message_in_a_row_waits);
  g_test_add_func ("/etiquette/flags", test_flags_keep_rules_quiet);
  g_test_add_func ("/etiquette/order", test_the_first_rule_of_the_table_is_told);
  g_test_add_func ("/etiquette/language", test_the_language_of_the_customer_helps);
  g_test_add_func ("/etiquette/rules", test_rules_have_ids_and_titles);
  g_test_add_func ("/etiquette/empty", test_an_empty_reply_has_nothing_wrong);
  g_test_add_func ("/etiquette/promise", test_a_promise_says_until_when);
  g_test_add_func ("/etiquette/promise-minutes", test_a_finding_of_a_promise_has_its_minutes);
  g_test_add_func ("/etiquette/phrases", test_phrases_take_any_writing);
  return g_test_run ();
}
