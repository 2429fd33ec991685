/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-field-private.h"

#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-store-write-private.h"
#include "od-text.h"

/* Which custom fields there are. What only some kinds have is in `options`: {"choices": […], "pattern": "…", "hint": "…"} */

void
od_field_job_free (OdFieldJob *job)
{
  g_clear_pointer (&job->field, od_custom_field_free);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_strfreev (job->labels);
  g_free (job->text);
  g_free (job->next_value);
  g_free (job);
}

static char *
dup_member (JsonObject *object, const char *name)
{
  const char *text = NULL;

  od_json_get_string_opt (object, name, OD_LIMIT_FIELD_VALUE_BYTES, &text, NULL);
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static void
read_options (OdCustomField *field, const char *text)
{
  g_autoptr (JsonNode) node = od_json_parse (text, -1, NULL, NULL);
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *choices = NULL;
  g_autoptr (GStrvBuilder) builder = NULL;

  if (object == NULL)
    return;
  field->pattern = dup_member (object, "pattern");
  field->hint = dup_member (object, "hint");
  if (!od_json_get_array_opt (object, "choices", &choices, NULL) || choices == NULL)
    return;
  builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (choices); i++)
    {
      JsonNode *choice = json_array_get_element (choices, i);

      if (JSON_NODE_HOLDS_VALUE (choice) && json_node_get_value_type (choice) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (choice));
    }
  field->options = g_strv_builder_end (builder);
}

static char *
print_options (const OdCustomField *field)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  if (field->kind == OD_CUSTOM_FIELD_LIST && field->options != NULL)
    {
      JsonArray *choices = json_array_new ();

      for (guint i = 0; field->options[i] != NULL; i++)
        json_array_add_string_element (choices, field->options[i]);
      json_object_set_array_member (object, "choices", choices);
    }
  if (field->kind == OD_CUSTOM_FIELD_TEXT && field->pattern != NULL && *field->pattern != '\0')
    json_object_set_string_member (object, "pattern", field->pattern);
  if (field->kind == OD_CUSTOM_FIELD_TEXT && field->hint != NULL && *field->hint != '\0')
    json_object_set_string_member (object, "hint", field->hint);
  return od_json_to_string (node, NULL);
}

#define FIELD_COLUMNS "id, key, label, kind, options"

/* A kind that a newer program stored is text. */
static OdCustomField *
read_field (OdStmt *stmt)
{
  OdCustomField *field = g_new0 (OdCustomField, 1);

  field->id = sqlite3_column_int64 (stmt, 0);
  field->key = od_stmt_dup_text (stmt, 1);
  field->label = od_stmt_dup_text (stmt, 2);
  if (!od_custom_field_kind_parse ((const char *) sqlite3_column_text (stmt, 3), &field->kind))
    field->kind = OD_CUSTOM_FIELD_TEXT;
  read_options (field, (const char *) sqlite3_column_text (stmt, 4));
  return field;
}

/**
 * od_store_field_load:
 * @data: an #OdFieldJob; @found is filled
 *
 * An #OdDbReadFunc: the custom fields, by position.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_field_load (sqlite3 *db, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, "SELECT " FIELD_COLUMNS " FROM field ORDER BY position, id", error);
  gboolean has_row = stmt != NULL;

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_custom_field_free);
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (job->found, read_field (stmt));
    }
  return stmt != NULL;
}

/**
 * od_store_field_find:
 *
 * Returns: (transfer full) (nullable): the field; %NULL with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
OdCustomField *
od_store_field_find (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT " FIELD_COLUMNS " FROM field WHERE id = ?1", &row, "i", id))
    return NULL;
  if (row != NULL)
    return read_field (row);
  od_write_set_gone (error, "field");
  return NULL;
}

/* ---- saving ---------------------------------------------------------------- */

static gboolean
is_key (const char *key)
{
  for (const char *p = key; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '_')
      return FALSE;
  return *key != '\0' && strlen (key) <= OD_LIMIT_FIELD_NAME_BYTES;
}

