/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-alert-port.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-triage.h"

#define COLLEAGUE 2

/* What was told, each alert as "kind:conversation". */
typedef struct {
  OdAlertPort *port;
  GPtrArray *words; /* (element-type utf8) */
  guint n_told;
  guint n_unread;
  guint n_lines;
  char *last_line;
} Ear;

static void
told_cb (OdAlertPort *port, const OdAlertNews *news, Ear *ear)
{
  ear->n_told++;
  for (guint i = 0; i < news->alerts->len; i++)
    {
      const OdAlert *alert = &g_array_index (news->alerts, OdAlert, i);
      const OdAlertSubject *subject = od_alert_news_find (news, alert->conversation_id);

      g_assert_nonnull (subject);
      g_ptr_array_add (ear->words,
                       g_strdup_printf ("%s:%d", od_alert_kind_get_name (alert->kind), (int) alert->conversation_id));
    }
  for (guint i = 0; i < news->subjects->len; i++)
    {
      const OdAlertSubject *subject = news->subjects->pdata[i];

      ear->n_unread = subject->n_unread;
      ear->n_lines = subject->lines != NULL ? g_strv_length (subject->lines) : 0;
      g_free (ear->last_line);
      ear->last_line = g_strdup (ear->n_lines > 0 ? subject->lines[ear->n_lines - 1] : NULL);
    }
}

static void
ear_open (Ear *ear, EngineFixture *f)
{
  *ear = (Ear){ .port = od_engine_get_alert_port (f->engine), .words = g_ptr_array_new_with_free_func (g_free) };
  g_signal_connect (ear->port, "told", G_CALLBACK (told_cb), ear);
}

static void
ear_close (Ear *ear)
{
  g_signal_handlers_disconnect_by_data (ear->port, ear);
  g_ptr_array_unref (ear->words);
  g_free (ear->last_line);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ear, ear_close)

/* Exactly this was told since the last time. */
static void
assert_heard (EngineFixture *f, Ear *ear, const char *words)
{
  g_autofree char *heard = NULL;

  engine_fixture_settle (f);
  g_ptr_array_add (ear->words, NULL);
  heard = g_strjoinv (" ", (GStrv) ear->words->pdata);
  g_assert_cmpstr (heard, ==, words);
  g_ptr_array_set_size (ear->words, 0);
}

static void
test_customer_writes (EngineFixture *f, gconstpointer channel)
{
  g_auto (Ear) ear = { 0 };
  gint64 id;

  ear_open (&ear, f);
  id = engine_fixture_receive (f, "chat-1", "in-1", "one");
  g_assert_cmpint (id, ==, 1);
  assert_heard (f, &ear, "message:1");
  g_assert_cmpstr (ear.last_line, ==, "one");

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("in-1%u", i);

      engine_fixture_receive (f, "chat-1", remote_id, i == 3 ? "five" : "more");
    }
  assert_heard (f, &ear, "message:1 message:1 message:1 message:1");
  g_assert_cmpuint (ear.n_unread, ==, 5);
  g_assert_cmpuint (ear.n_lines, ==, OD_LIMIT_ALERT_LINES);
  g_assert_cmpstr (ear.last_line, ==, "five");

  engine_fixture_receive (f, "chat-1", "in-1", "one"); /* a repeat of the provider's */
  assert_heard (f, &ear, "");
  engine_fixture_receive (f, "chat-2", "in-2", "another");
  assert_heard (f, &ear, "message:2");
}

static void
test_what_was_there_is_no_news (EngineFixture *f, gconstpointer channel)
{
  g_auto (Ear) ear = { 0 };

  engine_fixture_receive (f, "chat-1", "in-1", "one");
  engine_fixture_close (f);
  engine_fixture_open (f);
  ear_open (&ear, f);
  assert_heard (f, &ear, "");
  engine_fixture_receive (f, "chat-1", "in-2", "two");
  assert_heard (f, &ear, "message:1");
  g_assert_cmpuint (ear.n_unread, ==, 2);
}

