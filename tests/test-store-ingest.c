/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-write-fixture.h"
#include "od-store-triage.h"

#define HOUR_US (3600 * (gint64) G_USEC_PER_SEC)

static void
assert_text (OdWriteFixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *text = od_write_fixture_ask_text (fixture, sql);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_a_first_message_makes_everything (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUpdate *update = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "700", "1", "Hello 👋\nworld");
  OdIngestOutcome outcome;

  update->profile = od_profile_new ();
  update->profile->name = g_strdup ("Мария\n П.");
  update->profile->display = g_strdup ("@maria_p");
  update->profile->lang = g_strdup ("ru");
  outcome = od_write_fixture_take (fixture, update);
  g_assert_cmpint (outcome.status, ==, OD_INGEST_STORED);
  g_assert_cmpint (outcome.at_us, ==, fixture->now_us);
  g_assert_cmpint (outcome.seq, ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT id FROM conversation"), ==, outcome.conversation_id);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT last_id FROM conversation"), ==, outcome.message_id);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unread * 10 + n_unanswered FROM conversation"), ==, 11);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT waiting_since_us FROM conversation"), ==, fixture->now_us);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_OPEN);
  assert_text (fixture, "SELECT snippet FROM conversation", "Hello 👋 world");
  assert_text (fixture, "SELECT body FROM message", "Hello 👋\nworld");
  assert_text (fixture, "SELECT name FROM customer", "Мария П.");
  assert_text (fixture, "SELECT lang FROM customer", "ru");
  assert_text (fixture, "SELECT channel || '/' || scope || '/' || address || '/' || display FROM contact_point",
               "demo//700/@maria_p");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('world')"), ==, 1);
  od_write_fixture_check (fixture);
}

static void
test_a_repeat_changes_nothing (gconstpointer has_stream)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (GPOINTER_TO_INT (has_stream));
  OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "one"), again;

  od_write_fixture_receive (fixture, "c", "2", "two");
  fixture->now_us += 1000;
  again = od_write_fixture_receive (fixture, "c", "1", "one, said differently");
  g_assert_cmpint (again.status, ==, OD_INGEST_DUPLICATE);
  g_assert_cmpint (again.message_id, ==, first.message_id);
  g_assert_cmpint (again.conversation_id, ==, first.conversation_id);
  g_assert_cmpint (again.seq, ==, first.seq);
  g_assert_cmpint (again.at_us, ==, first.at_us);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message"), ==, 2);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unread FROM conversation"), ==, 2);
  assert_text (fixture, "SELECT snippet FROM conversation", "two");
  od_write_fixture_check (fixture);
}

static void
test_a_repeat_within_the_batch (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdUpdateBatch *batch = od_update_batch_new ();
  g_autoptr (OdIngestJob) job = od_ingest_job_new (fixture->account_id, batch, fixture->now_us);

  job->has_stream = TRUE;
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i / 2);

      g_ptr_array_add (batch->updates, od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", id, "text"));
    }
  od_write_fixture_write (fixture, od_store_ingest, job);
  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpint (job->result->outcomes[i].status, ==, i % 2 ? OD_INGEST_DUPLICATE : OD_INGEST_STORED);
      g_assert_cmpint (job->result->outcomes[i].seq, ==, i / 2 + 1);
    }
  od_write_fixture_check (fixture);
}

static void
test_cursor_and_changes_come_with_the_batch (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);

  for (guint i = 0; i < 2; i++)
    {
      OdUpdateBatch *batch = od_update_batch_new ();
      g_autoptr (OdIngestJob) job = od_ingest_job_new (fixture->account_id, batch, fixture->now_us);

      batch->cursor_name = g_strdup ("offset");
      batch->cursor = g_strdup_printf ("%u", 40 + i);
      od_write_fixture_write (fixture, od_store_ingest, job);
    }
  assert_text (fixture, "SELECT name || '=' || value FROM cursor", "offset=41");
}

