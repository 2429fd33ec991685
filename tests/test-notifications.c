/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-alerts.h"
#include "od-limits.h"
#include "od-notifications.h"

#define S G_GINT64_CONSTANT (1000000)
#define HOUR (3600 * S)
#define NOW_US (1767261600 * S) /* Thu, 2026-01-01 10:00 UTC */
#define WHO "\xe2\x81\xa8"
#define END "\xe2\x81\xa9"

/* What is on display, as a daemon would have it, and everything that was shown or withdrawn. */
typedef struct {
  OdClock *clock;
  OdFakeAlerts *alerts;
  OdDesk *desk;
  OdNotifications *notifications;
  OdNotifySettings settings;
  GHashTable *shown; /* (element-type gint64 OdNotice) */
  guint n_shown, n_heard, n_withdrawn, n_arrived;
  gint64 in_front_id;
} Fixture;

static void
show_cb (OdNotifications *notifications, const OdNotice *notice, Fixture *f)
{
  f->n_shown++;
  f->n_heard += notice->sound != NULL;
  g_hash_table_insert (f->shown, g_memdup2 (&notice->id, sizeof notice->id), od_notice_copy (notice));
}

static void
withdraw_cb (OdNotifications *notifications, gint64 id, Fixture *f)
{
  f->n_withdrawn++;
  g_assert_true (g_hash_table_remove (f->shown, &id)); /* nothing is taken back that isn't there */
}

static void
arrived_cb (OdNotifications *notifications, const OdAlertSubject *subject, Fixture *f)
{
  f->n_arrived++;
}

static gboolean
in_front_cb (gint64 id, gpointer user_data)
{
  return id == ((Fixture *) user_data)->in_front_id;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->clock = od_clock_new_fake (NOW_US);
  f->alerts = od_fake_alerts_new ();
  f->desk = od_desk_new (1, "Olga");
  f->desk->clock = g_object_ref (f->clock);
  f->desk->tools.alerts = OD_ALERT_PORT (g_object_ref (f->alerts));
  f->notifications = od_notifications_new (f->desk);
  f->settings = (OdNotifySettings){ .events = OD_ALERTS_ALL, .has_sound = TRUE };
  f->shown = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) od_notice_free);
  od_notifications_set_settings (f->notifications, &f->settings);
  od_notifications_set_in_front_func (f->notifications, in_front_cb, f);
  g_signal_connect (f->notifications, "show", G_CALLBACK (show_cb), f);
  g_signal_connect (f->notifications, "withdraw", G_CALLBACK (withdraw_cb), f);
  g_signal_connect (f->notifications, "arrived", G_CALLBACK (arrived_cb), f);
  for (gint64 id = 1; id <= 9; id++)
    {
      g_autofree char *name = g_strdup_printf ("Customer %d", (int) id);

      od_fake_alerts_add (f->alerts, id, id == 1 ? "Maria Petrova" : name);
    }
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  settle ();
  g_assert_finalize_object (g_steal_pointer (&f->notifications));
  od_desk_unref (f->desk);
  g_assert_finalize_object (g_steal_pointer (&f->alerts));
  g_assert_finalize_object (g_steal_pointer (&f->clock));
  g_hash_table_unref (f->shown);
}

static const OdNotice *
get (Fixture *f, gint64 id)
{
  return g_hash_table_lookup (f->shown, &id);
}

static void
pass (Fixture *f, gint64 us)
{
  od_clock_advance (f->clock, us);
  settle ();
}

static void
write_now (Fixture *f, gint64 id, const char *text)
{
  od_fake_alerts_write (f->alerts, id, text, od_clock_get_real_us (f->clock));
}

static void
test_one_for_each_conversation (Fixture *f, gconstpointer data)
{
  const OdNotice *notice;

  write_now (f, 1, "Hello\nworld");
  notice = get (f, 1);
  g_assert_cmpstr (notice->title, ==, "Maria Petrova");
  g_assert_cmpstr (notice->body, ==, "Hello world");
  g_assert_cmpstr (notice->person, ==, "Maria Petrova");
  g_assert_true (notice->has_buttons);
  g_assert_cmpstr (notice->sound, ==, "message-new-instant");
  pass (f, 1 * S);
  write_now (f, 1, "");
  notice = get (f, 1);
  g_assert_cmpstr (notice->title, ==, WHO "Maria Petrova" END " (2 new)");
  g_assert_cmpstr (notice->body, ==, "Hello world\nA file");
  g_assert_null (notice->sound); /* heard a second ago */
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 1);
  g_assert_cmpuint (f->n_shown, ==, 2);
  g_assert_cmpuint (f->n_arrived, ==, 2);
}

