/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-thread.h"

#include "od-error.h"
#include "od-message-rows.h"
#include "od-stmt.h"
#include "od-store-person.h"

/* A place in the timeline; rows are ordered by it. */
typedef struct {
  gint64 at_us;
  gint64 id;
} Place;

/* One conversation of the thread. */
typedef struct {
  gint64 id;
  gint64 newest_at_us; /* of any row, events too */
  gint64 read_upto_id;
  guint n_unread;
} Part;

static const Place beginning = { G_MININT64, 0 };
static const Place the_end = { G_MAXINT64, G_MAXINT64 };

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->at_us != y->at_us)
    return x->at_us < y->at_us ? -1 : 1;
  return (x->id > y->id) - (x->id < y->id);
}

static int
compare_places_backwards (gconstpointer a, gconstpointer b)
{
  return compare_places (b, a);
}

/* The conversations of the thread, the one that was active last first. An empty thread: %OD_ERROR_NOT_FOUND. */
static gboolean
load_parts (sqlite3 *db, const OdThreadAsk *ask, GArray *parts, gint64 *customer_id, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error,
      "SELECT c.id, (SELECT max (at_us) FROM timeline WHERE conversation_id = c.id) AS newest_at_us, c.read_upto_id,"
      "       c.n_unread, " OD_PERSON_ID (
          "u") "  FROM conversation c JOIN customer u ON u.id = c.customer_id WHERE c.customer_id IN"
               " " OD_PERSON_MEMBERS (
                   "(SELECT customer_id FROM conversation WHERE id = ?1)") "  AND (?2 OR c.id = ?1) ORDER BY newest_at_us DESC, c.id DESC",
      "ii", ask->conversation_id, (gint64) (ask->scope == OD_THREAD_CUSTOMER));
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      Part part;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      part.id = sqlite3_column_int64 (stmt, 0);
      part.newest_at_us = sqlite3_column_int64 (stmt, 1);
      part.read_upto_id = sqlite3_column_int64 (stmt, 2);
      part.n_unread = (guint) sqlite3_column_int64 (stmt, 3);
      *customer_id = sqlite3_column_int64 (stmt, 4);
      g_array_append_val (parts, part);
    }
  if (parts->len > 0)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such conversation");
  return FALSE;
}

/* ---- rows on one side of a place ----------------------------------------- */

#define BEFORE_SQL                                                                                                     \
  "SELECT at_us, id FROM timeline"                                                                                     \
  "  WHERE conversation_id = ?1 AND (at_us, id) < (?2, ?3) ORDER BY at_us DESC, id DESC LIMIT ?4"
#define FROM_SQL                                                                                                       \
  "SELECT at_us, id FROM timeline"                                                                                     \
  "  WHERE conversation_id = ?1 AND (at_us, id) >= (?2, ?3) ORDER BY at_us, id LIMIT ?4"

static gboolean
append_places (sqlite3 *db, const char *sql, const Part *part, const Place *from, guint limit, GArray *places,
               GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, sql, "iiii", part->id, from->at_us, from->id, (gint64) limit);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      Place place;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      place.at_us = sqlite3_column_int64 (stmt, 0);
      place.id = sqlite3_column_int64 (stmt, 1);
      g_array_append_val (places, place);
    }
}

/* The @limit places nearest to @from on one side, nearest first: what each conversation has there, put together. With
 * the most recently active first, those that ended long before are not even looked at once there is enough. */
static gboolean
collect (sqlite3 *db, GArray *parts, gboolean is_before, const Place *from, guint limit, GArray *places, GError **error)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      if (is_before && places->len >= limit && g_array_index (places, Place, limit - 1).at_us > part->newest_at_us)
        break; /* all that follow ended earlier still */
      if (!is_before && part->newest_at_us < from->at_us)
        break;
      if (!append_places (db, is_before ? BEFORE_SQL : FROM_SQL, part, from, limit, places, error))
        return FALSE;
      g_array_sort (places, is_before ? compare_places_backwards : compare_places);
      if (places->len > limit)
        g_array_set_size (places, limit);
    }
  return TRUE;
}

/* ---- where the page lies --------------------------------------------------- */

/* Of the rows of one conversation that nobody read. They are counted, so only they are looked at. */
static gboolean
find_unread_in (sqlite3 *db, const Part *part, Place *first, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;

  stmt = od_stmt_bind (db, error,
                       "SELECT at_us, id FROM timeline WHERE conversation_id = ?1 AND id > ?2 AND kind = 1"
                       "  ORDER BY at_us DESC, id DESC LIMIT ?3",
                       "iii", part->id, part->read_upto_id, (gint64) part->n_unread);
  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      Place place;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      place.at_us = sqlite3_column_int64 (stmt, 0);
      place.id = sqlite3_column_int64 (stmt, 1);
      if (compare_places (&place, first) < 0)
        *first = place;
    }
}

