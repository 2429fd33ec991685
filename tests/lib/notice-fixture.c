/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notice-fixture.h"

static void
show_cb (OdNotifications *notifications, const OdNotice *notice, NoticeFixture *f)
{
  f->n_shown++;
  f->n_heard += notice->sound != NULL;
  g_hash_table_insert (f->shown, g_memdup2 (&notice->id, sizeof notice->id), od_notice_copy (notice));
}

static void
withdraw_cb (OdNotifications *notifications, gint64 id, NoticeFixture *f)
{
  f->n_withdrawn++;
  g_assert_true (g_hash_table_remove (f->shown, &id)); /* nothing is taken back that isn't there */
}

static void
arrived_cb (OdNotifications *notifications, const OdAlertSubject *subject, NoticeFixture *f)
{
  f->n_arrived++;
}

static gboolean
in_front_cb (gint64 id, gpointer user_data)
{
  return id == ((NoticeFixture *) user_data)->in_front_id;
}

void
notice_fixture_set_up (NoticeFixture *f, gconstpointer data)
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

void
notice_fixture_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
notice_fixture_tear_down (NoticeFixture *f, gconstpointer data)
{
  notice_fixture_settle ();
  g_assert_finalize_object (g_steal_pointer (&f->notifications));
  od_desk_unref (f->desk);
  g_assert_finalize_object (g_steal_pointer (&f->alerts));
  g_assert_finalize_object (g_steal_pointer (&f->clock));
  g_hash_table_unref (f->shown);
}

const OdNotice *
notice_fixture_get (NoticeFixture *f, gint64 id)
{
  return g_hash_table_lookup (f->shown, &id);
}

void
notice_fixture_pass (NoticeFixture *f, gint64 us)
{
  od_clock_advance (f->clock, us);
  notice_fixture_settle ();
}

void
notice_fixture_write (NoticeFixture *f, gint64 id, const char *text)
{
  od_fake_alerts_write (f->alerts, id, text, od_clock_get_real_us (f->clock));
}

void
notice_fixture_break_promise (NoticeFixture *f, gint64 id, gint64 due_us)
{
  if (od_fake_alerts_get (f->alerts, id)->waiting_since_us == 0)
    od_fake_alerts_get (f->alerts, id)->waiting_since_us = due_us - 60 * S;
  od_fake_alerts_raise (f->alerts, OD_ALERT_BREACH, OD_ALERT_CLOCK_FIRST, id, od_clock_get_real_us (f->clock), due_us);
}
