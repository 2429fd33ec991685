/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-channel-form.h"
#include "od-relative-time.h"
#include "od-row-words.h"
#include "od-snooze-presets.h"
#include "od-visitor-name.h"

#include <json-glib/json-glib.h>

#define AT(text) parse (text)

static gint64
parse (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
test_time_is_short (void)
{
  static const struct {
    const char *at, *now, *expected;
  } cases[] = {
    { "2026-03-10T14:00:00Z", "2026-03-10T14:00:59Z", "now" },
    { "2026-03-10T14:00:30Z", "2026-03-10T14:00:00Z", "now" }, /* their clock is ahead */
    { "2026-03-10T14:00:00Z", "2026-03-10T14:01:00Z", "1 min" },
    { "2026-03-10T14:00:00Z", "2026-03-10T14:59:59Z", "59 min" },
    { "2026-03-10T14:00:00Z", "2026-03-10T15:00:00Z", "17:00" },
    { "2026-03-09T20:59:00Z", "2026-03-09T21:05:00Z", "6 min" }, /* over midnight in Moscow */
    { "2026-03-09T20:00:00Z", "2026-03-10T06:00:00Z", "Mon" },   /* yesterday there */
    { "2026-03-04T12:00:00Z", "2026-03-10T06:00:00Z", "Wed" },
    { "2026-03-03T12:00:00Z", "2026-03-10T06:00:00Z", "3 Mar" },
    { "2025-12-31T12:00:00Z", "2026-01-20T06:00:00Z", "31 Dec 2025" },
    { "2026-03-12T12:00:00Z", "2026-03-10T06:00:00Z", "12 Mar" }, /* a clock set wrong */
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Moscow");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = od_relative_time_short (AT (cases[i].at), AT (cases[i].now), zone);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_time_is_spoken (void)
{
  static const struct {
    const char *at, *now, *expected;
  } cases[] = {
    { "2026-03-10T14:00:00Z", "2026-03-10T14:00:10Z", "just now" },
    { "2026-03-10T14:00:00Z", "2026-03-10T14:01:10Z", "1 minute ago" },
    { "2026-03-10T14:00:00Z", "2026-03-10T14:05:10Z", "5 minutes ago" },
    { "2026-03-10T10:00:00Z", "2026-03-10T14:05:10Z", "at 10:00" },
    { "2026-03-06T10:00:00Z", "2026-03-10T14:05:10Z", "on Friday" },
    { "2026-02-06T10:00:00Z", "2026-03-10T14:05:10Z", "on 6 February 2026" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = od_relative_time_spoken (AT (cases[i].at), AT (cases[i].now), zone);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

/* What a preset's phrase means; "": it is not offered. */
static void
check_preset (const char *phrase, const char *now, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GPtrArray) presets = od_snooze_presets_list (AT (now), zone);
  gint64 until_us = 0;

  for (guint i = 0; i < presets->len; i++)
    {
      const OdSnoozePreset *preset = presets->pdata[i];

      g_assert_cmpint (preset->until_us, >, AT (now));
      if (g_str_equal (preset->phrase, phrase))
        until_us = preset->until_us;
    }
  g_assert_cmpint (until_us, ==, expected != NULL ? AT (expected) : 0);
}

static void
test_snooze_ends_in_the_morning (void)
{
  static const struct {
    const char *phrase;
    const char *now, *expected;
  } cases[] = {
    { "in an hour", "2026-03-10T14:05:00Z", "2026-03-10T15:05:00Z" },
    { "in 3 hours", "2026-03-10T14:05:00Z", "2026-03-10T17:05:00Z" },
    { "tomorrow", "2026-03-10T14:05:00Z", "2026-03-11T08:00:00Z" },
    { "tomorrow", "2026-03-28T14:05:00Z", "2026-03-29T07:00:00Z" }, /* summer time began */
    { "tomorrow", "2026-12-31T22:30:00Z", "2027-01-01T08:00:00Z" },
    { "tomorrow", "2026-12-31T23:30:00Z", "2027-01-02T08:00:00Z" },    /* it is the new year there */
    { "next monday", "2026-10-24T10:00:00Z", "2026-10-26T08:00:00Z" }, /* summer time ended */
    { "next monday", "2026-03-10T14:05:00Z", "2026-03-16T08:00:00Z" },
    { "next monday", "2026-03-16T05:00:00Z", "2026-03-23T08:00:00Z" }, /* on a Monday: the next */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_preset (cases[i].phrase, cases[i].now, cases[i].expected);
}

static void
test_the_evening_of_this_day (void)
{
  static const struct {
    const char *now, *expected;
  } cases[] = {
    { "2026-03-10T13:05:00Z", "2026-03-10T17:00:00Z" },
    { "2026-03-10T14:00:00Z", NULL }, /* it is in three hours, which is offered */
    { "2026-03-10T16:59:59Z", "2026-03-10T17:00:00Z" },
    { "2026-03-10T17:00:00Z", NULL },
    { "2026-03-10T22:59:00Z", NULL },
    { "2026-03-10T23:00:00Z", "2026-03-11T17:00:00Z" },
    { "2026-03-29T00:30:00Z", "2026-03-29T16:00:00Z" },
    { "2026-10-25T00:30:00Z", "2026-10-25T17:00:00Z" },
    { "2026-02-28T23:30:00Z", "2026-03-01T17:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_preset ("tonight", cases[i].now, cases[i].expected);
}

static void
test_visitors_have_names (void)
{
  static const struct {
    const char *name, *address, *expected;
  } cases[] = {
    { "Maria Petrova", "v_1", "Maria Petrova" },
    { "", "v_01hq7f3a", "Visitor 7F3A" },
    { NULL, "v_9", "Visitor V9" },
    { "", "maria@example.org", "maria@example.org" },
    { "", "+79200001042", "+79200001042" },
    { "", "", "Visitor" },
    { "", "___", "Visitor" },
    { "  two\nlines\t", NULL, "two lines" },
    { "\u202eevil", "v_1", "evil" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = od_visitor_name (cases[i].name, cases[i].address);

      g_assert_cmpstr (name, ==, cases[i].expected);
    }
}

static OdConversationRow
make_row (void)
{
  return (OdConversationRow){
    .id = 1,
    .channel = (char *) "webchat",
    .account_name = (char *) "Shop",
    .name = (char *) "Maria Petrova",
    .address = (char *) "v_1",
    .snippet = (char *) "Where is my order?",
    .last_kind = OD_TIMELINE_IN,
    .last_author = (char *) "",
    .last_at_us = AT ("2026-03-10T14:00:00Z"),
    .status = OD_STATUS_OPEN,
  };
}

static void
test_last_line_says_who (void)
{
  OdConversationRow row = make_row ();
  g_autofree char *in = NULL, *own = NULL, *other = NULL, *photo = NULL, *place = NULL;

  in = od_row_words_preview (&row, "Anton");
  g_assert_cmpstr (in, ==, "Where is my order?");
  g_assert_null (od_row_words_get_icon (&row));
  row.last_kind = OD_TIMELINE_OUT;
  row.last_author = (char *) "Anton";
  own = od_row_words_preview (&row, "Anton");
  g_assert_cmpstr (own, ==, "You: Where is my order?");
  other = od_row_words_preview (&row, "Vera");
  g_assert_cmpstr (other, ==, "Anton: Where is my order?");
  row.last_delivery = OD_DELIVERY_FAILED;
  g_assert_cmpstr (od_row_words_get_icon (&row), ==, "od-failed-symbolic");
  row = make_row ();
  row.snippet = (char *) "";
  row.marks.last_mime = (char *) "image/png";
  photo = od_row_words_preview (&row, "Anton");
  g_assert_cmpstr (photo, ==, "Photo");
  g_assert_cmpstr (od_row_words_get_icon (&row), ==, "od-photo-symbolic");
  row.marks.last_mime = (char *) "payload/place";
  place = od_row_words_preview (&row, "Anton");
  g_assert_cmpstr (place, ==, "Location");
}

/* Each says what can be done. */
static void
test_where_nothing_gets_through (void)
{
  OdConversationRow row = make_row ();

  g_assert_null (od_row_words_reach (&row));
  for (int reach = OD_REACH_BLOCKED; reach <= OD_REACH_GONE; reach++)
    {
      row.marks.reach = (OdReach) reach;
      g_assert_nonnull (strstr (od_row_words_reach (&row), ": "));
    }
}

static void
test_row_is_read_as_sentences (void)
{
  OdConversationRow row = make_row ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char *unread = NULL, *snoozed = NULL;

  row.n_unread = 2;
  unread = od_row_words_sentence (&row, "Web chat", "Anton", AT ("2026-03-10T14:05:00Z"), zone);
  g_assert_cmpstr (unread, ==,
                   "Maria Petrova, Web chat. 2 unread messages. Last message 5 minutes ago: Where is my order?.");
  row.n_unread = 0;
  row.last_kind = OD_TIMELINE_OUT;
  row.last_author = (char *) "Anton";
  row.last_delivery = OD_DELIVERY_FAILED;
  row.snippet = (char *) "On its way";
  row.snoozed_until_us = AT ("2026-03-11T09:00:00Z");
  row.assignee_name = (char *) "Vera";
  snoozed = od_row_words_sentence (&row, "Web chat", "Anton", AT ("2026-03-10T14:05:00Z"), zone);
  g_assert_cmpstr (snoozed, ==,
                   "Maria Petrova, Web chat. You wrote 5 minutes ago: On its way. It was not sent. "
                   "Snoozed until tomorrow 09:00. Assigned to Vera.");
}

static const OdChannelField form_fields[] = {
  { "port", "Port", OD_FIELD_INTEGER, "0", 0, 65535 },
  { "origins", "Sites", OD_FIELD_TEXT, "" },
  { "base_url", "Server", OD_FIELD_URL, "https://api.example.org" },
  { "token", "Token", OD_FIELD_SECRET, NULL },
  { NULL },
};

static OdChannelForm *
make_form (OdChannelInfo *info)
{
  info->fields = form_fields;
  return od_channel_form_new (info);
}

static void
test_form_blames_what_was_typed (void)
{
  g_autoptr (OdChannelInfo) info = od_channel_info_new ("x", "X", "x-symbolic");
  g_autoptr (OdChannelForm) form = make_form (info);

  g_assert_false (od_channel_form_get_is_valid (form));
  g_assert_null (od_channel_form_get_error (form, "token")); /* nobody was there yet */
  od_channel_form_set_value (form, "token", " abc ");
  g_assert_true (od_channel_form_get_is_valid (form));
  od_channel_form_set_value (form, "port", "70000");
  g_assert_cmpstr (od_channel_form_get_error (form, "port"), ==, "Write a number from 0 to 65535.");
  od_channel_form_set_value (form, "port", "8o");
  g_assert_nonnull (od_channel_form_get_error (form, "port"));
  od_channel_form_set_value (form, "port", "8123");
  g_assert_null (od_channel_form_get_error (form, "port"));
  od_channel_form_set_value (form, "base_url", "http://shop.example");
  g_assert_nonnull (od_channel_form_get_error (form, "base_url"));
  od_channel_form_set_value (form, "base_url", "http://127.0.0.1:9000");
  g_assert_null (od_channel_form_get_error (form, "base_url"));
  od_channel_form_set_value (form, OD_FORM_NAME, "");
  g_assert_cmpstr (od_channel_form_get_error (form, OD_FORM_NAME), ==, "This must be filled in.");
  g_assert_false (od_channel_form_get_is_valid (form));
}

static void
test_form_keeps_secrets_apart (void)
{
  g_autoptr (OdChannelInfo) info = od_channel_info_new ("x", "X", "x-symbolic");
  g_autoptr (OdChannelForm) form = make_form (info);
  g_autoptr (GHashTable) secrets = NULL;
  g_autofree char *settings = NULL;
  g_autoptr (JsonNode) node = NULL;

  od_channel_form_set_value (form, "token", "abc");
  od_channel_form_set_value (form, "port", "8123");
  settings = od_channel_form_dup_settings (form);
  secrets = od_channel_form_dup_secrets (form);
  node = json_from_string (settings, NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "port"), ==, 8123);
  g_assert_false (json_object_has_member (json_node_get_object (node), "token"));
  g_assert_false (json_object_has_member (json_node_get_object (node), "origins"));
  g_assert_cmpstr (g_hash_table_lookup (secrets, "token"), ==, "abc");
}

static void
test_form_places_a_refusal (void)
{
  g_autoptr (OdChannelInfo) info = od_channel_info_new ("x", "X", "x-symbolic");
  g_autoptr (OdChannelForm) form = make_form (info);

  od_channel_form_set_value (form, "token", "abc");
  g_assert_true (od_channel_form_refuse (form, "origins: “*” is too wide"));
  g_assert_cmpstr (od_channel_form_get_error (form, "origins"), ==, "origins: “*” is too wide");
  g_assert_false (od_channel_form_get_is_valid (form));
  od_channel_form_set_value (form, "origins", "https://shop.example");
  g_assert_true (od_channel_form_get_is_valid (form));
  g_assert_false (od_channel_form_refuse (form, "no support for this"));
}

static void
test_wait_goes_in_steps (void)
{
  static const struct {
    const char *why;
    gint64 waiting_min, due_min, now_min; /* 0: none */
    OdRowWait expected;
  } cases[] = {
    { "answered", 0, 0, 100, OD_ROW_WAIT_NOT },
    { "just now", 100, 0, 101, OD_ROW_WAIT_SHORT },
    { "for a day, and nothing is promised", 100, 0, 1540, OD_ROW_WAIT_SHORT },
    { "a promise of four hours runs", 100, 340, 130, OD_ROW_WAIT_SHORT },
    { "half of it is over", 100, 340, 220, OD_ROW_WAIT_LONG },
    { "it is broken", 100, 340, 340, OD_ROW_WAIT_LATE },
    { "answered in time", 0, 340, 300, OD_ROW_WAIT_NOT },
    { "answered, but something is promised still", 0, 340, 400, OD_ROW_WAIT_LATE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdConversationRow row = { .waiting_since_us = cases[i].waiting_min * 60 * G_USEC_PER_SEC,
                                .marks.due_us = cases[i].due_min * 60 * G_USEC_PER_SEC };

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (od_row_words_get_wait (&row, cases[i].now_min * 60 * G_USEC_PER_SEC), ==, cases[i].expected);
    }
}

/* What a row shows by colours and symbols, it also says. */
static void
test_marks_are_said (void)
{
  const char *const tags[] = { "vip", "courier", NULL };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  gint64 now_us = AT ("2026-03-10T14:00:00Z");
  OdConversationRow row = {
    .name = (char *) "Maria",
    .address = (char *) "@maria",
    .snippet = (char *) "",
    .last_author = (char *) "Anton",
    .last_kind = OD_TIMELINE_OUT,
    .last_at_us = now_us - 60 * G_USEC_PER_SEC,
    .tags = (GStrv) tags,
    .status = OD_STATUS_SPAM,
    .waiting_since_us = now_us - 3600 * (gint64) G_USEC_PER_SEC,
  };
  g_autofree char *words = NULL, *preview = NULL;

  row.marks.priority = OD_PRIORITY_URGENT;
  row.marks.has_draft = row.marks.is_blocked = TRUE;
  row.marks.due_us = now_us - 60 * G_USEC_PER_SEC;
  row.marks.sends_at_us = AT ("2026-03-11T09:00:00Z");
  words = od_row_words_sentence (&row, "Telegram", "Anton", now_us, zone);
  g_assert_cmpstr (
      words, ==,
      "Maria, Telegram. Not answered. Reply: 1 minute late. You wrote 1 minute ago: (deleted). It will be sent: tomorrow "
      "09:00. Priority: Urgent. A draft is begun. Spam. The customer is blocked. Tags: vip, courier.");
  preview = od_row_words_preview (&row, "Anton");
  g_assert_cmpstr (preview, ==, "You: (deleted)"); /* never an empty line */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-words/time-is-short", test_time_is_short);
  g_test_add_func ("/row-words/time-is-spoken", test_time_is_spoken);
  g_test_add_func ("/row-words/snooze-ends-in-the-morning", test_snooze_ends_in_the_morning);
  g_test_add_func ("/row-words/evening-of-this-day", test_the_evening_of_this_day);
  g_test_add_func ("/row-words/visitors-have-names", test_visitors_have_names);
  g_test_add_func ("/row-words/last-line-says-who", test_last_line_says_who);
  g_test_add_func ("/row-words/reach", test_where_nothing_gets_through);
  g_test_add_func ("/row-words/row-is-read-as-sentences", test_row_is_read_as_sentences);
  g_test_add_func ("/row-words/form-blames-what-was-typed", test_form_blames_what_was_typed);
  g_test_add_func ("/row-words/form-keeps-secrets-apart", test_form_keeps_secrets_apart);
  g_test_add_func ("/row-words/form-places-a-refusal", test_form_places_a_refusal);
  g_test_add_func ("/row-words/wait-goes-in-steps", test_wait_goes_in_steps);
  g_test_add_func ("/row-words/marks-are-said", test_marks_are_said);
  return g_test_run ();
}
