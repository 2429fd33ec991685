/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-csv.h"
#include "od-export-private.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-field.h"
#include "od-store-people.h"
#include "od-store-person.h"
#include "od-time.h"

/* Customers as a table, one person a line, that od-people-csv.c reads. */

static const char *const names[] = { "id",       "name",      "email",   "phone",     "tags",
                                     "language", "time zone", "created", "last seen", "conversations" };

static void
append_time (GString *out, gint64 at_us)
{
  g_autofree char *text = at_us != 0 ? od_time_format (at_us) : g_strdup ("");

  od_csv_append (out, text, FALSE);
}

static void
append_said (GString *out, GHashTable *says, const char *key, gboolean is_last)
{
  const char *value = g_hash_table_lookup (says, key);

  od_csv_append (out, value != NULL ? value : "", is_last);
}

static gboolean
append_uid (sqlite3 *db, GString *out, gint64 id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT uid FROM customer WHERE id = ?1", &row, "i", id))
    return FALSE;
  od_csv_append (out, row != NULL ? (const char *) sqlite3_column_text (row, 0) : "", FALSE);
  return TRUE;
}

static gboolean
append_person (sqlite3 *db, GString *out, const OdPersonRow *person, GPtrArray *fields, GError **error)
{
  g_autoptr (GHashTable) says = od_person_say (db, person->id, error);
  g_autofree char *tags = person->tags != NULL ? g_strjoinv (";", person->tags) : g_strdup ("");
  g_autofree char *count = g_strdup_printf ("%u", person->n_conversations);

  if (says == NULL || !append_uid (db, out, person->id, error))
    return FALSE;
  od_csv_append (out, person->name, FALSE);
  od_csv_append (out, person->email != NULL ? person->email : "", FALSE);
  od_csv_append (out, person->phone != NULL ? person->phone : "", FALSE);
  od_csv_append (out, tags, FALSE);
  append_said (out, says, "lang", FALSE);
  append_said (out, says, "time_zone", FALSE);
  append_time (out, person->created_at_us);
  append_time (out, person->last_seen_at_us);
  od_csv_append (out, count, FALSE);
  for (guint i = 0; i < fields->len; i++)
    {
      g_autofree char *key = g_strconcat ("field:", ((OdCustomField *) fields->pdata[i])->key, NULL);

      append_said (out, says, key, FALSE);
    }
  append_said (out, says, "note", TRUE);
  return TRUE;
}

/* Everybody, or whom the filter finds, by name. */
static gboolean
begin (OdExportRun *run, GPtrArray *fields, GError **error)
{
  g_autoptr (OdPeopleJob) people = g_new0 (OdPeopleJob, 1);

  people->text = g_strdup (run->options.filter);
  if (!od_store_people_list (run->db, people, error))
    return FALSE;
  g_array_unref (run->ids);
  run->ids = g_steal_pointer (&people->ids);
  g_string_append (run->out, "\xef\xbb\xbf"); /* so that spreadsheets know that it is UTF-8 */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    od_csv_append (run->out, names[i], FALSE);
  for (guint i = 0; i < fields->len; i++)
    od_csv_append (run->out, ((OdCustomField *) fields->pdata[i])->label, FALSE);
  od_csv_append (run->out, "note", TRUE);
  run->stage = 1;
  return TRUE;
}

static gboolean
append_people (OdExportRun *run, GPtrArray *fields, GError **error)
{
  g_autoptr (OdPeopleJob) people = g_new0 (OdPeopleJob, 1);
  guint n = MIN (run->ids->len - run->n_done, OD_LIMIT_EXPORT_PEOPLE);

  people->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (people->ids, &g_array_index (run->ids, gint64, run->n_done), n);
  if (!od_store_people_load (run->db, people, error))
    return FALSE;
  for (guint i = 0; i < people->rows->len; i++)
    if (!append_person (run->db, run->out, people->rows->pdata[i], fields, error))
      return FALSE;
  run->n_done += n;
  run->report.n_lines += people->rows->len;
  return TRUE;
}

/* Next people: first the list of them, then so many a time. */
gboolean
od_export_csv_slice (OdExportRun *run, GError **error)
{
  g_autoptr (OdFieldJob) fields = g_new0 (OdFieldJob, 1);

  if (!od_store_field_load (run->db, fields, error))
    return FALSE;
  if (run->stage == 0 ? !begin (run, fields->found, error) : !append_people (run, fields->found, error))
    return FALSE;
  run->is_finished = run->n_done == run->ids->len;
  return od_export_write (run, FALSE, error);
}
