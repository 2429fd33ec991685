/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fails at each step of SQLite's virtual machine, one after the other, in every kind of write: afterwards all of it is
 * there or nothing, and the next try succeeds. */
#include "od-store-account.h"
#include "od-store-batch.h"
#include "od-store-clock.h"
#include "od-store-customer.h"
#include "od-store-draft.h"
#include "od-store-erase.h"
#include "od-store-finding.h"
#include "od-store-library.h"
#include "od-store-macro.h"
#include "od-store-link.h"
#include "od-store-operator.h"
#include "od-store-saved-view.h"
#include "od-store-stream.h"
#include "od-store-triage.h"
#include "od-store-usage.h"
#include "od-torture.h"

/* With something that is promised. */
static OdWriteFixture *
new_fixture (gboolean has_stream)
{
  OdWriteFixture *fixture = od_write_fixture_new (has_stream);

  od_write_fixture_run (fixture,
                        "INSERT INTO calendar (uid, name, body) VALUES ('c', 'Hours', '{\"zone\":\"UTC\",\"weekly\":"
                        "{\"sun\":[[\"08:00\",\"22:00\"]]}}')");
  od_write_fixture_run (fixture,
                        "INSERT INTO policy (uid, name, calendar_id, body) VALUES ('p', 'Urgent', 1, '{\"when\":"
                        "{\"priorities\":[\"urgent\"]},\"first\":{\"seconds\":60}}'), ('q', 'All', 1, '{"
                        "\"first\":{\"seconds\":3600,\"working\":true},\"next\":{\"seconds\":60},"
                        "\"resolution\":{\"seconds\":7200,\"warn_percent\":50}}')");
  return fixture;
}

static void
torture_update (OdWriteFixture *fixture, OdUpdate *update)
{
  OdUpdateBatch *batch = od_update_batch_new ();
  g_autoptr (OdIngestJob) job = od_ingest_job_new (fixture->account_id, batch, fixture->now_us);

  g_ptr_array_add (batch->updates, update);
  batch->cursor_name = g_strdup ("offset");
  batch->cursor = g_strdup ("1");
  job->has_stream = fixture->has_stream;
  od_torture (fixture, od_store_ingest, job);
  g_assert_cmpint (job->result->outcomes[0].status, ==, OD_INGEST_STORED);
}

static OdUpdate *
new_update (OdWriteFixture *fixture, OdUpdateKind kind, const char *id, gint64 seq)
{
  OdUpdate *update = od_write_fixture_update (fixture, kind, "c", id, "Здравствуйте, order 12345-A");

  update->target_seq = seq;
  return update;
}

static OdUpdate *
full_message (OdWriteFixture *fixture)
{
  OdUpdate *update = new_update (fixture, OD_UPDATE_MESSAGE, "1", 0);
  OdUpdateAttachment *file = od_update_attachment_new ();

  file->upload_id = g_strdup ("f_1");
  od_update_add_attachment (update, file);
  update->profile = od_profile_new ();
  update->profile->name = g_strdup ("Maria");
  update->profile->email = g_strdup ("maria@example.com");
  update->profile->external_id = g_strdup ("u1");
  update->profile->lang = g_strdup ("ru");
  update->profile->page_url = g_strdup ("https://shop.example/");
  update->profile->is_verified = TRUE;
  return update;
}

static void
test_every_kind_of_update (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (TRUE);
  OdUpdate *update;

  od_write_fixture_run (fixture, "INSERT INTO upload VALUES ('f_1', 1, 'c', 'a.txt', 'text/plain', 'aa', 3, 1)");
  torture_update (fixture, full_message (fixture));
  torture_update (fixture, new_update (fixture, OD_UPDATE_MESSAGE, "2", 0));
  update = new_update (fixture, OD_UPDATE_EDIT, "3", 1);
  g_free (update->text);
  update->text = g_strdup ("another text");
  torture_update (fixture, update);
  update = new_update (fixture, OD_UPDATE_REACTION, "4", 1);
  update->emoji = g_strdup ("👍");
  torture_update (fixture, update);
  update = new_update (fixture, OD_UPDATE_RECEIPT, "5", 2);
  update->delivery = OD_DELIVERY_READ;
  torture_update (fixture, update);
  torture_update (fixture, new_update (fixture, OD_UPDATE_REMOVAL, "6", 1));
}

