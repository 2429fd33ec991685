/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-people.h"

#include <string.h>

#include "od-limits.h"
#include "od-phone.h"
#include "od-stmt.h"
#include "od-store-person.h"

/* Customers as a set of people: their ids in order, and the rows that are shown. */

#define SEPARATOR "\x1f"

void
od_people_job_free (OdPeopleJob *job)
{
  g_free (job->text);
  g_clear_pointer (&job->ids, g_array_unref);
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_free (job);
}

/* ---- the list -------------------------------------------------------------- */

typedef struct {
  gint64 id;
  gint64 rank; /* of moments and counts */
  char *key;   /* of names: to be compared bytewise */
} Place;

static void
place_clear (gpointer data)
{
  g_free (((Place *) data)->key);
}

static int
by_rank (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank > y->rank ? -1 : 1;
  return (x->id < y->id) - (x->id > y->id);
}

/* Who has no name comes last. */
static int
by_key (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;
  int order = strcmp (x->key, y->key);

  return order != 0 ? order : (x->id > y->id) - (x->id < y->id);
}

#define NEWEST_SQL                                                                                                     \
  "max (u.last_seen_at_us, ifnull ((SELECT max (m.last_seen_at_us) FROM customer AS m WHERE m.merged_into_id = u.id), 0))"
#define OLDEST_SQL                                                                                                     \
  "min (u.created_at_us, ifnull ((SELECT min (m.created_at_us) FROM customer AS m WHERE m.merged_into_id = u.id),"     \
  " u.created_at_us))"
#define COUNT_SQL                                                                                                      \
  "(SELECT count (*) FROM conversation AS c WHERE c.customer_id = u.id)"                                               \
  " + (SELECT count (*) FROM customer AS m JOIN conversation AS c ON c.customer_id = m.id WHERE m.merged_into_id = u.id)"

static const char *const order_sql[] = {
  [OD_PEOPLE_BY_NAME] = "SELECT u.id, 0, " OD_PERSON_NAME (
      "u") ", (SELECT coalesce (nullif (p.display, ''), p.address) FROM contact_point"
           " AS p WHERE u.name = '' AND p.customer_id = u.id ORDER BY p.last_seen_at_us DESC, p.id LIMIT 1)"
           " FROM customer AS u WHERE u.merged_into_id IS NULL",
  [OD_PEOPLE_BY_LAST_SEEN] = "SELECT u.id, " NEWEST_SQL " FROM customer AS u WHERE u.merged_into_id IS NULL",
  [OD_PEOPLE_BY_CREATED] = "SELECT u.id, " OLDEST_SQL " FROM customer AS u WHERE u.merged_into_id IS NULL",
  [OD_PEOPLE_BY_CONVERSATIONS] = "SELECT u.id, " COUNT_SQL " FROM customer AS u WHERE u.merged_into_id IS NULL",
};

static char *
make_key (OdStmt *stmt)
{
  const char *name = (const char *) sqlite3_column_text (stmt, 2);
  const char *address = (const char *) sqlite3_column_text (stmt, 3);
  g_autofree char *folded = g_utf8_casefold (*name != '\0' ? name : address != NULL ? address : "", -1);
  g_autofree char *key = g_utf8_collate_key (folded, -1);

  return g_strconcat (*name != '\0' ? "a" : "b", key, NULL);
}

/**
 * od_store_people_list:
 * @data: an #OdPeopleJob; @ids is filled
 *
 * An #OdDbReadFunc: the people, in order; those who are linked into another are not in it.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_people_list (sqlite3 *db, gpointer data, GError **error)
{
  OdPeopleJob *job = data;
  g_autoptr (GHashTable) wanted = NULL;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  g_array_set_clear_func (places, place_clear);
  g_clear_pointer (&job->ids, g_array_unref);
  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (job->text != NULL && *job->text != '\0' && (wanted = od_store_people_find (db, job->text, error)) == NULL)
    return FALSE;
  stmt = od_stmt_prepare (db, order_sql[job->order], error);
  while (stmt != NULL && has_row && places->len < OD_LIMIT_LIST_IDS)
    {
      Place place = { 0 };

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      place.id = sqlite3_column_int64 (stmt, 0);
      place.rank = sqlite3_column_int64 (stmt, 1);
      if (wanted != NULL && !g_hash_table_contains (wanted, &place.id))
        continue;
      if (job->order == OD_PEOPLE_BY_NAME)
        place.key = make_key (stmt);
      g_array_append_val (places, place);
    }
  g_array_sort (places, job->order == OD_PEOPLE_BY_NAME ? by_key : by_rank);
  for (guint i = 0; i < places->len; i++)
    g_array_append_val (job->ids, g_array_index (places, Place, job->is_reversed ? places->len - 1 - i : i).id);
  return stmt != NULL;
}

/* ---- rows ------------------------------------------------------------------ */

