/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-deed-words.h"

#include <glib/gi18n.h>

#include "od-conversation-status.h"
#include "od-relative-time.h"

/**
 * od_deed_words_priority:
 *
 * Returns: (transfer none): "High"
 */
const char *
od_deed_words_priority (OdPriority priority)
{
  switch (priority)
    {
    case OD_PRIORITY_LOW:
      return C_ ("priority", "Low");
    case OD_PRIORITY_HIGH:
      return C_ ("priority", "High");
    case OD_PRIORITY_URGENT:
      return C_ ("priority", "Urgent");
    case OD_PRIORITY_NORMAL:
    default:
      return C_ ("priority", "Normal");
    }
}

/**
 * od_deed_words_kind:
 *
 * Returns: (transfer none): to choose one from a list: "Snooze"
 */
const char *
od_deed_words_kind (OdDeedKind kind)
{
  static const char *const names[OD_N_DEED] = {
    [OD_DEED_RESOLVE] = N_ ("Resolve"),
    [OD_DEED_REOPEN] = N_ ("Reopen"),
    [OD_DEED_WAIT] = N_ ("Wait for Customer"),
    [OD_DEED_SPAM] = N_ ("Mark as Spam"),
    [OD_DEED_SNOOZE] = N_ ("Snooze"),
    [OD_DEED_WAKE] = N_ ("Wake Up"),
    [OD_DEED_ASSIGN] = N_ ("Assign"),
    [OD_DEED_TAG] = N_ ("Add Tag"),
    [OD_DEED_UNTAG] = N_ ("Remove Tag"),
    [OD_DEED_PRIORITY] = N_ ("Set Priority"),
    [OD_DEED_BLOCK] = N_ ("Block"),
    [OD_DEED_UNBLOCK] = N_ ("Unblock"),
    [OD_DEED_READ] = N_ ("Mark as Read"),
    [OD_DEED_UNREAD] = N_ ("Mark as Unread"),
    [OD_DEED_NO_REPLY] = N_ ("No Reply Needed"),
  };

  g_return_val_if_fail ((guint) kind < OD_N_DEED, "");

  return _ (names[kind]);
}

/* The moment of a snooze or a block. A macro keeps the operator's own words. */
static char *
make_moment (const OdDeedWords *self, const OdDeed *deed)
{
  if (deed->text != NULL)
    return g_strdup (deed->text);
  return od_relative_time_future (deed->number, self->now_us, self->zone);
}

static char *
describe_assignee (const OdDeedWords *self, const OdDeed *deed)
{
  if (deed->number == 0)
    return g_strdup (_ ("Assigned to nobody"));
  if (deed->number == self->operator_id)
    return g_strdup (_ ("Assigned to you"));
  if (deed->text == NULL)
    return g_strdup (_ ("Assigned"));
  /* TRANSLATORS: a colleague's name: "Assigned to Anna" */
  return g_strdup_printf (_ ("Assigned to %s"), deed->text);
}

/* What was done to one conversation. */
static char *
describe_one (const OdDeedWords *self, const OdDeed *deed)
{
  g_autofree char *moment = NULL;

  switch (deed->kind)
    {
    case OD_DEED_RESOLVE:
      return g_strdup (C_ ("conversation", "Resolved"));
    case OD_DEED_REOPEN:
      return g_strdup (_ ("Open again"));
    case OD_DEED_WAIT:
      return g_strdup (_ ("Waiting for the customer"));
    case OD_DEED_SPAM:
      return g_strdup (_ ("Marked as spam"));
    case OD_DEED_SNOOZE:
      moment = make_moment (self, deed);
      return g_strdup_printf (_ ("Snoozed until %s"), moment);
    case OD_DEED_WAKE:
      return g_strdup (_ ("Awake again"));
    case OD_DEED_ASSIGN:
      return describe_assignee (self, deed);
    case OD_DEED_TAG:
      /* TRANSLATORS: a tag's name: "Tagged “invoice”" */
      return g_strdup_printf (_ ("Tagged “%s”"), deed->text);
    case OD_DEED_UNTAG:
      return g_strdup_printf (_ ("Tag “%s” removed"), deed->text);
    case OD_DEED_PRIORITY:
      /* TRANSLATORS: "Priority: High" */
      return g_strdup_printf (_ ("Priority: %s"), od_deed_words_priority ((OdPriority) deed->number));
    case OD_DEED_BLOCK:
      if (deed->number == 0)
        return g_strdup (_ ("Blocked"));
      moment = make_moment (self, deed);
      return g_strdup_printf (_ ("Blocked until %s"), moment);
    case OD_DEED_UNBLOCK:
      return g_strdup (_ ("No longer blocked"));
    case OD_DEED_READ:
      return g_strdup (_ ("Marked as read"));
    case OD_DEED_UNREAD:
      return g_strdup (_ ("Marked as unread"));
    case OD_DEED_NO_REPLY:
    default:
      return g_strdup (_ ("No reply needed"));
    }
}

