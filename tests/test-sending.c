/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-db.h"
#include "od-error.h"
#include "od-sending-port.h"
#include "od-stmt.h"

/* A message with files on its way: how far it is, stopped by a person, and sent in parts. */

#define assert_delivery(f, conversation, message, expected)                                                            \
  g_assert_cmpstr (od_delivery_get_name (engine_fixture_get_delivery (f, conversation, message)), ==,                  \
                   od_delivery_get_name (expected))

static gint64
send_files (EngineFixture *f, gint64 conversation_id)
{
  g_autofree char *one = g_build_filename (f->folder, "one.txt", NULL);
  g_autofree char *two = g_build_filename (f->folder, "two.txt", NULL);
  const char *const files[] = { one, two, NULL };
  OdReply reply = { .conversation_id = conversation_id,
                    .operator_id = 1,
                    .text = "Both of them",
                    .files = files,
                    .seen_id = OD_SEEN_EVERYTHING };
  g_autoptr (OdReplyResult) result = NULL;

  g_assert_true (g_file_set_contents (one, "one", -1, NULL));
  g_assert_true (g_file_set_contents (two, "two!", -1, NULL));
  result = engine_fixture_enqueue (f, &reply, NULL);
  g_assert_nonnull (result);
  engine_fixture_settle (f);
  return result->message_id;
}

static const OdOutgoing *
get_attempt (EngineFixture *f, guint index)
{
  return g_ptr_array_index (od_demo_control_get_attempts (f->control), index);
}

static gint64
get_file_id (EngineFixture *f, guint index)
{
  return ((const OdAttachmentRow *) get_attempt (f, 0)->files->pdata[index])->id;
}

static void
changed_cb (OdSendingPort *port, gint64 message_id, gpointer last_id)
{
  *(gint64 *) last_id = message_id;
}

