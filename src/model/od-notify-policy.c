/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-notify-policy.h"

#include "od-limits.h"

/* What each kind looks and sounds like. */
static const struct {
  OdUrgency urgency;
  const char *category;
  const char *sound;
  gboolean stays;
  guint rank; /* whose words a notification has when several things happened */
} looks[OD_N_ALERT] = {
  [OD_ALERT_MESSAGE] = { OD_URGENCY_NORMAL, "im.received", "message-new-instant", FALSE, 2 },
  [OD_ALERT_WARNING] = { OD_URGENCY_NORMAL, "im.received", "dialog-warning", TRUE, 4 },
  [OD_ALERT_BREACH] = { OD_URGENCY_CRITICAL, "im.received", "alarm-clock-elapsed", TRUE, 5 },
  [OD_ALERT_ASSIGNMENT] = { OD_URGENCY_NORMAL, "im", "message", FALSE, 0 },
  [OD_ALERT_MENTION] = { OD_URGENCY_NORMAL, "im.received", "message", FALSE, 1 },
  [OD_ALERT_FAILED] = { OD_URGENCY_NORMAL, "im.error", "dialog-error", TRUE, 3 },
};

static gboolean
is_muted (const OdAlertSubject *subject, const OdNotifySettings *settings)
{
  return settings->muted_channels != NULL && subject->channel != NULL &&
         g_strv_contains (settings->muted_channels, subject->channel);
}

/* What came to somebody by name is theirs, whoever the conversation belongs to. */
static gboolean
is_of_others (const OdAlert *alert, const OdAlertSubject *subject, const OdNotifyMoment *moment)
{
  return alert->kind != OD_ALERT_MENTION && alert->kind != OD_ALERT_FAILED && subject->assignee_id != 0 &&
         subject->assignee_id != moment->operator_id;
}

static gboolean
breaks_quiet (const OdAlert *alert, const OdNotifySettings *settings)
{
  return alert->kind == OD_ALERT_BREACH && settings->quiet.breach_breaks;
}

/* How long ago it happened: of a breach, when the promise broke, not when the desk woke up. */
static gboolean
is_late (const OdAlert *alert, gint64 now_us)
{
  gint64 at_us = alert->kind == OD_ALERT_BREACH && alert->due_us != 0 ? alert->due_us : alert->at_us;

  return now_us - at_us > OD_LIMIT_ALERT_LATE_S * (gint64) G_USEC_PER_SEC;
}

static OdNotifyReason
find_reason (const OdAlert *alert, const OdAlertSubject *subject, const OdNotifySettings *settings,
             const OdNotifyMoment *moment)
{
  if (od_alert_is_settled (alert, subject))
    return OD_NOTIFY_SETTLED;
  if ((settings->events & (1u << alert->kind)) == 0)
    return OD_NOTIFY_EVENT_OFF;
  if (is_muted (subject, settings))
    return OD_NOTIFY_CHANNEL_OFF;
  if (subject->is_blocked)
    return OD_NOTIFY_BLOCKED;
  if (is_of_others (alert, subject, moment))
    return OD_NOTIFY_OF_OTHERS;
  if (alert->kind == OD_ALERT_MESSAGE && subject->snoozed_until_us > moment->now_us)
    return OD_NOTIFY_SNOOZED;
  if (moment->is_in_front)
    return OD_NOTIFY_IN_FRONT;
  if (!breaks_quiet (alert, settings) && od_quiet_hours_contains (&settings->quiet, moment->now_us, moment->zone))
    return OD_NOTIFY_QUIET_HOURS;
  if (moment->is_shown)
    return OD_NOTIFY_WANTED;
  if (alert->at_us < moment->started_us)
    return OD_NOTIFY_FROM_BEFORE;
  if (is_late (alert, moment->now_us))
    return OD_NOTIFY_LATE;
  return moment->n_shown_lately >= OD_LIMIT_ALERT_BURST ? OD_NOTIFY_BURST : OD_NOTIFY_WANTED;
}

