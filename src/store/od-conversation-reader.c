/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store"

#include "od-conversation-reader.h"

#include <string.h>

#include "od-stmt.h"
#include "od-store-person.h"
#include "od-store-view.h"

#define MAX_LOADED 256
#define TAG_SEPARATOR "\x1f"

/**
 * OdConversationReader:
 *
 * The conversation list, from the store. All calls read one snapshot on the thread for pages.
 */
struct _OdConversationReader {
  GObject parent_instance;
  OdDb *db; /* (owned) */
};

/* What goes to the reader's thread and comes back. */
typedef struct {
  OdViewQuery *queries; /* (owned) (array length=n_queries), with channels, filters, zones, ids */
  guint n_queries;
  gint64 *ids; /* (owned) (array length=n_ids) */
  guint n_ids;
  GArray *numbers; /* (owned): ids or counts */
  GPtrArray *rows; /* (owned) */
} Ask;

static Ask *
ask_new (const OdViewQuery *queries, guint n_queries)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->queries = g_memdup2 (queries, n_queries * sizeof *queries);
  ask->n_queries = n_queries;
  for (guint i = 0; i < n_queries; i++)
    {
      ask->queries[i].channel = g_strdup (queries[i].channel);
      ask->queries[i].filter = g_strdup (queries[i].filter);
      ask->queries[i].only = queries[i].only != NULL ? g_array_ref (queries[i].only) : NULL;
      ask->queries[i].zone = queries[i].zone != NULL ? g_time_zone_ref (queries[i].zone) : g_time_zone_new_utc ();
    }
  ask->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  ask->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_conversation_row_free);
  return ask;
}

static void
ask_free (Ask *ask)
{
  for (guint i = 0; i < ask->n_queries; i++)
    {
      g_free ((char *) ask->queries[i].channel);
      g_free ((char *) ask->queries[i].filter);
      g_time_zone_unref (ask->queries[i].zone);
      g_clear_pointer (&ask->queries[i].only, g_array_unref);
    }
  g_free (ask->queries);
  g_free (ask->ids);
  g_clear_pointer (&ask->numbers, g_array_unref);
  g_clear_pointer (&ask->rows, g_ptr_array_unref);
  g_free (ask);
}

/* ---- on the reader's thread ---- */

static gboolean
list_ids (sqlite3 *db, gpointer data, GError **error)
{
  Ask *ask = data;

  return od_store_view_list (db, &ask->queries[0], ask->numbers, error);
}

static gboolean
count_views (sqlite3 *db, gpointer data, GError **error)
{
  Ask *ask = data;

  return od_store_view_count (db, ask->queries, ask->n_queries, ask->numbers, error);
}

static char *
dup_text (OdStmt *stmt, int column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);

  return g_strdup (text != NULL ? text : "");
}

static OdConversationRow *
read_row (OdStmt *stmt)
{
  OdConversationRow *row = g_new0 (OdConversationRow, 1);
  const char *tags = (const char *) sqlite3_column_text (stmt, 17);

  row->id = sqlite3_column_int64 (stmt, 0);
  row->customer_id = sqlite3_column_int64 (stmt, 1);
  row->account_id = sqlite3_column_int64 (stmt, 2);
  row->assignee_id = sqlite3_column_int64 (stmt, 3);
  row->channel = dup_text (stmt, 4);
  row->account_name = dup_text (stmt, 5);
  row->name = dup_text (stmt, 6);
  row->snippet = dup_text (stmt, 7);
  row->last_kind = (OdTimelineKind) sqlite3_column_int (stmt, 8);
  row->last_author = dup_text (stmt, 9);
  row->marks.last_mime = od_stmt_dup_text (stmt, 10);
  row->last_delivery = (OdDelivery) sqlite3_column_int (stmt, 11);
  row->assignee_name = od_stmt_dup_text (stmt, 12);
  row->last_at_us = sqlite3_column_int64 (stmt, 13);
  row->waiting_since_us = sqlite3_column_int64 (stmt, 14);
  row->snoozed_until_us = sqlite3_column_int64 (stmt, 15);
  row->status = (OdStatus) sqlite3_column_int (stmt, 16);
  row->tags = tags != NULL ? g_strsplit (tags, TAG_SEPARATOR, -1) : NULL;
  row->n_unread = (guint) sqlite3_column_int (stmt, 18);
  row->address = dup_text (stmt, 19);
  row->marks.priority = (OdPriority) sqlite3_column_int (stmt, 20);
  row->marks.due_us = sqlite3_column_int64 (stmt, 21);
  row->marks.sends_at_us = sqlite3_column_int64 (stmt, 22);
  row->marks.has_draft = sqlite3_column_int (stmt, 23) != 0;
  row->marks.is_blocked = sqlite3_column_int (stmt, 24) != 0;
  row->marks.clock_kind = (OdClockKind) sqlite3_column_int (stmt, 25);
  row->marks.clock_state = (OdClockState) sqlite3_column_int (stmt, 26);
  row->marks.warn_us = sqlite3_column_int64 (stmt, 27);
  row->marks.is_counted_through = sqlite3_column_int (stmt, 28) != 0;
  row->marks.reach = (OdReach) sqlite3_column_int (stmt, 29);
  row->marks.promised_us = sqlite3_column_int64 (stmt, 31);
  row->marks.unsent = (OdDelivery) sqlite3_column_int (stmt, 30);
  return row;
}

