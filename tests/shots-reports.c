/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shots.h"

#include "engine-desk.h"
#include "od-chart.h"
#include "od-db.h"
#include "od-report-window.h"
#include "od-stmt.h"

/* Reports of a busy week, over a real store. */

#define HOUR_US (3600 * (gint64) G_USEC_PER_SEC)

static gboolean
put_chat (sqlite3 *db, GRand *rand, gint64 id, GError **error)
{
  gint64 account = 100 + g_rand_int_range (rand, 0, 3), day = g_rand_int_range (rand, 0, 7);
  gint64 hour = CLAMP ((g_rand_int_range (rand, 7, 23) + g_rand_int_range (rand, 7, 20)) / 2, 0, 23);
  gint64 at_us = ENGINE_NOW_US - 6 * 24 * HOUR_US - 10 * HOUR_US + (day * 24 + hour) * HOUR_US +
                 g_rand_int_range (rand, 0, 3600) * (gint64) G_USEC_PER_SEC;
  gint64 target_s = account == 100 ? 60 : account == 101 ? 1800 : 10800;
  gint64 took_s =
      (gint64) ((double) target_s * g_rand_double_range (rand, 0.05, 1.0) * g_rand_double_range (rand, 0.1, 1.6));
  gint64 answered_us = at_us + took_s * (gint64) G_USEC_PER_SEC;
  g_autofree char *uid = g_strdup_printf ("r%" G_GINT64_FORMAT, id);

  return od_stmt_run (db, error, "INSERT INTO thread (id, account_id, remote_id) VALUES (?1, ?2, ?3)", "iit", id,
                      account, uid) &&
         od_stmt_run (
             db, error,
             "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, assignee_id, created_at_us, last_at_us)"
             " VALUES (?1, ?2, ?3, ?1, 100, 3, ?4, ?5, ?6)",
             "itiiii", id, uid, account, (gint64) g_rand_int_range (rand, 1, 3), at_us, answered_us) &&
         od_stmt_run (
             db, error,
             "INSERT INTO clock (conversation_id, kind, state, anchor_us, target_s, due_us, warn1_us, satisfied_at_us, ended_at_us)"
             " VALUES (?1, ?2, ?3, ?4, ?5, ?4 + ?5 * 1000000, ?4 + ?5 * 800000, ?6, ?6)",
             "iiiiii", id, (gint64) g_rand_int_range (rand, 1, 3), (gint64) (took_s > target_s ? 4 : 3), at_us,
             target_s, answered_us) &&
         od_stmt_run (db, error, "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (?1, ?2, ?3, 1)",
                      "iii", id * 2, id, at_us) &&
         od_stmt_run (db, error, "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (?1, ?2, ?3, 2)",
                      "iii", id * 2 + 1, id, answered_us) &&
         od_stmt_run (
             db, error,
             "INSERT INTO message (timeline_id, account_id, uid, direction, delivery, operator_id, sent_at_us) VALUES (?1, ?2, ?3, 2, 3, ?4, ?5)",
             "iitii", id * 2 + 1, account, uid, (gint64) g_rand_int_range (rand, 1, 3), answered_us) &&
         od_stmt_run (db, error, "INSERT INTO conversation_tag (conversation_id, tag_id) VALUES (?1, ?2)", "ii", id,
                      (gint64) g_rand_int_range (rand, 1, 11));
}

static gboolean
fill (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  if (!od_db_exec (
          db,
          "INSERT OR REPLACE INTO operator (id, uid, name) VALUES (1, 'o1', 'Olga'), (2, 'o2', 'Boris');"
          "INSERT INTO account (id, channel, name, is_enabled, created_at_us) VALUES (100, 'demo', 'Shop chat', 0, 0),"
          " (101, 'demo-repeat', 'Shop bot', 0, 0), (102, 'demo-stream', 'Post', 0, 0);"
          "INSERT INTO tag (id, name) VALUES (1, 'delivery to the country'), (2, 'returns and refunds'), (3, 'invoice'),"
          " (4, 'wholesale'), (5, 'damaged on the way'), (6, 'vip'), (7, 'discount'), (8, 'order'), (9, 'bloggers'),"
          " (10, 'complaint');"
          "INSERT INTO customer (id, uid, name, created_at_us) VALUES (100, 'c100', 'Maria', 0)",
          error))
    return FALSE;
  for (gint64 id = 1000; id < 1400; id++)
    if (!put_chat (db, rand, id, error))
      return FALSE;
  return TRUE;
}

static GtkWidget *
find (GtkWidget *widget, GType type, guint *nth)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*nth)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, nth);
  return found;
}

static void
shoot (Studio *studio, OdDesk *desk, const char *scheme, const char *what, int width, guint grouping)
{
  GtkWidget *window = od_report_window_new (NULL, desk);
  g_autofree char *name = g_strdup_printf ("reports-%s-%d-%s", what, width, scheme);
  guint nth = 4; /* told apart by */

  gtk_window_set_default_size (GTK_WINDOW (window), width, 1080);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (NULL, 500);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find (window, GTK_TYPE_DROP_DOWN, &nth)), grouping);
  nth = 0;
  if (g_str_has_prefix (what, "table"))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (window, GTK_TYPE_TOGGLE_BUTTON, &nth)), TRUE);
  else
    gtk_widget_grab_focus (find (window, OD_TYPE_CHART, &nth));
  let_settle (NULL, 400);
  save (studio, window, name);
  gtk_window_destroy (GTK_WINDOW (window));
  let_settle (NULL, 50);
}

/* Draws the window of reports. */
void
shoot_reports (Studio *studio, const char *scheme)
{
  EngineFixture engine = { 0 };
  g_autoptr (OdDesk) desk = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_set_up (&engine, "demo");
  if (!od_db_write_sync (od_engine_get_db (engine.engine), fill, NULL, &error))
    g_error ("%s", error->message);
  desk = engine_desk_new (&engine);
  shoot (studio, desk, scheme, "hours", 980, 0);
  shoot (studio, desk, scheme, "hours", 400, 0);
  shoot (studio, desk, scheme, "weekdays", 360, 1);
  shoot (studio, desk, scheme, "operators", 980, 5);
  shoot (studio, desk, scheme, "tags", 720, 6);
  shoot (studio, desk, scheme, "tags", 400, 6);
  shoot (studio, desk, scheme, "table", 980, 6);
  shoot (studio, desk, scheme, "table", 720, 6);
  shoot (studio, desk, scheme, "table", 400, 6);
  g_clear_pointer (&desk, od_desk_unref);
  engine_fixture_tear_down (&engine, "demo");
}
