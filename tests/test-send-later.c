/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Replies that wait, that do something with their conversation, that are held, and that are taken back. */
#include "od-error.h"
#include "od-message-rows.h"
#include "od-store-triage.h"
#include "od-write-fixture.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define HOUR_US (3600 * SECOND_US)

static gint64
begin (OdWriteFixture *fixture)
{
  return od_write_fixture_receive (fixture, "chat", "q1", "question").conversation_id;
}

static gint64
send (OdWriteFixture *fixture, gint64 id, const char *text, gint64 in_us, OdReplyThen then)
{
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (id, 1, text, fixture->now_us);

  job->send_at_us = in_us > 0 ? fixture->now_us + in_us : 0;
  job->after.then = then;
  job->flags = fixture->has_stream ? OD_ENQUEUE_TELLS_STATUS : OD_ENQUEUE_PLAIN;
  od_write_fixture_write (fixture, od_store_enqueue, job);
  return job->message_id;
}

static const OdClaimedOperation *
claim_one (OdWriteFixture *fixture, OdClaimJob **job)
{
  g_clear_pointer (job, od_claim_job_free);
  *job = od_write_fixture_claim (fixture);
  return (*job)->claimed->len == 1 ? (*job)->claimed->pdata[0] : NULL;
}

static gint64
ask (OdWriteFixture *fixture, const char *what, gint64 message_id)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM message WHERE timeline_id = %" G_GINT64_FORMAT, what, message_id);

  return od_write_fixture_ask (fixture, sql);
}

static OdDraft *
undo (OdWriteFixture *fixture, gint64 message_id)
{
  g_autoptr (OdUndoJob) job = g_new0 (OdUndoJob, 1);

  job->message_id = message_id;
  job->now_us = fixture->now_us;
  od_write_fixture_write (fixture, od_store_undo, job);
  od_write_fixture_check (fixture);
  return g_steal_pointer (&job->draft);
}

static void
decide (OdWriteFixture *fixture, gint64 message_id, OdReplyDecision decision)
{
  OdDecideJob job = { .message_id = message_id, .decision = decision, .operator_id = 1, .now_us = fixture->now_us };

  od_write_fixture_write (fixture, od_store_decide, &job);
}

static void
discard (OdWriteFixture *fixture, gint64 message_id)
{
  decide (fixture, message_id, OD_DECISION_DISCARD);
}

static void
take_back (OdWriteFixture *fixture, gint64 message_id)
{
  od_draft_free (undo (fixture, message_id));
}

typedef struct {
  gint64 id;
  GPtrArray *rows;
} RowsJob;

static gboolean
load_rows (sqlite3 *db, gpointer data, GError **error)
{
  RowsJob *job = data;

  job->rows = od_message_rows_load (db, &job->id, 1, "/files", 1, error);
  return job->rows != NULL;
}

static OdMessageRow *
load_row (OdWriteFixture *fixture, gint64 message_id)
{
  RowsJob job = { .id = message_id };
  OdMessageRow *row;

  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, load_rows, &job, NULL));
  g_assert_cmpuint (job.rows->len, ==, 1);
  row = g_ptr_array_steal_index (job.rows, 0);
  g_ptr_array_unref (job.rows);
  return row;
}

static void
test_it_waits_and_holds_up_nothing (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  gint64 later = send (fixture, id, "tomorrow", HOUR_US, OD_REPLY_THEN_NOTHING);
  gint64 now = send (fixture, id, "now", 0, OD_REPLY_THEN_NOTHING);
  g_autoptr (OdMessageRow) row = load_row (fixture, later);
  g_autoptr (OdClaimJob) claim = NULL;
  const OdClaimedOperation *found;

  g_assert_cmpint (row->not_before_us, ==, fixture->now_us + HOUR_US); /* not cut to the time of an undo */
  found = claim_one (fixture, &claim);
  g_assert_nonnull (found);
  g_assert_cmpint (found->message_id, ==, now);
  g_assert_cmpint (claim->next_us, ==, fixture->now_us + HOUR_US);
  od_write_fixture_accept (fixture, found->id, "r1");
  g_assert_null (claim_one (fixture, &claim));

  fixture->now_us += HOUR_US;
  found = claim_one (fixture, &claim);
  g_assert_nonnull (found);
  g_assert_cmpint (found->message_id, ==, later);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT at_us FROM timeline ORDER BY at_us DESC LIMIT 1"), ==,
                   fixture->now_us); /* it stands where it left */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT last_id FROM conversation"), ==, later);
  od_write_fixture_check (fixture);
}

