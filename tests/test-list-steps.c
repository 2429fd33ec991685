/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-list-steps.h"

#include <string.h>

static GArray *
count_up (guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 i = 1; i <= n; i++)
    g_array_append_val (ids, i);
  return ids;
}

#define ANOTHER_LIST G_MAXUINT

/* Makes the steps, and returns how many there were. */
static guint
check (GArray *old, GArray *fresh)
{
  g_autoptr (GArray) steps = od_list_steps_find ((const gint64 *) (gpointer) old->data, old->len,
                                                 (const gint64 *) (gpointer) fresh->data, fresh->len);
  g_autoptr (GArray) ids = g_array_ref (old);

  if (steps == NULL)
    return ANOTHER_LIST;
  for (guint i = 0; i < steps->len; i++)
    {
      const OdListStep *step = &g_array_index (steps, OdListStep, i);
      GArray *next;

      g_assert_cmpuint (step->position + step->removed, <=, ids->len);
      g_assert_cmpuint (step->position + step->added, <=, fresh->len);
      next = od_list_steps_apply (step, ids, fresh);
      g_array_unref (ids);
      ids = next;
    }
  g_assert_cmpmem (ids->data, ids->len * sizeof (gint64), fresh->data, fresh->len * sizeof (gint64));
  return steps->len;
}

static void
move (GArray *ids, guint from, guint to)
{
  gint64 id = g_array_index (ids, gint64, from);

  g_array_remove_index (ids, from);
  g_array_insert_val (ids, to, id);
}

static void
test_little_is_one_step (void)
{
  g_autoptr (GArray) old = count_up (100000), fresh = count_up (100000);

  g_assert_cmpuint (check (old, fresh), ==, 0);
  move (fresh, 4, 0);
  g_assert_cmpuint (check (old, fresh), ==, 1);
}

/* Each would be an object per row between its places. */
static void
test_far_moves_are_small_steps (void)
{
  g_autoptr (GArray) old = count_up (100000), fresh = count_up (100000);
  g_autoptr (GArray) steps = NULL;

  move (fresh, 50000, 0);
  move (fresh, 3, 70000);
  move (fresh, 99999, 10);
  g_array_remove_index (fresh, 30000);
  g_assert_cmpuint (check (old, fresh), <=, 8);
  steps = od_list_steps_find ((const gint64 *) (gpointer) old->data, old->len, (const gint64 *) (gpointer) fresh->data,
                              fresh->len);
  for (guint i = 0; i < steps->len; i++)
    g_assert_cmpuint (g_array_index (steps, OdListStep, i).added, <=, 1);
}

static void
test_another_list_is_no_change_of_rows (void)
{
  g_autoptr (GArray) old = count_up (100000), fresh = count_up (60000);

  for (guint i = 0; i < fresh->len; i++)
    g_array_index (fresh, gint64, i) = (gint64) (i * 7919 % 60000) + 1;
  g_assert_cmpuint (check (old, fresh), ==, ANOTHER_LIST);
  g_array_set_size (fresh, 0);
  g_assert_cmpuint (check (old, fresh), ==, 1);
  g_assert_cmpuint (check (fresh, old), ==, 1);
}

static void
test_any_change_arrives (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GArray) old = count_up ((guint) g_test_rand_int_range (0, 900));
      g_autoptr (GArray) fresh = g_array_copy (old);
      int n_changes = g_test_rand_int_range (0, 100);

      for (int i = 0; i < n_changes; i++)
        {
          gint64 id = 10000 + i;

          if (fresh->len > 1 && g_test_rand_bit ())
            move (fresh, (guint) g_test_rand_int_range (0, (int) fresh->len),
                  (guint) g_test_rand_int_range (0, (int) fresh->len));
          else if (fresh->len > 0 && g_test_rand_bit ())
            g_array_remove_index (fresh, (guint) g_test_rand_int_range (0, (int) fresh->len));
          else
            g_array_insert_val (fresh, (guint) g_test_rand_int_range (0, (int) fresh->len + 1), id);
        }
      check (old, fresh);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-steps/little-is-one-step", test_little_is_one_step);
  g_test_add_func ("/list-steps/far-moves-are-small-steps", test_far_moves_are_small_steps);
  g_test_add_func ("/list-steps/another-list-is-no-change-of-rows", test_another_list_is_no_change_of_rows);
  g_test_add_func ("/list-steps/any-change-arrives", test_any_change_arrives);
  return g_test_run ();
}
