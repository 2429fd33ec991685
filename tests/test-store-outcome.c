/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-store-account.h"
#include "od-write-fixture.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)

static OdClaimedOperation *
get (OdClaimJob *job, guint i)
{
  g_assert_cmpuint (i, <, job->claimed->len);
  return g_ptr_array_index (job->claimed, i);
}

static OdDelivery
delivery_of (OdWriteFixture *fixture, gint64 message_id)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT delivery FROM message WHERE timeline_id = %" G_GINT64_FORMAT, message_id);

  return (OdDelivery) od_write_fixture_ask (fixture, sql);
}

static gint64
begin (OdWriteFixture *fixture)
{
  return od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
}

/* ---- the hold rule ---- */

static void
test_somebody_answered_meanwhile (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome question = od_write_fixture_receive (fixture, "c", "1", "question");
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (question.conversation_id, 1, "answer", fixture->now_us);
  OdUpdate *own = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "2", "answered on the phone");
  g_autoptr (OdClaimJob) none = NULL, sent = NULL;
  OdDecideJob decide = { .operator_id = 1, .now_us = fixture->now_us };

  own->is_own = TRUE;
  od_write_fixture_take (fixture, own);
  job->seen_id = question.message_id;
  od_write_fixture_write (fixture, od_store_enqueue, job);
  none = od_write_fixture_claim (fixture);
  g_assert_cmpuint (none->claimed->len, ==, 0);
  g_assert_cmpint (delivery_of (fixture, job->message_id), ==, OD_DELIVERY_HELD);
  decide.message_id = job->message_id;
  decide.decision = OD_DECISION_SEND_AGAIN;
  od_write_fixture_write (fixture, od_store_decide, &decide);
  sent = od_write_fixture_claim (fixture);
  g_assert_cmpstr (get (sent, 0)->text, ==, "answer"); /* not held a second time */
}

static void
test_nothing_to_hold_for (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome question = od_write_fixture_receive (fixture, "c", "1", "question");
  g_autoptr (OdClaimJob) first = NULL, second = NULL;

  for (guint i = 0; i < 2; i++) /* two of one's own, both written with the question on screen */
    {
      g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (question.conversation_id, 1, "answer", fixture->now_us);

      job->seen_id = question.message_id;
      od_write_fixture_write (fixture, od_store_enqueue, job);
    }
  od_write_fixture_receive (fixture, "c", "3", "the customer goes on"); /* is no reason either */
  first = od_write_fixture_claim (fixture);
  od_write_fixture_accept (fixture, get (first, 0)->id, "r1");
  second = od_write_fixture_claim (fixture);
  g_assert_cmpuint (second->claimed->len, ==, 1);
}

/* ---- outcomes ---- */

static void
test_acceptance_in_a_stream (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  gint64 message_id = od_write_fixture_reply (fixture, begin (fixture), "answer");
  g_autoptr (OdClaimJob) claim = NULL;

  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT last_seq FROM stream"), ==, 1); /* queued is not sent */
  claim = od_write_fixture_claim (fixture);
  g_assert_cmpint (od_write_fixture_accept (fixture, get (claim, 0)->id, ""), ==, 2);
  g_assert_cmpint (delivery_of (fixture, message_id), ==, OD_DELIVERY_SENT);
  g_assert_cmpint (od_write_fixture_ask (fixture,
                                         "SELECT e.at_us = m.sent_at_us FROM stream_event AS e JOIN message AS m"
                                         " ON m.timeline_id = e.message_id WHERE e.seq = 2"),
                   ==, 1);
  g_assert_cmpint (od_write_fixture_accept (fixture, get (claim, 0)->id, ""), ==, 0); /* told twice: once */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT last_seq FROM stream"), ==, 2);
  od_write_fixture_check (fixture);
}

