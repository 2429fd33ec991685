/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-people-csv-private.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-person.h"
#include "od-store-search-index.h"
#include "od-text.h"
#include "od-transaction.h"

/* Customers from a table. A line is somebody whom the store knows by id, mail address or phone, or somebody new. What the
 * line says is set, what it leaves empty stays; a line in which something is wrong is not taken at all. */

static const struct {
  OdCsvColumnKind kind;
  const char *names[12];
} known[] = {
  { OD_CSV_COLUMN_ID, { "id", "uid" } },
  { OD_CSV_COLUMN_NAME,
    { "name", "full name", "customer", "client", "имя", "фио", "клиент", "покупатель", "имя клиента" } },
  { OD_CSV_COLUMN_EMAIL,
    { "email", "e-mail", "mail", "email address", "почта", "эл. почта", "электронная почта", "имейл", "емейл" } },
  { OD_CSV_COLUMN_PHONE,
    { "phone", "mobile", "phone number", "tel", "телефон", "тел", "тел.", "мобильный", "номер телефона" } },
  { OD_CSV_COLUMN_NOTE, { "note", "notes", "comment", "заметка", "заметки", "комментарий", "примечание" } },
  { OD_CSV_COLUMN_TAGS, { "tags", "tag", "labels", "теги", "метки", "тег", "метка" } },
  { OD_CSV_COLUMN_LANG, { "language", "lang", "язык" } },
  { OD_CSV_COLUMN_ZONE, { "time zone", "timezone", "time_zone", "часовой пояс" } },
  { OD_CSV_COLUMN_IGNORED, { "created", "last seen", "conversations", "channels" } },
};

static void
column_clear (gpointer data)
{
  g_free (((OdCsvColumn *) data)->name);
}

