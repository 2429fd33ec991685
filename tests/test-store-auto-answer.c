/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the desk says by itself, over a real store: sequences of who wrote what and when, and what was said. */
#include "od-auto-run.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-store-auto-answer.h"
#include "od-store-clock.h"
#include "od-store-terms.h"
#include "od-torture.h"

#define LUNCH OD_AUTO_RUN_HOURS ("\"08:00\",\"12:00\"],[\"13:00\",\"18:00\"", "")
#define HOLIDAY OD_AUTO_RUN_HOURS ("\"08:00\",\"18:00\"", "\"2026-03-01\":[]")
#define SHORT_DAY OD_AUTO_RUN_HOURS ("\"08:00\",\"18:00\"", "\"2026-03-01\":[[\"08:00\",\"12:30\"]]")

typedef struct {
  const char *why;
  const char *hours;
  const char *script; /* "SECONDS VERB; ...": see step() */
  const char *said;   /* joined by " | " */
  gboolean has_stream;
} Case;

static const Case cases[] = {
  { "first, within hours", OD_AUTO_RUN_OPEN, "0 in", "greeting by 12:30", FALSE },
  { "at lunch", LUNCH, "0 in", "away at 13:00", FALSE },
  { "on a holiday", HOLIDAY, "0 in", "away on Tuesday at 09:00", FALSE },
  { "a short day, before its end", SHORT_DAY, "0 in", "greeting by 12:30", FALSE },
  { "a short day, at its end", SHORT_DAY, "1800 in", "away on Tuesday at 09:00", FALSE },
  { "nobody online", OD_AUTO_RUN_OPEN, "0 offline; 1 in", "away soon", FALSE },
  { "online again", OD_AUTO_RUN_OPEN, "0 offline; 0 online; 1 in", "greeting by 12:31", FALSE },
  { "a repeat", OD_AUTO_RUN_OPEN, "0 in; 0 again; 0 again", "greeting by 12:30", FALSE },
  { "a repeat in a stream", OD_AUTO_RUN_OPEN, "0 in; 0 again; 0 again", "greeting by 12:30 + contact", TRUE },
  { "never two in a row", OD_AUTO_RUN_OPEN, "0 in; 60 in; 3600 in; 30000 in; 90000 in", "greeting by 12:30", FALSE },
  { "a person between them", OD_AUTO_RUN_OPEN, "0 in; 60 reply; 400 in", "greeting by 12:30 | acknowledgement by 12:37",
    FALSE },
  { "a note is no answer", OD_AUTO_RUN_OPEN, "0 in; 60 note; 400 in", "greeting by 12:30", FALSE },
  { "a person from elsewhere", OD_AUTO_RUN_OPEN, "0 in; 60 own; 400 in", "greeting by 12:30 | acknowledgement by 12:37",
    FALSE },
  { "a person writes with them", OD_AUTO_RUN_OPEN, "0 in; 60 reply; 359 in", "greeting by 12:30", FALSE },
  { "hours end while one talks", SHORT_DAY, "1700 in; 1750 reply; 1810 in", "greeting by 12:59", FALSE },
  { "automatic mail", OD_AUTO_RUN_OPEN, "0 machine; 1 machine", "", FALSE },
  { "a group", OD_AUTO_RUN_OPEN, "0 group; 1 group", "", FALSE },
  { "automatic mail, then a person", OD_AUTO_RUN_OPEN, "0 machine; 1 in", "acknowledgement by 12:30", FALSE },
  { "written elsewhere before", OD_AUTO_RUN_OPEN, "0 own; 400 in", "acknowledgement by 12:37", FALSE },
  { "blocked", OD_AUTO_RUN_OPEN, "0 in; 60 reply; 61 block; 500 in", "greeting by 12:30", FALSE },
  { "spam", OD_AUTO_RUN_OPEN, "0 in; 60 reply; 61 spam; 500 in", "greeting by 12:30", FALSE },
  { "history only", OD_AUTO_RUN_OPEN, "0 history; 1 in", "", FALSE },
  { "written two days ago", OD_AUTO_RUN_OPEN, "172800 late", "", FALSE },
  { "switched off", OD_AUTO_RUN_OPEN, "0 off; 1 in", "", FALSE },
  { "resolved, and the same one again", OD_AUTO_RUN_OPEN, "0 in; 60 reply; 61 resolve; 500 in",
    "greeting by 12:30 | acknowledgement by 12:39", FALSE },
  { "a new conversation", OD_AUTO_RUN_HOURS ("\"08:00\",\"18:00\"", "\"2026-03-05\":[[\"08:00\",\"18:00\"]]"),
    "0 in; 60 reply; 61 resolve; 345600 in", "greeting by 12:30 | greeting by 12:30", FALSE },
  { "reactions and receipts", OD_AUTO_RUN_OPEN, "0 in; 60 reply; 400 react", "greeting by 12:30", FALSE },
  { "the contact is known", OD_AUTO_RUN_OPEN, "0 phone; 1 in", "acknowledgement by 12:30", TRUE },
  { "they wrote it", OD_AUTO_RUN_OPEN, "0 in-phone", "greeting by 12:30", TRUE },
  { "asked once", OD_AUTO_RUN_OPEN, "0 in; 60 reply; 400 in", "greeting by 12:30 + contact | acknowledgement by 12:37",
    TRUE },
};

