/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-item.h"

/**
 * OdMessageItem:
 *
 * One row of the thread as a list view holds it: the store's row, and what stands
 * around it. "changed" is emitted when either is replaced.
 */
struct _OdMessageItem {
  GObject parent_instance;

  OdMessageRow *row; /* (owned) (not nullable) */
  OdThreadMarks marks;
  guint n_folded; /* events that it stands for, itself included; 0 if it is one row like others */
  gboolean is_unfolded;
};

G_DEFINE_FINAL_TYPE (OdMessageItem, od_message_item, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
od_message_item_finalize (GObject *object)
{
  OdMessageItem *self = OD_MESSAGE_ITEM (object);

  g_clear_pointer (&self->row, od_message_row_free);
  G_OBJECT_CLASS (od_message_item_parent_class)->finalize (object);
}

static void
od_message_item_class_init (OdMessageItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_message_item_finalize;

  /**
   * OdMessageItem::changed:
   *
   * The row or its marks are others now; everything shown of it is to be bound again.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_MESSAGE_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_message_item_init (OdMessageItem *self)
{
}

/**
 * od_message_item_new:
 * @row: (transfer full)
 *
 * Returns: (transfer full): an item without marks
 */
OdMessageItem *
od_message_item_new (OdMessageRow *row)
{
  OdMessageItem *self = g_object_new (OD_TYPE_MESSAGE_ITEM, NULL);

  self->row = row;
  return self;
}

gint64
od_message_item_get_id (OdMessageItem *self)
{
  g_return_val_if_fail (OD_IS_MESSAGE_ITEM (self), 0);

  return self->row->id;
}

/**
 * od_message_item_get_row:
 *
 * Returns: (transfer none): the row, valid until "changed"
 */
const OdMessageRow *
od_message_item_get_row (OdMessageItem *self)
{
  g_return_val_if_fail (OD_IS_MESSAGE_ITEM (self), NULL);

  return self->row;
}

/**
 * od_message_item_take_row:
 * @row: (transfer full): the same message, read again
 */
void
od_message_item_take_row (OdMessageItem *self, OdMessageRow *row)
{
  g_return_if_fail (OD_IS_MESSAGE_ITEM (self) && row != NULL && row->id == self->row->id);

  od_message_row_free (self->row);
  self->row = row;
  g_signal_emit (self, signals[CHANGED], 0);
}

OdThreadMarks
od_message_item_get_marks (OdMessageItem *self)
{
  g_return_val_if_fail (OD_IS_MESSAGE_ITEM (self), 0);

  return self->marks;
}

void
od_message_item_set_marks (OdMessageItem *self, OdThreadMarks marks)
{
  g_return_if_fail (OD_IS_MESSAGE_ITEM (self));

  if (self->marks == marks)
    return;
  self->marks = marks;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * od_message_item_get_fold:
 * @is_unfolded: (out) (optional): whether the others of the run are shown
 *
 * Returns: how many events in a row it stands for; 0 if it only is itself
 */
guint
od_message_item_get_fold (OdMessageItem *self, gboolean *is_unfolded)
{
  g_return_val_if_fail (OD_IS_MESSAGE_ITEM (self), 0);

  if (is_unfolded != NULL)
    *is_unfolded = self->is_unfolded;
  return self->n_folded;
}

void
od_message_item_set_fold (OdMessageItem *self, guint n_events, gboolean is_unfolded)
{
  g_return_if_fail (OD_IS_MESSAGE_ITEM (self));

  is_unfolded = is_unfolded && n_events > 0;
  if (self->n_folded == n_events && self->is_unfolded == is_unfolded)
    return;
  self->n_folded = n_events;
  self->is_unfolded = is_unfolded;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * od_message_row_compare:
 *
 * Returns: the order of the timeline: by (at, id)
 */
int
od_message_row_compare (const OdMessageRow *a, const OdMessageRow *b)
{
  if (a->at_us != b->at_us)
    return a->at_us < b->at_us ? -1 : 1;
  return a->id < b->id ? -1 : a->id > b->id;
}
