/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text of Telegram looks like, in our Markdown: the words stay the same to the byte. */
#include <locale.h>
#include <string.h>

#include "od-json.h"
#include "od-limits.h"
#include "od-markdown.h"
#include "od-telegram-entities.h"
#include "od-telegram-markdown.h"

static char *
to_markdown (const char *text, const char *entities, OdTextFormat *format)
{
  g_autoptr (JsonNode) node = od_json_parse (entities, -1, NULL, NULL);

  g_assert_nonnull (node);
  return od_telegram_entities_to_markdown (text, json_node_get_array (node), format);
}

static void
test_marks (void)
{
  static const struct {
    const char *text, *entities, *markdown;
  } cases[] = {
    { "plain", "[]", "plain" },
    { "a bold b", "[{\"type\":\"bold\",\"offset\":2,\"length\":4}]", "a **bold** b" },
    { "a bold b", "[{\"type\":\"bold\",\"offset\":2,\"length\":5}]", "a **bold** b" },
    { "italic", "[{\"type\":\"italic\",\"offset\":0,\"length\":6}]", "_italic_" },
    { "no more", "[{\"type\":\"strikethrough\",\"offset\":3,\"length\":4}]", "no ~~more~~" },
    { "x = 2*3*4", "[{\"type\":\"code\",\"offset\":4,\"length\":5}]", "x = `2*3*4`" },
    { "see here", "[{\"type\":\"text_link\",\"offset\":4,\"length\":4,\"url\":\"https://shop.example/a_(b)\"}]",
      "see [here](https://shop.example/a_%28b%29)" },
    { "both", "[{\"type\":\"bold\",\"offset\":0,\"length\":4},{\"type\":\"italic\",\"offset\":0,\"length\":4}]",
      "_**both**_" },
    { "out in out", "[{\"type\":\"bold\",\"offset\":0,\"length\":10},{\"type\":\"italic\",\"offset\":4,\"length\":2}]",
      "**out _in_ out**" },
    /* a family is eleven units */
    { "👨‍👩‍👧‍👦 где *мой* заказ", "[{\"type\":\"bold\",\"offset\":12,\"length\":3}]",
      "👨‍👩‍👧‍👦 **где** \\*мой\\* заказ" },
    { "«слово»", "[{\"type\":\"bold\",\"offset\":1,\"length\":5}]", "«**слово**»" },
    { "two\n\nlines", "[{\"type\":\"bold\",\"offset\":0,\"length\":10}]", "**two**\n\n**lines**" },
    { "- one\n2. two x", "[{\"type\":\"bold\",\"offset\":13,\"length\":1}]", "\\- one\n2\\. two **x**" },
    { "go https://shop.example/__init__ now", "[{\"type\":\"bold\",\"offset\":33,\"length\":3}]",
      "go https://shop.example/__init\\_\\_ **now**" },
    /* what Markdown can't say is left unsaid */
    { "sylLAble", "[{\"type\":\"italic\",\"offset\":3,\"length\":2}]", "sylLAble" },
    { "a`b", "[{\"type\":\"code\",\"offset\":0,\"length\":3}]", "a`b" },
    { "u", "[{\"type\":\"underline\",\"offset\":0,\"length\":1}]", "u" },
    { "https://bank.example", "[{\"type\":\"text_link\",\"offset\":0,\"length\":20,\"url\":\"https://evil.example/\"}]",
      "https://bank.example" },
    { "x", "[{\"type\":\"text_link\",\"offset\":0,\"length\":1,\"url\":\"javascript:alert(1)\"}]", "x" },
    { "x", "[{\"type\":\"text_link\",\"offset\":0,\"length\":1,\"url\":\"omnidesk:message/1\"}]", "x" },
    { "x", "[{\"type\":\"text_link\",\"offset\":0,\"length\":1,\"url\":\"tg://user?id=1\"}]", "x" },
    /* offsets that make no sense */
    { "👍👍", "[{\"type\":\"bold\",\"offset\":1,\"length\":1}]", "👍👍" },
    { "abc", "[{\"type\":\"bold\",\"offset\":2,\"length\":2}]", "abc" },
    { "abc", "[{\"type\":\"bold\",\"offset\":-1,\"length\":2}]", "abc" },
    { "abc", "[{\"type\":\"bold\",\"offset\":2147483647,\"length\":2147483647}]", "abc" },
    { "abc", "[{\"type\":\"bold\",\"offset\":1.5,\"length\":1}]", "abc" },
    { "abc", "[{\"type\":\"bold\",\"length\":1},null,7,\"x\",[],{}]", "abc" },
    { "a bc de", "[{\"type\":\"bold\",\"offset\":0,\"length\":4},{\"type\":\"italic\",\"offset\":2,\"length\":5}]",
      "**a bc** de" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdTextFormat format;
      g_autofree char *markdown = to_markdown (cases[i].text, cases[i].entities, &format);
      g_autofree char *plain = od_markdown_to_plain (markdown);

      g_assert_cmpstr (markdown, ==, cases[i].markdown);
      g_assert_cmpint (format, ==, g_str_equal (cases[i].text, markdown) ? OD_FORMAT_PLAIN : OD_FORMAT_MARKDOWN);
      if (format == OD_FORMAT_MARKDOWN && strstr (markdown, "](") == NULL)
        g_assert_cmpstr (plain, ==, cases[i].text);
    }
}

static char *
random_text (GRand *rand)
{
  static const char *const pieces[] = { "a",
                                        "b1",
                                        "слово",
                                        " ",
                                        "\n",
                                        "*",
                                        "_",
                                        "~",
                                        "`",
                                        "[",
                                        "]",
                                        "(",
                                        ")",
                                        "<",
                                        ">",
                                        "\\",
                                        "-",
                                        "+",
                                        ".",
                                        "1.",
                                        "#",
                                        "|",
                                        "&amp;",
                                        "!",
                                        "«",
                                        "»",
                                        "👨‍👩‍👧",
                                        "❤️",
                                        "\t",
                                        "=",
                                        "https://a.example/_b_",
                                        "x_y@a.example",
                                        "2)",
                                        "\n\n",
                                        "---",
                                        "..." };
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (rand, 0, 14);

  for (int i = 0; i < n; i++)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

/* Of the words that are shown, which formatting each byte has. */
static void
check_parts (const char *text, const char *markdown)
{
  g_autoptr (GArray) parts = od_markdown_parse (markdown);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      const OdMarkdownPart *part = &g_array_index (parts, OdMarkdownPart, i);

      if (!part->is_mark)
        g_string_append_len (words, markdown + part->start_byte, (gssize) (part->end_byte - part->start_byte));
      g_assert_cmpint (part->formatting & OD_FORMATTING_LIST, ==, 0);
    }
  if (!g_str_equal (words->str, text))
    g_error ("“%s” became “%s”, which shows “%s”", text, markdown, words->str);
}

/* Whatever is written and however it is formatted, what is shown is what was written. */
static void
test_words_stay (void)
{
  static const char *const types[] = { "bold", "italic", "strikethrough", "code", "pre", "text_link", "spoiler" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  int n_marked = 0;

  for (int round = 0; round < 60000; round++)
    {
      g_autofree char *text = random_text (rand);
      g_autoptr (GString) entities = g_string_new ("[");
      int n = g_rand_int_range (rand, 1, 4), units = (int) strlen (text) + 2;
      g_autofree char *markdown = NULL;
      OdTextFormat format;

      for (int i = 0; i < n; i++)
        g_string_append_printf (entities,
                                "%s{\"type\":\"%s\",\"offset\":%d,\"length\":%d,\"url\":\"https://b.example/_x_y*\"}",
                                i > 0 ? "," : "", types[g_rand_int_range (rand, 0, G_N_ELEMENTS (types))],
                                g_rand_int_range (rand, 0, units), g_rand_int_range (rand, 0, units));
      g_string_append (entities, "]");
      markdown = to_markdown (text, entities->str, &format);
      if (format == OD_FORMAT_PLAIN)
        {
          g_assert_cmpstr (markdown, ==, text);
          continue;
        }
      n_marked++;
      check_parts (text, markdown);
      g_assert_cmpint (od_markdown_get_used (markdown), !=, 0);
    }
  g_assert_cmpint (n_marked, >, 5000);
}

static void
test_escape (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (41);

  for (int round = 0; round < 60000; round++)
    {
      g_autofree char *text = random_text (rand);
      g_autofree char *markdown = od_telegram_escape_markdown (text);

      check_parts (text, markdown);
      g_assert_cmpint (od_markdown_get_used (markdown), ==, 0);
    }
}

/* A sign in an address costs no look at all of that address: these would take seconds. */
static void
test_long_addresses (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *address = g_strnfill (2000, '_');
  g_autofree char *markdown = NULL;
  gint64 took_us;

  for (guint i = 0; i < OD_LIMIT_LINKS; i++)
    g_string_append_printf (text, "https://a.example/%sa ", address);
  took_us = -g_get_monotonic_time ();
  markdown = od_telegram_escape_markdown (text->str);
  took_us += g_get_monotonic_time ();
  g_test_message ("%.3f s", (double) took_us / G_USEC_PER_SEC);
  g_assert_true (g_str_equal (markdown, text->str));
  g_assert_cmpint (took_us, <, G_USEC_PER_SEC / 2);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/telegram-entities/marks", test_marks);
  g_test_add_func ("/telegram-entities/words-stay", test_words_stay);
  g_test_add_func ("/telegram-entities/escape", test_escape);
  g_test_add_func ("/telegram-entities/long-addresses", test_long_addresses);
  return g_test_run ();
}
