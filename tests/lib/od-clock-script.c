/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-clock-script.h"

#include <stdlib.h>

#include "od-stmt.h"
#include "od-store-triage.h"

OdClockScript *
od_clock_script_new (gint64 start_us)
{
  OdClockScript *self = g_new0 (OdClockScript, 1);

  self->store = od_write_fixture_new (FALSE);
  self->start_us = start_us;
  return self;
}

void
od_clock_script_free (OdClockScript *self)
{
  od_write_fixture_free (self->store);
  g_free (self);
}

static void
insert (OdClockScript *self, const char *sql, const char *body)
{
  char *quoted = sqlite3_mprintf (sql, body);

  od_write_fixture_run (self->store, quoted);
  sqlite3_free (quoted);
}

/**
 * od_clock_script_add_calendar:
 *
 * Becomes the first calendar, or takes its place under the next version.
 */
void
od_clock_script_add_calendar (OdClockScript *self, const char *body)
{
  insert (self,
          "INSERT INTO calendar (id, uid, name, body) VALUES (1, 'c', 'Hours', %Q)"
          " ON CONFLICT (id) DO UPDATE SET body = excluded.body, version = version + 1",
          body);
}

/**
 * od_clock_script_add_policy:
 *
 * Comes after those that are there; its working time is that of the first calendar.
 */
void
od_clock_script_add_policy (OdClockScript *self, const char *body)
{
  insert (self,
          "INSERT INTO policy (uid, name, calendar_id, body, position) SELECT 'p' || count (*), 'Policy',"
          " (SELECT id FROM calendar), %Q, count (*) FROM policy",
          body);
}

/* ---- what happens ---- */

static void
receive (OdClockScript *self, const char *arg)
{
  g_autofree char *id = g_strdup_printf ("%u", ++self->n_in);
  OdUpdate *update = od_write_fixture_update (self->store, OD_UPDATE_MESSAGE, "c", id, "question");

  update->at_us -= atoi (arg) * (gint64) G_USEC_PER_SEC; /* when it was written, before it came */
  self->conversation_id = od_write_fixture_take (self->store, update).conversation_id;
}

static void
receive_own (OdClockScript *self, const char *arg)
{
  g_autofree char *id = g_strdup_printf ("own%u", ++self->n_in);
  OdUpdate *update = od_write_fixture_update (self->store, OD_UPDATE_MESSAGE, "c", id, "answer");

  update->is_own = TRUE;
  update->at_us -= atoi (arg) * (gint64) G_USEC_PER_SEC;
  self->conversation_id = od_write_fixture_take (self->store, update).conversation_id;
}

static void
write_job (OdClockScript *self, OdEnqueueJob *job)
{
  od_write_fixture_write (self->store, od_store_enqueue, job);
  if (!job->is_note)
    self->message_id = job->message_id;
}

/* A reply that says until when its author will be back: in so many minutes, or at so many seconds from the start. */
static void
enqueue_promise (OdClockScript *self, gboolean is_moment, OdReplyThen then, gint64 number)
{
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (self->conversation_id, 1, "words", self->store->now_us);

  job->after.then = then;
  if (is_moment)
    job->after.promise.until_us = self->start_us + number * G_USEC_PER_SEC;
  else
    job->after.promise.minutes = number;
  write_job (self, job);
}

static void
enqueue (OdClockScript *self, gboolean is_bot, gboolean is_note, OdReplyThen then)
{
  g_autoptr (OdEnqueueJob) job =
      od_enqueue_job_new (self->conversation_id, is_bot ? 0 : 1, "words", self->store->now_us);

  job->is_bot = is_bot;
  job->is_note = is_note;
  job->after.then = then;
  write_job (self, job);
}

/* What is queued is under way, and ends like this. */
static void
end_all (OdClockScript *self, OdDeliveryEvent event)
{
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (self->store);

  for (guint i = 0; i < claim->claimed->len; i++)
    {
      const OdClaimedOperation *one = claim->claimed->pdata[i];

      if (event == OD_DELIVERY_EVENT_ACCEPT)
        od_write_fixture_accept (self->store, one->id, NULL);
      else
        od_write_fixture_end (self->store, one->id, event, self->store->now_us);
    }
}