static char *
describe_many (const OdDeedWords *self, const OdDeed *deed, guint n)
{
  g_autofree char *words = NULL;

  switch (deed->kind)
    {
    case OD_DEED_RESOLVE:
      return g_strdup_printf (ngettext ("%u conversation resolved", "%u conversations resolved", n), n);
    case OD_DEED_REOPEN:
      return g_strdup_printf (ngettext ("%u conversation is open again", "%u conversations are open again", n), n);
    case OD_DEED_SPAM:
      return g_strdup_printf (ngettext ("%u conversation marked as spam", "%u conversations marked as spam", n), n);
    case OD_DEED_SNOOZE:
      words = make_moment (self, deed);
      /* TRANSLATORS: how many, and a moment: "12 conversations snoozed until tomorrow 9:00" */
      return g_strdup_printf (
          ngettext ("%1$u conversation snoozed until %2$s", "%1$u conversations snoozed until %2$s", n), n, words);
    case OD_DEED_WAIT:
    case OD_DEED_WAKE:
    case OD_DEED_ASSIGN:
    case OD_DEED_TAG:
    case OD_DEED_UNTAG:
    case OD_DEED_PRIORITY:
    case OD_DEED_BLOCK:
    case OD_DEED_UNBLOCK:
    case OD_DEED_READ:
    case OD_DEED_UNREAD:
    case OD_DEED_NO_REPLY:
    default:
      words = describe_one (self, deed);
      /* TRANSLATORS: how many, and what was done: "12 conversations: Assigned to Anna" */
      return g_strdup_printf (ngettext ("%1$u conversation: %2$s", "%1$u conversations: %2$s", n), n, words);
    }
}

static char *
describe_macro (const char *name, guint n, guint n_ids)
{
  if (n_ids == 1)
    /* TRANSLATORS: a macro's name: "“To the warehouse” is done" */
    return g_strdup_printf (_ ("“%s” is done"), name);
  /* TRANSLATORS: a macro's name, and with how many conversations */
  return g_strdup_printf (
      ngettext ("“%1$s” is done with %2$u conversation", "“%1$s” is done with %2$u conversations", n), name, n);
}

static const char *
describe_refusal (OdDeedRefusal refusal)
{
  static const char *const words[OD_N_DEED_REFUSAL] = {
    [OD_DEED_REFUSAL_NONE] = N_ ("it is not possible now"),
    [OD_DEED_REFUSAL_OTHER] = N_ ("it is not possible now"),
    [OD_DEED_REFUSAL_GONE] = N_ ("the conversation is gone"),
    [OD_DEED_REFUSAL_SIBLING] = N_ ("another conversation of the same chat is open already"),
    [OD_DEED_REFUSAL_SPAM] = N_ ("nobody waits for an answer to spam"),
    [OD_DEED_REFUSAL_OVER] = N_ ("what is over can't be put off"),
    [OD_DEED_REFUSAL_TOO_MANY_TAGS] = N_ ("there are as many tags as a conversation can have"),
    [OD_DEED_REFUSAL_NO_ADDRESS] = N_ ("there is no address that could be blocked"),
    [OD_DEED_REFUSAL_NO_MESSAGE] = N_ ("the customer wrote nothing here"),
    [OD_DEED_REFUSAL_NO_OPERATOR] = N_ ("this colleague is not here any more"),
    [OD_DEED_REFUSAL_CHANGED] = N_ ("the conversation has changed since"),
    [OD_DEED_REFUSAL_TAGS_CHANGED] = N_ ("the tags have changed since"),
    [OD_DEED_REFUSAL_BLOCK_CHANGED] = N_ ("the block has changed since"),
    [OD_DEED_REFUSAL_TROUBLE] = N_ ("the data could not be written"),
  };

  return _ (words[refusal]);
}

static char *
describe_refusals (const OdDeedReport *report, guint n_ids)
{
  const char *why = describe_refusal (report->refusal);

  if (n_ids == 1)
    /* TRANSLATORS: why follows */
    return g_strdup_printf (_ ("It could not be done: %s"), why);
  /* TRANSLATORS: how many conversations, and why */
  return g_strdup_printf (ngettext ("%1$u could not: %2$s", "%1$u could not: %2$s", report->n_refused),
                          report->n_refused, why);
}

