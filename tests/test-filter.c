/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-filter.h"

static void
test_rows_and_back (void)
{
  static const struct {
    const char *text;
    guint n_rows;
    gboolean is_any;
    const char *subject; /* of the first */
    OdFilterRelation relation;
    const char *value;
  } cases[] = {
    { "is:open", 1, FALSE, "is", OD_FILTER_IS, "open" },
    { "is:open tag:vip", 2, FALSE, "is", OD_FILTER_IS, "open" },
    { "tag:vip OR tag:gold", 2, TRUE, "tag", OD_FILTER_IS, "vip" },
    { "-channel:webchat refund", 2, FALSE, "channel", OD_FILTER_IS_NOT, "webchat" },
    { "tag:*", 1, FALSE, "tag", OD_FILTER_IS_SET, "" },
    { "-order:*", 1, FALSE, "order", OD_FILTER_IS_NOT_SET, "" },
    { "order:1042", 1, FALSE, "order", OD_FILTER_IS, "1042" },
    { "\"two words\"", 1, FALSE, "words", OD_FILTER_IS, "two words" },
    { "tag:\"big order\" assignee:me priority:urgent", 3, FALSE, "tag", OD_FILTER_IS, "big order" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdFilter) filter = od_filter_from_text (cases[i].text);
      g_autofree char *again = NULL;
      const OdFilterRow *row;

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (filter);
      g_assert_cmpuint (filter->rows->len, ==, cases[i].n_rows);
      g_assert_cmpint (filter->is_any, ==, cases[i].is_any);
      row = filter->rows->pdata[0];
      g_assert_cmpstr (row->subject, ==, cases[i].subject);
      g_assert_cmpint (row->relation, ==, cases[i].relation);
      g_assert_cmpstr (row->value, ==, cases[i].value);
      again = od_filter_to_text (filter);
      g_assert_cmpstr (again, ==, cases[i].text);
    }
}

static void
test_what_rows_cannot_say (void)
{
  static const char *const texts[] = {
    "is:open (tag:vip OR tag:gold)", "-(tag:vip tag:gold)", "in:notes courier", "is:blue", "tag:", "\"open",
    "is:open OR is:late tag:vip",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      g_assert_null (od_filter_from_text (texts[i]));
    }
}

static void
test_empty_rows_say_nothing (void)
{
  g_autoptr (OdFilter) filter = od_filter_from_text ("  ");
  g_autofree char *nothing = od_filter_to_text (filter);
  g_autofree char *text = NULL;

  g_assert_cmpuint (filter->rows->len, ==, 0);
  g_assert_cmpstr (nothing, ==, "");
  g_ptr_array_add (filter->rows, od_filter_row_new ("tag", OD_FILTER_IS, " "));
  g_ptr_array_add (filter->rows, od_filter_row_new ("is", OD_FILTER_IS_NOT, "late"));
  text = od_filter_to_text (filter);
  g_assert_cmpstr (text, ==, "-is:late");
}

static void
test_values_are_quoted_as_needed (void)
{
  static const char *const values[] = { "a b", "a\"b", "(x", "-x", "OR", "a:b", "*", "«x»" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (OdFilter) filter = od_filter_new (), again = NULL;
      g_autofree char *text = NULL;

      g_ptr_array_add (filter->rows, od_filter_row_new ("tag", OD_FILTER_IS, values[i]));
      text = od_filter_to_text (filter);
      g_test_message ("%s", text);
      again = od_filter_from_text (text);
      g_assert_nonnull (again);
      if (g_str_equal (values[i], "*"))
        continue; /* it stands for any: nobody has a tag of that name */
      g_assert_cmpstr (((OdFilterRow *) again->rows->pdata[0])->value, ==, values[i]);
    }
}

static void
test_mistakes_have_words (void)
{
  static const struct {
    const char *text;
    const char *words;
  } cases[] = {
    { "is:open", NULL },
    { "is:blue tag:vip", "“is:blue” is not known here." },
    { "tag: vip", "Something is missing after “tag:”." },
    { "(is:open", "A bracket is not closed." },
    { "is:open ) x", "A bracket is closed that was not opened." },
    { "\"is", "A quotation mark is not closed." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdQueryMistake mistake;
      g_autoptr (OdQueryNode) node = od_query_parse (cases[i].text, &mistake);
      g_autofree char *words = od_query_mistake_words (&mistake, cases[i].text);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/rows-and-back", test_rows_and_back);
  g_test_add_func ("/filter/what-rows-cannot-say", test_what_rows_cannot_say);
  g_test_add_func ("/filter/empty-rows-say-nothing", test_empty_rows_say_nothing);
  g_test_add_func ("/filter/values-are-quoted-as-needed", test_values_are_quoted_as_needed);
  g_test_add_func ("/filter/mistakes-have-words", test_mistakes_have_words);
  return g_test_run ();
}