static void
test_progress_is_told (EngineFixture *f, gconstpointer channel)
{
  OdSendingPort *port = od_engine_get_sending_port (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 done = 0, total = 0, told_id = 0, message;
  gulong id = g_signal_connect (port, "sending-changed", G_CALLBACK (changed_cb), &told_id);

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  message = send_files (f, conversation);
  g_assert_true (od_sending_port_get_progress (port, message, &done, &total));
  g_assert_cmpint (total, ==, -1);
  od_demo_control_progress (f->control, 3, 7);
  g_assert_cmpint (told_id, ==, message);
  g_assert_true (od_sending_port_get_progress (port, message, &done, &total));
  g_assert_cmpint (done, ==, 3);
  g_assert_cmpint (total, ==, 7);
  told_id = 0;
  od_demo_control_progress (f->control, 4, 7);
  g_assert_cmpint (told_id, ==, 0); /* so soon nobody can see it */
  od_clock_advance (f->clock, G_USEC_PER_SEC / 10);
  od_demo_control_progress (f->control, 5, 7);
  g_assert_cmpint (told_id, ==, message);
  od_demo_control_release (f->control, OD_DEMO_ACCEPT);
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_false (od_sending_port_get_progress (port, message, &done, &total));
  g_signal_handler_disconnect (port, id);
}

/* What it ends as is what the channel knows. */
static void
test_cancelled (EngineFixture *f, gconstpointer channel)
{
  OdSendingPort *port = od_engine_get_sending_port (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (OdMessageRow) row = NULL;
  gint64 stopped, lost;

  od_demo_control_push (f->control, OD_DEMO_HANG, 1);
  stopped = send_files (f, conversation);
  assert_delivery (f, conversation, stopped, OD_DELIVERY_SENDING);
  od_sending_port_cancel (port, stopped);
  assert_delivery (f, conversation, stopped, OD_DELIVERY_FAILED);
  row = engine_fixture_get_message (f, conversation, stopped);
  g_assert_cmpstr (row->error, ==, OD_DELIVERY_CANCELLED);
  engine_fixture_advance_s (f, 3600);
  g_assert_cmpuint (od_demo_control_get_attempts (f->control)->len, ==, 1); /* not by itself */
  g_assert_true (engine_fixture_decide (f, stopped, OD_DECISION_SEND_AGAIN, NULL));
  assert_delivery (f, conversation, stopped, OD_DELIVERY_SENT);
  g_assert_cmpuint (get_attempt (f, 1)->files->len, ==, 2);

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  lost = send_files (f, conversation);
  od_sending_port_cancel (port, lost);
  assert_delivery (f, conversation, lost, OD_DELIVERY_UNCONFIRMED);
  od_sending_port_cancel (port, lost); /* it is not under way any more */
  assert_delivery (f, conversation, lost, OD_DELIVERY_UNCONFIRMED);
}

/* A channel that doesn't listen is given up, and a word that comes too late changes nothing. */
static void
test_cancelled_and_deaf (EngineFixture *f, gconstpointer channel)
{
  OdSendingPort *port = od_engine_get_sending_port (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_DEAF, 0);
  message = send_files (f, conversation);
  od_sending_port_cancel (port, message);
  assert_delivery (f, conversation, message, OD_DELIVERY_SENDING);
  engine_fixture_advance_s (f, 6);
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  od_demo_control_release (f->control, OD_DEMO_ACCEPT);
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
}

static void
test_the_rest_is_sent (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GError) error = NULL;
  g_autoptr (OdMessageRow) row = NULL;
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  od_demo_control_push (f->control, OD_DEMO_REJECTED, 0);
  message = send_files (f, conversation);
  g_assert_cmpuint (get_attempt (f, 0)->files->len, ==, 2);
  od_demo_control_take_part (f->control, 0, NULL);
  od_demo_control_take_part (f->control, get_file_id (f, 0), NULL);
  od_demo_control_take_part (f->control, get_file_id (f, 0), NULL); /* said twice */
  od_demo_control_release (f->control, OD_DEMO_TRANSIENT);
  assert_delivery (f, conversation, message, OD_DELIVERY_QUEUED);
  engine_fixture_advance_s (f, 60); /* by itself: refused this time */
  assert_delivery (f, conversation, message, OD_DELIVERY_FAILED);
  g_assert_cmpstr (get_attempt (f, 1)->text, ==, "");
  g_assert_cmpuint (get_attempt (f, 1)->files->len, ==, 1);
  g_assert_cmpint (((const OdAttachmentRow *) get_attempt (f, 1)->files->pdata[0])->id, ==, get_file_id (f, 1));
  g_assert_cmpstr (get_attempt (f, 1)->key, ==, get_attempt (f, 0)->key);

  engine_fixture_close (f); /* it is in the store */
  engine_fixture_open (f);
  engine_fixture_settle (f);
  g_assert_true (engine_fixture_decide (f, message, OD_DECISION_SEND_AGAIN, &error));
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_cmpuint (get_attempt (f, 2)->files->len, ==, 1);
  row = engine_fixture_get_message (f, conversation, message);
  g_assert_cmpuint (row->attachments->len, ==, 2);
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdDraft) draft = od_reply_port_undo_finish (OD_REPLY_PORT (source), result, user_data);

  g_assert_null (draft);
}

static void
test_what_left_in_part_stays (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GError) error = NULL;
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  message = send_files (f, conversation);
  od_demo_control_take_part (f->control, get_file_id (f, 0), NULL);
  od_demo_control_release (f->control, OD_DEMO_REJECTED);
  assert_delivery (f, conversation, message, OD_DELIVERY_FAILED);
  od_reply_port_undo_async (od_engine_get_reply_port (f->engine), message, NULL, taken_back_cb, &error);
  wait_until (error != NULL);
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
}

