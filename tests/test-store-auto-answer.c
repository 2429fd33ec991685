/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the desk says by itself, over a real store: sequences of who wrote what and when, and what was said. */
#include "od-error.h"
#include "od-limits.h"
#include "od-store-auto-answer.h"
#include "od-store-clock.h"
#include "od-store-terms.h"
#include "od-torture.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)

/* The fixture begins on a Sunday at 12:00 UTC. The days before and behind are closed, and so is a holiday that is open on
 * the other Sundays. */
#define HOURS(sunday, exceptions)                                                                                      \
  "{\"zone\":\"UTC\",\"weekly\":{\"sun\":[[" sunday "]],\"tue\":[[\"09:00\",\"18:00\"]]},\"exceptions\":{" exceptions  \
  "}}"
#define OPEN HOURS ("\"08:00\",\"18:00\"", "")
#define LUNCH HOURS ("\"08:00\",\"12:00\"],[\"13:00\",\"18:00\"", "")
#define HOLIDAY HOURS ("\"08:00\",\"18:00\"", "\"2026-03-01\":[]")
#define SHORT_DAY HOURS ("\"08:00\",\"18:00\"", "\"2026-03-01\":[[\"08:00\",\"12:30\"]]")

typedef struct {
  const char *why;
  const char *hours;
  const char *script; /* "SECONDS VERB; ...": see step() */
  const char *said;   /* joined by " | " */
  gboolean has_stream;
} Case;

static const Case cases[] = {
  { "first, within hours", OPEN, "0 in", "greeting by 12:30", FALSE },
  { "at lunch", LUNCH, "0 in", "away at 13:00", FALSE },
  { "on a holiday", HOLIDAY, "0 in", "away on Tuesday at 09:00", FALSE },
  { "a short day, before its end", SHORT_DAY, "0 in", "greeting by 12:30", FALSE },
  { "a short day, at its end", SHORT_DAY, "1800 in", "away on Tuesday at 09:00", FALSE },
  { "nobody online", OPEN, "0 offline; 1 in", "away soon", FALSE },
  { "online again", OPEN, "0 offline; 0 online; 1 in", "greeting by 12:31", FALSE },
  { "a repeat", OPEN, "0 in; 0 again; 0 again", "greeting by 12:30", FALSE },
  { "a repeat in a stream", OPEN, "0 in; 0 again; 0 again", "greeting by 12:30 + contact", TRUE },
  { "never two in a row", OPEN, "0 in; 60 in; 3600 in; 30000 in; 90000 in", "greeting by 12:30", FALSE },
  { "a person between them", OPEN, "0 in; 60 reply; 400 in", "greeting by 12:30 | acknowledgement by 12:37", FALSE },
  { "a note is no answer", OPEN, "0 in; 60 note; 400 in", "greeting by 12:30", FALSE },
  { "a person from elsewhere", OPEN, "0 in; 60 own; 400 in", "greeting by 12:30 | acknowledgement by 12:37", FALSE },
  { "a person writes with them", OPEN, "0 in; 60 reply; 359 in", "greeting by 12:30", FALSE },
  { "hours end while one talks", SHORT_DAY, "1700 in; 1750 reply; 1810 in", "greeting by 12:59", FALSE },
  { "automatic mail", OPEN, "0 machine; 1 machine", "", FALSE },
  { "a group", OPEN, "0 group; 1 group", "", FALSE },
  { "automatic mail, then a person", OPEN, "0 machine; 1 in", "acknowledgement by 12:30", FALSE },
  { "written elsewhere before", OPEN, "0 own; 400 in", "acknowledgement by 12:37", FALSE },
  { "blocked", OPEN, "0 in; 60 reply; 61 block; 500 in", "greeting by 12:30", FALSE },
  { "spam", OPEN, "0 in; 60 reply; 61 spam; 500 in", "greeting by 12:30", FALSE },
  { "history only", OPEN, "0 history; 1 in", "", FALSE },
  { "written two days ago", OPEN, "172800 late", "", FALSE },
  { "switched off", OPEN, "0 off; 1 in", "", FALSE },
  { "resolved, and the same one again", OPEN, "0 in; 60 reply; 61 resolve; 500 in",
    "greeting by 12:30 | acknowledgement by 12:39", FALSE },
  { "a new conversation", HOURS ("\"08:00\",\"18:00\"", "\"2026-03-05\":[[\"08:00\",\"18:00\"]]"),
    "0 in; 60 reply; 61 resolve; 345600 in", "greeting by 12:30 | greeting by 12:30", FALSE },
  { "reactions and receipts", OPEN, "0 in; 60 reply; 400 react", "greeting by 12:30", FALSE },
  { "the contact is known", OPEN, "0 phone; 1 in", "acknowledgement by 12:30", TRUE },
  { "they wrote it", OPEN, "0 in-phone", "greeting by 12:30", TRUE },
  { "asked once", OPEN, "0 in; 60 reply; 400 in", "greeting by 12:30 + contact | acknowledgement by 12:37", TRUE },
};

