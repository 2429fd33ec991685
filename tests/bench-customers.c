/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <stdio.h>
#include <time.h>

#include "engine-desk.h"
#include "od-customers-window.h"
#include "od-db.h"
#include "od-people-list.h"
#include "od-stmt.h"

/* 100,000 customers in the real window over the real store: opened, searched, cleared. Told: how long until the first
 * rows are drawn, and how much work the main loop did between two waits at most, drawing included, in time of the
 * processor. The yardstick is the same of the window with nobody in it. */

#define N_RUNS 5

static gint64 longest_us, woken_us;
static GPollFunc real_poll;

static gint64
work_us (void)
{
  struct timespec at;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &at);
  return at.tv_sec * G_USEC_PER_SEC + at.tv_nsec / 1000;
}

/* What lies between two waits is what the main loop was busy with. */
static gint
watch_poll (GPollFD *fds, guint n_fds, gint timeout)
{
  gint n;

  if (woken_us != 0)
    longest_us = MAX (longest_us, work_us () - woken_us);
  n = real_poll (fds, n_fds, timeout);
  woken_us = work_us ();
  return n;
}

static gboolean
fill (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (
      db,
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
      "  INSERT INTO customer (id, uid, name, created_at_us, last_seen_at_us)"
      "  SELECT i, 'c' || i, 'Maria ' || i, i, (i * 7919) % 1000003 FROM n;"
      "INSERT INTO contact_point (customer_id, channel, address) SELECT id, 'email', 'u' || id || '@b.example'"
      "  FROM customer;"
      "INSERT INTO tag (id, name) VALUES (1, 'vip');"
      "INSERT INTO customer_tag SELECT id, 1 FROM customer WHERE id % 3 = 0",
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

/* Waits until @words are the subtitle and the first row is read and drawn. */
static gint64
wait_for (GtkWidget *window, const char *words)
{
  AdwWindowTitle *title = ADW_WINDOW_TITLE (find (window, ADW_TYPE_WINDOW_TITLE));
  gint64 begun_us = g_get_monotonic_time ();

  while (g_strcmp0 (adw_window_title_get_subtitle (title), words) != 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for_frame (window);
  return g_get_monotonic_time () - begun_us;
}

static void
tell (const char *what, gint64 taken_us)
{
  for (guint i = 0; i < 60; i++) /* what comes after the first frame counts, too */
    g_main_context_iteration (NULL, FALSE);
  printf ("%-20s %7.1f ms; %6.1f ms of work at most between two waits\n", what, (double) taken_us / 1000,
          (double) longest_us / 1000);
  longest_us = 0;
  woken_us = 0;
}

static GtkWidget *
open_window (OdDesk *desk, const char *what, const char *words)
{
  GtkWidget *window = od_customers_window_new (NULL, desk);

  gtk_window_present (GTK_WINDOW (window));
  tell (what, wait_for (window, words));
  return window;
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
  desk = engine_desk_new (&engine);
  g_main_context_set_poll_func (NULL, watch_poll);
  gtk_window_destroy (GTK_WINDOW (open_window (desk, "first, nobody", "0 customers")));
  gtk_window_destroy (GTK_WINDOW (open_window (desk, "opened, nobody", "0 customers")));
  od_db_write_sync (od_engine_get_db (engine.engine), fill, NULL, &error);
  g_assert_no_error (error);
  window = open_window (desk, "opened", "100000 customers");
  for (guint i = 0; i < N_RUNS; i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (find (window, GTK_TYPE_SEARCH_ENTRY)), "tag:vip");
      tell ("searched", wait_for (window, "33333 customers"));
      gtk_editable_set_text (GTK_EDITABLE (find (window, GTK_TYPE_SEARCH_ENTRY)), "");
      tell ("cleared", wait_for (window, "100000 customers"));
    }
  g_main_context_set_poll_func (NULL, real_poll);
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_pointer (&desk, od_desk_unref);
  engine_fixture_tear_down (&engine, NULL);
  return 0;
}