static gint64
get_operation (OdClaimJob *job)
{
  g_assert_cmpuint (job->claimed->len, ==, 1);
  return ((OdClaimedOperation *) g_ptr_array_index (job->claimed, 0))->id;
}

static void
test_updates_of_other_channels (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (FALSE);
  gint64 id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  OdUpdate *update;

  od_write_fixture_reply (fixture, id, "answer");
  {
    g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture);

    od_write_fixture_accept (fixture, ((OdClaimedOperation *) g_ptr_array_index (claim->claimed, 0))->id, "out");
  }
  update = new_update (fixture, OD_UPDATE_RECEIPT, "5", 0);
  update->delivery = OD_DELIVERY_READ;
  update->target_remote_id = g_strdup ("out");
  torture_update (fixture, update);
  update = new_update (fixture, OD_UPDATE_STATE, "6", 0);
  update->status = OD_STATUS_RESOLVED;
  torture_update (fixture, update);
  torture_update (fixture, new_update (fixture, OD_UPDATE_MESSAGE, "7", 0)); /* reopens */
}

static void
test_every_step_of_a_reply (gconstpointer has_stream)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (GPOINTER_TO_INT (has_stream));
  gint64 id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  g_autoptr (OdEnqueueJob) reply = od_enqueue_job_new (id, 1, "the answer", fixture->now_us);
  g_autoptr (OdEnqueueJob) undone = od_enqueue_job_new (id, 1, "too early", fixture->now_us);
  g_autoptr (OdClaimJob) claim = od_claim_job_new (fixture->account_id, fixture->files_dir, fixture->now_us);
  g_autoptr (OdUndoJob) undo = g_new0 (OdUndoJob, 1);
  OdOutcomeJob outcome = { .event = OD_DELIVERY_EVENT_RETRY, .now_us = fixture->now_us };
  OdDecideJob decide = { .decision = OD_DECISION_SEND_AGAIN, .now_us = fixture->now_us };
  OdLoseJob lose = { .now_us = fixture->now_us };

  od_torture (fixture, od_store_enqueue, undone);
  undo->message_id = undone->message_id;
  undo->now_us = fixture->now_us;
  od_torture (fixture, od_store_undo, undo);
  reply->draft_revision = 100;
  od_torture (fixture, od_store_enqueue, reply);
  od_torture (fixture, od_store_claim, claim);
  outcome.operation_id = get_operation (claim);
  od_torture (fixture, od_store_record_outcome, &outcome); /* again */
  od_torture (fixture, od_store_claim, claim);
  od_torture (fixture, od_store_lose_all, &lose);
  decide.message_id = reply->message_id;
  od_torture (fixture, od_store_decide, &decide); /* unconfirmed: again */
  od_torture (fixture, od_store_claim, claim);
  outcome.event = OD_DELIVERY_EVENT_ACCEPT;
  outcome.remote_id = (char *) "out";
  outcome.has_stream = fixture->has_stream;
  od_torture (fixture, od_store_record_outcome, &outcome);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message WHERE direction = 2 AND delivery = 3"),
                   ==, 1);
}

