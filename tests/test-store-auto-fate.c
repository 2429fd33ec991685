/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of an automatic answer once it is queued: it leaves, in time, unless nobody needs it. */
#include "od-auto-run.h"
#include "od-limits.h"
#include "od-store-alert.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)

/* A provider may show us what we sent before it takes it. It is no answer of a person, whoever's it was; the answer is
 * counted when it is taken. */
static void
test_an_echo (void)
{
  for (guint i = 0; i < 2; i++)
    {
      OdAutoRun run = { 0 };
      g_autoptr (OdClaimJob) claim = NULL;
      gboolean is_persons = i == 1;
      OdWriteFixture *store;

      od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
      store = run.store;
      if (is_persons)
        od_auto_run_sql (&run, "UPDATE automatic_answer SET is_on = 0");
      run.conversation_id = od_write_fixture_take (store, od_auto_run_new_update (&run, "in")).conversation_id;
      if (is_persons)
        od_write_fixture_reply (store, run.conversation_id, "a person's answer");
      claim = od_write_fixture_claim (store);
      g_assert_cmpuint (claim->claimed->len, ==, 1);
      od_write_fixture_take (store, od_auto_run_new_update (&run, "echo"));
      g_assert_cmpint (od_write_fixture_ask (store, "SELECT count(*) FROM message WHERE remote_id = '700:in-2'"
                                                    " AND is_bot = 1 AND delivery = 3"),
                       ==, 1);
      g_assert_cmpint (od_write_fixture_ask (store, "SELECT count(*) FROM clock WHERE ended_at_us IS NULL"), ==, 1);
      g_assert_cmpint (od_write_fixture_ask (store, "SELECT n_unanswered * 10 + n_unread FROM conversation"), ==,
                       is_persons ? 1 : 11);
      g_assert_cmpint (od_write_fixture_ask (store, "SELECT waiting_since_us > 0 FROM conversation"), ==, !is_persons);
      g_assert_cmpint (od_write_fixture_ask (store, "SELECT status FROM conversation"), ==,
                       is_persons ? OD_STATUS_PENDING : OD_STATUS_OPEN);
      od_write_fixture_accept (store, ((OdClaimedOperation *) claim->claimed->pdata[0])->id, "700:in-2");
      g_assert_cmpint (od_write_fixture_ask (store, "SELECT count(*) FROM message WHERE direction = 2"), ==, 1);
      g_assert_cmpint (od_write_fixture_ask (store, "SELECT count(*) FROM clock WHERE ended_at_us IS NULL"), ==,
                       !is_persons);
      od_write_fixture_check (store);
      od_write_fixture_free (store);
    }
}

/* It waits: a person may be faster, and a person's reply does not wait behind it. */
static void
test_delay (void)
{
  static const struct {
    const char *meanwhile;
    const char *left; /* in this order */
  } rows[] = {
    { "5 note", "greeting by 12:30" },
    { "5 reply", "a person's answer" },
    { "5 resolve", "" },
    { "5 spam", "" },
    { "5 own", "Hello" },
    { "5 in", "greeting by 12:30" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OdAutoRun run = { 0 };
      g_autofree char *left = NULL;

      od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
      od_auto_run_sql (&run, "UPDATE automatic_answer SET delay_s = 20");
      od_auto_run_script (&run, "0 in");
      g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT delivery FROM message WHERE is_bot = 1"), ==,
                       OD_DELIVERY_QUEUED);
      od_auto_run_script (&run, rows[i].meanwhile);
      run.store->now_us = OD_WRITE_FIXTURE_NOW_US + 20 * SECOND_US;
      od_auto_run_send_all (&run);
      left = od_write_fixture_ask_text (
          run.store, "SELECT coalesce (group_concat (body, ' | '), '') FROM (SELECT body FROM message"
                     " WHERE direction = 2 ORDER BY sent_at_us, timeline_id)");
      g_assert_cmpstr (left, ==, rows[i].left);
      od_write_fixture_check (run.store);
      od_write_fixture_free (run.store);
    }
}

static OdClaimJob *
claim_after (OdAutoRun *run, gint64 seconds)
{
  run->store->now_us = OD_WRITE_FIXTURE_NOW_US + seconds * SECOND_US;
  return od_write_fixture_claim (run->store);
}

