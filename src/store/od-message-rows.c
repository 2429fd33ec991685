/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-rows.h"

#include <string.h>

#include "od-limits.h"
#include "od-stmt.h"
#include "od-text.h"

/* Rows of the timeline with all that hangs on them: four statements for a page, however many rows it has. The ids go
 * in as one JSON array. */

/* Enough of a quoted text for one line. */
#define QUOTE_CHARS "400"

/**
 * od_store_ids_to_json:
 *
 * Returns: (transfer full): `[1,2,3]`, for `json_each()`
 */
char *
od_store_ids_to_json (const gint64 *ids, guint n_ids)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < n_ids; i++)
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", ids[i]);
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

/**
 * od_message_rows_blob_path:
 * @sha256: (nullable): hex
 *
 * Returns: (transfer full) (nullable): where the file lies; %NULL for %NULL
 */
char *
od_message_rows_blob_path (const char *files_dir, const char *sha256)
{
  char shelf[3] = { 0 };

  if (sha256 == NULL || strlen (sha256) < 3)
    return NULL;
  memcpy (shelf, sha256, 2);
  return g_build_filename (files_dir, shelf, sha256, NULL);
}

static char *
dup_text (OdStmt *stmt, int column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);

  return g_strdup (text != NULL ? text : "");
}

static OdMessageRow *
read_message (OdStmt *stmt)
{
  OdMessageRow *row = g_new0 (OdMessageRow, 1);
  const char *quoted = (const char *) sqlite3_column_text (stmt, 18);

  row->id = sqlite3_column_int64 (stmt, 0);
  row->conversation_id = sqlite3_column_int64 (stmt, 1);
  row->at_us = sqlite3_column_int64 (stmt, 2);
  row->kind = (OdTimelineKind) sqlite3_column_int (stmt, 3);
  row->operator_id = sqlite3_column_int64 (stmt, 4);
  row->reply_to_id = sqlite3_column_int64 (stmt, 5);
  row->edited_at_us = sqlite3_column_int64 (stmt, 6);
  row->deleted_at_us = sqlite3_column_int64 (stmt, 7);
  row->sent_at_us = sqlite3_column_int64 (stmt, 8);
  row->delivered_at_us = sqlite3_column_int64 (stmt, 9);
  row->read_at_us = sqlite3_column_int64 (stmt, 10);
  row->not_before_us = sqlite3_column_int64 (stmt, 19);
  row->author = dup_text (stmt, 11);
  row->body = dup_text (stmt, 12);
  row->error = od_stmt_dup_text (stmt, 13);
  row->payload = od_stmt_dup_text (stmt, 14);
  row->format = (OdTextFormat) sqlite3_column_int (stmt, 15);
  row->delivery = (OdDelivery) sqlite3_column_int (stmt, 16);
  row->is_bot = sqlite3_column_int (stmt, 17) != 0;
  if (quoted != NULL)
    row->reply_to_text = od_text_snippet (quoted, OD_LIMIT_SNIPPET_GRAPHEMES);
  return row;
}

/* By (at, id), oldest first; @by_id gets them, too. */
static GPtrArray *
load_messages (sqlite3 *db, const char *ids, GHashTable *by_id, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_message_row_free);
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  stmt = od_stmt_bind (
      db, error,
      "SELECT t.id, t.conversation_id, t.at_us, t.kind, coalesce (m.operator_id, e.operator_id, 0),"
      "       ifnull (m.reply_to_id, 0), ifnull (m.edited_at_us, 0), ifnull (m.deleted_at_us, 0),"
      "       ifnull (m.sent_at_us, 0), ifnull (m.delivered_at_us, 0), ifnull (m.read_at_us, 0),"
      "       CASE WHEN t.kind = 1 AND m.author = u.name THEN '' ELSE coalesce (o.name, m.author, '') END,"
      "       coalesce (m.body, e.what, ''), m.error, ifnull (m.payload, e.payload), ifnull (m.format, 0),"
      "       ifnull (m.delivery, 0), ifnull (m.is_bot, 0), substr (r.body, 1, " QUOTE_CHARS "),"
      "       (SELECT q.not_before_us FROM operation q WHERE m.delivery = 1 AND q.message_id = t.id AND q.kind = 'send'"
      "          AND q.state = 1 AND q.attempt = 0 AND q.not_before_us > q.created_at_us)"
      "  FROM json_each (?1) j CROSS JOIN timeline t ON t.id = j.value"
      "  JOIN conversation c ON c.id = t.conversation_id JOIN customer u ON u.id = c.customer_id"
      "  LEFT JOIN message m ON m.timeline_id = t.id LEFT JOIN event e ON e.timeline_id = t.id"
      "  LEFT JOIN operator o ON o.id = coalesce (m.operator_id, e.operator_id)"
      "  LEFT JOIN message r ON r.timeline_id = m.reply_to_id"
      "  ORDER BY t.at_us, t.id",
      "t", ids);
  if (stmt == NULL)
    return NULL;
  while (TRUE)
    {
      OdMessageRow *row;

      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&rows);
      row = read_message (stmt);
      g_ptr_array_add (rows, row);
      g_hash_table_insert (by_id, &row->id, row);
    }
}

