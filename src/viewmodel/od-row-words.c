/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-row-words.h"

#include <glib/gi18n.h>

#include "od-relative-time.h"
#include "od-sla-badge.h"
#include "od-visitor-name.h"

static const char *
media_words (const char *mime)
{
  if (g_str_has_prefix (mime, "image/"))
    return _ ("Photo");
  if (g_str_has_prefix (mime, "audio/"))
    return _ ("Voice message");
  if (g_str_has_prefix (mime, "video/"))
    return _ ("Video");
  if (g_str_equal (mime, "payload/place"))
    return _ ("Location");
  if (g_str_equal (mime, "payload/contact"))
    return _ ("Contact");
  return g_str_equal (mime, "payload/other") ? _ ("Message") : _ ("File");
}

static const char *
media_icon (const char *mime)
{
  if (g_str_has_prefix (mime, "image/"))
    return "od-photo-symbolic";
  if (g_str_has_prefix (mime, "audio/"))
    return "od-voice-symbolic";
  if (g_str_has_prefix (mime, "video/"))
    return "od-video-symbolic";
  if (g_str_equal (mime, "payload/place"))
    return "mark-location-symbolic";
  if (g_str_equal (mime, "payload/contact"))
    return "od-person-symbolic";
  if (g_str_equal (mime, "payload/other"))
    return NULL;
  return "od-clip-symbolic";
}

static gboolean
is_of_an_operator (const OdConversationRow *row)
{
  return row->last_kind == OD_TIMELINE_OUT || row->last_kind == OD_TIMELINE_NOTE;
}

/* A message without text and without a file was deleted, or taken back before it left. */
static const char *
last_line (const OdConversationRow *row)
{
  if (*row->snippet != '\0')
    return row->snippet;
  if (row->marks.last_mime != NULL)
    return media_words (row->marks.last_mime);
  return is_of_an_operator (row) || row->last_kind == OD_TIMELINE_IN ? _ ("(deleted)") : "";
}

/**
 * od_row_words_preview:
 * @operator_name: who sits here
 *
 * The last line of a conversation, with who said it unless it was the customer.
 *
 * Returns: (transfer full): one line, no markup
 */
char *
od_row_words_preview (const OdConversationRow *row, const char *operator_name)
{
  const char *line = last_line (row);

  if (row->last_kind == OD_TIMELINE_IN || row->last_kind == OD_TIMELINE_EVENT || *row->last_author == '\0')
    return g_strdup (line);
  if (g_strcmp0 (row->last_author, operator_name) == 0)
    /* TRANSLATORS: last line of a conversation, written by whoever reads this: "You: I will check" */
    return g_strdup_printf (_ ("You: %s"), line);
  /* TRANSLATORS: last line of a conversation and who of the colleagues wrote it: "Anton: I will check" */
  return g_strdup_printf (_ ("%1$s: %2$s"), row->last_author, line);
}

/**
 * od_row_words_get_icon:
 *
 * Returns: (transfer none) (nullable): symbolic icon in front of the last line: of a note, of
 *   a reply that did not leave, or of what kind of file it is
 */
const char *
od_row_words_get_icon (const OdConversationRow *row)
{
  if (row->last_kind == OD_TIMELINE_NOTE)
    return "od-note-symbolic";
  if (row->last_kind == OD_TIMELINE_OUT &&
      (row->last_delivery == OD_DELIVERY_FAILED || row->last_delivery == OD_DELIVERY_UNCONFIRMED ||
       row->last_delivery == OD_DELIVERY_HELD))
    return "od-failed-symbolic";
  if (*row->snippet == '\0' && row->marks.last_mime != NULL)
    return media_icon (row->marks.last_mime);
  return NULL;
}

/**
 * od_row_words_reach:
 *
 * Returns: (transfer none) (nullable): why an answer would not get there, and what one can do; %NULL if it does
 */
const char *
od_row_words_reach (const OdConversationRow *row)
{
  switch (row->marks.reach)
    {
    case OD_REACH_BLOCKED:
      return _ ("The customer blocked messages from you: an answer will not get there. They can unblock you or write "
                "again; until then, look for another way to reach them.");
    case OD_REACH_REMOVED:
      return _ ("You may not write in this group: ask somebody there to add you again, or to let you write.");
    case OD_REACH_DISCONNECTED:
      return _ ("The business account is not connected, or allows no answers: its owner can connect it again in the "
                "settings of the provider's program.");
    case OD_REACH_MOVED:
      return _ ("This chat goes on in another conversation: answer there.");
    case OD_REACH_GONE:
      return _ ("The customer's account does not exist any more: an answer will not get there.");
    case OD_REACH_OK:
    default:
      return NULL;
    }
}

/**
 * od_row_words_priority:
 *
 * Returns: (transfer none) (nullable): how urgent somebody says it is; %NULL for what is as usual
 */
const char *
od_row_words_priority (const OdConversationRow *row)
{
  switch (row->marks.priority)
    {
    case OD_PRIORITY_URGENT:
      return C_ ("priority", "Urgent");
    case OD_PRIORITY_HIGH:
      return C_ ("priority", "High");
    case OD_PRIORITY_LOW:
      return C_ ("priority", "Low");
    case OD_PRIORITY_NORMAL:
    default:
      return NULL;
    }
}

