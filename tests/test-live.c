/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-db.h"
#include "od-live.h"
#include "od-stmt.h"

/* On an engine's store, but an object of its own: what it is told comes from here only. */
typedef struct {
  EngineFixture engine;
  OdLive *live;
  guint n_changed;
  gint64 last_id;
} Fixture;

static void
changed_cb (OdLivePort *port, gint64 conversation_id, gpointer user_data)
{
  Fixture *f = user_data;

  f->n_changed++;
  f->last_id = conversation_id;
}

static void
committed_cb (OdChangeFeed *feed, OdChangeSet *changes, gpointer user_data)
{
  od_live_changed (user_data, changes);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  f->live = od_live_new (od_engine_get_db (f->engine.engine), f->engine.clock);
  g_signal_connect (f->live, "changed", G_CALLBACK (changed_cb), f);
  g_signal_connect_object (od_engine_get_change_feed (f->engine.engine), "changed", G_CALLBACK (committed_cb), f->live,
                           0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  od_live_stop (f->live);
  engine_fixture_settle (&f->engine);
  g_assert_finalize_object (g_steal_pointer (&f->live));
  engine_fixture_tear_down (&f->engine, NULL);
}

static void
type (Fixture *f, const char *chat_id, const char *text)
{
  OdLiveEvent *event = od_live_event_new (OD_LIVE_TYPING, chat_id);

  event->text = g_strdup (text);
  event->expires_us = od_clock_get_monotonic_us (f->engine.clock) + 6 * G_USEC_PER_SEC;
  od_live_take (f->live, f->engine.account_id, event);
  engine_fixture_settle (&f->engine);
}

static void
come (Fixture *f, const char *chat_id, gboolean is_online)
{
  OdLiveEvent *event = od_live_event_new (OD_LIVE_PRESENCE, chat_id);

  event->is_online = is_online;
  od_live_take (f->live, f->engine.account_id, event);
  engine_fixture_settle (&f->engine);
}

#define assert_typing(f, conversation, expected)                                                                       \
  g_assert_cmpstr (od_live_port_get_typing (OD_LIVE_PORT ((f)->live), conversation), ==, expected)
#define is_online(f, conversation) od_live_port_get_is_online (OD_LIVE_PORT ((f)->live), conversation)

static void
test_typing_expires (Fixture *f, gconstpointer data)
{
  gint64 conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  type (f, "chat-1", "and can I al");
  assert_typing (f, conversation, "and can I al");
  g_assert_cmpint (f->last_id, ==, conversation);
  type (f, "chat-1", "and can I also");
  engine_fixture_advance_s (&f->engine, 5);
  assert_typing (f, conversation, "and can I also");
  engine_fixture_advance_s (&f->engine, 1);
  assert_typing (f, conversation, NULL);
  g_assert_cmpint (f->last_id, ==, conversation);
}

static void
test_typing_ends (Fixture *f, gconstpointer data)
{
  gint64 conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  guint before;

  type (f, "chat-1", NULL); /* nothing ends that did not begin */
  g_assert_cmpuint (f->n_changed, ==, 0);
  type (f, "chat-1", "");
  assert_typing (f, conversation, "");
  before = f->n_changed;
  type (f, "chat-1", NULL);
  assert_typing (f, conversation, NULL);
  g_assert_cmpuint (f->n_changed, ==, before + 1);
}

static void
test_conversation_begins_later (Fixture *f, gconstpointer data)
{
  gint64 conversation;

  come (f, "chat-1", TRUE);
  type (f, "chat-1", "Hel");
  g_assert_cmpuint (f->n_changed, ==, 0); /* nobody can show it yet */
  conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_true (is_online (f, conversation));
  assert_typing (f, conversation, "Hel");
}

static void
test_presence (Fixture *f, gconstpointer data)
{
  gint64 one = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  gint64 two = engine_fixture_receive (&f->engine, "chat-2", "in-2", "Hello");

  come (f, "chat-1", TRUE);
  g_assert_true (is_online (f, one));
  g_assert_false (is_online (f, two));
  type (f, "chat-1", "x");
  come (f, "chat-1", FALSE);
  g_assert_false (is_online (f, one));
  assert_typing (f, one, NULL); /* who is gone doesn't type */
}

static void
test_account_goes (Fixture *f, gconstpointer data)
{
  gint64 conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  come (f, "chat-1", TRUE);
  od_live_forget_account (f->live, f->engine.account_id + 1);
  g_assert_true (is_online (f, conversation));
  od_live_forget_account (f->live, f->engine.account_id);
  g_assert_false (is_online (f, conversation));
}

/* ---- the store fails ---- */

static gboolean
run_sql (sqlite3 *db, OdChangeSet *changes, gpointer sql, GError **error)
{
  return od_db_exec (db, sql, error);
}

static void
write_sql (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine.engine), run_sql, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static void
break_threads (Fixture *f, gboolean is_broken)
{
  write_sql (f, is_broken ? "PRAGMA legacy_alter_table = ON; ALTER TABLE thread RENAME TO thread_away"
                          : "ALTER TABLE thread_away RENAME TO thread");
}

static void
change (Fixture *f, gint64 conversation)
{
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  od_change_set_add (changes, OD_CHANGE_CONVERSATION, conversation);
  od_live_changed (f->live, changes);
}

static void
test_failed_look_is_repeated (Fixture *f, gconstpointer data)
{
  gint64 one = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  gint64 two = engine_fixture_receive (&f->engine, "chat-2", "in-2", "Hello");

  break_threads (f, TRUE);
  g_test_expect_message ("od-live", G_LOG_LEVEL_WARNING, "Could not find who types*");
  come (f, "chat-1", TRUE);
  g_test_assert_expected_messages ();
  break_threads (f, FALSE);
  g_assert_false (is_online (f, one));
  come (f, "chat-2", TRUE); /* anybody's event will do */
  g_assert_true (is_online (f, one));
  g_assert_true (is_online (f, two));
}

static void
test_failed_look_is_forgotten (Fixture *f, gconstpointer data)
{
  gint64 conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  break_threads (f, TRUE);
  g_test_expect_message ("od-live", G_LOG_LEVEL_WARNING, "Could not find who types*");
  come (f, "chat-1", TRUE);
  g_test_assert_expected_messages ();
  break_threads (f, FALSE);
  come (f, "chat-1", FALSE);
  change (f, conversation);
  engine_fixture_settle (&f->engine);
  g_assert_false (is_online (f, conversation));
}

/* A change was told while the store could not be read: it is not lost, whichever chat it was about. */
static void
test_failed_change_is_repeated (Fixture *f, gconstpointer data)
{
  gint64 conversation;

  come (f, "chat-1", TRUE);
  come (f, "chat-2", TRUE);
  g_signal_handlers_disconnect_by_func (od_engine_get_change_feed (f->engine.engine), committed_cb, f->live);
  conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  break_threads (f, TRUE);
  g_test_expect_message ("od-live", G_LOG_LEVEL_WARNING, "Could not find who types*");
  change (f, conversation);
  engine_fixture_settle (&f->engine);
  g_test_assert_expected_messages ();
  break_threads (f, FALSE);
  g_assert_false (is_online (f, conversation));
  type (f, "chat-2", "x");
  g_assert_true (is_online (f, conversation));
}

/* ---- what it costs ---- */

static int
stepped_cb (unsigned kind, gpointer n_statements, gpointer statement, gpointer sql)
{
  ++*(guint *) n_statements;
  return 0;
}

static gboolean
count_statements (sqlite3 *db, gpointer n_statements, GError **error)
{
  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, stepped_cb, n_statements);
  return TRUE;
}

