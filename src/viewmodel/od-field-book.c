/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-field-book"

#include "od-field-book.h"

/**
 * OdFieldBook:
 *
 * The custom fields that are defined, in their order. Read again whenever one changes.
 */
struct _OdFieldBook {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GPtrArray *fields;         /* (owned) (element-type OdCustomField) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdFieldBook, od_field_book, G_TYPE_OBJECT)

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fields = od_field_port_load_finish (OD_FIELD_PORT (source), result, &error);
  OdFieldBook *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the book is gone */
  self = user_data;
  if (fields == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  self->fields = g_steal_pointer (&fields);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
load (OdFieldBook *self)
{
  if (self->desk->tools.fields != NULL)
    od_field_port_load_async (self->desk->tools.fields, self->cancellable, loaded_cb, self);
}

static void
changed_cb (OdFieldBook *self, OdChangeSet *changes)
{
  guint n;

  od_change_set_get (changes, OD_CHANGE_LIBRARY, &n);
  if (n > 0)
    load (self);
}

static void
od_field_book_dispose (GObject *object)
{
  g_cancellable_cancel (OD_FIELD_BOOK (object)->cancellable);
  G_OBJECT_CLASS (od_field_book_parent_class)->dispose (object);
}

static void
od_field_book_finalize (GObject *object)
{
  OdFieldBook *self = OD_FIELD_BOOK (object);

  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_field_book_parent_class)->finalize (object);
}

static void
od_field_book_class_init (OdFieldBookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_field_book_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_field_book_finalize;

  /**
   * OdFieldBook::changed:
   *
   * The fields are others now, or in another order.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_FIELD_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdFieldBook::failed:
   * @error: why they were not read or changed
   */
  signals[FAILED] =
      g_signal_new ("failed", OD_TYPE_FIELD_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
od_field_book_init (OdFieldBook *self)
{
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) od_custom_field_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * od_field_book_new:
 *
 * Returns: (transfer full): empty until "changed"
 */
OdFieldBook *
od_field_book_new (OdDesk *desk)
{
  OdFieldBook *self = g_object_new (OD_TYPE_FIELD_BOOK, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return self;
}

/**
 * od_field_book_get_fields:
 *
 * Returns: (transfer none) (element-type OdCustomField): by position; valid until "changed"
 */
GPtrArray *
od_field_book_get_fields (OdFieldBook *self)
{
  g_return_val_if_fail (OD_IS_FIELD_BOOK (self), NULL);

  return self->fields;
}

/**
 * od_field_book_find:
 *
 * Returns: (transfer none) (nullable): valid until "changed"
 */
const OdCustomField *
od_field_book_find (OdFieldBook *self, const char *key)
{
  g_return_val_if_fail (OD_IS_FIELD_BOOK (self), NULL);

  for (guint i = 0; i < self->fields->len; i++)
    if (g_str_equal (((OdCustomField *) self->fields->pdata[i])->key, key))
      return self->fields->pdata[i];
  return NULL;
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdFieldBook) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_field_port_move_finish (OD_FIELD_PORT (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/**
 * od_field_book_move:
 * @position: 0: the first
 */
void
od_field_book_move (OdFieldBook *self, gint64 field_id, guint position)
{
  g_return_if_fail (OD_IS_FIELD_BOOK (self) && self->desk->tools.fields != NULL);

  od_field_port_move_async (self->desk->tools.fields, field_id, position, NULL, moved_cb, g_object_ref (self));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdFieldBook) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_field_port_remove_finish (OD_FIELD_PORT (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/**
 * od_field_book_remove:
 *
 * With what customers have in it.
 */
void
od_field_book_remove (OdFieldBook *self, gint64 field_id)
{
  g_return_if_fail (OD_IS_FIELD_BOOK (self) && self->desk->tools.fields != NULL);

  od_field_port_remove_async (self->desk->tools.fields, field_id, NULL, removed_cb, g_object_ref (self));
}
