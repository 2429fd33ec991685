/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-arrivals"

#include "od-arrivals.h"

#include "od-limits.h"

#define FRESH_US (60 * (gint64) G_USEC_PER_SEC)

/**
 * OdArrivals:
 *
 * Notices that a customer has just written, for whoever rings a bell or tells a screen
 * reader. What an import brings is old and makes no sound; a flood is one question.
 */
struct _OdArrivals {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GHashTable *last_at;       /* (owned) conversation → moment of its last message that was told of */
  GCancellable *cancellable; /* (owned) */
  gboolean is_asking;
};

G_DEFINE_FINAL_TYPE (OdArrivals, od_arrivals, G_TYPE_OBJECT)

static guint arrived_signal;

static void
look_at (OdArrivals *self, const OdConversationRow *row, gint64 now_us)
{
  gint64 *known = g_hash_table_lookup (self->last_at, &row->id);

  if (row->last_kind != OD_TIMELINE_IN || row->n_unread == 0 || now_us - row->last_at_us > FRESH_US ||
      (known != NULL && *known >= row->last_at_us))
    return;
  g_hash_table_insert (self->last_at, g_memdup2 (&row->id, sizeof row->id),
                       g_memdup2 (&row->last_at_us, sizeof row->last_at_us));
  g_signal_emit (self, arrived_signal, 0, row);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  OdArrivals *self;
  gint64 now_us;

  rows = od_conversation_port_load_finish (OD_CONVERSATION_PORT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = OD_ARRIVALS (user_data);
  self->is_asking = FALSE;
  if (rows == NULL)
    {
      g_info ("Could not look who wrote: %s", error->message);
      return;
    }
  now_us = od_clock_get_real_us (self->desk->clock);
  for (guint i = 0; i < rows->len; i++)
    look_at (self, rows->pdata[i], now_us);
}

static void
on_changed (OdArrivals *self, OdChangeSet *changes)
{
  guint n_messages, n_ids;
  const gint64 *ids = od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n_ids);

  od_change_set_get (changes, OD_CHANGE_MESSAGE, &n_messages);
  if (n_messages == 0 || n_ids == 0 || self->is_asking) /* one sound is enough for what comes at once */
    return;
  self->is_asking = TRUE;
  od_conversation_port_load_async (self->desk->conversations, ids, MIN (n_ids, OD_LIMIT_PAGE_ROWS), self->cancellable,
                                   loaded_cb, self);
}

static void
od_arrivals_dispose (GObject *object)
{
  g_cancellable_cancel (OD_ARRIVALS (object)->cancellable);
  G_OBJECT_CLASS (od_arrivals_parent_class)->dispose (object);
}

static void
od_arrivals_finalize (GObject *object)
{
  OdArrivals *self = OD_ARRIVALS (object);

  g_clear_pointer (&self->last_at, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_arrivals_parent_class)->finalize (object);
}

static void
od_arrivals_class_init (OdArrivalsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_arrivals_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_arrivals_finalize;

  /**
   * OdArrivals::arrived:
   * @row: (type OdConversationRow): the conversation, valid during the signal
   */
  arrived_signal = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
od_arrivals_init (OdArrivals *self)
{
  self->last_at = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

OdArrivals *
od_arrivals_new (OdDesk *desk)
{
  OdArrivals *self = g_object_new (OD_TYPE_ARRIVALS, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return self;
}