/* The account was offline, or the desk was: whoever waited knows by now that nobody answers at once. */
static void
test_too_late (void)
{
  static const struct {
    gint64 delay_s, claimed_s;
    guint n_claimed;
  } rows[] = {
    { 0, OD_LIMIT_AUTO_STALE_S, 1 },
    { 0, OD_LIMIT_AUTO_STALE_S + 1, 0 },
    { 1000, 1000 + OD_LIMIT_AUTO_STALE_S, 1 },
    { 1000, 1001 + OD_LIMIT_AUTO_STALE_S, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OdAutoRun run = { 0 };
      g_autoptr (OdClaimJob) claim = NULL;
      g_autofree char *delay =
          g_strdup_printf ("UPDATE automatic_answer SET delay_s = %" G_GINT64_FORMAT, rows[i].delay_s);

      od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
      od_auto_run_sql (&run, delay);
      od_write_fixture_take (run.store, od_auto_run_new_update (&run, "in"));
      claim = claim_after (&run, rows[i].claimed_s);
      g_assert_cmpuint (claim->claimed->len, ==, rows[i].n_claimed);
      g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT count(*) FROM message WHERE is_bot = 1"), ==,
                       rows[i].n_claimed);
      od_write_fixture_check (run.store);
      od_write_fixture_free (run.store);
    }
}

/* It was tried, in vain; then a person answered, or it is too late. A person's word stands above both. */
static void
test_needless_after_a_failure (void)
{
  static const struct {
    const char *meanwhile;
    gint64 claimed_s;
    gboolean is_sent;
  } rows[] = {
    { NULL, 400, TRUE },  { "301 own", 400, FALSE }, { "301 resolve", 400, FALSE },
    { NULL, 601, FALSE }, { "again", 601, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OdAutoRun run = { 0 };
      g_autoptr (OdClaimJob) first = NULL, claim = NULL;
      OdDecideJob decide = { .decision = OD_DECISION_SEND_AGAIN, .operator_id = 1 };
      gboolean is_decided = g_strcmp0 (rows[i].meanwhile, "again") == 0;

      od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
      run.conversation_id = od_write_fixture_take (run.store, od_auto_run_new_update (&run, "in")).conversation_id;
      first = od_write_fixture_claim (run.store);
      g_assert_cmpuint (first->claimed->len, ==, 1);
      decide.message_id = ((OdClaimedOperation *) first->claimed->pdata[0])->message_id;
      run.store->now_us += 300 * SECOND_US;
      od_write_fixture_end (run.store, ((OdClaimedOperation *) first->claimed->pdata[0])->id,
                            is_decided ? OD_DELIVERY_EVENT_REJECT : OD_DELIVERY_EVENT_RETRY, run.store->now_us);
      decide.now_us = run.store->now_us;
      if (is_decided)
        od_write_fixture_write (run.store, od_store_decide, &decide);
      else if (rows[i].meanwhile != NULL)
        od_auto_run_script (&run, rows[i].meanwhile);
      else
        g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT delivery FROM message WHERE is_bot = 1"), ==,
                         OD_DELIVERY_QUEUED);
      claim = claim_after (&run, rows[i].claimed_s);
      g_assert_cmpuint (claim->claimed->len, ==, rows[i].is_sent);
      g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT delivery FROM message WHERE is_bot = 1"), ==,
                       rows[i].is_sent ? OD_DELIVERY_SENDING : OD_DELIVERY_FAILED);
      od_write_fixture_check (run.store);
      od_write_fixture_free (run.store);
    }
}

/* Nothing stands for a name that nobody knows: nothing is said, and what they wrote is taken. */
static void
test_nothing_left_to_say (void)
{
  OdAutoRun run = { 0 };

  od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, TRUE);
  od_auto_run_sql (&run, "UPDATE automatic_answer SET body = '{customer.name}'");
  od_write_fixture_take (run.store, od_auto_run_new_update (&run, "in"));
  g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT count(*) FROM message"), ==, 1);
  od_write_fixture_free (run.store);
}

