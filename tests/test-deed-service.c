/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-conversation-port.h"
#include "od-conversation-status.h"
#include "od-deed-port.h"
#include "od-error.h"
#include "od-limits.h"

#define N_MANY (OD_LIMIT_BATCH_SLICE * 3 + 7)

static GPtrArray *
new_deeds (OdDeedKind kind, gint64 number, const char *text)
{
  GPtrArray *deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);

  g_ptr_array_add (deeds, od_deed_new (kind, number, text));
  return deeds;
}

static OdDeedReport *
perform (EngineFixture *f, const gint64 *ids, guint n_ids, GPtrArray *deeds, GError **error)
{
  OdDeedPort *port = od_engine_get_deed_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_deed_port_perform_async (port, ids, n_ids, deeds, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_deed_port_perform_finish (port, result, error);
}

static OdDeedReport *
undo (EngineFixture *f, gint64 batch_id, GError **error)
{
  OdDeedPort *port = od_engine_get_deed_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_deed_port_undo_async (port, batch_id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_deed_port_undo_finish (port, result, error);
}

static OdStatus
get_status (EngineFixture *f, gint64 id)
{
  OdConversationPort *port = od_engine_get_conversation_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  od_conversation_port_load_async (port, &id, 1, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  rows = od_conversation_port_load_finish (port, result, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  return ((OdConversationRow *) rows->pdata[0])->status;
}

static void
receive_many (EngineFixture *f, gint64 *ids, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *chat = g_strdup_printf ("chat-%u", i);
      g_autofree char *message = g_strdup_printf ("in-%u", i);

      ids[i] = engine_fixture_receive (f, chat, message, "Hello");
    }
}

static void
test_many_and_back (EngineFixture *f, gconstpointer channel)
{
  gint64 ids[N_MANY + 2];
  g_autoptr (GPtrArray) deeds = new_deeds (OD_DEED_RESOLVE, 0, NULL);
  g_autoptr (OdDeedReport) done = NULL, again = NULL, undone = NULL;
  g_autoptr (GError) error = NULL;

  receive_many (f, ids, N_MANY);
  ids[N_MANY] = ids[0]; /* named twice */
  ids[N_MANY + 1] = 4711;
  done = perform (f, ids, N_MANY + 2, deeds, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (done->n_done, ==, N_MANY);
  g_assert_cmpuint (done->n_refused, ==, 1);
  g_assert_cmpstr (done->refusal, ==, "No such conversation");
  g_assert_false (done->is_cut);
  for (guint i = 0; i < N_MANY; i++)
    g_assert_cmpint (get_status (f, ids[i]), ==, OD_STATUS_RESOLVED);

  again = perform (f, ids, N_MANY, deeds, NULL);
  g_assert_cmpuint (again->n_same, ==, N_MANY);
  g_assert_cmpint (again->batch_id, ==, 0);

  engine_fixture_receive (f, "chat-3", "more", "But"); /* opens it again: it stays open */
  undone = undo (f, done->batch_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undone->n_done, ==, N_MANY - 1);
  g_assert_cmpuint (undone->n_refused, ==, 1);
  for (guint i = 0; i < N_MANY; i++)
    g_assert_cmpint (get_status (f, ids[i]), ==, OD_STATUS_OPEN);
  g_assert_null (undo (f, done->batch_id, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_what_makes_no_sense (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  const struct {
    OdDeedKind kind;
    gint64 number;
    const char *text;
  } cases[] = {
    { OD_DEED_SNOOZE, ENGINE_NOW_US - 1, NULL },
    { OD_DEED_TAG, 0, NULL },
    { OD_DEED_TAG, 0, " \n" },
    { OD_DEED_PRIORITY, 3, NULL },
    { OD_DEED_ASSIGN, -1, NULL },
    { OD_DEED_BLOCK, ENGINE_NOW_US, NULL },
  };
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (perform (f, &id, 1, none, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) deeds = new_deeds (cases[i].kind, cases[i].number, cases[i].text);

      g_clear_error (&error);
      g_assert_null (perform (f, &id, 1, deeds, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
    }
}

/* What was done before stays, can be undone, and is said. */
static void
test_cut (EngineFixture *f, gconstpointer channel)
{
  OdDeedPort *port = od_engine_get_deed_port (f->engine);
  gint64 ids[N_MANY];
  g_autoptr (GPtrArray) deeds = new_deeds (OD_DEED_PRIORITY, OD_PRIORITY_HIGH, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdDeedReport) done = NULL, undone = NULL;

  receive_many (f, ids, N_MANY);
  od_deed_port_perform_async (port, ids, N_MANY, deeds, cancellable, engine_fixture_store_result_cb, &result);
  g_cancellable_cancel (cancellable); /* the first slice is on its way */
  wait_until (result != NULL);
  done = od_deed_port_perform_finish (port, result, NULL);
  g_assert_true (done->is_cut);
  g_assert_cmpuint (done->n_done, ==, OD_LIMIT_BATCH_SLICE);
  undone = undo (f, done->batch_id, NULL);
  g_assert_cmpuint (undone->n_done, ==, OD_LIMIT_BATCH_SLICE);
  g_assert_false (undone->is_cut);
}

static void
test_a_broken_store (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GPtrArray) deeds = new_deeds (OD_DEED_RESOLVE, 0, NULL);
  g_autoptr (GError) error = NULL;

  engine_fixture_break_tables (f, TRUE);
  g_assert_null (perform (f, &id, 1, deeds, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  engine_fixture_break_tables (f, FALSE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                                \
  g_test_add ("/deed-service/" name, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("many", test_many_and_back);
  ADD ("sense", test_what_makes_no_sense);
  ADD ("cut", test_cut);
  ADD ("broken", test_a_broken_store);
#undef ADD
  return g_test_run ();
}
