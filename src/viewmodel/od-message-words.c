/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-words.h"

#include <glib/gi18n.h>

#include "od-conversation-status.h"
#include "od-deed.h"
#include "od-file-words.h"
#include "od-json.h"
#include "od-message-deeds.h"
#include "od-message-text.h"
#include "od-payload.h"
#include "od-relative-time.h"
#include "od-thread-group.h"

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)

static const OdJsonLimits event_limits = {
  .max_bytes = 4096, .max_depth = 4, .max_keys = 64, .max_values = 256, .max_string_bytes = 1024
};

static char *
format (gint64 at_us, GTimeZone *zone, const char *pattern)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) at = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return at != NULL ? g_date_time_format (at, pattern) : g_strdup ("");
}

/**
 * od_message_words_time:
 *
 * Returns: (transfer full): "14:05"
 */
char *
od_message_words_time (gint64 at_us, GTimeZone *zone)
{
  return format (at_us, zone, _ ("%H:%M"));
}

/**
 * od_message_words_day:
 * @zone: whose calendar
 *
 * Returns: (transfer full): "Today", "Yesterday", "3 March", "3 March 2024"
 */
char *
od_message_words_day (gint64 at_us, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) before = g_date_time_add_days (now, -1);
  g_autofree char *year = format (at_us, zone, "%Y");
  g_autofree char *this_year = g_date_time_format (now, "%Y");

  if (od_thread_same_day (at_us, now_us, zone))
    return g_strdup (_ ("Today"));
  if (od_thread_same_day (at_us, g_date_time_to_unix (before) * G_USEC_PER_SEC, zone))
    return g_strdup (_ ("Yesterday"));
  if (g_str_equal (year, this_year))
    /* TRANSLATORS: day of this year, for g_date_time_format(): "3 March" */
    return format (at_us, zone, _ ("%-d %B"));
  /* TRANSLATORS: day of another year, for g_date_time_format(): "3 March 2024" */
  return format (at_us, zone, _ ("%-d %B %Y"));
}

static char *
resolved_after (gint64 took_us)
{
  if (took_us < HOUR_US)
    {
      guint minutes = (guint) MAX (took_us / MINUTE_US, 1);

      return g_strdup_printf (ngettext ("resolved in %u minute", "resolved in %u minutes", minutes), minutes);
    }
  if (took_us < DAY_US)
    {
      guint hours = (guint) (took_us / HOUR_US);

      return g_strdup_printf (ngettext ("resolved in %u hour", "resolved in %u hours", hours), hours);
    }
  else
    {
      guint days = (guint) (took_us / DAY_US);

      return g_strdup_printf (ngettext ("resolved in %u day", "resolved in %u days", days), days);
    }
}

/**
 * od_message_words_divider:
 * @channel_name: as people call it
 *
 * Returns: (transfer full): "E-mail · 3 March · resolved in 41 minutes"
 */
char *
od_message_words_divider (const OdConversationHead *head, const char *channel_name, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *day = od_message_words_day (head->created_at_us, now_us, zone);
  g_autofree char *outcome = NULL;

  if (head->status == OD_STATUS_RESOLVED && head->resolved_at_us > head->created_at_us)
    outcome = resolved_after (head->resolved_at_us - head->created_at_us);
  else if (head->status == OD_STATUS_RESOLVED)
    outcome = g_strdup (_ ("resolved"));
  else if (head->status == OD_STATUS_SPAM)
    outcome = g_strdup (_ ("spam"));
  return g_strjoin (" · ", channel_name, day, outcome, NULL);
}

/* ---- Events ------------------------------------------------------------------ */

static char *
status_event (const char *who, const char *status)
{
  if (g_strcmp0 (status, "resolved") == 0)
    /* TRANSLATORS: "Anton resolved the conversation" */
    return who != NULL ? g_strdup_printf (_ ("%s resolved the conversation"), who)
                       : g_strdup (_ ("The conversation was resolved"));
  if (g_strcmp0 (status, "open") == 0)
    return who != NULL ? g_strdup_printf (_ ("%s opened the conversation again"), who)
                       : g_strdup (_ ("The conversation was opened again"));
  if (g_strcmp0 (status, "pending") == 0)
    return who != NULL ? g_strdup_printf (_ ("%s waits for the customer"), who)
                       : g_strdup (_ ("Waiting for the customer"));
  if (g_strcmp0 (status, "spam") == 0)
    return who != NULL ? g_strdup_printf (_ ("%s marked this as spam"), who) : g_strdup (_ ("Marked as spam"));
  return g_strdup (_ ("The status changed"));
}