static void
test_order_is_kept_among_what_is_due (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  gint64 first = send (fixture, id, "for later", HOUR_US, OD_REPLY_THEN_NOTHING);
  g_autoptr (OdClaimJob) claim = NULL;
  const OdClaimedOperation *found;

  fixture->now_us += HOUR_US;
  send (fixture, id, "written when the other was due", 0, OD_REPLY_THEN_NOTHING);
  found = claim_one (fixture, &claim);
  g_assert_cmpint (found->message_id, ==, first);
  g_assert_null (claim_one (fixture, &claim)); /* the second waits for the first, once that is under way */
}

static void
test_an_undo_delay_keeps_the_order (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  g_autoptr (OdEnqueueJob) slow = od_enqueue_job_new (id, 1, "may be undone", fixture->now_us);
  g_autoptr (OdClaimJob) claim = NULL;

  slow->delay_us = 5 * SECOND_US;
  od_write_fixture_write (fixture, od_store_enqueue, slow);
  send (fixture, id, "at once", 0, OD_REPLY_THEN_NOTHING);
  g_assert_null (claim_one (fixture, &claim));
  fixture->now_us += 5 * SECOND_US;
  g_assert_cmpint (claim_one (fixture, &claim)->message_id, ==, slow->message_id);
}

static void
test_who_wrote_meanwhile_holds_it (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  gint64 later = send (fixture, id, "tomorrow", HOUR_US, OD_REPLY_THEN_NOTHING), again;
  g_autoptr (OdMessageRow) held = NULL, sent = NULL;
  g_autoptr (OdClaimJob) claim = NULL;

  od_write_fixture_receive (fixture, "chat", "q2", "never mind");
  fixture->now_us += HOUR_US;
  g_assert_null (claim_one (fixture, &claim));
  held = load_row (fixture, later);
  g_assert_cmpint (held->delivery, ==, OD_DELIVERY_HELD);
  g_assert_cmpstr (held->payload, ==, "{\"held_by\":\"customer\"}");

  again = send (fixture, id, "all right", 0, OD_REPLY_THEN_NOTHING); /* which the held one does not hold up */
  g_assert_cmpint (claim_one (fixture, &claim)->message_id, ==, again);
  od_write_fixture_accept (fixture, ((OdClaimedOperation *) claim->claimed->pdata[0])->id, "r1");
  decide (fixture, later, OD_DECISION_SEND_AGAIN);
  g_assert_cmpint (claim_one (fixture, &claim)->message_id, ==, later);
  sent = load_row (fixture, later);
  g_assert_null (sent->payload);
}

static void
test_a_colleague_always_holds_it (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  g_autoptr (OdEnqueueJob) colleague = NULL, blind = NULL;
  g_autoptr (OdMessageRow) held = NULL;
  g_autoptr (OdClaimJob) claim = NULL;

  od_write_fixture_run (fixture, "INSERT INTO operator (id, uid, name) VALUES (2, 'o2', 'Two')");
  colleague = od_enqueue_job_new (id, 2, "done", fixture->now_us);
  od_write_fixture_write (fixture, od_store_enqueue, colleague);
  od_write_fixture_accept (fixture, claim_one (fixture, &claim)->id, "r1");
  blind = od_enqueue_job_new (id, 1, "done, too", fixture->now_us);
  blind->seen_id = 0; /* its author had nothing on screen */
  od_write_fixture_write (fixture, od_store_enqueue, blind);
  g_assert_null (claim_one (fixture, &claim));
  held = load_row (fixture, blind->message_id);
  g_assert_cmpstr (held->payload, ==, "{\"held_by\":\"colleague\"}");
}

