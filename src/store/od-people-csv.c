/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-people-csv.h"

#include <string.h>

#include "od-csv.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-phone.h"
#include "od-store-customer.h"
#include "od-store-field.h"
#include "od-store-person.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"
#include "od-text.h"
#include "od-ulid.h"

/* Customers from a table. A line is somebody whom the store knows by id, mail address or phone, or somebody new. What the
 * line says is set, what it leaves empty stays; a line in which something is wrong is not taken at all. */

typedef enum {
  COLUMN_UNKNOWN,
  COLUMN_ID,
  COLUMN_NAME,
  COLUMN_EMAIL,
  COLUMN_PHONE,
  COLUMN_NOTE,
  COLUMN_TAGS,
  COLUMN_LANG,
  COLUMN_ZONE,
  COLUMN_FIELD,
  COLUMN_IGNORED, /* of our own export: it can't be set */
} ColumnKind;

static const struct {
  ColumnKind kind;
  const char *names[12];
} known[] = {
  { COLUMN_ID, { "id", "uid" } },
  { COLUMN_NAME, { "name", "full name", "customer", "client", "имя", "фио", "клиент", "покупатель", "имя клиента" } },
  { COLUMN_EMAIL,
    { "email", "e-mail", "mail", "email address", "почта", "эл. почта", "электронная почта", "имейл", "емейл" } },
  { COLUMN_PHONE,
    { "phone", "mobile", "phone number", "tel", "телефон", "тел", "тел.", "мобильный", "номер телефона" } },
  { COLUMN_NOTE, { "note", "notes", "comment", "заметка", "заметки", "комментарий", "примечание" } },
  { COLUMN_TAGS, { "tags", "tag", "labels", "теги", "метки", "тег", "метка" } },
  { COLUMN_LANG, { "language", "lang", "язык" } },
  { COLUMN_ZONE, { "time zone", "timezone", "time_zone", "часовой пояс" } },
  { COLUMN_IGNORED, { "created", "last seen", "conversations", "channels" } },
};

typedef struct {
  ColumnKind kind;
  char *name;                 /* as the table has it */
  const OdCustomField *field; /* (nullable) */
} Column;

typedef struct {
  sqlite3 *db;
  OdPeopleCsvJob *job;
  OdFieldJob *fields;
  GArray *columns;
} Table;

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->name);
}

