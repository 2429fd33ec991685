/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-finding.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-phone.h"
#include "od-recognise.h"
#include "od-store-person.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"

/* What was recognised in messages: offered until somebody takes it into the profile, or does not want it there. */

enum {
  STATE_OFFERED = 0,
  STATE_TAKEN = 1,
  STATE_DECLINED = 2,
};

/* @value: (out) (transfer full) (nullable): of a setting */
static gboolean
load_setting (sqlite3 *db, const char *key, char **value, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *value = NULL;
  if (!od_stmt_get_row (db, error, "SELECT value FROM setting WHERE key = ?1", &row, "t", key))
    return FALSE;
  if (row != NULL)
    *value = od_stmt_dup_text (row, 0);
  return TRUE;
}

/**
 * od_store_recognition_load:
 * @data: an #OdRecognition, empty
 *
 * An #OdDbReadFunc: the settings `recognise.order`, `recognise.tracking` and `recognise.region`.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_recognition_load (sqlite3 *db, gpointer data, GError **error)
{
  OdRecognition *how = data;

  return load_setting (db, "recognise.order", &how->order_pattern, error) &&
         load_setting (db, "recognise.tracking", &how->tracking_pattern, error) &&
         load_setting (db, "recognise.region", &how->region, error);
}

static gboolean
save_setting (sqlite3 *db, const char *key, const char *value, GError **error)
{
  if (value == NULL || *value == '\0')
    return od_stmt_run (db, error, "DELETE FROM setting WHERE key = ?1", "t", key);
  return od_stmt_run (db, error,
                      "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
                      "tt", key, value);
}

static gboolean
check_pattern (const char *pattern)
{
  return pattern == NULL || *pattern == '\0' || od_recognise_check_pattern (pattern) == OD_PATTERN_GOOD;
}

/**
 * od_store_recognition_save:
 * @data: an #OdRecognition
 *
 * What is recognised in messages that come from now on. The country holds for the phones that are here, too.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE or %OD_ERROR_STORE
 */
gboolean
od_store_recognition_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  const OdRecognition *how = data;
  gboolean is_region_good = how->region == NULL || *how->region == '\0' || od_recognise_check_region (how->region);

  if (!check_pattern (how->order_pattern) || !check_pattern (how->tracking_pattern) || !is_region_good)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "A pattern or the country can't be used");
      return FALSE;
    }
  return save_setting (db, "recognise.order", how->order_pattern, error) &&
         save_setting (db, "recognise.tracking", how->tracking_pattern, error) &&
         save_setting (db, "recognise.region", how->region, error) && od_person_match_anew (db, error);
}

/**
 * od_store_finding_add:
 * @message_id: an inbound message of @customer_id
 * @text: what it says
 *
 * Recognises what is in a message, and keeps it as an offer, as od_store_recognition_save() wants it. Part of the
 * caller's write.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_finding_add (sqlite3 *db, OdChangeSet *changes, gint64 message_id, gint64 customer_id, const char *text,
                      GError **error)
{
  g_autoptr (OdRecognition) how = g_new0 (OdRecognition, 1);
  g_autoptr (GPtrArray) found = NULL;

  if (strpbrk (text, "0123456789@") == NULL)
    return TRUE;
  if (!od_store_recognition_load (db, how, error))
    return FALSE;
  found = od_recognise (text, how);
  for (guint i = 0; i < found->len; i++)
    {
      const OdRecognised *recognised = found->pdata[i];

      if (!od_stmt_run (db, error,
                        "INSERT INTO finding (message_id, customer_id, kind, value) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT DO NOTHING",
                        "iitt", message_id, customer_id, recognised->kind, recognised->value))
        return FALSE;
    }
  return found->len == 0 || od_person_tell (db, changes, customer_id, FALSE, error);
}

/* Of the person: addresses as they are compared, "phone\n+79161234567", and values of fields, "order\n1042". */
static gboolean
load_known (sqlite3 *db, gint64 customer_id, GHashTable *known, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error,
      "SELECT channel, address FROM contact_point WHERE customer_id IN " OD_PERSON_MEMBERS (
          "?1") " UNION ALL SELECT f.key, v.value FROM customer_field AS v JOIN field AS f ON f.id = v.field_id"
                " WHERE v.customer_id IN " OD_PERSON_MEMBERS ("?1"),
      "i", customer_id);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      const char *kind, *value;
      g_autofree char *phone = NULL, *folded = NULL;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      kind = (const char *) sqlite3_column_text (stmt, 0);
      value = (const char *) sqlite3_column_text (stmt, 1);
      if (strcmp (kind, "phone") == 0)
        phone = od_person_normalise_phone (db, value);
      else if (strcmp (kind, "email") == 0)
        folded = g_utf8_strdown (value, -1);
      g_hash_table_add (known, g_strconcat (kind, "\n", phone != NULL ? phone : folded != NULL ? folded : value, NULL));
    }
  return stmt != NULL;
}

