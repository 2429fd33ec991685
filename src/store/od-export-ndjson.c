/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-export-private.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-record-library.h"
#include "od-store-terms.h"
#include "od-record.h"
#include "od-stmt.h"

/* Kinds one after the other, rows of a kind by their number: that is the order in which an import makes them again, so
 * the next export is the same. */

typedef JsonObject *(*RecordFunc) (OdExportRun *run, gint64 id, GError **error);

static JsonObject *
customer_record (OdExportRun *run, gint64 id, GError **error)
{
  return od_record_customer (run->db, id, OD_RECORD_TYPE, error);
}

static JsonObject *
field_record (OdExportRun *run, gint64 id, GError **error)
{
  return od_record_field (run->db, id, error);
}

static JsonObject *
link_record (OdExportRun *run, gint64 id, GError **error)
{
  return od_record_link (run->db, id, error);
}

static JsonObject *
conversation_record (OdExportRun *run, gint64 id, GError **error)
{
  return od_record_conversation (run->db, id, OD_RECORD_TYPE, error);
}

static JsonObject *
message_record (OdExportRun *run, gint64 id, GError **error)
{
  JsonObject *message = od_record_message (run->db, id, OD_RECORD_TYPE, run->files_prefix, error);

  if (message != NULL)
    od_export_copy_files (run, message);
  return message;
}

static JsonObject *
canned_reply_record (OdExportRun *run, gint64 id, GError **error)
{
  return od_record_library (run->db, OD_LINE_CANNED_REPLY, id, error);
}

static JsonObject *
article_record (OdExportRun *run, gint64 id, GError **error)
{
  return od_record_library (run->db, OD_LINE_ARTICLE, id, error);
}

static JsonObject *
calendar_record (OdExportRun *run, gint64 id, GError **error)
{
  return od_record_library (run->db, OD_LINE_CALENDAR, id, error);
}

static JsonObject *
policy_record (OdExportRun *run, gint64 id, GError **error)
{
  return od_record_library (run->db, OD_LINE_POLICY, id, error);
}

static JsonObject *
view_record (OdExportRun *run, gint64 id, GError **error)
{
  return od_record_library (run->db, OD_LINE_VIEW, id, error);
}

static const struct {
  const char *all;    /* rows behind ?1, at most ?2 */
  const char *of_one; /* (nullable): rows of the conversation ?1 */
  RecordFunc record;
} stages[] = {
  { "SELECT id FROM field WHERE id > ?1 AND NOT (label = key AND kind = 'text' AND options = '{}' AND position = 0)"
    " ORDER BY id LIMIT ?2",
    NULL, field_record },
  { "SELECT id FROM customer AS u WHERE id > ?1 AND (merged_into_id IS NULL OR EXISTS"
    " (SELECT 1 FROM customer_link WHERE joined_id = u.id AND undone_at_us = 0)) ORDER BY id LIMIT ?2",
    "SELECT customer_id FROM conversation WHERE id = ?1", customer_record },
  { "SELECT id FROM customer_link WHERE id > ?1 AND undone_at_us = 0 ORDER BY id LIMIT ?2", NULL, link_record },
  { "SELECT id FROM conversation WHERE id > ?1 ORDER BY id LIMIT ?2", "SELECT id FROM conversation WHERE id = ?1",
    conversation_record },
  { "SELECT id FROM timeline WHERE id > ?1 ORDER BY id LIMIT ?2",
    "SELECT id FROM timeline WHERE conversation_id = ?1 ORDER BY +id", message_record },
  { "SELECT id FROM canned_reply WHERE id > ?1 ORDER BY id LIMIT ?2", NULL, canned_reply_record },
  { "SELECT id FROM article WHERE id > ?1 ORDER BY id LIMIT ?2", NULL, article_record },
  /* What a new desk has, and nobody touched, the other one has already. */
  { "SELECT id FROM calendar AS c WHERE id > ?1 AND (NOT " OD_TERMS_UNTOUCHED_CALENDAR
    " OR EXISTS (SELECT 1 FROM policy WHERE calendar_id = c.id AND NOT " OD_TERMS_UNTOUCHED_POLICY
    ")) ORDER BY id LIMIT ?2",
    NULL, calendar_record },
  { "SELECT id FROM policy WHERE id > ?1 AND NOT " OD_TERMS_UNTOUCHED_POLICY " ORDER BY id LIMIT ?2", NULL,
    policy_record },
  { "SELECT id FROM view WHERE id > ?1 ORDER BY id LIMIT ?2", NULL, view_record },
};

static gboolean
append_line (OdExportRun *run, JsonObject *record, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  gsize len;

  json_node_take_object (node, record);
  text = od_json_to_string (node, &len);
  g_string_append_len (run->out, text, (gssize) len);
  g_string_append_c (run->out, '\n');
  run->report.n_lines++;
  return od_export_write (run, FALSE, error);
}

static gboolean
load_slice (OdExportRun *run, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (run->db, error, stages[run->stage].all, "ii", run->last_id, (gint64) OD_LIMIT_EXPORT_SLICE);
  gboolean has_row = stmt != NULL;

  g_array_set_size (run->ids, 0);
  while (has_row)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      id = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_array_append_val (run->ids, id);
    }
  run->n_done = 0;
  return stmt != NULL;
}

/* The rows that come next; none: this stage is over. */
static gboolean
load_next (OdExportRun *run, GError **error)
{
  if (run->options.conversation_id == 0)
    return load_slice (run, error);
  if (run->last_id != 0) /* all of them were loaded at once */
    {
      g_array_set_size (run->ids, 0);
      return TRUE;
    }
  if (stages[run->stage].of_one != NULL)
    return od_export_load_ids (run, stages[run->stage].of_one, run->options.conversation_id, error);
  g_array_set_size (run->ids, 0);
  return TRUE;
}

/* Writes the next rows, a slice at most. */
gboolean
od_export_ndjson_slice (OdExportRun *run, GError **error)
{
  if (run->report.n_lines == 0)
    {
      g_string_append (run->out, "{\"format\":\"omnidesk\",\"version\":1}\n");
      run->report.n_lines++;
    }
  if (run->n_done == run->ids->len && !load_next (run, error))
    return FALSE;
  if (run->ids->len == 0)
    {
      run->stage++;
      run->last_id = 0;
      run->n_done = 0;
      run->is_finished = run->stage == G_N_ELEMENTS (stages);
      return TRUE;
    }
  for (guint i = 0; i < OD_LIMIT_EXPORT_SLICE && run->n_done < run->ids->len; i++, run->n_done++)
    {
      JsonObject *record;

      run->last_id = g_array_index (run->ids, gint64, run->n_done);
      record = stages[run->stage].record (run, run->last_id, error);
      if (record == NULL || !append_line (run, record, error))
        return FALSE;
    }
  return TRUE;
}