/* A file that was lost can be brought again, if the channel said how. */
static void
find_file (OdAttachmentRow *file, OdStmt *stmt, const char *files_dir)
{
  file->path = od_message_rows_blob_path (files_dir, (const char *) sqlite3_column_text (stmt, 5));
  file->state = (OdFileState) CLAMP (sqlite3_column_int (stmt, 10), OD_FILE_HERE, OD_FILE_GONE);
  if (file->path != NULL && !g_file_test (file->path, G_FILE_TEST_IS_REGULAR))
    g_clear_pointer (&file->path, g_free);
  if (file->path != NULL)
    file->state = OD_FILE_HERE;
  else if (file->state == OD_FILE_HERE)
    file->state = sqlite3_column_int (stmt, 12) != 0 ? OD_FILE_REMOTE : OD_FILE_GONE;
  if (file->state == OD_FILE_FAILED)
    file->error = dup_text (stmt, 11);
}

/**
 * od_message_rows_read_attachment:
 * @stmt: at a row that begins with %OD_ATTACHMENT_COLUMNS
 * @files_dir: absolute; where attachments lie
 *
 * Returns: (transfer full)
 */
OdAttachmentRow *
od_message_rows_read_attachment (OdStmt *stmt, const char *files_dir)
{
  OdAttachmentRow *file = g_new0 (OdAttachmentRow, 1);

  file->id = sqlite3_column_int64 (stmt, 1);
  file->uid = dup_text (stmt, 2);
  file->name = dup_text (stmt, 3);
  file->mime = dup_text (stmt, 4);
  file->size_bytes = sqlite3_column_int64 (stmt, 6);
  file->duration_ms = sqlite3_column_int64 (stmt, 7);
  file->width = sqlite3_column_int (stmt, 8);
  file->height = sqlite3_column_int (stmt, 9);
  file->kind = (OdFileKind) sqlite3_column_int (stmt, 13);
  find_file (file, stmt, files_dir);
  return file;
}

static gboolean
load_attachments (sqlite3 *db, const char *ids, GHashTable *by_id, const char *files_dir, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error,
      "SELECT " OD_ATTACHMENT_COLUMNS
      " FROM json_each (?1) j CROSS JOIN attachment a ON a.message_id = j.value ORDER BY a.message_id, a.position, a.id",
      "t", ids);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      OdMessageRow *row;
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = sqlite3_column_int64 (stmt, 0);
      row = g_hash_table_lookup (by_id, &id);
      if (row == NULL)
        continue;

      if (row->attachments == NULL)
        row->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) od_attachment_row_free);
      g_ptr_array_add (row->attachments, od_message_rows_read_attachment (stmt, files_dir));
    }
}

static gboolean
load_reactions (sqlite3 *db, const char *ids, GHashTable *by_id, gint64 operator_id, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT r.message_id, r.emoji, count(*), max (r.operator_id = ?2), max (r.operator_id = 0),"
                    "       ifnull (group_concat (o.name, ', '), '')"
                    "  FROM json_each (?1) j CROSS JOIN reaction r ON r.message_id = j.value"
                    "  LEFT JOIN operator o ON o.id = r.operator_id"
                    "  GROUP BY r.message_id, r.emoji ORDER BY r.message_id, min (r.at_us), r.emoji",
                    "ti", ids, operator_id);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      OdReactionRow *reaction;
      OdMessageRow *row;
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = sqlite3_column_int64 (stmt, 0);
      row = g_hash_table_lookup (by_id, &id);
      if (row == NULL)
        continue;

      reaction = g_new0 (OdReactionRow, 1);
      reaction->emoji = dup_text (stmt, 1);
      reaction->n = (guint) sqlite3_column_int (stmt, 2);
      reaction->is_own = sqlite3_column_int (stmt, 3) != 0;
      reaction->is_customers = sqlite3_column_int (stmt, 4) != 0;
      reaction->who = dup_text (stmt, 5);
      if (row->reactions == NULL)
        row->reactions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_reaction_row_free);
      g_ptr_array_add (row->reactions, reaction);
    }
}

/**
 * od_message_rows_load:
 * @ids: timeline rows; those that don't exist are left out
 * @files_dir: absolute; where attachments lie
 * @operator_id: whose reactions are one's own
 *
 * Of an event, `body` is what happened ("status", "assigned", …) and `payload` the details.
 *
 * Returns: (transfer full) (element-type OdMessageRow): by (at, id), oldest first; %NULL with %OD_ERROR_STORE
 */
GPtrArray *
od_message_rows_load (sqlite3 *db, const gint64 *ids, guint n_ids, const char *files_dir, gint64 operator_id,
                      GError **error)
{
  g_autofree char *json = od_store_ids_to_json (ids, n_ids);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) rows = load_messages (db, json, by_id, error);

  if (rows == NULL || !load_attachments (db, json, by_id, files_dir, error) ||
      !load_reactions (db, json, by_id, operator_id, error))
    return NULL;
  return g_steal_pointer (&rows);
}