/* A draft with files, sent with them, taken back to one that was begun since, sent for good. */
static void
test_drafts_with_files (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (FALSE);
  gint64 id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  g_autofree char *sha256 = g_strnfill (64, 'b');
  OdFileRef one = { sha256, (char *) "a.txt", (char *) "text/plain", NULL, 3, 0, 0 };
  OdFileRef two = { sha256, (char *) "b.txt", (char *) "text/plain", NULL, 3, 0, 0 };
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  OdDraft draft = { .conversation_id = id, .revision = 1, .body = (char *) "", .files = files };
  g_autoptr (OdDraftJob) first = NULL, second = NULL, empty = NULL;
  g_autoptr (OdEnqueueJob) reply = od_enqueue_job_new (id, 1, "", fixture->now_us);
  g_autoptr (OdUndoJob) undo = g_new0 (OdUndoJob, 1);
  OdUpdateAttachment *attached = od_update_attachment_new ();

  g_ptr_array_add (files, &one);
  g_ptr_array_add (files, &two);
  first = od_draft_job_new (&draft, fixture->now_us);
  od_torture (fixture, od_store_draft_save, first);
  attached->name = g_strdup ("a.txt");
  attached->mime = g_strdup ("text/plain");
  attached->sha256 = g_strdup (sha256);
  reply->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_attachment_free);
  g_ptr_array_add (reply->files, attached);
  reply->draft_revision = 1;
  od_torture (fixture, od_store_enqueue, reply);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM draft_file"), ==, 0);
  draft.revision = 2;
  second = od_draft_job_new (&draft, fixture->now_us);
  od_torture (fixture, od_store_draft_save, second);
  undo->message_id = reply->message_id;
  undo->now_us = fixture->now_us;
  od_torture (fixture, od_store_undo, undo);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM draft_file"), ==, 3);
  draft = (OdDraft){ .conversation_id = id, .revision = 99, .body = (char *) "" };
  empty = od_draft_job_new (&draft, fixture->now_us);
  od_torture (fixture, od_store_draft_save, empty);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM draft_file"), ==, 0);
}

static void
test_every_operation (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (TRUE);
  OdIngestOutcome question = od_write_fixture_receive (fixture, "c", "1", "question");
  gint64 message_id = od_write_fixture_reply (fixture, question.conversation_id, "answer");

  {
    g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture);

    od_write_fixture_accept (fixture, get_operation (claim), "");
  }
  for (guint kind = OD_OPERATION_EDIT; kind < OD_N_OPERATION; kind++)
    {
      guint use = kind == OD_OPERATION_REMOVE ? OD_OPERATION_TAG
                  : kind == OD_OPERATION_TAG  ? OD_OPERATION_REMOVE
                                              : kind;
      g_autoptr (OdTriageJob) job = od_triage_job_new (
          (OdOperationKind) use, question.conversation_id,
          use == OD_OPERATION_READ || use == OD_OPERATION_REACT ? question.message_id : message_id, 1, fixture->now_us);
      g_autoptr (OdClaimJob) claim = NULL;
      OdOutcomeJob outcome = { .event = OD_DELIVERY_EVENT_ACCEPT, .now_us = fixture->now_us, .has_stream = TRUE };

      if (use > OD_OPERATION_READ)
        job->message_id = 0;
      job->flags = OD_TRIAGE_HAS_REMOTE;
      job->text = g_strdup ("a better answer");
      job->emoji = g_strdup ("👍");
      job->tag = g_strdup ("vip");
      job->event = OD_STATUS_EVENT_REOPEN;
      job->assignee_id = 1;
      job->until_us = fixture->now_us + 5;
      job->is_set = TRUE;
      g_test_message ("kind %d", job->kind);
      od_torture (fixture, od_store_triage, job);
      g_assert_true (job->is_changed);
      claim = od_claim_job_new (fixture->account_id, fixture->files_dir, fixture->now_us);
      od_torture (fixture, od_store_claim, claim);
      outcome.operation_id = get_operation (claim);
      od_torture (fixture, od_store_record_outcome, &outcome);
    }
}

static void
test_the_rest (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (TRUE);
  g_autoptr (OdAccountJob) account = od_account_job_new (0, "demo", "Other", "{}", fixture->now_us);
  g_autoptr (OdAccountJob) removal = od_account_job_new (fixture->account_id, NULL, NULL, NULL, fixture->now_us);
  OdUpload file = { (char *) "f_9", (char *) "a", (char *) "text/plain", NULL, NULL, NULL, 3, 1 };
  g_autofree char *sha256 = g_strnfill (64, 'b');
  OdUploadJob upload = { .account_id = 1, .chat_id = (char *) "c", .upload = &file, .now_us = fixture->now_us };
  OdCustomerJob customer = { .customer_id = 1, .text = (char *) "N", .now_us = 1 };
  OdWakeJob wake = { .now_us = fixture->now_us };

  file.sha256 = sha256;
  od_write_fixture_receive (fixture, "c", "1", "question");
  od_write_fixture_run (fixture, "UPDATE conversation SET snoozed_until_us = 5");
  od_torture (fixture, od_store_wake_snoozed, &wake);
  od_torture (fixture, od_store_account_add, account);
  od_torture (fixture, od_store_add_upload, &upload);
  od_torture (fixture, od_store_customer_rename, &customer);
  od_torture (fixture, od_store_customer_set_note, &customer);
  od_torture (fixture, od_store_account_remove, removal);
}

