/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer-model"

#include "od-composer-model-private.h"

/* How a text leaves the composer, and how it comes back. */

typedef struct {
  OdComposerModel *model; /* (owned) */
  gint64 conversation_id;
  gint64 revision;
  GPtrArray *files; /* (owned) */
  gboolean is_note;
} Send;

static void
send_free (Send *send)
{
  g_object_unref (send->model);
  g_ptr_array_unref (send->files);
  g_free (send);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Send, send_free)

static void
forget_sent (OdComposerModel *self, const Send *send)
{
  od_draft_keeper_sent (self->keeper, send->revision);
  self->is_sending = FALSE;
  self->reply_to_id = 0;
  g_clear_pointer (&self->quote, g_free);
  od_composer_model_replace_text (self, "");
}

static void
enqueue_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Send) send = user_data;
  OdComposerModel *self = send->model;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdReplyResult) reply = od_reply_port_enqueue_finish (OD_REPLY_PORT (source), result, &error);
  gboolean is_here =
      self->is_sending && self->conversation_id == send->conversation_id && self->is_note == send->is_note;

  if (reply != NULL)
    {
      GPtrArray *tray = g_hash_table_lookup (self->trays, &send->conversation_id);

      if (tray != NULL)
        g_ptr_array_set_size (tray, 0);
      if (is_here)
        forget_sent (self, send);
      g_signal_emit_by_name (self, "sent", reply->message_id, reply->undo_until_us);
    }
  else
    {
      if (is_here)
        self->is_sending = FALSE;
      g_signal_emit_by_name (self, "failed", error);
    }
  g_signal_emit_by_name (self, "changed");
}

/**
 * od_composer_model_send:
 * @seen_id: newest public message that the author had on screen
 * @undo_us: how long it may be taken back
 *
 * Hands it to the outbox. The text stays, and takes no key, until that is committed.
 *
 * Returns: %OD_COMPOSER_FINE, or why nothing was done
 */
OdComposerRefusal
od_composer_model_send (OdComposerModel *self, gint64 seen_id, gint64 undo_us)
{
  OdComposerRefusal refusal = od_composer_model_check (self);
  g_autoptr (GPtrArray) paths = NULL;
  OdReply reply = { 0 };
  Send *send;

  if (refusal != OD_COMPOSER_FINE)
    return refusal;
  od_typing_teller_stop (self->typing);
  od_draft_keeper_save (self->keeper); /* before the reply that takes it out again, whatever is opened next */
  send = g_new0 (Send, 1);
  send->model = g_object_ref (self);
  send->conversation_id = self->conversation_id;
  send->revision = od_draft_keeper_get_revision (self->keeper);
  send->is_note = self->is_note;
  send->files = g_ptr_array_ref (od_composer_model_get_tray (self));
  paths = g_ptr_array_new ();
  for (guint i = 0; i < send->files->len; i++)
    g_ptr_array_add (paths, ((OdComposerFile *) send->files->pdata[i])->path);
  g_ptr_array_add (paths, NULL);
  reply.conversation_id = self->conversation_id;
  reply.operator_id = self->desk->operator_id;
  reply.text = self->text;
  reply.files = paths->len > 1 ? (const char *const *) paths->pdata : NULL;
  reply.reply_to_id = self->reply_to_id;
  reply.seen_id = seen_id;
  reply.delay_us = self->is_note ? 0 : undo_us;
  reply.draft_revision = send->revision;
  reply.is_note = self->is_note;
  self->is_sending = TRUE;
  g_signal_emit_by_name (self, "changed");
  /* No cancellable: what was asked for happens, whatever is opened meanwhile. */
  od_reply_port_enqueue_async (self->port, &reply, NULL, enqueue_cb, send);
  return OD_COMPOSER_FINE;
}

static void
undo_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdComposerModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDraft) draft = od_reply_port_undo_finish (OD_REPLY_PORT (source), result, &error);

  if (draft == NULL)
    {
      g_signal_emit_by_name (self, "failed", error);
      return;
    }
  if (draft->conversation_id != self->conversation_id || self->is_note || self->is_sending)
    return; /* it is a draft there again; that is where it will be found */
  if (*self->text == '\0')
    od_composer_model_replace_text (self, draft->body);
  else
    {
      g_autofree char *both = g_strjoin ("\n\n", draft->body, self->text, NULL);

      od_composer_model_replace_text (self, both);
    }
  self->reply_to_id = draft->reply_to_id;
  od_draft_keeper_change (self->keeper, self->text, self->reply_to_id);
  g_signal_emit_by_name (self, "changed");
}

/**
 * od_composer_model_undo:
 * @message_id: as "sent" said
 *
 * Takes a reply back and puts its text into the composer again, before what is there.
 */
void
od_composer_model_undo (OdComposerModel *self, gint64 message_id)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  od_reply_port_undo_async (self->port, message_id, NULL, undo_cb, g_object_ref (self));
}
