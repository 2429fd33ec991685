/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-text.h"

#include <string.h>

#include "od-limits.h"

#define FSI "\u2068"
#define PDI "\u2069"

static void
test_fold (void)
{
  static const struct {
    const char *text, *folded;
  } cases[] = {
    { "", "" },
    { "Order 12345-A", "order 12345-a" },
    { "ЁЖИК Ёлка", "ежик елка" },
    { "\u0435\u0308\u0416", "еж" },      /* е and two dots apart */
    { "Йод \u0418\u0306од", "йод йод" }, /* й is a letter of its own */
    { "STRASSE Straße", "strasse strasse" },
    { "Ça É e\u0301", "ça é é" },
    { "ΣΊΣΥΦΟΣ", "σίσυφοσ" },
    { "İ", "i\u0307" },
    { "ABC", "abc" },
    { "\u0451\u0300 \u0435\u0300\u0308\u0308", "\u0450 \u0450" },
    { "\u13C4\uAB94", "\uAB94\uAB94" },
    { "👋🏽", "👋🏽" },
    { "a\xFF"
      "B",
      "a\uFFFD"
      "b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = od_text_fold (cases[i].text);
      g_autofree char *twice = od_text_fold (folded);

      g_assert_cmpstr (folded, ==, cases[i].folded);
      g_assert_cmpstr (twice, ==, folded);
    }
}

/* Each character folds to the same, whether it can be folded by itself or a neighbour makes the whole text go the long
 * way; and what is called composed without looking is what normalizing says too. */
static void
test_the_short_ways_are_right (void)
{
  for (gunichar c = 1; c < 0x30000; c++)
    {
      g_autoptr (GString) alone = g_string_new (NULL);
      g_autoptr (GString) beside = g_string_new (NULL);
      g_autofree char *folded = NULL;
      g_autofree char *folded_beside = NULL;
      g_autofree char *expected = NULL;
      g_autofree char *line = NULL;
      g_autofree char *line_beside = NULL;

      if (!g_unichar_validate (c) || g_unichar_ismark (c))
        continue;
      g_string_append_unichar (alone, c);
      g_string_printf (beside, "%s ᾀ", alone->str);
      folded = od_text_fold (alone->str);
      folded_beside = od_text_fold (beside->str);
      expected = g_strconcat (folded, " ἀι", NULL);
      g_assert_cmpstr (folded_beside, ==, expected);

      line = od_text_snippet (alone->str, 9);
      line_beside = od_text_snippet (beside->str, 9);
      g_assert_true (g_str_has_prefix (line_beside, line));
    }
}

/* Graphemes are separated by a bar, which is not part of the text. */
static const char *const graphemes[] = {
  "",
  "a",
  "a|b|c",
  "П|р|и|в|е|т",
  "e\u0301|x",
  "и\u0306|\u0435\u0308",
  "\r\n|a",
  "\r|\r\n|\n|\n",
  "a|\n|\u0301", /* a mark after a control stands alone */
  "👋🏽|!",  /* skin tone */
  "❤️|a",    /* variation selector */
  "❤\uFE0F\u200D🔥|a",
  "👨‍👩‍👧‍👦|👨‍👩‍👧", /* families */
  "🏳️‍🌈|🏴‍☠️",
  "🧑🏻‍🤝‍🧑🏿|🙂",
  "🇷🇺|🇩🇪|🇫", /* flags, and half of one */
  "🇷🇺|🇩🇪|🇫🇷",
  "a|🇷🇺|b|🇩🇪",
  "1\uFE0F\u20E3|2",                                                    /* keycap */
  "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F|a", /* Scotland */
  "a\u200D|b",                                                          /* a joiner joins pictures only */
  "a\u200D|🙂",
  "🙂\u200D|a",
  "🙂|🙂",
  "©|®️|™",
  "각|\u1100\u1161\u11A8|가\u11A8|한|글", /* Hangul, ready and in parts */
  "\u1100\u1100\u1161\u1161\u11A8\u11A8|\u1100",
  "\u11A8|\u1161",
  "\u1100|a",
  "नि|\u0915\u093F", /* spacing mark */
  "กำ|ข",            /* Thai AM */
  "\u0600१|a",       /* number sign before */
  "م|ی\u200C|خ",
  "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306|b",
  "\u0600🇷🇺|🇩🇪",
  "🙂\u200D\u200D|🙂",
  "a|\u202E|b", /* a format character is a control */
  "ガ\uFF9E|x",
};

static void
test_graphemes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (graphemes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (graphemes[i], "|", -1);
      g_autofree char *text = g_strjoinv ("", parts);
      guint n_parts = g_strv_length (parts);
      const char *p = text;
      g_autoptr (GString) expected = g_string_new (NULL);

      if (od_text_count_graphemes (text) != n_parts)
        g_error ("%" G_GSIZE_FORMAT " graphemes in %s", od_text_count_graphemes (text), graphemes[i]);
      for (guint k = 0; k < n_parts; k++)
        {
          const char *next = od_text_next_grapheme (p);
          g_autofree char *found = g_strndup (p, (gsize) (next - p));
          g_autofree char *cut = od_text_cut (text, k);
          g_autofree char *cut_more = od_text_cut (text, n_parts + k);

          g_assert_cmpstr (found, ==, parts[k]);
          g_assert_cmpstr (cut, ==, expected->str);
          g_assert_cmpstr (cut_more, ==, text);
          g_string_append (expected, parts[k]);
          p = next;
        }
      g_assert_true (*p == '\0' && od_text_next_grapheme (p) == p);
    }
}