static void
test_own_answer_is_no_news (EngineFixture *f, gconstpointer channel)
{
  g_auto (Ear) ear = { 0 };
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "one");
  guint n_told;

  ear_open (&ear, f);
  engine_fixture_reply (f, id, "Hi");
  assert_heard (f, &ear, "");
  g_assert_cmpuint (ear.n_told, ==, 0);

  /* What is watched is told without an alert, so that it can go. */
  od_alert_port_watch (ear.port, id, TRUE);
  engine_fixture_reply (f, id, "Hi again");
  engine_fixture_settle (f);
  n_told = ear.n_told;
  g_assert_cmpuint (n_told, >, 0);
  assert_heard (f, &ear, "");
  od_alert_port_watch (ear.port, id, FALSE);
  engine_fixture_reply (f, id, "And again");
  engine_fixture_settle (f);
  g_assert_cmpuint (ear.n_told, ==, n_told);
}

static void
test_failure_is_told_once (EngineFixture *f, gconstpointer channel)
{
  g_auto (Ear) ear = { 0 };
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "one");
  g_autoptr (GError) error = NULL;
  gint64 message_id;

  ear_open (&ear, f);
  od_demo_control_push (f->control, OD_DEMO_REJECTED, 0);
  message_id = engine_fixture_reply (f, id, "Hi");
  assert_heard (f, &ear, "failed:1");

  engine_fixture_receive (f, "chat-1", "in-2", "two");
  assert_heard (f, &ear, "message:1");

  od_demo_control_push (f->control, OD_DEMO_REJECTED, 0);
  g_assert_true (engine_fixture_decide (f, message_id, OD_DECISION_SEND_AGAIN, &error));
  assert_heard (f, &ear, "failed:1");
}

/* ---- A colleague ---- */

static gboolean
add_colleague (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, "INSERT INTO operator (id, uid, name) VALUES (2, 'op-2', 'Boris')", error);
}

static void
assign (EngineFixture *f, gint64 id, gint64 by, gint64 to)
{
  OdTriageJob *job = od_triage_job_new (OD_OPERATION_ASSIGN, id, 0, by, od_clock_get_real_us (f->clock));
  g_autoptr (GError) error = NULL;

  job->assignee_id = to;
  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine), od_store_triage, job, &error));
  g_assert_no_error (error);
  od_triage_job_free (job);
}

static void
test_assignment (EngineFixture *f, gconstpointer channel)
{
  g_auto (Ear) ear = { 0 };
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "one");
  g_autoptr (GError) error = NULL;

  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine), add_colleague, NULL, &error));
  ear_open (&ear, f);
  assign (f, id, 1, COLLEAGUE); /* I give it away */
  assert_heard (f, &ear, "");
  assign (f, id, COLLEAGUE, 1); /* and get it back */
  assert_heard (f, &ear, "assignment:1");
  assign (f, id, COLLEAGUE, 0);
  assert_heard (f, &ear, "");
  assign (f, id, 1, 1); /* I take it */
  assert_heard (f, &ear, "");
}

static void
test_mention (EngineFixture *f, gconstpointer channel)
{
  g_auto (Ear) ear = { 0 };
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "one");
  const gint64 me = 1;
  g_autoptr (GArray) mentions = g_array_new (FALSE, FALSE, sizeof (gint64));
  OdReply note = { .conversation_id = id, .operator_id = COLLEAGUE, .text = "@Olga look", .is_note = TRUE };
  g_autoptr (OdReplyResult) named = NULL, alone = NULL, own = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine), add_colleague, NULL, &error));
  ear_open (&ear, f);
  alone = engine_fixture_enqueue (f, &note, &error);
  g_assert_no_error (error);
  assert_heard (f, &ear, "");
  g_array_append_val (mentions, me);
  note.mentions = mentions;
  named = engine_fixture_enqueue (f, &note, &error);
  g_assert_no_error (error);
  assert_heard (f, &ear, "mention:1");
  note.operator_id = 1;
  own = engine_fixture_enqueue (f, &note, &error);
  g_assert_no_error (error);
  assert_heard (f, &ear, "");
}

