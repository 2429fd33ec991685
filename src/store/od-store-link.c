/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-link.h"

#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-store-field.h"
#include "od-store-person.h"
#include "od-store-write-private.h"

/* Several profiles of one person. A link moves no row: it lets `merged_into_id` of the joined person's profiles point to
 * the one that is shown, and remembers which they were. Taken back, every profile is what it was. */

void
od_link_job_free (OdLinkJob *job)
{
  g_clear_pointer (&job->link, od_person_link_free);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_free (job);
}

/* ---- linking --------------------------------------------------------------- */

static gboolean
is_choice_key (const char *key)
{
  static const char *const keys[] = { "name", "lang", "time_zone", "note", NULL };

  if (g_strv_contains (keys, key))
    return TRUE;
  if (!g_str_has_prefix (key, "field:") || strlen (key) > OD_LIMIT_FIELD_NAME_BYTES + strlen ("field:"))
    return FALSE;
  return strpbrk (key, "\"\\") == NULL;
}

/* @json: (out) (transfer full): the choices as they are stored */
static gboolean
print_choices (GHashTable *choices, char **json, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer key, value;

  json_node_take_object (node, object);
  if (choices != NULL)
    {
      g_hash_table_iter_init (&iter, choices);
      while (g_hash_table_iter_next (&iter, &key, &value))
        {
          if (!is_choice_key (key))
            {
              g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "choices: a key is none");
              return FALSE;
            }
          if (!od_write_check_text (value, OD_LIMIT_NOTE_CHARS, "choices", error))
            return FALSE;
          json_object_set_string_member (object, key, value);
        }
    }
  *json = od_json_to_string (node, NULL);
  return TRUE;
}

static gboolean
find_roots (sqlite3 *db, gint64 kept_id, gint64 joined_id, gint64 *kept, gint64 *joined, GError **error)
{
  if (!od_person_find_root (db, kept_id, kept, error) || !od_person_find_root (db, joined_id, joined, error))
    return FALSE;
  if (*kept != *joined)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED, "They are one person already");
  return FALSE;
}

/* Every conversation of the person has another thread now. */
static gboolean
tell_person (sqlite3 *db, OdChangeSet *changes, gint64 customer_id, GError **error)
{
  const gint64 *ids;
  guint n_ids;

  if (!od_person_tell (db, changes, customer_id, TRUE, error))
    return FALSE;
  ids = od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n_ids);
  for (guint i = 0; i < n_ids; i++)
    od_change_set_add (changes, OD_CHANGE_PERSON, ids[i]);
  return TRUE;
}

/**
 * od_store_link:
 * @data: an #OdLinkJob with @link; @id is filled
 *
 * Shows the person of one customer as that of another. Any customer of either may be named.
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED (they are one already), %OD_ERROR_USAGE (of @link's choices),
 *   %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_link (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLinkJob *job = data;
  const OdPersonLink *link = job->link;
  g_autofree char *choices = NULL;
  gint64 kept, joined;

  if (!find_roots (db, link->kept_id, link->joined_id, &kept, &joined, error) ||
      !print_choices (link->choices, &choices, error) ||
      !od_stmt_run (db, error,
                    "INSERT INTO customer_link (kept_id, joined_id, members, choices, operator_id, at_us)"
                    " SELECT ?1, ?2, (SELECT json_group_array (id) FROM (SELECT id FROM customer WHERE id = ?2 OR"
                    " merged_into_id = ?2 ORDER BY id)), ?3, nullif (?4, 0), ?5",
                    "iitii", kept, joined, choices, link->operator_id, job->now_us))
    return FALSE;
  job->id = sqlite3_last_insert_rowid (db);
  return od_stmt_run (db, error, "UPDATE customer SET merged_into_id = ?1 WHERE id = ?2 OR merged_into_id = ?2", "ii",
                      kept, joined) &&
         tell_person (db, changes, kept, error) &&
         od_write_audit (db, job->now_us, link->operator_id, "link", "customer", kept, error);
}

/**
 * od_store_unlink:
 * @data: an #OdLinkJob with @id
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED (the person was linked into another since; that link goes first),
 *   %OD_ERROR_NOT_FOUND (no link, or not in force any more) or %OD_ERROR_STORE
 */
