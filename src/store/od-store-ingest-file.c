/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

/* The file that an edit brings instead of another one. */

typedef struct {
  gint64 id, position;
  guint n; /* how many may be meant */
  gboolean is_same;
} Former;

/* A provider may call the same file by another name the next time; another file differs in more than that. */
static gboolean
is_same (sqlite3_stmt *row, const OdUpdateAttachment *file)
{
  return g_strcmp0 ((const char *) sqlite3_column_text (row, 2), file->remote_ref) == 0 ||
         (sqlite3_column_int64 (row, 3) == file->size_bytes && sqlite3_column_int (row, 4) == file->width &&
          sqlite3_column_int (row, 5) == file->height && sqlite3_column_int64 (row, 6) == file->duration_ms &&
          sqlite3_column_int (row, 7) == (int) file->kind);
}

/* What we have ourselves is what was said, however it is shown to us. */
static gboolean
find_former (OdIngest *ingest, const OdIngestTarget *target, const OdIngestPart *part, const OdUpdateAttachment *file,
             Former *former, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (ingest->db, error,
                    "SELECT id, position, remote_ref, size_bytes, width, height, duration_ms, kind FROM attachment"
                    " WHERE message_id = ?1 AND (?2 = 0 OR id = ?3)",
                    "iii", target->id, part->message_id, part->attachment_id);
  gboolean has_row = TRUE;

  *former = (Former){ 0 };
  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      former->n++;
      former->id = sqlite3_column_int64 (stmt, 0);
      former->position = sqlite3_column_int64 (stmt, 1);
      former->is_same = sqlite3_column_type (stmt, 2) == SQLITE_NULL || is_same (stmt, file);
    }
}

/* The new one stands where the former stood. That goes last: its id may not become the new one's, or bytes that are still
 * being fetched for it would be taken for those of the new one. */
static gboolean
replace (OdIngest *ingest, const OdIngestTarget *target, const OdUpdate *update, const Former *former, GError **error)
{
  return od_write_files (ingest->db, target->id, update->attachments, error) &&
         od_stmt_run (ingest->db, error,
                      "UPDATE message_part SET attachment_id = (SELECT max (id) FROM attachment WHERE message_id = ?1)"
                      " WHERE message_id = ?1 AND attachment_id = ?2",
                      "ii", target->id, former->id) &&
         od_stmt_run (ingest->db, error,
                      "UPDATE attachment SET position = ?2 WHERE ?3 > 0 AND id = (SELECT max (id) FROM attachment"
                      " WHERE message_id = ?1)",
                      "iii", target->id, former->position, former->id) &&
         od_stmt_run (ingest->db, error, "DELETE FROM attachment WHERE id = ?1", "i", former->id) &&
         od_write_file_names (ingest->db, target->id, error);
}

/*
 * od_ingest_file_edit:
 * @is_replaced: (out): the message, or the part of it, has another file now
 *
 * An edit says all that a message is.
 */
gboolean
od_ingest_file_edit (OdIngest *ingest, const OdUpdate *update, const OdIngestTarget *target, const OdIngestPart *part,
                     gboolean *is_replaced, GError **error)
{
  Former former;

  *is_replaced = FALSE;
  if (ingest->job->has_stream || update->attachments == NULL || update->attachments->len != 1)
    return TRUE;
  if (!find_former (ingest, target, part, update->attachments->pdata[0], &former, error))
    return FALSE;
  if (former.n > 1 || former.is_same ||
      (former.n == 0 && (part->message_id != 0 || target->direction != OD_TIMELINE_IN)))
    return TRUE;
  *is_replaced = TRUE;
  return replace (ingest, target, update, &former, error) &&
         od_stmt_run (ingest->db, error, "UPDATE message SET edited_at_us = ?2 WHERE timeline_id = ?1", "ii",
                      target->id, ingest->job->now_us);
}
