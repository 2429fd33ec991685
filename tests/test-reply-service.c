/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "engine-fixture.h"
#include "od-error.h"
#include "od-triage-port.h"

static void
test_note_is_not_sent (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  OdReply note = { .conversation_id = conversation, .operator_id = 1, .text = "Ask the warehouse", .is_note = TRUE };
  g_autoptr (OdReplyResult) result = engine_fixture_enqueue (f, &note, NULL);
  g_autoptr (OdMessageRow) row = engine_fixture_get_message (f, conversation, result->message_id);

  g_assert_cmpint (result->undo_until_us, ==, 0);
  g_assert_cmpint (row->kind, ==, OD_TIMELINE_NOTE);
  g_assert_cmpint (row->delivery, ==, OD_DELIVERY_NONE);
  engine_fixture_advance_s (f, 60);
  g_assert_cmpuint (od_demo_control_get_attempts (f->control)->len, ==, 0);
}

static void
test_limits_of_the_channel (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autofree char *longest = g_strnfill (4000, 'x');
  g_autofree char *longer = g_strnfill (4001, 'x');
  OdReply reply = { .conversation_id = conversation, .operator_id = 1 };
  g_autoptr (OdReplyResult) result = NULL;
  g_autoptr (GError) error = NULL;

  reply.text = longer;
  g_assert_null (engine_fixture_enqueue (f, &reply, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_clear_error (&error);
  reply.text = "";
  g_assert_null (engine_fixture_enqueue (f, &reply, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
  g_clear_error (&error);
  reply.conversation_id = 4711;
  reply.text = "Hi";
  g_assert_null (engine_fixture_enqueue (f, &reply, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  reply.conversation_id = conversation;
  reply.text = longest;
  result = engine_fixture_enqueue (f, &reply, &error);
  g_assert_no_error (error);
}

static void
test_files_travel (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autofree char *path = g_build_filename (f->folder, "чек № 1.txt", NULL);
  g_autofree char *missing = g_build_filename (f->folder, "missing.txt", NULL);
  const char *files[] = { path, NULL, NULL };
  OdReply reply = { .conversation_id = conversation, .operator_id = 1, .text = "", .files = files };
  g_autoptr (OdReplyResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  const OdOutgoing *sent;
  const OdAttachmentRow *file;

  g_assert_true (g_file_set_contents (path, "12345", 5, NULL));
  files[1] = missing;
  g_assert_null (engine_fixture_enqueue (f, &reply, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  files[1] = NULL;
  result = engine_fixture_enqueue (f, &reply, &error);
  g_assert_no_error (error);
  g_remove (path); /* the profile has its own */
  g_assert_cmpint (engine_fixture_get_delivery (f, conversation, result->message_id), ==, OD_DELIVERY_SENT);
  g_assert_cmpuint (od_demo_control_get_arrived (f->control)->len, ==, 1);
  sent = g_ptr_array_index (od_demo_control_get_arrived (f->control), 0);
  g_assert_cmpuint (sent->files->len, ==, 1);
  file = g_ptr_array_index (sent->files, 0);
  g_assert_cmpstr (file->name, ==, "чек № 1.txt");
  g_assert_cmpstr (file->mime, ==, "text/plain");
  g_assert_cmpint (file->size_bytes, ==, 5);
  g_assert_true (g_file_get_contents (file->path, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "12345");
}

static OdDraft *
load_draft (EngineFixture *f, gint64 conversation_id)
{
  OdReplyPort *port = od_engine_get_reply_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  OdDraft *draft;

  od_reply_port_load_draft_async (port, conversation_id, FALSE, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  draft = od_reply_port_load_draft_finish (port, result, &error);
  g_assert_no_error (error);
  return draft;
}

static void
save_draft (EngineFixture *f, gint64 conversation_id, gint64 revision, const char *body)
{
  OdReplyPort *port = od_engine_get_reply_port (f->engine);
  OdDraft draft = { .conversation_id = conversation_id, .revision = revision, .body = (char *) body };
  g_autoptr (GAsyncResult) result = NULL;

  od_reply_port_save_draft_async (port, &draft, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_reply_port_save_draft_finish (port, result, NULL));
}

static void
test_drafts_survive (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (OdDraft) draft = NULL;
  g_autoptr (OdDraft) gone = NULL;
  OdReply reply = { .conversation_id = conversation, .operator_id = 1, .text = "Good day", .draft_revision = 7 };
  g_autoptr (OdReplyResult) result = NULL;

  save_draft (f, conversation, 7, "Good d");
  save_draft (f, conversation, 6, "Goo"); /* an older one comes late */
  engine_fixture_close (f);
  engine_fixture_open (f);
  draft = load_draft (f, conversation);
  g_assert_cmpstr (draft->body, ==, "Good d");
  g_assert_cmpint (draft->revision, ==, 7);
  result = engine_fixture_enqueue (f, &reply, NULL);
  g_assert_nonnull (result);
  gone = load_draft (f, conversation);
  g_assert_cmpstr (gone->body, ==, "");
}

/* A text in several messages: none of them goes without the others, and the draft stays with them. */
static void
test_parts_go_together (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  const char *const before[] = { "One", "Two", NULL };
  OdReply reply = {
    .conversation_id = conversation, .operator_id = 1, .text = " ", .before = before, .draft_revision = 7
  };
  g_autoptr (OdReplyResult) result = NULL;
  g_autoptr (OdReplyResult) refused = NULL;
  g_autoptr (OdDraft) kept = NULL;
  g_autoptr (OdDraft) gone = NULL;
  g_autoptr (OdMessageRow) first = NULL;
  g_autoptr (GPtrArray) thread = NULL;
  g_autoptr (GPtrArray) whole = NULL;
  g_autoptr (GError) error = NULL;

  save_draft (f, conversation, 7, "One Two Three");
  refused = engine_fixture_enqueue (f, &reply, &error);
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
  g_assert_null (refused);
  thread = engine_fixture_load_thread (f, conversation);
  g_assert_cmpuint (thread->len, ==, 1);
  kept = load_draft (f, conversation);
  g_assert_cmpstr (kept->body, ==, "One Two Three");
  reply.text = "Three";
  result = engine_fixture_enqueue (f, &reply, NULL);
  g_assert_nonnull (result);
  g_assert_cmpuint (result->before_ids->len, ==, 2);
  first = engine_fixture_get_message (f, conversation, g_array_index (result->before_ids, gint64, 0));
  g_assert_cmpstr (first->body, ==, "One");
  whole = engine_fixture_load_thread (f, conversation);
  g_assert_cmpuint (whole->len, ==, 4);
  gone = load_draft (f, conversation);
  g_assert_cmpstr (gone->body, ==, "");
}

static void
test_typing_is_told (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  od_reply_port_set_typing (od_engine_get_reply_port (f->engine), conversation, TRUE);
  od_reply_port_set_typing (od_engine_get_reply_port (f->engine), 4711, TRUE); /* nobody */
  engine_fixture_settle (f);
  g_assert_nonnull (strstr (od_demo_control_get_journal (f->control)->str, "typing chat-1 1\n"));
}

/* ---- besides writing ---- */

static gboolean
finish (OdTriagePort *port, GAsyncResult **result, GError **error)
{
  wait_until (*result != NULL);
  return g_task_propagate_boolean (G_TASK (*result), error);
}

static void
test_edit_has_a_remote_half (EngineFixture *f, gconstpointer channel)
{
  OdTriagePort *port = od_engine_get_triage_port (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message = engine_fixture_reply (f, conversation, "Godo day");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdMessageRow) row = NULL;
  g_autoptr (GError) error = NULL;
  const OdOutgoing *edit;

  engine_fixture_settle (f);
  od_triage_port_edit_async (port, message, "Good day", NULL, engine_fixture_store_result_cb, &result);
  g_assert_true (finish (port, &result, &error));
  engine_fixture_settle (f);
  g_assert_cmpuint (od_demo_control_get_arrived (f->control)->len, ==, 2);
  edit = g_ptr_array_index (od_demo_control_get_arrived (f->control), 1);
  g_assert_cmpint (edit->kind, ==, OD_OUTGOING_EDIT);
  g_assert_cmpstr (edit->text, ==, "Good day");
  g_assert_nonnull (edit->target_remote_id);
  row = engine_fixture_get_message (f, conversation, message);
  g_assert_cmpstr (row->body, ==, "Good day");
}

static void
test_status_and_snooze (EngineFixture *f, gconstpointer channel)
{
  OdTriagePort *port = od_engine_get_triage_port (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GAsyncResult) resolved = NULL;
  g_autoptr (GAsyncResult) nobody = NULL;
  g_autoptr (GError) error = NULL;
  guint before = od_demo_control_get_attempts (f->control)->len;

  od_triage_port_set_status_async (port, conversation, OD_STATUS_EVENT_RESOLVE, NULL, engine_fixture_store_result_cb,
                                   &resolved);
  g_assert_true (finish (port, &resolved, &error));
  engine_fixture_settle (f);
  g_assert_cmpuint (od_demo_control_get_attempts (f->control)->len, ==, before); /* this channel has no status */
  od_triage_port_set_status_async (port, 4711, OD_STATUS_EVENT_RESOLVE, NULL, engine_fixture_store_result_cb, &nobody);
  g_assert_false (finish (port, &nobody, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

#define ADD(path, func)                                                                                                \
  g_test_add ("/reply-service/" path, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("note", test_note_is_not_sent);
  ADD ("limits", test_limits_of_the_channel);
  ADD ("files", test_files_travel);
  ADD ("drafts", test_drafts_survive);
  ADD ("parts", test_parts_go_together);
  ADD ("typing", test_typing_is_told);
  ADD ("edit", test_edit_has_a_remote_half);
  ADD ("status", test_status_and_snooze);
  return g_test_run ();
}
