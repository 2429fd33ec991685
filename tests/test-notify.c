/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>

#include "notify-desk.h"
#include "od-db.h"
#include "od-notifications-page.h"
#include "od-quick-reply.h"
#include "od-settings.h"
#include "od-stmt.h"
#include "od-window.h"

/* ---- What is shown ---- */

static void
shown_replaced_withdrawn (gpointer user_data)
{
  NotifyDesk *f = user_data;
  g_autofree char *summary = NULL, *body = NULL;
  guint first_id = 0, id = 0;
  gint64 conversation_id;

  notify_desk_start_server (f, "persistence");
  conversation_id = notify_desk_receive (f, "chat-1", "in-1", "a <b> & c");
  notify_desk_wait_shown (f, 1);
  notify_desk_look (f, &first_id, &summary, &body);
  g_assert_cmpstr (body, ==, "a &lt;b&gt; &amp; c");
  notify_desk_receive (f, "chat-1", "in-2", "more");
  notify_desk_wait_log (f, 2);
  g_assert_cmpuint (notify_desk_look (f, &id, &summary, &body), ==, 1);
  g_assert_cmpuint (id, ==, first_id); /* in its place */
  g_assert_cmpstr (body, ==, "a &lt;b&gt; &amp; c\nmore");
  g_assert_nonnull (strstr (summary, "(2 new)"));
  engine_fixture_reply (&f->engine, conversation_id, "Answered somewhere else");
  notify_desk_wait_shown (f, 0);
}

static void
buttons (gpointer user_data)
{
  NotifyDesk *f = user_data;
  GtkWindow *window;
  guint id = 0;
  gint64 conversation_id;

  notify_desk_start_server (f, "persistence");
  conversation_id = notify_desk_receive (f, "chat-1", "in-1", "Hello");
  notify_desk_wait_shown (f, 1);
  notify_desk_look (f, &id, NULL, NULL);
  notify_desk_invoke (f, id, "hold");
  notify_desk_wait_arrived (f, 1);
  g_assert_nonnull (strstr (notify_desk_get_arrived (f, 0), "One moment"));

  notify_desk_receive (f, "chat-1", "in-2", "And now?");
  notify_desk_wait_shown (f, 1);
  notify_desk_look (f, &id, NULL, NULL);
  notify_desk_invoke (f, id, "reply");
  while (notify_desk_find_window (f, OD_TYPE_QUICK_REPLY) == NULL)
    g_main_context_iteration (NULL, TRUE);
  window = notify_desk_find_window (f, OD_TYPE_QUICK_REPLY);
  g_assert_cmpint (od_quick_reply_get_conversation_id (OD_QUICK_REPLY (window)), ==, conversation_id);
  g_action_group_activate_action (G_ACTION_GROUP (f->application), "quick-reply",
                                  g_variant_new_int64 (conversation_id));
  g_assert_true (notify_desk_find_window (f, OD_TYPE_QUICK_REPLY) == window); /* one, raised */
  g_assert_null (notify_desk_find_window (f, OD_TYPE_WINDOW));
  gtk_window_destroy (window);

  notify_desk_receive (f, "chat-1", "in-3", "Hello?");
  notify_desk_wait_shown (f, 1);
  notify_desk_look (f, &id, NULL, NULL);
  notify_desk_invoke (f, id, "default");
  while ((window = notify_desk_find_window (f, OD_TYPE_WINDOW)) == NULL ||
         od_window_get_conversation_id (OD_WINDOW (window)) != conversation_id ||
         !GTK_IS_TEXT_VIEW (gtk_root_get_focus (GTK_ROOT (window))))
    g_main_context_iteration (NULL, TRUE);
}

