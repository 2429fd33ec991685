/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <stdio.h>

#include "engine-desk.h"
#include "od-db.h"
#include "od-inbox-list.h"
#include "od-inbox-row.h"
#include "od-stmt.h"
#include "od-settings.h"
#include "od-window.h"

/* 100,000 conversations in the real window over the real store: views are switched, all of one is marked, and the list
 * is scrolled by pages. Told: how long until the first rows of the other view are drawn, and how long the main loop
 * stood still at most, drawing included. */

#define N_SWITCHES 12
#define N_PAGES 200

static gint64 longest_us, woken_us;
static GPollFunc real_poll;

/* What lies between two waits is what the main loop was busy with. */
static gint
watch_poll (GPollFD *fds, guint n_fds, gint timeout)
{
  gint64 now_us = g_get_monotonic_time ();
  gint n;

  if (woken_us != 0)
    longest_us = MAX (longest_us, now_us - woken_us);
  n = real_poll (fds, n_fds, timeout);
  woken_us = g_get_monotonic_time ();
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
      "    last_at_us, waiting_since_us, snippet)"
      "    SELECT i, 'k' || i, 1, i, i, 1 + (i % 3 = 0) * 2, 0, 1767261600000000 - (i * 7919) % 1000003,"
      "      (i % 2) * (1767261600000000 - i), 'hello' FROM n",
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

static void
switch_view (GtkWidget *window, GListModel *model, const char *id)
{
  guint n = g_list_model_get_n_items (model);
  g_autoptr (OdConversationItem) first = NULL;

  gtk_widget_activate_action (window, "win.show-view", "s", id);
  while (g_list_model_get_n_items (model) == n)
    g_main_context_iteration (NULL, TRUE);
  first = g_list_model_get_item (model, 0);
  while (od_conversation_item_get_row (first) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_for_frame (window);
}

static void
tell (const char *what, gint64 taken_us)
{
  printf ("%-28s %7.1f ms; the main loop stood still for %5.1f ms at most\n", what, (double) taken_us / 1000,
          (double) longest_us / 1000);
  longest_us = 0;
  woken_us = 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
bench (GtkWidget *window)
{
  OdInboxList *list = OD_INBOX_LIST (find (window, OD_TYPE_INBOX_LIST));
  GtkWidget *view = find (GTK_WIDGET (list), GTK_TYPE_LIST_VIEW);
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
  g_autofree gint64 *ids = NULL;
  gint64 times[N_SWITCHES], begun_us;
  guint n;

  tell ("started", 0);
  for (guint i = 0; i < N_SWITCHES; i++)
    {
      begun_us = g_get_monotonic_time ();
      switch_view (window, model, i % 2 == 0 ? "all" : "inbox");
      times[i] = g_get_monotonic_time () - begun_us;
    }
  qsort (times, N_SWITCHES, sizeof *times, compare);
  tell ("a view switched (median)", times[N_SWITCHES / 2]);
  begun_us = g_get_monotonic_time ();
  od_inbox_list_mark_all (list);
  ids = od_inbox_list_dup_marked (list, &n);
  wait_for_frame (window);
  tell ("all marked", g_get_monotonic_time () - begun_us);
  g_assert_cmpuint (n, >, 60000);
  begun_us = g_get_monotonic_time ();
  for (guint i = 0; i < N_PAGES; i++)
    {
      gtk_widget_activate_action (view, "list.scroll-to-item", "u", i * n / N_PAGES);
      wait_for_frame (window);
    }
  tell ("a page scrolled to (mean)", (g_get_monotonic_time () - begun_us) / N_PAGES);
}

int
main (int argc, char **argv)
{
  EngineFixture engine = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDesk) desk = NULL;
  GtkWidget *window;

  gtk_init ();
  adw_init ();
  real_poll = g_main_context_get_poll_func (NULL);
  engine_fixture_set_up (&engine, NULL);
  od_db_write_sync (od_engine_get_db (engine.engine), fill, NULL, &error);
  g_assert_no_error (error);
  desk = engine_desk_new (&engine);
  window = od_window_new (NULL, desk, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 860);
  g_main_context_set_poll_func (NULL, watch_poll);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_frame (window);
  while (find (window, OD_TYPE_INBOX_ROW) == NULL)
    g_main_context_iteration (NULL, TRUE);
  bench (window);
  g_main_context_set_poll_func (NULL, real_poll);
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_pointer (&desk, od_desk_unref);
  engine_fixture_tear_down (&engine, NULL);
  return 0;
}