static gboolean
find_first_unread (sqlite3 *db, GArray *parts, Place *first, GError **error)
{
  *first = the_end;
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      if (part->n_unread > 0 && !find_unread_in (db, part, first, error))
        return FALSE;
    }
  return TRUE;
}

/* A row of this thread; %OD_ERROR_NOT_FOUND otherwise. */
static gboolean
find_message (sqlite3 *db, GArray *parts, gint64 id, Place *place, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error, "SELECT at_us, id, conversation_id FROM timeline WHERE id = ?1", "i", id);
  gboolean has_row;

  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return FALSE;
  for (guint i = 0; has_row && i < parts->len; i++)
    if (g_array_index (parts, Part, i).id == sqlite3_column_int64 (stmt, 2))
      {
        place->at_us = sqlite3_column_int64 (stmt, 0);
        place->id = sqlite3_column_int64 (stmt, 1);
        return TRUE;
      }
  g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such message in this thread");
  return FALSE;
}

static gboolean
find_anchor (sqlite3 *db, const OdThreadAsk *ask, GArray *parts, const Place *unread, Place *place, GError **error)
{
  switch (ask->anchor)
    {
    case OD_ANCHOR_FIRST_UNREAD:
      *place = *unread;
      return TRUE;
    case OD_ANCHOR_MESSAGE:
    case OD_ANCHOR_OLDER:
      return find_message (db, parts, ask->anchor_id, place, error);
    case OD_ANCHOR_NEWER:
      if (!find_message (db, parts, ask->anchor_id, place, error))
        return FALSE;
      place->id++; /* from the row behind it */
      return TRUE;
    case OD_ANCHOR_START:
      *place = beginning;
      return TRUE;
    case OD_ANCHOR_END:
    default:
      *place = the_end;
      return TRUE;
    }
}

/* Puts the page together from what lies before @place (nearest first) and from it on. */
static GArray *
cut_page (const OdThreadAsk *ask, GArray *before, GArray *after, OdThreadPage *page)
{
  guint n_before = MIN (before->len, ask->limit), n_after = MIN (after->len, ask->limit);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (n_before + n_after > ask->limit) /* a middle page: half and half, unless one side is short */
    {
      n_before = MIN (n_before, MAX (ask->limit / 2, ask->limit - n_after));
      n_after = ask->limit - n_before;
    }
  for (guint i = n_before; i > 0; i--)
    g_array_append_val (ids, g_array_index (before, Place, i - 1).id);
  for (guint i = 0; i < n_after; i++)
    g_array_append_val (ids, g_array_index (after, Place, i).id);

  page->has_older = before->len > n_before || ask->anchor == OD_ANCHOR_NEWER;
  page->has_newer = after->len > n_after || ask->anchor == OD_ANCHOR_OLDER;
  return ids;
}

static gboolean
find_ids (sqlite3 *db, const OdThreadAsk *ask, GArray *parts, OdThreadPage *page, GArray **ids, GError **error)
{
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (Place));
  Place unread, place = beginning;

  if (!find_first_unread (db, parts, &unread, error))
    return FALSE;
  page->first_unread_id = unread.id == the_end.id ? 0 : unread.id;
  if (!find_anchor (db, ask, parts, &unread, &place, error))
    return FALSE;

  /* one more than asked for tells whether there is more */
  if (ask->anchor != OD_ANCHOR_NEWER && !collect (db, parts, TRUE, &place, ask->limit + 1, before, error))
    return FALSE;
  if (ask->anchor != OD_ANCHOR_OLDER && place.at_us != the_end.at_us &&
      !collect (db, parts, FALSE, &place, ask->limit + 1, after, error))
    return FALSE;
  *ids = cut_page (ask, before, after, page);
  return TRUE;
}

/* ---- dividers -------------------------------------------------------------- */

static gboolean
load_heads (sqlite3 *db, OdThreadPage *page, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  page->heads = g_ptr_array_new_with_free_func ((GDestroyNotify) od_conversation_head_free);
  for (guint i = 0; i < page->rows->len; i++)
    {
      OdMessageRow *row = g_ptr_array_index (page->rows, i);
      g_autoptr (OdStmt) stmt = NULL;
      OdConversationHead *head;
      gboolean has_row;

      if (!g_hash_table_add (seen, &row->conversation_id))
        continue;
      stmt = od_stmt_bind (db, error,
                           "SELECT c.id, a.channel, a.name, c.created_at_us, c.resolved_at_us, c.status, a.id"
                           "  FROM conversation c JOIN account a ON a.id = c.account_id WHERE c.id = ?1",
                           "i", row->conversation_id);
      if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
        return FALSE;
      head = g_new0 (OdConversationHead, 1);
      head->id = sqlite3_column_int64 (stmt, 0);
      head->channel = od_stmt_dup_text (stmt, 1);
      head->account_name = od_stmt_dup_text (stmt, 2);
      head->created_at_us = sqlite3_column_int64 (stmt, 3);
      head->resolved_at_us = sqlite3_column_int64 (stmt, 4);
      head->status = (OdStatus) sqlite3_column_int (stmt, 5);
      head->account_id = sqlite3_column_int64 (stmt, 6);
      g_ptr_array_add (page->heads, head);
    }
  return TRUE;
}

