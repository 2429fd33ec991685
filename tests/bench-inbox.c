/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <malloc.h>
#include <stdio.h>
#include <time.h>

#include "engine-desk.h"
#include "od-db.h"
#include "od-deed-port.h"
#include "od-inbox-list.h"
#include "od-inbox-row.h"
#include "od-stmt.h"
#include "od-settings.h"
#include "od-window.h"

/* 100,000 conversations in the real window over the real store: views are switched, rows move, all of one view is marked,
 * and the list is scrolled by pages. Told: how long until the first rows of the other view are drawn, and how long the
 * main loop stood still at most, drawing included, against a yardstick: the same of a list view whose rows are one
 * label each, when it is given another list. A round of the loop may be several callbacks; one may take LIMIT_MS. Counted
 * is the work of the main thread, and not what others of the machine took away from it. */

#define N_SWITCHES 12
#define N_PAGES 200
#define N_MOVED 50
#define LIMIT_MS 16.0

static gint64 longest_us, woken_us, yardstick_us;
static GPollFunc real_poll;

static gint64
get_work_us (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent);
  return spent.tv_sec * (gint64) G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

/* What lies between two waits is what the main loop was busy with. */
static gint
watch_poll (GPollFD *fds, guint n_fds, gint timeout)
{
  gint n;

  longest_us = MAX (longest_us, get_work_us () - woken_us);
  n = real_poll (fds, n_fds, timeout);
  woken_us = get_work_us ();
  return n;
}

static gboolean
fill (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (
      db,
      "INSERT INTO account (id, channel, name, is_enabled, created_at_us) VALUES (1, 'demo', 'Shop', 0, 0);"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
      "  INSERT INTO customer (id, uid, name, created_at_us) SELECT i, 'c' || i, 'Maria ' || i, 0 FROM n;"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
      "  INSERT INTO thread (id, account_id, remote_id) SELECT i, 1, 't' || i FROM n;"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
      "  INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us,"
      "    last_at_us, waiting_since_us, n_unread, priority, snippet)"
      "    SELECT i, 'k' || i, 1, i, i, CASE WHEN i < 4 THEN 4 WHEN i % 3 = 0 THEN 3 ELSE 1 END, 0,"
      "      1767261600000000 - (i * 7919) % 1000003, (i % 2) * (1767261600000000 - i), i % 4, i % 5 / 4 * 2,"
      "      'Здравствуйте! Where is my order, please? It was to come on Tuesday.' FROM n;"
      "INSERT INTO tag (id, name) VALUES (1, 'delivery'), (2, 'vip');"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
      "  INSERT INTO conversation_tag (conversation_id, tag_id) SELECT i, 1 + i % 2 FROM n WHERE i % 3 <> 1",
      error);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static void
painted_cb (GdkFrameClock *clock, gboolean *is_painted)
{
  *is_painted = TRUE;
}

static void
wait_for_frame (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gboolean is_painted = FALSE;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &is_painted);

  gtk_widget_queue_draw (window);
  while (!is_painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, id);
}

/* What is done from here on counts. */
static void
begin (void)
{
  longest_us = 0;
  woken_us = get_work_us ();
}

/* Returns: for how long the main loop stood still at most */
static gint64
end (void)
{
  g_main_context_iteration (NULL, FALSE); /* ends the round that drew */
  return longest_us;
}

static void
tell (const char *what, gint64 taken_us)
{
  gint64 still_us = end ();

  printf ("%-34s %7.1f ms; longest round %5.1f ms, ratio to the yardstick %.2f, to the limit %.2f\n", what,
          (double) taken_us / 1000, (double) still_us / 1000, (double) still_us / (double) yardstick_us,
          (double) still_us / 1000 / LIMIT_MS);
  begin ();
}

/* ---- Yardstick ---- */

static void
setup_label_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_label_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
measure_yardstick (void)
{
  GtkWidget *window = gtk_window_new (), *scroller = gtk_scrolled_window_new (), *view;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GListStore *lists[2] = { g_list_store_new (GTK_TYPE_STRING_OBJECT), g_list_store_new (GTK_TYPE_STRING_OBJECT) };

  for (guint i = 0; i < 2 * 1000; i++)
    {
      g_autoptr (GtkStringObject) string = gtk_string_object_new (i % 2 == 0 ? "Maria" : "Where is my order, please?");

      g_list_store_append (lists[i % 2], string);
    }
  g_signal_connect (factory, "setup", G_CALLBACK (setup_label_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_label_cb), NULL);
  view = gtk_list_view_new (NULL, factory);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 380, 860);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_frame (window);
  begin ();
  for (guint i = 0; i < N_SWITCHES; i++)
    {
      g_autoptr (GtkNoSelection) model = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (lists[i % 2])));

      gtk_list_view_set_model (GTK_LIST_VIEW (view), GTK_SELECTION_MODEL (model));
      wait_for_frame (window);
    }
  yardstick_us = end ();
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (lists[0]);
  g_object_unref (lists[1]);
  tell ("yardstick: labels", 0);
}

/* ---- The list ---- */

typedef struct {
  EngineFixture *engine;
  OdDesk *desk;
  GtkWidget *window, *view;
  OdInboxList *list;
  GListModel *model;
} Bench;