/**
 * od_row_words_get_wait:
 *
 * How pressing it is that the customer waits, by the promise that runs: late is what `is:late` finds. Where nothing
 * was promised nothing is late.
 */
OdRowWait
od_row_words_get_wait (const OdConversationRow *row, gint64 now_us)
{
  gint64 since_us = row->waiting_since_us, due_us = row->marks.due_us;

  if (due_us != 0 && now_us >= due_us)
    return OD_ROW_WAIT_LATE;
  if (since_us == 0)
    return OD_ROW_WAIT_NOT;
  if (due_us == 0)
    return OD_ROW_WAIT_SHORT;
  return due_us - now_us <= (due_us - since_us) / 2 ? OD_ROW_WAIT_LONG : OD_ROW_WAIT_SHORT;
}

static void
add_sentence (GString *words, char *sentence)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append (words, sentence);
  g_free (sentence);
}

static char *
last_sentence (const OdConversationRow *row, const char *operator_name, const char *when)
{
  const char *line = last_line (row);

  if (row->last_kind == OD_TIMELINE_NOTE)
    return g_strdup_printf (_ ("Note by %1$s %2$s: %3$s."), row->last_author, when, line);
  if (row->last_kind == OD_TIMELINE_OUT && g_strcmp0 (row->last_author, operator_name) == 0)
    return g_strdup_printf (_ ("You wrote %1$s: %2$s."), when, line);
  if (row->last_kind == OD_TIMELINE_OUT && *row->last_author != '\0')
    return g_strdup_printf (_ ("%1$s wrote %2$s: %3$s."), row->last_author, when, line);
  /* TRANSLATORS: when, and what: "Last message 5 minutes ago: where is my order?" */
  return g_strdup_printf (_ ("Last message %1$s: %2$s."), when, line);
}

static void
add_state (GString *words, const OdConversationRow *row, gint64 now_us, GTimeZone *zone)
{
  if (g_strcmp0 (od_row_words_get_icon (row), "od-failed-symbolic") == 0)
    add_sentence (words, g_strdup (_ ("It was not sent.")));
  if (row->marks.sends_at_us > now_us)
    {
      g_autofree char *at = od_relative_time_future (row->marks.sends_at_us, now_us, zone);

      /* TRANSLATORS: when a reply leaves: "It will be sent: tomorrow 9:00." */
      add_sentence (words, g_strdup_printf (_ ("It will be sent: %s."), at));
    }
  if (row->snoozed_until_us > now_us)
    {
      g_autofree char *until = od_relative_time_future (row->snoozed_until_us, now_us, zone);

      add_sentence (words, g_strdup_printf (_ ("Snoozed until %s."), until));
    }
  if (row->assignee_name != NULL)
    add_sentence (words, g_strdup_printf (_ ("Assigned to %s."), row->assignee_name));
}

static void
add_marks (GString *words, const OdConversationRow *row)
{
  const char *priority = od_row_words_priority (row);

  if (priority != NULL)
    add_sentence (words, g_strdup_printf (_ ("Priority: %s."), priority));
  if (row->marks.has_draft)
    add_sentence (words, g_strdup (_ ("A draft is begun.")));
  if (row->status == OD_STATUS_SPAM)
    add_sentence (words, g_strdup (_ ("Spam.")));
  if (row->marks.is_blocked)
    add_sentence (words, g_strdup (_ ("The customer is blocked.")));
  if (row->tags != NULL && row->tags[0] != NULL)
    {
      g_autofree char *tags = g_strjoinv (", ", row->tags);

      add_sentence (words, g_strdup_printf (_ ("Tags: %s."), tags));
    }
}

/**
 * od_row_words_sentence:
 * @channel_name: as people call it
 *
 * What a screen reader says of a row: everything its marks show, most important first.
 *
 * Returns: (transfer full): a few sentences, no markup
 */
char *
od_row_words_sentence (const OdConversationRow *row, const char *channel_name, const char *operator_name, gint64 now_us,
                       GTimeZone *zone)
{
  GString *words = g_string_new (NULL);
  g_autofree char *name = od_visitor_name (row->name, row->address);
  g_autofree char *when = od_relative_time_spoken (row->last_at_us, now_us, zone);
  g_autofree char *promised = NULL;

  /* TRANSLATORS: customer and channel: "Maria Petrova, Telegram." */
  add_sentence (words, g_strdup_printf (_ ("%1$s, %2$s."), name, channel_name));
  if (row->n_unread > 0)
    add_sentence (
        words, g_strdup_printf (ngettext ("%u unread message.", "%u unread messages.", row->n_unread), row->n_unread));
  else if (row->waiting_since_us != 0)
    add_sentence (words, g_strdup (_ ("Not answered.")));
  if (row->marks.due_us != 0)
    add_sentence (words, od_sla_badge_words (&row->marks, now_us));
  else if (od_row_words_get_wait (row, now_us) == OD_ROW_WAIT_LATE)
    add_sentence (words, g_strdup (_ ("Late.")));
  promised = od_sla_badge_promised (&row->marks, now_us, zone);
  if (promised != NULL)
    add_sentence (words, g_strconcat (promised, ".", NULL));
  add_sentence (words, last_sentence (row, operator_name, when));
  add_state (words, row, now_us, zone);
  add_marks (words, row);
  return g_string_free (words, FALSE);
}