/* ---- The alarm's way in ---- */

static void
test_sink (EngineFixture *f, gconstpointer channel)
{
  g_auto (Ear) ear = { 0 };
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "one");
  gint64 now_us = od_clock_get_real_us (f->clock);

  ear_open (&ear, f);
  od_alert_sink_raise_clock (OD_ALERT_SINK (ear.port), OD_ALERT_WARNING, id, OD_ALERT_CLOCK_FIRST, now_us + 1, now_us);
  od_alert_sink_raise_clock (OD_ALERT_SINK (ear.port), OD_ALERT_BREACH, id, OD_ALERT_CLOCK_FIRST, now_us, now_us);
  od_alert_sink_raise_clock (OD_ALERT_SINK (ear.port), OD_ALERT_BREACH, 99, OD_ALERT_CLOCK_NEXT, now_us, now_us);
  assert_heard (f, &ear, "warning:1 breach:1 breach:99"); /* the last one's conversation is gone, and says so */
}

/* ---- A store that fails for a while ---- */

static gboolean
run_sql (sqlite3 *db, OdChangeSet *changes, gpointer sql, GError **error)
{
  return od_db_exec (db, sql, error);
}

static void
run (EngineFixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine), run_sql, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static void
test_failed_reading_loses_nothing (EngineFixture *f, gconstpointer channel)
{
  g_auto (Ear) ear = { 0 };
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "one");
  gint64 now_us = od_clock_get_real_us (f->clock);

  engine_fixture_settle (f);
  ear_open (&ear, f);
  run (f, "ALTER TABLE mention RENAME TO mention_elsewhere");
  engine_fixture_receive (f, "chat-1", "in-2", "two");
  assert_heard (f, &ear, "");
  engine_fixture_receive (f, "chat-2", "in-3", "three");
  od_alert_sink_raise_clock (OD_ALERT_SINK (ear.port), OD_ALERT_BREACH, id, OD_ALERT_CLOCK_FIRST, now_us, now_us);
  assert_heard (f, &ear, "");
  engine_fixture_advance_s (f, 5); /* tried again, in vain */
  assert_heard (f, &ear, "");
  run (f, "ALTER TABLE mention_elsewhere RENAME TO mention");
  engine_fixture_advance_s (f, 5);
  assert_heard (f, &ear, "breach:1 message:1 message:2");
  engine_fixture_advance_s (f, 60);
  assert_heard (f, &ear, "");
}

/* ---- Many at once ---- */

static void
test_flood_is_few_readings (EngineFixture *f, gconstpointer channel)
{
  g_auto (Ear) ear = { 0 };

  ear_open (&ear, f);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *chat_id = g_strdup_printf ("chat-%u", i % 10);
      g_autofree char *remote_id = g_strdup_printf ("in-%u", i);

      od_demo_control_receive_text (f->control, chat_id, remote_id, "again");
    }
  while (ear.words->len < 500)
    g_main_context_iteration (NULL, TRUE);
  engine_fixture_settle (f);
  g_assert_cmpuint (ear.words->len, ==, 500);
  g_test_message ("%u readings", ear.n_told);
  g_assert_cmpuint (ear.n_told, <, 400);
}

/* ---- What waits ---- */

static OdAlertSummary
load_summary (EngineFixture *f, const char *const *muted)
{
  OdAlertPort *port = od_engine_get_alert_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  OdAlertSummary summary = { 0 };

  od_alert_port_load_summary_async (port, muted, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_alert_port_load_summary_finish (port, result, &summary, &error));
  g_assert_no_error (error);
  return summary;
}

