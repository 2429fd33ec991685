/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-write-fixture.h"

#include "od-stmt.h"
#include "od-store-account.h"
#include "od-store-batch.h"
#include "od-store-operator.h"
#include "od-temp-folder.h"

/**
 * od_write_fixture_write:
 *
 * Runs a write that must succeed.
 */
void
od_write_fixture_write (OdWriteFixture *self, OdDbWriteFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (self->db, func, data, &error);
  g_assert_no_error (error);
}

/**
 * od_write_fixture_refuse:
 *
 * Runs a write that must fail like this.
 */
void
od_write_fixture_refuse (OdWriteFixture *self, OdDbWriteFunc func, gpointer data, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (od_db_write_sync (self->db, func, data, &error));
  g_assert_error (error, domain, code);
}

static gboolean
run_sql (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, data, error);
}

void
od_write_fixture_run (OdWriteFixture *self, const char *sql)
{
  od_write_fixture_write (self, run_sql, (gpointer) sql);
}

typedef struct {
  const char *sql;
  char *text;
} Question;

static gboolean
ask (sqlite3 *db, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, question->sql, &row, ""))
    return FALSE;
  question->text = row != NULL ? od_stmt_dup_text (row, 0) : NULL;
  return TRUE;
}

/**
 * od_write_fixture_ask_text:
 *
 * Returns: (transfer full) (nullable): the first value of the first row
 */
char *
od_write_fixture_ask_text (OdWriteFixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  Question question = { sql, NULL };

  od_db_read_sync (self->db, OD_DB_PAGES, ask, &question, &error);
  g_assert_no_error (error);
  return question.text;
}

/**
 * od_write_fixture_ask:
 *
 * Returns: the first value of the first row; -1 if there is none or it is null
 */
gint64
od_write_fixture_ask (OdWriteFixture *self, const char *sql)
{
  g_autofree char *text = od_write_fixture_ask_text (self, sql);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : -1;
}

static gboolean
check (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  static const char *const questions[] = {
    "PRAGMA integrity_check",
    "SELECT CASE count (*) WHEN 0 THEN 'ok' ELSE 'foreign keys' END FROM pragma_foreign_key_check",
    "SELECT CASE count (*) WHEN 0 THEN 'ok' ELSE 'unread' END FROM conversation WHERE n_unread < 0 OR n_unanswered < 0",
    "SELECT CASE count (*) WHEN 0 THEN 'ok' ELSE 'last' END FROM conversation AS c WHERE last_id <> 0"
    " AND NOT EXISTS (SELECT 1 FROM message AS m WHERE m.timeline_id = c.last_id)",
    "SELECT CASE count (*) WHEN 0 THEN 'ok' ELSE 'kind' END FROM message AS m JOIN timeline AS t ON t.id = m.timeline_id"
    " WHERE t.kind <> m.direction",
    "SELECT CASE count (*) WHEN 0 THEN 'ok' ELSE 'stream' END FROM stream AS s WHERE last_seq <>"
    " (SELECT count (*) FROM stream_event AS e WHERE e.stream_id = s.id)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (OdStmt) row = NULL;

      if (!od_stmt_get_row (db, error, questions[i], &row, ""))
        return FALSE;
      g_assert_cmpstr ((const char *) sqlite3_column_text (row, 0), ==, "ok");
    }
  return od_db_exec (db, "INSERT INTO fts (fts, rank) VALUES ('integrity-check', 1)", error) &&
         od_db_exec (db, "INSERT INTO fts_tri (fts_tri, rank) VALUES ('integrity-check', 1)", error);
}

/**
 * od_write_fixture_check:
 *
 * What must hold of every store at every time.
 */
void
od_write_fixture_check (OdWriteFixture *self)
{
  od_write_fixture_write (self, check, NULL);
}

/**
 * od_write_fixture_new:
 * @has_stream: whether the account's channel has one
 */
OdWriteFixture *
od_write_fixture_new (gboolean has_stream)
{
  OdWriteFixture *self = g_new0 (OdWriteFixture, 1);
  g_autoptr (OdAccountJob) account = NULL;
  g_autoptr (GError) error = NULL;
  OdOperatorJob first = { .name = (char *) "Op One" };

  self->folder = od_temp_folder_new ();
  self->path = g_build_filename (self->folder, "store.db", NULL);
  self->files_dir = g_build_filename (self->folder, "files", NULL);
  self->now_us = OD_WRITE_FIXTURE_NOW_US;
  self->has_stream = has_stream;
  self->db = od_db_open (self->path, OD_DB_READ_WRITE, &error);
  g_assert_no_error (error);

  account = od_account_job_new (0, has_stream ? "webchat" : "demo", "Shop", "{}", self->now_us);
  od_write_fixture_write (self, od_store_account_add, account);
  self->account_id = account->account_id;
  first.now_us = self->now_us;
  od_write_fixture_write (self, od_store_operator_ensure_first, &first);
  return self;
}

