/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-clock.h"

#include <string.h>

#define S ((gint64) G_USEC_PER_SEC)
#define NOW G_GINT64_CONSTANT (1772967909000000)

typedef struct {
  OdClock *clock;
  GString *told;
  gint64 start_us;
  guint other_id;
  guint n_left; /* runs until it stops */
} Note;

static gboolean
note_cb (gpointer user_data)
{
  Note *note = user_data;

  g_string_append_printf (note->told, "%d ", (int) ((od_clock_get_monotonic_us (note->clock) - note->start_us) / S));
  return note->n_left-- > 1 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
freed_cb (gpointer user_data)
{
  Note *note = user_data;

  g_string_append (note->told, "freed ");
}

static void
jumped_cb (OdClock *clock, gint64 by_us, GString *told)
{
  g_string_append_printf (told, "%d ", (int) (by_us / S));
}

static void
test_fake_stands_still (void)
{
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW);
  gint64 start_us = od_clock_get_monotonic_us (clock);

  g_assert_cmpint (od_clock_get_real_us (clock), ==, NOW);
  g_assert_cmpint (od_clock_get_real_us (clock), ==, NOW);
  od_clock_advance (clock, 5 * S);
  g_assert_cmpint (od_clock_get_real_us (clock), ==, NOW + 5 * S);
  g_assert_cmpint (od_clock_get_monotonic_us (clock), ==, start_us + 5 * S);
  od_clock_set (clock, NOW - 100 * S);
  g_assert_cmpint (od_clock_get_real_us (clock), ==, NOW - 100 * S);
  g_assert_cmpint (od_clock_get_monotonic_us (clock), ==, start_us + 5 * S);
}

static void
test_fake_fires_in_order_each_at_its_moment (void)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW);
  Note late = { clock, told, od_clock_get_monotonic_us (clock), 0, 1 };
  Note twice = { clock, told, late.start_us, 0, 2 };
  Note soon = { clock, told, late.start_us, 0, 1 };

  g_assert_cmpuint (od_clock_add_timeout (clock, 30 * S, note_cb, &late, NULL), >, 0);
  od_clock_add_timeout (clock, 10 * S, note_cb, &twice, NULL);
  od_clock_add_timeout (clock, 0, note_cb, &soon, freed_cb);
  g_assert_cmpstr (told->str, ==, "");
  od_clock_advance (clock, 0);
  g_assert_cmpstr (told->str, ==, "0 freed ");
  od_clock_advance (clock, 10 * S - 1);
  g_assert_cmpstr (told->str, ==, "0 freed ");
  od_clock_advance (clock, 1);
  g_assert_cmpstr (told->str, ==, "0 freed 10 ");
  od_clock_advance (clock, 100 * S);
  g_assert_cmpstr (told->str, ==, "0 freed 10 20 30 ");
  g_assert_cmpint (od_clock_get_monotonic_us (clock), ==, late.start_us + 110 * S);
  od_clock_advance (clock, 100 * S);
  g_assert_cmpstr (told->str, ==, "0 freed 10 20 30 ");
}

static gboolean
chain_cb (gpointer user_data)
{
  Note *note = user_data;

  note_cb (note);
  if (od_clock_get_monotonic_us (note->clock) - note->start_us < 3 * S)
    od_clock_add_timeout (note->clock, 1 * S, chain_cb, note, NULL);
  return G_SOURCE_REMOVE;
}

static void
test_fake_fires_what_is_added_on_the_way (void)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW);
  Note note = { clock, told, od_clock_get_monotonic_us (clock), 0, 1 };

  od_clock_add_timeout (clock, 1 * S, chain_cb, &note, NULL);
  od_clock_advance (clock, 60 * S);
  g_assert_cmpstr (told->str, ==, "1 2 3 ");
}

static gboolean
remove_cb (gpointer user_data)
{
  Note *note = user_data;

  g_assert_true (od_clock_remove_timeout (note->clock, note->other_id));
  g_string_append (note->told, "still-here "); /* also when it removed itself: freed only afterwards */
  return G_SOURCE_CONTINUE;
}