static void
test_situations (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdAutoRun run = { 0 };
      g_autofree char *said = NULL;

      g_test_message ("%s", cases[i].why);
      od_auto_run_set_up (&run, cases[i].hours, cases[i].has_stream);
      od_auto_run_script (&run, cases[i].script);
      said = od_auto_run_dup_said (&run);
      g_assert_cmpstr (said, ==, cases[i].said);
      g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT count(*) FROM message WHERE is_bot = 1"
                                                        " AND (operator_id IS NOT NULL OR delivery <> 3)"),
                       ==, 0);
      od_write_fixture_free (run.store);
    }
}

/* R5: it satisfies nothing, and nobody is answered by it; that it was said is written down. */
static void
test_no_clock_is_satisfied (void)
{
  OdAutoRun run = { 0 };
  OdClockListJob list = { .conversation_id = 1 };
  OdWriteFixture *store;

  od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
  store = run.store;
  od_auto_run_script (&run, "0 in");
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT state FROM clock"), ==, OD_CLOCK_RUNNING);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT acknowledged_at_us FROM clock"), ==, store->now_us);
  g_assert_true (od_db_read_sync (store->db, OD_DB_PAGES, od_store_clock_list, &list, NULL));
  g_assert_cmpint (((OdPromiseClock *) list.clocks->pdata[0])->acknowledged_at_us, ==, store->now_us);
  g_clear_pointer (&list.clocks, g_ptr_array_unref);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT status FROM conversation"), ==, OD_STATUS_OPEN);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT n_unanswered * 10 + n_unread FROM conversation"), ==, 11);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT waiting_since_us FROM conversation"), ==, store->now_us);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT count(*) FROM draft"), ==, 0);
  od_write_fixture_free (store);
}

/* Several messages, and several chats, in one batch: one answer for each chat. */
static void
test_a_batch (void)
{
  OdAutoRun run = { 0 };
  OdUpdateBatch *batch = od_update_batch_new ();
  g_autoptr (OdIngestJob) job = NULL;

  od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
  od_auto_run_sql (&run, "UPDATE automatic_answer SET lang = ''"); /* who they are is not known */
  job = od_ingest_job_new (run.store->account_id, batch, run.store->now_us);
  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *chat = g_strdup_printf ("chat-%u", i % 3), *id = g_strdup_printf ("%u", i);

      g_ptr_array_add (batch->updates, od_write_fixture_update (run.store, OD_UPDATE_MESSAGE, chat, id, "Hello"));
    }
  ((OdUpdate *) batch->updates->pdata[8])->is_own = TRUE; /* the last of chat-2: answered on the phone */
  od_write_fixture_write (run.store, od_store_ingest, job);
  g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT count(*) FROM message WHERE is_bot = 1"), ==, 2);
  od_write_fixture_check (run.store);
  od_write_fixture_free (run.store);
}

/* In the customer's own time, and in a text of their language. */
static void
test_language_and_zone (void)
{
  OdAutoRun run = { 0 };
  OdUpdate *update;
  g_autofree char *said = NULL;

  od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
  od_auto_run_sql (&run, "INSERT INTO automatic_answer (uid, kind, is_on, lang, body) VALUES"
                         " ('7', 1, 1, 'ru', 'Здравствуйте, {customer.first_name}! Ответим {due}.')");
  update = od_auto_run_new_update (&run, "in");
  g_free (update->profile->lang);
  update->profile->lang = g_strdup ("ru-RU");
  update->profile->time_zone = g_strdup ("Asia/Vladivostok");
  update->profile->name = g_strdup ("Мария Петрова");
  od_write_fixture_take (run.store, update);
  said = od_auto_run_dup_said (&run);
  g_assert_cmpstr (said, ==, "Здравствуйте, Мария! Ответим до 22:30.");
  od_write_fixture_free (run.store);
}

/* ---- what is stored ---- */

static OdAutoAnswerJob *
new_job (OdAutoAnswerKind kind, const char *text)
{
  OdAutoAnswerJob *job = g_new0 (OdAutoAnswerJob, 1);

  job->answer = od_auto_answer_new (kind);
  g_free (job->answer->text);
  job->answer->text = g_strdup (text);
  job->now_us = OD_WRITE_FIXTURE_NOW_US;
  job->operator_id = 1;
  return job;
}

