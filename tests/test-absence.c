/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is told of the time in which nobody was told: before the start, asleep, in quiet hours. */
#include <string.h>

#include "notice-fixture.h"

static void
test_start_says_one_sentence (NoticeFixture *f, gconstpointer data)
{
  for (gint64 id = 1; id <= 4; id++)
    od_fake_alerts_get (f->alerts, id)->n_unread = 2;
  od_notifications_start (f->notifications);
  notice_fixture_settle ();
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "8 new from 4 customers");

  /* What the accounts then bring from before is in it, too. */
  od_fake_alerts_write (f->alerts, 5, "from the night", NOW_US - HOUR);
  od_fake_alerts_write (f->alerts, 6, "from the night", NOW_US - HOUR);
  notice_fixture_pass (f, 1 * S);
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 1);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "10 new from 6 customers");
  g_assert_cmpuint (f->n_arrived, ==, 0);
  notice_fixture_write (f, 7, "just now");
  g_assert_nonnull (notice_fixture_get (f, 7));
}

static void
test_start_with_nothing_says_nothing (NoticeFixture *f, gconstpointer data)
{
  od_notifications_start (f->notifications);
  notice_fixture_settle ();
  g_assert_cmpuint (f->n_shown, ==, 0);
  g_assert_cmpuint (od_fake_alerts_get_n_counted (f->alerts), ==, 1);
}

static void
test_sleep_is_one_summary (NoticeFixture *f, gconstpointer data)
{
  gint64 written_us = NOW_US + S;

  notice_fixture_pass (f, 4 * HOUR);
  for (gint64 id = 1; id <= 5; id++)
    od_fake_alerts_write (f->alerts, id, "while you slept", written_us);
  od_fake_alerts_raise (f->alerts, OD_ALERT_BREACH, OD_ALERT_CLOCK_FIRST, 1, od_clock_get_real_us (f->clock),
                        NOW_US + 60 * S);
  notice_fixture_pass (f, 1 * S);
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 1);
  g_assert_cmpuint (f->n_heard, ==, 1);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==,
                   "While you were away: 1 promise broken, 5 new");
}

static void
test_late_breach_is_always_told (NoticeFixture *f, gconstpointer data)
{
  const OdNotice *notice;

  /* All was read, and nobody answered. */
  notice_fixture_pass (f, 4 * HOUR);
  notice_fixture_break_promise (f, 1, NOW_US + 60 * S);
  notice_fixture_break_promise (f, 2, NOW_US + 61 * S);
  notice_fixture_pass (f, 1 * S);
  notice = notice_fixture_get (f, OD_NOTICE_SUMMARY);
  g_assert_cmpstr (notice->title, ==, "While you were away: 2 promises broken");
  g_assert_cmpint (notice->urgency, ==, OD_URGENCY_CRITICAL);
  g_assert_true (notice->stays);
  g_assert_cmpstr (notice->sound, ==, "alarm-clock-elapsed");
  g_assert_cmpuint (f->n_shown, ==, 1);
  for (gint64 id = 1; id <= 2; id++)
    {
      od_fake_alerts_get (f->alerts, id)->waiting_since_us = 0;
      od_fake_alerts_tell (f->alerts, id);
    }
  notice_fixture_pass (f, 1 * S);
  g_assert_null (notice_fixture_get (f, OD_NOTICE_SUMMARY));

  /* New messages are switched off. */
  f->settings.events = OD_ALERTS_ALL & ~(1u << OD_ALERT_MESSAGE);
  od_notifications_set_settings (f->notifications, &f->settings);
  od_fake_alerts_write (f->alerts, 3, "Hello", NOW_US);
  notice_fixture_break_promise (f, 3, NOW_US + 60 * S);
  notice_fixture_pass (f, 1 * S);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "While you were away: 1 promise broken");
  od_notifications_look (f->notifications, TRUE);

  /* So are broken promises. */
  f->settings.events &= ~(1u << OD_ALERT_BREACH);
  od_notifications_set_settings (f->notifications, &f->settings);
  notice_fixture_break_promise (f, 4, NOW_US + 60 * S);
  notice_fixture_pass (f, 1 * S);
  g_assert_null (notice_fixture_get (f, OD_NOTICE_SUMMARY));
}

