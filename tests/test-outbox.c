/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-account-port.h"
#include "od-db.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"

/* The outbox, seen from both ends: what the bubble says, and what the customer has. */

#define assert_delivery(f, conversation, message, expected)                                                            \
  g_assert_cmpstr (od_delivery_get_name (engine_fixture_get_delivery (f, conversation, message)), ==,                  \
                   od_delivery_get_name (expected))

static guint
count_attempts (EngineFixture *f)
{
  return od_demo_control_get_attempts (f->control)->len;
}

static guint
count_arrived (EngineFixture *f)
{
  return od_demo_control_get_arrived (f->control)->len;
}

static const OdOutgoing *
get_attempt (EngineFixture *f, guint index)
{
  return g_ptr_array_index (od_demo_control_get_attempts (f->control), index);
}

static const char *
get_arrived_text (EngineFixture *f, guint index)
{
  return ((OdOutgoing *) g_ptr_array_index (od_demo_control_get_arrived (f->control), index))->text;
}

static void
test_accepted (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello 👋");
  gint64 message = engine_fixture_reply (f, conversation, "Добрый день!");
  g_autoptr (OdMessageRow) row = NULL;

  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_cmpuint (count_attempts (f), ==, 1);
  g_assert_cmpuint (count_arrived (f), ==, 1);
  g_assert_cmpstr (get_arrived_text (f, 0), ==, "Добрый день!");
  g_assert_cmpstr (get_attempt (f, 0)->chat_id, ==, "chat-1");
  row = engine_fixture_get_message (f, conversation, message);
  g_assert_cmpint (row->sent_at_us, >, 0);
  g_assert_null (row->error);
}

static void
test_transient_is_tried_again (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_TRANSIENT, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  assert_delivery (f, conversation, message, OD_DELIVERY_QUEUED);
  g_assert_cmpuint (count_attempts (f), ==, 1);

  od_clock_advance (f->clock, OD_LIMIT_BACKOFF_BASE_US / 8); /* too early */
  assert_delivery (f, conversation, message, OD_DELIVERY_QUEUED);
  g_assert_cmpuint (count_attempts (f), ==, 1);

  engine_fixture_advance_s (f, 2);
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_cmpuint (count_attempts (f), ==, 2);
  g_assert_cmpuint (count_arrived (f), ==, 1);
  g_assert_cmpstr (get_attempt (f, 0)->key, ==, get_attempt (f, 1)->key);
}

static void
test_retry_after_holds_the_account (EngineFixture *f, gconstpointer channel)
{
  gint64 one = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 two = engine_fixture_receive (f, "chat-2", "in-2", "Hello");
  gint64 first, second;

  od_demo_control_push (f->control, OD_DEMO_RATE_LIMITED, 7000);
  first = engine_fixture_reply (f, one, "Hi");
  assert_delivery (f, one, first, OD_DELIVERY_QUEUED);
  second = engine_fixture_reply (f, two, "Hi");
  assert_delivery (f, two, second, OD_DELIVERY_QUEUED);
  engine_fixture_advance_s (f, 6);
  g_assert_cmpuint (count_attempts (f), ==, 1);
  engine_fixture_advance_s (f, 1);
  assert_delivery (f, one, first, OD_DELIVERY_SENT);
  assert_delivery (f, two, second, OD_DELIVERY_SENT);
  g_assert_cmpuint (count_attempts (f), ==, 3);
}

