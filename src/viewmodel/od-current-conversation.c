/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-current-conversation"

#include "od-current-conversation.h"

/**
 * OdCurrentConversation:
 *
 * The conversation that is open, in whatever view it is or in none. It follows the change
 * feed, and keeps what it knew until the new state is here.
 */
struct _OdCurrentConversation {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  OdConversationRow *row;    /* (owned) (nullable): NULL until loaded */
  GCancellable *cancellable; /* (owned) (nullable): of the question on its way */
  gint64 id;                 /* 0 for none */
};

G_DEFINE_FINAL_TYPE (OdCurrentConversation, od_current_conversation, G_TYPE_OBJECT)

static guint changed_signal;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  OdCurrentConversation *self;

  rows = od_conversation_port_load_finish (OD_CONVERSATION_PORT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another one was opened, or nobody is here any more */

  self = OD_CURRENT_CONVERSATION (user_data);
  g_clear_object (&self->cancellable);
  if (rows == NULL)
    {
      g_warning ("Could not read the open conversation: %s", error->message);
      return;
    }
  g_clear_pointer (&self->row, od_conversation_row_free);
  if (rows->len > 0)
    self->row = g_ptr_array_steal_index_fast (rows, 0);
  g_signal_emit (self, changed_signal, 0);
}

static void
ask (OdCurrentConversation *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  od_conversation_port_load_async (self->desk->conversations, &self->id, 1, self->cancellable, loaded_cb, self);
}

static void
on_feed_changed (OdCurrentConversation *self, OdChangeSet *changes)
{
  if (self->id != 0 && od_change_set_has (changes, OD_CHANGE_CONVERSATION, self->id))
    ask (self);
}

static void
od_current_conversation_dispose (GObject *object)
{
  OdCurrentConversation *self = OD_CURRENT_CONVERSATION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (od_current_conversation_parent_class)->dispose (object);
}

static void
od_current_conversation_finalize (GObject *object)
{
  OdCurrentConversation *self = OD_CURRENT_CONVERSATION (object);

  g_clear_pointer (&self->row, od_conversation_row_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_current_conversation_parent_class)->finalize (object);
}

static void
od_current_conversation_class_init (OdCurrentConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = od_current_conversation_dispose;
  object_class->finalize = od_current_conversation_finalize;

  /**
   * OdCurrentConversation::changed:
   *
   * Its row is another one: it was opened and is loaded now, or something about it is new.
   */
  changed_signal =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_current_conversation_init (OdCurrentConversation *self)
{
}

OdCurrentConversation *
od_current_conversation_new (OdDesk *desk)
{
  OdCurrentConversation *self = g_object_new (OD_TYPE_CURRENT_CONVERSATION, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (on_feed_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_current_conversation_set_id:
 * @id: what is open from now on; 0 for nothing
 */
void
od_current_conversation_set_id (OdCurrentConversation *self, gint64 id)
{
  g_return_if_fail (OD_IS_CURRENT_CONVERSATION (self));

  if (self->id == id)
    return;
  self->id = id;
  g_cancellable_cancel (self->cancellable); /* what is on its way is of another one */
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->row, od_conversation_row_free);
  if (id != 0)
    ask (self);
  else
    g_signal_emit (self, changed_signal, 0);
}

gint64
od_current_conversation_get_id (OdCurrentConversation *self)
{
  g_return_val_if_fail (OD_IS_CURRENT_CONVERSATION (self), 0);

  return self->id;
}

/**
 * od_current_conversation_get_row:
 *
 * Returns: (transfer none) (nullable): %NULL for none, or until it is loaded. Valid until "changed"
 */
const OdConversationRow *
od_current_conversation_get_row (OdCurrentConversation *self)
{
  g_return_val_if_fail (OD_IS_CURRENT_CONVERSATION (self), NULL);

  return self->row;
}
