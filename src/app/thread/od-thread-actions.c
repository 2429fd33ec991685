/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-view"

#include <glib/gi18n.h>

#include "od-thread-files.h"
#include "od-thread-view-private.h"

/* What can be done with a message: the "thread." actions. */

static const OdMessageRow *
find_row (OdThreadView *self, gint64 message_id)
{
  guint position;
  g_autoptr (OdMessageItem) item = NULL;

  if (!od_thread_model_find (self->model, message_id, &position))
    return NULL;
  item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  return od_message_item_get_row (item); /* the model keeps it */
}

static void
copy (OdThreadView *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static char *
dup_marked_text (OdThreadView *self, gint64 message_id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      OdThreadRow *row = od_thread_view_row_of (child);

      if (row != NULL && od_message_item_get_id (od_thread_row_get_item (row)) == message_id)
        return od_thread_row_dup_selection (row);
    }
  return NULL;
}

static void
copy_text_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdThreadView *self = OD_THREAD_VIEW (widget);
  gint64 message_id = g_variant_get_int64 (parameter);
  g_autofree char *marked = dup_marked_text (self, message_id);
  const OdMessageRow *row = find_row (self, message_id);

  if (marked != NULL)
    copy (self, marked);
  else if (row != NULL)
    copy (self, row->body);
}

static void
copy_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *link = g_strdup_printf ("omnidesk:message/%" G_GINT64_FORMAT, g_variant_get_int64 (parameter));

  copy (OD_THREAD_VIEW (widget), link);
}

static void
reply_to_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const OdMessageRow *row = find_row (OD_THREAD_VIEW (widget), g_variant_get_int64 (parameter));

  if (row != NULL)
    g_signal_emit_by_name (widget, "reply-to", row->id, row->body);
}

static void
jump_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_thread_view_jump (OD_THREAD_VIEW (widget), g_variant_get_int64 (parameter));
}

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdThreadView) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_reply_port_decide_finish (OD_REPLY_PORT (source), result, &error))
    g_signal_emit_by_name (self, "trouble", _ ("That could not be done: the message is in another state by now"));
}

static void
decide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdThreadView *self = OD_THREAD_VIEW (widget);
  gint64 message_id;
  gint32 decision;

  g_variant_get (parameter, "(xi)", &message_id, &decision);
  od_reply_port_decide_async (self->desk->replies, message_id, (OdReplyDecision) decision, NULL, decided_cb,
                              g_object_ref (self));
}

static void
told_cb (GtkWidget *widget, const char *words)
{
  g_signal_emit_by_name (widget, "trouble", words);
}

static const OdAttachmentRow *
find_file (OdThreadView *self, GVariant *which)
{
  const OdMessageRow *row;
  gint64 message_id;
  guint32 position;

  g_variant_get (which, "(xu)", &message_id, &position);
  row = find_row (self, message_id);
  return row != NULL && row->attachments != NULL && position < row->attachments->len ? row->attachments->pdata[position]
                                                                                     : NULL;
}

static void
open_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const OdAttachmentRow *file = find_file (OD_THREAD_VIEW (widget), parameter);

  if (file != NULL)
    od_thread_files_open (widget, file, told_cb);
}

static void
save_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const OdAttachmentRow *file = find_file (OD_THREAD_VIEW (widget), parameter);

  if (file != NULL)
    od_thread_files_save (widget, file, told_cb);
}

void
od_thread_view_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "thread.copy-text", "x", copy_text_action);
  gtk_widget_class_install_action (widget_class, "thread.copy-link", "x", copy_link_action);
  gtk_widget_class_install_action (widget_class, "thread.reply-to", "x", reply_to_action);
  gtk_widget_class_install_action (widget_class, "thread.jump", "x", jump_action);
  gtk_widget_class_install_action (widget_class, "thread.decide", "(xi)", decide_action);
  gtk_widget_class_install_action (widget_class, "thread.open-file", "(xu)", open_file_action);
  gtk_widget_class_install_action (widget_class, "thread.save-file", "(xu)", save_file_action);
}
