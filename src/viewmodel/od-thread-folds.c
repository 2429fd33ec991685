/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-folds.h"

#include "od-message-item.h"

#define MIN_RUN 3 /* fewer events are read faster than unfolded */
#define SEPARATORS (OD_THREAD_MARK_CONVERSATION | OD_THREAD_MARK_DAY | OD_THREAD_MARK_UNREAD)

/**
 * OdThreadFolds:
 *
 * A thread in which three and more events in a row are one line, until somebody wants to read
 * them. The first event of such a run stands for it: it knows how many there are. Whatever
 * stands between two events (a day, say) parts the run.
 */
struct _OdThreadFolds {
  GObject parent_instance;

  GListModel *thread;   /* (owned) (element-type OdMessageItem) */
  GPtrArray *shown;     /* (owned) (element-type OdMessageItem) */
  GHashTable *open_ids; /* (owned) (element-type gint64): events of runs that are unfolded; one of a run is enough */
};

static GType
folds_get_item_type (GListModel *model)
{
  return OD_TYPE_MESSAGE_ITEM;
}

static guint
folds_get_n_items (GListModel *model)
{
  return OD_THREAD_FOLDS (model)->shown->len;
}

static gpointer
folds_get_item (GListModel *model, guint position)
{
  OdThreadFolds *self = OD_THREAD_FOLDS (model);

  return position < self->shown->len ? g_object_ref (self->shown->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = folds_get_item_type;
  iface->get_n_items = folds_get_n_items;
  iface->get_item = folds_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdThreadFolds, od_thread_folds, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* ---- Folding ----------------------------------------------------------------- */

static gboolean
is_event (OdMessageItem *item)
{
  return od_message_item_get_row (item)->kind == OD_TIMELINE_EVENT;
}

/* One past the last event of the run that begins at @from. */
static guint
find_end (GPtrArray *all, guint from)
{
  guint to = from + 1;

  while (to < all->len && is_event (all->pdata[to]) && (od_message_item_get_marks (all->pdata[to]) & SEPARATORS) == 0)
    to++;
  return to;
}

static gboolean
is_open (OdThreadFolds *self, GPtrArray *all, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      gint64 id = od_message_item_get_id (all->pdata[i]);

      if (g_hash_table_contains (self->open_ids, &id))
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
fold (OdThreadFolds *self, GPtrArray *all)
{
  GPtrArray *shown = g_ptr_array_new_full (all->len, g_object_unref);

  for (guint i = 0; i < all->len;)
    {
      guint to = is_event (all->pdata[i]) ? find_end (all, i) : i + 1;
      gboolean is_run = to - i >= MIN_RUN;
      gboolean shows_all = !is_run || is_open (self, all, i, to);

      for (guint at = i; at < to; at++)
        {
          od_message_item_set_fold (all->pdata[at], is_run && at == i ? to - i : 0, shows_all);
          if (shows_all || at == i)
            g_ptr_array_add (shown, g_object_ref (all->pdata[at]));
        }
      i = to;
    }
  return shown;
}

/* Tells of as little as possible: the reader's place hangs on what stays. */
static void
refresh (OdThreadFolds *self)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->shown);
  guint n = g_list_model_get_n_items (self->thread);
  guint head = 0, tail = 0;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (self->thread, i));
  self->shown = fold (self, all);
  n = MIN (old->len, self->shown->len);
  while (head < n && old->pdata[head] == self->shown->pdata[head])
    head++;
  while (tail < n - head && old->pdata[old->len - 1 - tail] == self->shown->pdata[self->shown->len - 1 - tail])
    tail++;
  if (old->len != head + tail || self->shown->len != head + tail)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail, self->shown->len - head - tail);
}

/* ---- The object -------------------------------------------------------------- */

static void
od_thread_folds_finalize (GObject *object)
{
  OdThreadFolds *self = OD_THREAD_FOLDS (object);

  g_clear_object (&self->thread);
  g_ptr_array_unref (self->shown);
  g_hash_table_unref (self->open_ids);
  G_OBJECT_CLASS (od_thread_folds_parent_class)->finalize (object);
}

static void
od_thread_folds_class_init (OdThreadFoldsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_thread_folds_finalize;
}

static void
od_thread_folds_init (OdThreadFolds *self)
{
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->open_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * od_thread_folds_new:
 * @thread: (element-type OdMessageItem): in which the marks of a row are right before it is told of
 *
 * Returns: (transfer full)
 */
OdThreadFolds *
od_thread_folds_new (GListModel *thread)
{
  OdThreadFolds *self = g_object_new (OD_TYPE_THREAD_FOLDS, NULL);

  self->thread = g_object_ref (thread);
  g_signal_connect_object (thread, "items-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

/**
 * od_thread_folds_toggle:
 * @message_id: the event that stands for its run
 *
 * Unfolds a run, or folds it again.
 */
void
od_thread_folds_toggle (OdThreadFolds *self, gint64 message_id)
{
  guint n;

  g_return_if_fail (OD_IS_THREAD_FOLDS (self));

  n = g_list_model_get_n_items (self->thread);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OdMessageItem) head = g_list_model_get_item (self->thread, i);
      gboolean was_open;
      guint n_events;

      if (od_message_item_get_id (head) != message_id)
        continue;
      n_events = od_message_item_get_fold (head, &was_open);
      for (guint at = i; at < i + n_events && at < n; at++)
        {
          g_autoptr (OdMessageItem) event = g_list_model_get_item (self->thread, at);
          gint64 id = od_message_item_get_id (event);

          if (was_open)
            g_hash_table_remove (self->open_ids, &id);
          else
            g_hash_table_add (self->open_ids, g_memdup2 (&id, sizeof id));
        }
      refresh (self);
      return;
    }
}

/**
 * od_thread_folds_close_all:
 *
 * Forgets what was unfolded; to be called when another thread is opened.
 */
void
od_thread_folds_close_all (OdThreadFolds *self)
{
  g_return_if_fail (OD_IS_THREAD_FOLDS (self));

  if (g_hash_table_size (self->open_ids) == 0)
    return;
  g_hash_table_remove_all (self->open_ids);
  refresh (self);
}

/**
 * od_thread_folds_find:
 * @position: (out): where the message stands here, or what stands for it
 *
 * Returns: whether the message is loaded
 */
gboolean
od_thread_folds_find (OdThreadFolds *self, gint64 message_id, guint *position)
{
  guint at = 0;
  guint n;

  g_return_val_if_fail (OD_IS_THREAD_FOLDS (self) && position != NULL, FALSE);

  n = g_list_model_get_n_items (self->thread);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OdMessageItem) item = g_list_model_get_item (self->thread, i);

      if (at + 1 < self->shown->len && i > 0 && self->shown->pdata[at + 1] == item)
        at++;
      if (od_message_item_get_id (item) == message_id)
        {
          *position = at;
          return TRUE;
        }
    }
  return FALSE;
}
