/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-store-stream.h"
#include "od-store-triage.h"
#include "od-write-fixture.h"

static OdStreamJob *
load (OdWriteFixture *fixture, const char *chat, OdDbReadFunc func, gint64 seq, guint limit)
{
  OdStreamJob *job = od_stream_job_new (fixture->account_id, chat, fixture->files_dir, seq, limit);
  g_autoptr (GError) error = NULL;

  od_db_read_sync (fixture->db, OD_DB_PAGES, func, job, &error);
  g_assert_no_error (error);
  return job;
}

static OdStreamEvent *
get (OdStreamJob *job, guint i)
{
  g_assert_cmpuint (i, <, job->page->events->len);
  return g_ptr_array_index (job->page->events, i);
}

static void
receive_many (OdWriteFixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i + 1);

      od_write_fixture_receive (fixture, "c", id, id);
    }
}

static void
test_pages (void)
{
  static const struct {
    const char *why;
    OdDbReadFunc func;
    gint64 seq;
    guint limit;
    gint64 first;
    guint n;
    gboolean has_more;
  } cases[] = {
    { "the newest", od_store_stream_load, 0, 4, 7, 4, FALSE },
    { "all of them", od_store_stream_load, 0, 500, 1, 10, FALSE },
    { "after", od_store_stream_load, 3, 4, 4, 4, TRUE },
    { "after, up to the end", od_store_stream_load, 6, 4, 7, 4, FALSE },
    { "after the end", od_store_stream_load, 10, 4, 0, 0, FALSE },
    { "before", od_store_stream_load_before, 7, 4, 3, 4, TRUE },
    { "before, down to the first", od_store_stream_load_before, 5, 4, 1, 4, FALSE },
    { "before the first", od_store_stream_load_before, 1, 4, 0, 0, FALSE },
  };
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);

  receive_many (fixture, 10);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdStreamJob) job = load (fixture, "c", cases[i].func, cases[i].seq, cases[i].limit);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpuint (job->page->events->len, ==, cases[i].n);
      g_assert_true (job->page->has_more == cases[i].has_more);
      g_assert_cmpint (job->page->last_seq, ==, 10);
      g_assert_cmpint (job->page->first_seq, ==, 1);
      for (guint j = 0; j < cases[i].n; j++)
        g_assert_cmpint (get (job, j)->seq, ==, cases[i].first + j);
    }
}

static void
test_an_unknown_chat (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  g_autoptr (OdStreamJob) job = load (fixture, "nobody", od_store_stream_load, 0, 10);

  g_assert_cmpint (job->page->stream_id, ==, 0);
  g_assert_cmpint (job->page->last_seq, ==, 0);
  g_assert_null (job->page->conversation_uid);
  g_assert_false (job->page->is_blocked);
}

static void
accept_next (OdWriteFixture *fixture)
{
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture);

  g_assert_cmpuint (claim->claimed->len, ==, 1);
  od_write_fixture_accept (fixture, ((OdClaimedOperation *) g_ptr_array_index (claim->claimed, 0))->id, "");
}

static void
triage (OdWriteFixture *fixture, OdOperationKind kind, gint64 conversation_id, gint64 message_id, const char *text)
{
  g_autoptr (OdTriageJob) job = od_triage_job_new (kind, conversation_id, message_id, 1, fixture->now_us);

  job->flags = OD_TRIAGE_HAS_REMOTE;
  job->text = g_strdup (text);
  job->emoji = g_strdup (text);
  job->event = OD_STATUS_EVENT_RESOLVE;
  od_write_fixture_write (fixture, od_store_triage, job);
  accept_next (fixture);
}