static void
snooze (gpointer user_data)
{
  NotifyDesk *f = user_data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  OdConversationPort *port = od_engine_get_conversation_port (f->engine.engine);
  guint id = 0;
  gint64 conversation_id;

  notify_desk_start_server (f, "persistence");
  conversation_id = notify_desk_receive (f, "chat-1", "in-1", "Hello");
  notify_desk_wait_shown (f, 1);
  notify_desk_look (f, &id, NULL, NULL);
  notify_desk_invoke (f, id, "snooze");
  notify_desk_wait_shown (f, 0);
  engine_fixture_settle (&f->engine);
  engine_fixture_settle (&f->engine);
  od_conversation_port_load_async (port, &conversation_id, 1, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  rows = od_conversation_port_load_finish (port, result, NULL);
  g_assert_cmpint (((OdConversationRow *) rows->pdata[0])->snoozed_until_us, ==,
                   od_clock_get_real_us (f->engine.clock) + 15 * 60 * (gint64) G_USEC_PER_SEC);
}

static void
inline_reply (gpointer user_data)
{
  NotifyDesk *f = user_data;
  guint id = 0;

  notify_desk_start_server (f, "inline-reply");
  notify_desk_receive (f, "chat-1", "in-1", "Hello");
  notify_desk_wait_shown (f, 1);
  notify_desk_look (f, &id, NULL, NULL);
  g_variant_unref (notify_desk_call (f, "Reply", g_variant_new ("(us)", id, "Добрый день 👋")));
  notify_desk_wait_arrived (f, 1);
  g_assert_cmpstr (notify_desk_get_arrived (f, 0), ==, "Добрый день 👋");
  g_assert_null (gtk_application_get_windows (GTK_APPLICATION (f->application)));
}

static gboolean
add_colleague (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, "INSERT INTO operator (id, uid, name) VALUES (2, 'op-2', 'Boris')", error);
}

/* The colleague's answer came while the operator typed: theirs is held, and they are told. */
static void
inline_reply_comes_second (gpointer user_data)
{
  NotifyDesk *f = user_data;
  gint64 conversation_id;
  OdReply answer = { .operator_id = 2, .text = "Hi, Boris here", .seen_id = OD_SEEN_EVERYTHING };
  g_autofree char *summary = NULL;
  g_autoptr (OdReplyResult) sent = NULL;
  g_autoptr (GError) error = NULL;
  guint id = 0;

  notify_desk_start_server (f, "inline-reply");
  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine.engine), add_colleague, NULL, &error));
  conversation_id = answer.conversation_id = notify_desk_receive (f, "chat-1", "in-1", "Hello");
  g_assert_cmpint (conversation_id, >, 0);
  notify_desk_wait_shown (f, 1);
  notify_desk_look (f, &id, NULL, NULL);
  sent = engine_fixture_enqueue (&f->engine, &answer, &error);
  g_assert_no_error (error);
  notify_desk_wait_shown (f, 0);
  g_variant_unref (notify_desk_call (f, "ReplyLate", g_variant_new ("(us)", id, "Добрый день 👋")));
  notify_desk_wait_shown (f, 1);
  notify_desk_look (f, NULL, &summary, NULL);
  g_assert_true (g_str_has_prefix (summary, "Not sent yet, a colleague answered first: "));
  engine_fixture_settle (&f->engine);
  g_assert_cmpuint (od_demo_control_get_arrived (f->engine.control)->len, ==, 1);
}

/* ---- Sleep ---- */

static gboolean
run_sql (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, data, error);
}

typedef struct {
  gint64 due_us[3];
  guint n;
} Breaches;

static gboolean
load_breaches (sqlite3 *db, gpointer data, GError **error)
{
  Breaches *breaches = data;
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, "SELECT due_us FROM clock WHERE breached_at_us IS NOT NULL", "");
  gboolean has_row = stmt != NULL;

  while (has_row && od_stmt_step (stmt, &has_row, error))
    if (has_row && breaches->n < G_N_ELEMENTS (breaches->due_us))
      breaches->due_us[breaches->n++] = sqlite3_column_int64 (stmt, 0);
  return stmt != NULL;
}

