/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notice-fixture.h"

#define WHO "\xe2\x81\xa8"
#define END "\xe2\x81\xa9"

static void
test_one_for_each_conversation (NoticeFixture *f, gconstpointer data)
{
  const OdNotice *notice;

  notice_fixture_write (f, 1, "Hello\nworld");
  notice = notice_fixture_get (f, 1);
  g_assert_cmpstr (notice->title, ==, "Maria Petrova");
  g_assert_cmpstr (notice->body, ==, "Hello world");
  g_assert_cmpstr (notice->person, ==, "Maria Petrova");
  g_assert_true (notice->has_buttons);
  g_assert_cmpstr (notice->sound, ==, "message-new-instant");
  notice_fixture_pass (f, 1 * S);
  notice_fixture_write (f, 1, "");
  notice = notice_fixture_get (f, 1);
  g_assert_cmpstr (notice->title, ==, WHO "Maria Petrova" END " (2 new)");
  g_assert_cmpstr (notice->body, ==, "Hello world\nA file");
  g_assert_null (notice->sound); /* heard a second ago */
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 1);
  g_assert_cmpuint (f->n_shown, ==, 2);
  g_assert_cmpuint (f->n_arrived, ==, 2);
}

static void
test_withdrawn_when_read (NoticeFixture *f, gconstpointer data)
{
  notice_fixture_write (f, 1, "Hello");
  g_assert_true (od_fake_alerts_is_watched (f->alerts, 1));
  od_fake_alerts_get (f->alerts, 1)->n_unread = 0;
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_null (notice_fixture_get (f, 1));
  g_assert_cmpuint (f->n_withdrawn, ==, 1);
  g_assert_false (od_fake_alerts_is_watched (f->alerts, 1));
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_cmpuint (f->n_withdrawn, ==, 1);
}

static void
test_what_is_in_front_is_not_told (NoticeFixture *f, gconstpointer data)
{
  f->in_front_id = 1;
  notice_fixture_write (f, 1, "Hello");
  g_assert_cmpuint (f->n_shown, ==, 0);
  g_assert_cmpuint (f->n_arrived, ==, 0);
  notice_fixture_write (f, 2, "Hello");
  g_assert_nonnull (notice_fixture_get (f, 2));
  f->in_front_id = 2;
  od_notifications_look (f->notifications, FALSE);
  g_assert_null (notice_fixture_get (f, 2));
  g_assert_false (od_fake_alerts_is_watched (f->alerts, 2));
}

static void
test_breach_outranks_and_stays (NoticeFixture *f, gconstpointer data)
{
  const OdNotice *notice;

  notice_fixture_write (f, 1, "Hello");
  od_fake_alerts_raise (f->alerts, OD_ALERT_WARNING, OD_ALERT_CLOCK_FIRST, 1, NOW_US, NOW_US + 30 * S);
  notice = notice_fixture_get (f, 1);
  g_assert_true (g_str_has_prefix (notice->title, WHO "Maria Petrova" END ": an answer is promised by "));
  g_assert_cmpint (notice->urgency, ==, OD_URGENCY_NORMAL);
  notice_fixture_pass (f, 30 * S);
  od_fake_alerts_raise (f->alerts, OD_ALERT_BREACH, OD_ALERT_CLOCK_FIRST, 1, NOW_US + 30 * S, NOW_US + 30 * S);
  g_assert_cmpstr (notice_fixture_get (f, 1)->title, ==,
                   "Late: " WHO "Maria Petrova" END " was promised an answer by 10:00");
  notice_fixture_write (f, 1, "Are you there?");
  notice = notice_fixture_get (f, 1);
  g_assert_true (g_str_has_prefix (notice->title, "Late: " WHO "Maria Petrova" END));
  g_assert_cmpint (notice->urgency, ==, OD_URGENCY_CRITICAL);
  g_assert_true (notice->stays);
  g_assert_cmpstr (notice->body, ==, "Hello\nAre you there?");

  /* Read, but not answered: the promise stays broken. */
  od_fake_alerts_get (f->alerts, 1)->n_unread = 0;
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_nonnull (notice_fixture_get (f, 1));
  od_fake_alerts_get (f->alerts, 1)->waiting_since_us = 0;
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_null (notice_fixture_get (f, 1));
}