static gboolean
count_no_more (sqlite3 *db, gpointer data, GError **error)
{
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  return TRUE;
}

static guint
change_and_count (Fixture *f, gint64 conversation)
{
  OdDb *db = od_engine_get_db (f->engine.engine);
  guint n_statements = 0;

  g_assert_true (od_db_read_sync (db, OD_DB_PAGES, count_statements, &n_statements, NULL));
  change (f, conversation);
  g_assert_true (od_db_read_sync (db, OD_DB_PAGES, count_no_more, NULL, NULL));
  engine_fixture_settle (&f->engine);
  return n_statements;
}

static void
test_a_change_costs_little (Fixture *f, gconstpointer data)
{
  gint64 resolved = engine_fixture_receive (&f->engine, "chat-0", "in-0", "Hello");
  gint64 other = engine_fixture_receive (&f->engine, "elsewhere", "in-1", "Hello");
  gint64 begun;

  write_sql (f, "UPDATE conversation SET status = 3");
  for (guint i = 0; i < 20; i++) /* chats that may begin a conversation at any time */
    {
      g_autofree char *chat_id = g_strdup_printf ("chat-%u", i);

      come (f, chat_id, TRUE);
    }
  g_assert_true (is_online (f, resolved));
  g_assert_cmpuint (change_and_count (f, other), <=, 6);
  g_assert_cmpuint (change_and_count (f, resolved), <=, 6);

  /* A new one is found all the same. */
  begun = engine_fixture_receive (&f->engine, "chat-7", "in-2", "Hello");
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_true (is_online (f, begun));
  g_assert_true (is_online (f, resolved));
}

#define ADD(path, func) g_test_add ("/live/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("expires", test_typing_expires);
  ADD ("ends", test_typing_ends);
  ADD ("later", test_conversation_begins_later);
  ADD ("presence", test_presence);
  ADD ("account", test_account_goes);
  ADD ("again", test_failed_look_is_repeated);
  ADD ("again/gone", test_failed_look_is_forgotten);
  ADD ("again/change", test_failed_change_is_repeated);
  ADD ("cost", test_a_change_costs_little);
  return g_test_run ();
}