/* Of the label's Latin letters; "field" if there are none. */
static char *
make_key (const char *label)
{
  g_autofree char *latin = g_str_to_ascii (label, "C");
  GString *key = g_string_new (NULL);

  for (const char *p = latin; *p != '\0' && key->len < OD_LIMIT_FIELD_NAME_BYTES - 8; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (key, g_ascii_tolower (*p));
    else if (*p != '?' && key->len > 0 && key->str[key->len - 1] != '_')
      g_string_append_c (key, '_');
  while (key->len > 0 && key->str[key->len - 1] == '_')
    g_string_truncate (key, key->len - 1);
  if (key->len == 0)
    g_string_append (key, "field");
  return g_string_free (key, FALSE);
}

static gboolean
is_taken (sqlite3 *db, const char *key, gint64 id, gboolean *taken, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT 1 FROM field WHERE key = ?1 AND id <> ?2", &row, "ti", key, id))
    return FALSE;
  *taken = row != NULL;
  return TRUE;
}

/* What came with an import may have any key: it stays. */
static gboolean
is_kept_key (sqlite3 *db, const OdCustomField *field, gboolean *is_kept, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT 1 FROM field WHERE id = ?1 AND key = ?2", &row, "it", field->id, field->key))
    return FALSE;
  *is_kept = row != NULL;
  return TRUE;
}

/* @key: (out) (transfer full): what was asked for, or a free one of the label */
static gboolean
choose_key (sqlite3 *db, const OdCustomField *field, char **key, GError **error)
{
  g_autofree char *base = *field->key != '\0' ? g_strdup (field->key) : make_key (field->label);
  g_autofree char *attempt = g_strdup (base);
  gboolean taken = TRUE, is_kept;

  if (!is_kept_key (db, field, &is_kept, error))
    return FALSE;
  if (!is_kept && !is_key (base))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "key: lower-case letters, digits and _ are needed");
      return FALSE;
    }
  for (guint i = 2; taken; i++)
    {
      if (!is_taken (db, attempt, field->id, &taken, error))
        return FALSE;
      if (taken && *field->key != '\0')
        {
          g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "key: another field has it");
          return FALSE;
        }
      if (taken)
        {
          g_free (attempt);
          attempt = g_strdup_printf ("%s_%u", base, i);
        }
    }
  *key = g_steal_pointer (&attempt);
  return TRUE;
}

static gboolean
check_field (const OdCustomField *field, GError **error)
{
  guint n_options = field->options != NULL ? g_strv_length (field->options) : 0;

  if (!od_write_check_text (field->label, OD_LIMIT_NAME_CHARS, "label", error))
    return FALSE;
  if (*field->label == '\0')
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "label: it is empty");
  else if (field->kind == OD_CUSTOM_FIELD_LIST && n_options == 0)
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "options: a list needs some");
  else if (n_options > OD_LIMIT_FIELD_OPTIONS)
    g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "options: more than %d", OD_LIMIT_FIELD_OPTIONS);
  else if (field->pattern != NULL && *field->pattern != '\0' && !od_custom_field_is_pattern (field->pattern))
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "pattern: it is none");
  else
    {
      for (guint i = 0; i < n_options; i++)
        {
          g_autofree char *clean = NULL;

          if (!od_write_check_text (field->options[i], OD_LIMIT_NAME_CHARS, "options", error))
            return FALSE;
          clean = od_text_snippet (field->options[i], OD_LIMIT_FIELD_VALUE_BYTES);
          if (*clean == '\0' || strcmp (clean, field->options[i]) != 0)
            {
              g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "options: one is no plain line");
              return FALSE;
            }
        }
      return field->hint == NULL || od_write_check_text (field->hint, OD_LIMIT_NAME_CHARS, "hint", error);
    }
  return FALSE;
}

static gboolean
write_field (sqlite3 *db, const OdCustomField *field, const char *key, gint64 *id, GError **error)
{
  g_autofree char *options = print_options (field);
  const char *kind = od_custom_field_kind_get_name (field->kind);

  *id = field->id;
  if (field->id != 0)
    {
      if (!od_stmt_run (db, error, "UPDATE field SET key = ?2, label = ?3, kind = ?4, options = ?5 WHERE id = ?1",
                        "itttt", field->id, key, field->label, kind, options))
        return FALSE;
      return sqlite3_changes (db) > 0 || od_write_gone (error, "field");
    }
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, "SELECT count (*) FROM field", &row, ""))
      return FALSE;
    if (sqlite3_column_int64 (row, 0) >= OD_LIMIT_FIELDS)
      {
        g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d fields", OD_LIMIT_FIELDS);
        return FALSE;
      }
  }
  if (!od_stmt_run (db, error,
                    "INSERT INTO field (key, label, kind, options, position)"
                    " SELECT ?1, ?2, ?3, ?4, ifnull (max (position), -1) + 1 FROM field",
                    "tttt", key, field->label, kind, options))
    return FALSE;
  *id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