static void
test_words_of_each_kind (NoticeFixture *f, gconstpointer data)
{
  static const struct {
    OdAlertKind kind;
    OdAlertClock clock;
    const char *title;
    const char *private_title;
  } kinds[] = {
    { OD_ALERT_WARNING, OD_ALERT_CLOCK_PROMISE, WHO "Maria Petrova" END ": you promised to be back by ",
      "An answer is due soon" },
    { OD_ALERT_BREACH, OD_ALERT_CLOCK_PROMISE, WHO "Maria Petrova" END " waits: you promised to be back by ",
      "An answer is late" },
    { OD_ALERT_ASSIGNMENT, 0, "Yours now: " WHO "Maria Petrova" END, "A conversation is yours now" },
    { OD_ALERT_MENTION, 0, "You are named in a note on " WHO "Maria Petrova" END, "You are named in a note" },
    { OD_ALERT_FAILED, 0, "Not delivered: your reply to " WHO "Maria Petrova" END, "A reply was not delivered" },
  };
  OdAlertSubject *subject = od_fake_alerts_get (f->alerts, 1);

  subject->n_failed = subject->n_mentions = 1;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gint64 now_us = od_clock_get_real_us (f->clock);

      f->settings.is_private = FALSE;
      od_notifications_set_settings (f->notifications, &f->settings);
      od_fake_alerts_raise (f->alerts, kinds[i].kind, kinds[i].clock, 1, now_us, now_us);
      g_assert_true (g_str_has_prefix (notice_fixture_get (f, 1)->title, kinds[i].title));
      g_assert_cmpstr (notice_fixture_get (f, 1)->body, ==, "webchat"); /* there is nothing unread to show */
      f->settings.is_private = TRUE;
      od_notifications_set_settings (f->notifications, &f->settings);
      od_fake_alerts_raise (f->alerts, kinds[i].kind, kinds[i].clock, 1, now_us, now_us);
      g_assert_cmpstr (notice_fixture_get (f, 1)->title, ==, kinds[i].private_title);
      od_notifications_dismissed (f->notifications, 1);
      notice_fixture_pass (f, 20 * S); /* or it were a burst */
    }
}

static void
test_private_shows_nothing_of_people (NoticeFixture *f, gconstpointer data)
{
  const OdNotice *notice;

  f->settings.is_private = TRUE;
  od_notifications_set_settings (f->notifications, &f->settings);
  notice_fixture_write (f, 1, "my password is 1234");
  notice = notice_fixture_get (f, 1);
  g_assert_cmpstr (notice->title, ==, "New message");
  g_assert_cmpstr (notice->body, ==, "webchat");
  g_assert_null (notice->person);
  g_assert_cmpstr (notice->initials, ==, "");
  for (gint64 id = 2; id <= 9; id++)
    notice_fixture_write (f, id, "my password is 1234");
  notice_fixture_pass (f, 1 * S);
  g_assert_null (strstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->body, "Customer"));
}

static void
test_hostile_text (NoticeFixture *f, gconstpointer data)
{
  OdAlertSubject *subject = od_fake_alerts_get (f->alerts, 1);
  g_autofree char *endless = g_strnfill (5000, 'x');
  g_autofree char *text = g_strconcat ("\xe2\x80\xae"
                                       "evil\x1b[31m\a\r\n\n\nlines ",
                                       endless, NULL);
  const OdNotice *notice;

  g_free (subject->name);
  subject->name = g_strconcat ("\xe2\x80\xae", endless, NULL);
  notice_fixture_write (f, 1, text);
  notice = notice_fixture_get (f, 1);
  g_assert_cmpint (g_utf8_strlen (notice->title, -1), <=, OD_LIMIT_ALERT_NAME_GRAPHEMES + 1);
  g_assert_cmpint (g_utf8_strlen (notice->body, -1), <=, OD_LIMIT_ALERT_LINE_GRAPHEMES);
  g_assert_null (strstr (notice->body, "\xe2\x80\xae"));
  g_assert_null (strstr (notice->title, "\xe2\x80\xae"));
  for (const char *p = notice->body; *p != '\0'; p++)
    g_assert_false (g_ascii_iscntrl (*p));
}

