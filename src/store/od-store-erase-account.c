/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-erase-rows-private.h"

#include "od-db.h"
#include "od-erase-copies.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-erase-private.h"
#include "od-store-person.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"

/* Deletes every row of an account, a slice at a time: one conversation after the other with its chat and the address it
 * came from, then what never became a conversation, then the account. Customers of whom nothing is left go with their
 * last row. */

/* Where a slice stands. */
typedef struct {
  sqlite3 *db;
  OdChangeSet *changes;
  gint64 erasure_id;
  gint64 account_id;
  guint n_left; /* rows that this slice may still delete */
} Slice;

/*
 * od_erase_find_account:
 * @account_id: (out): whose history goes; 0: it is an erasure of a person, or the account is gone
 */
gboolean
od_erase_find_account (sqlite3 *db, gint64 erasure_id, gint64 *account_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT ifnull (record ->> '$.account', 0) FROM erasure WHERE id = ?1"
                        " AND record ->> '$.gone' IS NULL",
                        &row, "i", erasure_id))
    return FALSE;
  *account_id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

/* @id: (out): 0 if there is none */
static gboolean
find_one (const Slice *slice, const char *sql, gint64 number, gint64 *id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (slice->db, error, sql, &row, "i", number))
    return FALSE;
  *id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

/* ---- what would go --------------------------------------------------------- */

/* Addresses that mean something there only, and those that no other account's chat came from. */
#define POINTS                                                                                                         \
  "SELECT p.id, p.customer_id FROM account AS a CROSS JOIN contact_point AS p ON p.channel = a.channel"                \
  " AND p.scope = a.uid WHERE a.id = ?1 UNION SELECT p.id, p.customer_id FROM thread AS t JOIN contact_point AS p"     \
  " ON p.id = t.contact_point_id WHERE t.account_id = ?1 AND NOT EXISTS (SELECT 1 FROM thread AS o"                    \
  " WHERE o.contact_point_id = p.id AND o.account_id <> ?1)"

/* People of whom nothing would be left. */
#define LONELY                                                                                                         \
  "SELECT id FROM person AS p WHERE NOT EXISTS (SELECT 1 FROM customer AS m CROSS JOIN conversation AS c"              \
  " ON c.customer_id = m.id WHERE (m.id = p.id OR m.merged_into_id = p.id) AND c.account_id <> ?1)"                    \
  " AND NOT EXISTS (SELECT 1 FROM customer AS m CROSS JOIN contact_point AS c ON c.customer_id = m.id"                 \
  " WHERE (m.id = p.id OR m.merged_into_id = p.id) AND c.id NOT IN (SELECT id FROM points))"

static const char measure_sql[] =
    "WITH talks (id, customer_id) AS MATERIALIZED (SELECT id, customer_id FROM conversation WHERE account_id = ?1),"
    " points (id, customer_id) AS MATERIALIZED (" POINTS "), person (id) AS MATERIALIZED"
    " (SELECT DISTINCT coalesce (merged_into_id, id) FROM customer WHERE id IN"
    "  (SELECT customer_id FROM talks UNION SELECT customer_id FROM points)),"
    " lonely (id) AS (" LONELY "),"
    " files (size) AS (SELECT max (a.size_bytes) FROM talks AS c CROSS JOIN timeline AS t ON t.conversation_id = c.id"
    "  CROSS JOIN attachment AS a ON a.message_id = t.id WHERE a.sha256 IS NOT NULL GROUP BY a.sha256)"
    " SELECT (SELECT count (*) FROM lonely AS l CROSS JOIN customer AS m ON m.id = l.id OR m.merged_into_id = l.id),"
    " (SELECT count (*) FROM points), (SELECT count (*) FROM talks),"
    " (SELECT count (*) FROM talks AS c CROSS JOIN timeline AS t ON t.conversation_id = c.id"
    "  CROSS JOIN message AS m ON m.timeline_id = t.id), (SELECT count (*) FROM files),"
    " (SELECT ifnull (sum (max (size, 0)), 0) FROM files)";