static char *
assigned_event (const char *who, gint64 by, gint64 to)
{
  if (to == 0)
    return who != NULL ? g_strdup_printf (_ ("%s gave the conversation back"), who)
                       : g_strdup (_ ("Nobody is assigned any more"));
  if (who == NULL)
    return g_strdup (_ ("The conversation was assigned"));
  if (to == by)
    return g_strdup_printf (_ ("%s took the conversation"), who);
  return g_strdup_printf (_ ("%s assigned the conversation to a colleague"), who);
}

static char *
snoozed_event (const char *who, gint64 until_us, GTimeZone *zone)
{
  /* TRANSLATORS: for g_date_time_format(): "3 March 14:05" */
  g_autofree char *until = until_us == OD_SNOOZE_UNTIL_REPLY ? od_relative_time_future (until_us, 0, zone)
                                                             : format (until_us, zone, _ ("%-d %B %H:%M"));

  if (who != NULL)
    return g_strdup_printf (_ ("%1$s snoozed the conversation until %2$s"), who, until);
  return g_strdup_printf (_ ("Snoozed until %s"), until);
}

static char *
tag_event (const char *who, const char *tag, gboolean is_set)
{
  g_autofree char *isolated = od_message_text_isolate (tag);

  if (who != NULL)
    return is_set ? g_strdup_printf (_ ("%1$s added the tag “%2$s”"), who, isolated)
                  : g_strdup_printf (_ ("%1$s removed the tag “%2$s”"), who, isolated);
  return is_set ? g_strdup_printf (_ ("Tag “%s” added"), isolated) : g_strdup_printf (_ ("Tag “%s” removed"), isolated);
}

/* ---- what deeds leave behind ---- */

static const char *
priority_word (gint64 priority)
{
  switch (priority)
    {
    case OD_PRIORITY_LOW:
      return C_ ("priority", "low");
    case OD_PRIORITY_HIGH:
      return C_ ("priority", "high");
    case OD_PRIORITY_URGENT:
      return C_ ("priority", "urgent");
    default:
      return C_ ("priority", "normal");
    }
}

static char *
priority_event (const char *who, gint64 priority)
{
  if (who != NULL)
    return g_strdup_printf (_ ("%1$s set the priority: %2$s"), who, priority_word (priority));
  return g_strdup_printf (_ ("Priority: %s"), priority_word (priority));
}

static char *
blocked_event (const char *who, gint64 until_us, GTimeZone *zone)
{
  g_autofree char *until = until_us > 0 ? format (until_us, zone, _ ("%-d %B %H:%M")) : NULL;

  if (until == NULL)
    return who != NULL ? g_strdup_printf (_ ("%s blocked the customer"), who)
                       : g_strdup (_ ("The customer was blocked"));
  if (who != NULL)
    return g_strdup_printf (_ ("%1$s blocked the customer until %2$s"), who, until);
  return g_strdup_printf (_ ("The customer was blocked until %s"), until);
}

/* Returns: (nullable): NULL if it is something else */
static char *
deed_event (const OdMessageRow *row, JsonObject *details, const char *who, GTimeZone *zone)
{
  gint64 number = 0;

  if (g_str_equal (row->body, "priority") &&
      od_json_get_int (details, "priority", OD_PRIORITY_LOW, OD_PRIORITY_URGENT, &number, NULL))
    return priority_event (who, number);
  if (g_str_equal (row->body, "blocked") &&
      od_json_get_int (details, "until_us", 0, OD_SNOOZE_UNTIL_REPLY, &number, NULL))
    return blocked_event (who, number, zone);
  if (g_str_equal (row->body, "unblocked"))
    return who != NULL ? g_strdup_printf (_ ("%s ended the block of the customer"), who)
                       : g_strdup (_ ("The customer is not blocked any more"));
  if (g_str_equal (row->body, "no-reply"))
    return who != NULL ? g_strdup_printf (_ ("%s decided that no reply is needed"), who)
                       : g_strdup (_ ("No reply is needed"));
  return NULL;
}