static void
table_clear (Table *table)
{
  g_clear_pointer (&table->columns, g_array_unref);
  g_clear_pointer (&table->fields, od_field_job_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

void
od_people_csv_job_free (OdPeopleCsvJob *job)
{
  g_free (job->path);
  g_free (job->filter);
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_clear_pointer (&job->report, od_people_file_report_free);
  if (job->text != NULL)
    g_string_free (job->text, TRUE);
  g_free (job);
}

/* ---- the head -------------------------------------------------------------- */

static Column
read_column (Table *table, const char *cell)
{
  g_autofree char *name = g_strstrip (od_text_fold (cell));
  Column column = { COLUMN_UNKNOWN, g_strdup (cell), NULL };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    for (guint j = 0; j < G_N_ELEMENTS (known[i].names) && known[i].names[j] != NULL; j++)
      {
        g_autofree char *folded = od_text_fold (known[i].names[j]);

        if (strcmp (folded, name) == 0)
          column.kind = known[i].kind;
      }
  for (guint i = 0; column.kind == COLUMN_UNKNOWN && i < table->fields->found->len; i++)
    {
      const OdCustomField *field = table->fields->found->pdata[i];
      g_autofree char *label = od_text_fold (field->label);

      if (strcmp (field->key, name) == 0 || strcmp (label, name) == 0)
        column = (Column){ COLUMN_FIELD, column.name, field };
    }
  return column;
}

static gboolean
read_head (Table *table, GError **error)
{
  const OdCsvRow *head = table->job->rows->len > 0 ? table->job->rows->pdata[0] : NULL;
  g_autoptr (GStrvBuilder) unknown = g_strv_builder_new ();
  gboolean names_people = FALSE;

  table->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (table->columns, column_clear);
  for (guint i = 0; head != NULL && head->cells != NULL && head->cells[i] != NULL; i++)
    {
      Column column = read_column (table, head->cells[i]);

      names_people |= column.kind >= COLUMN_NAME && column.kind <= COLUMN_PHONE;
      if (column.kind == COLUMN_UNKNOWN)
        g_strv_builder_add (unknown, column.name);
      g_array_append_val (table->columns, column);
    }
  g_strfreev (table->job->report->unknown);
  table->job->report->unknown = g_strv_builder_end (unknown);
  if (names_people)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE,
                       "The first line names no column of names, mail addresses or phones");
  return FALSE;
}

static gboolean
open_table (Table *table, sqlite3 *db, OdPeopleCsvJob *job, GError **error)
{
  table->db = db;
  table->job = job;
  table->fields = g_new0 (OdFieldJob, 1);
  if (job->report == NULL)
    job->report = od_people_file_report_new ();
  return od_store_field_load (db, table->fields, error) && read_head (table, error);
}

/* ---- a line ---------------------------------------------------------------- */

/**
 * Line: what a line says.
 * @values: (element-type utf8): of each column as it will be stored, "" if nothing
 * @customer_id: who it is, 0: somebody new
 */
typedef struct {
  const OdCsvRow *row;
  GPtrArray *values;
  gint64 customer_id;
  gboolean is_refused;
} Line;

static void
line_clear (Line *line)
{
  g_clear_pointer (&line->values, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static void
refuse (Table *table, Line *line, const Column *column, const char *reason)
{
  if (!line->is_refused)
    od_people_file_report_refuse (table->job->report, line->row->line, column != NULL ? column->name : NULL, reason);
  line->is_refused = TRUE;
}

/* Returns: (transfer full): as it is stored */
static char *
read_value (Table *table, Line *line, const Column *column, const char *cell)
{
  const char *text = cell[0] == '\'' && cell[1] != '\0' && strchr ("=+-@", cell[1]) != NULL ? cell + 1 : cell;
  g_autofree char *plain = g_strstrip (g_strdup (text));
  char *value = NULL;

  if (*plain == '\0')
    return g_strdup ("");
  switch (column->kind)
    {
    case COLUMN_EMAIL:
      value = strchr (plain, '@') != NULL && strlen (plain) <= OD_LIMIT_ADDRESS_BYTES
                  ? od_person_match_key ("email", plain)
                  : NULL;
      if (value == NULL)
        refuse (table, line, column, "no mail address");
      break;
    case COLUMN_PHONE:
      value = od_phone_normalise (plain, OD_PHONE_REGION);
      if (value == NULL)
        refuse (table, line, column, "no phone number");
      break;
    case COLUMN_FIELD:
      if (!od_custom_field_check (column->field, plain, &value, NULL))
        refuse (table, line, column, "it does not fit the field");
      break;
    case COLUMN_NOTE:
      if (od_text_count_code_points (plain) > OD_LIMIT_NOTE_CHARS)
        refuse (table, line, column, "too long");
      value = g_strdup (plain);
      break;
    case COLUMN_UNKNOWN:
    case COLUMN_IGNORED:
      break;
    case COLUMN_ID:
    case COLUMN_NAME:
    case COLUMN_TAGS:
    case COLUMN_LANG:
    case COLUMN_ZONE:
    default:
      if (strlen (plain) > OD_LIMIT_NAME_BYTES)
        refuse (table, line, column, "too long");
      value = od_text_snippet (plain, OD_LIMIT_NAME_CHARS);
    }
  return value != NULL ? value : g_strdup ("");
}

static const char *
get_value (Table *table, const Line *line, ColumnKind kind)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (g_array_index (table->columns, Column, i).kind == kind && *(char *) line->values->pdata[i] != '\0')
      return line->values->pdata[i];
  return "";
}

/* By id, or by an address. Two people: nobody can know. */
static gboolean
find_customer (Table *table, Line *line, GError **error)
{
  const char *uid = get_value (table, line, COLUMN_ID);
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      table->db, error,
      "SELECT DISTINCT " OD_PERSON_ID (
          "u") " FROM customer AS u WHERE CASE WHEN ?1 <> '' THEN u.uid = ?1"
               " ELSE u.id IN (SELECT customer_id FROM contact_point WHERE match_key IN (nullif (?2, ''), nullif (?3, ''))) END"
               " LIMIT 2",
      "ttt", uid, get_value (table, line, COLUMN_EMAIL), get_value (table, line, COLUMN_PHONE));
  gboolean has_row = stmt != NULL;

  for (guint n = 0; has_row; n++)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row && n > 0)
        refuse (table, line, NULL, "its addresses are of several customers");
      else if (has_row)
        line->customer_id = sqlite3_column_int64 (stmt, 0);
    }
  return stmt != NULL;
}