static void
test_the_customer_holds_who_asked_for_it (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome question = od_write_fixture_receive (fixture, "chat", "q1", "question");
  gint64 id = question.conversation_id;
  g_autoptr (OdEnqueueJob) easy = NULL, careful = NULL;
  g_autoptr (OdClaimJob) claim = NULL;

  od_write_fixture_receive (fixture, "chat", "q2", "and another one");
  easy = od_enqueue_job_new (id, 1, "42", fixture->now_us);
  easy->seen_id = question.message_id;
  careful = od_enqueue_job_new (id, 1, "43", fixture->now_us);
  careful->seen_id = question.message_id;
  careful->flags = OD_ENQUEUE_HELD_BY_CUSTOMER;
  od_write_fixture_write (fixture, od_store_enqueue, easy);
  od_write_fixture_write (fixture, od_store_enqueue, careful);
  od_write_fixture_accept (fixture, claim_one (fixture, &claim)->id, "r1");
  g_assert_null (claim_one (fixture, &claim));
  g_assert_cmpint (ask (fixture, "delivery", easy->message_id), ==, OD_DELIVERY_SENT);
  g_assert_cmpint (ask (fixture, "delivery", careful->message_id), ==, OD_DELIVERY_HELD);
}

static void
test_sent_now_or_taken_back (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  gint64 now = send (fixture, id, "now after all", HOUR_US, OD_REPLY_THEN_NOTHING);
  gint64 back = send (fixture, id, "not at all", 2 * HOUR_US, OD_REPLY_THEN_NOTHING);
  g_autoptr (OdEnqueueJob) never = od_enqueue_job_new (id, 1, "in years", fixture->now_us);
  g_autoptr (OdClaimJob) claim = NULL;
  g_autoptr (OdDraft) draft = NULL;
  g_autoptr (OdMessageRow) row = NULL;

  decide (fixture, now, OD_DECISION_SEND_AGAIN);
  g_assert_cmpint (claim_one (fixture, &claim)->message_id, ==, now);
  row = load_row (fixture, now);
  g_assert_cmpint (row->not_before_us, ==, 0);
  fixture->now_us += HOUR_US;
  draft = undo (fixture, back);
  g_assert_cmpstr (draft->body, ==, "not at all");
  never->send_at_us = fixture->now_us + 400 * 24 * HOUR_US;
  od_write_fixture_refuse (fixture, od_store_enqueue, never, OD_ERROR, OD_ERROR_USAGE);
}

/* Cancelled, its text is the draft: nobody writes it twice. */
static void
test_cancelled_is_a_draft (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 message = send (fixture, begin (fixture), "tomorrow", HOUR_US, OD_REPLY_THEN_NOTHING);
  g_autofree char *body = NULL;

  decide (fixture, message, OD_DECISION_DISCARD);
  body = od_write_fixture_ask_text (fixture, "SELECT body FROM draft WHERE mode = 2");
  g_assert_cmpstr (body, ==, "tomorrow");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM message WHERE direction = 2"), ==, 0);
  od_write_fixture_check (fixture);
}

static void
test_cancelled_leaves_no_trace (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  gint64 message = send (fixture, id, "tomorrow", HOUR_US, OD_REPLY_THEN_RESOLVE);
  g_autoptr (OdClaimJob) claim = NULL;
  OdDecideJob late = { .message_id = message, .decision = OD_DECISION_DISCARD, .now_us = fixture->now_us };

  od_write_fixture_run (fixture, "INSERT INTO draft (conversation_id, mode, revision, body, at_us)"
                                 " SELECT id, 2, 9, 'being written', 1 FROM conversation");
  decide (fixture, message, OD_DECISION_DISCARD);
  od_write_fixture_check (fixture);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_OPEN);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unanswered FROM conversation"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM timeline WHERE kind <> 1"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM operation"), ==, 0);
  g_assert_cmpint (
      od_write_fixture_ask (fixture, "SELECT count (*) FROM draft WHERE body = 'being written' AND revision = 9"), ==,
      1);

  late.message_id = send (fixture, id, "too late", HOUR_US, OD_REPLY_THEN_NOTHING);
  fixture->now_us += HOUR_US;
  g_assert_nonnull (claim_one (fixture, &claim));
  od_write_fixture_refuse (fixture, od_store_decide, &late, OD_ERROR, OD_ERROR_REJECTED);
}

