/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-quick-reply"

#include "od-quick-reply.h"

#include <glib/gi18n.h>

#include "od-current-conversation.h"
#include "od-escape.h"
#include "od-promise-badge.h"
#include "od-thread-pane.h"
#include "od-visitor-name.h"

#define WIDTH 440
#define HEIGHT 520

/**
 * OdQuickReply:
 *
 * A small window to answer one conversation and be gone: what was said last, and where to write. Enter sends and
 * closes; Escape closes and leaves a draft. It needs no other window.
 */
struct _OdQuickReply {
  AdwApplicationWindow parent_instance;

  AdwWindowTitle *title;
  AdwHeaderBar *header;
  OdPromiseBadge *badge; /* how long there is to answer */
  OdThreadPane *thread;

  OdDesk *desk;                   /* (owned) */
  OdCurrentConversation *current; /* (owned) */
  gint64 conversation_id;
  gboolean is_open; /* the thread shows it */
};

G_DEFINE_FINAL_TYPE (OdQuickReply, od_quick_reply, ADW_TYPE_APPLICATION_WINDOW)

static void
current_changed_cb (OdQuickReply *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);
  g_autofree char *channel = row != NULL ? od_channel_info_dup_name (self->desk->channels, row->channel) : NULL;
  g_autofree char *name = row != NULL ? od_visitor_name (row->name, row->address) : NULL;

  od_promise_badge_set_row (self->badge, row);
  if (row == NULL)
    return;
  adw_window_title_set_title (self->title, name);
  adw_window_title_set_subtitle (self->title, channel);
  gtk_window_set_title (GTK_WINDOW (self), name);
  if (self->is_open)
    return;
  self->is_open = TRUE;
  od_thread_pane_set_conversation (self->thread, row->id, row->customer_id);
  od_thread_pane_focus_composer (self->thread);
}

/* Not from within what emits it: the window takes the pane along. */
static gboolean
close_cb (gpointer user_data)
{
  gtk_window_close (user_data);
  return G_SOURCE_REMOVE;
}

static void
sent_cb (OdQuickReply *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (self), g_object_unref);
}

static void
od_quick_reply_dispose (GObject *object)
{
  OdQuickReply *self = OD_QUICK_REPLY (object);

  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), NULL);
  g_clear_object (&self->current);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_quick_reply_parent_class)->dispose (object);
}

static void
od_quick_reply_class_init (OdQuickReplyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_quick_reply_dispose;
}

static void
od_quick_reply_init (OdQuickReply *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("Reply"), ""));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->header = ADW_HEADER_BAR (header);
  gtk_box_append (GTK_BOX (adw_application_window_get_content (ADW_APPLICATION_WINDOW (self))), header);
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Reply"));
  od_escape_closes (GTK_WINDOW (self), NULL);
}

/**
 * od_quick_reply_new:
 *
 * Returns: (transfer none): a window of @application, not yet presented
 */
GtkWidget *
od_quick_reply_new (GtkApplication *application, OdDesk *desk, gint64 conversation_id)
{
  OdQuickReply *self = g_object_new (OD_TYPE_QUICK_REPLY, "application", application, NULL);

  self->desk = od_desk_ref (desk);
  self->conversation_id = conversation_id;
  self->badge = OD_PROMISE_BADGE (od_promise_badge_new (desk));
  adw_header_bar_pack_end (self->header, GTK_WIDGET (self->badge));
  self->thread = OD_THREAD_PANE (od_thread_pane_new (desk));
  gtk_widget_set_vexpand (GTK_WIDGET (self->thread), TRUE);
  gtk_box_append (GTK_BOX (adw_application_window_get_content (ADW_APPLICATION_WINDOW (self))),
                  GTK_WIDGET (self->thread));
  g_signal_connect_object (self->thread, "sent", G_CALLBACK (sent_cb), self, G_CONNECT_SWAPPED);
  self->current = od_current_conversation_new (desk);
  g_signal_connect_object (self->current, "changed", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
  od_current_conversation_set_id (self->current, conversation_id);
  return GTK_WIDGET (self);
}

gint64
od_quick_reply_get_conversation_id (OdQuickReply *self)
{
  g_return_val_if_fail (OD_IS_QUICK_REPLY (self), 0);

  return self->conversation_id;
}

/**
 * od_quick_reply_get_is_in_front:
 *
 * Returns: whether somebody works in it, and sees the newest message
 */
gboolean
od_quick_reply_get_is_in_front (OdQuickReply *self)
{
  g_return_val_if_fail (OD_IS_QUICK_REPLY (self), FALSE);

  return gtk_window_is_active (GTK_WINDOW (self)) && od_thread_pane_get_is_at_end (self->thread);
}
