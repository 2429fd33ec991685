/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-words-private.h"

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

/*
 * od_message_words_format:
 *
 * Returns: (transfer full): the moment by g_date_time_format(); "" if there is none
 */
char *
od_message_words_format (gint64 at_us, GTimeZone *zone, const char *pattern)
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
  return od_message_words_format (at_us, zone, _ ("%H:%M"));
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
  g_autofree char *year = od_message_words_format (at_us, zone, "%Y");
  g_autofree char *this_year = g_date_time_format (now, "%Y");

  if (od_thread_same_day (at_us, now_us, zone))
    return g_strdup (_ ("Today"));
  if (od_thread_same_day (at_us, g_date_time_to_unix (before) * G_USEC_PER_SEC, zone))
    return g_strdup (_ ("Yesterday"));
  if (g_str_equal (year, this_year))
    /* TRANSLATORS: day of this year, for g_date_time_format(): "3 March" */
    return od_message_words_format (at_us, zone, _ ("%-d %B"));
  /* TRANSLATORS: day of another year, for g_date_time_format(): "3 March 2024" */
  return od_message_words_format (at_us, zone, _ ("%-d %B %Y"));
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
  return od_message_words_format (at_us, zone, _ ("%-d %B %Y, %H:%M:%S"));
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
      if (g_str_equal (row->error, OD_DELIVERY_ACCOUNT_REMOVED))
        return g_strdup (_ ("Not sent: the account was removed before it could leave."));
      /* TRANSLATORS: the reason in the provider's words: "Not sent: the chat was deleted" */
      return g_strdup_printf (_ ("Not sent: %s"), row->error);
    case OD_NEED_VERDICT:
      if (g_strcmp0 (row->error, OD_DELIVERY_ACCOUNT_REMOVED) == 0)
        return g_strdup (_ ("The account was removed while this was being sent: it may have arrived."));
      return g_strdup (_ ("The connection broke off: this may have been sent."));
    case OD_NEED_RELEASE:
      return g_strdup (why_held (row));
    case OD_NEED_TIME:
      when = od_relative_time_future (row->not_before_us, now_us, zone);
      /* TRANSLATORS: a time to come: "Will be sent tomorrow 9:00" */
      return g_strdup_printf (_ ("Will be sent %s"), when);
    case OD_NEED_ACCOUNT:
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
