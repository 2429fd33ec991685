/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-limits.h"
#include "od-notify-policy.h"

#define S G_GINT64_CONSTANT (1000000)
#define MINUTE (60 * S)
#define HOUR (60 * MINUTE)
#define NOW_US (1767261600 * S) /* Thu, 2026-01-01 10:00 UTC */
#define ME 1
#define COLLEAGUE 2

/* ---- Quiet hours ---- */

static void
test_quiet_hours (void)
{
  const OdQuietHours night = { .from_min = 22 * 60, .to_min = 8 * 60, .days = OD_QUIET_ALL_DAYS, .is_on = TRUE };
  const OdQuietHours lunch = { .from_min = 13 * 60, .to_min = 14 * 60, .days = OD_QUIET_ALL_DAYS, .is_on = TRUE };
  const OdQuietHours weekend = { .days = 1 << 5 | 1 << 6, .is_on = TRUE };
  const OdQuietHours friday_night = { .from_min = 22 * 60, .to_min = 8 * 60, .days = 1 << 4, .is_on = TRUE };
  const OdQuietHours off = { .days = OD_QUIET_ALL_DAYS };
  const struct {
    const char *why;
    const OdQuietHours *hours;
    gint64 at_us; /* after Thursday, 10:00 */
    gint64 end_us;
  } cases[] = {
    { "day", &night, 0, 0 },
    { "the last minute before", &night, 12 * HOUR - 1, 0 },
    { "begins", &night, 12 * HOUR, 22 * HOUR },
    { "after midnight", &night, 15 * HOUR, 22 * HOUR },
    { "the last minute", &night, 22 * HOUR - 1, 22 * HOUR },
    { "over", &night, 22 * HOUR, 0 },
    { "lunch", &lunch, 3 * HOUR + 30 * MINUTE, 4 * HOUR },
    { "before lunch", &lunch, 2 * HOUR, 0 },
    { "Friday", &weekend, 24 * HOUR, 0 },
    { "Saturday", &weekend, 48 * HOUR, 86 * HOUR },
    { "Sunday night", &weekend, 85 * HOUR, 86 * HOUR },
    { "Monday", &weekend, 86 * HOUR, 0 },
    { "Thursday night", &friday_night, 13 * HOUR, 0 },
    { "Friday night", &friday_night, 37 * HOUR, 46 * HOUR },
    { "Saturday morning", &friday_night, 45 * HOUR, 46 * HOUR },
    { "Saturday night", &friday_night, 61 * HOUR, 0 },
    { "off", &off, 0, 0 },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 end_us = cases[i].end_us != 0 ? NOW_US + cases[i].end_us : 0;

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (od_quiet_hours_contains (cases[i].hours, NOW_US + cases[i].at_us, zone), ==, end_us != 0);
      g_assert_cmpint (od_quiet_hours_get_end_us (cases[i].hours, NOW_US + cases[i].at_us, zone), ==, end_us);
    }
}

static void
test_quiet_hours_in_another_zone (void)
{
  const OdQuietHours night = { .from_min = 22 * 60, .to_min = 8 * 60, .days = OD_QUIET_ALL_DAYS, .is_on = TRUE };
  const OdQuietHours always = { .days = OD_QUIET_ALL_DAYS, .is_on = TRUE };
  g_autoptr (GTimeZone) vladivostok = g_time_zone_new_offset (10 * 3600);
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  gint64 spring_us = 1774735200 * S; /* Sat, 2026-03-28 23:00 in Berlin; an hour is missing that night */

  g_assert_true (od_quiet_hours_contains (&night, NOW_US + 3 * HOUR, vladivostok));
  g_assert_false (od_quiet_hours_contains (&night, NOW_US, vladivostok));
  g_assert_nonnull (berlin);
  g_assert_cmpint (od_quiet_hours_get_end_us (&night, spring_us, berlin), ==, spring_us + 8 * HOUR);
  g_assert_cmpint (od_quiet_hours_get_end_us (&always, NOW_US, berlin), ==, 0);
}