static void
test_every_step_of_a_reply_for_later (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (TRUE);
  gint64 id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  g_autoptr (OdEnqueueJob) reply = od_enqueue_job_new (id, 1, "the answer", fixture->now_us);
  g_autoptr (OdEnqueueJob) note = od_enqueue_job_new (id, 1, "look", fixture->now_us);
  g_autoptr (OdClaimJob) claim = NULL;
  g_autoptr (OdUndoJob) undo = g_new0 (OdUndoJob, 1);
  OdDecideJob decide = { .decision = OD_DECISION_SEND_AGAIN, .now_us = fixture->now_us };
  gint64 named = 1;

  note->is_note = TRUE;
  note->mentions = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (note->mentions, named);
  od_torture (fixture, od_store_enqueue, note);
  reply->send_at_us = fixture->now_us + 5;
  reply->after.then = OD_REPLY_THEN_RESOLVE;
  reply->flags = OD_ENQUEUE_TELLS_STATUS;
  od_torture (fixture, od_store_enqueue, reply);
  undo->now_us = fixture->now_us;
  undo->message_id = reply->message_id;
  od_torture (fixture, od_store_undo, undo);
  od_torture (fixture, od_store_enqueue, reply);
  od_write_fixture_receive (fixture, "c", "2", "one more question");
  claim = od_claim_job_new (fixture->account_id, fixture->files_dir, fixture->now_us + 5);
  od_torture (fixture, od_store_claim, claim); /* held */
  decide.message_id = reply->message_id;
  od_torture (fixture, od_store_decide, &decide);
  od_torture (fixture, od_store_claim, claim);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message WHERE direction = 2 AND delivery = 2"),
                   ==, 1);
}

/* Each conversation is whole, whatever fails: one slice is all or nothing, and the job goes on where it was. */
static void
test_many_at_once (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (TRUE);
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  gint64 ids[] = { od_write_fixture_receive (fixture, "c", "1", "one").conversation_id,
                   od_write_fixture_receive (fixture, "d", "2", "two").conversation_id, 99 };
  g_autoptr (OdBatchJob) job = NULL, undo = NULL;
  OdForgetJob forget = { .now_us = fixture->now_us };

  g_ptr_array_add (deeds, od_deed_new (OD_DEED_TAG, 0, "vip"));
  g_ptr_array_add (deeds, od_deed_new (OD_DEED_READ, 0, NULL));
  g_ptr_array_add (deeds, od_deed_new (OD_DEED_UNREAD, 0, NULL));
  g_ptr_array_add (deeds, od_deed_new (OD_DEED_PRIORITY, OD_PRIORITY_URGENT, NULL));
  g_ptr_array_add (deeds, od_deed_new (OD_DEED_NO_REPLY, 0, NULL));
  g_ptr_array_add (deeds, od_deed_new (OD_DEED_BLOCK, 0, NULL));
  g_ptr_array_add (deeds, od_deed_new (OD_DEED_RESOLVE, 0, NULL));
  job = od_batch_job_new (ids, G_N_ELEMENTS (ids), deeds, 1, fixture->now_us);
  od_torture (fixture, od_store_batch, job);
  g_assert_cmpuint (job->report.n_done, ==, 2);
  g_assert_cmpuint (job->report.n_refused, ==, 1);
  undo = od_batch_job_new_undo (job->batch_id, 1, fixture->now_us);
  od_torture (fixture, od_store_batch_undo, undo);
  g_assert_cmpuint (undo->report.n_done, ==, 2);
  od_torture (fixture, od_store_batch_forget, &forget);
}

