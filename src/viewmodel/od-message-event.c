/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "od-conversation-status.h"
#include "od-deed.h"
#include "od-json.h"
#include "od-message-text.h"
#include "od-message-words-private.h"
#include "od-relative-time.h"

/* What happened in a conversation, as a sentence. */

static const OdJsonLimits event_limits = {
  .max_bytes = 4096, .max_depth = 4, .max_keys = 64, .max_values = 256, .max_string_bytes = 1024
};

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
  g_autofree char *until = until_us == OD_SNOOZE_UNTIL_REPLY
                               ? od_relative_time_future (until_us, 0, zone)
                               : od_message_words_format (until_us, zone, _ ("%-d %B %H:%M"));

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
  g_autofree char *until = until_us > 0 ? od_message_words_format (until_us, zone, _ ("%-d %B %H:%M")) : NULL;

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

/* ---- what a provider tells of a chat ---- */

static const char *
reach_event (const char *reach)
{
  static const struct {
    const char *reach, *words;
  } all[] = {
    { "ok", N_ ("Messages get through again") },
    { "blocked", N_ ("The customer blocked messages from us") },
    { "removed", N_ ("We are not in this group any more, or may not write there") },
    { "disconnected", N_ ("The business account is not connected any more") },
    { "moved", N_ ("The chat goes on in another conversation") },
    { "gone", N_ ("The customer’s account does not exist any more") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (all[i].reach, reach))
      return _ (all[i].words);
  return NULL;
}

/* Returns: (nullable): NULL if it is something else */
static char *
chat_event (const OdMessageRow *row, JsonObject *details)
{
  g_autofree char *name = NULL;
  const char *word = NULL;

  if (g_str_equal (row->body, "reach"))
    return od_json_get_string (details, "reach", 64, &word, NULL) ? g_strdup (reach_event (word)) : NULL;
  if (g_str_equal (row->body, "moved"))
    return g_strdup (_ ("The group moved at the provider; the conversation goes on here"));
  if (g_str_equal (row->body, "pinned"))
    return g_strdup (_ ("A message was pinned"));
  if (!od_json_get_string (details, g_str_equal (row->body, "renamed") ? "name" : "names", 1024, &word, NULL))
    return NULL;
  name = od_message_text_isolate (word);
  if (g_str_equal (row->body, "joined"))
    /* TRANSLATORS: one or several names: "Joined the group: Maria, Pyotr" */
    return g_strdup_printf (_ ("Joined the group: %s"), name);
  if (g_str_equal (row->body, "left"))
    return g_strdup_printf (_ ("Left the group: %s"), name);
  return g_str_equal (row->body, "renamed") ? g_strdup_printf (_ ("The group is now called “%s”"), name) : NULL;
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
  if (words == NULL)
    words = chat_event (row, details);
  if (words != NULL)
    return words;
  if (who != NULL)
    return g_strdup_printf (_ ("%s changed something"), who);
  return g_strdup (_ ("Something changed"));
}