static OdStmt *
prepare_rows (sqlite3 *db, GError **error)
{
  return od_stmt_prepare (
      db,
      "SELECT c.id, " OD_PERSON_ID ("u") ", c.account_id, ifnull (c.assignee_id, 0), a.channel, a.name, " OD_PERSON_NAME (
          "u") ", c.snippet,"
               "       ifnull (m.direction, 0),"
               "       CASE WHEN m.direction IN (2, 3) THEN ifnull (w.name, m.author) END,"
               "       CASE WHEN m.body = '' THEN coalesce ("
               "         (SELECT mime FROM attachment WHERE message_id = c.last_id ORDER BY position LIMIT 1),"
               "         CASE WHEN json_valid (m.payload) AND m.deleted_at_us = 0 THEN CASE"
               "           WHEN coalesce (json_type (m.payload, '$.loc'), json_type (m.payload, '$.venue')) IS NOT NULL"
               "             THEN 'payload/place'"
               "           WHEN json_type (m.payload, '$.contact') IS NOT NULL THEN 'payload/contact'"
               "           ELSE 'payload/other' END END) END,"
               "       ifnull (m.delivery, 0), o.name, c.last_at_us, c.waiting_since_us, ifnull (c.snoozed_until_us, 0),"
               "       c.status,"
               "       (SELECT group_concat (name, char (31)) FROM (SELECT g.name FROM conversation_tag t JOIN tag g"
               "          ON g.id = t.tag_id WHERE t.conversation_id = c.id ORDER BY g.name)),"
               "       c.n_unread, coalesce (nullif (p.display, ''), p.address), c.priority,"
               "       iif (p.is_blocked, 0, coalesce (c.due_us, iif (k.state = 2, k.due_us, 0))),"
               "       ifnull ((SELECT not_before_us FROM operation WHERE message_id = c.last_id AND kind = 'send' AND state = 1"
               "         AND is_scheduled), 0),"
               "       EXISTS (SELECT 1 FROM draft d WHERE d.conversation_id = c.id AND (d.body <> '' OR EXISTS"
               "         (SELECT 1 FROM draft_file f WHERE f.conversation_id = d.conversation_id AND f.mode = d.mode))),"
               "       ifnull (p.is_blocked, 0), k.kind, k.state,"
               "       coalesce (min (k.warn1_us, k.warn2_us), k.warn1_us, k.warn2_us), k.fell_back, t.reach,"
               "       (SELECT max (state) FROM operation WHERE conversation_id = c.id AND state IN (1, 2, 7, 8) AND kind = 'send'"
               "         AND state <> 2 AND NOT (state = 1 AND is_scheduled)),"
               "       iif (p.is_blocked, NULL,"
               "         (SELECT min (due_us) FROM clock WHERE conversation_id = c.id AND ended_at_us IS NULL AND kind = 4))"
               "  FROM conversation c JOIN account a ON a.id = c.account_id JOIN customer u ON u.id = c.customer_id"
               "  JOIN thread t ON t.id = c.thread_id LEFT JOIN contact_point p ON p.id = t.contact_point_id"
               "  LEFT JOIN operator o ON o.id = c.assignee_id"
               "  LEFT JOIN message m ON m.timeline_id = c.last_id"
               "  LEFT JOIN operator w ON w.id = m.operator_id"
               "  LEFT JOIN clock k ON k.id = (SELECT id FROM clock WHERE conversation_id = c.id AND ended_at_us IS NULL"
               "    AND paused_at_us IS NULL ORDER BY state <> 4, state, due_us LIMIT 1)"
               "  WHERE c.id = ?1",
      error);
}