/* All of it is there, and only its end was not heard of: nothing is sent twice. */
static void
test_nothing_is_left (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  message = send_files (f, conversation);
  od_demo_control_take_part (f->control, 0, NULL);
  od_demo_control_take_part (f->control, get_file_id (f, 0), NULL);
  od_demo_control_take_part (f->control, get_file_id (f, 1), NULL);
  od_demo_control_release (f->control, OD_DEMO_LOST);
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  g_assert_true (engine_fixture_decide (f, message, OD_DECISION_SEND_AGAIN, NULL));
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_cmpuint (od_demo_control_get_attempts (f->control)->len, ==, 1);
}

static gboolean
run_sql (sqlite3 *db, OdChangeSet *changes, gpointer sql, GError **error)
{
  return od_db_exec (db, sql, error);
}

/* What the other side calls it could not be written: that it is there is known all the same. */
static void
test_taken_without_a_name (EngineFixture *f, gconstpointer channel)
{
  static const char refuse[] =
      "CREATE TRIGGER no_names BEFORE INSERT ON message_part BEGIN SELECT RAISE (ABORT, 'no'); END";
  OdDb *db = od_engine_get_db (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  g_assert_true (od_db_write_sync (db, run_sql, (gpointer) refuse, NULL));
  od_demo_control_push (f->control, OD_DEMO_HANG, 0);
  message = send_files (f, conversation);
  g_test_expect_message ("od-outbox-lane", G_LOG_LEVEL_WARNING, "Could not note that a part*");
  od_demo_control_take_part (f->control, 0, "chat-1:9");
  engine_fixture_settle (f);
  g_test_assert_expected_messages ();
  g_assert_true (od_db_write_sync (db, run_sql, (gpointer) "DROP TRIGGER no_names", NULL));
  od_demo_control_release (f->control, OD_DEMO_TRANSIENT);
  assert_delivery (f, conversation, message, OD_DELIVERY_QUEUED);
  engine_fixture_advance_s (f, 60);
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_cmpuint (od_demo_control_get_attempts (f->control)->len, ==, 2);
  g_assert_cmpstr (get_attempt (f, 1)->text, ==, "");
  g_assert_cmpuint (get_attempt (f, 1)->files->len, ==, 2);
}

/* Nobody knows of the text, which went alone: that it arrived says nothing of the files, which never left. */
static void
test_only_the_first_is_in_doubt (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message;

  od_demo_control_push (f->control, OD_DEMO_LOST, 0);
  message = send_files (f, conversation);
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  od_demo_control_push (f->control, OD_DEMO_LOST, 0);
  g_assert_true (engine_fixture_decide (f, message, OD_DECISION_ARRIVED, NULL));
  engine_fixture_advance_s (f, 60);
  assert_delivery (f, conversation, message, OD_DELIVERY_UNCONFIRMED);
  g_assert_cmpuint (od_demo_control_get_attempts (f->control)->len, ==, 2);
  g_assert_cmpstr (get_attempt (f, 1)->text, ==, "");
  g_assert_cmpuint (get_attempt (f, 1)->files->len, ==, 2);
  g_assert_true (engine_fixture_decide (f, message, OD_DECISION_ARRIVED, NULL)); /* both went with one request */
  engine_fixture_advance_s (f, 60);
  assert_delivery (f, conversation, message, OD_DELIVERY_SENT);
  g_assert_cmpuint (od_demo_control_get_attempts (f->control)->len, ==, 2);
}

int
main (int argc, char **argv)
{
#define TEST(name, func)                                                                                               \
  g_test_add ("/sending/" name, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)

  g_test_init (&argc, &argv, NULL);

  TEST ("progress", test_progress_is_told);
  TEST ("cancelled", test_cancelled);
  TEST ("cancelled-deaf", test_cancelled_and_deaf);
  TEST ("rest", test_the_rest_is_sent);
  TEST ("in-part", test_what_left_in_part_stays);
  TEST ("nothing-left", test_nothing_is_left);
  TEST ("no-name", test_taken_without_a_name);
  g_test_add ("/sending/first-in-doubt", EngineFixture, "demo-paced", engine_fixture_set_up,
              test_only_the_first_is_in_doubt, engine_fixture_tear_down);
#undef TEST
  return g_test_run ();
}