static void
test_what_did_not_leave_is_a_draft_again (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  gint64 failed = send (fixture, id, "refused", 0, OD_REPLY_THEN_NOTHING), lost;
  g_autoptr (OdClaimJob) claim = NULL;
  g_autoptr (OdDraft) draft = NULL, other = NULL;
  OdUndoJob early = { 0 };

  od_write_fixture_end (fixture, claim_one (fixture, &claim)->id, OD_DELIVERY_EVENT_REJECT, 0);
  draft = undo (fixture, failed);
  g_assert_cmpstr (draft->body, ==, "refused");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_OPEN);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT waiting_since_us FROM conversation"), >, 0);
  od_write_fixture_run (fixture, "DELETE FROM draft");

  lost = send (fixture, id, "who knows", 0, OD_REPLY_THEN_NOTHING);
  od_write_fixture_end (fixture, claim_one (fixture, &claim)->id, OD_DELIVERY_EVENT_LOSE, 0);
  early.message_id = lost;
  od_write_fixture_refuse (fixture, od_store_undo, &early, OD_ERROR, OD_ERROR_REJECTED);
  decide (fixture, lost, OD_DECISION_NOT_ARRIVED);
  g_assert_cmpint (ask (fixture, "delivery", lost), ==, OD_DELIVERY_FAILED);
  other = undo (fixture, lost);
  g_assert_cmpstr (other->body, ==, "who knows");
}

static void
test_two_answers_taken_back_in_any_order (gconstpointer first_first)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  gint64 one = send (fixture, id, "one", HOUR_US, OD_REPLY_THEN_NOTHING);
  gint64 two = send (fixture, id, "two", HOUR_US, OD_REPLY_THEN_NOTHING);

  od_draft_free (undo (fixture, GPOINTER_TO_INT (first_first) ? one : two));
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_PENDING);
  od_draft_free (undo (fixture, GPOINTER_TO_INT (first_first) ? two : one));
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_OPEN);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unanswered FROM conversation"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT waiting_since_us FROM conversation"), >, 0);
}

static void
remove_message (OdWriteFixture *fixture, gint64 message_id)
{
  g_autoptr (OdTriageJob) job = od_triage_job_new (OD_OPERATION_REMOVE, 0, message_id, 1, fixture->now_us);

  od_write_fixture_write (fixture, od_store_triage, job);
}

/* Nobody answered: whoever throws the reply away finds the customer where they were, as after undo. */
static void
test_a_reply_thrown_away_answers_nobody (gconstpointer then)
{
  static void (*const ways[]) (OdWriteFixture *, gint64) = { discard, remove_message, take_back };

  for (guint i = 0; i < G_N_ELEMENTS (ways) * 2; i++)
    {
      gboolean is_later = i % 2 != 0;
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
      gint64 id = begin (fixture);
      gint64 message = send (fixture, id, "42", is_later ? HOUR_US : 0, (OdReplyThen) GPOINTER_TO_INT (then));
      g_autoptr (OdClaimJob) claim = NULL;

      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unanswered FROM conversation"), ==, 0);
      if (!is_later)
        od_write_fixture_end (fixture, claim_one (fixture, &claim)->id, OD_DELIVERY_EVENT_REJECT, 0);
      else if (ways[i / 2] == discard)
        continue; /* that is for what came to nothing */
      ways[i / 2](fixture, message);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_OPEN);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unanswered FROM conversation"), ==, 1);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT waiting_since_us FROM conversation"), >, 0);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT snoozed_until_us FROM conversation"), ==, -1);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM operation"), ==, 0);
      od_write_fixture_check (fixture);
    }
}

/* Another conversation of the chat began while the last word waited: the old one stays closed. */
static void
test_an_old_conversation_stays_closed (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  gint64 id = begin (fixture);
  gint64 message = send (fixture, id, "and?", 300 * HOUR_US, OD_REPLY_THEN_RESOLVE);

  fixture->now_us += 200 * HOUR_US;
  g_assert_cmpint (od_write_fixture_receive (fixture, "chat", "q2", "something else").conversation_id, !=, id);
  od_draft_free (undo (fixture, message));
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation ORDER BY id LIMIT 1"), ==,
                   OD_STATUS_RESOLVED);
}

/* One that came from elsewhere says that it failed, and there is nothing that would send it. */
static void
test_an_imported_failure_is_removed (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 message = od_write_fixture_reply (fixture, begin (fixture), "42");

  od_write_fixture_run (fixture, "DELETE FROM operation");
  od_write_fixture_run (fixture, "UPDATE message SET delivery = 6 WHERE direction = 2");
  remove_message (fixture, message);
  g_assert_cmpint (ask (fixture, "delivery", message), ==, OD_DELIVERY_NONE);
}

