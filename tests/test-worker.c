/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-worker.h"

#include <string.h>

/* What the jobs of a test share. The gate keeps the first job busy until everything else is queued. */
typedef struct {
  OdWorker *worker;
  GMutex lock;
  GCond changed;
  gboolean is_open;   /* (lock lock): the gate */
  gboolean is_inside; /* (lock lock): a job waits at the gate */
  GString *order;     /* the worker's thread only, until it has stopped */
  guint max;          /* for od_worker_take() */
  gint64 wait_us;
  guint n_taken[8];
  guint n_groups;
  gint64 took_us; /* how long the last od_worker_take() needed */
  guint n_done, n_cancelled, n_closed;
} Bench;

static void
bench_init (Bench *bench)
{
  memset (bench, 0, sizeof *bench);
  g_mutex_init (&bench->lock);
  g_cond_init (&bench->changed);
  bench->order = g_string_new (NULL);
  bench->worker = od_worker_new ("od-test");
}

static void
bench_clear (Bench *bench)
{
  g_clear_object (&bench->worker);
  g_string_free (bench->order, TRUE);
  g_mutex_clear (&bench->lock);
  g_cond_clear (&bench->changed);
}

static void
set_gate (Bench *bench, gboolean is_open)
{
  g_mutex_lock (&bench->lock);
  bench->is_open = is_open;
  g_cond_broadcast (&bench->changed);
  g_mutex_unlock (&bench->lock);
}

static void
wait_until_inside (Bench *bench)
{
  g_mutex_lock (&bench->lock);
  while (!bench->is_inside)
    g_cond_wait (&bench->changed, &bench->lock);
  g_mutex_unlock (&bench->lock);
}

static void
gate_func (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Bench *bench = data;

  g_mutex_lock (&bench->lock);
  bench->is_inside = TRUE;
  g_cond_broadcast (&bench->changed);
  while (!bench->is_open)
    g_cond_wait (&bench->changed, &bench->lock);
  g_mutex_unlock (&bench->lock);
  g_task_return_boolean (task, TRUE);
}

typedef struct {
  Bench *bench;
  char name;
} Item;

static void
note_func (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Item *item = data;

  g_assert_true (od_worker_is_current (item->bench->worker));
  g_string_append_c (item->bench->order, item->name);
  g_task_return_boolean (task, TRUE);
}

static void
group_func (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Item *item = data;
  Bench *bench = item->bench;
  GTask *tasks[8];
  gint64 start_us = g_get_monotonic_time ();
  guint n = od_worker_take (bench->worker, tasks, bench->max, bench->wait_us);

  bench->took_us = g_get_monotonic_time () - start_us;
  bench->n_taken[bench->n_groups++] = n;
  g_string_append_printf (bench->order, "(%c", item->name);
  for (guint i = 0; i < n; i++)
    {
      Item *other = g_task_get_task_data (tasks[i]);

      g_string_append_c (bench->order, other->name);
      g_task_return_boolean (tasks[i], TRUE);
    }
  g_string_append_c (bench->order, ')');
  g_task_return_boolean (task, TRUE);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;

  bench->n_done++;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bench->n_cancelled++;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    bench->n_closed++;
  else
    g_assert_not_reached ();
}

static void
push (Bench *bench, int priority, GTaskThreadFunc func, char name, GCancellable *cancellable)
{
  GTask *task = g_task_new (NULL, cancellable, done_cb, bench);
  Item *item = g_new (Item, 1);

  *item = (Item){ bench, name };
  g_task_set_task_data (task, item, g_free);
  od_worker_push (bench->worker, priority, func, task);
}

static void
push_gate (Bench *bench)
{
  GTask *task = g_task_new (NULL, NULL, done_cb, bench);

  g_task_set_task_data (task, bench, NULL);
  od_worker_push (bench->worker, G_PRIORITY_HIGH, gate_func, task);
  wait_until_inside (bench);
}