/**
 * od_notify_policy_decide:
 * @subject: the conversation of @alert
 * @decision: (out): all of it is filled, whatever the verdict
 *
 * Whether and how the operator is told. The first that applies of: nothing is left to do; this event, this channel,
 * this person or this colleague's work is not to be told of; the operator looks at it; it is quiet. What is on display
 * already is replaced; what is old or one of many is summed up.
 */
void
od_notify_policy_decide (const OdAlert *alert, const OdAlertSubject *subject, const OdNotifySettings *settings,
                         const OdNotifyMoment *moment, OdNotifyDecision *decision)
{
  static const OdNotifyVerdict verdicts[] = {
    [OD_NOTIFY_WANTED] = OD_NOTIFY_SHOW,          [OD_NOTIFY_SETTLED] = OD_NOTIFY_WITHHOLD,
    [OD_NOTIFY_EVENT_OFF] = OD_NOTIFY_WITHHOLD,   [OD_NOTIFY_CHANNEL_OFF] = OD_NOTIFY_WITHHOLD,
    [OD_NOTIFY_BLOCKED] = OD_NOTIFY_WITHHOLD,     [OD_NOTIFY_OF_OTHERS] = OD_NOTIFY_WITHHOLD,
    [OD_NOTIFY_SNOOZED] = OD_NOTIFY_WITHHOLD,     [OD_NOTIFY_IN_FRONT] = OD_NOTIFY_WITHHOLD,
    [OD_NOTIFY_QUIET_HOURS] = OD_NOTIFY_WITHHOLD, [OD_NOTIFY_FROM_BEFORE] = OD_NOTIFY_SUMMARISE,
    [OD_NOTIFY_LATE] = OD_NOTIFY_SUMMARISE,       [OD_NOTIFY_BURST] = OD_NOTIFY_SUMMARISE,
  };
  gboolean was_just_heard = alert->kind == OD_ALERT_MESSAGE && moment->sounded_us != 0 &&
                            moment->now_us - moment->sounded_us < OD_LIMIT_ALERT_SOUND_S * (gint64) G_USEC_PER_SEC;

  decision->reason = find_reason (alert, subject, settings, moment);
  decision->verdict = verdicts[decision->reason];
  if (decision->verdict == OD_NOTIFY_SHOW && moment->is_shown)
    decision->verdict = OD_NOTIFY_REPLACE;
  decision->urgency = looks[alert->kind].urgency;
  decision->category = g_strcmp0 (subject->channel, "email") == 0 && alert->kind == OD_ALERT_MESSAGE
                           ? "email.arrived"
                           : looks[alert->kind].category;
  decision->sound =
      settings->has_sound && !moment->is_desktop_quiet && !was_just_heard ? looks[alert->kind].sound : NULL;
  decision->shows_text = !settings->is_private;
  decision->stays = looks[alert->kind].stays;
}

/**
 * od_notify_policy_repeats:
 *
 * Returns: whether what is on display is told once more, as nobody has answered: of a customer who waits, unless the
 *   operator looks at it, or it is quiet here or on the desktop
 */
gboolean
od_notify_policy_repeats (const OdAlert *alert, const OdAlertSubject *subject, const OdNotifySettings *settings,
                          const OdNotifyMoment *moment)
{
  gboolean is_customers =
      alert->kind == OD_ALERT_MESSAGE || alert->kind == OD_ALERT_WARNING || alert->kind == OD_ALERT_BREACH;
  OdNotifyReason reason;

  if (settings->repeat_s == 0 || !is_customers || moment->is_desktop_quiet)
    return FALSE;
  reason = find_reason (alert, subject, settings, moment);
  return reason == OD_NOTIFY_WANTED || reason == OD_NOTIFY_FROM_BEFORE || reason == OD_NOTIFY_LATE ||
         reason == OD_NOTIFY_BURST;
}

/**
 * od_notify_policy_outranks:
 *
 * Returns: whether of two things that happened in one conversation the first is what its notification says
 */
gboolean
od_notify_policy_outranks (OdAlertKind kind, OdAlertKind other)
{
  return looks[kind].rank > looks[other].rank;
}