static void
test_code_points (void)
{
  g_assert_cmpuint (od_text_count_code_points (""), ==, 0);
  g_assert_cmpuint (od_text_count_code_points ("Привет"), ==, 6);
  g_assert_cmpuint (od_text_count_code_points ("👨‍👩‍👧"), ==, 5);
}

static void
test_clean_line (void)
{
  static const struct {
    const char *text, *line; /* without the isolates around */
  } cases[] = {
    { "", "" },
    { " \t\r\n\u2028 \u3000\u00A0", "" },
    { "\u202E\u200F\x01\x7f\uFEFF", "" },
    { "Maria Petrova", "Maria Petrova" },
    { "  Maria\r\n\t Petrova ", "Maria Petrova" },
    { "a\u2028b\u2029c\xC2\x85"
      "d",
      "a b c d" },
    { "evil\u202Etxt.exe\u202C", "eviltxt.exe" },
    { "a\u2066b\u2067c\u2068d\u2069\u2069\u2069e", "abcde" }, /* nobody closes our isolate */
    { "a\u200Bb\u00ADc\u2060d", "abcd" },
    { "می\u200Cخواهم", "می\u200Cخواهم" },
    { "👨‍👩‍👧 ❤️ 🏽", "👨‍👩‍👧 ❤️ 🏽" },
    { "\x1b[31mred", "[31mred" },
    { "<b>Oleg</b> & co", "<b>Oleg</b> & co" }, /* no markup, so nothing to escape */
    { "e\u0301", "\u00E9" },
    { "a\xC3\x28"
      "b",
      "a\uFFFD(b" },
    { "Z\u0311\u0311\u0311\u0311\u0311\u0311\u0311\u0311\u0311\u0311!", "Z\u0311\u0311\u0311\u0311\u0311\u0311!" },
    { "\U000E0041\U000E0042hidden", "hidden" }, /* tags that hide a text */
    { "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",
      "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = od_text_clean_line (cases[i].text);
      g_autofree char *expected = *cases[i].line != '\0' ? g_strconcat (FSI, cases[i].line, PDI, NULL) : g_strdup ("");

      g_assert_cmpstr (line, ==, expected);
    }
}

static void
test_clean_line_twice_is_the_same (void)
{
  g_autofree char *once = od_text_clean_line (" a\u202E b\n");
  g_autofree char *twice = od_text_clean_line (once);

  g_assert_cmpstr (once, ==, twice);
}

static void
test_marks_are_bounded (void)
{
  g_autoptr (GString) zalgo = g_string_new ("Z");
  g_autofree char *line = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append_unichar (zalgo, 0x0300 + i % 0x30);
  line = od_text_clean_line (zalgo->str);
  g_assert_cmpuint (od_text_count_code_points (line), <=, 3 + OD_LIMIT_COMBINING_RUN);
}

static void
test_snippet (void)
{
  static const struct {
    const char *text;
    gsize max;
    const char *snippet;
  } cases[] = {
    { "", 5, "" },
    { "abcde", 5, "abcde" },
    { "abcdef", 5, "abcd…" },
    { "abc def", 5, "abc…" },
    { "a\n\nb", 5, "a b" },
    { "👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 2, "👨‍👩‍👧…" },
    { "ab", 1, "…" },
    { "a", 1, "a" },
    { "Где\r\nзаказ?", 140, "Где заказ?" },
    { "\u202Eabc", 5, "abc" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *snippet = od_text_snippet (cases[i].text, cases[i].max);

      g_assert_cmpstr (snippet, ==, cases[i].snippet);
      g_assert_cmpuint (od_text_count_graphemes (snippet), <=, cases[i].max);
    }
}

static void
test_clean_name (void)
{
  static const struct {
    const char *name, *clean;
  } cases[] = {
    { NULL, "file" },
    { "", "file" },
    { ".", "file" },
    { "..", "file" },
    { "../../etc/passwd", "passwd" },
    { "..\\..\\boot.ini", "boot.ini" },
    { "C:\\a\\b.txt", "b.txt" },
    { "/", "file" },
    { "a/", "file" },
    { "/etc/../.ssh", "ssh" },
    { ".bashrc", "bashrc" },
    { ". . .x", "x" },
    { "photo.jpg", "photo.jpg" },
    { "Счёт №5.pdf", "Счёт №5.pdf" },
    { "invoice\u202Egpj.exe", "invoicegpj.exe" },
    { "a\nb\tc\x01.txt", "a b c.txt" },
    { "a\r\nX-Header: b.txt", "a X-Header_ b.txt" },
    { "name. . ", "name" },
    { "a<b>c:d\"e|f?g*.txt", "a_b_c_d_e_f_g_.txt" },
    { "CON", "_CON" },
    { "con.txt", "_con.txt" },
    { "aux .c", "_aux .c" },
    { "LPT1.tar.gz", "_LPT1.tar.gz" },
    { "com0", "_com0" },
    { "console", "console" },
    { "common.txt", "common.txt" },
    { "nul", "_nul" },
    { "a\xFF.txt", "a\uFFFD.txt" },
    { "e\u0301.txt", "\u00E9.txt" },
    { "👨‍👩‍👧.png", "👨‍👩‍👧.png" },
    { "%2e%2e%2fpasswd", "%2e%2e%2fpasswd" },
    { "-rf", "-rf" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = od_text_clean_name (cases[i].name);
      g_autofree char *twice = od_text_clean_name (clean);

      g_assert_cmpstr (clean, ==, cases[i].clean);
      g_assert_cmpstr (twice, ==, clean);
    }
}

static void
test_long_names_keep_their_extension (void)
{
  static const struct {
    const char *unit, *end, *kept;
  } cases[] = {
    { "a", ".pdf", ".pdf" },
    { "я", ".docx", ".docx" },
    { "👨‍👩‍👧", ".png", "👧.png" },
    { "a", ".a sentence that somebody made", "a" },
    { "a.", ".gz", ".gz" },
    { "\u0301", ".txt", ".txt" },
    { " .", ".txt", ".txt" },
    { "a", "", "a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) name = g_string_new ("n");
      g_autofree char *clean = NULL;

      for (guint k = 0; k < 300; k++)
        g_string_append (name, cases[i].unit);
      g_string_append (name, cases[i].end);
      clean = od_text_clean_name (name->str);
      g_assert_cmpuint (strlen (clean), <=, OD_LIMIT_FILE_NAME_BYTES);
      g_assert_true (g_utf8_validate (clean, -1, NULL));
      if (!g_str_has_suffix (clean, cases[i].kept))
        g_error ("%s is not the end of %s", cases[i].kept, clean);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/fold/short-ways", test_the_short_ways_are_right);
  g_test_add_func ("/text/graphemes", test_graphemes);
  g_test_add_func ("/text/code-points", test_code_points);
  g_test_add_func ("/text/clean-line", test_clean_line);
  g_test_add_func ("/text/clean-line/twice", test_clean_line_twice_is_the_same);
  g_test_add_func ("/text/clean-line/marks", test_marks_are_bounded);
  g_test_add_func ("/text/snippet", test_snippet);
  g_test_add_func ("/text/clean-name", test_clean_name);
  g_test_add_func ("/text/clean-name/long", test_long_names_keep_their_extension);
  return g_test_run ();
}