static void
test_rejected_waits_for_a_person (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (OdMessageRow) row = NULL;
  g_autoptr (GError) error = NULL;
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_REJECTED, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  assert_delivery (f, conversation, message, OD_DELIVERY_FAILED);
  row = engine_fixture_get_message (f, conversation, message);
  g_assert_cmpstr (row->error, ==, "Demo: refused");
  engine_fixture_advance_s (f, 3600);
  g_assert_cmpuint (count_attempts (f), ==, 1);

  g_assert_true (engine_fixture_decide (f, message, OD_DECISION_SEND_AGAIN, &error));
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_false (engine_fixture_decide (f, message, OD_DECISION_SEND_AGAIN, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
  g_assert_cmpuint (count_arrived (f), ==, 1);
}

static void
test_auth_stops_the_lane (EngineFixture *f, gconstpointer channel)
{
  OdAccountPort *accounts = od_engine_get_account_port (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdAccountRow) account = NULL;
  gint64 message, other;

  od_demo_control_push (f->control, OD_DEMO_AUTH, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  assert_delivery (f, conversation, message, OD_DELIVERY_QUEUED);
  account = engine_fixture_get_account (f, f->account_id);
  g_assert_cmpint (account->state, ==, OD_ACCOUNT_AUTH);
  g_assert_nonnull (account->error);
  other = engine_fixture_reply (f, conversation, "Still there?");
  engine_fixture_advance_s (f, 3600);
  g_assert_cmpuint (count_attempts (f), ==, 1);

  od_account_port_set_enabled_async (accounts, f->account_id, TRUE, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_account_port_set_enabled_finish (accounts, result, NULL));
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  assert_delivery (f, conversation, other, OD_DELIVERY_SENT);
  g_assert_cmpuint (count_arrived (f), ==, 2);
}

static void
test_unconfirmed_is_not_repeated (EngineFixture *f, gconstpointer answer)
{
  gint64 one = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 two = engine_fixture_receive (f, "chat-2", "in-2", "Hello");
  g_autoptr (GError) error = NULL;
  gint64 lost, blocked, free;

  od_demo_control_push (f->control, OD_DEMO_CUT, 0);
  lost = engine_fixture_reply (f, one, "First");
  assert_delivery (f, one, lost, OD_DELIVERY_UNCONFIRMED);
  blocked = engine_fixture_reply (f, one, "Second");
  free = engine_fixture_reply (f, two, "Elsewhere");
  assert_delivery (f, one, blocked, OD_DELIVERY_QUEUED);
  assert_delivery (f, two, free, OD_DELIVERY_SENT);
  engine_fixture_advance_s (f, 3600);
  g_assert_cmpuint (count_attempts (f), ==, 2);

  g_assert_true (engine_fixture_decide (f, lost, OD_DECISION_ARRIVED, &error));
  assert_delivery (f, one, lost, OD_DELIVERY_SENT);
  assert_delivery (f, one, blocked, OD_DELIVERY_SENT);
  g_assert_cmpuint (count_arrived (f), ==, 3); /* each once */
  g_assert_cmpstr (get_arrived_text (f, 0), ==, "First");
  g_assert_cmpstr (get_arrived_text (f, 2), ==, "Second");
}

static void
test_nonsense_is_unconfirmed (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GError) error = NULL;
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_MALFORMED, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  g_assert_true (engine_fixture_decide (f, message, OD_DECISION_DISCARD, &error));
  engine_fixture_advance_s (f, 3600);
  g_assert_cmpuint (count_attempts (f), ==, 1);
}

static void
test_idempotent_is_repeated (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_CUT, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  assert_delivery (f, conversation, message, OD_DELIVERY_QUEUED);
  engine_fixture_advance_s (f, 2);
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_cmpuint (count_attempts (f), ==, 2);
  g_assert_cmpstr (get_attempt (f, 0)->key, ==, get_attempt (f, 1)->key); /* by which the other side knows it */
}

static void
test_order_in_a_conversation (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 last = 0;

  od_demo_control_push (f->control, OD_DEMO_TRANSIENT, 0);
  od_demo_control_push (f->control, OD_DEMO_ACCEPT, 0);
  od_demo_control_push (f->control, OD_DEMO_TRANSIENT, 0);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      last = engine_fixture_reply (f, conversation, text);
    }
  engine_fixture_advance_s (f, 2);
  engine_fixture_advance_s (f, 4);
  assert_delivery (f, conversation, last, OD_DELIVERY_SENT);
  g_assert_cmpuint (count_attempts (f), ==, 7);
  g_assert_cmpuint (count_arrived (f), ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (get_arrived_text (f, i)[0], ==, '0' + (int) i);
}

static void
test_four_conversations_at_once (EngineFixture *f, gconstpointer channel)
{
  gint64 conversations[6], messages[6];

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *chat = g_strdup_printf ("chat-%u", i);
      g_autofree char *remote = g_strdup_printf ("in-%u", i);

      conversations[i] = engine_fixture_receive (f, chat, remote, "Hello");
      od_demo_control_push (f->control, OD_DEMO_HANG, 0);
    }
  for (guint i = 0; i < 6; i++)
    messages[i] = engine_fixture_reply (f, conversations[i], "Hi");
  engine_fixture_settle (f);
  g_assert_cmpuint (od_demo_control_get_n_hanging (f->control), ==, 4);
  g_assert_cmpuint (count_attempts (f), ==, 4);
  assert_delivery (f, conversations[0], messages[0], OD_DELIVERY_SENDING);
  assert_delivery (f, conversations[5], messages[5], OD_DELIVERY_QUEUED);

  od_demo_control_release (f->control, OD_DEMO_ACCEPT);
  engine_fixture_settle (f);
  g_assert_cmpuint (od_demo_control_release (f->control, OD_DEMO_ACCEPT), ==, 2);
  for (guint i = 0; i < 6; i++)
    assert_delivery (f, conversations[i], messages[i], OD_DELIVERY_SENT);
  g_assert_cmpuint (count_arrived (f), ==, 6);
}

static void
test_lease_runs_out (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  engine_fixture_settle (f);
  engine_fixture_advance_s (f, OD_LIMIT_LEASE_S - 1);
  assert_delivery (f, conversation, message, OD_DELIVERY_SENDING);
  engine_fixture_advance_s (f, 1);
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  g_assert_cmpuint (count_attempts (f), ==, 1);
}

static void
test_lease_is_renewed (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  message = engine_fixture_reply (f, conversation, "A long film");
  engine_fixture_settle (f);
  for (guint i = 0; i < 5; i++)
    {
      engine_fixture_advance_s (f, OD_LIMIT_LEASE_S - 10);
      od_demo_control_progress (f->control, 1, 2);
      assert_delivery (f, conversation, message, OD_DELIVERY_SENDING);
    }
  engine_fixture_advance_s (f, OD_LIMIT_LEASE_S);
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
}

static void
test_deaf_is_given_up (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_DEAF, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  engine_fixture_settle (f);
  engine_fixture_advance_s (f, OD_LIMIT_LEASE_S);
  assert_delivery (f, conversation, message, OD_DELIVERY_SENDING);
  engine_fixture_advance_s (f, 5);
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  g_assert_cmpuint (od_demo_control_release (f->control, OD_DEMO_TRANSIENT), ==, 1); /* too late */
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  g_assert_cmpuint (count_attempts (f), ==, 1);
}

static gboolean
add_operator (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_stmt_run (db, error, "INSERT INTO operator (id, uid, name) VALUES (2, 'other', 'Oleg')", "");
}

static void
test_held_if_somebody_answered (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GPtrArray) rows = engine_fixture_load_thread (f, conversation);
  OdReply mine = { .conversation_id = conversation, .operator_id = 1, .text = "Mine" };
  OdReply other = { .conversation_id = conversation, .operator_id = 2, .text = "Theirs" };
  g_autoptr (OdReplyResult) first = NULL;
  g_autoptr (OdReplyResult) second = NULL;
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine), add_operator, NULL, &error);
  g_assert_no_error (error);
  mine.seen_id = ((OdMessageRow *) g_ptr_array_index (rows, rows->len - 1))->id;
  first = engine_fixture_enqueue (f, &other, &error);
  g_assert_no_error (error);
  assert_delivery (f, conversation, first->message_id, OD_DELIVERY_SENT);
  second = engine_fixture_enqueue (f, &mine, &error);
  g_assert_no_error (error);
  assert_delivery (f, conversation, second->message_id, OD_DELIVERY_HELD);
  g_assert_cmpuint (count_attempts (f), ==, 1);

  g_assert_true (engine_fixture_decide (f, second->message_id, OD_DECISION_SEND_AGAIN, &error));
  assert_delivery (f, conversation, second->message_id, OD_DELIVERY_SENT);
}