static void
test_removing (void)
{
  for (gboolean is_fake = FALSE; is_fake <= TRUE; is_fake++)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      g_autoptr (OdClock) clock = is_fake ? od_clock_new_fake (NOW) : od_clock_new ();
      Note self = { clock, told, od_clock_get_monotonic_us (clock), 0, 1 };
      Note other = self;
      guint other_id;

      self.other_id = od_clock_add_timeout (clock, 1000, remove_cb, &self, freed_cb);
      other_id = od_clock_add_timeout (clock, 0, note_cb, &other, freed_cb);
      g_assert_true (od_clock_remove_timeout (clock, other_id));
      g_assert_false (od_clock_remove_timeout (clock, other_id));
      if (is_fake)
        od_clock_advance (clock, S);
      else
        while (strstr (told->str, "still-here") == NULL)
          g_main_context_iteration (NULL, TRUE);
      g_assert_cmpstr (told->str, ==, "freed still-here freed ");
      g_assert_false (od_clock_remove_timeout (clock, self.other_id));
      g_assert_finalize_object (g_steal_pointer (&clock));
    }
}

static void
test_a_clock_takes_its_timeouts_along (void)
{
  for (gboolean is_fake = FALSE; is_fake <= TRUE; is_fake++)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      g_autoptr (OdClock) clock = is_fake ? od_clock_new_fake (NOW) : od_clock_new ();
      Note note = { clock, told, 0, 0, 1 };

      od_clock_add_timeout (clock, 0, note_cb, &note, freed_cb);
      g_assert_finalize_object (g_steal_pointer (&clock));
      g_assert_cmpstr (told->str, ==, "freed ");
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpstr (told->str, ==, "freed ");
    }
}

static gboolean
drop_cb (gpointer user_data)
{
  OdClock **clock = user_data;

  g_clear_object (clock);
  return G_SOURCE_REMOVE;
}

static void
test_a_callback_may_drop_the_clock (void)
{
  OdClock *clock = od_clock_new_fake (NOW);

  od_clock_add_timeout (clock, 1, drop_cb, &clock, NULL);
  od_clock_add_timeout (clock, 2, drop_cb, &clock, NULL);
  od_clock_advance (clock, S);
  g_assert_null (clock);

  clock = od_clock_new ();
  od_clock_add_timeout (clock, 1, drop_cb, &clock, NULL);
  while (clock != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_jumps_are_told_once (void)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW);

  g_signal_connect (clock, "jumped", G_CALLBACK (jumped_cb), told);
  od_clock_advance (clock, 3600 * S);
  g_assert_false (od_clock_check (clock));
  g_assert_cmpstr (told->str, ==, "");
  od_clock_set (clock, NOW + 7200 * S); /* slept for an hour */
  g_assert_cmpstr (told->str, ==, "3600 ");
  g_assert_false (od_clock_check (clock));
  od_clock_set (clock, NOW); /* set back */
  g_assert_cmpstr (told->str, ==, "3600 -7200 ");
  od_clock_set (clock, NOW + S); /* corrected a little … */
  g_assert_cmpstr (told->str, ==, "3600 -7200 ");
  od_clock_set (clock, NOW + 2 * S); /* … and a little more: it adds up */
  g_assert_cmpstr (told->str, ==, "3600 -7200 2 ");
}

static void
test_real_clock_runs (void)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (OdClock) clock = od_clock_new ();
  Note note = { clock, told, od_clock_get_monotonic_us (clock), 0, 3 };
  gint64 real_us = od_clock_get_real_us (clock);

  g_signal_connect (clock, "jumped", G_CALLBACK (jumped_cb), told);
  g_assert_cmpint (real_us, >, NOW);
  od_clock_add_timeout (clock, 1500, note_cb, &note, freed_cb);
  while (strstr (told->str, "freed") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (told->str, ==, "0 0 0 freed ");
  g_assert_cmpint (od_clock_get_monotonic_us (clock) - note.start_us, >=, 3 * 1500);
  g_assert_false (od_clock_check (clock));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/fake/still", test_fake_stands_still);
  g_test_add_func ("/clock/fake/order", test_fake_fires_in_order_each_at_its_moment);
  g_test_add_func ("/clock/fake/chain", test_fake_fires_what_is_added_on_the_way);
  g_test_add_func ("/clock/remove", test_removing);
  g_test_add_func ("/clock/dispose", test_a_clock_takes_its_timeouts_along);
  g_test_add_func ("/clock/drop", test_a_callback_may_drop_the_clock);
  g_test_add_func ("/clock/jumped", test_jumps_are_told_once);
  g_test_add_func ("/clock/real", test_real_clock_runs);
  return g_test_run ();
}
