/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-export-private.h"
#include "od-limits.h"
#include "od-message-rows.h"
#include "od-stmt.h"
#include "od-store-person.h"
#include "od-time.h"

/* To be read by people, with no words of ours in it: `[time] name: text`, notes in brackets, events behind a star. */

static gboolean
append_title (OdExportRun *run, gint64 conversation_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          run->db, error,
          "SELECT " OD_PERSON_NAME (
              "u") ", a.channel, a.name, ifnull (c.subject, '') FROM conversation c"
                   "  JOIN customer u ON u.id = c.customer_id JOIN account a ON a.id = c.account_id WHERE c.id = ?1",
          &row, "i", conversation_id))
    return FALSE;
  if (row != NULL)
    g_string_append_printf (run->out, "%s# %s · %s · %s%s%s\n\n",
                            run->out->len > 0 || run->report.n_lines > 0 ? "\n" : "",
                            (const char *) sqlite3_column_text (row, 0), (const char *) sqlite3_column_text (row, 1),
                            (const char *) sqlite3_column_text (row, 2), sqlite3_column_bytes (row, 3) > 0 ? " · " : "",
                            (const char *) sqlite3_column_text (row, 3));
  return TRUE;
}

static void
append_row (OdExportRun *run, const OdMessageRow *row, const char *customer)
{
  g_autofree char *at = od_time_format (row->at_us);
  const char *author = *row->author != '\0' ? row->author : row->kind == OD_TIMELINE_IN ? customer : "";

  if (row->kind == OD_TIMELINE_EVENT)
    g_string_append_printf (run->out, "[%s] * %s%s%s\n", at, author, *author != '\0' ? ": " : "", row->body);
  else if (row->kind == OD_TIMELINE_NOTE)
    g_string_append_printf (run->out, "[%s] (%s: %s)\n", at, author, row->body);
  else
    g_string_append_printf (run->out, "[%s] %s: %s\n", at, author, row->body);
  for (guint i = 0; row->attachments != NULL && i < row->attachments->len; i++)
    {
      const OdAttachmentRow *file = g_ptr_array_index (row->attachments, i);

      g_string_append_printf (run->out, "    %s (%s)\n", file->name, file->mime);
      run->report.n_left_out++;
    }
  run->report.n_lines++;
}

static gboolean
append_rows (OdExportRun *run, gint64 conversation_id, GError **error)
{
  g_autofree char *customer = NULL;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          run->db, error,
          "SELECT " OD_PERSON_NAME ("u") " FROM conversation c JOIN customer u ON u.id = c.customer_id WHERE c.id = ?1",
          &row, "i", conversation_id))
    return FALSE;
  customer = row != NULL ? od_stmt_dup_text (row, 0) : g_strdup ("");
  for (guint i = 0; i < run->ids->len; i += OD_LIMIT_EXPORT_SLICE)
    {
      g_autoptr (GPtrArray) rows =
          od_message_rows_load (run->db, &g_array_index (run->ids, gint64, i),
                                MIN (run->ids->len - i, OD_LIMIT_EXPORT_SLICE), run->options.files_dir, 0, error);

      for (guint j = 0; rows != NULL && j < rows->len; j++)
        append_row (run, g_ptr_array_index (rows, j), customer);
      if (rows == NULL || !od_export_write (run, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

/* Writes the next conversation. */
gboolean
od_export_txt_slice (OdExportRun *run, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  gint64 id;

  if (!od_stmt_get_row (run->db, error,
                        "SELECT id FROM conversation WHERE id > ?1 AND (?2 = 0 OR id = ?2) ORDER BY id LIMIT 1", &row,
                        "ii", run->last_id, run->options.conversation_id))
    return FALSE;
  if (row == NULL)
    {
      run->is_finished = TRUE;
      return TRUE;
    }
  id = run->last_id = sqlite3_column_int64 (row, 0);
  return append_title (run, id, error) &&
         od_export_load_ids (run, "SELECT id FROM timeline WHERE conversation_id = ?1 ORDER BY at_us, id", id, error) &&
         append_rows (run, id, error);
}