void
od_write_fixture_free (OdWriteFixture *self)
{
  od_db_close (self->db);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->db);
  od_temp_folder_free (self->folder);
  g_free (self->path);
  g_free (self->files_dir);
  g_free (self);
}

/**
 * od_write_fixture_update:
 * @id: (nullable): of a message; with a stream also its client id
 *
 * Returns: (transfer full): an update of now
 */
OdUpdate *
od_write_fixture_update (OdWriteFixture *self, OdUpdateKind kind, const char *chat_id, const char *id, const char *text)
{
  OdUpdate *update = od_update_new (kind, chat_id);

  update->at_us = self->now_us;
  if (kind == OD_UPDATE_MESSAGE)
    update->remote_id = g_strdup_printf ("%s:%s", chat_id, id);
  if (self->has_stream)
    update->client_id = g_strdup (id);
  if (text != NULL)
    {
      g_free (update->text);
      update->text = g_strdup (text);
    }
  return update;
}

/**
 * od_write_fixture_take:
 * @update: (transfer full)
 *
 * Returns: what became of it
 */
OdIngestOutcome
od_write_fixture_take (OdWriteFixture *self, OdUpdate *update)
{
  OdUpdateBatch *batch = od_update_batch_new ();
  g_autoptr (OdIngestJob) job = od_ingest_job_new (self->account_id, batch, self->now_us);

  g_ptr_array_add (batch->updates, update);
  job->has_stream = self->has_stream;
  job->contact_scope_is_account = self->has_stream;
  od_write_fixture_write (self, od_store_ingest, job);
  g_assert_cmpuint (job->result->n_outcomes, ==, 1);
  return job->result->outcomes[0];
}

OdIngestOutcome
od_write_fixture_receive (OdWriteFixture *self, const char *chat_id, const char *id, const char *text)
{
  return od_write_fixture_take (self, od_write_fixture_update (self, OD_UPDATE_MESSAGE, chat_id, id, text));
}

/**
 * od_write_fixture_reply:
 *
 * Returns: the queued message
 */
gint64
od_write_fixture_reply (OdWriteFixture *self, gint64 conversation_id, const char *text)
{
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (conversation_id, 1, text, self->now_us);

  od_write_fixture_write (self, od_store_enqueue, job);
  return job->message_id;
}

/**
 * od_write_fixture_claim:
 *
 * Returns: (transfer full): what is due now, claimed
 */
OdClaimJob *
od_write_fixture_claim (OdWriteFixture *self)
{
  OdClaimJob *job = od_claim_job_new (self->account_id, self->files_dir, self->now_us);

  od_write_fixture_write (self, od_store_claim, job);
  return job;
}

/**
 * od_write_fixture_accept:
 *
 * Returns: its number in the stream; 0 if there is none
 */
gint64
od_write_fixture_accept (OdWriteFixture *self, gint64 operation_id, const char *remote_id)
{
  OdOutcomeJob job = {
    .operation_id = operation_id,
    .event = OD_DELIVERY_EVENT_ACCEPT,
    .remote_id = (char *) remote_id,
    .now_us = self->now_us,
    .has_stream = self->has_stream,
  };

  od_write_fixture_write (self, od_store_record_outcome, &job);
  return job.seq;
}

void
od_write_fixture_end (OdWriteFixture *self, gint64 operation_id, OdDeliveryEvent event, gint64 not_before_us)
{
  OdOutcomeJob job = {
    .operation_id = operation_id,
    .event = event,
    .error = (char *) "the provider's words",
    .not_before_us = not_before_us,
    .now_us = self->now_us,
    .has_stream = self->has_stream,
  };

  od_write_fixture_write (self, od_store_record_outcome, &job);
}

/**
 * od_write_fixture_do:
 *
 * One deed on one conversation; no channel is told.
 *
 * Returns: what came of it, without the words
 */
OdDeedReport
od_write_fixture_do (OdWriteFixture *self, gint64 conversation_id, OdDeedKind kind, gint64 number, const char *text)
{
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  g_autoptr (OdBatchJob) job = NULL;
  OdDeedReport report;

  g_ptr_array_add (deeds, od_deed_new (kind, number, text));
  job = od_batch_job_new (&conversation_id, 1, deeds, 1, self->now_us);
  od_write_fixture_write (self, od_store_batch, job);
  g_assert_true (job->is_done);
  report = job->report;
  return report;
}
