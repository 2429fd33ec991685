/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-store-account.h"
#include "od-store-triage.h"
#include "od-write-fixture.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)

static void
assert_text (OdWriteFixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *text = od_write_fixture_ask_text (fixture, sql);

  g_assert_cmpstr (text, ==, expected);
}

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

static void
save_draft (OdWriteFixture *fixture, gint64 conversation_id, gint64 revision, const char *body)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT OR REPLACE INTO draft (conversation_id, mode, revision, body, at_us) VALUES (%" G_GINT64_FORMAT
      ", 2, %" G_GINT64_FORMAT ", '%s', 1)",
      conversation_id, revision, body);

  od_write_fixture_run (fixture, sql);
}

static void
test_a_reply_is_queued_whole (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 conversation_id = begin (fixture);
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (conversation_id, 1, "answer", fixture->now_us);
  OdUpdateAttachment *file = od_update_attachment_new ();

  save_draft (fixture, conversation_id, 4, "answer");
  file->name = g_strdup ("../a/b.txt");
  file->mime = g_strdup ("text/plain");
  file->sha256 = g_strnfill (64, 'a');
  file->size_bytes = 3;
  job->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_attachment_free);
  g_ptr_array_add (job->files, file);
  job->draft_revision = 4;
  job->delay_us = 5 * SECOND_US;
  od_write_fixture_write (fixture, od_store_enqueue, job);

  g_assert_cmpint (job->undo_until_us, ==, fixture->now_us + 5 * SECOND_US);
  g_assert_cmpint (delivery_of (fixture, job->message_id), ==, OD_DELIVERY_QUEUED);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM draft"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_PENDING);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT waiting_since_us + n_unanswered FROM conversation"), ==, 0);
  assert_text (fixture, "SELECT snippet FROM conversation", "answer");
  assert_text (fixture, "SELECT name FROM attachment", "b.txt");
  assert_text (fixture, "SELECT kind || length (key) || state FROM operation", "send321");
  od_write_fixture_check (fixture);
}

static void
test_a_newer_draft_stays (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 conversation_id = begin (fixture);
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (conversation_id, 1, "answer", fixture->now_us);

  save_draft (fixture, conversation_id, 5, "next thought");
  job->draft_revision = 4;
  od_write_fixture_write (fixture, od_store_enqueue, job);
  assert_text (fixture, "SELECT body FROM draft", "next thought");
}

static void
test_replies_that_are_refused (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 conversation_id = begin (fixture);
  g_autoptr (OdEnqueueJob) nowhere = od_enqueue_job_new (99, 1, "x", fixture->now_us);
  g_autoptr (OdEnqueueJob) blank = od_enqueue_job_new (conversation_id, 1, " \n", fixture->now_us);
  g_autoptr (OdEnqueueJob) dead = od_enqueue_job_new (conversation_id, 1, "x", fixture->now_us);
  g_autoptr (OdAccountJob) removal = od_account_job_new (fixture->account_id, NULL, NULL, NULL, fixture->now_us);
  g_autofree char *text = g_strnfill (100001, 'x');
  g_autoptr (OdEnqueueJob) large = od_enqueue_job_new (conversation_id, 1, text, fixture->now_us);

  od_write_fixture_refuse (fixture, od_store_enqueue, nowhere, OD_ERROR, OD_ERROR_NOT_FOUND);
  od_write_fixture_refuse (fixture, od_store_enqueue, blank, OD_ERROR, OD_ERROR_REJECTED);
  od_write_fixture_refuse (fixture, od_store_enqueue, large, OD_ERROR, OD_ERROR_TOO_LARGE);
  od_write_fixture_write (fixture, od_store_account_remove, removal);
  od_write_fixture_refuse (fixture, od_store_enqueue, dead, OD_ERROR, OD_ERROR_REJECTED);
  dead->is_note = TRUE; /* but thinking about it is allowed */
  od_write_fixture_write (fixture, od_store_enqueue, dead);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM operation"), ==, 0);
}

static void
test_a_note_is_finished_at_once (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 conversation_id = begin (fixture);
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (conversation_id, 1, "between us", fixture->now_us);

  job->is_note = TRUE;
  job->delay_us = SECOND_US;
  od_write_fixture_write (fixture, od_store_enqueue, job);
  g_assert_cmpint (job->undo_until_us, ==, 0);
  g_assert_cmpint (delivery_of (fixture, job->message_id), ==, OD_DELIVERY_NONE);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM operation"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status * 10 + n_unanswered FROM conversation"), ==, 11);
  assert_text (fixture, "SELECT snippet FROM conversation", "between us");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT last_public_id < last_id FROM conversation"), ==, 1);
}