static void
test_withdrawn_when_read (Fixture *f, gconstpointer data)
{
  write_now (f, 1, "Hello");
  g_assert_true (od_fake_alerts_is_watched (f->alerts, 1));
  od_fake_alerts_get (f->alerts, 1)->n_unread = 0;
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_null (get (f, 1));
  g_assert_cmpuint (f->n_withdrawn, ==, 1);
  g_assert_false (od_fake_alerts_is_watched (f->alerts, 1));
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_cmpuint (f->n_withdrawn, ==, 1);
}

static void
test_what_is_in_front_is_not_told (Fixture *f, gconstpointer data)
{
  f->in_front_id = 1;
  write_now (f, 1, "Hello");
  g_assert_cmpuint (f->n_shown, ==, 0);
  g_assert_cmpuint (f->n_arrived, ==, 0);
  write_now (f, 2, "Hello");
  g_assert_nonnull (get (f, 2));
  f->in_front_id = 2;
  od_notifications_look (f->notifications, FALSE);
  g_assert_null (get (f, 2));
  g_assert_false (od_fake_alerts_is_watched (f->alerts, 2));
}

static void
test_breach_outranks_and_stays (Fixture *f, gconstpointer data)
{
  const OdNotice *notice;

  write_now (f, 1, "Hello");
  od_fake_alerts_raise (f->alerts, OD_ALERT_WARNING, OD_ALERT_CLOCK_FIRST, 1, NOW_US, NOW_US + 30 * S);
  notice = get (f, 1);
  g_assert_true (g_str_has_prefix (notice->title, WHO "Maria Petrova" END ": an answer is promised by "));
  g_assert_cmpint (notice->urgency, ==, OD_URGENCY_NORMAL);
  pass (f, 30 * S);
  od_fake_alerts_raise (f->alerts, OD_ALERT_BREACH, OD_ALERT_CLOCK_FIRST, 1, NOW_US + 30 * S, NOW_US + 30 * S);
  g_assert_cmpstr (get (f, 1)->title, ==, "Late: " WHO "Maria Petrova" END " was promised an answer by 10:00");
  write_now (f, 1, "Are you there?");
  notice = get (f, 1);
  g_assert_true (g_str_has_prefix (notice->title, "Late: " WHO "Maria Petrova" END));
  g_assert_cmpint (notice->urgency, ==, OD_URGENCY_CRITICAL);
  g_assert_true (notice->stays);
  g_assert_cmpstr (notice->body, ==, "Hello\nAre you there?");

  /* Read, but not answered: the promise stays broken. */
  od_fake_alerts_get (f->alerts, 1)->n_unread = 0;
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_nonnull (get (f, 1));
  od_fake_alerts_get (f->alerts, 1)->waiting_since_us = 0;
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_null (get (f, 1));
}

static void
test_words_of_each_kind (Fixture *f, gconstpointer data)
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
      g_assert_true (g_str_has_prefix (get (f, 1)->title, kinds[i].title));
      g_assert_cmpstr (get (f, 1)->body, ==, "webchat"); /* there is nothing unread to show */
      f->settings.is_private = TRUE;
      od_notifications_set_settings (f->notifications, &f->settings);
      od_fake_alerts_raise (f->alerts, kinds[i].kind, kinds[i].clock, 1, now_us, now_us);
      g_assert_cmpstr (get (f, 1)->title, ==, kinds[i].private_title);
      od_notifications_dismissed (f->notifications, 1);
      pass (f, 20 * S); /* or it were a burst */
    }
}

static void
test_private_shows_nothing_of_people (Fixture *f, gconstpointer data)
{
  const OdNotice *notice;

  f->settings.is_private = TRUE;
  od_notifications_set_settings (f->notifications, &f->settings);
  write_now (f, 1, "my password is 1234");
  notice = get (f, 1);
  g_assert_cmpstr (notice->title, ==, "New message");
  g_assert_cmpstr (notice->body, ==, "webchat");
  g_assert_null (notice->person);
  g_assert_cmpstr (notice->initials, ==, "");
  for (gint64 id = 2; id <= 9; id++)
    write_now (f, id, "my password is 1234");
  pass (f, 1 * S);
  g_assert_null (strstr (get (f, OD_NOTICE_SUMMARY)->body, "Customer"));
}