/**
 * od_store_field_save:
 * @data: an #OdFieldJob with @field; @id is filled. If it @is_checked and not yet @is_done, od_store_field_refit() is the
 *   caller's to run, or od_store_field_resume() is; otherwise all values are looked at and spelled here, however many they are
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (no label, key taken, no pattern, values do not fit), %OD_ERROR_TOO_LARGE,
 *   %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_field_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  OdFieldJob values = { .field = job->field };
  g_autofree char *key = NULL;
  gboolean ok;

  if (!check_field (job->field, error) || !choose_key (db, job->field, &key, error))
    return FALSE;
  values.is_checked = values.is_done = job->is_checked;
  for (ok = TRUE; ok && !values.is_checked;)
    ok = od_store_field_check (db, &values, error);
  ok = ok && write_field (db, job->field, key, &job->id, error);
  if (ok && job->is_checked && !job->is_done)
    ok = od_field_pending_add (db, job->id, "refit", error);
  while (ok && !values.is_done)
    ok = od_store_field_refit (db, changes, &values, error);
  g_free (values.next_value);
  if (!ok)
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_write_audit (db, job->now_us, job->operator_id, job->field->id == 0 ? "add" : "change", "field", job->id,
                         error);
}

/* ---- removing and moving --------------------------------------------------- */

static gboolean
collect_ids (sqlite3 *db, const char *sql, gint64 id, GArray *ids, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, sql, "i", id);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      gint64 found;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      found = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_array_append_val (ids, found);
    }
  return stmt != NULL;
}

/**
 * od_store_field_remove:
 * @data: an #OdFieldJob with @id; run it again until it @is_done
 *
 * Removes the next values, and with the last of them the field.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_field_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autoptr (GArray) customers = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!collect_ids (
          db, "SELECT customer_id FROM customer_field WHERE field_id = ?1 LIMIT " G_STRINGIFY (OD_LIMIT_FIELD_SLICE),
          job->id, customers, error))
    return FALSE;
  for (guint i = 0; i < customers->len; i++)
    {
      gint64 customer_id = g_array_index (customers, gint64, i);

      od_change_set_add (changes, OD_CHANGE_CUSTOMER, customer_id);
      if (!od_stmt_run (db, error, "DELETE FROM customer_field WHERE field_id = ?1 AND customer_id = ?2", "ii", job->id,
                        customer_id) ||
          !od_store_field_index (db, customer_id, error))
        return FALSE;
    }
  job->is_done = customers->len < OD_LIMIT_FIELD_SLICE;
  if (!job->is_done)
    return od_field_pending_add (db, job->id, "remove", error);
  if (!od_field_pending_end (db, job->id, error) ||
      !od_stmt_run (db, error, "DELETE FROM field WHERE id = ?1", "i", job->id))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    return od_write_gone (error, "field");
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_write_audit (db, job->now_us, job->operator_id, "remove", "field", job->id, error);
}

/**
 * od_store_field_move:
 * @data: an #OdFieldJob with @id and @position; beyond the end is the end
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_field_move (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (OdCustomField) field = od_store_field_find (db, job->id, error);

  if (field == NULL ||
      !collect_ids (db, "SELECT id FROM field WHERE id <> ?1 ORDER BY position, id", job->id, ids, error))
    return FALSE;
  g_array_insert_val (ids, MIN (job->position, ids->len), job->id);
  for (guint i = 0; i < ids->len; i++)
    if (!od_stmt_run (db, error, "UPDATE field SET position = ?2 WHERE id = ?1 AND position <> ?2", "ii",
                      g_array_index (ids, gint64, i), (gint64) i))
      return FALSE;
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_write_audit (db, job->now_us, job->operator_id, "move", "field", job->id, error);
}