/**
 * od_message_words_event:
 * @row: an event: `body` says what happened, `payload` the details
 *
 * Returns: (transfer full): a sentence without a full stop: "Anton resolved the conversation"
 */
char *
od_message_words_event (const OdMessageRow *row, GTimeZone *zone)
{
  g_autoptr (JsonNode) node = row->payload != NULL ? od_json_parse (row->payload, -1, &event_limits, NULL) : NULL;
  g_autoptr (JsonObject) empty = json_object_new ();
  JsonObject *details = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : empty;
  g_autofree char *who = *row->author != '\0' ? od_message_text_isolate (row->author) : NULL;
  const char *word = NULL;
  gint64 number = 0;
  char *words;

  if (g_str_equal (row->body, "status"))
    return status_event (who, od_json_get_string_opt (details, "status", 64, &word, NULL) ? word : NULL);
  if (g_str_equal (row->body, "assigned"))
    return assigned_event (who, row->operator_id,
                           od_json_get_int_opt (details, "operator", 0, G_MAXINT64, &number, NULL) ? number : 0);
  if (g_str_equal (row->body, "snoozed") && od_json_get_int (details, "until_us", 0, G_MAXINT64 / 2, &number, NULL))
    return snoozed_event (who, number, zone);
  if (g_str_equal (row->body, "woken"))
    return g_strdup (_ ("The conversation is back from snooze"));
  if (g_str_equal (row->body, "linked"))
    return g_strdup (_ ("Linked with the profile of the same signed-in customer"));
  if ((g_str_equal (row->body, "tagged") || g_str_equal (row->body, "untagged")) &&
      od_json_get_string (details, "tag", 256, &word, NULL))
    return tag_event (who, word, g_str_equal (row->body, "tagged"));
  words = deed_event (row, details, who, zone);
  if (words != NULL)
    return words;
  if (who != NULL)
    return g_strdup_printf (_ ("%s changed something"), who);
  return g_strdup (_ ("Something changed"));
}

/* ---- Delivery ---------------------------------------------------------------- */

/**
 * od_message_words_delivery:
 *
 * Returns: (nullable): what the mark of an outgoing message means; %NULL if there is none
 */
const char *
od_message_words_delivery (OdDelivery delivery)
{
  switch (delivery)
    {
    case OD_DELIVERY_QUEUED:
      return _ ("Waiting to be sent");
    case OD_DELIVERY_SENDING:
      return _ ("Being sent");
    case OD_DELIVERY_SENT:
      return _ ("Sent");
    case OD_DELIVERY_DELIVERED:
      return _ ("Delivered");
    case OD_DELIVERY_READ:
      return _ ("Read");
    case OD_DELIVERY_FAILED:
      return _ ("Not sent");
    case OD_DELIVERY_UNCONFIRMED:
      return _ ("May have been sent");
    case OD_DELIVERY_HELD:
      return _ ("Held back");
    case OD_DELIVERY_NONE:
    default:
      return NULL;
    }
}

/**
 * od_message_words_moment:
 *
 * Returns: (transfer full): "3 March 2026, 14:05:09"
 */
char *
od_message_words_moment (gint64 at_us, GTimeZone *zone)
{
  return format (at_us, zone, _ ("%-d %B %Y, %H:%M:%S"));
}

static void
add_moment (GString *lines, const char *words, gint64 at_us, GTimeZone *zone)
{
  g_autofree char *moment = NULL;

  if (at_us == 0)
    return;
  moment = od_message_words_moment (at_us, zone);
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  /* TRANSLATORS: what happened and when: "Delivered: 3 March 2026, 14:05:09" */
  g_string_append_printf (lines, _ ("%1$s: %2$s"), words, moment);
}

