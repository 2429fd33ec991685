/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-stretch.h"

/**
 * OdThreadStretch:
 *
 * One unbroken stretch of a thread, in the order of the timeline: items by position and by
 * id. It only keeps them; what is asked for and told is the model's.
 */
struct _OdThreadStretch {
  GTimeZone *zone;   /* (owned) */
  GPtrArray *items;  /* (owned) (element-type OdMessageItem), by (at, id) */
  GHashTable *by_id; /* (owned) (element-type gint64 OdMessageItem), items not owned */
};

OdThreadStretch *
od_thread_stretch_new (GTimeZone *zone)
{
  OdThreadStretch *self = g_new0 (OdThreadStretch, 1);

  self->zone = g_time_zone_ref (zone);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

void
od_thread_stretch_free (OdThreadStretch *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->items);
  g_time_zone_unref (self->zone);
  g_free (self);
}

guint
od_thread_stretch_get_length (OdThreadStretch *self)
{
  return self->items->len;
}

/**
 * od_thread_stretch_get:
 *
 * Returns: (transfer none) (nullable): %NULL outside of the stretch
 */
OdMessageItem *
od_thread_stretch_get (OdThreadStretch *self, guint position)
{
  return position < self->items->len ? self->items->pdata[position] : NULL;
}

/**
 * od_thread_stretch_get_row:
 *
 * Returns: (transfer none) (nullable): %NULL outside of the stretch
 */
const OdMessageRow *
od_thread_stretch_get_row (OdThreadStretch *self, guint position)
{
  return position < self->items->len ? od_message_item_get_row (self->items->pdata[position]) : NULL;
}

OdMessageItem *
od_thread_stretch_find_item (OdThreadStretch *self, gint64 message_id)
{
  return g_hash_table_lookup (self->by_id, &message_id);
}

/**
 * od_thread_stretch_find_place:
 *
 * Returns: the position at which a row that is not in the stretch belongs
 */
guint
od_thread_stretch_find_place (OdThreadStretch *self, const OdMessageRow *row)
{
  guint low = 0, high = self->items->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (od_message_row_compare (od_thread_stretch_get_row (self, middle), row) > 0)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/**
 * od_thread_stretch_find:
 * @position: (out): where it stands
 *
 * Returns: whether the message is here
 */
gboolean
od_thread_stretch_find (OdThreadStretch *self, gint64 message_id, guint *position)
{
  OdMessageItem *item = od_thread_stretch_find_item (self, message_id);

  if (item == NULL)
    return FALSE;
  *position = od_thread_stretch_find_place (self, od_message_item_get_row (item)) - 1;
  return TRUE;
}

/**
 * od_thread_stretch_insert:
 * @rows: (element-type OdMessageRow): in order; emptied. Those that are here already are dropped
 *
 * Returns: how many stand at @position now that did not before
 */
guint
od_thread_stretch_insert (OdThreadStretch *self, guint position, GPtrArray *rows)
{
  gsize n_rows;
  g_autofree gpointer *stolen = g_ptr_array_steal (rows, &n_rows);
  g_autoptr (GPtrArray) after = g_ptr_array_new ();
  guint n_after = self->items->len - position;
  guint n = 0;

  /* What stands behind is put aside once, not moved row by row. */
  for (guint i = 0; i < n_after; i++)
    g_ptr_array_add (after, g_object_ref (self->items->pdata[position + i]));
  g_ptr_array_set_size (self->items, (int) position);
  for (gsize i = 0; i < n_rows; i++)
    {
      OdMessageRow *row = stolen[i];
      OdMessageItem *item;

      if (g_hash_table_contains (self->by_id, &row->id))
        {
          od_message_row_free (row);
          continue;
        }
      item = od_message_item_new (row);
      g_hash_table_insert (self->by_id, g_memdup2 (&row->id, sizeof row->id), item);
      g_ptr_array_add (self->items, item);
      n++;
    }
  for (guint i = 0; i < after->len; i++)
    g_ptr_array_add (self->items, after->pdata[i]);
  return n;
}

void
od_thread_stretch_remove (OdThreadStretch *self, guint position, guint n)
{
  if (n == 0)
    return;
  for (guint i = position; i < position + n; i++)
    {
      gint64 id = od_message_item_get_id (self->items->pdata[i]);

      g_hash_table_remove (self->by_id, &id);
    }
  g_ptr_array_remove_range (self->items, position, n);
}

/**
 * od_thread_stretch_mark:
 * @to: one past the last; may lie beyond the end
 * @has_older: whether there are rows before the first one
 *
 * Tells the rows from @from to @to what stands around them: that depends on neighbours only. Nothing is said over
 * the first row while it isn't known what stands before it: the separator would go again, and the reader's place
 * with it.
 */
void
od_thread_stretch_mark (OdThreadStretch *self, guint from, guint to, gint64 first_unread_id, gboolean has_older)
{
  for (guint i = from; i < to && i < self->items->len; i++)
    {
      OdThreadMarks marks = od_thread_group_mark (i > 0 ? od_thread_stretch_get_row (self, i - 1) : NULL,
                                                  od_thread_stretch_get_row (self, i),
                                                  od_thread_stretch_get_row (self, i + 1), first_unread_id, self->zone);

      if (i == 0 && has_older)
        marks &= ~(OD_THREAD_MARK_DAY | OD_THREAD_MARK_CONVERSATION);
      od_message_item_set_marks (self->items->pdata[i], marks);
    }
}