static void
test_quiet_hours_as_text (void)
{
  const OdQuietHours hours = { .from_min = 90, .to_min = 1439, .days = 3, .is_on = TRUE, .breach_breaks = FALSE };
  static const char *const refused[] = {
    "", "[]", "{\"from\":1440}", "{\"to\":-1}", "{\"days\":128}", "{\"on\":1}", "{\"on\":true", "null"
  };
  g_autofree char *text = od_quiet_hours_to_json (&hours);
  OdQuietHours read = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (od_quiet_hours_parse_json (&read, text, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (&read, sizeof read, &hours, sizeof hours);
  g_assert_true (od_quiet_hours_parse_json (&read, "{}", NULL));
  g_assert_false (read.is_on);
  g_assert_cmpuint (read.from_min, ==, 22 * 60);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) local = NULL;

      g_assert_false (od_quiet_hours_parse_json (&read, refused[i], &local));
      g_assert_nonnull (local);
      g_assert_true (local->domain == OD_ERROR);
    }
}

/* ---- When something is settled ---- */

static void
test_settled (void)
{
  static const struct {
    const char *why;
    OdAlertKind kind;
    OdAlertClock clock;
    OdAlertSubject subject;
    gboolean is_settled;
  } cases[] = {
    { "unread", OD_ALERT_MESSAGE, 0, { .n_unread = 1, .waiting_since_us = 5, .status = OD_STATUS_OPEN }, FALSE },
    { "read", OD_ALERT_MESSAGE, 0, { .waiting_since_us = 5, .status = OD_STATUS_OPEN }, TRUE },
    { "answered", OD_ALERT_MESSAGE, 0, { .n_unread = 1, .status = OD_STATUS_PENDING }, TRUE },
    { "resolved", OD_ALERT_MESSAGE, 0, { .n_unread = 1, .waiting_since_us = 5, .status = OD_STATUS_RESOLVED }, TRUE },
    { "spam", OD_ALERT_MENTION, 0, { .n_mentions = 1, .status = OD_STATUS_SPAM }, TRUE },
    { "deleted", OD_ALERT_FAILED, 0, { .n_failed = 1, .status = OD_STATUS_OPEN, .is_gone = TRUE }, TRUE },
    { "read, still waiting", OD_ALERT_BREACH, 1, { .waiting_since_us = 5, .status = OD_STATUS_OPEN }, FALSE },
    { "warned and answered", OD_ALERT_WARNING, 2, { .status = OD_STATUS_PENDING }, TRUE },
    { "answered, not resolved", OD_ALERT_BREACH, 3, { .status = OD_STATUS_PENDING }, FALSE },
    { "resolved in the end", OD_ALERT_BREACH, 3, { .status = OD_STATUS_RESOLVED }, TRUE },
    { "answered before", OD_ALERT_BREACH, 4, { .answered_at_us = 99, .status = OD_STATUS_PENDING }, FALSE },
    { "came back", OD_ALERT_BREACH, 4, { .answered_at_us = 101, .status = OD_STATUS_PENDING }, TRUE },
    { "given to me", OD_ALERT_ASSIGNMENT, 0, { .status = OD_STATUS_OPEN }, FALSE },
    { "given and answered", OD_ALERT_ASSIGNMENT, 0, { .answered_at_us = 101, .status = OD_STATUS_OPEN }, TRUE },
    { "named", OD_ALERT_MENTION, 0, { .n_mentions = 2, .status = OD_STATUS_RESOLVED }, FALSE },
    { "note was seen", OD_ALERT_MENTION, 0, { .status = OD_STATUS_OPEN }, TRUE },
    { "failed", OD_ALERT_FAILED, 0, { .n_failed = 1, .status = OD_STATUS_RESOLVED }, FALSE },
    { "sent again", OD_ALERT_FAILED, 0, { .n_unread = 1, .waiting_since_us = 5, .status = OD_STATUS_OPEN }, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdAlert alert = { .kind = cases[i].kind, .clock = cases[i].clock, .at_us = 100 };

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (od_alert_is_settled (&alert, &cases[i].subject), ==, cases[i].is_settled);
    }
}

/* ---- The table of decisions ---- */

/* What a case changes of a fresh message of a waiting customer to an operator who does something else. */
typedef struct {
  const char *why;
  OdAlertKind kind;
  void (*change) (OdAlert *alert, OdAlertSubject *subject, OdNotifySettings *settings, OdNotifyMoment *moment);
  OdNotifyVerdict verdict;
  OdNotifyReason reason;
} Case;

#define CHANGE(name)                                                                                                   \
  static void name (OdAlert *alert, OdAlertSubject *subject, OdNotifySettings *settings, OdNotifyMoment *moment)

CHANGE (nothing)
{
}
CHANGE (is_read)
{
  subject->n_unread = 0;
}
CHANGE (event_off)
{
  settings->events &= ~(1u << alert->kind);
}
CHANGE (other_event_off)
{
  settings->events &= ~(1u << OD_ALERT_FAILED);
}
CHANGE (blocked)
{
  subject->is_blocked = TRUE;
}
CHANGE (of_colleague)
{
  subject->assignee_id = COLLEAGUE;
}
CHANGE (mine)
{
  subject->assignee_id = ME;
}
CHANGE (snoozed)
{
  subject->snoozed_until_us = NOW_US + HOUR;
}
CHANGE (was_snoozed)
{
  subject->snoozed_until_us = NOW_US - 1;
}
CHANGE (in_front)
{
  moment->is_in_front = TRUE;
}
CHANGE (shown)
{
  moment->is_shown = TRUE;
}
CHANGE (from_before)
{
  moment->started_us = NOW_US + 1;
}
CHANGE (late_but_shown)
{
  moment->is_shown = TRUE;
  alert->at_us = NOW_US - HOUR;
}
CHANGE (late)
{
  alert->at_us = NOW_US - OD_LIMIT_ALERT_LATE_S * S - 1;
}
CHANGE (just_in_time)
{
  alert->at_us = NOW_US - OD_LIMIT_ALERT_LATE_S * S;
}
CHANGE (overslept)
{
  alert->due_us = NOW_US - HOUR;
}
CHANGE (on_time)
{
  alert->due_us = NOW_US;
}
CHANGE (due_in_an_hour)
{
  alert->due_us = NOW_US + HOUR;
}
CHANGE (many)
{
  moment->n_shown_lately = OD_LIMIT_ALERT_BURST;
}
CHANGE (few)
{
  moment->n_shown_lately = OD_LIMIT_ALERT_BURST - 1;
}
CHANGE (many_but_shown)
{
  moment->n_shown_lately = OD_LIMIT_ALERT_BURST;
  moment->is_shown = TRUE;
}
CHANGE (muted)
{
  static const char *const channels[] = { "email", "webchat", NULL };

  settings->muted_channels = channels;
}
CHANGE (another_muted)
{
  static const char *const channels[] = { "email", NULL };

  settings->muted_channels = channels;
}
CHANGE (quiet)
{
  settings->quiet = (OdQuietHours){ .days = OD_QUIET_ALL_DAYS, .is_on = TRUE, .breach_breaks = TRUE };
}
CHANGE (silent)
{
  settings->quiet = (OdQuietHours){ .days = OD_QUIET_ALL_DAYS, .is_on = TRUE };
}
CHANGE (desktop_quiet)
{
  moment->is_desktop_quiet = TRUE;
}

static const Case cases[] = {
  { "a new message", OD_ALERT_MESSAGE, nothing, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "one more", OD_ALERT_MESSAGE, shown, OD_NOTIFY_REPLACE, OD_NOTIFY_WANTED },
  { "read meanwhile", OD_ALERT_MESSAGE, is_read, OD_NOTIFY_WITHHOLD, OD_NOTIFY_SETTLED },
  { "no messages", OD_ALERT_MESSAGE, event_off, OD_NOTIFY_WITHHOLD, OD_NOTIFY_EVENT_OFF },
  { "no warnings", OD_ALERT_WARNING, event_off, OD_NOTIFY_WITHHOLD, OD_NOTIFY_EVENT_OFF },
  { "no breaches", OD_ALERT_BREACH, event_off, OD_NOTIFY_WITHHOLD, OD_NOTIFY_EVENT_OFF },
  { "no assignments", OD_ALERT_ASSIGNMENT, event_off, OD_NOTIFY_WITHHOLD, OD_NOTIFY_EVENT_OFF },
  { "no mentions", OD_ALERT_MENTION, event_off, OD_NOTIFY_WITHHOLD, OD_NOTIFY_EVENT_OFF },
  { "no failures", OD_ALERT_FAILED, event_off, OD_NOTIFY_WITHHOLD, OD_NOTIFY_EVENT_OFF },
  { "another event is off", OD_ALERT_MESSAGE, other_event_off, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "channel off", OD_ALERT_MESSAGE, muted, OD_NOTIFY_WITHHOLD, OD_NOTIFY_CHANNEL_OFF },
  { "channel off for everything", OD_ALERT_BREACH, muted, OD_NOTIFY_WITHHOLD, OD_NOTIFY_CHANNEL_OFF },
  { "another channel is off", OD_ALERT_MESSAGE, another_muted, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "blocked", OD_ALERT_MESSAGE, blocked, OD_NOTIFY_WITHHOLD, OD_NOTIFY_BLOCKED },
  { "a colleague's", OD_ALERT_MESSAGE, of_colleague, OD_NOTIFY_WITHHOLD, OD_NOTIFY_OF_OTHERS },
  { "a colleague's promise", OD_ALERT_BREACH, of_colleague, OD_NOTIFY_WITHHOLD, OD_NOTIFY_OF_OTHERS },
  { "named in a colleague's", OD_ALERT_MENTION, of_colleague, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "own reply failed in a colleague's", OD_ALERT_FAILED, of_colleague, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "mine", OD_ALERT_MESSAGE, mine, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "snoozed", OD_ALERT_MESSAGE, snoozed, OD_NOTIFY_WITHHOLD, OD_NOTIFY_SNOOZED },
  { "snoozed, a promise runs on", OD_ALERT_BREACH, snoozed, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "woken", OD_ALERT_MESSAGE, was_snoozed, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "in front", OD_ALERT_MESSAGE, in_front, OD_NOTIFY_WITHHOLD, OD_NOTIFY_IN_FRONT },
  { "in front and late", OD_ALERT_BREACH, in_front, OD_NOTIFY_WITHHOLD, OD_NOTIFY_IN_FRONT },
  { "quiet hours", OD_ALERT_MESSAGE, quiet, OD_NOTIFY_WITHHOLD, OD_NOTIFY_QUIET_HOURS },
  { "quiet hours, warning", OD_ALERT_WARNING, quiet, OD_NOTIFY_WITHHOLD, OD_NOTIFY_QUIET_HOURS },
  { "quiet hours, broken promise", OD_ALERT_BREACH, quiet, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "no exception", OD_ALERT_BREACH, silent, OD_NOTIFY_WITHHOLD, OD_NOTIFY_QUIET_HOURS },
  { "from before the start", OD_ALERT_MESSAGE, from_before, OD_NOTIFY_SUMMARISE, OD_NOTIFY_FROM_BEFORE },
  { "written while asleep", OD_ALERT_MESSAGE, late, OD_NOTIFY_SUMMARISE, OD_NOTIFY_LATE },
  { "a slow provider", OD_ALERT_MESSAGE, just_in_time, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "late, in its place", OD_ALERT_MESSAGE, late_but_shown, OD_NOTIFY_REPLACE, OD_NOTIFY_WANTED },
  { "broke while asleep", OD_ALERT_BREACH, overslept, OD_NOTIFY_SUMMARISE, OD_NOTIFY_LATE },
  { "broke now", OD_ALERT_BREACH, on_time, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "will break", OD_ALERT_WARNING, due_in_an_hour, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "a burst", OD_ALERT_MESSAGE, many, OD_NOTIFY_SUMMARISE, OD_NOTIFY_BURST },
  { "no burst yet", OD_ALERT_MESSAGE, few, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
  { "in a burst, in its place", OD_ALERT_MESSAGE, many_but_shown, OD_NOTIFY_REPLACE, OD_NOTIFY_WANTED },
  { "do not disturb: the desktop decides", OD_ALERT_MESSAGE, desktop_quiet, OD_NOTIFY_SHOW, OD_NOTIFY_WANTED },
};

static void
make (OdAlertKind kind, OdAlert *alert, OdAlertSubject *subject, OdNotifySettings *settings, OdNotifyMoment *moment,
      GTimeZone *zone)
{
  *alert = (OdAlert){ .conversation_id = 7, .message_id = 70, .at_us = NOW_US, .kind = kind };
  if (kind == OD_ALERT_WARNING || kind == OD_ALERT_BREACH)
    alert->clock = OD_ALERT_CLOCK_FIRST;
  *subject = (OdAlertSubject){
    .id = 7,
    .channel = (char *) "webchat",
    .status = OD_STATUS_OPEN,
    .waiting_since_us = NOW_US,
    .n_unread = 1,
    .n_failed = 1,
    .n_mentions = 1,
  };
  *settings = (OdNotifySettings){ .events = OD_ALERTS_ALL, .has_sound = TRUE };
  *moment = (OdNotifyMoment){ .zone = zone, .now_us = NOW_US, .operator_id = ME, .started_us = NOW_US - HOUR };
}

static void
test_decisions (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdAlert alert;
      OdAlertSubject subject;
      OdNotifySettings settings;
      OdNotifyMoment moment;
      OdNotifyDecision decision;

      g_test_message ("%s", cases[i].why);
      make (cases[i].kind, &alert, &subject, &settings, &moment, zone);
      cases[i].change (&alert, &subject, &settings, &moment);
      od_notify_policy_decide (&alert, &subject, &settings, &moment, &decision);
      g_assert_cmpint (decision.verdict, ==, cases[i].verdict);
      g_assert_cmpint (decision.reason, ==, cases[i].reason);
    }
}

static void
test_looks (void)
{
  static const struct {
    OdAlertKind kind;
    const char *channel;
    OdUrgency urgency;
    const char *category;
    gboolean stays;
  } looks[] = {
    { OD_ALERT_MESSAGE, "webchat", OD_URGENCY_NORMAL, "im.received", FALSE },
    { OD_ALERT_MESSAGE, "email", OD_URGENCY_NORMAL, "email.arrived", FALSE },
    { OD_ALERT_WARNING, "webchat", OD_URGENCY_NORMAL, "im.received", TRUE },
    { OD_ALERT_BREACH, "webchat", OD_URGENCY_CRITICAL, "im.received", TRUE },
    { OD_ALERT_ASSIGNMENT, "webchat", OD_URGENCY_NORMAL, "im", FALSE },
    { OD_ALERT_MENTION, "webchat", OD_URGENCY_NORMAL, "im.received", FALSE },
    { OD_ALERT_FAILED, "email", OD_URGENCY_NORMAL, "im.error", TRUE },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      OdAlert alert;
      OdAlertSubject subject;
      OdNotifySettings settings;
      OdNotifyMoment moment;
      OdNotifyDecision decision;

      make (looks[i].kind, &alert, &subject, &settings, &moment, zone);
      subject.channel = (char *) looks[i].channel;
      od_notify_policy_decide (&alert, &subject, &settings, &moment, &decision);
      g_assert_cmpint (decision.urgency, ==, looks[i].urgency);
      g_assert_cmpstr (decision.category, ==, looks[i].category);
      g_assert_cmpint (decision.stays, ==, looks[i].stays);
      g_assert_nonnull (decision.sound);
      g_assert_true (decision.shows_text);

      settings.is_private = TRUE;
      settings.has_sound = FALSE;
      od_notify_policy_decide (&alert, &subject, &settings, &moment, &decision);
      g_assert_null (decision.sound);
      g_assert_false (decision.shows_text);
    }
}

static void
test_sound (void)
{
  static const struct {
    const char *why;
    OdAlertKind kind;
    gint64 sounded_us;
    gboolean is_desktop_quiet;
    gboolean is_heard;
  } sounds[] = {
    { "first", OD_ALERT_MESSAGE, 0, FALSE, TRUE },
    { "a second later", OD_ALERT_MESSAGE, NOW_US - 1 * S, FALSE, FALSE },
    { "after a while", OD_ALERT_MESSAGE, NOW_US - OD_LIMIT_ALERT_SOUND_S * S, FALSE, TRUE },
    { "a broken promise is always heard", OD_ALERT_BREACH, NOW_US - 1 * S, FALSE, TRUE },
    { "do not disturb", OD_ALERT_MESSAGE, 0, TRUE, FALSE },
    { "do not disturb, broken promise", OD_ALERT_BREACH, 0, TRUE, FALSE },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (sounds); i++)
    {
      OdAlert alert;
      OdAlertSubject subject;
      OdNotifySettings settings;
      OdNotifyMoment moment;
      OdNotifyDecision decision;

      g_test_message ("%s", sounds[i].why);
      make (sounds[i].kind, &alert, &subject, &settings, &moment, zone);
      moment.sounded_us = sounds[i].sounded_us;
      moment.is_desktop_quiet = sounds[i].is_desktop_quiet;
      od_notify_policy_decide (&alert, &subject, &settings, &moment, &decision);
      g_assert_cmpint (decision.sound != NULL, ==, sounds[i].is_heard);
    }
}

static void
test_repeats (void)
{
  static const Case repeats[] = {
    { "waits", OD_ALERT_MESSAGE, nothing, TRUE, 0 },
    { "for long", OD_ALERT_MESSAGE, late, TRUE, 0 },
    { "among many", OD_ALERT_BREACH, many, TRUE, 0 },
    { "since before the start", OD_ALERT_WARNING, from_before, TRUE, 0 },
    { "a note is no customer", OD_ALERT_MENTION, nothing, FALSE, 0 },
    { "nor is a failure", OD_ALERT_FAILED, nothing, FALSE, 0 },
    { "nor an assignment", OD_ALERT_ASSIGNMENT, nothing, FALSE, 0 },
    { "read", OD_ALERT_MESSAGE, is_read, FALSE, 0 },
    { "looked at", OD_ALERT_MESSAGE, in_front, FALSE, 0 },
    { "quiet hours", OD_ALERT_MESSAGE, quiet, FALSE, 0 },
    { "quiet hours, broken", OD_ALERT_BREACH, quiet, TRUE, 0 },
    { "do not disturb", OD_ALERT_BREACH, desktop_quiet, FALSE, 0 },
    { "given to a colleague", OD_ALERT_MESSAGE, of_colleague, FALSE, 0 },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (repeats); i++)
    {
      OdAlert alert;
      OdAlertSubject subject;
      OdNotifySettings settings;
      OdNotifyMoment moment;

      g_test_message ("%s", repeats[i].why);
      make (repeats[i].kind, &alert, &subject, &settings, &moment, zone);
      repeats[i].change (&alert, &subject, &settings, &moment);
      g_assert_false (od_notify_policy_repeats (&alert, &subject, &settings, &moment)); /* not wanted */
      settings.repeat_s = 30;
      g_assert_cmpint (od_notify_policy_repeats (&alert, &subject, &settings, &moment), ==, repeats[i].verdict);
    }
}

static void
test_ranks (void)
{
  static const OdAlertKind order[] = { OD_ALERT_BREACH,  OD_ALERT_WARNING, OD_ALERT_FAILED,
                                       OD_ALERT_MESSAGE, OD_ALERT_MENTION, OD_ALERT_ASSIGNMENT };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < G_N_ELEMENTS (order); j++)
      g_assert_cmpint (od_notify_policy_outranks (order[i], order[j]), ==, i < j);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notify-policy/quiet-hours", test_quiet_hours);
  g_test_add_func ("/notify-policy/quiet-hours-in-another-zone", test_quiet_hours_in_another_zone);
  g_test_add_func ("/notify-policy/quiet-hours-as-text", test_quiet_hours_as_text);
  g_test_add_func ("/notify-policy/settled", test_settled);
  g_test_add_func ("/notify-policy/decisions", test_decisions);
  g_test_add_func ("/notify-policy/looks", test_looks);
  g_test_add_func ("/notify-policy/sound", test_sound);
  g_test_add_func ("/notify-policy/repeats", test_repeats);
  g_test_add_func ("/notify-policy/ranks", test_ranks);
  return g_test_run ();
}