static void
triage (OdClockScript *self, OdOperationKind kind)
{
  g_autoptr (OdTriageJob) job =
      od_triage_job_new (kind, self->conversation_id, self->message_id, 1, self->store->now_us);

  job->flags = OD_TRIAGE_HAS_REMOTE;
  job->emoji = g_strdup ("👍");
  if (kind == OD_OPERATION_REACT)
    job->message_id = od_write_fixture_ask (self->store, "SELECT max (id) FROM timeline WHERE kind = 1");
  od_write_fixture_write (self->store, od_store_triage, job);
}

static void
undo (OdClockScript *self)
{
  g_autoptr (OdUndoJob) job = g_new0 (OdUndoJob, 1);

  job->message_id = self->message_id;
  job->now_us = self->store->now_us;
  od_write_fixture_write (self->store, od_store_undo, job);
}

static void
decide (OdClockScript *self, OdReplyDecision decision)
{
  OdDecideJob job = {
    .message_id = self->message_id, .decision = decision, .operator_id = 1, .now_us = self->store->now_us
  };

  od_write_fixture_write (self->store, od_store_decide, &job);
}

static void
call (OdClockScript *self, gboolean is_answered)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO timeline (conversation_id, at_us, kind) VALUES (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", 5);"
      "INSERT INTO event (timeline_id, uid, what, operator_id, payload) SELECT id, 'call' || id, 'call', 1,"
      " '{\"answered\":%s}' FROM timeline ORDER BY id DESC LIMIT 1",
      self->conversation_id, self->store->now_us, is_answered ? "true" : "false");

  od_write_fixture_run (self->store, sql);
}

static void
tick (OdClockScript *self)
{
  g_autoptr (OdClockTickJob) job = od_clock_tick_job_new (self->store->now_us);

  while (!job->is_done)
    {
      od_write_fixture_write (self->store, od_store_clock_tick, job);
      for (guint i = 0; i < job->fired->len; i++)
        {
          gboolean is_breach = g_array_index (job->fired, OdClockFired, i).is_breach;

          self->n_breached += is_breach;
          self->n_warned += !is_breach;
        }
    }
  self->next_us = job->next_us;
}

static void
promise (OdClockScript *self, guint minutes)
{
  OdClockPromiseJob job = { self->conversation_id, 1, { .minutes = minutes }, self->store->now_us, 0 };

  od_write_fixture_write (self->store, minutes > 0 ? od_store_clock_promise : od_store_clock_cancel_promise, &job);
}

static void
recalculate (OdClockScript *self, gint64 policy_id)
{
  OdClockRecalculateJob job = { .policy_id = policy_id };

  while (!job.is_done)
    od_write_fixture_write (self->store, od_store_clock_recalculate, &job);
}