static void
test_resolved_with_it_and_undone_with_it (gconstpointer has_stream)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (GPOINTER_TO_INT (has_stream));
  gint64 id = begin (fixture);
  gint64 message;

  od_write_fixture_run (fixture, "UPDATE conversation SET snoozed_until_us = 1772370000000001");
  message = send (fixture, id, "solved", 4 * SECOND_US, OD_REPLY_THEN_RESOLVE);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_RESOLVED);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM event"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM operation WHERE kind = 'status'"), ==,
                   GPOINTER_TO_INT (has_stream) ? 1 : 0);
  od_draft_free (undo (fixture, message));
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_OPEN);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT snoozed_until_us FROM conversation"), ==, 1772370000000001);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT resolved_at_us FROM conversation"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM event"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM operation"), ==, 0);
}

static void
test_snoozed_with_it (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = begin (fixture);
  gint64 message = send (fixture, id, "let us see", 0, OD_REPLY_THEN_SNOOZE);

  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT snoozed_until_us FROM conversation"), ==,
                   OD_SNOOZE_UNTIL_REPLY);
  od_draft_free (undo (fixture, message));
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT snoozed_until_us FROM conversation"), ==, -1);
  send (fixture, id, "let us see", 0, OD_REPLY_THEN_SNOOZE);
  od_write_fixture_receive (fixture, "chat", "q2", "well?");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT snoozed_until_us FROM conversation"), ==, -1);
}

typedef enum { ENDS_REFUSED, ENDS_LOST, ENDS_HELD, N_ENDS } Ends;

/* Nobody is told that it was resolved by a last word that did not leave. */
static void
test_a_last_word_that_fails_reopens (gconstpointer has_stream)
{
  for (guint ends = 0; ends < N_ENDS; ends++)
    for (guint is_discarded = 0; is_discarded < 2; is_discarded++)
      {
        g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (GPOINTER_TO_INT (has_stream));
        gint64 id = begin (fixture);
        gint64 message = send (fixture, id, "solved", ends == ENDS_HELD ? HOUR_US : 0, OD_REPLY_THEN_RESOLVE);
        g_autoptr (OdClaimJob) claim = NULL;

        g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM operation WHERE kind = 'status'"), ==,
                         GPOINTER_TO_INT (has_stream));
        if (ends == ENDS_HELD)
          {
            od_write_fixture_receive (fixture, "chat", "q2", "never mind");
            fixture->now_us += HOUR_US;
            g_assert_null (claim_one (fixture, &claim));
            g_assert_cmpint (ask (fixture, "delivery", message), ==, OD_DELIVERY_HELD);
          }
        else
          od_write_fixture_end (fixture, claim_one (fixture, &claim)->id,
                                ends == ENDS_LOST ? OD_DELIVERY_EVENT_LOSE : OD_DELIVERY_EVENT_REJECT, 0);
        g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation"), ==, OD_STATUS_OPEN);
        if (is_discarded)
          decide (fixture, message, OD_DECISION_DISCARD);
        g_assert_null (claim_one (fixture, &claim));
        g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM operation WHERE kind = 'status'"), ==,
                         0);
        od_write_fixture_check (fixture);
      }
}

/* The customer's side heard of it before a reply for later turned out to stay. */
static void
test_what_was_told_is_taken_back (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  gint64 id = begin (fixture);
  g_autofree char *told = NULL;
  g_autoptr (OdClaimJob) claim = NULL;

  send (fixture, id, "solved", 0, OD_REPLY_THEN_RESOLVE);
  od_write_fixture_run (fixture, "UPDATE operation SET state = 3 WHERE kind = 'status'");
  od_write_fixture_end (fixture, claim_one (fixture, &claim)->id, OD_DELIVERY_EVENT_REJECT, 0);
  told = od_write_fixture_ask_text (fixture, "SELECT payload FROM operation WHERE kind = 'status' AND state = 1");
  g_assert_cmpstr (told, ==, "{\"status\":\"open\"}");
}