static void
be_quiet (NoticeFixture *f, guint to_min, gboolean breach_breaks)
{
  f->settings.quiet = (OdQuietHours){ .from_min = 9 * 60,
                                      .to_min = to_min,
                                      .days = OD_QUIET_ALL_DAYS,
                                      .is_on = to_min != 0,
                                      .breach_breaks = breach_breaks };
  od_notifications_set_settings (f->notifications, &f->settings);
}

static void
test_late_breach_in_quiet_hours (NoticeFixture *f, gconstpointer data)
{
  be_quiet (f, 11 * 60, TRUE);
  notice_fixture_write (f, 1, "Hello");
  notice_fixture_pass (f, 600 * S);
  notice_fixture_break_promise (f, 1, NOW_US + 60 * S);
  notice_fixture_pass (f, 1 * S);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "While you were away: 1 promise broken");
  notice_fixture_pass (f, HOUR);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==,
                   "While you were away: 1 promise broken, 1 new");
}

static void
test_breach_waits_for_the_end_of_quiet_hours (NoticeFixture *f, gconstpointer data)
{
  be_quiet (f, 11 * 60, FALSE);
  for (gint64 id = 1; id <= 3; id++)
    notice_fixture_break_promise (f, id, NOW_US);
  notice_fixture_pass (f, HOUR - S);
  g_assert_cmpuint (f->n_shown, ==, 0);
  od_fake_alerts_get (f->alerts, 3)->waiting_since_us = 0; /* answered meanwhile */
  od_fake_alerts_tell (f->alerts, 3);
  notice_fixture_pass (f, S);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "While you were away: 2 promises broken");
  g_assert_cmpuint (f->n_shown, ==, 1);
}

static void
test_breach_of_what_is_shown_waits_too (NoticeFixture *f, gconstpointer data)
{
  notice_fixture_write (f, 1, "Hello");
  be_quiet (f, 11 * 60, FALSE);
  notice_fixture_break_promise (f, 1, NOW_US);
  g_assert_cmpstr (notice_fixture_get (f, 1)->title, ==, "Maria Petrova");
  notice_fixture_pass (f, HOUR);
  g_assert_true (g_str_has_prefix (notice_fixture_get (f, 1)->title, "Late: "));
}

/* Who quits in quiet hours is not told then what they keep back. */
static void
test_quiet_hours_outlast_the_program (NoticeFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) nothing = NULL;

  be_quiet (f, 11 * 60, FALSE);
  notice_fixture_break_promise (f, 1, NOW_US - 20 * S);
  g_assert_cmpuint (f->n_shown, ==, 0);
  nothing = od_notifications_list_due (f->notifications);
  g_assert_cmpuint (nothing->len, ==, 0);
}

/* What was told before them still is, without what they keep back. */
static void
test_quiet_hours_outlast_what_is_shown (NoticeFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) shown = NULL;

  notice_fixture_write (f, 2, "Hello");
  g_assert_nonnull (notice_fixture_get (f, 2));
  be_quiet (f, 11 * 60, FALSE);
  notice_fixture_break_promise (f, 2, NOW_US - 20 * S);
  shown = od_notifications_list_due (f->notifications);
  g_assert_cmpuint (shown->len, ==, 1);
  g_assert_cmpint (((OdNotice *) shown->pdata[0])->id, ==, 2);
  g_assert_null (strstr (((OdNotice *) shown->pdata[0])->title, "Late")); /* the message, which was told before */
}

