/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-limits.h"
#include "od-markdown-pango.h"
#include "od-markdown.h"

static const struct {
  const char *text;
  OdFormatting used;
  const char *plain;
  const char *pango;
} cases[] = {
  { "", 0, "", "" },
  { "just words", 0, "just words", "just words" },
  { "**bold** and *slanted*", OD_FORMATTING_BOLD | OD_FORMATTING_ITALIC, "bold and slanted",
    "<b>bold</b> and <i>slanted</i>" },
  { "__bold__ _slanted_", OD_FORMATTING_BOLD | OD_FORMATTING_ITALIC, "bold slanted", "<b>bold</b> <i>slanted</i>" },
  { "***both***", OD_FORMATTING_BOLD | OD_FORMATTING_ITALIC, "both", "<b><i>both</i></b>" },
  { "**a *b* c**", OD_FORMATTING_BOLD | OD_FORMATTING_ITALIC, "a b c", "<b>a </b><b><i>b</i></b><b> c</b>" },
  { "~~gone~~ ~gone~", OD_FORMATTING_STRIKE, "gone gone", "<s>gone</s> <s>gone</s>" },
  { "`a < b`", OD_FORMATTING_CODE, "a < b", "<tt>a &lt; b</tt>" },
  { "`` `a` ``", OD_FORMATTING_CODE, "`a`", "<tt>`a`</tt>" },
  { "```\nint x;\nint y;\n```\nend", OD_FORMATTING_CODE, "int x;\nint y;\nend", "<tt>int x;\nint y;</tt>\nend" },
  { "one\ntwo\n\nthree", 0, "one\ntwo\n\nthree", "one\ntwo\n\nthree" },
  { "**one\ntwo**", OD_FORMATTING_BOLD, "one\ntwo", "<b>one\ntwo</b>" },
  { "**one**\n**two**", OD_FORMATTING_BOLD, "one\ntwo", "<b>one</b>\n<b>two</b>" },
  { "- one\n- **two**", OD_FORMATTING_LIST | OD_FORMATTING_BOLD, "- one\n- two", "• one\n• <b>two</b>" },
  { "Take:\n\n1. one\n2. two", OD_FORMATTING_LIST, "Take:\n\n1. one\n2. two", "Take:\n\n1. one\n2. two" },
  { "[the shop](https://shop.example/a_b)", OD_FORMATTING_LINK, "the shop (https://shop.example/a_b)",
    "<a href=\"https://shop.example/a_b\">the shop</a>" },
  { "[a](https://shop.example \"x)\") b", OD_FORMATTING_LINK, "a (https://shop.example) b",
    "<a href=\"https://shop.example\">a</a> b" },
  { "[**a**](omnidesk:message/1)", OD_FORMATTING_LINK | OD_FORMATTING_BOLD, "a (omnidesk:message/1)",
    "<a href=\"omnidesk:message/1\"><b>a</b></a>" },
  { "<https://shop.example>", OD_FORMATTING_LINK, "https://shop.example",
    "<a href=\"https://shop.example\">https://shop.example</a>" },
  { "https://shop.example/_x_?a=*b*&c", 0, "https://shop.example/_x_?a=*b*&c",
    "<a href=\"https://shop.example/_x_?a=*b*&amp;c\">https://shop.example/_x_?a=*b*&amp;c</a>" },
  /* what is no formatting of ours stays as it was typed */
  { "[x](javascript:alert%281%29)", 0, "[x](javascript:alert%281%29)", "[x](javascript:alert%281%29)" },
  { "![x](https://shop.example/x.png)", 0, "![x](https://shop.example/x.png)",
    "![x](<a href=\"https://shop.example/x.png\">https://shop.example/x.png</a>)" },
  { "# 5 is my number", 0, "# 5 is my number", "# 5 is my number" },
  { "> she said", 0, "> she said", "&gt; she said" },
  { "a\n---\nb", 0, "a\n---\nb", "a\n---\nb" },
  { "    indented", 0, "    indented", "    indented" },
  { "<b>no</b> &amp; <script>", 0, "<b>no</b> &amp; <script>", "&lt;b&gt;no&lt;/b&gt; &amp;amp; &lt;script&gt;" },
  { "2*3*4 = 24", 0, "2*3*4 = 24", "2*3*4 = 24" },
  { "snake_case_name", 0, "snake_case_name", "snake_case_name" },
  { "**", 0, "**", "**" },
  { "a ** b", 0, "a ** b", "a ** b" },
  { "**Привет**, *мир*", OD_FORMATTING_BOLD | OD_FORMATTING_ITALIC, "Привет, мир", "<b>Привет</b>, <i>мир</i>" },
  { "\\*not\\* **yes**", OD_FORMATTING_BOLD, "*not* yes", "*not* <b>yes</b>" },
};