static void
test_the_undo_delay_breaks_no_promise (void)
{
  static const struct {
    const char *due; /* seconds from now */
    gint64 undo_s;
  } cases[] = { { "NULL", 5 }, { "100000000", 5 }, { "6000000", 3 }, { "3000000", 0 }, { "-1000000", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
      g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (begin (fixture), 1, "answer", fixture->now_us);
      g_autofree char *sql =
          g_strdup_printf ("UPDATE conversation SET due_us = %" G_GINT64_FORMAT " + %s", fixture->now_us, cases[i].due);

      od_write_fixture_run (fixture, sql);
      job->delay_us = 5 * SECOND_US;
      od_write_fixture_write (fixture, od_store_enqueue, job);
      g_assert_cmpint (job->undo_until_us, ==, cases[i].undo_s > 0 ? fixture->now_us + cases[i].undo_s * SECOND_US : 0);
    }
}

static void
test_undo_puts_everything_back (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 conversation_id = begin (fixture);
  OdUndoJob undo = { .now_us = fixture->now_us };
  const char *const state =
      "SELECT status || '/' || waiting_since_us || '/' || n_unanswered || '/' || snippet || '/' ||"
      " last_id || '/' || last_public_id || '/' || last_at_us FROM conversation";
  g_autofree char *before = od_write_fixture_ask_text (fixture, state);
  g_autofree char *after = NULL;

  undo.message_id = od_write_fixture_reply (fixture, conversation_id, "too early");
  od_write_fixture_write (fixture, od_store_undo, &undo);
  after = od_write_fixture_ask_text (fixture, state);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (undo.draft->body, ==, "too early");
  assert_text (fixture, "SELECT body FROM draft", "too early");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM operation"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('early')"), ==, 0);
  od_draft_free (undo.draft);
  od_write_fixture_check (fixture);
}

static void
test_undo_keeps_what_was_begun_since (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 conversation_id = begin (fixture);
  OdUndoJob undo = { .now_us = fixture->now_us };

  undo.message_id = od_write_fixture_reply (fixture, conversation_id, "first");
  save_draft (fixture, conversation_id, 9, "second");
  od_write_fixture_receive (fixture, "c", "2", "and one more thing"); /* the customer opened it again */
  od_write_fixture_write (fixture, od_store_undo, &undo);
  g_assert_cmpstr (undo.draft->body, ==, "first\n\nsecond");
  g_assert_cmpint (undo.draft->revision, >, 9);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status * 10 + n_unanswered FROM conversation"), ==, 12);
  od_draft_free (undo.draft);
  od_write_fixture_check (fixture);
}

static void
test_undo_loses_to_a_claim (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUndoJob undo = { .message_id = od_write_fixture_reply (fixture, begin (fixture), "x"), .now_us = fixture->now_us };
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture);

  od_write_fixture_refuse (fixture, od_store_undo, &undo, OD_ERROR, OD_ERROR_REJECTED);
  od_write_fixture_end (fixture, get (claim, 0)->id, OD_DELIVERY_EVENT_RETRY, fixture->now_us + 1);
  od_write_fixture_refuse (fixture, od_store_undo, &undo, OD_ERROR, OD_ERROR_REJECTED); /* it was out once */
}