/**
 * od_message_words_times:
 *
 * Returns: (transfer full): every moment known of a message, a line each, for its tooltip
 */
char *
od_message_words_times (const OdMessageRow *row, GTimeZone *zone)
{
  GString *lines = g_string_new (NULL);
  const char *now = od_message_words_delivery (row->delivery);

  if (row->kind == OD_TIMELINE_IN)
    add_moment (lines, _ ("Received"), row->at_us, zone);
  else
    add_moment (lines, _ ("Written"), row->at_us, zone);
  add_moment (lines, _ ("Sent"), row->sent_at_us, zone);
  add_moment (lines, _ ("Delivered"), row->delivered_at_us, zone);
  add_moment (lines, _ ("Read"), row->read_at_us, zone);
  add_moment (lines, _ ("Edited"), row->edited_at_us, zone);
  add_moment (lines, _ ("Deleted"), row->deleted_at_us, zone);
  if (now != NULL && row->sent_at_us == 0)
    g_string_append_printf (lines, "\n%s", now);
  return g_string_free (lines, FALSE);
}

static const char *
why_held (const OdMessageRow *row)
{
  g_autoptr (JsonNode) node = row->payload != NULL ? od_json_parse (row->payload, -1, &event_limits, NULL) : NULL;
  const char *by = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
      od_json_get_string_opt (json_node_get_object (node), "held_by", 64, &by, NULL) && by != NULL)
    {
      if (g_str_equal (by, "colleague"))
        return _ ("Held back: a colleague answered meanwhile.");
      if (g_str_equal (by, "customer"))
        return _ ("Held back: the customer wrote meanwhile.");
    }
  return _ ("Held back: there is a newer message that you had not seen.");
}

/**
 * od_message_words_need:
 * @now_us: now
 *
 * Returns: (transfer full) (nullable): what a message of ours waits for, as a sentence; %NULL if for nothing
 */
char *
od_message_words_need (const OdMessageRow *row, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *when = NULL;

  switch (od_message_need (row, now_us))
    {
    case OD_NEED_RETRY:
      if (row->error == NULL || *row->error == '\0')
        return g_strdup (_ ("Not sent."));
      if (g_str_equal (row->error, OD_DELIVERY_CANCELLED))
        return g_strdup (_ ("Cancelled: it was not sent."));
      /* TRANSLATORS: the reason in the provider's words: "Not sent: the chat was deleted" */
      return g_strdup_printf (_ ("Not sent: %s"), row->error);
    case OD_NEED_VERDICT:
      return g_strdup (_ ("The connection broke off: this may have been sent."));
    case OD_NEED_RELEASE:
      return g_strdup (why_held (row));
    case OD_NEED_TIME:
      when = od_relative_time_future (row->not_before_us, now_us, zone);
      /* TRANSLATORS: a time to come: "Will be sent tomorrow 9:00" */
      return g_strdup_printf (_ ("Will be sent %s"), when);
    case OD_NEED_UNDO:
    case OD_NEED_PATIENCE: /* it is shown by a bar */
    case OD_NEED_NOTHING:
    default:
      return NULL;
    }
}

/**
 * od_message_words_reaction:
 *
 * Returns: (transfer full): who reacted: "Maria, Anton"
 */
char *
od_message_words_reaction (const OdReactionRow *reaction, const char *customer_name)
{
  GPtrArray *names = g_ptr_array_new ();
  char *words;

  if (reaction->is_customers)
    g_ptr_array_add (names, (gpointer) customer_name);
  if (*reaction->who != '\0')
    g_ptr_array_add (names, reaction->who);
  else if (reaction->is_own)
    g_ptr_array_add (names, _ ("You"));
  g_ptr_array_add (names, NULL);
  words = g_strjoinv (", ", (char **) names->pdata);
  g_ptr_array_unref (names);
  return words;
}

/**
 * od_message_words_fold:
 * @n_events: of which one line is made
 *
 * Returns: (transfer full)
 */
char *
od_message_words_fold (guint n_events)
{
  return g_strdup_printf (ngettext ("%u event", "%u events", n_events), n_events);
}

/* ---- Sentences --------------------------------------------------------------- */

