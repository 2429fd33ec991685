/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-person-item"

#include "od-person-item.h"

/**
 * OdPersonItem:
 *
 * A customer of a list. It exists while somebody looks at it; its row comes a moment later, and again whenever the store
 * has changed it.
 */
struct _OdPersonItem {
  GObject parent_instance;

  gint64 id;
  OdPersonRow *row; /* (owned) (nullable): until it was read */
};

G_DEFINE_FINAL_TYPE (OdPersonItem, od_person_item, G_TYPE_OBJECT)

static guint changed_signal;

static void
od_person_item_finalize (GObject *object)
{
  OdPersonItem *self = OD_PERSON_ITEM (object);

  g_clear_pointer (&self->row, od_person_row_free);
  G_OBJECT_CLASS (od_person_item_parent_class)->finalize (object);
}

static void
od_person_item_class_init (OdPersonItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_person_item_finalize;

  /**
   * OdPersonItem::changed:
   *
   * Its row was read, or read again, or it is another customer now.
   */
  changed_signal =
      g_signal_new ("changed", OD_TYPE_PERSON_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_person_item_init (OdPersonItem *self)
{
}

OdPersonItem *
od_person_item_new (gint64 id)
{
  OdPersonItem *self = g_object_new (OD_TYPE_PERSON_ITEM, NULL);

  self->id = id;
  return self;
}

gint64
od_person_item_get_id (OdPersonItem *self)
{
  g_return_val_if_fail (OD_IS_PERSON_ITEM (self), 0);

  return self->id;
}

/**
 * od_person_item_set_id:
 *
 * It becomes another customer, whose row is not there yet; "changed" comes with it.
 */
void
od_person_item_set_id (OdPersonItem *self, gint64 id)
{
  g_return_if_fail (OD_IS_PERSON_ITEM (self));

  if (self->id == id)
    return;
  self->id = id;
  g_clear_pointer (&self->row, od_person_row_free);
}

/**
 * od_person_item_get_row:
 *
 * Returns: (transfer none) (nullable): valid until "changed"; %NULL until it was read
 */
const OdPersonRow *
od_person_item_get_row (OdPersonItem *self)
{
  g_return_val_if_fail (OD_IS_PERSON_ITEM (self), NULL);

  return self->row;
}

/**
 * od_person_item_take_row:
 * @row: (transfer full) (nullable): as it is now; %NULL: only "changed" is told
 */
void
od_person_item_take_row (OdPersonItem *self, OdPersonRow *row)
{
  g_return_if_fail (OD_IS_PERSON_ITEM (self));

  if (row != NULL)
    {
      g_clear_pointer (&self->row, od_person_row_free);
      self->row = row;
    }
  g_signal_emit (self, changed_signal, 0);
}