static void
test_a_claim_has_all_a_channel_needs (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome question = od_write_fixture_receive (fixture, "c", "1", "question");
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (question.conversation_id, 1, "answer", fixture->now_us);
  g_autoptr (OdClaimJob) claim = NULL, again = NULL;
  g_autofree char *key = NULL;
  OdClaimedOperation *operation;

  job->reply_to_id = question.message_id;
  od_write_fixture_write (fixture, od_store_enqueue, job);
  claim = od_write_fixture_claim (fixture);
  operation = get (claim, 0);
  g_assert_cmpint (operation->kind, ==, OD_OPERATION_SEND);
  g_assert_cmpstr (operation->chat_id, ==, "c");
  g_assert_cmpstr (operation->text, ==, "answer");
  g_assert_cmpstr (operation->reply_to_remote_id, ==, "c:1");
  g_assert_cmpuint (operation->attempt, ==, 1);
  g_assert_cmpint (delivery_of (fixture, job->message_id), ==, OD_DELIVERY_SENDING);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT lease_until_us FROM operation"), ==,
                   fixture->now_us + 120 * SECOND_US);
  key = g_strdup (operation->key);

  od_write_fixture_end (fixture, operation->id, OD_DELIVERY_EVENT_RETRY, fixture->now_us + SECOND_US);
  g_assert_cmpint (delivery_of (fixture, job->message_id), ==, OD_DELIVERY_QUEUED);
  again = od_write_fixture_claim (fixture);
  g_assert_cmpuint (again->claimed->len, ==, 0); /* not yet */
  g_assert_cmpint (again->next_us, ==, fixture->now_us + SECOND_US);
  g_clear_pointer (&again, od_claim_job_free);
  fixture->now_us += SECOND_US;
  again = od_write_fixture_claim (fixture);
  g_assert_cmpstr (get (again, 0)->key, ==, key); /* the same on every attempt */
  g_assert_cmpuint (get (again, 0)->attempt, ==, 2);
}

static void
test_order_within_a_conversation_and_four_at_once (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdClaimJob) first = NULL, none = NULL, second = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *chat = g_strdup_printf ("chat%u", i);
      gint64 id = od_write_fixture_receive (fixture, chat, "1", "question").conversation_id;

      od_write_fixture_reply (fixture, id, "one");
      od_write_fixture_reply (fixture, id, "two");
    }
  first = od_write_fixture_claim (fixture);
  g_assert_cmpuint (first->claimed->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (get (first, i)->text, ==, "one");
  none = od_write_fixture_claim (fixture);
  g_assert_cmpuint (none->claimed->len, ==, 0);
  od_write_fixture_accept (fixture, get (first, 2)->id, "r1");
  second = od_write_fixture_claim (fixture);
  g_assert_cmpuint (second->claimed->len, ==, 1);
  g_assert_cmpstr (get (second, 0)->chat_id, ==, "chat2");
  g_assert_cmpstr (get (second, 0)->text, ==, "two");
}

static void
test_what_is_undecided_holds_up_its_conversation_only (gconstpointer event)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 one = begin (fixture), other = od_write_fixture_receive (fixture, "d", "1", "x").conversation_id;
  gint64 message_id = od_write_fixture_reply (fixture, one, "first");
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture), next = NULL, last = NULL;
  gboolean is_lost = GPOINTER_TO_INT (event) == OD_DELIVERY_EVENT_LOSE;
  OdDecideJob decide = { .message_id = message_id, .operator_id = 1, .now_us = fixture->now_us };

  od_write_fixture_reply (fixture, one, "second");
  od_write_fixture_reply (fixture, other, "elsewhere");
  od_write_fixture_end (fixture, get (claim, 0)->id, GPOINTER_TO_INT (event), 0);
  g_assert_cmpint (delivery_of (fixture, message_id), ==, is_lost ? OD_DELIVERY_UNCONFIRMED : OD_DELIVERY_FAILED);
  assert_text (fixture, "SELECT error FROM message WHERE error IS NOT NULL", "the provider's words");
  next = od_write_fixture_claim (fixture);
  g_assert_cmpuint (next->claimed->len, ==, is_lost ? 1 : 2); /* a failed one holds up nothing */
  decide.decision = OD_DECISION_ARRIVED;
  if (!is_lost)
    {
      od_write_fixture_refuse (fixture, od_store_decide, &decide, OD_ERROR, OD_ERROR_REJECTED);
      return;
    }
  g_assert_cmpstr (get (next, 0)->text, ==, "elsewhere");
  od_write_fixture_write (fixture, od_store_decide, &decide);
  g_assert_cmpint (delivery_of (fixture, message_id), ==, OD_DELIVERY_SENT);
  last = od_write_fixture_claim (fixture);
  g_assert_cmpstr (get (last, 0)->text, ==, "second");
  od_write_fixture_check (fixture);
}