static OdDraft *
undo (EngineFixture *f, gint64 message_id, GError **error)
{
  OdReplyPort *port = od_engine_get_reply_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_reply_port_undo_async (port, message_id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_reply_port_undo_finish (port, result, error);
}

static void
test_undo (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  OdReply reply = { .conversation_id = conversation, .operator_id = 1, .text = "Oops" };
  g_autoptr (OdReplyResult) first = NULL;
  g_autoptr (OdReplyResult) second = NULL;
  g_autoptr (OdDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  reply.delay_us = 5 * G_USEC_PER_SEC;
  first = engine_fixture_enqueue (f, &reply, &error);
  g_assert_no_error (error);
  g_assert_cmpint (first->undo_until_us, ==, od_clock_get_real_us (f->clock) + reply.delay_us);
  engine_fixture_advance_s (f, 4);
  g_assert_cmpuint (count_attempts (f), ==, 0);
  draft = undo (f, first->message_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->body, ==, "Oops");
  engine_fixture_advance_s (f, 60);
  g_assert_cmpuint (count_attempts (f), ==, 0);
  g_assert_null (engine_fixture_get_message (f, conversation, first->message_id));

  second = engine_fixture_enqueue (f, &reply, &error);
  engine_fixture_advance_s (f, 5);
  assert_delivery (f, conversation, second->message_id, OD_DELIVERY_SENT);
  g_assert_null (undo (f, second->message_id, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
}

static void
test_crash_in_the_middle (EngineFixture *f, gconstpointer channel)
{
  gboolean may_repeat = g_str_equal (channel, "demo-repeat");
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message, waiting;

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  waiting = engine_fixture_reply (f, conversation, "And this");
  assert_delivery (f, conversation, message, OD_DELIVERY_SENDING);
  engine_fixture_crash (f);
  if (may_repeat)
    {
      assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
      assert_delivery (f, conversation, waiting, OD_DELIVERY_SENT);
      g_assert_cmpuint (count_attempts (f), ==, 3);
      return;
    }
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  assert_delivery (f, conversation, waiting, OD_DELIVERY_QUEUED);
  engine_fixture_advance_s (f, 3600);
  g_assert_cmpuint (count_attempts (f), ==, 1); /* nothing is sent twice by itself */
}

static void
test_queued_survives_the_end (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  OdReply reply = { .conversation_id = conversation, .operator_id = 1, .text = "Later" };
  g_autoptr (OdReplyResult) result = NULL;

  reply.delay_us = 5 * G_USEC_PER_SEC;
  result = engine_fixture_enqueue (f, &reply, NULL);
  engine_fixture_close (f);
  g_assert_cmpuint (count_attempts (f), ==, 0);
  engine_fixture_open (f);
  wait_until (od_demo_control_get_n_running (f->control) == 1);
  engine_fixture_advance_s (f, 5);
  assert_delivery (f, conversation, result->message_id, OD_DELIVERY_SENT);
}

static void
test_receipts (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message = engine_fixture_reply (f, conversation, "Hi");
  g_autofree char *remote_id = NULL;

  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  remote_id = g_strdup_printf ("chat-1:1-%s", get_attempt (f, 0)->key);
  od_demo_control_receive_receipt (f->control, "chat-1", remote_id, OD_DELIVERY_READ);
  assert_delivery (f, conversation, message, OD_DELIVERY_READ);
  od_demo_control_receive_receipt (f->control, "chat-1", remote_id, OD_DELIVERY_READ);
  od_demo_control_receive_receipt (f->control, "chat-1", remote_id, OD_DELIVERY_DELIVERED); /* late */
  assert_delivery (f, conversation, message, OD_DELIVERY_READ);
}

static void
test_stop_cuts_short (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  assert_delivery (f, conversation, message, OD_DELIVERY_SENDING);
  engine_fixture_close (f);
  engine_fixture_open (f);
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  g_assert_cmpuint (count_attempts (f), ==, 1);
}

static void
test_stream_advances (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message = engine_fixture_reply (f, conversation, "Hi");

  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  engine_fixture_settle (f);
  g_assert_nonnull (strstr (od_demo_control_get_journal (f->control)->str, "stream chat-1 1\n"));
  g_assert_nonnull (strstr (od_demo_control_get_journal (f->control)->str, "stream chat-1 2\n"));
}

static void
test_outcome_is_written_in_the_end (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  message = engine_fixture_reply (f, conversation, "Hi");
  engine_fixture_settle (f);
  engine_fixture_break_tables (f, TRUE);
  g_test_expect_message ("od-outbox-lane", G_LOG_LEVEL_WARNING, "Could not record an outcome*");
  od_demo_control_release (f->control, OD_DEMO_ACCEPT);
  engine_fixture_settle (f);
  g_test_assert_expected_messages ();
  engine_fixture_break_tables (f, FALSE);
  engine_fixture_advance_s (f, 2);
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_cmpuint (count_arrived (f), ==, 1);
}

#define ADD(path, channel, func)                                                                                       \
  g_test_add ("/outbox/" path, EngineFixture, channel, engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("accepted", "demo", test_accepted);
  ADD ("transient", "demo", test_transient_is_tried_again);
  ADD ("retry-after", "demo", test_retry_after_holds_the_account);
  ADD ("rejected", "demo", test_rejected_waits_for_a_person);
  ADD ("auth", "demo", test_auth_stops_the_lane);
  ADD ("unconfirmed", "demo", test_unconfirmed_is_not_repeated);
  ADD ("nonsense", "demo", test_nonsense_is_unconfirmed);
  ADD ("idempotent", "demo-repeat", test_idempotent_is_repeated);
  ADD ("order", "demo", test_order_in_a_conversation);
  ADD ("four-at-once", "demo", test_four_conversations_at_once);
  ADD ("lease", "demo", test_lease_runs_out);
  ADD ("lease/renewed", "demo", test_lease_is_renewed);
  ADD ("lease/deaf", "demo", test_deaf_is_given_up);
  ADD ("held", "demo", test_held_if_somebody_answered);
  ADD ("undo", "demo", test_undo);
  ADD ("crash", "demo", test_crash_in_the_middle);
  ADD ("crash/repeat", "demo-repeat", test_crash_in_the_middle);
  ADD ("end", "demo", test_queued_survives_the_end);
  ADD ("receipts", "demo", test_receipts);
  ADD ("stop", "demo", test_stop_cuts_short);
  ADD ("stream", "demo-stream", test_stream_advances);
  ADD ("store-fails", "demo", test_outcome_is_written_in_the_end);
  return g_test_run ();
}