static void
test_clocks (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (FALSE);
  gint64 id = od_write_fixture_receive (fixture, "c", "1", "one").conversation_id;
  OdClockPromiseJob promise = { id, 1, { .minutes = 10 }, fixture->now_us, 0 };
  OdClockRecalculateJob recalculate = { .policy_id = 2 };
  g_autoptr (OdClockTickJob) tick = od_clock_tick_job_new (fixture->now_us + 3600 * (gint64) G_USEC_PER_SEC);

  od_torture (fixture, od_store_clock_promise, &promise);
  od_torture (fixture, od_store_clock_cancel_promise, &promise);
  od_torture (fixture, od_store_clock_promise, &promise);
  od_write_fixture_run (fixture, "UPDATE policy SET version = 3; UPDATE calendar SET version = 2");
  od_torture (fixture, od_store_clock_recalculate, &recalculate);
  od_write_fixture_run (fixture, "UPDATE conversation SET snoozed_until_us = 9007199254740991");
  od_torture (fixture, od_store_clock_tick, tick);
  g_assert_cmpuint (tick->fired->len, ==, 3); /* two breaches, one warning */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM clock WHERE state = 4"), ==, 2);
}

static void
test_macros (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (FALSE);
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  OdMacro macro = { 0, (char *) "Done", deeds };
  OdMacroJob job = { .macro = &macro, .now_us = fixture->now_us };

  g_ptr_array_add (deeds, od_deed_new (OD_DEED_RESOLVE, 0, NULL));
  od_torture (fixture, od_store_macro_save, &job);
  macro.id = job.id;
  od_torture (fixture, od_store_macro_save, &job);
  od_torture (fixture, od_store_macro_move, &job);
  od_torture (fixture, od_store_macro_remove, &job);
}

static void
test_the_library (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (TRUE);
  g_autofree char *sha256 = g_strnfill (64, 'b');
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  OdFileRef file = { .sha256 = sha256, .name = (char *) "a.txt", .mime = (char *) "text/plain", .size_bytes = 3 };
  OdCannedReply canned = { .code = (char *) "hi",
                           .folder = (char *) "",
                           .title = (char *) "",
                           .body = (char *) "Hello",
                           .channel = (char *) "",
                           .lang = (char *) "",
                           .files = files };
  OdArticle article = {
    .title = (char *) "Возврат", .body = (char *) "14 days", .url = (char *) "", .lang = (char *) ""
  };
  OdLibraryJob job = { .canned = &canned, .article = &article, .operator_id = 1, .now_us = fixture->now_us };
  OdSavedView view = { .name = (char *) "VIP", .icon = (char *) "", .query = (char *) "tag:vip" };
  OdSavedViewJob views = { .view = &view, .operator_id = 1, .now_us = fixture->now_us };
  OdUsageJob usage = { .kind = (char *) "view", .ref = (char *) "1", .now_us = fixture->now_us };
  OdOperatorJob rename = { .operator_id = 1, .name = (char *) "Olga", .signature = (char *) "", .by_id = 1 };

  g_ptr_array_add (files, &file);
  od_torture (fixture, od_store_canned_save, &job);
  canned.id = job.id;
  od_torture (fixture, od_store_canned_save, &job);
  od_torture (fixture, od_store_canned_use, &job);
  od_torture (fixture, od_store_canned_remove, &job);
  od_torture (fixture, od_store_article_save, &job);
  article.id = job.id;
  article.body = (char *) "10 days";
  od_torture (fixture, od_store_article_save, &job);
  od_torture (fixture, od_store_article_remove, &job);
  od_torture (fixture, od_store_operator_save, &rename);
  od_torture (fixture, od_store_saved_view_save, &views);
  od_torture (fixture, od_store_saved_view_move, &views);
  od_torture (fixture, od_store_saved_view_remove, &views);
  od_torture (fixture, od_store_usage_add, &usage);
}

