/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-auto-answer"

#include "od-store-auto-answer.h"

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-message-rows.h"
#include "od-store-write-private.h"
#include "od-ulid.h"

/* What the desk says by itself: the table `automatic_answer`. Who says it is od-store-ingest-answer.c. */

void
od_auto_answer_job_free (OdAutoAnswerJob *job)
{
  g_clear_pointer (&job->answer, od_auto_answer_free);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_free (job);
}

/* ---- reading ---- */

/* What is no list of accounts is for none of them: nothing is said by mistake. */
static void
read_accounts (GArray *accounts, const char *text)
{
  g_autoptr (JsonNode) node = od_json_parse (text, -1, NULL, NULL);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 1;

  for (guint i = 0; i < MIN (n, OD_LIMIT_AUTO_ACCOUNTS); i++)
    {
      JsonNode *element = array != NULL ? json_array_get_element (array, i) : NULL;
      gint64 id = element != NULL && JSON_NODE_HOLDS_VALUE (element) ? json_node_get_int (element) : 0;

      g_array_append_val (accounts, id);
    }
}

static void
read_row (GPtrArray *found, OdStmt *stmt)
{
  gint64 kind = sqlite3_column_int64 (stmt, 2);
  OdAutoAnswer *answer;

  if (kind < OD_AUTO_ANSWER_GREETING || kind >= OD_N_AUTO_ANSWER_KIND)
    return; /* of a newer Omnidesk */
  answer = od_auto_answer_new ((OdAutoAnswerKind) kind);
  answer->id = sqlite3_column_int64 (stmt, 0);
  g_free (answer->uid);
  answer->uid = od_stmt_dup_text (stmt, 1);
  answer->is_on = sqlite3_column_int (stmt, 3) != 0;
  answer->occasions = (OdAutoAnswerOccasions) sqlite3_column_int (stmt, 4);
  answer->calendar_id = sqlite3_column_int64 (stmt, 5);
  read_accounts (answer->accounts, (const char *) sqlite3_column_text (stmt, 6));
  g_free (answer->lang);
  answer->lang = od_stmt_dup_text (stmt, 7);
  answer->delay_s = sqlite3_column_int64 (stmt, 8);
  g_free (answer->text);
  answer->text = od_stmt_dup_text (stmt, 9);
  answer->version = sqlite3_column_int64 (stmt, 10);
  g_ptr_array_add (found, answer);
}

/**
 * od_store_auto_answer_load:
 * @data: an #OdAutoAnswerJob; what is found is filled
 *
 * An #OdDbReadFunc.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_auto_answer_load (sqlite3 *db, gpointer data, GError **error)
{
  OdAutoAnswerJob *job = data;
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT id, uid, kind, is_on, occasions, ifnull (calendar_id, 0), accounts,"
                    " lang, delay_s, body, version FROM automatic_answer ORDER BY kind, id LIMIT ?1",
                    "i", (gint64) OD_LIMIT_AUTO_ANSWERS);
  gboolean has_row = stmt != NULL;

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_auto_answer_free);
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        read_row (job->found, stmt);
    }
  return stmt != NULL;
}

/* ---- writing ---- */

static gboolean
check_place (sqlite3 *db, const OdAutoAnswer *answer, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT (SELECT count (*) FROM automatic_answer),"
                        " ?1 = 0 OR EXISTS (SELECT 1 FROM calendar WHERE id = ?1)",
                        &row, "i", answer->calendar_id))
    return FALSE;
  if (answer->id == 0 && sqlite3_column_int64 (row, 0) >= OD_LIMIT_AUTO_ANSWERS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d", OD_LIMIT_AUTO_ANSWERS);
      return FALSE;
    }
  return sqlite3_column_int (row, 1) != 0 || od_write_gone (error, "calendar");
}

static gboolean
write_answer (sqlite3 *db, OdAutoAnswerJob *job, GError **error)
{
  const OdAutoAnswer *answer = job->answer;
  g_autofree char *accounts =
      od_store_ids_to_json ((const gint64 *) (gpointer) answer->accounts->data, answer->accounts->len);
  g_autofree char *uid = *answer->uid != '\0' ? g_strdup (answer->uid) : od_ulid_new (job->now_us);

  job->id = answer->id;
  if (answer->id != 0)
    {
      if (!od_stmt_run (
              db, error,
              "UPDATE automatic_answer SET kind = ?2, is_on = ?3, occasions = ?4, calendar_id = nullif (?5, 0),"
              " accounts = ?6, lang = ?7, delay_s = ?8, body = ?9, version = version + 1"
              " WHERE id = ?1 AND (?10 = 0 OR version = ?10)",
              "iiiiittiti", answer->id, (gint64) answer->kind, (gint64) answer->is_on, (gint64) answer->occasions,
              answer->calendar_id, accounts, answer->lang, answer->delay_s, answer->text, answer->version))
        return FALSE;
      return sqlite3_changes (db) > 0 || od_write_changed (db, "SELECT 1 FROM automatic_answer WHERE id = ?1",
                                                           answer->id, "automatic answer", error);
    }
  if (!od_stmt_run (db, error,
                    "INSERT INTO automatic_answer (uid, kind, is_on, occasions, calendar_id, accounts, lang, delay_s,"
                    " body) VALUES (?1, ?2, ?3, ?4, nullif (?5, 0), ?6, ?7, ?8, ?9)",
                    "tiiiittit", uid, (gint64) answer->kind, (gint64) answer->is_on, (gint64) answer->occasions,
                    answer->calendar_id, accounts, answer->lang, answer->delay_s, answer->text))
    return FALSE;
  job->id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

static gboolean
finish (sqlite3 *db, OdChangeSet *changes, const OdAutoAnswerJob *job, const char *what, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_write_audit (db, job->now_us, job->operator_id, what, "automatic_answer", job->id, error);
}

/**
 * od_store_auto_answer_save:
 * @data: an #OdAutoAnswerJob with an answer; its id is filled
 *
 * Returns: %FALSE with what od_auto_answer_check() says, %OD_ERROR_REJECTED (it has another version by now),
 *   %OD_ERROR_TOO_LARGE, %OD_ERROR_NOT_FOUND (it, or its calendar) or %OD_ERROR_STORE
 */
gboolean
od_store_auto_answer_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAutoAnswerJob *job = data;

  return od_auto_answer_check (job->answer, error) && check_place (db, job->answer, error) &&
         write_answer (db, job, error) && finish (db, changes, job, job->answer->id == 0 ? "add" : "change", error);
}

/**
 * od_store_auto_answer_remove:
 * @data: an #OdAutoAnswerJob
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_auto_answer_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAutoAnswerJob *job = data;

  if (!od_stmt_run (db, error, "DELETE FROM automatic_answer WHERE id = ?1", "i", job->id))
    return FALSE;
  return sqlite3_changes (db) > 0 ? finish (db, changes, job, "remove", error)
                                  : od_write_gone (error, "automatic answer");
}
