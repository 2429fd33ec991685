/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-notice-queue.h"

struct _OdNoticeQueue {
  GMutex lock;
  GHashTable *pending; /* (owned) (lock lock) (element-type gint64 OdNotice): NULL: to be taken back */
  GQueue order;        /* (lock lock) (element-type gint64): of @pending */
  guint max;
};

static void
free_notice (gpointer notice)
{
  if (notice != NULL)
    od_notice_free (notice);
}

/**
 * od_notice_queue_new:
 * @max: notices at most; what is to be taken back is not counted
 *
 * Returns: (transfer full): an empty one
 */
OdNoticeQueue *
od_notice_queue_new (guint max)
{
  OdNoticeQueue *self = g_new0 (OdNoticeQueue, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->order);
  self->pending = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_notice);
  self->max = max;
  return self;
}

void
od_notice_queue_free (OdNoticeQueue *self)
{
  g_queue_clear_full (&self->order, g_free);
  g_hash_table_unref (self->pending);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* What is on display must go when it is answered, however much there is to be shown. */
static void
drop_oldest (OdNoticeQueue *self)
{
  for (GList *l = self->order.head; l != NULL; l = l->next)
    {
      g_autofree gint64 *id = l->data;

      if (g_hash_table_lookup (self->pending, id) != NULL)
        {
          g_hash_table_remove (self->pending, id);
          g_queue_delete_link (&self->order, l);
          return;
        }
      g_steal_pointer (&id);
    }
}

/**
 * od_notice_queue_push:
 * @notice: (nullable): copied; to be shown in the place of what has this id; %NULL: to be taken back
 *
 * Never blocks for long. Of one id only the newest waits; of too many notices the oldest goes.
 *
 * Returns: whether nothing waited before: somebody has to be woken
 */
gboolean
od_notice_queue_push (OdNoticeQueue *self, gint64 id, const OdNotice *notice)
{
  gboolean was_empty;

  g_mutex_lock (&self->lock);
  was_empty = g_queue_is_empty (&self->order);
  if (!g_hash_table_contains (self->pending, &id))
    g_queue_push_tail (&self->order, g_memdup2 (&id, sizeof id));
  g_hash_table_insert (self->pending, g_memdup2 (&id, sizeof id), notice != NULL ? od_notice_copy (notice) : NULL);
  if (g_queue_get_length (&self->order) > self->max)
    drop_oldest (self);
  g_mutex_unlock (&self->lock);
  return was_empty;
}

/**
 * od_notice_queue_pop:
 * @id: (out)
 * @notice: (out) (transfer full) (nullable): %NULL: to be taken back
 *
 * Returns: %FALSE if nothing waits
 */
gboolean
od_notice_queue_pop (OdNoticeQueue *self, gint64 *id, OdNotice **notice)
{
  g_autofree gint64 *first = NULL;
  g_autofree gint64 *key = NULL;

  g_mutex_lock (&self->lock);
  first = g_queue_pop_head (&self->order);
  if (first != NULL)
    g_hash_table_steal_extended (self->pending, first, (gpointer *) &key, (gpointer *) notice);
  g_mutex_unlock (&self->lock);
  if (first != NULL)
    *id = *first;
  return first != NULL;
}