static void
test_what_the_customer_sees (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdIngestOutcome question = od_write_fixture_receive (fixture, "c", "m1", "question");
  g_autoptr (OdEnqueueJob) reply = od_enqueue_job_new (question.conversation_id, 1, "answr", fixture->now_us);
  OdUpdate *like = od_write_fixture_update (fixture, OD_UPDATE_REACTION, "c", "m2", NULL);
  g_autoptr (OdStreamJob) job = NULL;

  reply->reply_to_id = question.message_id;
  od_write_fixture_write (fixture, od_store_enqueue, reply);
  accept_next (fixture);
  triage (fixture, OD_OPERATION_EDIT, question.conversation_id, reply->message_id, "answer");
  like->target_seq = 2;
  like->emoji = g_strdup ("👍");
  od_write_fixture_take (fixture, like);
  triage (fixture, OD_OPERATION_REACT, question.conversation_id, reply->message_id, "👍");
  triage (fixture, OD_OPERATION_STATUS, question.conversation_id, 0, NULL);

  job = load (fixture, "c", od_store_stream_load, 0, 100);
  g_assert_cmpint (get (job, 0)->from, ==, OD_TIMELINE_IN);
  g_assert_cmpstr (get (job, 0)->client_id, ==, "m1");
  g_assert_null (get (job, 0)->author);
  g_assert_cmpint (get (job, 1)->from, ==, OD_TIMELINE_OUT);
  g_assert_cmpstr (get (job, 1)->author, ==, "Op One");
  g_assert_cmpstr (get (job, 1)->text, ==, "answer"); /* its text now */
  g_assert_cmpint (get (job, 1)->reply_to_seq, ==, 1);
  g_assert_cmpint (get (job, 2)->kind, ==, OD_STREAM_EDIT);
  g_assert_cmpint (get (job, 2)->ref_seq, ==, 2);
  g_assert_cmpint (get (job, 4)->kind, ==, OD_STREAM_REACTION);
  g_assert_cmpuint (get (job, 4)->reactions->len, ==, 1);
  g_assert_cmpuint (((OdStreamReaction *) g_ptr_array_index (get (job, 4)->reactions, 0))->n, ==, 2);
  g_assert_true (((OdStreamReaction *) g_ptr_array_index (get (job, 4)->reactions, 0))->by_customer);
  g_assert_cmpint (get (job, 5)->kind, ==, OD_STREAM_STATUS);
  g_assert_cmpint (get (job, 5)->status, ==, OD_STATUS_RESOLVED);
  g_assert_cmpint (job->page->status, ==, OD_STATUS_RESOLVED);
  for (guint i = 1; i < job->page->events->len; i++)
    g_assert_cmpint (get (job, i)->at_us, >=, get (job, i - 1)->at_us);
}

static void
test_a_note_is_never_in_the_stream (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdIngestOutcome question = od_write_fixture_receive (fixture, "c", "m1", "question");
  g_autoptr (OdEnqueueJob) note = od_enqueue_job_new (question.conversation_id, 1, "difficult one", fixture->now_us);
  g_autoptr (OdStreamJob) job = NULL;

  note->is_note = TRUE;
  od_write_fixture_write (fixture, od_store_enqueue, note);
  job = load (fixture, "c", od_store_stream_load, 0, 100);
  g_assert_cmpuint (job->page->events->len, ==, 1);
}

static void
test_blocked_is_said (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  g_autoptr (OdStreamJob) job = NULL;

  receive_many (fixture, 1);
  od_write_fixture_do (fixture, 1, OD_DEED_BLOCK, 0, NULL);
  job = load (fixture, "c", od_store_stream_load, 0, 100);
  g_assert_true (job->page->is_blocked);
}

static void
test_finding (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdStreamFindJob stream = { .stream_id = 1 };

  od_write_fixture_receive (fixture, "c", "m1", "x");
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_stream_find, &stream, NULL));
  g_assert_cmpstr (stream.chat_id, ==, "c");
  g_assert_cmpint (stream.last_seq, ==, 1);
  g_free (stream.chat_id);
}

/* ---- uploads ---- */

