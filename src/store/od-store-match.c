/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-link.h"
#include "od-store-people.h"
#include "od-store-person.h"
#include "od-store-write-private.h"

/* Who may be the same person. Phones and addresses are compared in one spelling: `match_key` of a contact point, and
 * values of findings. */

/* What the person ?1 has: kind (OdPersonMatchKind) and value. */
#define OWN_SQL                                                                                                          \
  "WITH mine (id) AS " OD_PERSON_MEMBERS (                                                                               \
      "?1") ","                                                                                                          \
            " own (kind, value) AS ("                                                                                    \
            "SELECT CASE WHEN instr (p.match_key, '@') THEN 2 ELSE 1 END, p.match_key FROM contact_point AS p"           \
            "  WHERE p.customer_id IN (SELECT id FROM mine) AND p.match_key IS NOT NULL"                                 \
            " UNION SELECT CASE f.kind WHEN 'phone' THEN 1 WHEN 'email' THEN 2 ELSE 3 END, f.value FROM finding AS f"    \
            "  WHERE f.customer_id IN (SELECT id FROM mine) AND f.kind IN ('phone', 'email', 'order') AND f.state <> 2"  \
            " UNION SELECT 3, v.value FROM customer_field AS v JOIN field AS d ON d.id = v.field_id AND d.key = 'order'" \
            "  WHERE v.customer_id IN (SELECT id FROM mine)"                                                             \
            " UNION SELECT CASE WHEN v.value LIKE 'tel:%' THEN 1 ELSE 2 END, substr (v.value, instr (v.value, ':') + 1)" \
            "  FROM customer_field AS v WHERE v.customer_id IN (SELECT id FROM mine)"                                    \
            "  AND (v.value LIKE 'tel:%' OR v.value LIKE 'mailto:%'))"

/* Customers who have it, too. The first kind: an automatic link that somebody took back. */
#define MATCH_SQL                                                                                                      \
  OWN_SQL                                                                                                              \
  ", found (kind, value, customer_id) AS ("                                                                            \
  "SELECT 0, '', CASE WHEN l.joined_id IN (SELECT id FROM mine) THEN l.kept_id ELSE l.joined_id END"                   \
  "  FROM customer_link AS l WHERE l.operator_id IS NULL AND l.undone_at_us <> 0"                                      \
  "  AND (l.joined_id IN (SELECT id FROM mine) OR l.kept_id IN (SELECT id FROM mine))"                                 \
  " UNION SELECT o.kind, o.value, p.customer_id FROM own AS o JOIN contact_point AS p ON p.match_key = o.value"        \
  "  WHERE o.kind IN (1, 2)"                                                                                           \
  " UNION SELECT o.kind, o.value, f.customer_id FROM own AS o JOIN finding AS f"                                       \
  "  ON f.kind = CASE o.kind WHEN 1 THEN 'phone' WHEN 2 THEN 'email' ELSE 'order' END AND f.value = o.value"           \
  "  AND f.state <> 2"                                                                                                 \
  " UNION SELECT o.kind, o.value, v.customer_id FROM own AS o JOIN customer_field AS v ON v.value ="                   \
  "  CASE o.kind WHEN 1 THEN 'tel:' WHEN 2 THEN 'mailto:' ELSE '' END || o.value"                                      \
  "  JOIN field AS d ON d.id = v.field_id AND (o.kind <> 3 OR d.key = 'order'))"                                       \
  " SELECT " OD_PERSON_ID (                                                                                            \
      "u") " AS root, min (found.kind), found.value"                                                                   \
           " FROM found JOIN customer AS u ON u.id = found.customer_id WHERE u.id NOT IN (SELECT id FROM mine)"        \
           " AND NOT EXISTS (SELECT 1 FROM link_declined AS n"                                                         \
           "  WHERE n.first_id IN (SELECT id FROM mine) AND n.second_id IN " OD_PERSON_MEMBERS (                       \
               "u.id") "  OR n.second_id IN (SELECT id FROM mine) AND n.first_id IN " OD_PERSON_MEMBERS ("u.id") ")"   \
                                                                                                                 " GROUP BY root ORDER BY 2, root LIMIT ?2"

static OdPersonMatch *
read_match (OdStmt *stmt)
{
  OdPersonMatch *match = g_new0 (OdPersonMatch, 1);

  match->person = g_new0 (OdPersonRow, 1);
  match->person->id = sqlite3_column_int64 (stmt, 0);
  match->kind = (OdPersonMatchKind) sqlite3_column_int (stmt, 1);
  match->value = od_stmt_dup_text (stmt, 2);
  return match;
}

/* In place of the bare ids. */
static gboolean
load_people (sqlite3 *db, GPtrArray *matches, GError **error)
{
  OdPeopleJob people = { .ids = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  gboolean ok;

  for (guint i = 0; i < matches->len; i++)
    g_array_append_val (people.ids, ((OdPersonMatch *) matches->pdata[i])->person->id);
  ok = od_store_people_load (db, &people, error);
  for (guint i = 0; ok && i < people.rows->len; i++) /* a root that the same snapshot named is there */
    {
      OdPersonMatch *match = matches->pdata[i];

      od_person_row_free (match->person);
      match->person = people.rows->pdata[i];
      people.rows->pdata[i] = NULL;
    }
  if (people.rows != NULL)
    {
      g_ptr_array_set_free_func (people.rows, NULL);
      g_ptr_array_unref (people.rows);
    }
  g_array_unref (people.ids);
  return ok;
}

/**
 * od_store_link_suggest:
 * @data: an #OdLinkJob with @customer_id; @found is filled with #OdPersonMatch
 *
 * An #OdDbReadFunc: who may be the same person, the surest first.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_link_suggest (sqlite3 *db, gpointer data, GError **error)
{
  OdLinkJob *job = data;
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error, MATCH_SQL, "ii", job->customer_id, (gint64) OD_LIMIT_MATCHES_SHOWN);
  gboolean has_row = stmt != NULL;

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_person_match_free);
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (job->found, read_match (stmt));
    }
  return stmt != NULL && load_people (db, job->found, error);
}

/**
 * od_store_link_decline:
 * @data: an #OdLinkJob with @customer_id and @other_id
 *
 * Never suggests the two people again.
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED (they are one), %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_link_decline (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLinkJob *job = data;
  gint64 a, b;

  if (!od_person_find_root (db, job->customer_id, &a, error) || !od_person_find_root (db, job->other_id, &b, error))
    return FALSE;
  if (a == b)
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED, "They are one person");
      return FALSE;
    }
  return od_stmt_run (db, error,
                      "INSERT INTO link_declined (first_id, second_id, at_us) VALUES (min (?1, ?2), max (?1, ?2), ?3)"
                      " ON CONFLICT DO NOTHING",
                      "iii", a, b, job->now_us) &&
         od_person_tell (db, changes, a, FALSE, error) && od_person_tell (db, changes, b, FALSE, error) &&
         od_write_audit (db, job->now_us, job->operator_id, "decline-link", "customer", a, error);
}
