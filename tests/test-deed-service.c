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

static OdConversationRow *
load (EngineFixture *f, gint64 id)
{
  OdConversationPort *port = od_engine_get_conversation_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  od_conversation_port_load_async (port, &id, 1, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  rows = od_conversation_port_load_finish (port, result, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  return g_ptr_array_steal_index (rows, 0);
}

static OdStatus
get_status (EngineFixture *f, gint64 id)
{
  g_autoptr (OdConversationRow) row = load (f, id);

  return row->status;
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
  g_assert_cmpint (done->refusal, ==, OD_DEED_REFUSAL_GONE);
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

static gint64
get_snooze (EngineFixture *f, gint64 id)
{
  g_autoptr (OdConversationRow) row = load (f, id);

  return row->snoozed_until_us;
}

static void
do_one (EngineFixture *f, gint64 id, OdDeedKind kind, gint64 number)
{
  g_autoptr (GPtrArray) deeds = new_deeds (kind, number, NULL);
  g_autoptr (OdDeedReport) report = perform (f, &id, 1, deeds, NULL);

  g_assert_cmpuint (report->n_done, ==, 1);
}

static void
test_wakes_to_the_second (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  do_one (f, id, OD_DEED_NO_REPLY, 0); /* a promise would bring it back before */
  do_one (f, id, OD_DEED_SNOOZE, od_clock_get_real_us (f->clock) + 7200 * (gint64) G_USEC_PER_SEC);
  engine_fixture_settle (f);
  engine_fixture_advance_s (f, 3600); /* an alarm looks no further ahead */
  engine_fixture_advance_s (f, 3599);
  g_assert_cmpint (get_snooze (f, id), >, 0);
  engine_fixture_advance_s (f, 1);
  g_assert_cmpint (get_snooze (f, id), ==, 0);
}

static void
test_wakes_after_a_jump (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 now_us = od_clock_get_real_us (f->clock);

  do_one (f, id, OD_DEED_SNOOZE, now_us + 600 * (gint64) G_USEC_PER_SEC);
  engine_fixture_settle (f);
  od_clock_set (f->clock, now_us - 300 * (gint64) G_USEC_PER_SEC); /* somebody sets the clock back */
  engine_fixture_advance_s (f, 899);
  g_assert_cmpint (get_snooze (f, id), >, 0);
  engine_fixture_advance_s (f, 1);
  g_assert_cmpint (get_snooze (f, id), ==, 0);

  do_one (f, id, OD_DEED_SNOOZE, od_clock_get_real_us (f->clock) + 600 * (gint64) G_USEC_PER_SEC);
  engine_fixture_settle (f);
  od_clock_set (f->clock, od_clock_get_real_us (f->clock) + 8 * 3600 * (gint64) G_USEC_PER_SEC); /* the machine slept */
  engine_fixture_advance_s (f, 0);
  g_assert_cmpint (get_snooze (f, id), ==, 0);
}

static void
test_until_a_reply (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  do_one (f, id, OD_DEED_NO_REPLY, 0); /* a promise would bring it back before it breaks */
  do_one (f, id, OD_DEED_SNOOZE, OD_SNOOZE_UNTIL_REPLY);
  engine_fixture_advance_s (f, 400 * 86400);
  g_assert_cmpint (get_snooze (f, id), ==, OD_SNOOZE_UNTIL_REPLY);
  engine_fixture_receive (f, "chat-1", "in-2", "Are you there?");
  g_assert_cmpint (get_snooze (f, id), ==, 0);
}

static void
test_a_block_ends (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  engine_fixture_receive (f, "chat-2", "other", "Hello");
  do_one (f, id, OD_DEED_BLOCK, od_clock_get_real_us (f->clock) + 600 * (gint64) G_USEC_PER_SEC);
  engine_fixture_settle (f);
  engine_fixture_advance_s (f, 599);
  engine_fixture_receive (f, "chat-1", "in-2", "And?");
  g_assert_cmpint (get_status (f, id), ==, OD_STATUS_SPAM);
  engine_fixture_advance_s (f, 1);
  do_one (f, id, OD_DEED_REOPEN, 0);
  engine_fixture_receive (f, "chat-1", "in-3", "Hello again");
  g_assert_cmpint (get_status (f, id), ==, OD_STATUS_OPEN);
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
  ADD ("second", test_wakes_to_the_second);
  ADD ("jump", test_wakes_after_a_jump);
  ADD ("until-reply", test_until_a_reply);
  ADD ("block-ends", test_a_block_ends);
  ADD ("broken", test_a_broken_store);
#undef ADD
  return g_test_run ();
}