/* What failed was not said, so that the next one is; and it is no reply of whom failures are told to. */
static void
test_one_that_failed (void)
{
  OdAutoRun run = { 0 };
  g_autoptr (OdClaimJob) claim = NULL;
  g_autoptr (OdAlertJob) alert = od_alert_job_new (1, OD_WRITE_FIXTURE_NOW_US);
  g_autofree char *said = NULL;
  OdClaimedOperation *one;

  od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
  run.conversation_id = od_write_fixture_take (run.store, od_auto_run_new_update (&run, "in")).conversation_id;
  claim = od_write_fixture_claim (run.store);
  g_assert_cmpuint (claim->claimed->len, ==, 1);
  one = claim->claimed->pdata[0];
  od_write_fixture_end (run.store, one->id, OD_DELIVERY_EVENT_REJECT, 0);
  g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT delivery FROM message WHERE is_bot = 1"), ==,
                   OD_DELIVERY_FAILED);
  g_array_append_val (alert->message_ids, one->message_id);
  g_array_append_val (alert->conversation_ids, run.conversation_id);
  g_assert_true (od_db_read_sync (run.store->db, OD_DB_PAGES, od_store_alert_read, alert, NULL));
  g_assert_cmpuint (alert->news->alerts->len, ==, 0);
  g_assert_cmpuint (alert->news->subjects->len, ==, 1);
  g_assert_cmpuint (((OdAlertSubject *) alert->news->subjects->pdata[0])->n_failed, ==, 0);
  od_auto_run_script (&run, "60 in");
  said = od_auto_run_dup_said (&run);
  g_assert_cmpstr (said, ==, "greeting by 12:30 | acknowledgement by 12:30");
  od_write_fixture_free (run.store);
}

/* Nobody has to decide about it, and a person's reply does not wait until they do. */
static void
test_one_that_may_have_arrived (void)
{
  OdAutoRun run = { 0 };
  g_autoptr (OdClaimJob) claim = NULL, next = NULL;

  od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
  run.conversation_id = od_write_fixture_take (run.store, od_auto_run_new_update (&run, "in")).conversation_id;
  claim = od_write_fixture_claim (run.store);
  g_assert_cmpuint (claim->claimed->len, ==, 1);
  od_write_fixture_end (run.store, ((OdClaimedOperation *) claim->claimed->pdata[0])->id, OD_DELIVERY_EVENT_LOSE, 0);
  g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT delivery FROM message WHERE is_bot = 1"), ==,
                   OD_DELIVERY_FAILED);
  g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT n_unanswered FROM conversation"), ==, 1);
  od_write_fixture_reply (run.store, run.conversation_id, "a person's answer");
  next = od_write_fixture_claim (run.store);
  g_assert_cmpuint (next->claimed->len, ==, 1);
  od_write_fixture_check (run.store);
  od_write_fixture_free (run.store);
}

/* The same when the desk was killed while it was on its way. */
static void
test_one_that_a_crash_cut_off (void)
{
  OdAutoRun run = { 0 };
  OdLoseJob lose = { 0 };
  g_autoptr (OdClaimJob) claim = NULL;

  od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
  od_write_fixture_take (run.store, od_auto_run_new_update (&run, "in"));
  claim = od_write_fixture_claim (run.store);
  lose.now_us = run.store->now_us;
  od_write_fixture_write (run.store, od_store_lose_all, &lose);
  g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT delivery FROM message WHERE is_bot = 1"), ==,
                   OD_DELIVERY_FAILED);
  od_write_fixture_check (run.store);
  od_write_fixture_free (run.store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-auto-fate/echo", test_an_echo);
  g_test_add_func ("/store-auto-fate/delay", test_delay);
  g_test_add_func ("/store-auto-fate/too-late", test_too_late);
  g_test_add_func ("/store-auto-fate/needless-after-a-failure", test_needless_after_a_failure);
  g_test_add_func ("/store-auto-fate/nothing-left", test_nothing_left_to_say);
  g_test_add_func ("/store-auto-fate/failed", test_one_that_failed);
  g_test_add_func ("/store-auto-fate/may-have-arrived", test_one_that_may_have_arrived);
  g_test_add_func ("/store-auto-fate/crash", test_one_that_a_crash_cut_off);
  return g_test_run ();
}