static void
test_quiet_hours_that_are_changed (NoticeFixture *f, gconstpointer data)
{
  be_quiet (f, 11 * 60, FALSE);
  notice_fixture_write (f, 1, "Hello");
  be_quiet (f, 12 * 60, FALSE); /* an hour longer */
  notice_fixture_pass (f, HOUR + S);
  g_assert_cmpuint (f->n_shown, ==, 0);
  be_quiet (f, 0, FALSE); /* not at all */
  notice_fixture_settle ();
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "1 new from 1 customer");
  od_notifications_look (f->notifications, TRUE);

  be_quiet (f, 13 * 60, FALSE);
  notice_fixture_write (f, 2, "Hello");
  od_clock_set (f->clock, NOW_US + 4 * HOUR); /* the machine slept over their end */
  notice_fixture_settle ();
  g_assert_nonnull (notice_fixture_get (f, OD_NOTICE_SUMMARY));
  od_notifications_look (f->notifications, TRUE);

  be_quiet (f, 9 * 60, FALSE); /* for ever */
  notice_fixture_write (f, 3, "Hello");
  notice_fixture_pass (f, 48 * HOUR);
  g_assert_null (notice_fixture_get (f, OD_NOTICE_SUMMARY));
}

static void
test_start_in_quiet_hours (NoticeFixture *f, gconstpointer data)
{
  be_quiet (f, 11 * 60, TRUE);
  od_fake_alerts_get (f->alerts, 1)->n_unread = 2;
  od_notifications_start (f->notifications);
  notice_fixture_settle ();
  g_assert_cmpuint (f->n_shown, ==, 0);
  notice_fixture_pass (f, HOUR);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "2 new from 1 customer");
}

static void
test_quiet_hours_end_with_a_summary (NoticeFixture *f, gconstpointer data)
{
  f->settings.quiet = (OdQuietHours){
    .from_min = 9 * 60, .to_min = 11 * 60, .days = OD_QUIET_ALL_DAYS, .is_on = TRUE, .breach_breaks = TRUE
  };
  od_notifications_set_settings (f->notifications, &f->settings);
  for (gint64 id = 1; id <= 3; id++)
    notice_fixture_write (f, id, "Hello");
  g_assert_cmpuint (f->n_shown, ==, 0);
  od_fake_alerts_raise (f->alerts, OD_ALERT_BREACH, OD_ALERT_CLOCK_FIRST, 1, NOW_US, NOW_US);
  g_assert_nonnull (notice_fixture_get (f, 1));
  g_assert_cmpuint (f->n_shown, ==, 1);
  notice_fixture_pass (f, HOUR - S);
  g_assert_cmpuint (f->n_shown, ==, 1);
  notice_fixture_pass (f, S);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "3 new from 3 customers");
}

/* ---- Again and again ---- */

#define ADD(name, func)                                                                                                \
  g_test_add ("/absence/" name, NoticeFixture, NULL, notice_fixture_set_up, func, notice_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("start-says-one-sentence", test_start_says_one_sentence);
  ADD ("start-with-nothing-says-nothing", test_start_with_nothing_says_nothing);
  ADD ("sleep-is-one-summary", test_sleep_is_one_summary);
  ADD ("late-breach-is-always-told", test_late_breach_is_always_told);
  ADD ("late-breach-in-quiet-hours", test_late_breach_in_quiet_hours);
  ADD ("breach-waits-for-the-end-of-quiet-hours", test_breach_waits_for_the_end_of_quiet_hours);
  ADD ("breach-of-what-is-shown-waits-too", test_breach_of_what_is_shown_waits_too);
  ADD ("quiet-hours-outlast-the-program", test_quiet_hours_outlast_the_program);
  ADD ("quiet-hours-outlast-what-is-shown", test_quiet_hours_outlast_what_is_shown);
  ADD ("quiet-hours-that-are-changed", test_quiet_hours_that_are_changed);
  ADD ("start-in-quiet-hours", test_start_in_quiet_hours);
  ADD ("quiet-hours-end-with-a-summary", test_quiet_hours_end_with_a_summary);
  return g_test_run ();
}