typedef struct {
  OdWriteFixture *store;
  gint64 conversation_id;
  guint n_in;
} Run;

static void
run_sql (Run *run, const char *sql)
{
  od_write_fixture_run (run->store, sql);
}

static void
set_up (Run *run, const Case *c)
{
  g_autofree char *calendar =
      g_strdup_printf ("INSERT INTO calendar (uid, name, body) VALUES ('h', 'Hours', '%s')", c->hours);

  run->store = od_write_fixture_new (c->has_stream);
  run_sql (run, calendar);
  run_sql (run, "INSERT INTO policy (uid, name, body) VALUES ('p', 'All',"
                " '{\"first\":{\"seconds\":1800},\"next\":{\"seconds\":1800}}')");
  run_sql (run, "INSERT INTO automatic_answer (uid, kind, is_on, occasions, calendar_id, lang, body) VALUES"
                " ('1', 1, 1, 0, 1, 'en', 'greeting {due}'), ('2', 2, 1, 3, 1, 'en', 'away {opens}'),"
                " ('3', 3, 1, 0, 1, 'en', 'acknowledgement {due}'), ('4', 4, 1, 0, 1, 'en', 'contact')");
  run_sql (run, "INSERT INTO automatic_answer (uid, kind, is_on, body, accounts) VALUES"
                " ('5', 1, 1, 'of another account', '[77]'), ('6', 3, 1, 'of nobody knows whom', '{}')");
}

/* What is queued leaves at once, and is taken. */
static void
send_all (Run *run)
{
  while (TRUE)
    {
      g_autoptr (OdClaimJob) claim = od_write_fixture_claim (run->store);

      if (claim->claimed->len == 0)
        return;
      for (guint i = 0; i < claim->claimed->len; i++)
        {
          const OdClaimedOperation *one = claim->claimed->pdata[i];
          g_autofree char *id = g_strdup_printf ("out-%" G_GINT64_FORMAT, one->id);

          od_write_fixture_accept (run->store, one->id, id);
        }
    }
}

static OdUpdate *
new_update (Run *run, const char *verb)
{
  gboolean is_again = g_str_equal (verb, "again");
  g_autofree char *id = g_strdup_printf ("in-%u", is_again ? run->n_in : ++run->n_in);
  OdUpdate *update =
      od_write_fixture_update (run->store, g_str_equal (verb, "react") ? OD_UPDATE_REACTION : OD_UPDATE_MESSAGE, "700",
                               id, g_str_equal (verb, "in-phone") ? "Call me: +7 912 345-67-89" : "Hello");

  update->profile = od_profile_new ();
  update->profile->lang = g_strdup ("en-GB");
  update->is_own = g_str_equal (verb, "own") || g_str_equal (verb, "echo");
  update->remote.is_automatic = g_str_equal (verb, "machine") || g_str_equal (verb, "echo");
  update->remote.is_group = g_str_equal (verb, "group");
  if (g_str_equal (verb, "late"))
    update->at_us = OD_WRITE_FIXTURE_NOW_US;
  if (update->kind == OD_UPDATE_REACTION)
    {
      update->target_remote_id = g_strdup ("in-1");
      update->emoji = g_strdup ("👍");
    }
  return update;
}

static void
write_note (Run *run)
{
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (run->conversation_id, 1, "a note", run->store->now_us);

  job->is_note = TRUE;
  od_write_fixture_write (run->store, od_store_enqueue, job);
}

static void
step (Run *run, const char *verb)
{
  static const struct {
    const char *verb;
    OdDeedKind deed;
  } deeds[] = { { "resolve", OD_DEED_RESOLVE }, { "spam", OD_DEED_SPAM }, { "block", OD_DEED_BLOCK } };
  OdClockOnlineJob online = { g_str_equal (verb, "online") };

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (g_str_equal (verb, deeds[i].verb))
      {
        od_write_fixture_do (run->store, run->conversation_id, deeds[i].deed, 0, NULL);
        return;
      }
  if (g_str_equal (verb, "online") || g_str_equal (verb, "offline"))
    od_write_fixture_write (run->store, od_store_clock_set_online, &online);
  else if (g_str_equal (verb, "off"))
    run_sql (run, "UPDATE automatic_answer SET is_on = 0");
  else if (g_str_equal (verb, "history"))
    run_sql (run, "UPDATE account SET is_history_only = 1");
  else if (g_str_equal (verb, "phone"))
    {
      step (run, "machine"); /* makes the customer */
      run_sql (run, "INSERT INTO contact_point (customer_id, channel, address, match_key) VALUES (1, 'phone',"
                    " '+79123456789', '+79123456789')");
    }
  else if (g_str_equal (verb, "note"))
    write_note (run);
  else if (g_str_equal (verb, "reply"))
    od_write_fixture_reply (run->store, run->conversation_id, "a person's answer");
  else
    {
      gint64 id = od_write_fixture_take (run->store, new_update (run, verb)).conversation_id;

      run->conversation_id = MAX (run->conversation_id, id);
    }
  if (!g_str_equal (verb, "late"))
    send_all (run);
}