static OdUploadJob *
new_upload (OdWriteFixture *fixture, const char *chat, const char *id, char digit)
{
  OdUploadJob *job = g_new0 (OdUploadJob, 1);

  job->account_id = fixture->account_id;
  job->chat_id = g_strdup (chat);
  job->now_us = fixture->now_us;
  job->upload = od_upload_new ();
  job->upload->id = g_strdup (id);
  job->upload->name = g_strdup ("photo.jpg");
  job->upload->mime = g_strdup ("image/jpeg");
  job->upload->sha256 = g_strnfill (64, digit);
  job->upload->size_bytes = 1234;
  return job;
}

static OdIngestOutcome
send_file (OdWriteFixture *fixture, const char *chat, const char *message_id, const char *file_id)
{
  OdUpdate *update = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, chat, message_id, NULL);
  OdUpdateAttachment *file = od_update_attachment_new ();

  file->upload_id = g_strdup (file_id);
  od_update_add_attachment (update, file);
  return od_write_fixture_take (fixture, update);
}

static gboolean
find_file (OdWriteFixture *fixture, gint64 account_id, const char *file_id, OdUploadJob **job)
{
  *job = g_new0 (OdUploadJob, 1);
  (*job)->account_id = account_id;
  (*job)->file_id = g_strdup (file_id);
  (*job)->files_dir = g_strdup ("/files");
  return od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_find_file, *job, NULL);
}

static void
test_an_upload_is_used_once_by_its_sender (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  g_autoptr (OdUploadJob) upload = new_upload (fixture, "c", "f_1", 'a'),
                          foreign = new_upload (fixture, "d", "f_1", 'b');
  g_autoptr (OdUploadJob) before = NULL, after = NULL, elsewhere = NULL;
  g_autoptr (OdStreamJob) page = NULL;
  OdAttachmentRow *row;

  od_write_fixture_write (fixture, od_store_add_upload, upload);
  od_write_fixture_write (fixture, od_store_add_upload, upload); /* its answer got lost */
  od_write_fixture_refuse (fixture, od_store_add_upload, foreign, OD_ERROR, OD_ERROR_REJECTED);
  g_assert_true (find_file (fixture, fixture->account_id, "f_1", &before));
  g_assert_cmpstr (before->upload->chat_id, ==, "c");
  g_assert_cmpstr (send_file (fixture, "d", "m1", "f_1").reason, ==, "bad_file");
  g_assert_cmpint (send_file (fixture, "c", "m1", "f_1").status, ==, OD_INGEST_STORED);
  g_assert_cmpstr (send_file (fixture, "c", "m2", "f_1").reason, ==, "bad_file"); /* used */
  g_assert_cmpint (send_file (fixture, "c", "m1", "f_1").status, ==, OD_INGEST_DUPLICATE);
  od_write_fixture_refuse (fixture, od_store_add_upload, upload, OD_ERROR, OD_ERROR_REJECTED);
  g_assert_true (find_file (fixture, fixture->account_id, "f_1", &after));
  g_assert_true (g_str_has_prefix (after->upload->path, "/files/aa/aaaa"));
  g_assert_cmpstr (after->upload->chat_id, ==, "c");
  g_assert_false (find_file (fixture, 99, "f_1", &elsewhere)); /* of another account */

  page = load (fixture, "c", od_store_stream_load, 0, 10);
  row = g_ptr_array_index (get (page, 0)->files, 0);
  g_assert_cmpstr (row->uid, ==, "f_1");
  g_assert_cmpstr (row->name, ==, "photo.jpg");
  g_assert_cmpint (row->size_bytes, ==, 1234);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('photo')"), ==, 1);
  od_write_fixture_check (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream/pages", test_pages);
  g_test_add_func ("/stream/unknown", test_an_unknown_chat);
  g_test_add_func ("/stream/events", test_what_the_customer_sees);
  g_test_add_func ("/stream/note", test_a_note_is_never_in_the_stream);
  g_test_add_func ("/stream/blocked", test_blocked_is_said);
  g_test_add_func ("/stream/find", test_finding);
  g_test_add_func ("/stream/upload", test_an_upload_is_used_once_by_its_sender);
  return g_test_run ();
}