static void
test_an_unknown_account_is_refused (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdIngestJob) job = od_ingest_job_new (77, od_update_batch_new (), fixture->now_us);

  od_write_fixture_refuse (fixture, od_store_ingest, job, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
resolve (OdWriteFixture *fixture, gint64 conversation_id, OdStatusEvent event)
{
  g_autoptr (OdTriageJob) job = od_triage_job_new (OD_OPERATION_STATUS, conversation_id, 0, 1, fixture->now_us);

  job->event = event;
  od_write_fixture_write (fixture, od_store_triage, job);
  g_assert_true (job->is_changed);
}

static void
test_reopening (void)
{
  static const struct {
    const char *why;
    OdStatusEvent event;
    gint64 later_us;
    gboolean is_same;
    OdStatus status;
  } cases[] = {
    { "just resolved", OD_STATUS_EVENT_RESOLVE, 1, TRUE, OD_STATUS_OPEN },
    { "72 h ago", OD_STATUS_EVENT_RESOLVE, 72 * HOUR_US, TRUE, OD_STATUS_OPEN },
    { "a moment more", OD_STATUS_EVENT_RESOLVE, 72 * HOUR_US + 1, FALSE, OD_STATUS_OPEN },
    { "waiting for the customer", OD_STATUS_EVENT_WAIT, 900 * HOUR_US, TRUE, OD_STATUS_OPEN },
    { "spam stays spam", OD_STATUS_EVENT_MARK_SPAM, 900 * HOUR_US, TRUE, OD_STATUS_SPAM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
      OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "one"), second;

      g_test_message ("%s", cases[i].why);
      resolve (fixture, first.conversation_id, cases[i].event);
      fixture->now_us += cases[i].later_us;
      second = od_write_fixture_receive (fixture, "c", "2", "two");
      g_assert_cmpint (second.conversation_id == first.conversation_id, ==, cases[i].is_same);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation ORDER BY id DESC"), ==,
                       cases[i].status);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM conversation WHERE status IN (1, 2)"), ==,
                       cases[i].status == OD_STATUS_SPAM ? 0 : 1);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer"), ==, 1);
      od_write_fixture_check (fixture);
    }
}

static void
test_a_blocked_visitor (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdIngestOutcome outcome = od_write_fixture_receive (fixture, "c", "1", "one");

  od_write_fixture_do (fixture, outcome.conversation_id, OD_DEED_BLOCK, 0, NULL);
  outcome = od_write_fixture_receive (fixture, "c", "2", "two");
  g_assert_cmpint (outcome.status, ==, OD_INGEST_BLOCKED);
  outcome = od_write_fixture_receive (fixture, "c", "1", "one");
  g_assert_cmpint (outcome.status, ==, OD_INGEST_DUPLICATE); /* it was taken, and that is still so */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message"), ==, 1);
  outcome = od_write_fixture_receive (fixture, "other", "1", "one");
  g_assert_cmpint (outcome.status, ==, OD_INGEST_STORED);
}

/* Elsewhere nobody is told: it is kept, as spam, and nobody waits. */
static void
test_what_a_blocked_contact_writes (void)
{
  static const struct {
    OdDeedKind before;
    gint64 later_us;
    gboolean is_same;
  } cases[] = {
    { OD_DEED_READ, 0, TRUE },
    { OD_DEED_RESOLVE, 0, TRUE },
    { OD_DEED_RESOLVE, 100 * 3600 * (gint64) G_USEC_PER_SEC, FALSE },
    { OD_DEED_SPAM, 100 * 3600 * (gint64) G_USEC_PER_SEC, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
      gint64 id = od_write_fixture_receive (fixture, "c", "1", "one").conversation_id;
      OdIngestOutcome outcome;

      od_write_fixture_do (fixture, id, OD_DEED_BLOCK, 0, NULL);
      od_write_fixture_do (fixture, id, OD_DEED_SNOOZE, fixture->now_us + 9, NULL);
      od_write_fixture_do (fixture, id, cases[i].before, 0, NULL);
      fixture->now_us += cases[i].later_us;
      outcome = od_write_fixture_receive (fixture, "c", "2", "two");
      g_assert_cmpint (outcome.status, ==, OD_INGEST_STORED);
      g_assert_cmpint (outcome.conversation_id == id, ==, cases[i].is_same);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation ORDER BY id DESC"), ==,
                       OD_STATUS_SPAM);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT sum (waiting_since_us + n_unanswered) +"
                                                      " count (snoozed_until_us) FROM conversation"),
                       ==, 0);
      od_write_fixture_check (fixture);
      od_write_fixture_do (fixture, outcome.conversation_id, OD_DEED_UNBLOCK, 0, NULL);
      od_write_fixture_do (fixture, outcome.conversation_id, OD_DEED_REOPEN, 0, NULL);
      od_write_fixture_receive (fixture, "c", "3", "three");
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unanswered FROM conversation ORDER BY id DESC"), ==, 1);
    }
}

static void
test_our_own_message_from_elsewhere_answers (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUpdate *own;
  OdIngestOutcome outcome;

  od_write_fixture_receive (fixture, "c", "1", "one");
  own = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "2", "answer");
  own->is_own = TRUE;
  outcome = od_write_fixture_take (fixture, own);
  g_assert_cmpint (outcome.status, ==, OD_INGEST_STORED);
  g_assert_cmpint (
      od_write_fixture_ask (fixture, "SELECT n_unanswered + n_unread + waiting_since_us FROM conversation"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_PENDING);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT delivery FROM message WHERE direction = 2"), ==,
                   OD_DELIVERY_SENT);
  od_write_fixture_check (fixture);
}