static gboolean
do_deed (OdClockScript *self, const char *verb, const char *arg)
{
  static const struct {
    const char *verb;
    OdDeedKind kind;
  } deeds[] = {
    { "resolve", OD_DEED_RESOLVE }, { "reopen", OD_DEED_REOPEN },     { "pend", OD_DEED_WAIT },
    { "spam", OD_DEED_SPAM },       { "assign", OD_DEED_ASSIGN },     { "tag", OD_DEED_TAG },
    { "block", OD_DEED_BLOCK },     { "priority", OD_DEED_PRIORITY }, { "no-reply", OD_DEED_NO_REPLY },
    { "snooze", OD_DEED_SNOOZE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (g_str_equal (deeds[i].verb, verb))
      {
        gint64 number = atoi (arg);

        if (deeds[i].kind == OD_DEED_SNOOZE)
          number = self->store->now_us + number * G_USEC_PER_SEC;
        od_write_fixture_do (self->store, self->conversation_id, deeds[i].kind, number, "vip");
        return TRUE;
      }
  return FALSE;
}

static gboolean
do_reply (OdClockScript *self, const char *verb, const char *arg)
{
  if (g_str_equal (verb, "reply"))
    enqueue (self, FALSE, FALSE, OD_REPLY_THEN_NOTHING);
  else if (g_str_equal (verb, "back-in") || g_str_equal (verb, "back-at"))
    enqueue_promise (self, g_str_equal (verb, "back-at"), OD_REPLY_THEN_NOTHING, atoi (arg));
  else if (g_str_equal (verb, "back-resolve"))
    enqueue_promise (self, FALSE, OD_REPLY_THEN_RESOLVE, atoi (arg));
  else if (g_str_equal (verb, "last-word"))
    enqueue (self, FALSE, FALSE, OD_REPLY_THEN_RESOLVE);
  else if (g_str_equal (verb, "bot"))
    enqueue (self, TRUE, FALSE, OD_REPLY_THEN_NOTHING);
  else if (g_str_equal (verb, "note"))
    enqueue (self, FALSE, TRUE, OD_REPLY_THEN_NOTHING);
  else if (g_str_equal (verb, "accept"))
    end_all (self, OD_DELIVERY_EVENT_ACCEPT);
  else if (g_str_equal (verb, "refuse"))
    end_all (self, OD_DELIVERY_EVENT_REJECT);
  else if (g_str_equal (verb, "lose"))
    end_all (self, OD_DELIVERY_EVENT_LOSE);
  else if (g_str_equal (verb, "arrived"))
    decide (self, OD_DECISION_ARRIVED);
  else if (g_str_equal (verb, "again"))
    decide (self, OD_DECISION_SEND_AGAIN);
  else if (g_str_equal (verb, "undo"))
    undo (self);
  else if (g_str_equal (verb, "remove"))
    triage (self, OD_OPERATION_REMOVE);
  else if (g_str_equal (verb, "react"))
    triage (self, OD_OPERATION_REACT);
  else
    return FALSE;
  return TRUE;
}

static void
happen (OdClockScript *self, const char *verb, const char *arg)
{
  if (do_deed (self, verb, arg) || do_reply (self, verb, arg))
    return;
  if (g_str_equal (verb, "in"))
    receive (self, arg);
  else if (g_str_equal (verb, "own"))
    receive_own (self, arg);
  else if (g_str_equal (verb, "call"))
    call (self, atoi (arg) != 0);
  else if (g_str_equal (verb, "tick"))
    tick (self);
  else if (g_str_equal (verb, "promise"))
    promise (self, (guint) atoi (arg));
  else if (g_str_equal (verb, "recalculate"))
    recalculate (self, atoi (arg));
  else
    g_error ("Nothing is called %s", verb);
}

/* "90", "1:30" (minutes) or "2:00:00" */
static gint64
parse_moment (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  gint64 s = 0;
  guint n = g_strv_length (parts);

  for (guint i = 0; i < n; i++)
    s = s * 60 + atoi (parts[i]);
  return (n == 2 ? s * 60 : s) * G_USEC_PER_SEC; /* h:mm */
}

/**
 * od_clock_script_run:
 * @script: "0 in; 20 reply; 0:01 accept": a moment (seconds, h:mm or h:mm:ss), what happens, and a number or a word
 */
void
od_clock_script_run (OdClockScript *self, const char *script)
{
  g_auto (GStrv) lines = g_strsplit (script, ";", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (lines[i]), " ", 3);

      if (words[0] == NULL || words[1] == NULL)
        continue;
      self->store->now_us = self->start_us + parse_moment (words[0]);
      happen (self, words[1], words[2] != NULL ? words[2] : "0");
    }
}

/* ---- what came of it ---- */

/**
 * od_clock_script_describe:
 *
 * Returns: (transfer full): each clock: what, state, seconds from the start: due, when it was answered, noticed; and
 *   what the badge shows
 */
char *
od_clock_script_describe (OdClockScript *self)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH o (us) AS (VALUES (%" G_GINT64_FORMAT "))"
      " SELECT coalesce ((SELECT group_concat (text, ', ') FROM (SELECT"
      "  CASE kind WHEN 1 THEN 'first' WHEN 2 THEN 'next' WHEN 3 THEN 'end' ELSE 'promise' END || ' ' ||"
      "  CASE state WHEN 1 THEN iif (paused_at_us IS NULL, 'runs', 'stands') WHEN 2 THEN 'awaits' WHEN 3 THEN 'met'"
      "   WHEN 4 THEN iif (ended_at_us IS NULL, 'late', 'broken') WHEN 5 THEN 'waived' ELSE 'cancelled' END ||"
      "  ' ' || ((due_us - o.us) / 1000000) || coalesce (' at ' || ((satisfied_at_us - o.us) / 1000000), '') ||"
      "  coalesce (' noticed ' || ((detected_at_us - o.us) / 1000000), '') AS text FROM clock, o ORDER BY clock.id)), '')"
      "  || coalesce ((SELECT ' | ' || ((due_us - o.us) / 1000000) FROM conversation, o WHERE due_us IS NOT NULL"
      "  ORDER BY conversation.id DESC), ' | -')",
      self->start_us);

  return od_write_fixture_ask_text (self->store, sql);
}