static void
switch_view (Bench *bench, const char *id)
{
  guint n = g_list_model_get_n_items (bench->model);
  g_autoptr (OdConversationItem) first = NULL;

  gtk_widget_activate_action (bench->window, "win.show-view", "s", id);
  while (g_list_model_get_n_items (bench->model) == n)
    g_main_context_iteration (NULL, TRUE);
  first = g_list_model_get_item (bench->model, 0);
  while (od_conversation_item_get_row (first) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_for_frame (bench->window);
}

static void
settle (Bench *bench)
{
  for (guint i = 0; i < 30; i++)
    wait_for_frame (bench->window);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
measure_switches (Bench *bench, const char *what, const char *one, const char *other)
{
  gint64 times[N_SWITCHES], begun_us;

  for (guint i = 0; i < N_SWITCHES; i++)
    {
      begun_us = g_get_monotonic_time ();
      switch_view (bench, i % 2 == 0 ? one : other);
      times[i] = g_get_monotonic_time () - begun_us;
    }
  qsort (times, N_SWITCHES, sizeof *times, compare);
  tell (what, times[N_SWITCHES / 2]);
}

static gboolean
move_rows (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  for (gint64 i = 1; i <= N_MOVED; i++)
    od_change_set_add (changes, OD_CHANGE_CONVERSATION, i * 1999);
  return od_db_exec (db,
                     "UPDATE conversation SET last_at_us = last_at_us + 400000, n_unread = n_unread + 1"
                     " WHERE id % 1999 = 0",
                     error);
}

static void
measure_moves (Bench *bench)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (bench->engine->engine), move_rows, NULL, &error);
  g_assert_no_error (error);
  od_clock_advance (bench->engine->clock, G_USEC_PER_SEC); /* the next refresh may be now */
  settle (bench);
  tell ("50 rows moved", 0);
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdDeedReport) report = od_deed_port_perform_finish (OD_DEED_PORT (source), result, NULL);

  *(gboolean *) user_data = TRUE;
}

static void
measure_all (Bench *bench)
{
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree gint64 *ids = NULL;
  gint64 begun_us = g_get_monotonic_time ();
  gboolean is_done = FALSE;
  guint n;

  od_inbox_list_mark_all (bench->list);
  wait_for_frame (bench->window);
  tell ("all marked", g_get_monotonic_time () - begun_us);
  ids = od_inbox_list_dup_marked (bench->list, &n);
  g_assert_cmpuint (n, >, 60000);
  g_ptr_array_add (deeds, od_deed_new (OD_DEED_PRIORITY, OD_PRIORITY_HIGH, NULL));
  od_deed_port_perform_async (bench->desk->tools.deeds, ids, n, deeds, cancellable, performed_cb, &is_done);
  tell ("a deed begun for all", 0);
  g_cancellable_cancel (cancellable);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);
  settle (bench);
  begin ();
  od_inbox_list_unmark_all (bench->list);
  wait_for_frame (bench->window);
  tell ("none marked", 0);
}

static void
measure_pages (Bench *bench)
{
  guint n = g_list_model_get_n_items (bench->model);
  gint64 begun_us = g_get_monotonic_time ();

  for (guint i = 0; i < N_PAGES; i++)
    {
      gtk_widget_activate_action (bench->view, "list.scroll-to-item", "u", i * (n / N_PAGES));
      wait_for_frame (bench->window);
    }
  tell ("a page scrolled to (mean)", (g_get_monotonic_time () - begun_us) / N_PAGES);
}

static guint
count_rows (Bench *bench)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (bench->view); row != NULL; row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static void
measure_memory (Bench *bench)
{
  gsize before, after;
  guint n_before, n_after;

  switch_view (bench, "spam");
  settle (bench);
  before = mallinfo2 ().uordblks;
  n_before = count_rows (bench);
  switch_view (bench, "all");
  settle (bench);
  after = mallinfo2 ().uordblks;
  n_after = count_rows (bench);
  printf ("heap: %.1f MiB with %u rows, %.1f MiB with %u, %.1f KiB a row\n", (double) before / 1048576, n_before,
          (double) after / 1048576, n_after, ((double) after - (double) before) / 1024 / (n_after - n_before));
}

static void
run (Bench *bench)
{
  bench->list = OD_INBOX_LIST (find (bench->window, OD_TYPE_INBOX_LIST));
  bench->view = find (GTK_WIDGET (bench->list), GTK_TYPE_LIST_VIEW);
  bench->model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (bench->view)));
  settle (bench);
  tell ("started", 0);
  measure_switches (bench, "a view switched (median)", "all", "inbox");
  measure_switches (bench, "from few rows and back (median)", "spam", "all");
  measure_moves (bench);
  measure_pages (bench);
  measure_all (bench);
  measure_memory (bench);
}

int
main (int argc, char **argv)
{
  EngineFixture engine = { NULL };
  g_autoptr (GError) error = NULL;
  Bench bench = { .engine = &engine };

  gtk_init ();
  adw_init ();
  real_poll = g_main_context_get_poll_func (NULL);
  engine_fixture_set_up (&engine, NULL);
  od_db_write_sync (od_engine_get_db (engine.engine), fill, NULL, &error);
  g_assert_no_error (error);
  bench.desk = engine_desk_new (&engine);
  bench.window = od_window_new (NULL, bench.desk, NULL);
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1280, 860);
  g_main_context_set_poll_func (NULL, watch_poll);
  measure_yardstick ();
  begin ();
  gtk_window_present (GTK_WINDOW (bench.window));
  wait_for_frame (bench.window);
  while (find (bench.window, OD_TYPE_INBOX_ROW) == NULL)
    g_main_context_iteration (NULL, TRUE);
  run (&bench);
  g_main_context_set_poll_func (NULL, real_poll);
  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_clear_pointer (&bench.desk, od_desk_unref);
  engine_fixture_tear_down (&engine, NULL);
  return 0;
}