static void
run_script (Run *run, const char *script)
{
  g_auto (GStrv) steps = g_strsplit (script, "; ", -1);

  for (guint i = 0; steps[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (steps[i], " ", 2);

      run->store->now_us = OD_WRITE_FIXTURE_NOW_US + g_ascii_strtoll (words[0], NULL, 10) * SECOND_US;
      step (run, words[1]);
      od_write_fixture_check (run->store);
    }
}

static char *
dup_said (Run *run)
{
  return od_write_fixture_ask_text (run->store,
                                    "SELECT coalesce (group_concat (replace (body, char (10, 10), ' + '), ' | '), '')"
                                    " FROM (SELECT body FROM message WHERE is_bot = 1 ORDER BY timeline_id)");
}

static void
test_situations (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Run run = { 0 };
      g_autofree char *said = NULL;

      g_test_message ("%s", cases[i].why);
      set_up (&run, &cases[i]);
      run_script (&run, cases[i].script);
      said = dup_said (&run);
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
  Run run = { 0 };
  OdWriteFixture *store;

  set_up (&run, &cases[0]);
  store = run.store;
  run_script (&run, "0 in");
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT state FROM clock"), ==, OD_CLOCK_RUNNING);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT acknowledged_at_us FROM clock"), ==, store->now_us);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT status FROM conversation"), ==, OD_STATUS_OPEN);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT n_unanswered * 10 + n_unread FROM conversation"), ==, 11);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT waiting_since_us FROM conversation"), ==, store->now_us);
  g_assert_cmpint (od_write_fixture_ask (store, "SELECT count(*) FROM draft"), ==, 0);
  od_write_fixture_free (store);
}

/* A provider may show us what we sent before it takes it. It is no answer of a person, whoever's it was; the answer is
 * counted when it is taken. */
static void
test_an_echo (void)
{
  for (guint i = 0; i < 2; i++)
    {
      Run run = { 0 };
      g_autoptr (OdClaimJob) claim = NULL;
      gboolean is_persons = i == 1;
      OdWriteFixture *store;

      set_up (&run, &cases[0]);
      store = run.store;
      if (is_persons)
        run_sql (&run, "UPDATE automatic_answer SET is_on = 0");
      run.conversation_id = od_write_fixture_take (store, new_update (&run, "in")).conversation_id;
      if (is_persons)
        od_write_fixture_reply (store, run.conversation_id, "a person's answer");
      claim = od_write_fixture_claim (store);
      g_assert_cmpuint (claim->claimed->len, ==, 1);
      od_write_fixture_take (store, new_update (&run, "echo"));
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

/* Several messages, and several chats, in one batch: one answer for each chat. */
static void
test_a_batch (void)
{
  Run run = { 0 };
  OdUpdateBatch *batch = od_update_batch_new ();
  g_autoptr (OdIngestJob) job = NULL;

  set_up (&run, &cases[0]);
  run_sql (&run, "UPDATE automatic_answer SET lang = ''"); /* who they are is not known */
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
      Run run = { 0 };
      g_autofree char *left = NULL;

      set_up (&run, &cases[0]);
      run_sql (&run, "UPDATE automatic_answer SET delay_s = 20");
      run_script (&run, "0 in");
      g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT delivery FROM message WHERE is_bot = 1"), ==,
                       OD_DELIVERY_QUEUED);
      run_script (&run, rows[i].meanwhile);
      run.store->now_us = OD_WRITE_FIXTURE_NOW_US + 20 * SECOND_US;
      send_all (&run);
      left = od_write_fixture_ask_text (
          run.store, "SELECT coalesce (group_concat (body, ' | '), '') FROM (SELECT body FROM message"
                     " WHERE direction = 2 ORDER BY sent_at_us, timeline_id)");
      g_assert_cmpstr (left, ==, rows[i].left);
      od_write_fixture_check (run.store);
      od_write_fixture_free (run.store);
    }
}

