/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-completion-trigger.h"

#include <string.h>

#define NOTE TRUE

/* The caret stands at the "^". */
static const struct {
  const char *text;
  gboolean is_note;
  OdCompletionKind kind;
  const char *query;
} cases[] = {
  { "^", FALSE, OD_COMPLETION_NONE, NULL },
  { "/^", FALSE, OD_COMPLETION_CANNED, "" },
  { "/де^", FALSE, OD_COMPLETION_CANNED, "де" },
  { "Здравствуйте! /де^ и ещё", FALSE, OD_COMPLETION_CANNED, "де" },
  { "one\n/hello^", FALSE, OD_COMPLETION_CANNED, "hello" },
  { "(/hello^)", FALSE, OD_COMPLETION_CANNED, "hello" },
  { "«/hello^»", FALSE, OD_COMPLETION_CANNED, "hello" },
  { "—/hello^", FALSE, OD_COMPLETION_CANNED, "hello" },
  { "/a /b^", FALSE, OD_COMPLETION_CANNED, "b" },
  { "/hello^", NOTE, OD_COMPLETION_NONE, NULL },
  { "/hello ^", FALSE, OD_COMPLETION_NONE, NULL },
  { "1/2^", FALSE, OD_COMPLETION_NONE, NULL },
  { "https://shop.example/^", FALSE, OD_COMPLETION_NONE, NULL },
  { "and/or^", FALSE, OD_COMPLETION_NONE, NULL },
  { "x-/a^", FALSE, OD_COMPLETION_NONE, NULL },
  { "^/hello", FALSE, OD_COMPLETION_NONE, NULL },
  { ":см^", FALSE, OD_COMPLETION_EMOJI, "см" },
  { ":thumbs_up^", FALSE, OD_COMPLETION_EMOJI, "thumbs_up" },
  { "ok :he^", NOTE, OD_COMPLETION_EMOJI, "he" },
  { ":h^", FALSE, OD_COMPLETION_NONE, NULL },
  { ":)^", FALSE, OD_COMPLETION_NONE, NULL },
  { ":-D^", FALSE, OD_COMPLETION_NONE, NULL },
  { "at 10:30^", FALSE, OD_COMPLETION_NONE, NULL },
  { "в :30^", FALSE, OD_COMPLETION_NONE, NULL },
  { "Note:he^", FALSE, OD_COMPLETION_NONE, NULL },
  { "::he^", FALSE, OD_COMPLETION_NONE, NULL },
  { "??^", FALSE, OD_COMPLETION_ARTICLE, "" },
  { "??как вернуть^", FALSE, OD_COMPLETION_ARTICLE, "как вернуть" },
  { "See ??how to return^", FALSE, OD_COMPLETION_ARTICLE, "how to return" },
  { "??how :smi^", FALSE, OD_COMPLETION_EMOJI, "smi" },
  { "??returns^", NOTE, OD_COMPLETION_ARTICLE, "returns" },
  { "Really?? I^", FALSE, OD_COMPLETION_NONE, NULL },
  { "Really ?? I^", FALSE, OD_COMPLETION_NONE, NULL },
  { "???^", FALSE, OD_COMPLETION_NONE, NULL },
  { "?^", FALSE, OD_COMPLETION_NONE, NULL },
  { "?^?", FALSE, OD_COMPLETION_NONE, NULL },
  { "??one\ntwo^", FALSE, OD_COMPLETION_NONE, NULL },
  { "@^", NOTE, OD_COMPLETION_MENTION, "" },
  { "ask @Ека^", NOTE, OD_COMPLETION_MENTION, "Ека" },
  { "@Екатерина Ли^", NOTE, OD_COMPLETION_MENTION, "Екатерина Ли" },
  { "@one two three four^", NOTE, OD_COMPLETION_NONE, NULL },
  { "@ x^", NOTE, OD_COMPLETION_NONE, NULL },
  { "@Ека^", FALSE, OD_COMPLETION_NONE, NULL },
  { "me@shop.example^", NOTE, OD_COMPLETION_NONE, NULL },
};

static void
test_triggers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize caret = strcspn (cases[i].text, "^");
      g_autoptr (GString) text = g_string_new (cases[i].text);
      OdCompletionTrigger trigger;

      g_string_erase (text, (gssize) caret, 1);
      trigger = od_completion_find_trigger (text->str, caret, cases[i].is_note);
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (trigger.kind, ==, cases[i].kind);
      if (cases[i].query != NULL)
        {
          g_autofree char *query = g_strndup (text->str + trigger.query_byte, trigger.end_byte - trigger.query_byte);

          g_assert_cmpstr (query, ==, cases[i].query);
          g_assert_cmpuint (trigger.end_byte, ==, caret);
          g_assert_cmpuint (trigger.start_byte, <, trigger.query_byte);
        }
    }
}

/* A trigger lies in the text and begins with its sign, whatever was written. */
static void
test_any_text (void)
{
  static const char *const pieces[] = { "/", ":", "?", "??", "@", " ", "\n", "a", "де", "😀", "«", "\t", "ё", "-" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const char *p;

      for (gint32 n = g_rand_int_range (rand, 0, 150); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      for (p = text->str;; p = g_utf8_next_char (p))
        {
          gsize caret = (gsize) (p - text->str);
          OdCompletionTrigger trigger = od_completion_find_trigger (text->str, caret, (gboolean) (round % 2));

          if (trigger.kind != OD_COMPLETION_NONE)
            {
              g_assert_cmpuint (trigger.query_byte, <=, caret);
              g_assert_nonnull (strchr ("/:?@", text->str[trigger.start_byte]));
              g_assert_null (memchr (text->str + trigger.start_byte, '\n', caret - trigger.start_byte));
            }
          if (*p == '\0')
            break;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/completion-trigger/triggers", test_triggers);
  g_test_add_func ("/completion-trigger/any-text", test_any_text);
  return g_test_run ();
}
