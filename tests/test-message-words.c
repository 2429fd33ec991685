/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-text.h"
#include "od-message-words.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC) /* 2026-03-10 14:00 UTC */
#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)
#define DAY_US (24 * 60 * MINUTE_US)

static void
test_text_never_becomes_markup (void)
{
  static const struct {
    const char *body, *markup;
  } cases[] = {
    { "a < b & c", "a &lt; b &amp; c" },
    { "<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;" },
    { "<a href=\"javascript:x\">y</a>", "&lt;a href=&quot;javascript:x&quot;&gt;y&lt;/a&gt;" },
    { "see https://a.example/?x=1&y=2 now",
      "see <a href=\"https://a.example/?x=1&amp;y=2\" title=\"https://a.example/?x=1&amp;amp;y=2\">https://a.example/?x=1&amp;y=2</a> now" },
    { "javascript:alert(1)", "javascript:alert(1)" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = od_message_text_markup (cases[i].body);

      g_assert_cmpstr (markup, ==, cases[i].markup);
    }
}

typedef struct {
  GString *text;
  guint n_links;
} Seen;

static void
start_cb (GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer data,
          GError **error)
{
  Seen *seen = data;

  if (g_str_equal (name, "all"))
    return;
  g_assert_cmpstr (name, ==, "a");
  g_assert_cmpstr (names[0], ==, "href");
  g_assert_cmpstr (names[1], ==, "title");
  g_assert_null (names[2]);
  g_assert_true (g_str_has_prefix (values[0], "http://") || g_str_has_prefix (values[0], "https://") ||
                 g_str_has_prefix (values[0], "mailto:") || g_str_has_prefix (values[0], "omnidesk:message/"));
  seen->n_links++;
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  g_string_append_len (((Seen *) data)->text, text, (gssize) length);
}

/* Whatever is written: it parses, says the same, and has no element but links of ours. */
static void
test_markup_says_what_the_text_says (void)
{
  static const GMarkupParser parser = { .start_element = start_cb, .text = text_cb };
  static const char *const pieces[] = { "<",       ">",         "&",     "\"",      "'",   "a", " ",
                                        "http://", "x.example", "/",     "mailto:", "@",   "ё", "🙂",
                                        "\n",      "<a href='", "&amp;", "]]>",     "<!--" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) body = g_string_new (NULL);
      g_autofree char *markup = NULL;
      g_autofree char *all = NULL;
      g_autoptr (GMarkupParseContext) context = NULL;
      g_autoptr (GError) error = NULL;
      Seen seen = { g_string_new (NULL), 0 };

      for (guint n = 0; n < 12; n++)
        g_string_append (body, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      markup = od_message_text_markup (body->str);
      all = g_strconcat ("<all>", markup, "</all>", NULL);
      context = g_markup_parse_context_new (&parser, 0, &seen, NULL);
      g_markup_parse_context_parse (context, all, -1, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (seen.text->str, ==, body->str);
      g_string_free (seen.text, TRUE);
    }
}

static void
test_big_emoji (void)
{
  static const struct {
    const char *body;
    gboolean is_big;
  } cases[] = {
    { "🙂", TRUE },
    { "❤️", TRUE },
    { "👨‍👩‍👧", TRUE },
    { "🇷🇺", TRUE },
    { "👍🏽👍🏽", TRUE },
    { "🙂🙂🙂", TRUE },
    { "🙂🙂🙂🙂", FALSE },
    { "", FALSE },
    { "ok 🙂", FALSE },
    { "1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (od_message_text_is_big (cases[i].body) != cases[i].is_big)
      g_error ("%s", cases[i].body);
}

static void
test_days (void)
{
  static const struct {
    gint64 ago_us;
    const char *words;
  } cases[] = {
    { 0, "Today" },
    { 13 * 60 * MINUTE_US, "Today" },
    { 15 * 60 * MINUTE_US, "Yesterday" },
    { 38 * 60 * MINUTE_US, "Yesterday" },
    { 39 * 60 * MINUTE_US, "8 March" },
    { 70 * DAY_US, "30 December 2025" },
  };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = od_message_words_day (NOW_US - cases[i].ago_us, NOW_US, utc);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_events (void)
{
  static const struct {
    const char *what, *payload, *author;
    gint64 operator_id;
    const char *words;
  } cases[] = {
    { "status", "{\"status\":\"resolved\"}", "Anton", 1, "\u2068Anton\u2069 resolved the conversation" },
    { "status", "{\"status\":\"open\"}", "", 0, "The conversation was opened again" },
    { "status", "not json", "", 0, "The status changed" },
    { "status", NULL, "", 0, "The status changed" },
    { "assigned", "{\"operator\":1}", "Anton", 1, "\u2068Anton\u2069 took the conversation" },
    { "assigned", "{\"operator\":2}", "Anton", 1, "\u2068Anton\u2069 assigned the conversation to a colleague" },
    { "assigned", "{\"operator\":0}", "Anton", 1, "\u2068Anton\u2069 gave the conversation back" },
    { "snoozed", "{\"until_us\":1773223200000000}", "", 0, "Snoozed until 11 March 10:00" },
    { "snoozed", "{\"until_us\":\"soon\"}", "", 0, "Something changed" },
    { "woken", "{}", "", 0, "The conversation is back from snooze" },
    { "priority", "{\"priority\":2}", "Anton", 1, "\u2068Anton\u2069 set the priority: urgent" },
    { "priority", "{\"priority\":3}", "", 0, "Something changed" },
    { "blocked", "{\"until_us\":0}", "", 0, "The customer was blocked" },
    { "blocked", "{\"until_us\":1773223200000000}", "Anton", 1,
      "\u2068Anton\u2069 blocked the customer until 11 March 10:00" },
    { "unblocked", "{}", "", 0, "The customer is not blocked any more" },
    { "no-reply", "{}", "Anton", 1, "\u2068Anton\u2069 decided that no reply is needed" },
    { "tagged", "{\"tag\":\"vip\"}", "", 0, "Tag “\u2068vip\u2069” added" },
    { "reach", "{\"reach\":\"blocked\"}", "", 0, "The customer blocked messages from us" },
    { "reach", "{\"reach\":\"ok\"}", "", 0, "Messages get through again" },
    { "reach", "{\"reach\":\"sideways\"}", "", 0, "Something changed" },
    { "moved", "{}", "", 0, "The group moved at the provider; the conversation goes on here" },
    { "joined", "{\"names\":\"Maria, Pyotr\"}", "", 0, "Joined the group: \u2068Maria, Pyotr\u2069" },
    { "joined", "{}", "", 0, "Something changed" },
    { "left", "{\"names\":\"Pyotr\"}", "", 0, "Left the group: \u2068Pyotr\u2069" },
    { "renamed", "{\"name\":\"Retail\"}", "", 0, "The group is now called “\u2068Retail\u2069”" },
    { "pinned", "{}", "", 0, "A message was pinned" },
    { "from the future", "[]", "", 0, "Something changed" },
  };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdMessageRow row = { .kind = OD_TIMELINE_EVENT,
                           .body = (char *) cases[i].what,
                           .payload = (char *) cases[i].payload,
                           .author = (char *) cases[i].author,
                           .operator_id = cases[i].operator_id };
      g_autofree char *words = od_message_words_event (&row, utc);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_a_row_reads_like_a_sentence (void)
{
  char empty[] = "", anton[] = "Anton", text[] = "Where is my order";
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  OdMessageRow row = { .kind = OD_TIMELINE_IN, .at_us = NOW_US + MINUTE_US, .body = text, .author = empty };
  g_autofree char *in = od_message_words_spoken (&row, "Maria", NOW_US, utc);
  g_autofree char *out = NULL;
  g_autofree char *held = NULL;
  g_autofree char *bare = NULL;

  g_assert_cmpstr (in, ==, "Maria, 14:01: Where is my order");
  row.kind = OD_TIMELINE_OUT;
  row.author = anton;
  row.delivery = OD_DELIVERY_READ;
  out = od_message_words_spoken (&row, "Maria", NOW_US, utc);
  g_assert_cmpstr (out, ==, "Anton, 14:01: Where is my order. Read");
  row.delivery = OD_DELIVERY_HELD;
  held = od_message_words_spoken (&row, "Maria", NOW_US, utc);
  g_assert_nonnull (strstr (held, "Held back"));
  row.body = empty; /* as it came from another program */
  row.kind = OD_TIMELINE_IN;
  bare = od_message_words_spoken (&row, "Maria", NOW_US, utc);
  g_assert_cmpstr (bare, ==, "Anton, 14:01: Message without text");
  g_assert_cmpstr (od_message_words_instead (&row), ==, "Message without text");
}

static void
test_every_delivery_has_words (void)
{
  for (guint i = OD_DELIVERY_QUEUED; i < OD_N_DELIVERY; i++)
    g_assert_nonnull (od_message_words_delivery (i));
  g_assert_null (od_message_words_delivery (OD_DELIVERY_NONE));
}

static void
test_typing_is_one_line (void)
{
  g_autofree char *words = od_message_words_typing ("Maria", "one\ntwo");
  g_autofree char *silent = od_message_words_typing ("Maria", "");

  g_assert_cmpstr (words, ==, "\u2068Maria\u2069 is typing: “\u2068one two\u2069”");
  g_assert_cmpstr (silent, ==, "\u2068Maria\u2069 is typing…");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-words/never-markup", test_text_never_becomes_markup);
  g_test_add_func ("/message-words/markup-says-the-same", test_markup_says_what_the_text_says);
  g_test_add_func ("/message-words/big-emoji", test_big_emoji);
  g_test_add_func ("/message-words/days", test_days);
  g_test_add_func ("/message-words/events", test_events);
  g_test_add_func ("/message-words/spoken", test_a_row_reads_like_a_sentence);
  g_test_add_func ("/message-words/delivery", test_every_delivery_has_words);
  g_test_add_func ("/message-words/typing", test_typing_is_one_line);
  return g_test_run ();
}