static void
test_the_channel_showed_our_own_message_first (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 message_id = od_write_fixture_reply (fixture, begin (fixture), "answer");
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture);
  OdUpdate *echo = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "9", "answer");

  echo->is_own = TRUE;
  od_write_fixture_take (fixture, echo);
  od_write_fixture_accept (fixture, get (claim, 0)->id, "c:9");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message WHERE direction = 2"), ==, 1);
  g_assert_cmpint (delivery_of (fixture, message_id), ==, OD_DELIVERY_SENT);
  echo = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "9", "answer");
  echo->is_own = TRUE;
  g_assert_cmpint (od_write_fixture_take (fixture, echo).status, ==, OD_INGEST_DUPLICATE);
  od_write_fixture_check (fixture);
}

static void
test_a_receipt_settles_what_nobody_knew (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture), message_id = od_write_fixture_reply (fixture, id, "answer");
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture), next = NULL;
  OdUpdate *receipt = od_write_fixture_update (fixture, OD_UPDATE_RECEIPT, "c", NULL, NULL);

  od_write_fixture_run (fixture, "UPDATE message SET remote_id = 'known' WHERE direction = 2");
  od_write_fixture_end (fixture, get (claim, 0)->id, OD_DELIVERY_EVENT_LOSE, 0);
  od_write_fixture_reply (fixture, id, "next");
  receipt->delivery = OD_DELIVERY_DELIVERED;
  receipt->target_remote_id = g_strdup ("known");
  od_write_fixture_take (fixture, receipt);
  g_assert_cmpint (delivery_of (fixture, message_id), ==, OD_DELIVERY_DELIVERED);
  next = od_write_fixture_claim (fixture);
  g_assert_cmpuint (next->claimed->len, ==, 1);
}

static void
test_lost_at_the_start (gconstpointer is_idempotent)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 message_id = od_write_fixture_reply (fixture, begin (fixture), "answer");
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture);
  const char *const channels[] = { "demo", NULL };
  OdLoseJob lose = { .now_us = fixture->now_us };

  if (is_idempotent != NULL)
    lose.idempotent_channels = (GStrv) channels;
  od_write_fixture_write (fixture, od_store_lose_all, &lose);
  g_assert_cmpuint (lose.n_queued, ==, is_idempotent != NULL);
  g_assert_cmpuint (lose.n_unconfirmed, ==, is_idempotent == NULL);
  g_assert_cmpint (delivery_of (fixture, message_id), ==,
                   is_idempotent != NULL ? OD_DELIVERY_QUEUED : OD_DELIVERY_UNCONFIRMED);
  od_write_fixture_write (fixture, od_store_lose_all, &lose);
  g_assert_cmpuint (lose.n_queued + lose.n_unconfirmed, ==, 0);
  od_write_fixture_check (fixture);
}

static void
test_leases_and_dues (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (id, 1, "answer", fixture->now_us);
  g_autoptr (OdClaimJob) claim = NULL;
  OdLeaseJob lease = { .lease_until_us = fixture->now_us + 500 * SECOND_US };

  job->delay_us = 5 * SECOND_US;
  od_write_fixture_write (fixture, od_store_enqueue, job);
  {
    g_autoptr (OdClaimJob) early = od_write_fixture_claim (fixture);

    g_assert_cmpint (early->next_us, ==, job->undo_until_us);
  }
  fixture->now_us += 5 * SECOND_US;
  claim = od_write_fixture_claim (fixture);
  lease.operation_id = get (claim, 0)->id;
  od_write_fixture_write (fixture, od_store_renew_lease, &lease);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT lease_until_us FROM operation"), ==, lease.lease_until_us);
  od_write_fixture_accept (fixture, lease.operation_id, "r");
  od_write_fixture_write (fixture, od_store_renew_lease, &lease);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT lease_until_us FROM operation"), ==, 0);
}

/* One part with each request. */
static guint
count_one (const OdClaimedOperation *left, gconstpointer channel)
{
  return 1;
}

/* @file: (nullable): a part that stands in for the text is NULL */
static void
note_part (OdWriteFixture *fixture, gint64 operation_id, const OdAttachmentRow *file, const char *remote_id)
{
  OdPartJob part = { .operation_id = operation_id,
                     .attachment_id = file != NULL ? file->id : 0,
                     .remote_id = (char *) remote_id };

  od_write_fixture_write (fixture, od_store_note_part, &part);
}