gboolean
od_store_unlink (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLinkJob *job = data;
  gint64 kept, joined;
  gboolean rests;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT l.kept_id, l.joined_id, j.merged_into_id IS NOT l.kept_id FROM customer_link AS l"
                          " JOIN customer AS j ON j.id = l.joined_id WHERE l.id = ?1 AND l.undone_at_us = 0",
                          &row, "i", job->id))
      return FALSE;
    if (row == NULL)
      return od_write_gone (error, "link");
    kept = sqlite3_column_int64 (row, 0);
    joined = sqlite3_column_int64 (row, 1);
    rests = sqlite3_column_int (row, 2) != 0;
  }
  if (rests)
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED, "A later link rests upon this one");
      return FALSE;
    }
  return tell_person (db, changes, kept, error) &&
         od_stmt_run (db, error,
                      "UPDATE customer SET merged_into_id = nullif (?2, id) WHERE merged_into_id = ?3 AND id IN"
                      " (SELECT value FROM customer_link AS l, json_each (l.members) WHERE l.id = ?1)",
                      "iii", job->id, joined, kept) &&
         od_stmt_run (db, error, "UPDATE customer_link SET undone_at_us = max (?2, 1) WHERE id = ?1", "ii", job->id,
                      job->now_us) &&
         od_write_audit (db, job->now_us, job->operator_id, "unlink", "customer", kept, error);
}

/* ---- what is linked -------------------------------------------------------- */

static GHashTable *
read_choices (const char *json)
{
  g_autoptr (JsonNode) node = od_json_parse (json, -1, NULL, NULL);
  GHashTable *choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return choices;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &key, &value))
    if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
      g_hash_table_insert (choices, g_strdup (key), json_node_dup_string (value));
  return choices;
}

/**
 * od_store_link_load:
 * @data: an #OdLinkJob with @customer_id; @found is filled with #OdPersonLink
 *
 * An #OdDbReadFunc: the links in force by which others are shown as this person, newest first.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_link_load (sqlite3 *db, gpointer data, GError **error)
{
  OdLinkJob *job = data;
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error,
      "SELECT l.id, l.kept_id, l.joined_id, coalesce (nullif (u.name, ''), (SELECT coalesce (nullif (display, ''),"
      " address) FROM contact_point WHERE customer_id = u.id ORDER BY last_seen_at_us DESC, id LIMIT 1), ''),"
      " l.choices, ifnull (l.operator_id, 0), l.at_us FROM customer_link AS l JOIN customer AS u ON u.id = l.joined_id"
      " WHERE l.undone_at_us = 0 AND l.joined_id IN " OD_PERSON_MEMBERS ("?1") " ORDER BY l.id DESC",
      "i", job->customer_id);
  gboolean has_row = stmt != NULL;

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_person_link_free);
  while (has_row)
    {
      OdPersonLink *link;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      link = g_new0 (OdPersonLink, 1);
      link->id = sqlite3_column_int64 (stmt, 0);
      link->kept_id = sqlite3_column_int64 (stmt, 1);
      link->joined_id = sqlite3_column_int64 (stmt, 2);
      link->joined_name = od_stmt_dup_text (stmt, 3);
      link->choices = read_choices ((const char *) sqlite3_column_text (stmt, 4));
      link->operator_id = sqlite3_column_int64 (stmt, 5);
      link->at_us = sqlite3_column_int64 (stmt, 6);
      g_ptr_array_add (job->found, link);
    }
  return stmt != NULL;
}

/* ---- what they say differently --------------------------------------------- */

static void
compare_key (OdLinkJob *job, GHashTable *kept, GHashTable *joined, const char *key, const char *label)
{
  const char *a = g_hash_table_lookup (kept, key), *b = g_hash_table_lookup (joined, key);
  OdPersonConflict *conflict;

  if (a == NULL || b == NULL || *a == '\0' || *b == '\0' || strcmp (a, b) == 0)
    return;
  conflict = g_new0 (OdPersonConflict, 1);
  conflict->key = g_strdup (key);
  conflict->label = g_strdup (label);
  conflict->kept_value = g_strdup (a);
  conflict->joined_value = g_strdup (b);
  g_ptr_array_add (job->found, conflict);
}

/**
 * od_store_link_compare:
 * @data: an #OdLinkJob with @customer_id (kept) and @other_id (joined); @found is filled with #OdPersonConflict
 *
 * An #OdDbReadFunc: what two people say differently, in the order of the profile.
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED (they are one), %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_link_compare (sqlite3 *db, gpointer data, GError **error)
{
  static const char *const keys[] = { "name", "lang", "time_zone", "note" };
  OdLinkJob *job = data;
  g_autoptr (GHashTable) kept_says = NULL, joined_says = NULL;
  g_autoptr (OdFieldJob) fields = g_new0 (OdFieldJob, 1);
  gint64 kept, joined;

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_person_conflict_free);
  if (!find_roots (db, job->customer_id, job->other_id, &kept, &joined, error) ||
      (kept_says = od_person_say (db, kept, error)) == NULL ||
      (joined_says = od_person_say (db, joined, error)) == NULL || !od_store_field_load (db, fields, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    compare_key (job, kept_says, joined_says, keys[i], "");
  for (guint i = 0; i < fields->found->len; i++)
    {
      const OdCustomField *field = fields->found->pdata[i];
      g_autofree char *key = g_strconcat ("field:", field->key, NULL);

      compare_key (job, kept_says, joined_says, key, field->label);
    }
  return TRUE;
}