/* Each link says on hovering where it leads; that it does is looked at elsewhere. */
static char *
without_tips (const char *markup)
{
  g_autoptr (GRegex) tip = g_regex_new (" title=\"[^\"]*\"", 0, 0, NULL);

  return g_regex_replace_literal (tip, markup, -1, 0, "", 0, NULL);
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = od_markdown_to_plain (cases[i].text);
      g_autofree char *with_tips = od_markdown_to_pango (cases[i].text);
      g_autofree char *pango = without_tips (with_tips);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (od_markdown_get_used (cases[i].text), ==, cases[i].used);
      g_assert_cmpstr (plain, ==, cases[i].plain);
      g_assert_cmpstr (pango, ==, cases[i].pango);
    }
}

static void
test_only_what_can_be_shown_stays (void)
{
  static const struct {
    const char *text;
    OdFormatting can;
    const char *reduced;
  } table[] = {
    { "**a** *b* ~~c~~", OD_FORMATTING_BOLD, "**a** b c" },
    { "**a** *b* ~~c~~", OD_FORMATTING_ITALIC | OD_FORMATTING_STRIKE, "a *b* ~~c~~" },
    { "***a***", OD_FORMATTING_BOLD, "**a**" },
    { "***a***", OD_FORMATTING_ITALIC, "*a*" },
    { "[a](https://b.example) `c`", OD_FORMATTING_LINK, "[a](https://b.example) c" },
    { "\\*a **b** *c*", OD_FORMATTING_BOLD, "\\*a **b** c" },
    { "**a** *b*", OD_FORMATTING_ALL, "**a** *b*" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *reduced = od_markdown_reduce (table[i].text, table[i].can);

      g_assert_cmpstr (reduced, ==, table[i].reduced);
    }
}

/* Whatever is typed: the parts cover it, and no word gets lost. */
static void
test_parts_cover_the_text (void)
{
  static const char *const pieces[] = {
    "*",  "**", "_", "~~", "`",   "```\n", "[", "](https://a.example)", "]",  "\\",
    "- ", "\n", "a", "ж ", "1. ", "<",     ">", "https://a.example/",   "# ", "    "
  };

  for (guint32 seed = 0; seed < 4000; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GArray) parts = NULL;
      gsize at = 0;

      for (int n = g_rand_int_range (rand, 0, 14); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      parts = od_markdown_parse (text->str);
      for (guint i = 0; i < parts->len; i++)
        {
          const OdMarkdownPart *part = &g_array_index (parts, OdMarkdownPart, i);

          g_assert_cmpuint (part->start_byte, ==, at);
          g_assert_cmpuint (part->end_byte, >, at);
          for (gsize b = at;
               part->is_mark && part->url == NULL && part->formatting != OD_FORMATTING_CODE && b < part->end_byte; b++)
            g_assert_nonnull (strchr ("*_~`[]<>\\-. 1", text->str[b]));
          at = part->end_byte;
        }
      g_assert_cmpuint (at, ==, text->len);
    }
}

static void
test_a_long_text_has_no_formatting (void)
{
  g_autofree char *long_text = g_strnfill (OD_LIMIT_MARKDOWN_BYTES - 4, 'a');
  g_autofree char *fits = g_strconcat ("**", long_text, "**", NULL);
  g_autofree char *too_long = g_strconcat ("**a", long_text, "**", NULL);

  g_assert_cmpuint (od_markdown_get_used (fits), ==, OD_FORMATTING_BOLD);
  g_assert_cmpuint (od_markdown_get_used (too_long), ==, OD_FORMATTING_NONE);
}

/* Texts that are all marks: the suite's timeout ends this if time is not about linear. */
static void
test_hostile_texts (void)
{
  static const char *const units[] = { "*a ", "**", "[",  "[a](",  "`", "- ",      "> ", "~a~ ",
                                       "_a",  "\\", "](", "*a_b ", "<", "- a\n  ", "![", "**a**" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *pango = NULL;

      while (text->len + strlen (units[i]) <= OD_LIMIT_MARKDOWN_BYTES)
        g_string_append (text, units[i]);
      pango = od_markdown_to_pango (text->str);
      g_assert_nonnull (pango);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/table", test_table);
  g_test_add_func ("/markdown/reduce", test_only_what_can_be_shown_stays);
  g_test_add_func ("/markdown/cover", test_parts_cover_the_text);
  g_test_add_func ("/markdown/long", test_a_long_text_has_no_formatting);
  g_test_add_func ("/markdown/hostile", test_hostile_texts);
  return g_test_run ();
}