static void
iterate_until_done (Bench *bench, guint n)
{
  while (bench->n_done < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_runs_by_priority_then_in_order (void)
{
  Bench bench;

  bench_init (&bench);
  g_assert_false (od_worker_is_current (bench.worker));
  push_gate (&bench);
  push (&bench, G_PRIORITY_LOW, note_func, 'e', NULL);
  push (&bench, G_PRIORITY_DEFAULT, note_func, 'b', NULL);
  push (&bench, G_PRIORITY_DEFAULT, note_func, 'c', NULL);
  push (&bench, G_PRIORITY_HIGH, note_func, 'a', NULL);
  push (&bench, G_PRIORITY_DEFAULT, note_func, 'd', NULL);
  set_gate (&bench, TRUE);
  iterate_until_done (&bench, 6);
  od_worker_stop (bench.worker);
  g_assert_cmpstr (bench.order->str, ==, "abcde");
  bench_clear (&bench);
}

/* Or the suite's timeout ends this. */
static void
test_a_long_queue_costs_nothing (void)
{
  const guint n = 100000;
  Bench bench;

  bench_init (&bench);
  push_gate (&bench);
  for (guint i = 0; i < n; i++)
    push (&bench, 0, note_func, 'a', NULL);
  push (&bench, -1, note_func, 'b', NULL);
  set_gate (&bench, TRUE);
  iterate_until_done (&bench, n + 2);
  od_worker_stop (bench.worker);
  g_assert_cmpuint (bench.order->len, ==, n + 1);
  g_assert_true (bench.order->str[0] == 'b');
  bench_clear (&bench);
}

static void
test_cancelled_tasks_never_run (void)
{
  Bench bench;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  bench_init (&bench);
  push_gate (&bench);
  push (&bench, 0, note_func, 'a', cancellable);
  push (&bench, 0, note_func, 'b', NULL);
  g_cancellable_cancel (cancellable);
  set_gate (&bench, TRUE);
  iterate_until_done (&bench, 3);
  g_assert_cmpuint (bench.n_cancelled, ==, 1);
  od_worker_stop (bench.worker);
  g_assert_cmpstr (bench.order->str, ==, "b");
  bench_clear (&bench);
}

static void
test_stop_runs_what_is_queued_and_refuses_the_rest (void)
{
  Bench bench;

  bench_init (&bench);
  push_gate (&bench);
  push (&bench, G_MAXINT, note_func, 'a', NULL);
  push (&bench, 0, note_func, 'b', NULL);
  set_gate (&bench, TRUE);
  od_worker_stop (bench.worker);
  g_assert_cmpstr (bench.order->str, ==, "ba");
  od_worker_stop (bench.worker);

  push (&bench, 0, note_func, 'c', NULL);
  iterate_until_done (&bench, 4);
  g_assert_cmpuint (bench.n_closed, ==, 1);
  g_assert_cmpstr (bench.order->str, ==, "ba");
  bench_clear (&bench);
}

/* A source object that remembers where it was finalized. */
#define TEST_TYPE_SOURCE (test_source_get_type ())
G_DECLARE_FINAL_TYPE (TestSource, test_source, TEST, SOURCE, GObject)

struct _TestSource {
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (TestSource, test_source, G_TYPE_OBJECT)

static GThread *finalized_on; /* set by an atomic exchange */
static int n_finalized;

static void
test_source_finalize (GObject *object)
{
  g_atomic_pointer_set (&finalized_on, g_thread_self ());
  g_atomic_int_inc (&n_finalized);
  G_OBJECT_CLASS (test_source_parent_class)->finalize (object);
}

static void
test_source_class_init (TestSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_source_finalize;
}

static void
test_source_init (TestSource *self)
{
}

static void
test_last_references_go_home (void)
{
  Bench bench;

  for (guint round = 0; round < 50; round++)
    {
      bench_init (&bench);
      g_atomic_int_set (&n_finalized, 0);
      bench.max = 8;
      if (round % 2 == 0)
        push_gate (&bench);
      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (TestSource) source = g_object_new (TEST_TYPE_SOURCE, NULL);
          GTask *task = g_task_new (source, NULL, NULL, NULL);
          Item *item = g_new (Item, 1);

          *item = (Item){ &bench, 'x' };
          g_task_set_task_data (task, item, g_free);
          od_worker_push (bench.worker, 0, group_func, task);
        }
      set_gate (&bench, TRUE);
      while (g_atomic_int_get (&n_finalized) < 3)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (g_atomic_pointer_get (&finalized_on) == g_thread_self ());
      while (g_main_context_iteration (NULL, FALSE))
        ;
      bench_clear (&bench);
    }
}

static void
test_home_is_where_the_task_was_made (void)
{
  Bench bench;
  g_autoptr (GMainContext) home = g_main_context_new ();

  bench_init (&bench);
  g_main_context_push_thread_default (home);
  push (&bench, 0, note_func, 'a', NULL);
  g_main_context_pop_thread_default (home);
  while (bench.n_done == 0)
    g_main_context_iteration (home, TRUE);
  od_worker_stop (bench.worker);
  while (g_main_context_iteration (home, FALSE))
    ;
  bench_clear (&bench);
}

static void
test_take_groups_what_queued_up (void)
{
  Bench bench;

  bench_init (&bench);
  bench.max = 3;
  push_gate (&bench);
  for (char name = 'a'; name <= 'f'; name++)
    push (&bench, 0, group_func, name, NULL);
  set_gate (&bench, TRUE);
  iterate_until_done (&bench, 7);
  od_worker_stop (bench.worker);
  g_assert_cmpstr (bench.order->str, ==, "(abcd)(ef)");
  bench_clear (&bench);
}

static void
test_take_keeps_the_order_and_the_function (void)
{
  Bench bench;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  bench_init (&bench);
  bench.max = 8;
  push_gate (&bench);
  push (&bench, 0, group_func, 'a', NULL);
  push (&bench, 0, group_func, 'b', cancellable);
  push (&bench, 0, group_func, 'c', NULL);
  push (&bench, 0, note_func, 'd', NULL);
  push (&bench, 0, group_func, 'e', NULL);
  push (&bench, -1, group_func, 'f', NULL);
  push (&bench, 1, group_func, 'g', NULL);
  g_cancellable_cancel (cancellable);
  set_gate (&bench, TRUE);
  iterate_until_done (&bench, 8);
  od_worker_stop (bench.worker);
  g_assert_cmpstr (bench.order->str, ==, "(fac)d(eg)");
  g_assert_cmpuint (bench.n_cancelled, ==, 1);
  bench_clear (&bench);
}

static void
test_take_never_waits_for_a_lone_job (void)
{
  Bench bench;

  bench_init (&bench);
  bench.max = 8;
  bench.wait_us = 60 * G_USEC_PER_SEC;
  push (&bench, 0, group_func, 'a', NULL);
  iterate_until_done (&bench, 1);
  od_worker_stop (bench.worker);
  g_assert_cmpuint (bench.n_taken[0], ==, 0);
  g_assert_cmpint (bench.took_us, <, G_USEC_PER_SEC);
  bench_clear (&bench);
}

static void
test_take_waits_for_more_once_there_is_one (void)
{
  Bench bench;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  bench_init (&bench);
  bench.max = 2;
  bench.wait_us = 60 * G_USEC_PER_SEC;
  push_gate (&bench);
  push (&bench, 0, group_func, 'a', NULL);
  push (&bench, 0, group_func, 'b', NULL);
  push (&bench, 0, group_func, 'x', cancellable);
  g_cancellable_cancel (cancellable);
  set_gate (&bench, TRUE);
  iterate_until_done (&bench, 2); /* the gate and x: so b was taken, and nothing is queued */
  push (&bench, 0, group_func, 'c', NULL);
  iterate_until_done (&bench, 5);
  od_worker_stop (bench.worker);
  g_assert_cmpstr (bench.order->str, ==, "(abc)");
  bench_clear (&bench);
}

static void
test_take_waits_no_longer_than_told (void)
{
  Bench bench;

  bench_init (&bench);
  bench.max = 8;
  bench.wait_us = 8000;
  push_gate (&bench);
  push (&bench, 0, group_func, 'a', NULL);
  push (&bench, 0, group_func, 'b', NULL);
  set_gate (&bench, TRUE);
  iterate_until_done (&bench, 3);
  od_worker_stop (bench.worker);
  g_assert_cmpuint (bench.n_taken[0], ==, 1);
  g_assert_cmpint (bench.took_us, >=, 8000);
  bench_clear (&bench);
}

static void
test_stop_ends_a_waiting_group (void)
{
  Bench bench;

  bench_init (&bench);
  bench.max = 8;
  bench.wait_us = 60 * G_USEC_PER_SEC;
  push_gate (&bench);
  push (&bench, 0, group_func, 'a', NULL);
  push (&bench, 0, group_func, 'b', NULL);
  set_gate (&bench, TRUE);
  od_worker_stop (bench.worker);
  g_assert_cmpstr (bench.order->str, ==, "(ab)");
  g_assert_cmpint (bench.took_us, <, 30 * G_USEC_PER_SEC);
  iterate_until_done (&bench, 3);
  bench_clear (&bench);
}

/* A job that hangs in a call is left to the end of the program. */
static void
test_stop_within (void)
{
  static OdWorker *volatile left; /* to the end of the program: no leak */
  g_autoptr (OdWorker) quick = od_worker_new ("od-quick");
  Bench bench;

  g_assert_true (od_worker_stop_within (quick, 60 * (gint64) G_USEC_PER_SEC));
  bench_init (&bench);
  push_gate (&bench);
  left = bench.worker;
  g_assert_false (od_worker_stop_within (left, 1000));
  g_assert_true (od_worker_stop_within (bench.worker, 0)); /* it is nobody's any more */
  set_gate (&bench, TRUE);
  iterate_until_done (&bench, 1);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/order", test_runs_by_priority_then_in_order);
  g_test_add_func ("/worker/long-queue", test_a_long_queue_costs_nothing);
  g_test_add_func ("/worker/cancelled", test_cancelled_tasks_never_run);
  g_test_add_func ("/worker/stop", test_stop_runs_what_is_queued_and_refuses_the_rest);
  g_test_add_func ("/worker/references", test_last_references_go_home);
  g_test_add_func ("/worker/home", test_home_is_where_the_task_was_made);
  g_test_add_func ("/worker/take/groups", test_take_groups_what_queued_up);
  g_test_add_func ("/worker/take/order", test_take_keeps_the_order_and_the_function);
  g_test_add_func ("/worker/take/lone", test_take_never_waits_for_a_lone_job);
  g_test_add_func ("/worker/take/more", test_take_waits_for_more_once_there_is_one);
  g_test_add_func ("/worker/take/deadline", test_take_waits_no_longer_than_told);
  g_test_add_func ("/worker/stop-within", test_stop_within);
  g_test_add_func ("/worker/take/stop", test_stop_ends_a_waiting_group);
  return g_test_run ();
}