static gboolean
read_line (Table *table, Line *line, GError **error)
{
  guint n = line->row->cells != NULL ? g_strv_length (line->row->cells) : 0;

  line->values = g_ptr_array_new_with_free_func (g_free);
  if (line->row->mistake != NULL)
    refuse (table, line, NULL, line->row->mistake);
  else if (n > table->columns->len)
    refuse (table, line, NULL, "more cells than the first line has");
  for (guint i = 0; i < table->columns->len; i++)
    g_ptr_array_add (line->values,
                     i < n && !line->is_refused
                         ? read_value (table, line, &g_array_index (table->columns, Column, i), line->row->cells[i])
                         : g_strdup (""));
  if (line->is_refused)
    return TRUE;
  if (*get_value (table, line, COLUMN_NAME) == '\0' && *get_value (table, line, COLUMN_EMAIL) == '\0' &&
      *get_value (table, line, COLUMN_PHONE) == '\0' && *get_value (table, line, COLUMN_ID) == '\0')
    refuse (table, line, NULL, "it names nobody");
  return line->is_refused || find_customer (table, line, error);
}

/* ---- what it changes ------------------------------------------------------- */

/* Each kind of column: asks whether the store says so already, and writes it. Changes are %NULL if it is only asked. */
typedef struct {
  Table *table;
  const Line *line;
  OdChangeSet *changes;
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

static gboolean
take_tags (Taking *taking, const char *value, GError **error)
{
  g_autofree char *text = g_strdelimit (g_strdup (value), ",|", ';');
  g_auto (GStrv) tags = g_strsplit (text, ";", OD_LIMIT_TAGS);

  for (guint i = 0; tags[i] != NULL; i++)
    {
      OdFieldJob job = { .customer_id = taking->line->customer_id,
                         .text = g_strstrip (tags[i]),
                         .is_set = TRUE,
                         .operator_id = taking->table->job->operator_id,
                         .now_us = taking->table->job->now_us };
      gboolean has = *job.text == '\0';

      if (!has && !has_row_of (taking->table->db,
                               "SELECT 1 FROM customer_tag AS t JOIN tag AS g ON g.id = t.tag_id WHERE g.name = ?2"
                               " AND t.customer_id IN " OD_PERSON_MEMBERS ("?1"),
                               job.customer_id, job.text, &has, error))
        return FALSE;
      taking->is_changed |= !has;
      if (!has && taking->changes != NULL && !od_store_field_set_tag (taking->table->db, taking->changes, &job, error))
        return FALSE;
    }
  return TRUE;
}

/* "name", "note", "lang", "time_zone" and fields: what the person says. */
static gboolean
take_said (Taking *taking, const Column *column, const char *key, const char *value, GError **error)
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
  if (column->kind == COLUMN_NAME)
    return od_store_customer_rename (db, taking->changes, &job, error);
  if (column->kind == COLUMN_NOTE)
    return od_store_customer_set_note (db, taking->changes, &job, error);
  if (column->kind == COLUMN_FIELD)
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
                      column->kind == COLUMN_LANG ? "UPDATE customer SET lang = ?2 WHERE id = ?1"
                                                  : "UPDATE customer SET time_zone = ?2 WHERE id = ?1",
                      "it", id, value) &&
         od_person_tell (db, taking->changes, id, FALSE, error);
}

static gboolean
take_column (Taking *taking, const Column *column, const char *value, GError **error)
{
  static const char *const keys[] = {
    [COLUMN_NAME] = "name", [COLUMN_NOTE] = "note", [COLUMN_LANG] = "lang", [COLUMN_ZONE] = "time_zone"
  };
  g_autofree char *key = NULL;

  if (*value == '\0' || column->kind == COLUMN_ID)
    return TRUE;
  if (column->kind == COLUMN_EMAIL || column->kind == COLUMN_PHONE)
    return take_address (taking, column->kind == COLUMN_EMAIL ? "email" : "phone", value, error);
  if (column->kind == COLUMN_TAGS)
    return take_tags (taking, value, error);
  key = column->kind == COLUMN_FIELD ? g_strconcat ("field:", column->field->key, NULL) : g_strdup (keys[column->kind]);
  return take_said (taking, column, key, value, error);
}