static void
test_save_load_remove (void)
{
  OdAutoRun run = { 0 };
  g_autoptr (OdAutoAnswerJob) job = new_job (OD_AUTO_ANSWER_AWAY, "Back {opens}"), all = g_new0 (OdAutoAnswerJob, 1);
  OdTermsJob calendar = { .id = 1, .operator_id = 1 };
  const OdAutoAnswer *found;
  gint64 accounts[] = { 3, 9 };

  od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, FALSE);
  od_auto_run_sql (&run, "DELETE FROM automatic_answer");
  g_array_append_vals (job->answer->accounts, accounts, 2);
  job->answer->calendar_id = 1;
  job->answer->delay_s = 7;
  job->answer->is_on = TRUE;
  od_write_fixture_write (run.store, od_store_auto_answer_save, job);
  g_assert_true (od_db_read_sync (run.store->db, OD_DB_PAGES, od_store_auto_answer_load, all, NULL));
  g_assert_cmpuint (all->found->len, ==, 1);
  found = all->found->pdata[0];
  g_assert_cmpint (found->id, ==, job->id);
  g_assert_cmpstr (found->text, ==, "Back {opens}");
  g_assert_cmpint (found->occasions, ==, OD_AUTO_ANSWER_WHEN_CLOSED | OD_AUTO_ANSWER_WHEN_OFFLINE);
  g_assert_cmpint (found->delay_s, ==, 7);
  g_assert_true (found->is_on && found->calendar_id == 1);
  g_assert_cmpint (found->version, ==, 1);
  g_assert_true (od_auto_answer_is_for (found, 9) && !od_auto_answer_is_for (found, 1));
  od_write_fixture_refuse (run.store, od_store_terms_remove_calendar, &calendar, OD_ERROR, OD_ERROR_REJECTED);

  job->answer->id = job->id;
  job->answer->calendar_id = 0;
  od_write_fixture_write (run.store, od_store_auto_answer_save, job);
  g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT version FROM automatic_answer"), ==, 2);
  job->answer->version = 1; /* as the second window read it */
  od_write_fixture_refuse (run.store, od_store_auto_answer_save, job, OD_ERROR, OD_ERROR_REJECTED);
  job->answer->version = 2;
  od_write_fixture_write (run.store, od_store_auto_answer_save, job);
  od_write_fixture_write (run.store, od_store_auto_answer_remove, job);
  od_write_fixture_refuse (run.store, od_store_auto_answer_remove, job, OD_ERROR, OD_ERROR_NOT_FOUND);
  od_write_fixture_refuse (run.store, od_store_auto_answer_save, job, OD_ERROR, OD_ERROR_NOT_FOUND);
  job->answer->id = 0;
  job->answer->calendar_id = 55;
  od_write_fixture_refuse (run.store, od_store_auto_answer_save, job, OD_ERROR, OD_ERROR_NOT_FOUND);
  job->answer->occasions = 0;
  od_write_fixture_refuse (run.store, od_store_auto_answer_save, job, OD_ERROR, OD_ERROR_USAGE);
  od_write_fixture_free (run.store);
}

/* What is taken and what is said to it are there together or not at all, whichever step of SQLite fails. */
static void
test_faults (gconstpointer has_stream)
{
  OdAutoRun run = { 0 };
  g_autoptr (OdAutoAnswerJob) job = new_job (OD_AUTO_ANSWER_AWAY, "Back {opens}, {customer.first_name}");

  od_auto_run_set_up (&run, OD_AUTO_RUN_OPEN, GPOINTER_TO_INT (has_stream));
  od_torture (run.store, od_store_auto_answer_save, job);
  for (guint i = 0; i < 2; i++)
    {
      OdUpdateBatch *batch = od_update_batch_new ();
      g_autoptr (OdIngestJob) ingest = od_ingest_job_new (run.store->account_id, batch, run.store->now_us);
      g_autoptr (OdClaimJob) claim = NULL;
      OdOutcomeJob outcome = { .event = OD_DELIVERY_EVENT_ACCEPT, .now_us = run.store->now_us };

      ingest->has_stream = outcome.has_stream = GPOINTER_TO_INT (has_stream);
      g_ptr_array_add (batch->updates, od_auto_run_new_update (&run, "in"));
      od_torture (run.store, od_store_ingest, ingest);
      g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT count(*) FROM message WHERE is_bot = 1"), ==, 1);
      claim = od_claim_job_new (run.store->account_id, run.store->files_dir, run.store->now_us);
      od_torture (run.store, od_store_claim, claim);
      g_assert_cmpuint (claim->claimed->len, ==, i == 0 ? 1 : 0);
      if (i > 0)
        continue;
      outcome.operation_id = ((OdClaimedOperation *) claim->claimed->pdata[0])->id;
      od_torture (run.store, od_store_record_outcome, &outcome);
    }
  od_torture (run.store, od_store_auto_answer_remove, job);
  od_write_fixture_free (run.store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-auto-answer/situations", test_situations);
  g_test_add_func ("/store-auto-answer/clocks", test_no_clock_is_satisfied);
  g_test_add_func ("/store-auto-answer/batch", test_a_batch);
  g_test_add_func ("/store-auto-answer/language", test_language_and_zone);
  g_test_add_func ("/store-auto-answer/stored", test_save_load_remove);
  g_test_add_data_func ("/store-auto-answer/faults/plain", GINT_TO_POINTER (FALSE), test_faults);
  g_test_add_data_func ("/store-auto-answer/faults/stream", GINT_TO_POINTER (TRUE), test_faults);
  return g_test_run ();
}