static void
table_clear (OdCsvTable *table)
{
  g_clear_pointer (&table->columns, g_array_unref);
  g_clear_pointer (&table->fields, od_field_job_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdCsvTable, table_clear)

/* ---- the head -------------------------------------------------------------- */

static OdCsvColumn
read_column (OdCsvTable *table, const char *cell)
{
  g_autofree char *name = g_strstrip (od_text_fold (cell));
  OdCsvColumn column = { OD_CSV_COLUMN_UNKNOWN, g_strdup (cell), NULL };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    for (guint j = 0; j < G_N_ELEMENTS (known[i].names) && known[i].names[j] != NULL; j++)
      {
        g_autofree char *folded = od_text_fold (known[i].names[j]);

        if (strcmp (folded, name) == 0)
          column.kind = known[i].kind;
      }
  for (guint i = 0; column.kind == OD_CSV_COLUMN_UNKNOWN && i < table->fields->found->len; i++)
    {
      const OdCustomField *field = table->fields->found->pdata[i];
      g_autofree char *label = od_text_fold (field->label);

      if (strcmp (field->key, name) == 0 || strcmp (label, name) == 0)
        column = (OdCsvColumn){ OD_CSV_COLUMN_FIELD, column.name, field };
    }
  return column;
}

static gboolean
read_head (OdCsvTable *table, GError **error)
{
  const OdCsvRow *head = table->job->rows->len > 0 ? table->job->rows->pdata[0] : NULL;
  g_autoptr (GStrvBuilder) unknown = g_strv_builder_new ();
  gboolean names_people = FALSE;

  table->columns = g_array_new (FALSE, FALSE, sizeof (OdCsvColumn));
  g_array_set_clear_func (table->columns, column_clear);
  for (guint i = 0; head != NULL && head->cells != NULL && head->cells[i] != NULL; i++)
    {
      OdCsvColumn column = read_column (table, head->cells[i]);

      names_people |= column.kind >= OD_CSV_COLUMN_NAME && column.kind <= OD_CSV_COLUMN_PHONE;
      if (column.kind == OD_CSV_COLUMN_UNKNOWN)
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
open_table (OdCsvTable *table, sqlite3 *db, OdPeopleCsvJob *job, GError **error)
{
  table->db = db;
  table->job = job;
  table->fields = g_new0 (OdFieldJob, 1);
  if (job->report == NULL)
    job->report = od_people_file_report_new ();
  return od_store_field_load (db, table->fields, error) && read_head (table, error);
}

/* ---- a line ---------------------------------------------------------------- */

static void
line_clear (OdCsvLine *line)
{
  g_clear_pointer (&line->values, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdCsvLine, line_clear)

/* Returns: (transfer full): one or more of them, with ";" between */
static char *
read_tags (OdCsvTable *table, OdCsvLine *line, const OdCsvColumn *column, const char *cell)
{
  g_autofree char *text = g_strdelimit (g_strdup (cell), ",|", ';');
  g_auto (GStrv) tags = g_strsplit (text, ";", -1);
  GString *value = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; tags[i] != NULL && !line->is_refused; i++)
    {
      g_autofree char *tag = od_text_snippet (g_strstrip (tags[i]), OD_LIMIT_TAG_CHARS);

      if (od_text_count_code_points (tags[i]) > OD_LIMIT_TAG_CHARS)
        od_csv_refuse (table, line, column, "a tag is too long");
      else if (*tag != '\0' && ++n > OD_LIMIT_TAGS)
        od_csv_refuse (table, line, column, "too many tags");
      else if (*tag != '\0')
        g_string_append_printf (value, "%s%s", value->len > 0 ? ";" : "", tag);
    }
  return g_string_free (value, FALSE);
}

/* Returns: (transfer full): as it is stored */
static char *
read_value (OdCsvTable *table, OdCsvLine *line, const OdCsvColumn *column, const char *cell)
{
  const char *text = cell[0] == '\'' && cell[1] != '\0' && strchr ("=+-@", cell[1]) != NULL ? cell + 1 : cell;
  g_autofree char *plain = g_strstrip (g_strdup (text));
  char *value = NULL;

  if (*plain == '\0')
    return g_strdup ("");
  switch (column->kind)
    {
    case OD_CSV_COLUMN_EMAIL:
      value = strchr (plain, '@') != NULL && strlen (plain) <= OD_LIMIT_ADDRESS_BYTES
                  ? od_person_match_key (table->db, "email", plain)
                  : NULL;
      if (value == NULL)
        od_csv_refuse (table, line, column, "no mail address");
      break;
    case OD_CSV_COLUMN_PHONE:
      value = od_person_normalise_phone (table->db, plain);
      if (value == NULL)
        od_csv_refuse (table, line, column, "no phone number");
      break;
    case OD_CSV_COLUMN_FIELD:
      if (!od_custom_field_check (column->field, plain, &value, NULL))
        od_csv_refuse (table, line, column, "it does not fit the field");
      break;
    case OD_CSV_COLUMN_NOTE:
      if (od_text_count_code_points (plain) > OD_LIMIT_NOTE_CHARS)
        od_csv_refuse (table, line, column, "too long");
      value = g_strdup (plain);
      break;
    case OD_CSV_COLUMN_TAGS:
      value = read_tags (table, line, column, plain);
      break;
    case OD_CSV_COLUMN_UNKNOWN:
    case OD_CSV_COLUMN_IGNORED:
      break;
    case OD_CSV_COLUMN_ID:
    case OD_CSV_COLUMN_NAME:
    case OD_CSV_COLUMN_LANG:
    case OD_CSV_COLUMN_ZONE:
    default:
      if (od_text_count_code_points (plain) > OD_LIMIT_NAME_CHARS)
        od_csv_refuse (table, line, column, "too long");
      value = od_text_snippet (plain, OD_LIMIT_NAME_CHARS);
    }
  return value != NULL ? value : g_strdup ("");
}

/* By id, or by an address. Two people: nobody can know. Each is asked for where an index answers: there may be a hundred
 * thousand customers, and as many lines. */
static gboolean
find_customer (OdCsvTable *table, OdCsvLine *line, GError **error)
{
  const char *uid = od_csv_get_value (table, line, OD_CSV_COLUMN_ID);
  g_autoptr (OdStmt) stmt =
      *uid != '\0' ? od_stmt_bind (table->db, error,
                                   "SELECT " OD_PERSON_ID ("u") " FROM customer AS u WHERE u.uid = ?1", "t", uid)
                   : od_stmt_bind (table->db, error,
                                   "SELECT DISTINCT " OD_PERSON_ID (
                                       "u") " FROM contact_point AS p JOIN customer AS u ON u.id = p.customer_id"
                                            " WHERE p.match_key IN (nullif (?1, ''), nullif (?2, '')) LIMIT 2",
                                   "tt", od_csv_get_value (table, line, OD_CSV_COLUMN_EMAIL),
                                   od_csv_get_value (table, line, OD_CSV_COLUMN_PHONE));
  gboolean has_row = stmt != NULL;

  for (guint n = 0; has_row; n++)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row && n > 0)
        od_csv_refuse (table, line, NULL, "its addresses are of several customers");
      else if (has_row)
        line->customer_id = sqlite3_column_int64 (stmt, 0);
    }
  return stmt != NULL;
}

static gboolean
read_line (OdCsvTable *table, OdCsvLine *line, GError **error)
{
  guint n = line->row->cells != NULL ? g_strv_length (line->row->cells) : 0;

  line->values = g_ptr_array_new_with_free_func (g_free);
  if (line->row->mistake != NULL)
    od_csv_refuse (table, line, NULL, line->row->mistake);
  else if (n > table->columns->len)
    od_csv_refuse (table, line, NULL, "more cells than the first line has");
  for (guint i = 0; i < table->columns->len; i++)
    g_ptr_array_add (line->values, i < n && !line->is_refused
                                       ? read_value (table, line, &g_array_index (table->columns, OdCsvColumn, i),
                                                     line->row->cells[i])
                                       : g_strdup (""));
  if (line->is_refused)
    return TRUE;
  if (*od_csv_get_value (table, line, OD_CSV_COLUMN_NAME) == '\0' &&
      *od_csv_get_value (table, line, OD_CSV_COLUMN_EMAIL) == '\0' &&
      *od_csv_get_value (table, line, OD_CSV_COLUMN_PHONE) == '\0' &&
      *od_csv_get_value (table, line, OD_CSV_COLUMN_ID) == '\0')
    od_csv_refuse (table, line, NULL, "it names nobody");
  return line->is_refused || find_customer (table, line, error);
}

static gboolean
take_rows (OdCsvTable *table, guint end, OdChangeSet *changes, GError **error)
{
  OdPeopleCsvJob *job = table->job;

  for (; job->next < end && job->next < job->rows->len && !table->is_spoiled; job->next++)
    {
      g_auto (OdCsvLine) line = { .row = job->rows->pdata[job->next] };

      job->report->n_rows++;
      if (!read_line (table, &line, error) || (!line.is_refused && !od_csv_take_line (table, &line, changes, error)))
        return FALSE;
    }
  return TRUE;
}

/* Lines are hardly ever refused once they were read. Where one is, the slice is taken back and taken again, each line
 * by itself. */
static gboolean
take_slice (OdCsvTable *table, OdChangeSet *changes, GError **error)
{
  OdPeopleCsvJob *job = table->job;
  OdPeopleFileReport before = *job->report;
  guint begin = job->next, n_remarks = job->report->remarks->len;
  g_autoptr (OdChangeSet) made = od_change_set_new ();

  if (!od_transaction_save (table->db, error))
    return FALSE;
  od_search_index_hold ();
  if (!take_rows (table, begin + OD_LIMIT_CSV_SLICE, made, error))
    {
      od_search_index_drop ();
      return FALSE;
    }
  if (!table->is_spoiled)
    {
      od_change_set_merge (changes, made);
      return od_search_index_release (table->db, error) && od_transaction_release (table->db, error);
    }
  od_search_index_drop ();
  if (!od_transaction_rollback_to_save (table->db, error))
    return FALSE;
  *job->report = before;
  g_ptr_array_set_size (job->report->remarks, (int) n_remarks);
  job->next = begin;
  table->is_spoiled = FALSE;
  table->is_careful = TRUE;
  return take_rows (table, begin + OD_LIMIT_CSV_SLICE, changes, error);
}

/* ---- the jobs -------------------------------------------------------------- */

/**
 * od_store_people_csv_preview:
 * @data: an #OdPeopleCsvJob with @path; run it again until @next is the number of rows; @report is filled
 *
 * An #OdDbReadFunc: what the next lines of the table would bring; the first time reads the file, too. Somebody new who
 * stands in two lines is counted twice.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (no known columns), those of od_store_people_csv_read() or %OD_ERROR_STORE
 */
gboolean
od_store_people_csv_preview (sqlite3 *db, gpointer data, GError **error)
{
  OdPeopleCsvJob *job = data;
  g_auto (OdCsvTable) table = { 0 };

  if (job->rows == NULL && !od_store_people_csv_read (db, job, error))
    return FALSE;
  return open_table (&table, db, job, error) && take_rows (&table, job->next + OD_LIMIT_CSV_PREVIEW, NULL, error);
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
  g_auto (OdCsvTable) table = { 0 };

  return open_table (&table, db, job, error) && take_slice (&table, changes, error);
}