/*
 * od_erase_measure_account:
 *
 * Returns: (transfer full): what would go with the account; %NULL with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
OdErasure *
od_erase_measure_account (sqlite3 *db, gint64 account_id, GError **error)
{
  g_autoptr (OdErasure) erasure = NULL;
  g_autoptr (OdStmt) account = NULL, row = NULL;
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  g_autofree char *key = NULL;

  if (!od_stmt_get_row (db, error, "SELECT uid FROM account WHERE id = ?1", &account, "i", account_id))
    return NULL;
  if (account == NULL)
    {
      od_write_gone (error, "account");
      return NULL;
    }
  key = od_erase_copies_key ((const char *) sqlite3_column_text (account, 0));
  g_strv_builder_add (keys, key);
  if (!od_stmt_get_row (db, error, measure_sql, &row, "i", account_id))
    return NULL;
  erasure = g_new0 (OdErasure, 1);
  erasure->account_id = account_id;
  erasure->n_profiles = (guint) sqlite3_column_int64 (row, 0);
  erasure->n_contact_points = (guint) sqlite3_column_int64 (row, 1);
  erasure->n_conversations = (guint) sqlite3_column_int64 (row, 2);
  erasure->n_messages = (guint) sqlite3_column_int64 (row, 3);
  erasure->n_files = (guint) sqlite3_column_int64 (row, 4);
  erasure->n_file_bytes = sqlite3_column_int64 (row, 5);
  erasure->keys = g_strv_builder_end (keys);
  erasure->mentions = od_erase_mentions_new ();
  return g_steal_pointer (&erasure);
}

/* ---- who is left with nothing ---------------------------------------------- */

