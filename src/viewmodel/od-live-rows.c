/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-conversation-list"

#include "od-live-rows.h"

#include "od-limits.h"

/**
 * OdLiveRows:
 *
 * Items of conversations that somebody looks at. An item exists as long as it is held, is filled in
 * a batch with others, and is forgotten when it is let go.
 */
struct _OdLiveRows {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GHashTable *live;          /* (owned) gint64 → OdConversationItem, not owned */
  GHashTable *id_of;         /* (owned) where an item is → its id: so that a dead one is found at once */
  GHashTable *wanted;        /* (owned) gint64: rows to ask for */
  GCancellable *cancellable; /* (owned) */
  guint flush_id;
};

G_DEFINE_FINAL_TYPE (OdLiveRows, od_live_rows, G_TYPE_OBJECT)

static guint failed_signal;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  OdLiveRows *self;

  rows = od_conversation_port_load_finish (OD_CONVERSATION_PORT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* whoever asked may be gone, so do not touch user_data */

  self = OD_LIVE_ROWS (user_data);
  if (rows == NULL)
    {
      g_signal_emit (self, failed_signal, 0, error);
      return;
    }
  while (rows->len > 0)
    {
      OdConversationRow *row = g_ptr_array_steal_index_fast (rows, rows->len - 1);
      OdConversationItem *item = g_hash_table_lookup (self->live, &row->id);

      if (item != NULL)
        od_conversation_item_take_row (item, row);
      else
        od_conversation_row_free (row);
    }
}

static gboolean
flush_cb (gpointer user_data)
{
  OdLiveRows *self = user_data;
  gint64 batch[OD_LIMIT_PAGE_ROWS];
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->wanted);
  while (n < G_N_ELEMENTS (batch) && g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (g_hash_table_contains (self->live, key)) /* nobody asks for a row that scrolled by */
        batch[n++] = *(gint64 *) key;
      g_hash_table_iter_remove (&iter);
    }
  if (n > 0)
    od_conversation_port_load_async (self->desk->conversations, batch, n, self->cancellable, loaded_cb, self);
  if (g_hash_table_size (self->wanted) > 0)
    return G_SOURCE_CONTINUE;
  self->flush_id = 0;
  return G_SOURCE_REMOVE;
}

static void
want (OdLiveRows *self, gint64 id)
{
  if (!g_hash_table_contains (self->wanted, &id))
    g_hash_table_add (self->wanted, g_memdup2 (&id, sizeof id));
  if (self->flush_id == 0) /* after this burst of get_item(), before the frame */
    self->flush_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, flush_cb, self, NULL);
}

static void
item_gone_cb (gpointer user_data, GObject *where_the_object_was)
{
  OdLiveRows *self = user_data;
  gint64 *id = g_hash_table_lookup (self->id_of, where_the_object_was);

  g_hash_table_remove (self->live, id);
  g_hash_table_remove (self->id_of, where_the_object_was);
}

static void
od_live_rows_dispose (GObject *object)
{
  OdLiveRows *self = OD_LIVE_ROWS (object);
  GHashTableIter iter;
  gpointer item;

  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      g_object_weak_unref (G_OBJECT (item), item_gone_cb, self);
      g_hash_table_iter_remove (&iter);
    }
  g_hash_table_remove_all (self->id_of);
  G_OBJECT_CLASS (od_live_rows_parent_class)->dispose (object);
}

static void
od_live_rows_finalize (GObject *object)
{
  OdLiveRows *self = OD_LIVE_ROWS (object);

  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->live, g_hash_table_unref);
  g_clear_pointer (&self->id_of, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  G_OBJECT_CLASS (od_live_rows_parent_class)->finalize (object);
}

static void
od_live_rows_class_init (OdLiveRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_live_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_live_rows_finalize;

  /**
   * OdLiveRows::failed:
   * @error: why rows were not read; they show what was known before
   */
  failed_signal = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
od_live_rows_init (OdLiveRows *self)
{
  self->wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->live = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->id_of = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->cancellable = g_cancellable_new ();
}

OdLiveRows *
od_live_rows_new (OdDesk *desk)
{
  OdLiveRows *self = g_object_new (OD_TYPE_LIVE_ROWS, NULL);

  self->desk = od_desk_ref (desk);
  return self;
}

/**
 * od_live_rows_find:
 *
 * Returns: (transfer none) (nullable): the item of @id, if somebody holds it
 */
OdConversationItem *
od_live_rows_find (OdLiveRows *self, gint64 id)
{
  g_return_val_if_fail (OD_IS_LIVE_ROWS (self), NULL);

  return g_hash_table_lookup (self->live, &id);
}

/**
 * od_live_rows_add:
 * @id: one that has no item
 *
 * Returns: (transfer full): an empty item, which is filled a moment later
 */
OdConversationItem *
od_live_rows_add (OdLiveRows *self, gint64 id)
{
  OdConversationItem *item;
  gint64 *key;

  g_return_val_if_fail (OD_IS_LIVE_ROWS (self) && od_live_rows_find (self, id) == NULL, NULL);

  item = od_conversation_item_new (id);
  key = g_memdup2 (&id, sizeof id);
  g_hash_table_insert (self->live, key, item);
  g_hash_table_insert (self->id_of, item, key); /* which also frees the key */
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
  want (self, id);
  return item;
}

/**
 * od_live_rows_reload:
 *
 * Something about @id is new; nothing happens if nobody looks at it.
 */
void
od_live_rows_reload (OdLiveRows *self, gint64 id)
{
  g_return_if_fail (OD_IS_LIVE_ROWS (self));

  if (g_hash_table_contains (self->live, &id))
    want (self, id);
}

/**
 * od_live_rows_get_n:
 *
 * Returns: how many items are alive
 */
guint
od_live_rows_get_n (OdLiveRows *self)
{
  g_return_val_if_fail (OD_IS_LIVE_ROWS (self), 0);

  return g_hash_table_size (self->live);
}
