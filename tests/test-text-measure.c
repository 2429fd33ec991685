/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-text-measure.h"
#include "od-text.h"

static char *
repeat (const char *unit, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}

static void
test_measures (void)
{
  static const struct {
    const char *unit;
    guint n;
    OdTextMeasure measure;
    guint max, n_used, n_max, n_segments, n_left;
  } cases[] = {
    { "a", 0, OD_MEASURE_CODE_POINTS, 10, 0, 10, 1, 10 },
    { "ё", 7, OD_MEASURE_CODE_POINTS, 10, 7, 10, 1, 3 },
    { "ё", 7, OD_MEASURE_BYTES, 10, 14, 10, 1, 0 },
    { "😀", 3, OD_MEASURE_CODE_POINTS, 10, 3, 10, 1, 7 },
    { "😀", 3, OD_MEASURE_UTF16, 10, 6, 10, 1, 4 },
    { "😀", 3, OD_MEASURE_BYTES, 10, 12, 10, 1, 0 },
    { "a", 5, OD_MEASURE_CODE_POINTS, 0, 5, 0, 1, 0 },
    { "a", 160, OD_MEASURE_GSM7, 1530, 160, 1530, 1, 0 },
    { "a", 161, OD_MEASURE_GSM7, 1530, 161, 1530, 2, 145 },
    { "a", 161, OD_MEASURE_GSM7, 160, 161, 160, 2, 145 },
    { "a", 307, OD_MEASURE_GSM7, 1530, 307, 1530, 3, 152 },
    { "€", 80, OD_MEASURE_GSM7, 1530, 160, 1530, 1, 0 },
    /* 76 of two septets in 153: one septet is lost */
    { "€", 81, OD_MEASURE_GSM7, 1530, 163, 1530, 2, 143 },
    { "я", 70, OD_MEASURE_GSM7, 1530, 70, 670, 1, 0 },
    { "я", 71, OD_MEASURE_GSM7, 1530, 71, 670, 2, 63 },
    { "😀", 35, OD_MEASURE_GSM7, 1530, 70, 670, 1, 0 },
    { "😀", 36, OD_MEASURE_GSM7, 1530, 73, 670, 2, 61 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = repeat (cases[i].unit, cases[i].n);
      OdTextLength length = od_text_measure (text, cases[i].measure, cases[i].max);

      g_test_message ("%u times %s", cases[i].n, cases[i].unit);
      g_assert_cmpuint (length.n_used, ==, cases[i].n_used);
      g_assert_cmpuint (length.n_max, ==, cases[i].n_max);
      g_assert_cmpuint (length.n_segments, ==, cases[i].n_segments);
      g_assert_cmpuint (length.n_left, ==, cases[i].n_left);
    }
}

static void
test_where_it_is_cut (void)
{
  static const struct {
    const char *text;
    guint max;
    const char *parts; /* between bars */
  } cases[] = {
    { "", 10, "" },
    { " \n ", 10, "" },
    { "short", 10, "short" },
    { "One two. Three four.", 12, "One two.|Three four." },
    { "One. Two three four", 12, "One. Two|three four" },
    { "One\nTwo three", 9, "One\nTwo|three" },
    { "Привет мир", 6, "Привет|мир" },
    { "abcdefghij", 4, "abcd|efgh|ij" },
    { "ab cdefghij", 4, "ab|cdef|ghij" },
    { "e\u0301\u0301\u0301\u0301 a", 3, "e\u0301\u0301|\u0301\u0301|a" }, /* one sign, longer than a message */
    { "👨‍👩‍👧👨‍👩‍👧", 6, "👨‍👩‍👧|👨‍👩‍👧" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) parts = od_text_split (cases[i].text, OD_MEASURE_CODE_POINTS, cases[i].max);
      g_autoptr (GString) joined = g_string_new (NULL);

      for (guint j = 0; j < parts->len; j++)
        g_string_append_printf (joined, "%s%s", j > 0 ? "|" : "", (char *) parts->pdata[j]);
      g_assert_cmpstr (joined->str, ==, cases[i].parts);
    }
}

/* Whatever the text: each part fits, and no letter is lost. */
static void
test_nothing_is_lost (void)
{
  static const char *const units[] = { "a", "ж", "€", "😀", " ", ". ", "\n\n", "word", "слово" };
  static const OdTextMeasure measures[] = { OD_MEASURE_CODE_POINTS, OD_MEASURE_UTF16, OD_MEASURE_BYTES,
                                            OD_MEASURE_GSM7 };

  for (guint32 seed = 0; seed < 400; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GString) text = g_string_new (NULL);
      OdTextMeasure measure = measures[seed % G_N_ELEMENTS (measures)];
      guint max = measure == OD_MEASURE_GSM7 ? 306 : (guint) g_rand_int_range (rand, 4, 60);
      g_autoptr (GPtrArray) parts = NULL;
      const char *at;

      for (int n = g_rand_int_range (rand, 1, 400); n > 0; n--)
        g_string_append (text, units[g_rand_int_range (rand, 0, G_N_ELEMENTS (units))]);
      parts = od_text_split (text->str, measure, max);
      at = text->str;
      for (guint i = 0; i < parts->len; i++)
        {
          const char *part = parts->pdata[i];
          OdTextLength length = od_text_measure (part, measure, max);

          g_assert_cmpuint (length.n_used, <=, length.n_max);
          for (; g_unichar_isspace (g_utf8_get_char (at)); at = g_utf8_next_char (at))
            ;
          g_assert_true (g_str_has_prefix (at, part));
          at += strlen (part);
        }
      for (; *at != '\0'; at = g_utf8_next_char (at))
        g_assert_true (g_unichar_isspace (g_utf8_get_char (at)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-measure/measures", test_measures);
  g_test_add_func ("/text-measure/cut", test_where_it_is_cut);
  g_test_add_func ("/text-measure/lost", test_nothing_is_lost);
  return g_test_run ();
}