static GStrv
split (OdStmt *stmt, int column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);

  return text != NULL && *text != '\0' ? g_strsplit (text, SEPARATOR, -1) : NULL;
}

static OdPersonRow *
read_person (sqlite3 *db, OdStmt *stmt)
{
  OdPersonRow *row = g_new0 (OdPersonRow, 1);
  g_autofree char *phone = od_stmt_dup_text (stmt, 3);
  g_autofree char *number = phone != NULL ? od_person_normalise_phone (db, phone) : NULL;

  row->id = sqlite3_column_int64 (stmt, 0);
  row->name = od_stmt_dup_text (stmt, 1);
  row->address = od_stmt_dup_text (stmt, 2);
  if (row->address == NULL)
    row->address = g_strdup ("");
  row->phone = number != NULL ? od_phone_format (number) : g_steal_pointer (&phone);
  row->email = od_stmt_dup_text (stmt, 4);
  row->channels = split (stmt, 5);
  row->tags = split (stmt, 6);
  row->created_at_us = sqlite3_column_int64 (stmt, 7);
  row->last_seen_at_us = sqlite3_column_int64 (stmt, 8);
  row->n_conversations = (guint) sqlite3_column_int64 (stmt, 9);
  return row;
}

/* The plus sign: the index of addresses by channel would be asked first, for all addresses of a channel. */
#define POINT_SQL(what, where)                                                                                         \
  "(SELECT " what " FROM contact_point AS p WHERE p.customer_id IN " OD_PERSON_MEMBERS ("u.id") where                  \
      " ORDER BY p.last_seen_at_us DESC, p.id LIMIT 1)"

static const char row_sql[] =
    "SELECT u.id, " OD_PERSON_NAME ("u") "," POINT_SQL ("coalesce (nullif (p.display, ''), p.address)", "") "," POINT_SQL ("p.address", " AND +p.channel = 'phone'") "," POINT_SQL (
        "p.address",
        " AND +p.channel = 'email'") ","
                                     " (SELECT group_concat (channel, char (31)) FROM (SELECT DISTINCT a.channel FROM conversation AS c JOIN account AS a"
                                     "  ON a.id = c.account_id WHERE c.customer_id IN " OD_PERSON_MEMBERS (
                                         "u.id") " ORDER BY a.channel)),"
                                                 " (SELECT group_concat (name, char (31)) FROM (SELECT DISTINCT g.name FROM customer_tag AS t JOIN tag AS g"
                                                 "  ON g.id = t.tag_id WHERE t.customer_id IN " OD_PERSON_MEMBERS (
                                                     "u.id") " ORDER BY g.name))," OLDEST_SQL "," NEWEST_SQL
                                                             "," COUNT_SQL
                                                             " FROM customer AS u WHERE u.id = ?1 AND u.merged_into_id IS NULL";

/**
 * od_store_people_load:
 * @data: an #OdPeopleJob with @ids; @rows is filled
 *
 * An #OdDbReadFunc: those that there are, in the order asked for.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_people_load (sqlite3 *db, gpointer data, GError **error)
{
  OdPeopleJob *job = data;

  g_clear_pointer (&job->rows, g_ptr_array_unref);
  job->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_person_row_free);
  for (guint i = 0; i < job->ids->len; i++)
    {
      g_autoptr (OdStmt) row = NULL;

      if (!od_stmt_get_row (db, error, row_sql, &row, "i", g_array_index (job->ids, gint64, i)))
        return FALSE;
      if (row != NULL)
        g_ptr_array_add (job->rows, read_person (db, row));
    }
  return TRUE;
}