static void
test_times_are_sane (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUpdate *late = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "2", "late"), *future;

  od_write_fixture_receive (fixture, "c", "1", "new");
  late->at_us = fixture->now_us - HOUR_US;
  od_write_fixture_take (fixture, late);
  assert_text (fixture, "SELECT snippet FROM conversation", "new"); /* the late one is not the last */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unread FROM conversation"), ==, 2);
  future = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "3", "future");
  future->at_us = fixture->now_us + HOUR_US;
  g_assert_cmpint (od_write_fixture_take (fixture, future).at_us, ==, fixture->now_us);
}

static void
test_times_in_a_stream_never_decrease (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "one"), second;

  fixture->now_us -= HOUR_US; /* somebody set the clock back */
  second = od_write_fixture_receive (fixture, "c", "2", "two");
  g_assert_cmpint (second.at_us, >=, first.at_us);
  g_assert_cmpint (second.seq, ==, first.seq + 1);
  assert_text (fixture, "SELECT snippet FROM conversation", "two");
  od_write_fixture_check (fixture);
}

static OdIngestOutcome
change (OdWriteFixture *fixture, OdUpdateKind kind, const char *chat, gint64 seq, const char *cid, const char *text)
{
  OdUpdate *update = od_write_fixture_update (fixture, kind, chat, cid, kind == OD_UPDATE_EDIT ? text : NULL);

  update->target_seq = seq;
  if (kind == OD_UPDATE_REACTION)
    update->emoji = g_strdup (text);
  return od_write_fixture_take (fixture, update);
}

static void
test_a_customer_changes_an_own_message (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "helo"), edited, again, removed;

  fixture->now_us += 15 * 60 * (gint64) G_USEC_PER_SEC; /* the last moment */
  edited = change (fixture, OD_UPDATE_EDIT, "c", first.seq, "e1", "hello");
  g_assert_cmpint (edited.status, ==, OD_INGEST_STORED);
  g_assert_cmpint (edited.seq, ==, 2);
  again = change (fixture, OD_UPDATE_EDIT, "c", first.seq, "e1", "hello");
  g_assert_cmpint (again.status, ==, OD_INGEST_DUPLICATE);
  g_assert_cmpint (again.seq, ==, 2);
  assert_text (fixture, "SELECT body FROM message", "hello");
  assert_text (fixture, "SELECT body FROM message_version", "helo");
  assert_text (fixture, "SELECT snippet FROM conversation", "hello");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('helo')"), ==, 0);

  removed = change (fixture, OD_UPDATE_REMOVAL, "c", first.seq, "d1", NULL);
  g_assert_cmpint (removed.status, ==, OD_INGEST_STORED);
  assert_text (fixture, "SELECT body FROM message", "");
  assert_text (fixture, "SELECT snippet FROM conversation", "");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('hello')"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message_version"), ==, 2);
  g_assert_cmpstr (change (fixture, OD_UPDATE_EDIT, "c", first.seq, "e2", "x").reason, ==, "bad_target");
  od_write_fixture_check (fixture);
}

static void
test_changes_that_are_refused (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "one");
  OdIngestOutcome foreign = od_write_fixture_receive (fixture, "d", "1", "other");
  g_autoptr (OdClaimJob) claim = NULL;
  OdClaimedOperation *operation;
  gint64 seq;

  od_write_fixture_reply (fixture, first.conversation_id, "answer");
  claim = od_write_fixture_claim (fixture);
  operation = g_ptr_array_index (claim->claimed, 0);
  seq = od_write_fixture_accept (fixture, operation->id, "");
  g_assert_cmpint (seq, ==, 2);
  {
    const struct {
      const char *why;
      OdUpdateKind kind;
      gint64 seq, later_us;
      const char *reason;
    } cases[] = {
      { "the operator's", OD_UPDATE_EDIT, seq, 0, "not_own" },
      { "the operator's", OD_UPDATE_REMOVAL, seq, 0, "not_own" },
      { "no such number", OD_UPDATE_EDIT, 99, 0, "bad_target" },
      { "no such number", OD_UPDATE_REACTION, 99, 0, "bad_target" },
      { "no number", OD_UPDATE_REMOVAL, 0, 0, "bad_target" },
      { "15 minutes and a moment", OD_UPDATE_EDIT, first.seq, 900000001, "too_late" },
      { "15 minutes and a moment", OD_UPDATE_REMOVAL, first.seq, 0, "too_late" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autofree char *cid = g_strdup_printf ("r%u", i);
        OdIngestOutcome outcome;

        g_test_message ("%s", cases[i].why);
        fixture->now_us += cases[i].later_us;
        outcome = change (fixture, cases[i].kind, "c", cases[i].seq, cid, "x");
        g_assert_cmpint (outcome.status, ==, OD_INGEST_REJECTED);
        g_assert_cmpstr (outcome.reason, ==, cases[i].reason);
        g_assert_cmpint (outcome.seq, ==, 0);
      }
  }
  g_assert_cmpint (foreign.seq, ==, 1); /* each chat counts for itself */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT sum (last_seq) FROM stream"), ==, 3);
  od_write_fixture_check (fixture);
}