static void
test_a_person_decides (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture), message_id = od_write_fixture_reply (fixture, id, "answer");
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture), again = NULL;
  OdDecideJob decide = { .message_id = message_id, .operator_id = 1, .now_us = fixture->now_us };

  decide.decision = OD_DECISION_DISCARD;
  od_write_fixture_refuse (fixture, od_store_decide, &decide, OD_ERROR, OD_ERROR_REJECTED); /* it is on its way */
  od_write_fixture_end (fixture, get (claim, 0)->id, OD_DELIVERY_EVENT_REJECT, 0);
  decide.decision = OD_DECISION_SEND_AGAIN;
  od_write_fixture_write (fixture, od_store_decide, &decide);
  g_assert_cmpint (delivery_of (fixture, message_id), ==, OD_DELIVERY_QUEUED);
  again = od_write_fixture_claim (fixture);
  g_assert_cmpuint (get (again, 0)->attempt, ==, 2);
  od_write_fixture_end (fixture, get (again, 0)->id, OD_DELIVERY_EVENT_LOSE, 0);
  decide.decision = OD_DECISION_DISCARD;
  od_write_fixture_write (fixture, od_store_decide, &decide);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM operation"), ==, 0);
  assert_text (fixture, "SELECT snippet FROM conversation", "question");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM audit WHERE subject = 'message'"), ==, 2);
  od_write_fixture_check (fixture);
}

/* One that nobody could ever send must not keep everybody else from being answered. */
static void
test_what_cannot_be_described_fails_alone (void)
{
  static const char *const damages[] = {
    "UPDATE operation SET payload = '[]' WHERE id = 1",
    "UPDATE operation SET payload = '{' WHERE id = 1",
    "UPDATE operation SET payload = '{\"emoji\":7}' WHERE id = 1",
    "UPDATE operation SET message_id = 999 WHERE id = 1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
      gint64 bad = od_write_fixture_receive (fixture, "bad", "1", "question").conversation_id;
      gint64 good = od_write_fixture_receive (fixture, "good", "1", "question").conversation_id;
      g_autoptr (OdClaimJob) claim = NULL;

      od_write_fixture_reply (fixture, bad, "one");
      od_write_fixture_reply (fixture, good, "two");
      od_write_fixture_run (fixture, damages[i]);
      g_test_expect_message ("od-store-outbox", G_LOG_LEVEL_WARNING, "Operation 1 can't be sent: *");
      claim = od_write_fixture_claim (fixture);
      g_test_assert_expected_messages ();
      g_assert_cmpuint (claim->claimed->len, ==, 1);
      g_assert_cmpstr (get (claim, 0)->text, ==, "two");
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT state FROM operation WHERE id = 1"), ==,
                       OD_DELIVERY_FAILED);
    }
}

#define N_PARTS 3

/* A text in three messages. @ids: (out) (array fixed-size=3) */
static void
reply_in_parts (OdWriteFixture *fixture, gint64 conversation_id, gint64 revision, gint64 ids[N_PARTS])
{
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (conversation_id, 1, "three", fixture->now_us);

  job->draft_revision = revision;
  job->before = g_ptr_array_new_with_free_func ((GDestroyNotify) od_enqueue_job_free);
  g_ptr_array_add (job->before, od_enqueue_job_new (conversation_id, 1, "one", fixture->now_us));
  g_ptr_array_add (job->before, od_enqueue_job_new (conversation_id, 1, "two", fixture->now_us));
  od_write_fixture_write (fixture, od_store_enqueue, job);
  for (guint i = 0; i < job->before->len; i++)
    ids[i] = ((OdEnqueueJob *) job->before->pdata[i])->message_id;
  ids[N_PARTS - 1] = job->message_id;
}

static void
assert_all (OdWriteFixture *fixture, const gint64 ids[N_PARTS], OdDelivery expected)
{
  for (guint i = 0; i < N_PARTS; i++)
    g_assert_cmpint (delivery_of (fixture, ids[i]), ==, expected);
}

