/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-view"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-message-details.h"
#include "od-message-link.h"
#include "od-message-window.h"
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
  OdThreadRow *row = od_thread_view_find_row (self, message_id);

  return row != NULL ? od_thread_row_dup_selection (row) : NULL;
}

/* What can be done with a message here. */
OdMessageDeeds
od_thread_view_get_deeds (OdThreadView *self, const OdMessageRow *row)
{
  const OdConversationHead *head = od_thread_model_get_head (self->model, row->conversation_id);
  const OdChannelInfo *channel = head != NULL ? od_channel_info_find (self->desk->channels, head->channel) : NULL;

  OdMessageDeeds deeds =
      od_message_deeds (row, channel, self->desk->operator_id, od_thread_model_get_conversation_id (self->model));

  if (!g_signal_has_handler_pending (self, g_signal_lookup ("edit-requested", OD_TYPE_THREAD_VIEW), 0, FALSE))
    deeds &= (guint) ~OD_DEED_EDIT; /* there is nobody to edit it */
  return deeds;
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
  g_autofree char *link = od_message_link_new (g_variant_get_int64 (parameter));

  copy (OD_THREAD_VIEW (widget), link);
}

static void
copy_address_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *uri = g_variant_get_string (parameter, NULL);

  copy (OD_THREAD_VIEW (widget), g_str_has_prefix (uri, "mailto:") ? uri + strlen ("mailto:") : uri);
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
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const OdMessageRow *row = find_row (OD_THREAD_VIEW (widget), g_variant_get_int64 (parameter));

  if (row != NULL)
    g_signal_emit_by_name (widget, "edit-requested", row->id, row->kind == OD_TIMELINE_NOTE, row->body);
}

static void
take_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "take-back", g_variant_get_int64 (parameter));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdThreadView *self = OD_THREAD_VIEW (widget);
  OdThreadRow *row = od_thread_view_find_row (self, g_variant_get_int64 (parameter));

  if (row != NULL)
    od_thread_view_show_menu (self, row, NULL);
}

static void
fold_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_thread_folds_toggle (OD_THREAD_VIEW (widget)->folds, g_variant_get_int64 (parameter));
}

static void
history_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_thread_view_show_history (OD_THREAD_VIEW (widget), g_variant_get_int64 (parameter));
}

static void
details_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdThreadView *self = OD_THREAD_VIEW (widget);
  const OdMessageRow *row = find_row (self, g_variant_get_int64 (parameter));
  const OdConversationHead *head = row != NULL ? od_thread_model_get_head (self->model, row->conversation_id) : NULL;
  const OdChannelInfo *channel = head != NULL ? od_channel_info_find (self->desk->channels, head->channel) : NULL;
  g_autoptr (GPtrArray) details = NULL;

  if (row == NULL)
    return;
  details = od_message_details (row, head,
                                channel != NULL ? channel->name
                                : head != NULL  ? head->channel
                                                : NULL,
                                self->setting.customer_name, self->setting.zone);
  gtk_window_present (GTK_WINDOW (od_message_window_new (GTK_WINDOW (gtk_widget_get_root (widget)), details)));
}

/* ---- Through the ports ------------------------------------------------------- */

/* The end of a call of the triage port. */
typedef struct {
  OdThreadView *view; /* (owned) */
  gboolean (*finish) (OdTriagePort *port, GAsyncResult *result, GError **error);
} Triage;

static Triage *
triage_new (OdThreadView *self, gboolean (*finish) (OdTriagePort *, GAsyncResult *, GError **))
{
  Triage *triage = g_new (Triage, 1);

  *triage = (Triage){ .view = g_object_ref (self), .finish = finish };
  return triage;
}

static void
triage_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Triage *triage = user_data;
  g_autoptr (OdThreadView) self = triage->view;
  g_autoptr (GError) error = NULL;

  if (!triage->finish (OD_TRIAGE_PORT (source), result, &error))
    g_signal_emit_by_name (self, "trouble", od_error_words (error));
}

static void
react_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdThreadView *self = OD_THREAD_VIEW (widget);
  gint64 message_id;
  const char *emoji;

  g_variant_get (parameter, "(x&s)", &message_id, &emoji);
  if (self->pointer.popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->pointer.popover));
  od_triage_port_react_async (self->desk->triage, message_id, emoji, NULL, triage_cb,
                              triage_new (self, od_triage_port_react_finish));
}

static void
pick_emoji_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_thread_view_pick_emoji (OD_THREAD_VIEW (widget), g_variant_get_int64 (parameter));
}

static void
pick_any_emoji_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_thread_view_pick_any_emoji (OD_THREAD_VIEW (widget), g_variant_get_int64 (parameter));
}

static void
remove_message (OdThreadView *self, gint64 message_id)
{
  od_triage_port_remove_async (self->desk->triage, message_id, NULL, triage_cb,
                               triage_new (self, od_triage_port_remove_finish));
}

typedef struct {
  OdThreadView *view; /* (owned) */
  gint64 message_id;
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  g_object_unref (((Removal *) data)->view);
  g_free (data);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, Removal *removal)
{
  if (g_str_equal (response, "delete"))
    remove_message (removal->view, removal->message_id);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdThreadView *self = OD_THREAD_VIEW (widget);
  const OdMessageRow *row = find_row (self, g_variant_get_int64 (parameter));
  GtkWidget *dialog;
  Removal *removal;

  if (row == NULL)
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Delete This Message?"),
                                   row->kind == OD_TIMELINE_NOTE
                                       ? _ ("Colleagues will see that there was a note.")
                                       : _ ("It is deleted for the customer, too. What it said stays in its history."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete", _ ("_Delete"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  removal = g_new (Removal, 1);
  *removal = (Removal){ .view = g_object_ref (self), .message_id = row->id };
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), removal, removal_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
elsewhere_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const OdMessageRow *row = find_row (OD_THREAD_VIEW (widget), g_variant_get_int64 (parameter));

  if (row != NULL)
    od_thread_view_send_elsewhere (OD_THREAD_VIEW (widget), row);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const OdMessageRow *row;
  gint64 message_id, conversation_id;

  g_variant_get (parameter, "(xx)", &message_id, &conversation_id);
  row = find_row (OD_THREAD_VIEW (widget), message_id);
  if (row != NULL)
    od_thread_view_move (OD_THREAD_VIEW (widget), row, conversation_id);
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

void
od_thread_view_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "thread.copy-text", "x", copy_text_action },
    { "thread.copy-link", "x", copy_link_action },
    { "thread.copy-address", "s", copy_address_action },
    { "thread.reply-to", "x", reply_to_action },
    { "thread.edit", "x", edit_action },
    { "thread.remove", "x", remove_action },
    { "thread.react", "(xs)", react_action },
    { "thread.pick-emoji", "x", pick_emoji_action },
    { "thread.pick-any-emoji", "x", pick_any_emoji_action },
    { "thread.menu", "x", menu_action },
    { "thread.fold", "x", fold_action },
    { "thread.history", "x", history_action },
    { "thread.details", "x", details_action },
    { "thread.jump", "x", jump_action },
    { "thread.decide", "(xi)", decide_action },
    { "thread.take-back", "x", take_back_action },
    { "thread.elsewhere", "x", elsewhere_action },
    { "thread.move", "(xx)", move_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].func);
}
