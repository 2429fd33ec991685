/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-view"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-message-words.h"
#include "od-thread-view-private.h"

/* A message that failed, said again in another conversation of the same customer. It becomes a
 * draft there: its author reads it once more, under the other channel's limits. What failed
 * stays until it is discarded. */

typedef struct {
  OdThreadView *view; /* (owned) */
  gint64 message_id;
  gint64 conversation_id; /* of the message, then where it goes */
  char *text;             /* (owned) */
  gboolean has_files;
} Move;

static Move *
move_new (OdThreadView *self, const OdMessageRow *row, gint64 conversation_id)
{
  Move *move = g_new0 (Move, 1);

  *move = (Move){ .view = g_object_ref (self),
                  .message_id = row->id,
                  .conversation_id = conversation_id,
                  .text = g_strdup (row->body),
                  .has_files = row->attachments != NULL && row->attachments->len > 0 };
  return move;
}

static void
move_free (Move *move)
{
  g_object_unref (move->view);
  g_free (move->text);
  g_free (move);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Move, move_free)

static void
tell (Move *move, const char *words)
{
  g_signal_emit_by_name (move->view, "trouble", words);
}

/* ---- Where to ---------------------------------------------------------------- */

static void
add_place (Move *move, GMenu *menu, const OdConversationHead *head)
{
  OdThreadView *self = move->view;
  const OdChannelInfo *channel = od_channel_info_find (self->desk->channels, head->channel);
  g_autofree char *words = NULL;
  g_autoptr (GMenuItem) item = NULL;

  if (channel == NULL) /* nothing can be sent there */
    return;
  words = od_message_words_divider (head, channel->name, od_clock_get_real_us (self->desk->clock), self->setting.zone);
  item = g_menu_item_new (words, NULL);
  g_menu_item_set_action_and_target (item, "thread.move", "(xx)", move->message_id, head->id);
  g_menu_append_item (menu, item);
}

static void
card_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Move) move = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdCustomerCard) card = od_customer_port_load_finish (OD_CUSTOMER_PORT (source), result, &error);
  g_autoptr (GMenu) menu = g_menu_new ();

  if (card == NULL)
    {
      tell (move, od_error_words (error));
      return;
    }
  for (guint i = 0; i < card->conversations->len; i++)
    {
      const OdConversationHead *head = card->conversations->pdata[i];

      if (head->id != move->conversation_id && head->status != OD_STATUS_SPAM)
        add_place (move, menu, head);
    }
  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 0)
    tell (move, _ ("There is no other conversation with this customer"));
  else if (gtk_widget_get_root (GTK_WIDGET (move->view)) != NULL)
    od_thread_view_popup (move->view, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)), move->message_id, NULL);
}

/* Offers the customer's other conversations. */
void
od_thread_view_send_elsewhere (OdThreadView *self, const OdMessageRow *row)
{
  const OdConversationRow *current = od_current_conversation_get_row (self->current);

  if (current != NULL)
    od_customer_port_load_async (self->desk->customers, current->customer_id, NULL, card_cb,
                                 move_new (self, row, row->conversation_id));
}

/* ---- There ------------------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Move) move = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_reply_port_save_draft_finish (OD_REPLY_PORT (source), result, &error))
    {
      tell (move, od_error_words (error));
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (move->view), "win.show-conversation", "x", move->conversation_id);
  if (move->has_files)
    tell (move, _ ("The text was taken along. The files are to be attached again."));
}

static void
draft_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Move) move = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDraft) draft = od_reply_port_load_draft_finish (OD_REPLY_PORT (source), result, &error);

  if (draft == NULL)
    {
      tell (move, od_error_words (error));
      return;
    }
  if (*draft->body != '\0')
    {
      g_autofree char *begun = g_steal_pointer (&draft->body);

      draft->body = g_strjoin ("\n\n", begun, move->text, NULL);
    }
  else
    {
      g_free (draft->body);
      draft->body = g_strdup (move->text);
    }
  draft->revision++;
  od_reply_port_save_draft_async (OD_REPLY_PORT (source), draft, NULL, saved_cb, g_steal_pointer (&move));
}

/* Makes a draft of it in another conversation, behind what was begun there, and opens that. */
void
od_thread_view_move (OdThreadView *self, const OdMessageRow *row, gint64 conversation_id)
{
  if (conversation_id == od_thread_model_get_conversation_id (self->model)) /* its draft is in the composer */
    {
      g_signal_emit_by_name (self, "text-moved", row->body);
      if (row->attachments != NULL && row->attachments->len > 0)
        g_signal_emit_by_name (self, "trouble", _ ("The text was taken along. The files are to be attached again."));
      return;
    }
  od_reply_port_load_draft_async (self->desk->replies, conversation_id, FALSE, NULL, draft_cb,
                                  move_new (self, row, conversation_id));
}
