/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-db.h"
#include "od-error.h"
#include "od-ingestor.h"
#include "od-limits.h"

typedef struct {
  EngineFixture engine;
  OdLive *live;
  OdIngestor *ingestor;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  f->live = od_live_new (od_engine_get_db (f->engine.engine), f->engine.clock);
  f->ingestor = od_ingestor_new (od_engine_get_db (f->engine.engine), f->engine.clock, f->live);
  od_ingestor_add_account (f->ingestor, f->engine.account_id, &od_demo_descriptor);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  od_live_stop (f->live);
  engine_fixture_settle (&f->engine);
  g_assert_finalize_object (g_steal_pointer (&f->ingestor));
  g_assert_finalize_object (g_steal_pointer (&f->live));
  engine_fixture_tear_down (&f->engine, NULL);
}

static OdUpdateBatch *
make_batch (const char *remote_id)
{
  OdUpdateBatch *batch = od_update_batch_new ();
  OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, "chat-1");

  update->remote_id = g_strdup (remote_id);
  g_free (update->text);
  update->text = g_strdup ("Hello");
  g_ptr_array_add (batch->updates, update);
  return batch;
}

static OdIngestResult *
ingest (Fixture *f, gint64 account_id, OdUpdateBatch *batch, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_ingest_port_ingest_async (OD_INGEST_PORT (f->ingestor), account_id, batch, NULL, engine_fixture_store_result_cb,
                               &result);
  wait_until (result != NULL);
  return od_ingest_port_ingest_finish (OD_INGEST_PORT (f->ingestor), result, error);
}

static void
test_twice_is_once (Fixture *f, gconstpointer data)
{
  g_autoptr (OdIngestResult) first = ingest (f, f->engine.account_id, make_batch ("in-1"), NULL);
  g_autoptr (OdIngestResult) again = ingest (f, f->engine.account_id, make_batch ("in-1"), NULL);

  g_assert_cmpuint (first->n_outcomes, ==, 1);
  g_assert_cmpint (first->outcomes[0].status, ==, OD_INGEST_STORED);
  g_assert_cmpint (again->outcomes[0].status, ==, OD_INGEST_DUPLICATE);
}