static void
test_people (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (TRUE);
  OdCustomField field = { .key = (char *) "", .label = (char *) "Spent", .kind = OD_CUSTOM_FIELD_NUMBER };
  OdFieldJob job = { .field = &field, .customer_id = 1, .text = (char *) "12,5", .is_set = TRUE, .operator_id = 1 };
  OdPersonLink link = { .kept_id = 1, .joined_id = 2, .operator_id = 1 };
  OdLinkJob join = { .link = &link, .customer_id = 1, .other_id = 2, .operator_id = 1, .now_us = fixture->now_us };
  OdEraseJob erase = { .customer_id = 2, .operator_id = 1, .now_us = fixture->now_us };

  od_write_fixture_receive (fixture, "c", "1", "Здравствуйте, где заказ?");
  od_write_fixture_receive (fixture, "d", "2", "кошка");
  od_write_fixture_receive (fixture, "e", "3", "собака");
  od_write_fixture_run (fixture, "INSERT INTO finding (id, message_id, customer_id, kind, value) VALUES"
                                 " (1, 1, 1, 'order', '1042'), (2, 1, 1, 'phone', '+79161234567')");
  od_torture (fixture, od_store_field_save, &job);
  od_torture (fixture, od_store_field_set_value, &job);
  od_torture (fixture, od_store_field_set_tag, &job);
  od_torture (fixture, od_store_field_move, &job);
  job.id = 1;
  od_torture (fixture, od_store_finding_decide, &job);
  job.id = 2;
  od_torture (fixture, od_store_finding_decide, &job);
  od_torture (fixture, od_store_link_decline, &join);
  od_torture (fixture, od_store_link, &join);
  od_torture (fixture, od_store_unlink, &join);
  od_torture (fixture, od_store_link, &join);
  job.id = 1;
  od_torture (fixture, od_store_field_remove, &job);
  od_torture (fixture, od_store_erase_begin, &erase);
  for (erase.has_more = TRUE; erase.has_more;)
    od_torture (fixture, od_store_erase_rows, &erase);
  od_torture (fixture, od_store_erase_files, &erase);
  od_torture (fixture, od_store_erase_terms, &erase);
  od_torture (fixture, od_store_erase_finish, &erase);
  od_erasure_free (erase.erasure);
  g_free (erase.last_sha256);
  g_free (erase.customers);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer"), ==, 1);
}

static void
test_an_account (void)
{
  g_autoptr (OdWriteFixture) fixture = new_fixture (TRUE);
  OdAccountJob job = { .account_id = 1, .operator_id = 1, .now_us = fixture->now_us };
  OdEraseJob erase = { .account_id = 1, .operator_id = 1, .now_us = fixture->now_us };

  od_write_fixture_receive (fixture, "c", "1", "Здравствуйте, где заказ?");
  od_write_fixture_receive (fixture, "d", "2", "кошка");
  od_write_fixture_run (fixture,
                        "INSERT INTO operation (account_id, conversation_id, message_id, kind, key, state,"
                        " created_at_us) SELECT 1, conversation_id, id, 'send', 'k', 1, 1 FROM timeline LIMIT 1;"
                        "INSERT INTO automatic_answer (uid, kind, accounts, is_on, body) VALUES"
                        " ('a', 1, '[1]', 1, 'x')");
  od_torture (fixture, od_store_account_remove, &job);
  od_torture (fixture, od_store_erase_begin, &erase);
  for (erase.has_more = TRUE; erase.has_more;)
    od_torture (fixture, od_store_erase_rows, &erase);
  od_torture (fixture, od_store_erase_files, &erase);
  od_torture (fixture, od_store_erase_terms, &erase);
  od_torture (fixture, od_store_erase_finish, &erase);
  od_erasure_free (erase.erasure);
  g_free (erase.last_sha256);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM account WHERE id = 1"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT is_on FROM automatic_answer WHERE uid = 'a'"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/torture/updates/stream", test_every_kind_of_update);
  g_test_add_func ("/torture/updates/plain", test_updates_of_other_channels);
  g_test_add_data_func ("/torture/reply/plain", GINT_TO_POINTER (FALSE), test_every_step_of_a_reply);
  g_test_add_data_func ("/torture/reply/stream", GINT_TO_POINTER (TRUE), test_every_step_of_a_reply);
  g_test_add_func ("/torture/drafts", test_drafts_with_files);
  g_test_add_func ("/torture/operations", test_every_operation);
  g_test_add_func ("/torture/rest", test_the_rest);
  g_test_add_func ("/torture/reply/later", test_every_step_of_a_reply_for_later);
  g_test_add_func ("/torture/people", test_people);
  g_test_add_func ("/torture/account", test_an_account);
  g_test_add_func ("/torture/library", test_the_library);
  g_test_add_func ("/torture/batch", test_many_at_once);
  g_test_add_func ("/torture/clocks", test_clocks);
  g_test_add_func ("/torture/macros", test_macros);
  return g_test_run ();
}
