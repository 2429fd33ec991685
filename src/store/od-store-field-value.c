/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-limits.h"
#include "od-store-field.h"
#include "od-store-person.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"
#include "od-text.h"

/* What customers have in their fields, and their tags. Written to the profile that is shown; of a person that was linked,
 * what was chosen at linking gives way to what is typed afterwards. */

/**
 * od_store_field_index:
 *
 * Makes the values of all fields of a customer findable, as they are now.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_field_index (sqlite3 *db, gint64 customer_id, GError **error)
{
  g_autofree char *text = NULL;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT group_concat (value, char (10)) FROM (SELECT value FROM customer_field"
                          " WHERE customer_id = ?1 ORDER BY field_id)",
                          &row, "i", customer_id))
      return FALSE;
    text = od_stmt_dup_text (row, 0);
  }
  return od_search_index_put (db, OD_SEARCH_DOC_FIELDS, customer_id, text, error);
}

static gboolean
others_have_it (sqlite3 *db, gint64 root_id, gint64 field_id, gboolean *have, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT 1 FROM customer AS m JOIN customer_field AS v ON v.customer_id = m.id"
                        " WHERE m.merged_into_id = ?1 AND v.field_id = ?2",
                        &row, "ii", root_id, field_id))
    return FALSE;
  *have = row != NULL;
  return TRUE;
}

static gboolean
write_value (sqlite3 *db, gint64 root_id, const OdCustomField *field, const char *value, GError **error)
{
  g_autofree char *choice = g_strconcat ("field:", field->key, NULL);
  gboolean others_have = FALSE;

  if (*value == '\0' && !others_have_it (db, root_id, field->id, &others_have, error))
    return FALSE;
  if (!od_person_set_choice (db, root_id, choice, others_have ? "" : NULL, error))
    return FALSE;
  if (*value == '\0')
    return od_stmt_run (db, error, "DELETE FROM customer_field WHERE customer_id = ?1 AND field_id = ?2", "ii", root_id,
                        field->id);
  return od_stmt_run (db, error,
                      "INSERT INTO customer_field (customer_id, field_id, value) VALUES (?1, ?2, ?3)"
                      " ON CONFLICT (customer_id, field_id) DO UPDATE SET value = excluded.value",
                      "iit", root_id, field->id, value);
}

/**
 * od_store_field_set_value:
 * @data: an #OdFieldJob with @id, @customer_id and @text (%NULL or "" removes it)
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (it does not fit), %OD_ERROR_TOO_LARGE, %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_field_set_value (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autoptr (OdCustomField) field = od_store_field_find (db, job->id, error);
  g_autofree char *value = NULL;
  gint64 root_id;

  if (field == NULL || !od_person_find_root (db, job->customer_id, &root_id, error) ||
      !od_custom_field_check (field, job->text != NULL ? job->text : "", &value, error))
    return FALSE;
  return write_value (db, root_id, field, value, error) && od_store_field_index (db, root_id, error) &&
         od_person_tell (db, changes, root_id, FALSE, error) &&
         od_write_audit (db, job->now_us, job->operator_id, "field", "customer", root_id, error);
}

static gboolean
add_tag (sqlite3 *db, OdChangeSet *changes, gint64 root_id, const char *tag, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT count (*) FROM customer_tag WHERE customer_id = ?1", &row, "i", root_id))
    return FALSE;
  if (sqlite3_column_int64 (row, 0) >= OD_LIMIT_TAGS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d tags", OD_LIMIT_TAGS);
      return FALSE;
    }
  if (!od_stmt_run (db, error, "INSERT INTO tag (name) VALUES (?1) ON CONFLICT DO NOTHING", "t", tag))
    return FALSE;
  if (sqlite3_changes (db) > 0)
    od_change_set_add (changes, OD_CHANGE_LIBRARY, sqlite3_last_insert_rowid (db));
  return od_stmt_run (db, error,
                      "INSERT INTO customer_tag (customer_id, tag_id) VALUES (?1, (SELECT id FROM tag WHERE name = ?2))"
                      " ON CONFLICT DO NOTHING",
                      "it", root_id, tag);
}

/**
 * od_store_field_set_tag:
 * @data: an #OdFieldJob with @customer_id, @text and @is_set
 *
 * A tag of the person. Taken away, it goes from every linked profile that has it.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE, %OD_ERROR_TOO_LARGE, %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_field_set_tag (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autofree char *tag = NULL;
  gint64 root_id;

  if (!od_write_check_text (job->text, OD_LIMIT_TAG_CHARS, "tag", error))
    return FALSE;
  tag = od_text_snippet (job->text, OD_LIMIT_TAG_CHARS);
  if (*tag == '\0')
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "tag: it is empty");
      return FALSE;
    }
  if (!od_person_find_root (db, job->customer_id, &root_id, error))
    return FALSE;
  if (job->is_set ? !add_tag (db, changes, root_id, tag, error)
                  : !od_stmt_run (db, error,
                                  "DELETE FROM customer_tag WHERE customer_id IN " OD_PERSON_MEMBERS (
                                      "?1") " AND tag_id = (SELECT id FROM tag WHERE name = ?2)",
                                  "it", root_id, tag))
    return FALSE;
  return od_person_tell (db, changes, root_id, FALSE, error) &&
         od_write_audit (db, job->now_us, job->operator_id, job->is_set ? "tag" : "untag", "customer", root_id, error);
}