/* The machine sleeps over two promises: each breaks once, at its own time, and one notification says so. */
static void
sleeps_over_promises (gpointer user_data)
{
  NotifyDesk *f = user_data;
  OdDb *db = od_engine_get_db (f->engine.engine);
  gint64 start_us = od_clock_get_real_us (f->engine.clock);
  g_autofree char *summary = NULL, *body = NULL;
  g_autoptr (GError) error = NULL;
  Breaches breaches = { 0 };
  guint n_log;

  notify_desk_start_server (f, "persistence");
  engine_fixture_settle (&f->engine);
  g_assert_true (od_db_write_sync (db, run_sql,
                                   (gpointer) "DELETE FROM policy; INSERT INTO policy (uid, name, body)"
                                              " VALUES ('m', 'Minute', '{\"first\":{\"seconds\":60}}')",
                                   &error));
  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("chat-%u", i);
      guint id = 0;

      notify_desk_receive (f, name, name, "Hello");
      notify_desk_wait_shown (f, 1);
      notify_desk_look (f, &id, NULL, NULL);
      g_variant_unref (notify_desk_call (f, "Close", g_variant_new ("(uu)", id, 2))); /* by the operator */
      engine_fixture_settle (&f->engine);
    }
  notify_desk_wait_log (f, 2);
  n_log = notify_desk_count (f, "log");
  od_clock_set (f->engine.clock, start_us + 3600 * (gint64) G_USEC_PER_SEC);
  engine_fixture_settle (&f->engine);
  engine_fixture_advance_s (&f->engine, 2);
  notify_desk_wait_shown (f, 1);
  engine_fixture_advance_s (&f->engine, 600);
  engine_fixture_settle (&f->engine);
  g_assert_cmpuint (notify_desk_look (f, NULL, &summary, &body), ==, 1);
  g_assert_cmpstr (summary, ==, "While you were away: 2 promises broken, 2 new");
  g_assert_cmpuint (notify_desk_count (f, "log"), ==, n_log + 1);
  g_assert_true (od_db_read_sync (db, OD_DB_PAGES, load_breaches, &breaches, &error));
  g_assert_cmpuint (breaches.n, ==, 2);
  for (guint i = 0; i < breaches.n; i++)
    g_assert_cmpint ((breaches.due_us[i] - start_us) / G_USEC_PER_SEC, ==, 60);
}

/* ---- Preferences ---- */

static GtkWidget *
find_widget (GtkWidget *widget, GType type, const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      ((GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL) ||
       (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
wait_label (GtkWidget *widget, const char *text)
{
  while (find_widget (widget, GTK_TYPE_LABEL, text) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
page_says_what_becomes_of_a_test (gpointer user_data)
{
  NotifyDesk *f = user_data;
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = od_notifications_page_new (f->desk, taste);
  GtkWidget *button;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  wait_label (page, "No program shows notifications here");
  button = find_widget (page, GTK_TYPE_BUTTON, "_Send a Test");
  g_signal_emit_by_name (button, "clicked");
  wait_label (page, "It was not shown");
  notify_desk_start_server (f, "persistence");
  wait_label (page, "od-test 1 shows notifications. It can: actions, body, body-markup, persistence");
  notify_desk_wait_shown (f, 1);
  g_signal_emit_by_name (button, "clicked");
  wait_label (page, "The desktop took it.");
  g_subprocess_send_signal (f->server, SIGSTOP);
  g_signal_emit_by_name (button, "clicked");
  wait_label (page, "does not answer");
  g_subprocess_send_signal (f->server, SIGCONT);
  wait_label (page, "The desktop took it.");
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(name, func) g_test_add_data_func ("/notify/" name, (gconstpointer) func, notify_desk_run)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("shown-replaced-withdrawn", shown_replaced_withdrawn);
  ADD ("buttons", buttons);
  ADD ("snooze", snooze);
  ADD ("inline-reply", inline_reply);
  ADD ("inline-reply-comes-second", inline_reply_comes_second);
  ADD ("sleeps-over-promises", sleeps_over_promises);
  ADD ("page-says-what-becomes-of-a-test", page_says_what_becomes_of_a_test);
  return g_test_run ();
}
