/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-pane"

#include "od-thread-pane.h"

struct _OdThreadPane {
  AdwBin parent_instance;

  OdDesk *desk; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdThreadPane, od_thread_pane, ADW_TYPE_BIN)

static void
od_thread_pane_finalize (GObject *object)
{
  OdThreadPane *self = OD_THREAD_PANE (object);

  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_thread_pane_parent_class)->finalize (object);
}

static void
od_thread_pane_class_init (OdThreadPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_thread_pane_finalize;
}

static void
od_thread_pane_init (OdThreadPane *self)
{
}

GtkWidget *
od_thread_pane_new (OdDesk *desk)
{
  OdThreadPane *self = g_object_new (OD_TYPE_THREAD_PANE, NULL);

  self->desk = od_desk_ref (desk);
  return GTK_WIDGET (self);
}

/**
 * od_thread_pane_set_conversation:
 * @conversation_id: 0 for none
 * @customer_id: whose it is
 *
 * Shows the thread at its first unread message.
 */
void
od_thread_pane_set_conversation (OdThreadPane *self, gint64 conversation_id, gint64 customer_id)
{
  g_return_if_fail (OD_IS_THREAD_PANE (self));
}

/**
 * od_thread_pane_show_message:
 * @message_id: a message of @conversation_id, found by the search
 *
 * Shows the thread with that message in view.
 */
void
od_thread_pane_show_message (OdThreadPane *self, gint64 conversation_id, gint64 customer_id, gint64 message_id)
{
  g_return_if_fail (OD_IS_THREAD_PANE (self));
}

/**
 * od_thread_pane_focus_composer:
 *
 * Puts the cursor where the operator writes.
 */
void
od_thread_pane_focus_composer (OdThreadPane *self)
{
  g_return_if_fail (OD_IS_THREAD_PANE (self));
}
