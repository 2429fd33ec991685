/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-change-set.h"

static void
test_each_id_once_in_order (void)
{
  g_autoptr (OdChangeSet) set = od_change_set_new ();
  const gint64 *ids;
  guint n_ids;

  g_assert_true (od_change_set_is_empty (set));
  od_change_set_add (set, OD_CHANGE_MESSAGE, 9);
  od_change_set_add (set, OD_CHANGE_MESSAGE, 4);
  od_change_set_add (set, OD_CHANGE_MESSAGE, 9);
  od_change_set_add (set, OD_CHANGE_CUSTOMER, 9);
  ids = od_change_set_get (set, OD_CHANGE_MESSAGE, &n_ids);
  g_assert_cmpuint (n_ids, ==, 2);
  g_assert_cmpint (ids[0], ==, 9);
  g_assert_cmpint (ids[1], ==, 4);
  g_assert_true (od_change_set_has (set, OD_CHANGE_CUSTOMER, 9));
  g_assert_false (od_change_set_has (set, OD_CHANGE_CUSTOMER, 4));
  g_assert_null (od_change_set_get (set, OD_CHANGE_ACCOUNT, &n_ids));
  g_assert_cmpuint (n_ids, ==, 0);
  g_assert_false (od_change_set_is_empty (set));
}

static void
test_merging_loses_nothing (void)
{
  g_autoptr (OdChangeSet) all = od_change_set_new ();

  for (gint64 i = 0; i < 100; i++)
    {
      g_autoptr (OdChangeSet) one = od_change_set_new ();

      od_change_set_add (one, (OdChangeKind) (i % OD_N_CHANGE), i);
      od_change_set_add (one, OD_CHANGE_CONVERSATION, 7);
      od_change_set_merge (all, one);
    }
  for (gint64 i = 0; i < 100; i++)
    g_assert_true (od_change_set_has (all, (OdChangeKind) (i % OD_N_CHANGE), i));
}

static gpointer
reader_thread (gpointer data)
{
  OdChangeSet *set = data;

  for (guint i = 0; i < 10000; i++)
    {
      od_change_set_ref (set);
      g_assert_true (od_change_set_has (set, OD_CHANGE_STREAM, 1));
      od_change_set_unref (set);
    }
  od_change_set_unref (set);
  return NULL;
}

static void
test_many_threads_may_read (void)
{
  OdChangeSet *set = od_change_set_new ();
  GThread *threads[4];

  od_change_set_add (set, OD_CHANGE_STREAM, 1);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", reader_thread, od_change_set_ref (set));
  od_change_set_unref (set);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change-set/each-id-once-in-order", test_each_id_once_in_order);
  g_test_add_func ("/change-set/merging-loses-nothing", test_merging_loses_nothing);
  g_test_add_func ("/change-set/many-threads-may-read", test_many_threads_may_read);
  return g_test_run ();
}