/* ---- Many ---- */

static void
test_burst_is_summed_up (NoticeFixture *f, gconstpointer data)
{
  const OdNotice *summary;

  for (gint64 id = 1; id <= 3; id++)
    notice_fixture_write (f, id, "Hello");
  for (gint64 id = 4; id <= 7; id++)
    for (guint i = 0; i < 2; i++)
      notice_fixture_write (f, id, "Hello");
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 3);
  notice_fixture_pass (f, 1 * S);
  summary = notice_fixture_get (f, OD_NOTICE_SUMMARY);
  g_assert_cmpstr (summary->title, ==, "8 new from 4 customers");
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 4);
  g_assert_false (summary->has_buttons);
  g_assert_nonnull (strstr (summary->body, "Customer 4"));

  /* One that is answered elsewhere makes it less; when all are, it goes. */
  od_fake_alerts_get (f->alerts, 4)->n_unread = 0;
  od_fake_alerts_tell (f->alerts, 4);
  notice_fixture_pass (f, 1 * S);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "6 new from 3 customers");
  g_assert_null (notice_fixture_get (f, OD_NOTICE_SUMMARY)->sound);
  for (gint64 id = 5; id <= 7; id++)
    {
      od_fake_alerts_get (f->alerts, id)->n_unread = 0;
      od_fake_alerts_tell (f->alerts, id);
    }
  notice_fixture_pass (f, 1 * S);
  g_assert_null (notice_fixture_get (f, OD_NOTICE_SUMMARY));
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 3);
}

static void
test_flood_of_one_is_one (NoticeFixture *f, gconstpointer data)
{
  for (guint i = 0; i < 500; i++)
    notice_fixture_write (f, 1 + i % 9, "again and again");
  notice_fixture_pass (f, 2 * S);
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, OD_LIMIT_ALERT_BURST + 1);
  g_assert_cmpuint (f->n_heard, ==, OD_LIMIT_ALERT_BURST + 1);
}

static void
test_summary_goes_when_the_desk_is_looked_at (NoticeFixture *f, gconstpointer data)
{
  for (gint64 id = 1; id <= 9; id++)
    notice_fixture_write (f, id, "Hello");
  notice_fixture_pass (f, 1 * S);
  g_assert_nonnull (notice_fixture_get (f, OD_NOTICE_SUMMARY));
  od_notifications_look (f->notifications, FALSE);
  g_assert_nonnull (notice_fixture_get (f, OD_NOTICE_SUMMARY));
  od_notifications_look (f->notifications, TRUE);
  g_assert_null (notice_fixture_get (f, OD_NOTICE_SUMMARY));
  g_assert_nonnull (notice_fixture_get (f, 1)); /* that is not in front */
  g_assert_false (od_fake_alerts_is_watched (f->alerts, 9));
  notice_fixture_pass (f, 20 * S);
  notice_fixture_write (f, 9, "Still here");
  g_assert_nonnull (notice_fixture_get (f, 9));
}

/* Whatever else there is to tell, or not. */
/* What may not break quiet hours is told when they end: also what left no trace in what waits. */
/* What is on display already says so in its place. */
static void
test_burst_of_breaches (NoticeFixture *f, gconstpointer data)
{
  for (gint64 id = 1; id <= 7; id++)
    notice_fixture_break_promise (f, id, NOW_US);
  notice_fixture_pass (f, 1 * S);
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, OD_LIMIT_ALERT_BURST + 1);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "4 promises broken");
  notice_fixture_write (f, 8, "Hello");
  notice_fixture_pass (f, 1 * S);
  g_assert_cmpstr (notice_fixture_get (f, OD_NOTICE_SUMMARY)->title, ==, "4 promises broken, 1 new");
}

