/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-people-csv-private.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-customer.h"
#include "od-store-person.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"
#include "od-transaction.h"
#include "od-ulid.h"

/* What the lines of a table of customers change. */

void
od_csv_refuse (OdCsvTable *table, OdCsvLine *line, const OdCsvColumn *column, const char *reason)
{
  if (!line->is_refused)
    od_people_file_report_refuse (table->job->report, line->row->line, column != NULL ? column->name : NULL, reason);
  line->is_refused = TRUE;
}

const char *
od_csv_get_value (OdCsvTable *table, const OdCsvLine *line, OdCsvColumnKind kind)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (g_array_index (table->columns, OdCsvColumn, i).kind == kind && *(char *) line->values->pdata[i] != '\0')
      return line->values->pdata[i];
  return "";
}

/* ---- what it changes ------------------------------------------------------- */

/* Each kind of column: asks whether the store says so already, and writes it. Changes are %NULL if it is only asked. */
typedef struct {
  OdCsvTable *table;
  OdCsvLine *line;
  OdChangeSet *changes; /* (nullable) */
  GHashTable *says;
  gboolean is_changed;
} Taking;

static gboolean
has_row_of (sqlite3 *db, const char *sql, gint64 id, const char *text, gboolean *has, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, sql, &row, "it", id, text))
    return FALSE;
  *has = row != NULL;
  return TRUE;
}

static gboolean
take_address (Taking *taking, const char *channel, const char *address, GError **error)
{
  sqlite3 *db = taking->table->db;
  gint64 id = taking->line->customer_id;
  g_autofree char *scope = g_strdup_printf ("~%" G_GINT64_FORMAT, id);
  gboolean has;

  if (!has_row_of (db, "SELECT 1 FROM contact_point WHERE match_key = ?2 AND customer_id IN " OD_PERSON_MEMBERS ("?1"),
                   id, address, &has, error))
    return FALSE;
  taking->is_changed |= !has;
  if (has || taking->changes == NULL)
    return TRUE;
  return od_stmt_run (db, error,
                      "INSERT INTO contact_point (customer_id, channel, scope, address, match_key)"
                      " VALUES (?1, ?2, ?3, ?4, ?4) ON CONFLICT DO NOTHING",
                      "ittt", id, channel, scope, address) &&
         (sqlite3_changes (db) == 0 ||
          od_search_index_put (db, OD_SEARCH_DOC_CONTACT_POINT, sqlite3_last_insert_rowid (db), address, error));
}

/* Leaves @tags with those that the person has not got. */
static gboolean
find_new_tags (Taking *taking, char **tags, GPtrArray *missing, GError **error)
{
  for (guint i = 0; tags[i] != NULL; i++)
    {
      gboolean has;

      if (!has_row_of (taking->table->db,
                       "SELECT 1 FROM customer_tag AS t JOIN tag AS g ON g.id = t.tag_id WHERE g.name = ?2"
                       " AND t.customer_id IN " OD_PERSON_MEMBERS ("?1"),
                       taking->line->customer_id, tags[i], &has, error))
        return FALSE;
      if (!has && !g_ptr_array_find_with_equal_func (missing, tags[i], g_str_equal, NULL))
        g_ptr_array_add (missing, tags[i]);
    }
  return TRUE;
}

static gboolean
take_tags (Taking *taking, const OdCsvColumn *column, const char *value, GError **error)
{
  g_auto (GStrv) tags = g_strsplit (value, ";", -1);
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  gint64 n_had;

  if (!find_new_tags (taking, tags, missing, error))
    return FALSE;
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (taking->table->db, error, "SELECT count (*) FROM customer_tag WHERE customer_id = ?1", &row,
                          "i", taking->line->customer_id))
      return FALSE;
    n_had = sqlite3_column_int64 (row, 0);
  }
  if (n_had + missing->len > OD_LIMIT_TAGS)
    {
      od_csv_refuse (taking->table, taking->line, column, "too many tags");
      return TRUE;
    }
  taking->is_changed |= missing->len > 0;
  for (guint i = 0; taking->changes != NULL && i < missing->len; i++)
    {
      OdFieldJob job = { .customer_id = taking->line->customer_id,
                         .text = missing->pdata[i],
                         .is_set = TRUE,
                         .operator_id = taking->table->job->operator_id,
                         .now_us = taking->table->job->now_us };

      if (!od_store_field_set_tag (taking->table->db, taking->changes, &job, error))
        return FALSE;
    }
  return TRUE;
}

/* "name", "note", "lang", "time_zone" and fields: what the person says. */
static gboolean
take_said (Taking *taking, const OdCsvColumn *column, const char *key, const char *value, GError **error)
{
  const char *said = g_hash_table_lookup (taking->says, key);
  sqlite3 *db = taking->table->db;
  gint64 id = taking->line->customer_id;
  OdCustomerJob job = { .customer_id = id,
                        .text = (char *) value,
                        .operator_id = taking->table->job->operator_id,
                        .now_us = taking->table->job->now_us };

  if (g_strcmp0 (said, value) == 0)
    return TRUE;
  taking->is_changed = TRUE;
  if (taking->changes == NULL)
    return TRUE;
  if (column->kind == OD_CSV_COLUMN_NAME)
    return od_store_customer_rename (db, taking->changes, &job, error);
  if (column->kind == OD_CSV_COLUMN_NOTE)
    return od_store_customer_set_note (db, taking->changes, &job, error);
  if (column->kind == OD_CSV_COLUMN_FIELD)
    {
      OdFieldJob set = { .id = column->field->id,
                         .customer_id = id,
                         .text = (char *) value,
                         .operator_id = job.operator_id,
                         .now_us = job.now_us };

      return od_store_field_set_value (db, taking->changes, &set, error);
    }
  return od_person_set_choice (db, id, key, NULL, error) &&
         od_stmt_run (db, error,
                      column->kind == OD_CSV_COLUMN_LANG ? "UPDATE customer SET lang = ?2 WHERE id = ?1"
                                                         : "UPDATE customer SET time_zone = ?2 WHERE id = ?1",
                      "it", id, value) &&
         od_person_tell (db, taking->changes, id, FALSE, error);
}