static gboolean
erase_if_nothing_is_left (const Slice *slice, gint64 customer_id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!od_erase_collect (
          slice->db,
          "WITH person (id) AS MATERIALIZED " OD_PERSON_MEMBERS (
              "?1") " SELECT id FROM person WHERE NOT EXISTS"
                    " (SELECT 1 FROM person AS p CROSS JOIN conversation AS c ON c.customer_id = p.id)"
                    " AND NOT EXISTS"
                    " (SELECT 1 FROM person AS p CROSS JOIN contact_point AS c ON c.customer_id = p.id) LIMIT ?2",
          customer_id, G_MAXINT64, ids, error) ||
      !od_db_exec (slice->db, "PRAGMA defer_foreign_keys = ON", error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!od_erase_customer (slice->db, slice->changes, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

/* An address that another account's chat came from stays. */
static gboolean
erase_contact_point (const Slice *slice, gint64 id, GError **error)
{
  gint64 lonely_id, customer_id;

  if (!find_one (slice,
                 "SELECT id FROM contact_point AS p WHERE id = ?1 AND NOT EXISTS"
                 " (SELECT 1 FROM thread AS t WHERE t.contact_point_id = p.id)",
                 id, &lonely_id, error) ||
      !find_one (slice, "SELECT customer_id FROM contact_point WHERE id = ?1", id, &customer_id, error))
    return FALSE;
  if (lonely_id == 0)
    return TRUE;
  od_change_set_add (slice->changes, OD_CHANGE_CUSTOMER, customer_id);
  return od_search_index_remove (slice->db, OD_SEARCH_DOC_CONTACT_POINT, id, error) &&
         od_stmt_run (slice->db, error, "DELETE FROM contact_point WHERE id = ?1", "i", id) &&
         erase_if_nothing_is_left (slice, customer_id, error);
}

/* ---- conversations and chats ----------------------------------------------- */

/* @contact_point_id: where a chat of the account came from, which may be gone; 0: from nowhere known */
static gboolean
erase_source (const Slice *slice, gint64 contact_point_id, gint64 customer_id, GError **error)
{
  return (contact_point_id == 0 || erase_contact_point (slice, contact_point_id, error)) &&
         (customer_id == 0 || erase_if_nothing_is_left (slice, customer_id, error));
}

/* As far as the slice goes: first messages, then itself. */
static gboolean
erase_conversation (Slice *slice, gint64 id, GError **error)
{
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 contact_point_id, customer_id;

  if (!od_erase_collect (slice->db, "SELECT id FROM timeline WHERE conversation_id = ?1 LIMIT ?2", id, slice->n_left,
                         messages, error) ||
      !od_stmt_run (slice->db, error,
                    "UPDATE conversation SET last_id = 0, last_public_id = 0, snippet = '', n_unread = 0,"
                    " n_unanswered = 0, waiting_since_us = 0 WHERE id = ?1 AND (last_id <> 0 OR n_unread <> 0)",
                    "i", id))
    return FALSE;
  for (guint i = 0; i < messages->len; i++)
    if (!od_erase_message (slice->db, slice->changes, slice->erasure_id, g_array_index (messages, gint64, i), error))
      return FALSE;
  slice->n_left -= messages->len;
  if (slice->n_left == 0)
    return TRUE;
  slice->n_left--;
  return find_one (slice,
                   "SELECT ifnull (t.contact_point_id, 0) FROM conversation AS c JOIN thread AS t ON t.id = c.thread_id"
                   " WHERE c.id = ?1",
                   id, &contact_point_id, error) &&
         find_one (slice, "SELECT customer_id FROM conversation WHERE id = ?1", id, &customer_id, error) &&
         od_erase_conversation (slice->db, slice->changes, slice->erasure_id, id, error) &&
         erase_source (slice, contact_point_id, customer_id, error);
}

static gboolean
erase_thread (Slice *slice, gint64 id, GError **error)
{
  gint64 contact_point_id;

  slice->n_left--;
  return find_one (slice, "SELECT ifnull (contact_point_id, 0) FROM thread WHERE id = ?1", id, &contact_point_id,
                   error) &&
         od_erase_thread (slice->db, slice->changes, slice->erasure_id, id, error) &&
         erase_source (slice, contact_point_id, 0, error);
}

static gboolean
erase_stream (Slice *slice, gint64 id, GError **error)
{
  slice->n_left--;
  return od_erase_streams (slice->db, slice->changes, "SELECT id FROM stream WHERE id = ?1 LIMIT ?2", id, error);
}

/* One whose chat is gone, or who never wrote. */
static gboolean
erase_address (Slice *slice, gint64 id, GError **error)
{
  slice->n_left--;
  return od_stmt_run (slice->db, error, "UPDATE thread SET contact_point_id = NULL WHERE contact_point_id = ?1", "i",
                      id) &&
         erase_contact_point (slice, id, error);
}

/* ---- the account ----------------------------------------------------------- */

/* An answer that was for this account only would be for all of them: it is switched off. */
#define ANSWERS                                                                                                        \
  "UPDATE automatic_answer SET accounts = (SELECT json_group_array (value) FROM json_each (accounts)"                  \
  " WHERE value <> ?1), is_on = is_on AND EXISTS (SELECT 1 FROM json_each (accounts) WHERE value <> ?1),"              \
  " version = version + 1 WHERE EXISTS (SELECT 1 FROM json_each (accounts) WHERE value = ?1)"

static gboolean
erase_account (const Slice *slice, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM upload WHERE account_id = ?1",
    "DELETE FROM receipt_early WHERE account_id = ?1",
    "DELETE FROM operation WHERE account_id = ?1",
    "DELETE FROM cursor WHERE account_id = ?1",
    "DELETE FROM update_taken WHERE account_id = ?1",
    ANSWERS,
    "DELETE FROM account WHERE id = ?1",
  };

  od_change_set_add (slice->changes, OD_CHANGE_ACCOUNT, slice->account_id);
  return od_stmt_run (
             slice->db, error,
             "INSERT INTO erasure_blob (erasure_id, sha256) SELECT ?1, sha256 FROM upload WHERE account_id = ?2"
             " ON CONFLICT DO NOTHING",
             "ii", slice->erasure_id, slice->account_id) &&
         od_erase_run_all (slice->db, statements, G_N_ELEMENTS (statements), slice->account_id, error);
}

/*
 * od_erase_account_slice:
 * @has_more: (out): %FALSE when the account is gone
 */
gboolean
od_erase_account_slice (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gint64 account_id, gboolean *has_more,
                        GError **error)
{
  static const struct {
    const char *next; /* of the account */
    gboolean (*erase) (Slice *slice, gint64 id, GError **error);
  } kinds[] = {
    { "SELECT id FROM conversation WHERE account_id = ?1 LIMIT 1", erase_conversation },
    { "SELECT id FROM thread WHERE account_id = ?1 LIMIT 1", erase_thread },
    { "SELECT id FROM stream WHERE account_id = ?1 LIMIT 1", erase_stream },
    { "SELECT p.id FROM account AS a CROSS JOIN contact_point AS p ON p.channel = a.channel AND p.scope = a.uid"
      " WHERE a.id = ?1 LIMIT 1",
      erase_address },
  };
  Slice slice = { db, changes, erasure_id, account_id, OD_LIMIT_ERASE_SLICE };

  *has_more = TRUE;
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds) && slice.n_left > 0;)
    {
      gint64 id;

      if (!find_one (&slice, kinds[kind].next, account_id, &id, error) ||
          (id != 0 && !kinds[kind].erase (&slice, id, error)))
        return FALSE;
      kind += id == 0 ? 1 : 0;
    }
  if (slice.n_left == 0)
    return TRUE;
  *has_more = FALSE;
  return erase_account (&slice, error);
}