/**
 * od_deed_words_done:
 * @deeds: (element-type OdDeed): what was to be done
 * @macro_name: (nullable): that they are of
 * @n_ids: with how many conversations
 *
 * Returns: (transfer full): "Resolved", "12 conversations snoozed until Mon 09:00; 3 could not: …"
 */
char *
od_deed_words_done (const OdDeedWords *self, const GPtrArray *deeds, const char *macro_name, const OdDeedReport *report,
                    guint n_ids)
{
  g_autofree char *done = NULL, *refused = NULL;

  if (report->n_done > 0 && macro_name != NULL)
    done = describe_macro (macro_name, report->n_done, n_ids);
  else if (report->n_done > 0 && deeds->len > 0)
    done = n_ids == 1 ? describe_one (self, deeds->pdata[0]) : describe_many (self, deeds->pdata[0], report->n_done);
  if (report->n_refused > 0)
    refused = describe_refusals (report, n_ids);
  if (done != NULL && (refused != NULL || report->is_cut))
    return g_strdup_printf ("%s; %s", done, refused != NULL ? refused : _ ("the rest was left as it is"));
  if (done == NULL && refused == NULL)
    return g_strdup (_ ("Nothing changes: it is so already"));
  return done != NULL ? g_steal_pointer (&done) : g_steal_pointer (&refused);
}

/**
 * od_deed_words_undone:
 * @done: what od_deed_words_done() said of it
 *
 * Returns: (transfer full): "Undone: Resolved", or what stays as it is
 */
char *
od_deed_words_undone (const OdDeedReport *report, const char *done)
{
  if (report->n_refused == 0)
    /* TRANSLATORS: what was done first: "Undone: Resolved" */
    return g_strdup_printf (_ ("Undone: %s"), done);
  return g_strdup_printf (ngettext ("Undone; %u conversation has changed since and stays as it is",
                                    "Undone; %u conversations have changed since and stay as they are",
                                    report->n_refused),
                          report->n_refused);
}

/**
 * od_deed_words_step:
 *
 * Returns: (transfer full): what a step of a macro will do: "Snooze: tomorrow 9"
 */
char *
od_deed_words_step (const OdDeedWords *self, const OdDeed *deed)
{
  const char *kind = od_deed_words_kind (deed->kind);
  g_autofree char *value = NULL;

  switch (deed->kind)
    {
    case OD_DEED_SNOOZE:
      value = make_moment (self, deed);
      break;
    case OD_DEED_BLOCK:
      value = deed->number != 0 ? make_moment (self, deed) : NULL;
      break;
    case OD_DEED_ASSIGN:
      value = g_strdup (deed->number == 0                   ? _ ("nobody")
                        : deed->number == self->operator_id ? C_ ("assign to", "me")
                        : deed->text != NULL                ? deed->text
                                                            : "…");
      break;
    case OD_DEED_TAG:
    case OD_DEED_UNTAG:
      value = g_strdup (deed->text);
      break;
    case OD_DEED_PRIORITY:
      value = g_strdup (od_deed_words_priority ((OdPriority) deed->number));
      break;
    case OD_DEED_RESOLVE:
    case OD_DEED_REOPEN:
    case OD_DEED_WAIT:
    case OD_DEED_SPAM:
    case OD_DEED_WAKE:
    case OD_DEED_UNBLOCK:
    case OD_DEED_READ:
    case OD_DEED_UNREAD:
    case OD_DEED_NO_REPLY:
    default:
      break;
    }
  /* TRANSLATORS: what a step does, and with what: "Add Tag: invoice" */
  return value != NULL ? g_strdup_printf (_ ("%1$s: %2$s"), kind, value) : g_strdup (kind);
}

/**
 * od_deed_words_steps:
 * @deeds: (element-type OdDeed): of a macro
 *
 * Returns: (transfer full): what it does, on one line
 */
char *
od_deed_words_steps (const OdDeedWords *self, const GPtrArray *deeds)
{
  g_autoptr (GStrvBuilder) steps = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < deeds->len; i++)
    {
      g_autofree char *step = od_deed_words_step (self, deeds->pdata[i]);

      g_strv_builder_add (steps, step);
    }
  all = g_strv_builder_end (steps);
  return g_strjoinv (" → ", all);
}