static gboolean
add_customer (Table *table, Line *line, GError **error)
{
  const char *given = get_value (table, line, COLUMN_ID);
  g_autofree char *uid = *given != '\0' ? g_strdup (given) : od_ulid_new (table->job->now_us);

  if (!od_stmt_run (table->db, error, "INSERT INTO customer (uid, created_at_us) VALUES (?1, ?2)", "ti", uid,
                    table->job->now_us))
    return FALSE;
  line->customer_id = sqlite3_last_insert_rowid (table->db);
  return TRUE;
}

/* @changes: (nullable): %NULL: only looks */
static gboolean
take_line (Table *table, Line *line, OdChangeSet *changes, GError **error)
{
  OdPeopleFileReport *report = table->job->report;
  Taking taking = { .table = table, .line = line, .changes = changes };
  gboolean is_new = line->customer_id == 0, ok = TRUE;

  if (is_new && (changes == NULL || !add_customer (table, line, error)))
    {
      report->n_new++;
      return changes == NULL;
    }
  taking.says = od_person_say (table->db, line->customer_id, error);
  for (guint i = 0; taking.says != NULL && ok && i < table->columns->len; i++)
    ok = take_column (&taking, &g_array_index (table->columns, Column, i), line->values->pdata[i], error);
  if (taking.says == NULL)
    return FALSE;
  g_hash_table_unref (taking.says);
  report->n_new += is_new;
  report->n_changed += !is_new && taking.is_changed;
  report->n_same += !is_new && !taking.is_changed;
  return ok;
}

static gboolean
take_rows (Table *table, guint end, OdChangeSet *changes, GError **error)
{
  OdPeopleCsvJob *job = table->job;

  for (; job->next < end && job->next < job->rows->len; job->next++)
    {
      g_auto (Line) line = { .row = job->rows->pdata[job->next] };

      job->report->n_rows++;
      if (!read_line (table, &line, error) || (!line.is_refused && !take_line (table, &line, changes, error)))
        return FALSE;
    }
  return TRUE;
}

/* ---- the jobs -------------------------------------------------------------- */

/**
 * od_store_people_csv_read:
 * @data: an #OdPeopleCsvJob with @path; @rows is filled
 *
 * An #OdDbReadFunc, so that the file is read on a thread that may block.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND, %OD_ERROR_MALFORMED, %OD_ERROR_TOO_LARGE
 */
gboolean
od_store_people_csv_read (sqlite3 *db, gpointer data, GError **error)
{
  OdPeopleCsvJob *job = data;
  g_autofree char *bytes = NULL;
  gsize len;

  if (!g_file_get_contents (job->path, &bytes, &len, NULL))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "The file can't be read");
      return FALSE;
    }
  job->rows = od_csv_parse (bytes, len, error);
  job->next = 1;
  return job->rows != NULL;
}

/**
 * od_store_people_csv_preview:
 * @data: an #OdPeopleCsvJob with @path; @report is filled
 *
 * An #OdDbReadFunc: what the table would bring. Somebody new who stands in two lines is counted twice.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (no known columns), those of od_store_people_csv_read() or %OD_ERROR_STORE
 */
gboolean
od_store_people_csv_preview (sqlite3 *db, gpointer data, GError **error)
{
  OdPeopleCsvJob *job = data;
  g_auto (Table) table = { 0 };

  return od_store_people_csv_read (db, job, error) && open_table (&table, db, job, error) &&
         take_rows (&table, G_MAXUINT, NULL, error);
}

/**
 * od_store_people_csv_import:
 * @data: an #OdPeopleCsvJob that od_store_people_csv_read() filled; run it again until @next is the number of rows
 *
 * A slice of the table.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (no known columns) or %OD_ERROR_STORE
 */
gboolean
od_store_people_csv_import (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdPeopleCsvJob *job = data;
  g_auto (Table) table = { 0 };

  return open_table (&table, db, job, error) && take_rows (&table, job->next + OD_LIMIT_CSV_SLICE, changes, error);
}