static void
test_hostile_text (Fixture *f, gconstpointer data)
{
  OdAlertSubject *subject = od_fake_alerts_get (f->alerts, 1);
  g_autofree char *endless = g_strnfill (5000, 'x');
  g_autofree char *text = g_strconcat ("\xe2\x80\xae"
                                       "evil\x1b[31m\a\r\n\n\nlines ",
                                       endless, NULL);
  const OdNotice *notice;

  g_free (subject->name);
  subject->name = g_strconcat ("\xe2\x80\xae", endless, NULL);
  write_now (f, 1, text);
  notice = get (f, 1);
  g_assert_cmpint (g_utf8_strlen (notice->title, -1), <=, OD_LIMIT_ALERT_NAME_GRAPHEMES + 1);
  g_assert_cmpint (g_utf8_strlen (notice->body, -1), <=, OD_LIMIT_ALERT_LINE_GRAPHEMES);
  g_assert_null (strstr (notice->body, "\xe2\x80\xae"));
  g_assert_null (strstr (notice->title, "\xe2\x80\xae"));
  for (const char *p = notice->body; *p != '\0'; p++)
    g_assert_false (g_ascii_iscntrl (*p));
}

/* ---- Many ---- */

static void
test_burst_is_summed_up (Fixture *f, gconstpointer data)
{
  const OdNotice *summary;

  for (gint64 id = 1; id <= 3; id++)
    write_now (f, id, "Hello");
  for (gint64 id = 4; id <= 7; id++)
    for (guint i = 0; i < 2; i++)
      write_now (f, id, "Hello");
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 3);
  pass (f, 1 * S);
  summary = get (f, OD_NOTICE_SUMMARY);
  g_assert_cmpstr (summary->title, ==, "8 new from 4 customers");
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 4);
  g_assert_false (summary->has_buttons);
  g_assert_nonnull (strstr (summary->body, "Customer 4"));

  /* One that is answered elsewhere makes it less; when all are, it goes. */
  od_fake_alerts_get (f->alerts, 4)->n_unread = 0;
  od_fake_alerts_tell (f->alerts, 4);
  pass (f, 1 * S);
  g_assert_cmpstr (get (f, OD_NOTICE_SUMMARY)->title, ==, "6 new from 3 customers");
  g_assert_null (get (f, OD_NOTICE_SUMMARY)->sound);
  for (gint64 id = 5; id <= 7; id++)
    {
      od_fake_alerts_get (f->alerts, id)->n_unread = 0;
      od_fake_alerts_tell (f->alerts, id);
    }
  pass (f, 1 * S);
  g_assert_null (get (f, OD_NOTICE_SUMMARY));
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 3);
}

static void
test_flood_of_one_is_one (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 500; i++)
    write_now (f, 1 + i % 9, "again and again");
  pass (f, 2 * S);
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, OD_LIMIT_ALERT_BURST + 1);
  g_assert_cmpuint (f->n_heard, ==, OD_LIMIT_ALERT_BURST + 1);
}

static void
test_summary_goes_when_the_desk_is_looked_at (Fixture *f, gconstpointer data)
{
  for (gint64 id = 1; id <= 9; id++)
    write_now (f, id, "Hello");
  pass (f, 1 * S);
  g_assert_nonnull (get (f, OD_NOTICE_SUMMARY));
  od_notifications_look (f->notifications, FALSE);
  g_assert_nonnull (get (f, OD_NOTICE_SUMMARY));
  od_notifications_look (f->notifications, TRUE);
  g_assert_null (get (f, OD_NOTICE_SUMMARY));
  g_assert_nonnull (get (f, 1)); /* that is not in front */
  g_assert_false (od_fake_alerts_is_watched (f->alerts, 9));
  pass (f, 20 * S);
  write_now (f, 9, "Still here");
  g_assert_nonnull (get (f, 9));
}

static void
test_start_says_one_sentence (Fixture *f, gconstpointer data)
{
  for (gint64 id = 1; id <= 4; id++)
    od_fake_alerts_get (f->alerts, id)->n_unread = 2;
  od_notifications_start (f->notifications);
  settle ();
  g_assert_cmpstr (get (f, OD_NOTICE_SUMMARY)->title, ==, "8 new from 4 customers");

  /* What the accounts then bring from before is in it, too. */
  od_fake_alerts_write (f->alerts, 5, "from the night", NOW_US - HOUR);
  od_fake_alerts_write (f->alerts, 6, "from the night", NOW_US - HOUR);
  pass (f, 1 * S);
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 1);
  g_assert_cmpstr (get (f, OD_NOTICE_SUMMARY)->title, ==, "10 new from 6 customers");
  g_assert_cmpuint (f->n_arrived, ==, 0);
  write_now (f, 7, "just now");
  g_assert_nonnull (get (f, 7));
}

static void
test_start_with_nothing_says_nothing (Fixture *f, gconstpointer data)
{
  od_notifications_start (f->notifications);
  settle ();
  g_assert_cmpuint (f->n_shown, ==, 0);
  g_assert_cmpuint (od_fake_alerts_get_n_counted (f->alerts), ==, 1);
}

