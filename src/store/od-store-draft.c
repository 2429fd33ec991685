/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-draft.h"

#include "od-error.h"
#include "od-stmt.h"

/**
 * od_draft_job_new:
 * @draft: copied
 */
OdDraftJob *
od_draft_job_new (const OdDraft *draft, gint64 now_us)
{
  OdDraftJob *job = g_new0 (OdDraftJob, 1);

  job->draft = g_memdup2 (draft, sizeof *draft);
  job->draft->body = g_strdup (draft->body != NULL ? draft->body : "");
  job->now_us = now_us;
  return job;
}

OdDraftJob *
od_draft_job_new_load (gint64 conversation_id, gboolean is_note)
{
  OdDraft draft = { .conversation_id = conversation_id, .is_note = is_note };

  return od_draft_job_new (&draft, 0);
}

void
od_draft_job_free (OdDraftJob *job)
{
  g_clear_pointer (&job->draft, od_draft_free);
  g_free (job);
}

static gint64
mode_of (const OdDraft *draft)
{
  return draft->is_note ? OD_TIMELINE_NOTE : OD_TIMELINE_OUT;
}

/* @revision: (out): of the stored draft; -1 if there is none. */
static gboolean
load_revision (sqlite3 *db, const OdDraft *draft, gint64 *revision, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT revision FROM draft WHERE conversation_id = ?1 AND mode = ?2", &row, "ii",
                        draft->conversation_id, mode_of (draft)))
    return FALSE;
  *revision = row != NULL ? sqlite3_column_int64 (row, 0) : -1;
  return TRUE;
}

static gboolean
check_conversation (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT 1 FROM conversation WHERE id = ?1", &row, "i", id))
    return FALSE;
  if (row != NULL)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such conversation");
  return FALSE;
}

/**
 * od_store_draft_save:
 * @data: an #OdDraftJob
 *
 * An #OdDbWriteFunc: keeps what is being written. An empty body deletes the draft. A draft with an
 * older revision than the stored one changes nothing: it was overtaken on its way.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND if there is no such conversation, or %OD_ERROR_STORE
 */
gboolean
od_store_draft_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdDraftJob *job = data;
  const OdDraft *draft = job->draft;
  gint64 stored;
  gboolean ok;

  if (!check_conversation (db, draft->conversation_id, error) || !load_revision (db, draft, &stored, error))
    return FALSE;
  if (draft->revision < stored)
    return TRUE;

  if (*draft->body == '\0')
    {
      if (stored < 0)
        return TRUE;
      ok = od_stmt_run (db, error, "DELETE FROM draft WHERE conversation_id = ?1 AND mode = ?2", "ii",
                        draft->conversation_id, mode_of (draft));
    }
  else
    ok = od_stmt_run (db, error,
                      "INSERT INTO draft (conversation_id, mode, revision, body, reply_to_id, at_us)"
                      "  VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET"
                      "  revision = excluded.revision, body = excluded.body, reply_to_id = excluded.reply_to_id,"
                      "  at_us = excluded.at_us",
                      "iiitii", draft->conversation_id, mode_of (draft), draft->revision, draft->body,
                      draft->reply_to_id, job->now_us);
  if (ok)
    od_change_set_add (changes, OD_CHANGE_DRAFT, draft->conversation_id);
  return ok;
}

/**
 * od_store_draft_load:
 * @data: an #OdDraftJob
 *
 * An #OdDbReadFunc: revision 0 and an empty body if there is none.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_draft_load (sqlite3 *db, gpointer data, GError **error)
{
  OdDraft *draft = ((OdDraftJob *) data)->draft;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT revision, reply_to_id, body FROM draft WHERE conversation_id = ?1 AND mode = ?2", &row,
                        "ii", draft->conversation_id, mode_of (draft)))
    return FALSE;
  g_free (draft->body);
  draft->revision = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  draft->reply_to_id = row != NULL ? sqlite3_column_int64 (row, 1) : 0;
  draft->body = row != NULL ? od_stmt_dup_text (row, 2) : g_strdup ("");
  return TRUE;
}