/* Half a text is no answer: its parts fail together, and leave in order when a person says so, of whichever. */
static void
test_parts_fail_and_leave_together (gconstpointer again)
{
  static const char *const texts[] = { "one", "two", "three" };
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture), ids[N_PARTS];
  g_autoptr (OdClaimJob) claim = NULL, none = NULL;
  OdDecideJob decide = { .decision = OD_DECISION_SEND_AGAIN, .operator_id = 1, .now_us = fixture->now_us };

  reply_in_parts (fixture, id, 0, ids);
  claim = od_write_fixture_claim (fixture);
  g_assert_cmpuint (claim->claimed->len, ==, 1);
  od_write_fixture_end (fixture, get (claim, 0)->id, OD_DELIVERY_EVENT_REJECT, 0);
  assert_all (fixture, ids, OD_DELIVERY_FAILED);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM operation WHERE state = 6"), ==, N_PARTS);
  none = od_write_fixture_claim (fixture);
  g_assert_cmpuint (none->claimed->len, ==, 0);

  decide.message_id = ids[GPOINTER_TO_UINT (again)];
  od_write_fixture_write (fixture, od_store_decide, &decide);
  assert_all (fixture, ids, OD_DELIVERY_QUEUED);
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autoptr (OdClaimJob) next = od_write_fixture_claim (fixture);

      g_assert_cmpuint (next->claimed->len, ==, 1);
      g_assert_cmpstr (get (next, 0)->text, ==, texts[i]);
      od_write_fixture_accept (fixture, get (next, 0)->id, texts[i]);
    }
  assert_all (fixture, ids, OD_DELIVERY_SENT);
  od_write_fixture_check (fixture);
}

/* One that was queued while the one before it failed: a store of before, say. */
static void
test_no_part_overtakes (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture), ids[N_PARTS];
  g_autoptr (OdClaimJob) claim = NULL;

  reply_in_parts (fixture, id, 0, ids);
  od_write_fixture_run (fixture, "UPDATE operation SET state = 6 WHERE id = (SELECT min (id) FROM operation)");
  claim = od_write_fixture_claim (fixture);
  g_assert_cmpuint (claim->claimed->len, ==, 0);
}

static void
test_undo_brings_back_what_was_typed (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture), ids[N_PARTS];
  OdUndoJob undo = { .now_us = fixture->now_us };

  save_draft (fixture, id, 4, "one  two\nthree ");
  reply_in_parts (fixture, id, 4, ids);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM draft"), ==, 0);
  undo.message_id = ids[1]; /* any of them */
  od_write_fixture_write (fixture, od_store_undo, &undo);
  g_assert_cmpstr (undo.draft->body, ==, "one  two\nthree ");
  assert_text (fixture, "SELECT body FROM draft", "one  two\nthree ");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM operation"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status * 10 + n_unanswered FROM conversation"), ==, 11);
  g_clear_pointer (&undo.draft, od_draft_free);
  undo.message_id = ids[0];
  od_write_fixture_refuse (fixture, od_store_undo, &undo, OD_ERROR, OD_ERROR_NOT_FOUND);
  od_write_fixture_check (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/enqueue/whole", test_a_reply_is_queued_whole);
  g_test_add_func ("/outbox/enqueue/newer-draft", test_a_newer_draft_stays);
  g_test_add_func ("/outbox/enqueue/refused", test_replies_that_are_refused);
  g_test_add_func ("/outbox/enqueue/note", test_a_note_is_finished_at_once);
  g_test_add_func ("/outbox/enqueue/delay", test_the_undo_delay_breaks_no_promise);
  g_test_add_func ("/outbox/undo/whole", test_undo_puts_everything_back);
  g_test_add_func ("/outbox/undo/begun-since", test_undo_keeps_what_was_begun_since);
  g_test_add_func ("/outbox/undo/claimed", test_undo_loses_to_a_claim);
  g_test_add_func ("/outbox/claim/whole", test_a_claim_has_all_a_channel_needs);
  g_test_add_func ("/outbox/claim/order", test_order_within_a_conversation_and_four_at_once);
  g_test_add_data_func ("/outbox/claim/unconfirmed", GINT_TO_POINTER (OD_DELIVERY_EVENT_LOSE),
                        test_what_is_undecided_holds_up_its_conversation_only);
  g_test_add_data_func ("/outbox/claim/failed", GINT_TO_POINTER (OD_DELIVERY_EVENT_REJECT),
                        test_what_is_undecided_holds_up_its_conversation_only);
  g_test_add_func ("/outbox/claim/damaged", test_what_cannot_be_described_fails_alone);
  g_test_add_data_func ("/outbox/parts/again/first", GUINT_TO_POINTER (0), test_parts_fail_and_leave_together);
  g_test_add_data_func ("/outbox/parts/again/last", GUINT_TO_POINTER (2), test_parts_fail_and_leave_together);
  g_test_add_func ("/outbox/parts/order", test_no_part_overtakes);
  g_test_add_func ("/outbox/parts/undo", test_undo_brings_back_what_was_typed);
  g_test_add_func ("/outbox/decide", test_a_person_decides);
  return g_test_run ();
}