static gboolean
load_rows (sqlite3 *db, gpointer data, GError **error)
{
  Ask *ask = data;
  g_autoptr (OdStmt) stmt = prepare_rows (db, error);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < ask->n_ids; i++)
    {
      gboolean has_row;

      sqlite3_bind_int64 (stmt, 1, ask->ids[i]);
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (ask->rows, read_row (stmt));
      sqlite3_reset (stmt);
    }
  return TRUE;
}

/* ---- at home ---- */

static void
numbers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Ask *ask = od_db_finish (OD_DB (source), result, &error);

  if (ask == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&ask->numbers), (GDestroyNotify) g_array_unref);
  ask_free (ask);
}

static void
rows_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Ask *ask = od_db_finish (OD_DB (source), result, &error);

  if (ask == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&ask->rows), (GDestroyNotify) g_ptr_array_unref);
  ask_free (ask);
}

static void
reader_list_async (OdConversationPort *port, const OdViewQuery *query, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdConversationReader *self = OD_CONVERSATION_READER (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, reader_list_async);
  od_db_read_async (self->db, OD_DB_PAGES, list_ids, ask_new (query, 1), (GDestroyNotify) ask_free, cancellable,
                    numbers_cb, task);
}

static void
reader_count_async (OdConversationPort *port, const OdViewQuery *queries, guint n_queries, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  OdConversationReader *self = OD_CONVERSATION_READER (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, reader_count_async);
  /* goes over everything: no page waits for it */
  od_db_read_async (self->db, OD_DB_SEARCH, count_views, ask_new (queries, n_queries), (GDestroyNotify) ask_free,
                    cancellable, numbers_cb, task);
}

static void
reader_load_async (OdConversationPort *port, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdConversationReader *self = OD_CONVERSATION_READER (port);
  Ask *ask;
  GTask *task;

  g_return_if_fail (n_ids <= MAX_LOADED);

  ask = ask_new (NULL, 0);
  ask->ids = g_memdup2 (ids, n_ids * sizeof *ids);
  ask->n_ids = n_ids;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, reader_load_async);
  od_db_read_async (self->db, OD_DB_PAGES, load_rows, ask, (GDestroyNotify) ask_free, cancellable, rows_cb, task);
}

static void
port_iface_init (OdConversationPortInterface *iface)
{
  iface->list_async = reader_list_async;
  iface->load_async = reader_load_async;
  iface->count_async = reader_count_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdConversationReader, od_conversation_reader, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_CONVERSATION_PORT, port_iface_init))

static void
od_conversation_reader_finalize (GObject *object)
{
  g_clear_object (&OD_CONVERSATION_READER (object)->db);
  G_OBJECT_CLASS (od_conversation_reader_parent_class)->finalize (object);
}

static void
od_conversation_reader_class_init (OdConversationReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_conversation_reader_finalize;
}

static void
od_conversation_reader_init (OdConversationReader *self)
{
}

/**
 * od_conversation_reader_new:
 * @db: an open store
 *
 * Returns: (transfer full): for use on the main thread
 */
OdConversationPort *
od_conversation_reader_new (OdDb *db)
{
  OdConversationReader *self;

  g_return_val_if_fail (OD_IS_DB (db), NULL);

  self = g_object_new (OD_TYPE_CONVERSATION_READER, NULL);
  self->db = g_object_ref (db);
  return OD_CONVERSATION_PORT (self);
}
