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
  GQueue order;              /* of what is wanted, not owned: what was asked for first is read first */
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
  gint64 *key;
  guint n = 0;

  while (n < G_N_ELEMENTS (batch) && (key = g_queue_pop_head (&self->order)) != NULL)
    {
      if (g_hash_table_contains (self->live, key)) /* nobody asks for a row that scrolled by */
        batch[n++] = *key;
      g_hash_table_remove (self->wanted, key);
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
    {
      gint64 *key = g_memdup2 (&id, sizeof id);

      g_hash_table_add (self->wanted, key);
      g_queue_push_tail (&self->order, key);
    }
  if (self->flush_id == 0) /* after this burst of get_item(), before the frame */
    self->flush_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, flush_cb, self, NULL);
}

static void
item_gone_cb (gpointer user_data, GObject *where_the_object_was)
{
  OdLiveRows *self = user_data;
  gint64 *id = g_hash_table_lookup (self->id_of, where_the_object_was);

  if (g_hash_table_lookup (self->live, id) == where_the_object_was)
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
  g_hash_table_remove_all (self->live);
  g_hash_table_iter_init (&iter, self->id_of);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      g_object_weak_unref (G_OBJECT (item), item_gone_cb, self);
      g_hash_table_iter_remove (&iter);
    }
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
  g_queue_clear (&self->order);
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

static void
hold (OdLiveRows *self, OdConversationItem *item, gint64 id)
{
  gint64 *key = g_memdup2 (&id, sizeof id);

  g_hash_table_insert (self->live, key, item);
  g_hash_table_insert (self->id_of, item, key); /* which also frees the key */
  want (self, id);
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

  g_return_val_if_fail (OD_IS_LIVE_ROWS (self) && od_live_rows_find (self, id) == NULL, NULL);

  item = od_conversation_item_new (id);
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
  hold (self, item, id);
  return item;
}

/**
 * od_live_rows_replace:
 * @old: (element-type gint64): the list that was
 * @fresh: (element-type gint64): the one that is shown instead
 *
 * The item at each place becomes the conversation that is there now. An item that has no place any more is told
 * nothing from now on.
 */
void
od_live_rows_replace (OdLiveRows *self, GArray *old, GArray *fresh)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_both = MIN (old->len, fresh->len), n_live;

  g_return_if_fail (OD_IS_LIVE_ROWS (self));

  n_live = g_hash_table_size (self->live);
  for (guint i = 0; i < n_both && items->len < n_live; i++)
    {
      OdConversationItem *item = g_hash_table_lookup (self->live, &g_array_index (old, gint64, i));

      if (item == NULL)
        continue;
      g_ptr_array_add (items, g_object_ref (item));
      g_array_append_val (ids, g_array_index (fresh, gint64, i));
    }
  g_hash_table_remove_all (self->live);
  for (guint i = 0; i < items->len; i++)
    hold (self, items->pdata[i], g_array_index (ids, gint64, i));
  for (guint i = 0; i < items->len; i++)
    od_conversation_item_set_id (items->pdata[i], g_array_index (ids, gint64, i));
}

/**
 * od_live_rows_move_leaving:
 * @leaving_id: (inout): the conversation that is in the list only because it is kept; 0 for none
 * @id: which it is from now on
 */
void
od_live_rows_move_leaving (OdLiveRows *self, gint64 *leaving_id, gint64 id)
{
  const gint64 both[] = { *leaving_id, id };

  g_return_if_fail (OD_IS_LIVE_ROWS (self));

  *leaving_id = id;
  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      OdConversationItem *item = od_live_rows_find (self, both[i]);

      if (item != NULL)
        od_conversation_item_set_is_leaving (item, both[i] == id);
    }
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
