/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-db.h"
#include "od-stmt.h"
#include "od-stream-service.h"

/* A channel that only listens. */
#define TEST_TYPE_LISTENER (test_listener_get_type ())
G_DECLARE_FINAL_TYPE (TestListener, test_listener, TEST, LISTENER, GObject)

struct _TestListener {
  GObject parent_instance;

  GString *told; /* (owned): "CHAT SEQ;" */
};

static void
listener_stream_advanced (OdChannel *channel, const char *chat_id, gint64 last_seq)
{
  g_string_append_printf (TEST_LISTENER (channel)->told, "%s %" G_GINT64_FORMAT ";", chat_id, last_seq);
}

static void
listener_iface_init (OdChannelInterface *iface)
{
  iface->stream_advanced = listener_stream_advanced;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestListener, test_listener, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_CHANNEL, listener_iface_init))

static void
test_listener_finalize (GObject *object)
{
  g_string_free (TEST_LISTENER (object)->told, TRUE);
  G_OBJECT_CLASS (test_listener_parent_class)->finalize (object);
}

static void
test_listener_class_init (TestListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_listener_finalize;
}

static void
test_listener_init (TestListener *self)
{
  self->told = g_string_new (NULL);
}

/* On an engine's store with three chats, but with a bus of its own: commits are told from here only. */
typedef struct {
  EngineFixture engine;
  OdChangeBus *bus;
  OdChannelTable *channels;
  OdStreamService *service;
  TestListener *listener;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo-stream");
  engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  engine_fixture_receive (&f->engine, "chat-2", "in-2", "Hello");
  engine_fixture_receive (&f->engine, "chat-3", "in-3", "Hello");
  f->bus = od_change_bus_new (f->engine.clock);
  f->channels = od_channel_table_new ();
  f->listener = g_object_new (TEST_TYPE_LISTENER, NULL);
  od_channel_table_add (f->channels, f->engine.account_id, OD_CHANNEL (f->listener),
                        engine_fixture_find_channel ("demo-stream"));
  f->service = od_stream_service_new (od_engine_get_db (f->engine.engine), f->engine.clock, f->bus, f->channels, "/");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  engine_fixture_settle (&f->engine);
  g_assert_finalize_object (g_steal_pointer (&f->service));
  g_assert_finalize_object (g_steal_pointer (&f->channels));
  g_assert_finalize_object (g_steal_pointer (&f->bus));
  g_assert_finalize_object (g_steal_pointer (&f->listener));
  engine_fixture_tear_down (&f->engine, NULL);
}

/* Streams have the row ids 1 to 3; 4711 is none. */
static void
commit (Fixture *f, gint64 first, gint64 second)
{
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  od_change_set_add (changes, OD_CHANGE_STREAM, first);
  od_change_set_add (changes, OD_CHANGE_STREAM, second);
  od_change_bus_publish (f->bus, changes);
}

#define assert_told(f, expected) g_assert_cmpstr ((f)->listener->told->str, ==, expected)

static gboolean
run_sql (sqlite3 *db, OdChangeSet *changes, gpointer sql, GError **error)
{
  return od_db_exec (db, sql, error);
}

static void
break_streams (Fixture *f, gboolean is_broken)
{
  const char *sql = is_broken ? "PRAGMA legacy_alter_table = ON; ALTER TABLE stream RENAME TO stream_away"
                              : "ALTER TABLE stream_away RENAME TO stream";
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine.engine), run_sql, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static void
test_tells (Fixture *f, gconstpointer data)
{
  commit (f, 2, 1);
  engine_fixture_settle (&f->engine);
  assert_told (f, "chat-2 1;chat-1 1;");
}

static void
test_gone_stream (Fixture *f, gconstpointer data)
{
  commit (f, 4711, 1); /* one that is gone takes nothing from the others */
  engine_fixture_settle (&f->engine);
  assert_told (f, "chat-1 1;");
}

static void
test_tries_again (Fixture *f, gconstpointer data)
{
  break_streams (f, TRUE);
  g_test_expect_message ("od-stream-service", G_LOG_LEVEL_WARNING, "Could not find whose streams*");
  commit (f, 1, 2);
  engine_fixture_settle (&f->engine);
  g_test_assert_expected_messages ();
  break_streams (f, FALSE);
  engine_fixture_settle (&f->engine);
  assert_told (f, ""); /* not at once */
  engine_fixture_advance_s (&f->engine, 1);
  assert_told (f, "chat-1 1;chat-2 1;");
  engine_fixture_advance_s (&f->engine, 10);
  assert_told (f, "chat-1 1;chat-2 1;"); /* once */
}

static void
test_next_commit_tries_again (Fixture *f, gconstpointer data)
{
  break_streams (f, TRUE);
  g_test_expect_message ("od-stream-service", G_LOG_LEVEL_WARNING, "Could not find whose streams*");
  commit (f, 1, 2);
  engine_fixture_settle (&f->engine);
  g_test_assert_expected_messages ();
  break_streams (f, FALSE);
  commit (f, 2, 3);
  engine_fixture_settle (&f->engine);
  assert_told (f, "chat-1 1;chat-2 1;chat-3 1;"); /* together */
  engine_fixture_advance_s (&f->engine, 10);
  assert_told (f, "chat-1 1;chat-2 1;chat-3 1;");
}

static void
test_ends_while_it_waits (Fixture *f, gconstpointer data)
{
  break_streams (f, TRUE);
  g_test_expect_message ("od-stream-service", G_LOG_LEVEL_WARNING, "Could not find whose streams*");
  commit (f, 1, 2);
  engine_fixture_settle (&f->engine);
  g_test_assert_expected_messages ();
  break_streams (f, FALSE); /* and it goes before the second is over */
}

/* ---- one question for a commit ---- */

static int
began_cb (unsigned type, gpointer n_begun, gpointer statement, gpointer sql)
{
  *(guint *) n_begun += g_str_has_prefix (sql, "BEGIN");
  return 0;
}

static gboolean
count_questions (sqlite3 *db, gpointer n_begun, GError **error)
{
  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, began_cb, n_begun);
  return TRUE;
}

static gboolean
count_no_more (sqlite3 *db, gpointer data, GError **error)
{
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  return TRUE;
}

static void
test_one_question (Fixture *f, gconstpointer data)
{
  OdDb *db = od_engine_get_db (f->engine.engine);
  guint n_begun = 0;

  g_assert_true (od_db_read_sync (db, OD_DB_PAGES, count_questions, &n_begun, NULL));
  commit (f, 1, 2);
  g_assert_true (od_db_read_sync (db, OD_DB_PAGES, count_no_more, NULL, NULL));
  g_assert_cmpuint (n_begun, ==, 2); /* one for both, and the one that counts no more */
  engine_fixture_settle (&f->engine);
  assert_told (f, "chat-1 1;chat-2 1;");
}

#define ADD(path, func) g_test_add ("/stream-service/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tells", test_tells);
  ADD ("gone", test_gone_stream);
  ADD ("again", test_tries_again);
  ADD ("again/commit", test_next_commit_tries_again);
  ADD ("again/ends", test_ends_while_it_waits);
  ADD ("one-question", test_one_question);
  return g_test_run ();
}
