/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-id-set.h"

static void
test_each_is_there_once (void)
{
  g_autoptr (OdIdSet) set = od_id_set_new (0);
  const gint64 ids[] = { 1, -1, 0, G_MAXINT64, G_MININT64, (gint64) 1 << 32, 1 };

  g_assert_false (od_id_set_contains (set, 0));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpint (od_id_set_add (set, ids[i]), ==, i < 6);
  g_assert_cmpuint (od_id_set_get_n (set), ==, 6);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_true (od_id_set_contains (set, ids[i]));
  g_assert_false (od_id_set_contains (set, 2));
}

/* Whatever it was made for, and however the ids are spaced, it says what a hash table says. */
static void
test_it_agrees_with_a_hash_table (void)
{
  static const gint64 steps[] = { 1, 2, 7919, 4096, (gint64) 1 << 33 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (OdIdSet) set = od_id_set_new (i * 100);
      g_autoptr (GHashTable) table = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

      for (guint j = 0; j < 20000; j++)
        {
          gint64 id = steps[i] * g_test_rand_int_range (1, 30000);

          g_assert_cmpint (od_id_set_contains (set, id), ==, g_hash_table_contains (table, &id));
          g_assert_cmpint (od_id_set_add (set, id), ==, g_hash_table_add (table, g_memdup2 (&id, sizeof id)));
        }
      g_assert_cmpuint (od_id_set_get_n (set), ==, g_hash_table_size (table));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id-set/each-is-there-once", test_each_is_there_once);
  g_test_add_func ("/id-set/it-agrees-with-a-hash-table", test_it_agrees_with_a_hash_table);
  return g_test_run ();
}