/**
 * od_store_thread_load_page:
 *
 * Returns: (transfer full) (nullable): the page; %NULL with %OD_ERROR_NOT_FOUND if there is no such conversation, or no
 *   such message in it, or with %OD_ERROR_STORE
 */
OdThreadPage *
od_store_thread_load_page (sqlite3 *db, const OdThreadAsk *ask, GError **error)
{
  g_autoptr (OdThreadPage) page = g_new0 (OdThreadPage, 1);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_autoptr (GArray) ids = NULL;

  if (!load_parts (db, ask, parts, &page->customer_id, error) || !find_ids (db, ask, parts, page, &ids, error))
    return NULL;
  page->rows =
      od_message_rows_load (db, (gint64 *) (void *) ids->data, ids->len, ask->files_dir, ask->operator_id, error);
  if (page->rows == NULL || !load_heads (db, page, error))
    return NULL;
  return g_steal_pointer (&page);
}

/**
 * od_store_thread_load_rows:
 * @ask: of it only the conversation, @files_dir and @operator_id
 *
 * Returns: (transfer full) (element-type OdMessageRow): those of @ids that exist and belong to the customer of the
 *   conversation, by (at, id); %NULL with %OD_ERROR_STORE
 */
GPtrArray *
od_store_thread_load_rows (sqlite3 *db, const OdThreadAsk *ask, const gint64 *ids, guint n_ids, GError **error)
{
  g_autofree char *json = od_store_ids_to_json (ids, n_ids);
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;

  stmt = od_stmt_bind (db, error,
                       "SELECT t.id FROM json_each (?1) j CROSS JOIN timeline t ON t.id = j.value"
                       "  JOIN conversation c ON c.id = t.conversation_id"
                       "  WHERE c.customer_id IN"
                       " " OD_PERSON_MEMBERS ("(SELECT customer_id FROM conversation WHERE id = ?2)"),
                       "ti", json, ask->conversation_id);
  if (stmt == NULL)
    return NULL;
  while (TRUE)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      id = sqlite3_column_int64 (stmt, 0);
      g_array_append_val (own, id);
    }
  return od_message_rows_load (db, (gint64 *) (void *) own->data, own->len, ask->files_dir, ask->operator_id, error);
}

/**
 * od_store_thread_load_versions:
 *
 * Returns: (transfer full) (element-type OdVersionRow): former texts of a message, oldest first; %NULL with
 *   %OD_ERROR_STORE
 */
GPtrArray *
od_store_thread_load_versions (sqlite3 *db, gint64 message_id, GError **error)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_version_row_free);
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error, "SELECT at_us, body FROM message_version WHERE message_id = ?1 ORDER BY id", "i", message_id);
  gboolean has_row;

  if (stmt == NULL)
    return NULL;
  while (TRUE)
    {
      OdVersionRow *version;

      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&versions);
      version = g_new0 (OdVersionRow, 1);
      version->at_us = sqlite3_column_int64 (stmt, 0);
      version->body = od_stmt_dup_text (stmt, 1);
      g_ptr_array_add (versions, version);
    }
}

/**
 * od_store_thread_find:
 *
 * Returns: (transfer full): the conversation of a message and its person; %NULL with %OD_ERROR_NOT_FOUND or
 *   %OD_ERROR_STORE
 */
gint64 *
od_store_thread_find (sqlite3 *db, gint64 message_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  gint64 *place;

  if (!od_stmt_get_row (
          db, error,
          "SELECT t.conversation_id, " OD_PERSON_ID (
              "u") " FROM timeline AS t JOIN conversation AS c"
                   " ON c.id = t.conversation_id JOIN customer AS u ON u.id = c.customer_id WHERE t.id = ?1",
          &row, "i", message_id))
    return NULL;
  if (row == NULL)
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such message");
      return NULL;
    }
  place = g_new (gint64, 2);
  place[0] = sqlite3_column_int64 (row, 0);
  place[1] = sqlite3_column_int64 (row, 1);
  return place;
}
