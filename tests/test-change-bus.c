/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-change-bus.h"
#include "od-limits.h"

typedef struct {
  OdClock *clock;
  OdChangeBus *bus;
  guint n_committed;
  guint n_changed;
  OdChangeSet *last; /* (nullable) */
} Fixture;

static void
committed_cb (OdChangeBus *bus, OdChangeSet *changes, gpointer user_data)
{
  ((Fixture *) user_data)->n_committed++;
}

static void
changed_cb (OdChangeFeed *feed, OdChangeSet *changes, gpointer user_data)
{
  Fixture *f = user_data;

  f->n_changed++;
  g_clear_pointer (&f->last, od_change_set_unref);
  f->last = od_change_set_ref (changes);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->clock = od_clock_new_fake (1000);
  f->bus = od_change_bus_new (f->clock);
  g_signal_connect (f->bus, "committed", G_CALLBACK (committed_cb), f);
  g_signal_connect (f->bus, "changed", G_CALLBACK (changed_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->last, od_change_set_unref);
  g_assert_finalize_object (g_steal_pointer (&f->bus));
  g_assert_finalize_object (g_steal_pointer (&f->clock));
}

static void
test_first_goes_out_at_once (Fixture *f, gconstpointer data)
{
  od_change_bus_publish_id (f->bus, OD_CHANGE_CONVERSATION, 1);
  g_assert_cmpuint (f->n_changed, ==, 1);
  g_assert_true (od_change_set_has (f->last, OD_CHANGE_CONVERSATION, 1));
}

static void
test_frame_is_joined (Fixture *f, gconstpointer data)
{
  guint n;

  od_change_bus_publish_id (f->bus, OD_CHANGE_CONVERSATION, 1);
  od_change_bus_publish_id (f->bus, OD_CHANGE_CONVERSATION, 2);
  od_change_bus_publish_id (f->bus, OD_CHANGE_MESSAGE, 7);
  od_change_bus_publish_id (f->bus, OD_CHANGE_CONVERSATION, 2);
  g_assert_cmpuint (f->n_changed, ==, 1);
  g_assert_cmpuint (f->n_committed, ==, 4); /* services hear each */
  od_clock_advance (f->clock, 20 * 1000);
  g_assert_cmpuint (f->n_changed, ==, 2);
  od_change_set_get (f->last, OD_CHANGE_CONVERSATION, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (od_change_set_has (f->last, OD_CHANGE_MESSAGE, 7));
  od_clock_advance (f->clock, G_USEC_PER_SEC);
  g_assert_cmpuint (f->n_changed, ==, 2); /* nothing is said twice */
}

static void
test_flood (Fixture *f, gconstpointer data)
{
  const guint seconds = 10;
  guint before;

  for (guint ms = 0; ms < seconds * 1000; ms++)
    {
      od_change_bus_publish_id (f->bus, OD_CHANGE_CONVERSATION, 1 + ms);
      od_clock_advance (f->clock, 1000);
    }
  /* A second's worth is free after a quiet time, then a quarter of a second each. */
  g_assert_cmpuint (f->n_changed, <=, (seconds + 1) * OD_LIMIT_REFRESHES_PER_S);
  g_assert_cmpuint (f->n_changed, >=, seconds * OD_LIMIT_REFRESHES_PER_S);
  before = f->n_changed;
  od_clock_advance (f->clock, G_USEC_PER_SEC);
  g_assert_cmpuint (f->n_changed, ==, before + 1);
  g_assert_true (od_change_set_has (f->last, OD_CHANGE_CONVERSATION, seconds * 1000));
}

static void
test_published_set_is_not_changed (Fixture *f, gconstpointer data)
{
  g_autoptr (OdChangeSet) first = od_change_set_new ();

  od_change_set_add (first, OD_CHANGE_CUSTOMER, 1);
  od_change_bus_publish_id (f->bus, OD_CHANGE_CUSTOMER, 5);
  od_change_bus_publish (f->bus, first);
  od_change_bus_publish_id (f->bus, OD_CHANGE_CUSTOMER, 2);
  g_assert_false (od_change_set_has (first, OD_CHANGE_CUSTOMER, 2));
}

static void
test_stopped_says_nothing (Fixture *f, gconstpointer data)
{
  od_change_bus_publish_id (f->bus, OD_CHANGE_CUSTOMER, 1);
  od_change_bus_publish_id (f->bus, OD_CHANGE_CUSTOMER, 2);
  od_change_bus_stop (f->bus);
  od_change_bus_publish_id (f->bus, OD_CHANGE_CUSTOMER, 3);
  od_clock_advance (f->clock, G_USEC_PER_SEC);
  g_assert_cmpuint (f->n_changed, ==, 1);
  g_assert_cmpuint (f->n_committed, ==, 2);
}

#define ADD(path, func) g_test_add ("/change-bus/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("first", test_first_goes_out_at_once);
  ADD ("frame", test_frame_is_joined);
  ADD ("flood", test_flood);
  ADD ("unchanged", test_published_set_is_not_changed);
  ADD ("stopped", test_stopped_says_nothing);
  return g_test_run ();
}