static OdFinding *
read_finding (OdStmt *stmt)
{
  OdFinding *finding = g_new0 (OdFinding, 1);

  finding->id = sqlite3_column_int64 (stmt, 0);
  finding->message_id = sqlite3_column_int64 (stmt, 1);
  finding->conversation_id = sqlite3_column_int64 (stmt, 2);
  finding->at_us = sqlite3_column_int64 (stmt, 3);
  finding->kind = od_stmt_dup_text (stmt, 4);
  finding->value = od_stmt_dup_text (stmt, 5);
  finding->shown = strcmp (finding->kind, "phone") == 0 ? od_phone_format (finding->value) : g_strdup (finding->value);
  return finding;
}

/**
 * od_store_finding_load:
 * @data: an #OdFieldJob with @customer_id; @found is filled
 *
 * An #OdDbReadFunc: what is on offer for the profile of the person, newest first, each value once; nothing that the
 * profile says already.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_finding_load (sqlite3 *db, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error,
      "SELECT f.id, f.message_id, t.conversation_id, max (t.at_us) AS at, f.kind, f.value"
      " FROM finding AS f JOIN timeline AS t ON t.id = f.message_id WHERE f.customer_id IN " OD_PERSON_MEMBERS (
          "?1") " GROUP BY f.kind, f.value HAVING sum (f.state) = 0 ORDER BY at DESC, f.id DESC",
      "i", job->customer_id);
  gboolean has_row = stmt != NULL;

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_finding_free);
  if (stmt == NULL || !load_known (db, job->customer_id, known, error))
    return FALSE;
  while (has_row && job->found->len < OD_LIMIT_FINDINGS_SHOWN)
    {
      g_autoptr (OdFinding) finding = NULL;
      g_autofree char *name = NULL;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      finding = read_finding (stmt);
      name = g_strconcat (finding->kind, "\n", finding->value, NULL);
      if (!g_hash_table_contains (known, name))
        g_ptr_array_add (job->found, g_steal_pointer (&finding));
    }
  return TRUE;
}

/* ---- deciding -------------------------------------------------------------- */

/* It is only what the customer said, so it joins them to nobody: the scope is their own. */
static gboolean
take_address (sqlite3 *db, gint64 root_id, const char *channel, const char *address, gint64 now_us, GError **error)
{
  g_autofree char *scope = g_strdup_printf ("~%" G_GINT64_FORMAT, root_id);
  g_autofree char *key = od_person_match_key (db, channel, address);

  if (!od_stmt_run (db, error,
                    "INSERT INTO contact_point (customer_id, channel, scope, address, last_seen_at_us, match_key)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
                    "itttit", root_id, channel, scope, address, now_us, key))
    return FALSE;
  return sqlite3_changes (db) == 0 ||
         od_search_index_put (db, OD_SEARCH_DOC_CONTACT_POINT, sqlite3_last_insert_rowid (db), address, error);
}

/* Into the field of that key; it is made if it isn't there. */
static gboolean
take_value (sqlite3 *db, OdChangeSet *changes, const OdFieldJob *job, gint64 root_id, const char *key,
            const char *value, GError **error)
{
  OdFieldJob set = {
    .customer_id = root_id, .text = (char *) value, .operator_id = job->operator_id, .now_us = job->now_us
  };

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, "SELECT id FROM field WHERE key = ?1", &row, "t", key))
      return FALSE;
    set.id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  }
  if (set.id == 0)
    {
      gboolean is_order = strcmp (key, "order") == 0;
      OdCustomField field = { .key = (char *) key,
                              .label = job->labels != NULL ? job->labels[is_order ? 0 : 1] : (char *) key };
      OdFieldJob save = { .field = &field, .operator_id = job->operator_id, .now_us = job->now_us };

      if (!od_store_field_save (db, changes, &save, error))
        return FALSE;
      set.id = save.id;
    }
  return od_store_field_set_value (db, changes, &set, error);
}

/**
 * od_store_finding_decide:
 * @data: an #OdFieldJob with @id, @is_set (it is taken) and @labels
 *
 * Takes a finding into the profile or declines it; either way that value isn't offered for this person again.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (it does not fit the field), %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_finding_decide (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autofree char *kind = NULL, *value = NULL;
  gint64 customer_id, root_id;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, "SELECT customer_id, kind, value FROM finding WHERE id = ?1", &row, "i", job->id))
      return FALSE;
    if (row == NULL)
      return od_write_gone (error, "finding");
    customer_id = sqlite3_column_int64 (row, 0);
    kind = od_stmt_dup_text (row, 1);
    value = od_stmt_dup_text (row, 2);
  }
  if (!od_person_find_root (db, customer_id, &root_id, error) ||
      !od_stmt_run (db, error,
                    "UPDATE finding SET state = ?2 WHERE kind = ?3 AND value = ?4"
                    " AND customer_id IN " OD_PERSON_MEMBERS ("?1"),
                    "iitt", root_id, (gint64) (job->is_set ? STATE_TAKEN : STATE_DECLINED), kind, value))
    return FALSE;
  if (job->is_set && !(strcmp (kind, "phone") == 0 || strcmp (kind, "email") == 0
                           ? take_address (db, root_id, kind, value, job->now_us, error)
                           : take_value (db, changes, job, root_id, kind, value, error)))
    return FALSE;
  return od_person_tell (db, changes, root_id, FALSE, error) &&
         od_write_audit (db, job->now_us, job->operator_id, job->is_set ? "take" : "decline", "finding", job->id,
                         error);
}