/**
 * od_message_words_typing:
 * @text: (nullable): what is typed so far; "" if only that they type is known
 *
 * Returns: (transfer full): one line: 'Maria is typing: “and can I al…”'
 */
char *
od_message_words_typing (const char *name, const char *text)
{
  g_autofree char *who = od_message_text_isolate (name);
  g_autofree char *flat = NULL;
  g_autofree char *what = NULL;

  if (text == NULL || *text == '\0')
    return g_strdup_printf (_ ("%s is typing…"), who);
  flat = g_strdelimit (g_strdup (text), "\n\r\t", ' ');
  what = od_message_text_isolate (flat);
  return g_strdup_printf (_ ("%1$s is typing: “%2$s”"), who, what);
}

/* The place, contact or form of a message; "" if it has none. */
static char *
dup_card (const OdMessageRow *row)
{
  g_autoptr (OdPayload) payload = row->payload != NULL ? od_payload_parse (row->payload) : NULL;

  return payload != NULL ? od_payload_dup_text (payload) : g_strdup ("");
}

/**
 * od_message_words_instead:
 *
 * Returns: (transfer none) (nullable): what stands where a text would: a message that was deleted, or that came from
 *   another program with nothing in it; %NULL for all others
 */
const char *
od_message_words_instead (const OdMessageRow *row)
{
  g_autofree char *card = NULL;

  if (row->deleted_at_us != 0)
    return _ ("Message deleted");
  if (row->kind == OD_TIMELINE_EVENT || *row->body != '\0' || (row->attachments != NULL && row->attachments->len > 0))
    return NULL;
  card = dup_card (row);
  return *card == '\0' ? _ ("Message without text") : NULL;
}

/* All that the row shows: the text, each file, the place or form. */
static char *
what_is_said (const OdMessageRow *row)
{
  g_autofree char *card = dup_card (row);
  GString *words;

  if (od_message_words_instead (row) != NULL)
    return g_strdup (od_message_words_instead (row));
  words = g_string_new (row->body);
  for (guint i = 0; row->attachments != NULL && i < row->attachments->len; i++)
    {
      g_autofree char *file = od_file_words_spoken (row, row->attachments->pdata[i]);

      g_string_append_printf (words, "%s%s", words->len > 0 ? ". " : "", file);
    }
  if (*card != '\0')
    g_string_append_printf (words, "%s%s", words->len > 0 ? ". " : "", card);
  return g_string_free (words, FALSE);
}

/**
 * od_message_words_spoken:
 *
 * What a screen reader says of a row: "Maria, 14:01: Where is my order". Everything that only
 * a mark or a colour shows is said, too.
 *
 * Returns: (transfer full)
 */
char *
od_message_words_spoken (const OdMessageRow *row, const char *customer_name, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *time = od_message_words_time (row->at_us, zone);
  g_autofree char *what = what_is_said (row);
  g_autofree char *need = od_message_words_need (row, now_us, zone);
  const char *who = row->kind == OD_TIMELINE_IN && *row->author == '\0' ? customer_name : row->author;
  const char *mark = row->kind == OD_TIMELINE_OUT ? od_message_words_delivery (row->delivery) : NULL;
  g_autofree char *line = NULL;

  if (row->kind == OD_TIMELINE_EVENT)
    {
      g_autofree char *event = od_message_words_event (row, zone);

      return g_strdup_printf (_ ("%1$s: %2$s"), time, event);
    }
  if (row->kind == OD_TIMELINE_NOTE)
    /* TRANSLATORS: a private note as a screen reader says it: "Note by Anton, 14:01: ask the warehouse" */
    line = g_strdup_printf (_ ("Note by %1$s, %2$s: %3$s"), who, time, what);
  else
    /* TRANSLATORS: a message as a screen reader says it: "Maria, 14:01: Where is my order" */
    line = g_strdup_printf (_ ("%1$s, %2$s: %3$s"), who, time, what);
  if (need != NULL)
    return g_strjoin (". ", line, need, NULL);
  return mark != NULL ? g_strjoin (". ", line, mark, NULL) : g_steal_pointer (&line);
}