/* Returns: the message; claimed once */
static gint64
send_with_files (OdWriteFixture *fixture, const char *text, OdClaimJob **claim)
{
  gint64 message_id = od_write_fixture_reply (fixture, begin (fixture), *text != '\0' ? text : "none");
  g_autofree char *sql = g_strdup_printf ("INSERT INTO attachment (uid, message_id, position, name, mime) VALUES"
                                          " ('f1', %" G_GINT64_FORMAT ", 0, 'a', 'b/c'),"
                                          " ('f2', %" G_GINT64_FORMAT ", 1, 'd', 'e/f')",
                                          message_id, message_id);

  od_write_fixture_run (fixture, sql);
  if (*text == '\0')
    od_write_fixture_run (fixture, "UPDATE message SET body = '' WHERE direction = 2");
  *claim = od_write_fixture_claim (fixture);
  return message_id;
}

static void
remove_account (OdWriteFixture *fixture)
{
  g_autoptr (OdAccountJob) job = od_account_job_new (fixture->account_id, NULL, NULL, NULL, fixture->now_us);

  od_write_fixture_write (fixture, od_store_account_remove, job);
}

static void
decide (OdWriteFixture *fixture, gint64 message_id, OdReplyDecision decision)
{
  OdDecideJob job = { .message_id = message_id,
                      .decision = decision,
                      .operator_id = 1,
                      .now_us = fixture->now_us,
                      .count_parts = count_one };

  od_write_fixture_write (fixture, od_store_decide, &job);
}

/* What a person says that it arrived is what went with the last request; what was to come after it leaves now. @n_known:
 * how many parts were known to be there before */
static void
test_the_rest_leaves_after_what_arrived (gconstpointer n_known)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdClaimJob) claim = NULL;
  gint64 message_id = send_with_files (fixture, "see these", &claim), id = get (claim, 0)->id;

  if (n_known != NULL)
    note_part (fixture, id, NULL, NULL);
  for (guint left = n_known != NULL ? 2 : 3; left > 1; left--)
    {
      g_autoptr (OdClaimJob) rest = NULL;

      od_write_fixture_end (fixture, id, OD_DELIVERY_EVENT_LOSE, 0);
      decide (fixture, message_id, OD_DECISION_ARRIVED);
      g_assert_cmpint (delivery_of (fixture, message_id), ==, OD_DELIVERY_QUEUED);
      rest = od_write_fixture_claim (fixture);
      g_assert_cmpstr (get (rest, 0)->text, ==, "");
      g_assert_cmpuint (get (rest, 0)->files->len, ==, left - 1);
    }
  od_write_fixture_end (fixture, id, OD_DELIVERY_EVENT_LOSE, 0);
  decide (fixture, message_id, OD_DECISION_ARRIVED); /* it was the last one */
  g_assert_cmpint (delivery_of (fixture, message_id), ==, OD_DELIVERY_SENT);
}

/* A removed account has nothing to send with: what failed or may have left stays as it is until a person says otherwise. */
static void
test_a_removed_account_sends_nothing (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdClaimJob) claim = NULL;
  gint64 flying = send_with_files (fixture, "see these", &claim);
  gint64 queued = od_write_fixture_reply (fixture, 1, "behind it");
  OdDecideJob again = { .message_id = queued, .decision = OD_DECISION_SEND_AGAIN, .operator_id = 1, .now_us = 1 };
  OdDecideJob arrived = {
    .message_id = flying, .decision = OD_DECISION_ARRIVED, .operator_id = 1, .now_us = 1, .count_parts = count_one
  };

  remove_account (fixture);
  od_write_fixture_refuse (fixture, od_store_decide, &again, OD_ERROR, OD_ERROR_REJECTED);
  g_assert_cmpint (delivery_of (fixture, queued), ==, OD_DELIVERY_FAILED);
  od_write_fixture_refuse (fixture, od_store_decide, &arrived, OD_ERROR, OD_ERROR_REJECTED); /* the rest would leave */
  g_assert_cmpint (delivery_of (fixture, flying), ==, OD_DELIVERY_UNCONFIRMED);
  again.message_id = flying;
  od_write_fixture_refuse (fixture, od_store_decide, &again, OD_ERROR, OD_ERROR_REJECTED);
  arrived.count_parts = NULL; /* all of it */
  od_write_fixture_write (fixture, od_store_decide, &arrived);
  g_assert_cmpint (delivery_of (fixture, flying), ==, OD_DELIVERY_SENT);
  decide (fixture, queued, OD_DECISION_DISCARD);
  od_write_fixture_check (fixture);
}

