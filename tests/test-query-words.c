/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query-suggest.h"
#include "od-query-words.h"

#include <string.h>

static void
test_suggestions (void)
{
  static const char *const tags[] = { "vip", "very late", NULL };
  static const struct {
    const char *text;
    const char *expected; /* with "|" between; the caret is at the end */
    gsize start_byte;
  } cases[] = {
    { "order ta", "tag:", 6 },
    { "t", "", 0 }, /* one letter is a word that begins */
    { "is:sn", "is:snoozed", 0 },
    { "x -is:sp", "is:spam", 3 },
    { "tag:v", "tag:vip|tag:\"very late\"", 0 },
    { "tag:vip", "", 0 }, /* it is whole */
    { "city:T", "", 0 },
    { "12:30", "", 0 },
    { "order ", "", 6 },
  };
  OdQueryKnown known = { { NULL } };

  known.values[OD_QUERY_TAG] = tags;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize start_byte;
      g_autoptr (GPtrArray) found = od_query_suggest (cases[i].text, strlen (cases[i].text), &known, &start_byte);
      g_autofree char *all = NULL;

      g_ptr_array_add (found, NULL);
      all = g_strjoinv ("|", (GStrv) found->pdata);
      g_assert_cmpstr (all, ==, cases[i].expected);
      g_assert_cmpuint (start_byte, ==, cases[i].start_byte);
    }
}

/* What the help shows must be a query. */
static void
test_examples_are_queries (void)
{
  guint n;
  const OdQueryExample *examples = od_query_words_get_examples (&n);

  for (guint i = 0; i < n; i++)
    {
      OdQueryMistake mistake;
      g_autoptr (OdQueryNode) node = od_query_parse (examples[i].text, &mistake);

      g_test_message ("%s", examples[i].text);
      g_assert_nonnull (node);
      g_assert_cmpuint (mistake.end_byte, ==, 0);
      g_assert_false (od_query_words_is_mistake (examples[i].text));
    }
}

static void
test_mistakes_have_words (void)
{
  static const char *const texts[] = { "is:blue x", "before:soon x", "(a",          ") b",
                                       "\"a",       "tag:",          "has:unicorn", "before:32.13" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      OdQueryMistake mistake;
      g_autoptr (OdQueryNode) node = od_query_parse (texts[i], &mistake);
      g_autofree char *words = od_query_words_mistake (texts[i], &mistake);

      g_test_message ("%s: %s", texts[i], words);
      g_assert_true (od_query_words_is_mistake (texts[i]));
      g_assert_nonnull (words);
      g_assert_cmpint (strstr (words, "snoozed") != NULL, ==, i == 0); /* what can be said, where that is a list */
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query-words/suggestions", test_suggestions);
  g_test_add_func ("/query-words/examples", test_examples_are_queries);
  g_test_add_func ("/query-words/mistakes", test_mistakes_have_words);
  return g_test_run ();
}
