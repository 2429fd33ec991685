/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-notice.h"

#include <glib/gi18n.h>

#include "od-limits.h"
#include "od-relative-time.h"
#include "od-text.h"
#include "od-visitor-name.h"

#define N_NAMES 4
#define TODAY_US (12 * 3600 * (gint64) G_USEC_PER_SEC) /* within this a time of day says enough */

OdNotice *
od_notice_copy (const OdNotice *self)
{
  OdNotice *copy = g_memdup2 (self, sizeof *self);

  copy->title = g_strdup (self->title);
  copy->body = g_strdup (self->body);
  copy->person = g_strdup (self->person);
  copy->initials = g_strdup (self->initials);
  return copy;
}

void
od_notice_free (OdNotice *self)
{
  g_free (self->title);
  g_free (self->body);
  g_free (self->person);
  g_free (self->initials);
  g_free (self);
}

/* ---- One conversation ---- */

/* A name within a sentence, whichever way either is written. */
static char *
isolate (const char *name)
{
  return g_strdup_printf ("\xe2\x81\xa8%s\xe2\x81\xa9", name);
}

static char *
make_message_title (const char *name, guint n_unread)
{
  g_autofree char *who = isolate (name);

  if (n_unread <= 1)
    return g_strdup (name);
  /* TRANSLATORS: title of a notification: "Maria Petrova (3 new)" */
  return g_strdup_printf (ngettext ("%s (%u new)", "%s (%u new)", n_unread), who, n_unread);
}

static char *
make_promise_title (const OdAlert *alert, const char *who, gint64 now_us, GTimeZone *zone)
{
  gboolean is_over = alert->kind == OD_ALERT_BREACH;
  g_autofree char *due = now_us - alert->due_us > TODAY_US ? od_relative_time_moment (alert->due_us, now_us, zone)
                                                           : od_relative_time_future (alert->due_us, now_us, zone);

  if (!is_over && alert->clock == OD_ALERT_CLOCK_PROMISE)
    /* TRANSLATORS: of a notification: "Maria Petrova: you promised to be back by 14:05" */
    return g_strdup_printf (_ ("%s: you promised to be back by %s"), who, due);
  if (!is_over)
    /* TRANSLATORS: of a notification: "Maria Petrova: an answer is promised by 14:05" */
    return g_strdup_printf (_ ("%s: an answer is promised by %s"), who, due);
  if (alert->clock == OD_ALERT_CLOCK_PROMISE)
    /* TRANSLATORS: of a notification: "Maria Petrova waits: you promised to be back by Fri, 16 Jan, 9:00" */
    return g_strdup_printf (_ ("%s waits: you promised to be back by %s"), who, due);
  /* TRANSLATORS: of a notification: "Late: Maria Petrova was promised an answer by Fri, 16 Jan, 9:00" */
  return g_strdup_printf (_ ("Late: %s was promised an answer by %s"), who, due);
}

static char *
make_title (const OdAlert *alert, const OdAlertSubject *subject, const char *name, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *who = isolate (name);

  switch (alert->kind)
    {
    case OD_ALERT_MESSAGE:
      return make_message_title (name, subject->n_unread);
    case OD_ALERT_WARNING:
    case OD_ALERT_BREACH:
      return make_promise_title (alert, who, now_us, zone);
    case OD_ALERT_ASSIGNMENT:
      /* TRANSLATORS: of a notification: a colleague gave a conversation to this operator */
      return g_strdup_printf (_ ("Yours now: %s"), who);
    case OD_ALERT_MENTION:
      /* TRANSLATORS: of a notification: "You are named in a note on Maria Petrova" */
      return g_strdup_printf (_ ("You are named in a note on %s"), who);
    case OD_ALERT_FAILED:
      if (alert->is_held)
        /* TRANSLATORS: of a notification: "Not sent yet, a colleague answered first: Maria Petrova" */
        return g_strdup_printf (_ ("Not sent yet, a colleague answered first: %s"), who);
      /* TRANSLATORS: of a notification: "Not delivered: your reply to Maria Petrova" */
      return g_strdup_printf (_ ("Not delivered: your reply to %s"), who);
    default:
      g_return_val_if_reached (g_strdup (name));
    }
}

/* Without a name, for a screen that others see. */
static const char *
get_private_title (OdAlertKind kind)
{
  static const char *const titles[OD_N_ALERT] = {
    [OD_ALERT_MESSAGE] = N_ ("New message"),
    [OD_ALERT_WARNING] = N_ ("An answer is due soon"),
    [OD_ALERT_BREACH] = N_ ("An answer is late"),
    [OD_ALERT_ASSIGNMENT] = N_ ("A conversation is yours now"),
    [OD_ALERT_MENTION] = N_ ("You are named in a note"),
    [OD_ALERT_FAILED] = N_ ("A reply was not delivered"),
  };

  return _ (titles[kind]);
}

/* What was written last, each message on a line of its own; of a file there is nothing to read. */
static char *
make_body (const OdAlertSubject *subject)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; subject->lines != NULL && subject->lines[i] != NULL; i++)
    {
      g_autofree char *line = od_text_snippet (subject->lines[i], OD_LIMIT_ALERT_LINE_GRAPHEMES);

      g_ptr_array_add (lines, *line != '\0' ? g_steal_pointer (&line) : g_strdup (_ ("A file")));
    }
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/**
 * od_notice_new:
 * @alert: what the notification is about
 * @channel_name: as people know it
 *
 * Returns: (transfer full): the notification of one conversation
 */