static void
test_refuses (Fixture *f, gconstpointer data)
{
  OdUpdateBatch *large = od_update_batch_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= OD_LIMIT_INGEST_UPDATES; i++)
    g_ptr_array_add (large->updates, od_update_new (OD_UPDATE_PROFILE, "chat-1"));
  g_assert_null (ingest (f, f->engine.account_id, large, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (ingest (f, 4711, make_batch ("in-1"), &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  od_ingestor_stop (f->ingestor);
  g_assert_null (ingest (f, f->engine.account_id, make_batch ("in-1"), &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TRANSIENT);
}

/* The writer is kept busy until told. */
typedef struct {
  GMutex lock;
  GCond told;
  gboolean may_go;
} Gate;

static gboolean
wait_job (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  while (!gate->may_go)
    g_cond_wait (&gate->told, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return TRUE;
}

static void
test_queue_is_bounded (Fixture *f, gconstpointer data)
{
  OdDb *db = od_engine_get_db (f->engine.engine);
  g_autoptr (GAsyncResult) waited = NULL;
  GAsyncResult *results[OD_LIMIT_INGEST_QUEUE + 1] = { NULL };
  g_autoptr (GError) error = NULL;
  Gate gate = { 0 };

  g_mutex_init (&gate.lock);
  g_cond_init (&gate.told);
  od_db_write_async (db, wait_job, &gate, NULL, engine_fixture_store_result_cb, &waited);
  for (guint i = 0; i <= OD_LIMIT_INGEST_QUEUE; i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("in-%u", i);

      od_ingest_port_ingest_async (OD_INGEST_PORT (f->ingestor), f->engine.account_id, make_batch (remote_id), NULL,
                                   engine_fixture_store_result_cb, &results[i]);
    }
  g_assert_cmpuint (od_ingestor_get_n_waiting (f->ingestor, f->engine.account_id), ==, OD_LIMIT_INGEST_QUEUE);
  wait_until (results[OD_LIMIT_INGEST_QUEUE] != NULL);
  g_assert_null (od_ingest_port_ingest_finish (OD_INGEST_PORT (f->ingestor), results[OD_LIMIT_INGEST_QUEUE], &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_BUSY);

  g_mutex_lock (&gate.lock);
  gate.may_go = TRUE;
  g_cond_signal (&gate.told);
  g_mutex_unlock (&gate.lock);
  for (guint i = 0; i < OD_LIMIT_INGEST_QUEUE; i++)
    {
      g_autoptr (OdIngestResult) outcomes = NULL;

      wait_until (results[i] != NULL);
      outcomes = od_ingest_port_ingest_finish (OD_INGEST_PORT (f->ingestor), results[i], NULL);
      g_assert_cmpint (outcomes->outcomes[0].status, ==, OD_INGEST_STORED);
    }
  g_assert_cmpuint (od_ingestor_get_n_waiting (f->ingestor, f->engine.account_id), ==, 0);
  wait_until (waited != NULL);
  od_db_finish (db, waited, NULL);
  for (guint i = 0; i <= OD_LIMIT_INGEST_QUEUE; i++)
    g_object_unref (results[i]);
  g_mutex_clear (&gate.lock);
  g_cond_clear (&gate.told);
}

/* A thread with a main context of its own, like the server's. */
typedef struct {
  Fixture *f;
  GThread *thread;
  gboolean was_home;
  gboolean was_stored;
} Caller;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Caller *caller = user_data;
  g_autoptr (OdIngestResult) outcomes = od_ingest_port_ingest_finish (OD_INGEST_PORT (source), result, NULL);

  caller->was_home = g_thread_self () == caller->thread;
  caller->was_stored = outcomes != NULL && outcomes->outcomes[0].status == OD_INGEST_STORED;
}

static gpointer
caller_main (gpointer data)
{
  Caller *caller = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  OdLiveEvent *event = od_live_event_new (OD_LIVE_PRESENCE, "chat-1");

  g_main_context_push_thread_default (context);
  caller->thread = g_thread_self ();
  event->is_online = TRUE;
  od_ingest_port_live (OD_INGEST_PORT (caller->f->ingestor), caller->f->engine.account_id, event);
  od_ingest_port_ingest_async (OD_INGEST_PORT (caller->f->ingestor), caller->f->engine.account_id, make_batch ("in-1"),
                               NULL, answered_cb, caller);
  while (!caller->was_home)
    g_main_context_iteration (context, TRUE);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_answers_where_it_was_asked (Fixture *f, gconstpointer data)
{
  Caller caller = { .f = f };
  GThread *thread = g_thread_new ("caller", caller_main, &caller);
  gint64 conversation;

  g_thread_join (thread);
  g_assert_true (caller.was_stored);
  conversation = engine_fixture_receive (&f->engine, "chat-1", "in-2", "Again");
  engine_fixture_settle (&f->engine);
  g_assert_true (od_live_port_get_is_online (OD_LIVE_PORT (f->live), conversation));
}

static void
changed_cb (OdLivePort *live, gint64 conversation_id, gpointer user_data)
{
  *(GThread **) user_data = g_thread_self ();
}

/* Also when nobody runs the main loop at that moment: GLib would then run it where it was called. */
static void
test_live_events_come_home (Fixture *f, gconstpointer data)
{
  Caller caller = { .f = f };
  GThread *where = NULL;

  engine_fixture_receive (&f->engine, "chat-1", "in-0", "Hello");
  engine_fixture_settle (&f->engine);
  g_signal_connect (f->live, "changed", G_CALLBACK (changed_cb), &where);
  g_thread_join (g_thread_new ("caller", caller_main, &caller));
  g_assert_null (where);
  wait_until (where != NULL);
  g_assert_true (where == g_thread_self ());
  g_signal_handlers_disconnect_by_data (f->live, &where);
}

#define ADD(path, func) g_test_add ("/ingestor/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("twice", test_twice_is_once);
  ADD ("refuses", test_refuses);
  ADD ("bounded", test_queue_is_bounded);
  ADD ("thread", test_answers_where_it_was_asked);
  ADD ("live", test_live_events_come_home);
  return g_test_run ();
}