static void
test_one_reaction_each (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "one");

  g_assert_cmpint (change (fixture, OD_UPDATE_REACTION, "c", first.seq, "a", "👍").status, ==, OD_INGEST_STORED);
  g_assert_cmpint (change (fixture, OD_UPDATE_REACTION, "c", first.seq, "b", "❤️").seq, ==, 3);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM reaction"), ==, 1);
  assert_text (fixture, "SELECT emoji FROM reaction", "❤️");
  change (fixture, OD_UPDATE_REACTION, "c", first.seq, "c", "");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM reaction"), ==, 0);
  od_write_fixture_check (fixture);
}

static void
test_a_refused_update_leaves_the_others (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdUpdateBatch *batch = od_update_batch_new ();
  g_autoptr (OdIngestJob) job = od_ingest_job_new (fixture->account_id, batch, fixture->now_us);
  OdUpdate *bad = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "2", "with a file");
  OdUpdateAttachment *file = od_update_attachment_new ();

  job->has_stream = TRUE;
  file->upload_id = g_strdup ("f_nowhere");
  od_update_add_attachment (bad, file);
  g_ptr_array_add (batch->updates, od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "1", "one"));
  g_ptr_array_add (batch->updates, bad);
  g_ptr_array_add (batch->updates, od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "3", "three"));
  od_write_fixture_write (fixture, od_store_ingest, job);
  g_assert_cmpint (job->result->outcomes[0].seq, ==, 1);
  g_assert_cmpint (job->result->outcomes[1].status, ==, OD_INGEST_REJECTED);
  g_assert_cmpstr (job->result->outcomes[1].reason, ==, "bad_file");
  g_assert_cmpint (job->result->outcomes[2].seq, ==, 2);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message"), ==, 2);
  od_write_fixture_check (fixture);
}

static void
test_quotes (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "one");
  OdUpdate *quoting = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "2", "two");
  OdUpdate *foreign = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "d", "1", "three");

  quoting->reply_to_remote_id = g_strdup ("c:1");
  foreign->reply_to_remote_id = g_strdup ("c:1"); /* of another chat */
  od_write_fixture_take (fixture, quoting);
  od_write_fixture_take (fixture, foreign);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT reply_to_id FROM message WHERE remote_id = 'c:2'"), ==,
                   first.message_id);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT reply_to_id FROM message WHERE remote_id = 'd:1'"), ==, -1);
}

static void
test_state_of_a_shared_desk (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUpdate *update;

  od_write_fixture_receive (fixture, "c", "1", "one");
  update = od_write_fixture_update (fixture, OD_UPDATE_STATE, "c", NULL, NULL);
  update->status = OD_STATUS_RESOLVED;
  g_assert_cmpint (od_write_fixture_take (fixture, update).status, ==, OD_INGEST_STORED);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_RESOLVED);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM event WHERE what = 'status'"), ==, 1);
  od_write_fixture_check (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ingest/first", test_a_first_message_makes_everything);
  g_test_add_data_func ("/ingest/repeat/plain", GINT_TO_POINTER (FALSE), test_a_repeat_changes_nothing);
  g_test_add_data_func ("/ingest/repeat/stream", GINT_TO_POINTER (TRUE), test_a_repeat_changes_nothing);
  g_test_add_func ("/ingest/repeat/batch", test_a_repeat_within_the_batch);
  g_test_add_func ("/ingest/cursor", test_cursor_and_changes_come_with_the_batch);
  g_test_add_func ("/ingest/no-account", test_an_unknown_account_is_refused);
  g_test_add_func ("/ingest/reopening", test_reopening);
  g_test_add_func ("/ingest/blocked", test_a_blocked_visitor);
  g_test_add_func ("/ingest/blocked-contact", test_what_a_blocked_contact_writes);
  g_test_add_func ("/ingest/own", test_our_own_message_from_elsewhere_answers);
  g_test_add_func ("/ingest/times/plain", test_times_are_sane);
  g_test_add_func ("/ingest/times/stream", test_times_in_a_stream_never_decrease);
  g_test_add_func ("/ingest/change/own", test_a_customer_changes_an_own_message);
  g_test_add_func ("/ingest/change/refused", test_changes_that_are_refused);
  g_test_add_func ("/ingest/change/reaction", test_one_reaction_each);
  g_test_add_func ("/ingest/refused-among-others", test_a_refused_update_leaves_the_others);
  g_test_add_func ("/ingest/quotes", test_quotes);
  g_test_add_func ("/ingest/state", test_state_of_a_shared_desk);
  return g_test_run ();
}