/**
 * od_clock_script_check:
 *
 * What must hold of the clocks of a store at every time.
 */
void
od_clock_script_check (OdClockScript *self)
{
  static const char *const never[] = {
    "SELECT count (*) FROM (SELECT 1 FROM clock WHERE state IN (1, 2) AND kind <> 4 GROUP BY conversation_id, kind"
    " HAVING count (*) > 1)",
    "SELECT count (*) FROM conversation AS c WHERE due_us IS NOT coalesce ("
    " (SELECT min (due_us) FROM clock WHERE conversation_id = c.id AND state = 4 AND ended_at_us IS NULL),"
    " (SELECT min (due_us) FROM clock WHERE conversation_id = c.id AND state = 1 AND paused_at_us IS NULL))",
    "SELECT count (*) FROM clock WHERE state = 3 AND NOT (satisfied_at_us <= due_us AND breached_at_us IS NULL)",
    "SELECT count (*) FROM clock WHERE state = 4 AND (breached_at_us IS NOT due_us OR detected_at_us IS NULL)",
    "SELECT count (*) FROM clock WHERE state <> 4 AND (breached_at_us IS NOT NULL OR detected_at_us IS NOT NULL)",
    "SELECT count (*) FROM clock WHERE state IN (1, 2) AND ended_at_us IS NOT NULL",
    "SELECT count (*) FROM clock WHERE state IN (3, 5, 6) AND ended_at_us IS NULL",
    "SELECT count (*) FROM clock WHERE (state = 2) > (composed_at_us IS NOT NULL)",
    "SELECT count (*) FROM clock WHERE state = 1 AND composed_at_us IS NOT NULL",
    "SELECT count (*) FROM clock WHERE (next_us IS NOT NULL) <> (state IN (1, 2) AND paused_at_us IS NULL)",
    "SELECT count (*) FROM clock WHERE next_us > due_us",
    "SELECT count (*) FROM clock WHERE kind <> 3 AND paused_at_us IS NOT NULL",
    "SELECT count (*) FROM clock AS k JOIN conversation AS c ON c.id = k.conversation_id WHERE k.ended_at_us IS NULL"
    " AND (c.status = 4 OR (c.status = 3 AND (k.kind = 3 OR k.composed_at_us IS NULL)))",
    "SELECT count (*) FROM clock WHERE json_valid (pauses) = 0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    if (od_write_fixture_ask (self->store, never[i]) != 0)
      g_error ("%s", never[i]);
}

static void
run_case (const OdClockCase *c)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (OD_WRITE_FIXTURE_NOW_US);
  g_autofree char *got = NULL;

  g_test_message ("%s: %s", c->id, c->script);
  for (guint i = 0; i < G_N_ELEMENTS (c->policies) && c->policies[i] != NULL; i++)
    od_clock_script_add_policy (script, c->policies[i]);
  od_clock_script_run (script, c->script);
  got = od_clock_script_describe (script);
  if (!g_str_equal (got, c->expected) || script->n_warned != c->n_warned || script->n_breached != c->n_breached)
    {
      g_test_message ("got %s, %u warnings, %u breaches; expected %s", got, script->n_warned, script->n_breached,
                      c->expected);
      g_test_fail ();
    }
  od_clock_script_check (script);
  od_write_fixture_check (script->store);
}

/**
 * od_clock_script_run_cases:
 *
 * Each in a store of its own; one that goes otherwise fails the test, and the next is run.
 */
void
od_clock_script_run_cases (const OdClockCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    run_case (&cases[i]);
}