static void
test_sleep_is_one_summary (Fixture *f, gconstpointer data)
{
  gint64 written_us = NOW_US + S;

  pass (f, 4 * HOUR);
  for (gint64 id = 1; id <= 5; id++)
    od_fake_alerts_write (f->alerts, id, "while you slept", written_us);
  od_fake_alerts_raise (f->alerts, OD_ALERT_BREACH, OD_ALERT_CLOCK_FIRST, 1, od_clock_get_real_us (f->clock),
                        NOW_US + 60 * S);
  pass (f, 1 * S);
  g_assert_cmpuint (g_hash_table_size (f->shown), ==, 1);
  g_assert_cmpuint (f->n_heard, ==, 1);
  g_assert_cmpstr (get (f, OD_NOTICE_SUMMARY)->title, ==, "5 new from 5 customers");
}

static void
test_quiet_hours_end_with_a_summary (Fixture *f, gconstpointer data)
{
  f->settings.quiet = (OdQuietHours){
    .from_min = 9 * 60, .to_min = 11 * 60, .days = OD_QUIET_ALL_DAYS, .is_on = TRUE, .breach_breaks = TRUE
  };
  od_notifications_set_settings (f->notifications, &f->settings);
  for (gint64 id = 1; id <= 3; id++)
    write_now (f, id, "Hello");
  g_assert_cmpuint (f->n_shown, ==, 0);
  od_fake_alerts_raise (f->alerts, OD_ALERT_BREACH, OD_ALERT_CLOCK_FIRST, 1, NOW_US, NOW_US);
  g_assert_nonnull (get (f, 1));
  g_assert_cmpuint (f->n_shown, ==, 1);
  pass (f, HOUR - S);
  g_assert_cmpuint (f->n_shown, ==, 1);
  pass (f, S);
  g_assert_cmpstr (get (f, OD_NOTICE_SUMMARY)->title, ==, "3 new from 3 customers");
}

/* ---- Again and again ---- */

static void
test_repeats_until_answered (Fixture *f, gconstpointer data)
{
  f->settings.repeat_s = 60;
  od_notifications_set_settings (f->notifications, &f->settings);
  write_now (f, 1, "Hello");
  pass (f, 59 * S);
  g_assert_cmpuint (f->n_shown, ==, 1);
  pass (f, 1 * S);
  g_assert_cmpuint (f->n_shown, ==, 2);
  g_assert_cmpuint (f->n_heard, ==, 2);
  od_notifications_dismissed (f->notifications, 1); /* closed is not answered */
  pass (f, 60 * S);
  g_assert_cmpuint (f->n_shown, ==, 3);
  od_notifications_set_desktop_quiet (f->notifications, TRUE);
  pass (f, 60 * S);
  g_assert_cmpuint (f->n_shown, ==, 3);
  od_notifications_set_desktop_quiet (f->notifications, FALSE);
  od_fake_alerts_get (f->alerts, 1)->waiting_since_us = 0;
  od_fake_alerts_tell (f->alerts, 1);
  g_assert_null (get (f, 1));
  pass (f, HOUR);
  g_assert_cmpuint (f->n_shown, ==, 3);
}

static void
test_dismissed_is_not_told_again (Fixture *f, gconstpointer data)
{
  write_now (f, 1, "Hello");
  od_notifications_dismissed (f->notifications, 1);
  g_assert_false (od_fake_alerts_is_watched (f->alerts, 1));
  pass (f, HOUR);
  g_assert_cmpuint (f->n_shown, ==, 1);
  write_now (f, 1, "Hello?");
  g_assert_cmpuint (f->n_shown, ==, 2);
}

static void
test_left_behind_at_the_end (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) few = NULL, many = NULL;

  write_now (f, 1, "Hello");
  write_now (f, 2, "Hello");
  few = od_notifications_list_due (f->notifications);
  g_assert_cmpuint (few->len, ==, 2);
  for (gint64 id = 3; id <= 9; id++)
    {
      pass (f, 20 * S);
      write_now (f, id, "Hello");
    }
  many = od_notifications_list_due (f->notifications);
  g_assert_cmpuint (many->len, ==, 1);
  g_assert_cmpstr (((OdNotice *) many->pdata[0])->title, ==, "9 new from 9 customers");
}

#define ADD(name, func) g_test_add ("/notifications/" name, Fixture, NULL, set_up, func, tear_down)

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
  ADD ("start-says-one-sentence", test_start_says_one_sentence);
  ADD ("start-with-nothing-says-nothing", test_start_with_nothing_says_nothing);
  ADD ("sleep-is-one-summary", test_sleep_is_one_summary);
  ADD ("quiet-hours-end-with-a-summary", test_quiet_hours_end_with_a_summary);
  ADD ("repeats-until-answered", test_repeats_until_answered);
  ADD ("dismissed-is-not-told-again", test_dismissed_is_not_told_again);
  ADD ("left-behind-at-the-end", test_left_behind_at_the_end);
  return g_test_run ();
}