static void
test_repeats_until_answered (NoticeFixture *f, gconstpointer data)
{
  f->settings.repeat_s = 60;
  od_notifications_set_settings (f->notifications, &f->settings);
  notice_fixture_write (f, 1, "Hello");
  notice_fixture_pass (f, 59 * S);
  g_assert_cmpuint (f->n_shown, ==, 1);
  notice_fixture_pass (f, 1 * S);
  g_assert_cmpuint (f->n_shown, ==, 2);
  g_assert_cmpuint (f->n_heard, ==, 2);
  od_notifications_dismissed (f->notifications, 1); /* closed is not answered */
  notice_fixture_pass (f, 60 * S);
  g_assert_cmpuint (f->n_shown, ==, 3);
  od_notifications_set_desktop_quiet (f->notifications, TRUE);
  notice_fixture_pass (f, 60 * S);
  g_assert_cmpuint (f->n_shown, ==, 3);
  od_notifications_set_desktop_quiet (f->notifications, FALSE);
  od_fake_alerts_get (f->alerts, 1)->waiting_since_us = 0;
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_null (notice_fixture_get (f, 1));
  notice_fixture_pass (f, HOUR);
  g_assert_cmpuint (f->n_shown, ==, 3);
}

static void
test_dismissed_is_not_told_again (NoticeFixture *f, gconstpointer data)
{
  notice_fixture_write (f, 1, "Hello");
  od_notifications_dismissed (f->notifications, 1);
  g_assert_false (od_fake_alerts_is_watched (f->alerts, 1));
  notice_fixture_pass (f, HOUR);
  g_assert_cmpuint (f->n_shown, ==, 1);
  notice_fixture_write (f, 1, "Hello?");
  g_assert_cmpuint (f->n_shown, ==, 2);
}

static void
test_left_behind_at_the_end (NoticeFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) few = NULL, many = NULL;

  notice_fixture_write (f, 1, "Hello");
  notice_fixture_write (f, 2, "Hello");
  few = od_notifications_list_due (f->notifications);
  g_assert_cmpuint (few->len, ==, 2);
  for (gint64 id = 3; id <= 9; id++)
    {
      notice_fixture_pass (f, 20 * S);
      notice_fixture_write (f, id, "Hello");
    }
  many = od_notifications_list_due (f->notifications);
  g_assert_cmpuint (many->len, ==, 1);
  g_assert_cmpstr (((OdNotice *) many->pdata[0])->title, ==, "9 new from 9 customers");
}

#define ADD(name, func)                                                                                                \
  g_test_add ("/notifications/" name, NoticeFixture, NULL, notice_fixture_set_up, func, notice_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("one-for-each-conversation", test_one_for_each_conversation);
  ADD ("withdrawn-when-read", test_withdrawn_when_read);
  ADD ("what-is-in-front-is-not-told", test_what_is_in_front_is_not_told);
  ADD ("breach-outranks-and-stays", test_breach_outranks_and_stays);
  ADD ("words-of-each-kind", test_words_of_each_kind);
  ADD ("private-shows-nothing-of-people", test_private_shows_nothing_of_people);
  ADD ("hostile-text", test_hostile_text);
  ADD ("burst-is-summed-up", test_burst_is_summed_up);
  ADD ("flood-of-one-is-one", test_flood_of_one_is_one);
  ADD ("summary-goes-when-the-desk-is-looked-at", test_summary_goes_when_the_desk_is_looked_at);
  ADD ("burst-of-breaches", test_burst_of_breaches);
  ADD ("repeats-until-answered", test_repeats_until_answered);
  ADD ("dismissed-is-not-told-again", test_dismissed_is_not_told_again);
  ADD ("left-behind-at-the-end", test_left_behind_at_the_end);
  return g_test_run ();
}