/* Nobody has to decide about it, and a person's reply does not wait until they do. */
static void
test_one_that_may_have_arrived (void)
{
  Run run = { 0 };
  g_autoptr (OdClaimJob) claim = NULL, next = NULL;

  set_up (&run, &cases[0]);
  run.conversation_id = od_write_fixture_take (run.store, new_update (&run, "in")).conversation_id;
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
  Run run = { 0 };
  OdLoseJob lose = { 0 };
  g_autoptr (OdClaimJob) claim = NULL;

  set_up (&run, &cases[0]);
  od_write_fixture_take (run.store, new_update (&run, "in"));
  claim = od_write_fixture_claim (run.store);
  lose.now_us = run.store->now_us;
  od_write_fixture_write (run.store, od_store_lose_all, &lose);
  g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT delivery FROM message WHERE is_bot = 1"), ==,
                   OD_DELIVERY_FAILED);
  od_write_fixture_check (run.store);
  od_write_fixture_free (run.store);
}

/* In the customer's own time, and in a text of their language. */
static void
test_language_and_zone (void)
{
  Run run = { 0 };
  OdUpdate *update;
  g_autofree char *said = NULL;

  set_up (&run, &cases[0]);
  run_sql (&run, "INSERT INTO automatic_answer (uid, kind, is_on, lang, body) VALUES"
                 " ('7', 1, 1, 'ru', 'Здравствуйте, {customer.first_name}! Ответим {due}.')");
  update = new_update (&run, "in");
  g_free (update->profile->lang);
  update->profile->lang = g_strdup ("ru-RU");
  update->profile->time_zone = g_strdup ("Asia/Vladivostok");
  update->profile->name = g_strdup ("Мария Петрова");
  od_write_fixture_take (run.store, update);
  said = dup_said (&run);
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
  Run run = { 0 };
  g_autoptr (OdAutoAnswerJob) job = new_job (OD_AUTO_ANSWER_AWAY, "Back {opens}"), all = g_new0 (OdAutoAnswerJob, 1);
  OdTermsJob calendar = { .id = 1, .operator_id = 1 };
  const OdAutoAnswer *found;
  gint64 accounts[] = { 3, 9 };

  set_up (&run, &cases[0]);
  run_sql (&run, "DELETE FROM automatic_answer");
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
  g_assert_true (od_auto_answer_is_for (found, 9) && !od_auto_answer_is_for (found, 1));
  od_write_fixture_refuse (run.store, od_store_terms_remove_calendar, &calendar, OD_ERROR, OD_ERROR_REJECTED);

  job->answer->id = job->id;
  job->answer->calendar_id = 0;
  od_write_fixture_write (run.store, od_store_auto_answer_save, job);
  g_assert_cmpint (od_write_fixture_ask (run.store, "SELECT version FROM automatic_answer"), ==, 2);
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
  Case c = { .hours = OPEN, .has_stream = GPOINTER_TO_INT (has_stream) };
  Run run = { 0 };
  g_autoptr (OdAutoAnswerJob) job = new_job (OD_AUTO_ANSWER_AWAY, "Back {opens}, {customer.first_name}");

  set_up (&run, &c);
  od_torture (run.store, od_store_auto_answer_save, job);
  for (guint i = 0; i < 2; i++)
    {
      OdUpdateBatch *batch = od_update_batch_new ();
      g_autoptr (OdIngestJob) ingest = od_ingest_job_new (run.store->account_id, batch, run.store->now_us);
      g_autoptr (OdClaimJob) claim = NULL;
      OdOutcomeJob outcome = { .event = OD_DELIVERY_EVENT_ACCEPT, .now_us = run.store->now_us };

      ingest->has_stream = outcome.has_stream = c.has_stream;
      g_ptr_array_add (batch->updates, new_update (&run, "in"));
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
  g_test_add_func ("/store-auto-answer/echo", test_an_echo);
  g_test_add_func ("/store-auto-answer/batch", test_a_batch);
  g_test_add_func ("/store-auto-answer/delay", test_delay);
  g_test_add_func ("/store-auto-answer/may-have-arrived", test_one_that_may_have_arrived);
  g_test_add_func ("/store-auto-answer/crash", test_one_that_a_crash_cut_off);
  g_test_add_func ("/store-auto-answer/language", test_language_and_zone);
  g_test_add_func ("/store-auto-answer/stored", test_save_load_remove);
  g_test_add_data_func ("/store-auto-answer/faults/plain", GINT_TO_POINTER (FALSE), test_faults);
  g_test_add_data_func ("/store-auto-answer/faults/stream", GINT_TO_POINTER (TRUE), test_faults);
  return g_test_run ();
}