static void
test_summary (EngineFixture *f, gconstpointer channel)
{
  OdAlertPort *port = od_engine_get_alert_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdAlertNews) news = NULL;
  const OdAlertSubject *subject;
  gint64 ids[] = { 2, 77 };
  OdAlertSummary summary = load_summary (f, NULL);

  g_assert_cmpuint (summary.n_conversations, ==, 0);
  engine_fixture_receive (f, "chat-1", "in-1", "one");
  engine_fixture_receive (f, "chat-1", "in-2", "two");
  engine_fixture_receive (f, "chat-2", "in-3", "three");
  summary = load_summary (f, NULL);
  g_assert_cmpuint (summary.n_conversations, ==, 2);
  g_assert_cmpuint (summary.n_messages, ==, 3);
  g_assert_cmpuint (summary.n_late, ==, 0);

  od_alert_port_load_async (port, ids, G_N_ELEMENTS (ids), NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  news = od_alert_port_load_finish (port, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (news->alerts->len, ==, 0);
  subject = od_alert_news_find (news, 2);
  g_assert_cmpstr (subject->lines[0], ==, "three");
  g_assert_cmpstr (subject->channel, ==, "demo");
  g_assert_cmpint (subject->last_public_id, >, 0);
  g_assert_true (od_alert_news_find (news, 77)->is_gone);

  summary = load_summary (f, (const char *[]){ "demo", NULL });
  g_assert_cmpuint (summary.n_conversations, ==, 0); /* muted */
  summary = load_summary (f, (const char *[]){ "dem", "demo2", NULL });
  g_assert_cmpuint (summary.n_conversations, ==, 2);
  run (f, "UPDATE contact_point SET is_blocked = 1 WHERE address LIKE '%chat-2%'");
  summary = load_summary (f, NULL);
  g_assert_cmpuint (summary.n_conversations, ==, 1);
  g_assert_cmpuint (summary.n_messages, ==, 2);
  run (f, "UPDATE contact_point SET is_blocked = 0");

  engine_fixture_reply (f, 1, "Hi");
  summary = load_summary (f, NULL);
  g_assert_cmpuint (summary.n_conversations, ==, 1);

  /* What was read and not answered is late all the same. */
  run (f, "UPDATE conversation SET n_unread = 0, due_us = 1 WHERE id = 2");
  summary = load_summary (f, NULL);
  g_assert_cmpuint (summary.n_conversations, ==, 0);
  g_assert_cmpuint (summary.n_late, ==, 1);
}

static OdQuietHours
load_quiet (EngineFixture *f)
{
  OdAlertPort *port = od_engine_get_alert_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  OdQuietHours hours = { 0 };

  od_alert_port_load_quiet_async (port, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_alert_port_load_quiet_finish (port, result, &hours, &error));
  g_assert_no_error (error);
  return hours;
}

static void
test_quiet_hours_are_kept (EngineFixture *f, gconstpointer channel)
{
  OdAlertPort *port = od_engine_get_alert_port (f->engine);
  const OdQuietHours wanted = { .from_min = 60, .to_min = 120, .days = 3, .is_on = TRUE };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  OdQuietHours hours = load_quiet (f);

  g_assert_false (hours.is_on);
  g_assert_cmpuint (hours.from_min, ==, 22 * 60);
  od_alert_port_save_quiet_async (port, &wanted, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_alert_port_save_quiet_finish (port, result, &error));
  g_assert_no_error (error);
  engine_fixture_close (f);
  engine_fixture_open (f);
  hours = load_quiet (f);
  g_assert_cmpmem (&hours, sizeof hours, &wanted, sizeof wanted);
}

#define ADD(name, func)                                                                                                \
  g_test_add ("/alert-service/" name, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("customer-writes", test_customer_writes);
  ADD ("what-was-there-is-no-news", test_what_was_there_is_no_news);
  ADD ("own-answer-is-no-news", test_own_answer_is_no_news);
  ADD ("failure-is-told-once", test_failure_is_told_once);
  ADD ("assignment", test_assignment);
  ADD ("mention", test_mention);
  ADD ("sink", test_sink);
  ADD ("failed-reading-loses-nothing", test_failed_reading_loses_nothing);
  ADD ("flood-is-few-readings", test_flood_is_few_readings);
  ADD ("summary", test_summary);
  ADD ("quiet-hours-are-kept", test_quiet_hours_are_kept);
  return g_test_run ();
}
