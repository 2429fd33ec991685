/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-markdown.h"
#include "od-text-measure.h"

#define N_RANDOM 150

static char *
dup_without_space (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);

  return g_strjoinv ("", words);
}

static void
assert_fits (const GPtrArray *pieces, guint max)
{
  for (guint i = 0; i < pieces->len; i++)
    g_assert_cmpuint (od_text_measure (g_ptr_array_index (pieces, i), OD_MEASURE_UTF16, max).n_used, <=, max);
}

static void
test_formatting_goes_on (void)
{
  const char *text = "Here it begins **and these words are bold until the very end of the text, "
                     "which is longer than one message may be** and then no more.";
  g_autoptr (GPtrArray) pieces = od_markdown_split (text, OD_MEASURE_UTF16, 80);

  g_assert_cmpuint (pieces->len, ==, 2);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (pieces, 0), "Here it begins **and"));
  g_assert_true (g_str_has_suffix (g_ptr_array_index (pieces, 0), "**"));
  g_assert_true (g_str_has_prefix (g_ptr_array_index (pieces, 1), "**"));
  assert_fits (pieces, 80);
}

static void
test_links_stay_whole (void)
{
  const char *link = "[the very long words of it](https://shop.example/a/b/c)";

  for (guint n = 1; n < 70; n++)
    {
      g_autofree char *before = g_strnfill (n, 'x');
      g_autofree char *text = g_strdup_printf ("%s %s and something behind it", before, link);
      g_autoptr (GPtrArray) pieces = od_markdown_split (text, OD_MEASURE_UTF16, 80);
      guint n_links = 0;

      for (guint i = 0; i < pieces->len; i++)
        n_links += strstr (g_ptr_array_index (pieces, i), link) != NULL;
      g_assert_cmpuint (n_links, ==, 1);
      assert_fits (pieces, 80);
    }
}

/* Wide white space is white space, and no letter is cut within its bytes. */
static void
test_wide_space (void)
{
  const char *text =
      "\u00a0**слова, слова, слова, слова, слова, слова, слова, слова, слова, слова и слова**\u00a0\u2003 конец";
  g_autoptr (GPtrArray) pieces = od_markdown_split (text, OD_MEASURE_UTF16, 65);

  g_assert_cmpuint (pieces->len, ==, 2);
  assert_fits (pieces, 65);
  for (guint i = 0; i < pieces->len; i++)
    {
      g_assert_true (g_utf8_validate (g_ptr_array_index (pieces, i), -1, NULL));
      g_assert_nonnull (strstr (g_ptr_array_index (pieces, i), "**"));
    }
}

/* Whatever is cut: every word arrives once, in order, and no mark is seen as a sign. */
static void
test_nothing_is_lost (void)
{
  static const char *const words[] = {
    "слово",
    "word",
    "**bold one two three**",
    "_italic words here_",
    "~~gone~~",
    "end.",
    "`code here`",
    "[link text](https://shop.example/a/long/address)",
    "👩‍👩‍👧‍👦🙂",
    "\n\n",
    "**bold _both_ more**",
    "a*b",
  };

  for (guint k = 0; k < N_RANDOM; k++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) joined = g_string_new (NULL);
      g_autoptr (GPtrArray) pieces = NULL;
      g_autofree char *plain = NULL, *expected = NULL, *found = NULL;
      guint n = (guint) g_test_rand_int_range (1, 60), max = (guint) g_test_rand_int_range (64, 200);

      for (guint i = 0; i < n; i++)
        g_string_append_printf (text, "%s ", words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
      pieces = od_markdown_split (text->str, OD_MEASURE_UTF16, max);
      assert_fits (pieces, max);
      for (guint i = 0; i < pieces->len; i++)
        {
          g_autofree char *one = od_markdown_to_plain (g_ptr_array_index (pieces, i));

          g_string_append (joined, one);
        }
      plain = od_markdown_to_plain (text->str);
      expected = dup_without_space (plain);
      found = dup_without_space (joined->str);
      g_assert_cmpstr (found, ==, expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown-split/formatting", test_formatting_goes_on);
  g_test_add_func ("/markdown-split/links", test_links_stay_whole);
  g_test_add_func ("/markdown-split/wide-space", test_wide_space);
  g_test_add_func ("/markdown-split/lost", test_nothing_is_lost);
  return g_test_run ();
}
