/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-item.h"
#include "od-thread-folds.h"

typedef struct {
  GListStore *thread;
  OdThreadFolds *folds;
  guint n_changes;
} Fixture;

static OdMessageItem *
make (gint64 id, OdTimelineKind kind, OdThreadMarks marks)
{
  OdMessageRow *row = g_new0 (OdMessageRow, 1);
  OdMessageItem *item;

  row->id = id;
  row->kind = kind;
  row->author = g_strdup ("");
  row->body = g_strdup ("");
  item = od_message_item_new (row);
  od_message_item_set_marks (item, marks);
  return item;
}

/* One letter a row: m: message, e: event, d: event of another day. Ids count from @first_id. */
static void
insert (Fixture *fixture, guint position, const char *rows, gint64 first_id)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; rows[i] != '\0'; i++)
    g_ptr_array_add (items, make (first_id + i, rows[i] == 'm' ? OD_TIMELINE_IN : OD_TIMELINE_EVENT,
                                  rows[i] == 'd' ? OD_THREAD_MARK_DAY : 0));
  g_list_store_splice (fixture->thread, position, 0, items->pdata, items->len);
}

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->thread = g_list_store_new (OD_TYPE_MESSAGE_ITEM);
  insert (fixture, 0, data, 1);
  fixture->folds = od_thread_folds_new (G_LIST_MODEL (fixture->thread));
  g_signal_connect_swapped (fixture->folds, "items-changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->folds);
  g_assert_finalize_object (fixture->thread);
}

/* The ids that are shown; "4*3" stands for three events, "4+3" is unfolded. */
static void
assert_shown (Fixture *fixture, const char *expected)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->folds));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OdMessageItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->folds), i);
      gboolean is_unfolded;
      guint n_events = od_message_item_get_fold (item, &is_unfolded);

      g_string_append_printf (shown, "%s%d", i > 0 ? " " : "", (int) od_message_item_get_id (item));
      if (n_events > 0)
        g_string_append_printf (shown, "%c%u", is_unfolded ? '+' : '*', n_events);
    }
  g_assert_cmpstr (shown->str, ==, expected);
}

static void
test_two_are_no_run (Fixture *fixture, gconstpointer data)
{
  assert_shown (fixture, "1 2 3 4");
}

static void
test_three_are_one_line (Fixture *fixture, gconstpointer data)
{
  guint position = 99;

  assert_shown (fixture, "1 2*3 5 6*4");
  g_assert_true (od_thread_folds_find (fixture->folds, 5, &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_true (od_thread_folds_find (fixture->folds, 4, &position)); /* what stands for it */
  g_assert_cmpuint (position, ==, 1);
  g_assert_true (od_thread_folds_find (fixture->folds, 9, &position));
  g_assert_cmpuint (position, ==, 3);
  g_assert_false (od_thread_folds_find (fixture->folds, 77, &position));
}

static void
test_a_day_parts_a_run (Fixture *fixture, gconstpointer data)
{
  assert_shown (fixture, "1*3 4*3");
}

static void
test_unfolds_and_remembers (Fixture *fixture, gconstpointer data)
{
  od_thread_folds_toggle (fixture->folds, 2);
  assert_shown (fixture, "1 2+3 3 4 5 6*4");
  insert (fixture, 0, "ee", 101); /* older ones, not of that run: a message stands between */
  assert_shown (fixture, "101 102 1 2+3 3 4 5 6*4");
  g_list_store_remove (fixture->thread, 2);
  assert_shown (fixture, "101+5 102 2 3 4 5 6*4"); /* now it is one run, and stays open */
  od_thread_folds_toggle (fixture->folds, 101);
  assert_shown (fixture, "101*5 5 6*4");
  od_thread_folds_toggle (fixture->folds, 101);
  od_thread_folds_close_all (fixture->folds);
  assert_shown (fixture, "101*5 5 6*4");
}

static void
test_grows_at_the_end (Fixture *fixture, gconstpointer data)
{
  assert_shown (fixture, "1 2 3");
  insert (fixture, 3, "e", 4);
  assert_shown (fixture, "1 2*3");
  fixture->n_changes = 0;
  insert (fixture, 4, "e", 5);
  assert_shown (fixture, "1 2*4");
  g_assert_cmpuint (fixture->n_changes, ==, 0); /* the same row, with another number */
  insert (fixture, 5, "m", 6);
  assert_shown (fixture, "1 2*4 6");
  g_assert_cmpuint (fixture->n_changes, ==, 1);
}

int
main (int argc, char **argv)
{
#define TEST(name, rows, func) g_test_add ("/thread-folds/" name, Fixture, rows, set_up, func, tear_down)

  g_test_init (&argc, &argv, NULL);
  TEST ("two", "meem", test_two_are_no_run);
  TEST ("three", "meeemeeee", test_three_are_one_line);
  TEST ("day", "eeedee", test_a_day_parts_a_run);
  TEST ("unfold", "meeemeeee", test_unfolds_and_remembers);
  TEST ("grow", "mee", test_grows_at_the_end);
#undef TEST
  return g_test_run ();
}