static gboolean
take_column (Taking *taking, const OdCsvColumn *column, const char *value, GError **error)
{
  static const char *const keys[] = { [OD_CSV_COLUMN_NAME] = "name",
                                      [OD_CSV_COLUMN_NOTE] = "note",
                                      [OD_CSV_COLUMN_LANG] = "lang",
                                      [OD_CSV_COLUMN_ZONE] = "time_zone" };
  g_autofree char *key = NULL;

  if (*value == '\0' || column->kind == OD_CSV_COLUMN_ID)
    return TRUE;
  if (column->kind == OD_CSV_COLUMN_EMAIL || column->kind == OD_CSV_COLUMN_PHONE)
    return take_address (taking, column->kind == OD_CSV_COLUMN_EMAIL ? "email" : "phone", value, error);
  if (column->kind == OD_CSV_COLUMN_TAGS)
    return take_tags (taking, column, value, error);
  key = column->kind == OD_CSV_COLUMN_FIELD ? g_strconcat ("field:", column->field->key, NULL)
                                            : g_strdup (keys[column->kind]);
  return take_said (taking, column, key, value, error);
}

static gboolean
add_customer (OdCsvTable *table, OdCsvLine *line, OdChangeSet *changes, GError **error)
{
  const char *given = od_csv_get_value (table, line, OD_CSV_COLUMN_ID);
  g_autofree char *uid = *given != '\0' ? g_strdup (given) : od_ulid_new (table->job->now_us);

  if (!od_stmt_run (table->db, error, "INSERT INTO customer (uid, created_at_us) VALUES (?1, ?2)", "ti", uid,
                    table->job->now_us))
    return FALSE;
  line->customer_id = sqlite3_last_insert_rowid (table->db);
  od_change_set_add (changes, OD_CHANGE_CUSTOMER, line->customer_id);
  return od_write_audit (table->db, table->job->now_us, table->job->operator_id, "add", "customer", line->customer_id,
                         error);
}

/* What the store refuses is of this column, and ends this line only. */
static gboolean
take_columns (Taking *taking, GError **error)
{
  OdCsvTable *table = taking->table;
  OdCsvLine *line = taking->line;

  for (guint i = 0; i < table->columns->len && !line->is_refused; i++)
    {
      const OdCsvColumn *column = &g_array_index (table->columns, OdCsvColumn, i);
      g_autoptr (GError) local_error = NULL;

      if (take_column (taking, column, line->values->pdata[i], &local_error))
        continue;
      if (!g_error_matches (local_error, OD_ERROR, OD_ERROR_USAGE) &&
          !g_error_matches (local_error, OD_ERROR, OD_ERROR_TOO_LARGE))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      od_csv_refuse (table, line, column, "it does not fit the field");
    }
  return TRUE;
}

static gboolean
take_whole (Taking *taking, gboolean is_new, GError **error)
{
  OdCsvTable *table = taking->table;
  gint64 id;

  if (is_new && taking->changes != NULL && !add_customer (table, taking->line, taking->changes, error))
    return FALSE;
  id = taking->line->customer_id;
  taking->says = id != 0 ? od_person_say (table->db, id, error) : g_hash_table_new (g_str_hash, g_str_equal);
  if (taking->says == NULL || !take_columns (taking, error))
    return FALSE;
  if (is_new || !taking->is_changed || taking->changes == NULL)
    return TRUE;
  return od_person_tell (table->db, taking->changes, id, FALSE, error) &&
         od_write_audit (table->db, table->job->now_us, table->job->operator_id, "import", "customer", id, error);
}

/*
 * od_csv_take_line:
 * @changes: (nullable): %NULL: only looks
 *
 * A line is taken as a whole or refused as a whole, and counted. Unless the table is careful, one that is refused too
 * late spoils what was written before it.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_csv_take_line (OdCsvTable *table, OdCsvLine *line, OdChangeSet *changes, GError **error)
{
  OdPeopleFileReport *report = table->job->report;
  g_autoptr (OdChangeSet) made = changes != NULL ? od_change_set_new () : NULL;
  Taking taking = { .table = table, .line = line, .changes = made };
  gboolean is_new = line->customer_id == 0, saves = changes != NULL && table->is_careful, ok;

  if (saves && !od_transaction_save (table->db, error))
    return FALSE;
  ok = take_whole (&taking, is_new, error);
  g_clear_pointer (&taking.says, g_hash_table_unref);
  if (!ok)
    return FALSE;
  if (saves && !(line->is_refused ? od_transaction_rollback_to_save (table->db, error)
                                  : od_transaction_release (table->db, error)))
    return FALSE;
  table->is_spoiled |= line->is_refused && changes != NULL && !saves;
  if (line->is_refused)
    return TRUE;
  if (changes != NULL)
    od_change_set_merge (changes, made);
  report->n_new += is_new;
  report->n_changed += !is_new && taking.is_changed;
  report->n_same += !is_new && !taking.is_changed;
  return TRUE;
}