static void
test_mentions_and_reactions_come_back (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome question = od_write_fixture_receive (fixture, "chat", "q1", "question");
  g_autoptr (OdEnqueueJob) note = od_enqueue_job_new (question.conversation_id, 1, "@Two look", fixture->now_us);
  const gint64 named[] = { 2, 4711 };
  g_autoptr (OdMessageRow) row = NULL, liked = NULL;
  const OdReactionRow *reaction;
  g_autofree char *sql = NULL;

  od_write_fixture_run (fixture, "INSERT INTO operator (id, uid, name) VALUES (2, 'o2', 'Two')");
  note->is_note = TRUE;
  note->mentions = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (note->mentions, named, 2);
  od_write_fixture_write (fixture, od_store_enqueue, note);
  row = load_row (fixture, note->message_id);
  g_assert_cmpstr (row->payload, ==, "{\"mentions\":[2]}"); /* nobody is named who isn't there */

  sql = g_strdup_printf ("INSERT INTO reaction VALUES (%1$" G_GINT64_FORMAT ", 0, '👍', 1), (%1$" G_GINT64_FORMAT
                         ", 2, '👍', 2), (%1$" G_GINT64_FORMAT ", 1, '👍', 3)",
                         question.message_id);
  od_write_fixture_run (fixture, sql);
  liked = load_row (fixture, question.message_id);
  g_assert_cmpuint (liked->reactions->len, ==, 1);
  reaction = liked->reactions->pdata[0];
  g_assert_cmpuint (reaction->n, ==, 3);
  g_assert_true (reaction->is_own);
  g_assert_true (reaction->is_customers);
  g_assert_nonnull (strstr (reaction->who, "Two"));
  g_assert_nonnull (strstr (reaction->who, "Op One"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/send-later/waits", test_it_waits_and_holds_up_nothing);
  g_test_add_func ("/send-later/order", test_order_is_kept_among_what_is_due);
  g_test_add_func ("/send-later/undo-delay-keeps-order", test_an_undo_delay_keeps_the_order);
  g_test_add_func ("/send-later/now-or-never", test_sent_now_or_taken_back);
  g_test_add_func ("/send-later/held", test_who_wrote_meanwhile_holds_it);
  g_test_add_func ("/hold/colleague", test_a_colleague_always_holds_it);
  g_test_add_func ("/hold/customer", test_the_customer_holds_who_asked_for_it);
  g_test_add_func ("/send-later/cancelled", test_cancelled_leaves_no_trace);
  g_test_add_func ("/send-later/cancelled-draft", test_cancelled_is_a_draft);
  g_test_add_func ("/undo/did-not-leave", test_what_did_not_leave_is_a_draft_again);
  g_test_add_data_func ("/undo/two/first", GINT_TO_POINTER (TRUE), test_two_answers_taken_back_in_any_order);
  g_test_add_data_func ("/undo/two/last", GINT_TO_POINTER (FALSE), test_two_answers_taken_back_in_any_order);
  g_test_add_data_func ("/undo/thrown-away", GINT_TO_POINTER (OD_REPLY_THEN_NOTHING),
                        test_a_reply_thrown_away_answers_nobody);
  g_test_add_data_func ("/undo/thrown-away-resolved", GINT_TO_POINTER (OD_REPLY_THEN_RESOLVE),
                        test_a_reply_thrown_away_answers_nobody);
  g_test_add_data_func ("/undo/thrown-away-snoozed", GINT_TO_POINTER (OD_REPLY_THEN_SNOOZE),
                        test_a_reply_thrown_away_answers_nobody);
  g_test_add_func ("/undo/closed", test_an_old_conversation_stays_closed);
  g_test_add_func ("/undo/imported", test_an_imported_failure_is_removed);
  g_test_add_data_func ("/then/resolve", GINT_TO_POINTER (FALSE), test_resolved_with_it_and_undone_with_it);
  g_test_add_data_func ("/then/resolve-stream", GINT_TO_POINTER (TRUE), test_resolved_with_it_and_undone_with_it);
  g_test_add_func ("/then/snooze", test_snoozed_with_it);
  g_test_add_data_func ("/then/fails", GINT_TO_POINTER (FALSE), test_a_last_word_that_fails_reopens);
  g_test_add_data_func ("/then/fails-stream", GINT_TO_POINTER (TRUE), test_a_last_word_that_fails_reopens);
  g_test_add_func ("/then/fails-told", test_what_was_told_is_taken_back);
  g_test_add_func ("/rows/mentions-and-reactions", test_mentions_and_reactions_come_back);
  return g_test_run ();
}