OdNotice *
od_notice_new (const OdAlert *alert, const OdAlertSubject *subject, const OdNotifyDecision *decision,
               const char *channel_name, gint64 now_us, GTimeZone *zone)
{
  OdNotice *self = g_new0 (OdNotice, 1);
  g_autofree char *whole = od_visitor_name (subject->name, subject->address);
  g_autofree char *name = od_text_cut (whole, OD_LIMIT_ALERT_NAME_GRAPHEMES);

  self->id = subject->id;
  self->seen_id = subject->last_public_id;
  self->category = decision->category;
  self->sound = decision->sound;
  self->urgency = decision->urgency;
  self->stays = decision->stays;
  self->has_buttons = TRUE;
  if (decision->shows_text)
    {
      self->title = make_title (alert, subject, name, now_us, zone);
      self->body = make_body (subject);
      self->initials = od_visitor_initials (subject->name, subject->address);
      self->person = g_steal_pointer (&whole);
    }
  else
    {
      self->title = g_strdup (get_private_title (alert->kind));
      self->initials = g_strdup ("");
    }
  if (self->body == NULL || *self->body == '\0')
    {
      g_free (self->body);
      self->body = g_strdup (channel_name);
    }
  return self;
}

/**
 * od_notice_new_trouble:
 * @words: why something could not be done, for people
 * @text: (nullable): the reply that was to be sent
 * @is_kept: it waits as a draft
 *
 * Returns: (transfer full): says that what was done from a notification did not work
 */
OdNotice *
od_notice_new_trouble (gint64 conversation_id, const char *words, const char *text, gboolean is_kept,
                       gboolean shows_text)
{
  OdNotice *self = g_new0 (OdNotice, 1);
  g_autofree char *line = text != NULL && shows_text ? od_text_snippet (text, OD_LIMIT_ALERT_LINE_GRAPHEMES) : NULL;

  self->id = conversation_id;
  if (text == NULL)
    self->title = g_strdup (_ ("That was not done"));
  else
    self->title = g_strdup (is_kept ? _ ("Your reply was not sent and waits as a draft")
                                    : _ ("Your reply was not sent and could not be kept"));
  self->body = line != NULL ? g_strconcat (words, "\n", line, NULL) : g_strdup (words);
  self->initials = g_strdup ("");
  self->category = "im.error";
  self->urgency = OD_URGENCY_NORMAL;
  self->stays = TRUE;
  return self;
}

/* ---- Many ---- */

static char *
list_names (GPtrArray *subjects)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < MIN (subjects->len, N_NAMES); i++)
    {
      const OdAlertSubject *subject = subjects->pdata[i];
      g_autofree char *whole = od_visitor_name (subject->name, subject->address);
      g_autofree char *name = od_text_cut (whole, OD_LIMIT_ALERT_NAME_GRAPHEMES);

      g_ptr_array_add (names, isolate (name));
    }
  if (subjects->len > N_NAMES)
    g_ptr_array_add (names, g_strdup ("…"));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

/* Something of it is more than 0. */
static char *
make_summary_title (const OdAlertSummary *summary, const char *late)
{
  g_autofree char *messages = NULL, *customers = NULL, *broken = NULL, *all = NULL;

  if (summary->n_messages > 0)
    /* TRANSLATORS: the first part of "7 new from 4 customers", and the second of "2 promises broken, 7 new" */
    messages = g_strdup_printf (ngettext ("%u new", "%u new", summary->n_messages), summary->n_messages);
  if (summary->n_broken > 0)
    broken =
        g_strdup_printf (ngettext ("%u promise broken", "%u promises broken", summary->n_broken), summary->n_broken);
  if (broken != NULL)
    {
      /* TRANSLATORS: put together from two: "2 promises broken, 7 new" */
      all = messages != NULL ? g_strdup_printf (_ ("%s, %s"), broken, messages) : g_strdup (broken);
      /* TRANSLATORS: title of a notification: "While you were away: 2 promises broken, 7 new" */
      return summary->is_absence ? g_strdup_printf (_ ("While you were away: %s"), all) : g_steal_pointer (&all);
    }
  if (messages == NULL)
    return g_strdup (late);
  /* TRANSLATORS: the second part of "7 new from 4 customers" */
  customers = g_strdup_printf (ngettext ("from %u customer", "from %u customers", summary->n_conversations),
                               summary->n_conversations);
  /* TRANSLATORS: put together from two: "7 new from 4 customers" */
  return g_strdup_printf (C_ ("notification", "%s %s"), messages, customers);
}

/**
 * od_notice_new_summary:
 * @summary: not all of it is 0
 * @subjects: (nullable) (element-type OdAlertSubject): whose names may be told
 *
 * Returns: (transfer full): the notification of many conversations: "7 new from 4 customers"
 */
OdNotice *
od_notice_new_summary (const OdAlertSummary *summary, GPtrArray *subjects, gboolean shows_text)
{
  OdNotice *self = g_new0 (OdNotice, 1);
  g_autofree char *names = NULL, *late = NULL;

  if (summary->n_late > summary->n_broken)
    late = g_strdup_printf (ngettext ("%u answer is late", "%u answers are late", summary->n_late), summary->n_late);
  self->id = OD_NOTICE_SUMMARY;
  self->title = make_summary_title (summary, late);
  if (g_strcmp0 (late, self->title) == 0)
    g_clear_pointer (&late, g_free);
  if (shows_text && subjects != NULL && subjects->len > 0)
    names = list_names (subjects);
  self->body =
      g_strjoin (names != NULL && late != NULL ? "\n" : "", names != NULL ? names : "", late != NULL ? late : "", NULL);
  self->initials = g_strdup ("");
  self->category = "im.received";
  self->stays = summary->n_late + summary->n_broken > 0;
  self->urgency = self->stays ? OD_URGENCY_CRITICAL : OD_URGENCY_NORMAL;
  return self;
}