static void
assert_name (OdWriteFixture *fixture, gint64 message_id, const char *expected)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT remote_id FROM message WHERE timeline_id = %" G_GINT64_FORMAT, message_id);
  g_autofree char *name = od_write_fixture_ask_text (fixture, sql);

  g_assert_cmpstr (name != NULL ? name : "", ==, expected);
}

/* The text left with the first attempt, a file with the second: what is done to the message is done to its text, and
 * what customers say of the file is said of the message. */
static void
test_what_left_in_two_attempts_has_its_name (void)
{
  static const struct {
    const char *text, *first, *last, *name;
  } cases[] = {
    { "see these", "c:8", "c:10", "c:8" }, /* the text's */
    { "", "c:8", "c:10", "c:9" },          /* the first file's */
    { "see these", NULL, "c:10", "" },     /* a person said that it arrived: nobody knows as what */
    { "see these", "c:8", NULL, "c:8" },   /* all of it was there already */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
      g_autoptr (OdClaimJob) claim = NULL, rest = NULL;
      gint64 message_id = send_with_files (fixture, cases[i].text, &claim), id = get (claim, 0)->id;
      const GPtrArray *files = get (claim, 0)->files;
      OdUpdate *reply;

      if (*cases[i].text != '\0')
        note_part (fixture, id, NULL, cases[i].first);
      note_part (fixture, id, files->pdata[0], "c:9");
      if (cases[i].last == NULL)
        note_part (fixture, id, files->pdata[1], "c:10");
      od_write_fixture_end (fixture, id, OD_DELIVERY_EVENT_RETRY, 0);
      rest = od_write_fixture_claim (fixture);
      od_write_fixture_accept (fixture, id, cases[i].last);
      assert_name (fixture, message_id, cases[i].name);
      reply = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "20", "which one?");
      reply->reply_to_remote_id = g_strdup ("c:10");
      od_write_fixture_take (fixture, reply);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT reply_to_id FROM message WHERE remote_id = 'c:20'"), ==,
                       message_id);
      od_write_fixture_check (fixture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/hold/answered", test_somebody_answered_meanwhile);
  g_test_add_func ("/outbox/hold/nothing", test_nothing_to_hold_for);
  g_test_add_func ("/outbox/outcome/stream", test_acceptance_in_a_stream);
  g_test_add_func ("/outbox/outcome/echo", test_the_channel_showed_our_own_message_first);
  g_test_add_func ("/outbox/outcome/settled", test_a_receipt_settles_what_nobody_knew);
  g_test_add_data_func ("/outbox/lost/idempotent", GINT_TO_POINTER (TRUE), test_lost_at_the_start);
  g_test_add_data_func ("/outbox/lost/other", NULL, test_lost_at_the_start);
  g_test_add_func ("/outbox/leases", test_leases_and_dues);
  g_test_add_data_func ("/outbox/arrived/first", NULL, test_the_rest_leaves_after_what_arrived);
  g_test_add_data_func ("/outbox/arrived/rest", GUINT_TO_POINTER (1), test_the_rest_leaves_after_what_arrived);
  g_test_add_func ("/outbox/removed", test_a_removed_account_sends_nothing);
  g_test_add_func ("/outbox/arrived/name", test_what_left_in_two_attempts_has_its_name);
  return g_test_run ();
}
