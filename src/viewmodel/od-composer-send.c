/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer-model"

#include "od-composer-model-private.h"
#include "od-error.h"

/* How a text leaves the composer, and how it comes back. */

typedef struct {
  OdComposerModel *model; /* (owned) */
  OdComposerOrder order;
  OdPromiseTerm promise;
  gint64 conversation_id;
  gint64 reply_to_id;
  gint64 revision;
  GPtrArray *parts;  /* (owned) (element-type utf8): at least one */
  GPtrArray *files;  /* (owned) (element-type OdTrayFile) */
  GPtrArray *staged; /* (owned) (nullable) (element-type OdFileRef): the same */
  OdTextFormat format;
  GArray *mentions; /* (owned) (nullable) */
  gboolean is_note;
} Send;

static void
send_free (Send *send)
{
  g_object_unref (send->model);
  g_ptr_array_unref (send->parts);
  g_ptr_array_unref (send->files);
  g_clear_pointer (&send->staged, g_ptr_array_unref);
  g_clear_pointer (&send->mentions, g_array_unref);
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
remember (OdComposerModel *self, const Send *send, const OdReplyResult *reply)
{
  gint64 until_us = MIN (reply->undo_until_us, od_clock_get_real_us (self->desk->clock) + send->order.undo_us);

  g_array_set_size (self->sent_ids, 0);
  if (reply->before_ids != NULL)
    g_array_append_vals (self->sent_ids, reply->before_ids->data, reply->before_ids->len);
  g_array_append_val (self->sent_ids, reply->message_id);
  self->sent_from_id = send->conversation_id;
  self->sent_until_us = until_us;
}

static void
tell_sent (OdComposerModel *self, const OdReplyResult *reply)
{
  for (guint i = 0; reply->before_ids != NULL && i < reply->before_ids->len; i++)
    g_signal_emit_by_name (self, "sent", g_array_index (reply->before_ids, gint64, i), reply->undo_until_us);
  g_signal_emit_by_name (self, "sent", reply->message_id, reply->undo_until_us);
}

static void
enqueue_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Send) send = user_data;
  OdComposerModel *self = send->model;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdReplyResult) reply = od_reply_port_enqueue_finish (OD_REPLY_PORT (source), result, &error);
  gboolean is_here = self->conversation_id == send->conversation_id && self->is_note == send->is_note;
  gint64 key = od_composer_model_make_key (send->conversation_id, send->is_note);

  g_hash_table_remove (self->leaving, &key);
  if (reply != NULL)
    {
      remember (self, send, reply);
      tell_sent (self, reply);
      if (is_here)
        forget_sent (self, send); /* first: what is taken out of the tray then is no new draft */
      od_composer_model_files_sent (self, send->conversation_id, send->is_note, send->files);
    }
  else
    {
      if (is_here)
        self->is_sending = FALSE;
      g_signal_emit_by_name (self, "failed", error);
    }
  g_signal_emit_by_name (self, "changed");
  if (reply != NULL && is_here && send->order.then == OD_REPLY_THEN_RESOLVE)
    g_signal_emit_by_name (self, "resolved", send->conversation_id);
}

static void
enqueue (Send *send)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new ();
  OdReply reply = { 0 };

  for (guint i = 0; i + 1 < send->parts->len; i++)
    g_ptr_array_add (before, send->parts->pdata[i]);
  g_ptr_array_add (before, NULL);
  reply.conversation_id = send->conversation_id;
  reply.operator_id = send->model->desk->operator_id;
  reply.before = (const char *const *) before->pdata;
  reply.text = send->parts->pdata[send->parts->len - 1];
  reply.staged = send->staged;
  reply.not_before_us = send->is_note ? 0 : send->order.not_before_us;
  reply.reply_to_id = send->reply_to_id;
  reply.seen_id = send->order.seen_id;
  reply.is_held_by_customer = send->order.is_held_by_customer;
  reply.delay_us = send->is_note ? 0 : send->order.undo_us;
  reply.format = send->format;
  reply.is_note = send->is_note;
  reply.mentions = send->mentions;
  reply.then = send->order.then;
  reply.snooze_until_us = send->order.snooze_until_us;
  reply.promise = send->promise;
  reply.draft_revision = send->revision;
  /* No cancellable: what was asked for happens, whatever is opened meanwhile. */
  od_reply_port_enqueue_async (send->model->port, &reply, NULL, enqueue_cb, send);
}

/* What leaves, in as many messages as it takes. */
static GPtrArray *
cut (OdComposerModel *self, const OdComposerOrder *order, OdTextFormat *format)
{
  g_autofree char *outgoing = od_composer_model_dup_outgoing (self, format);
  GPtrArray *parts;

  if ((order->is_split || od_composer_model_splits_text (self)) && od_composer_model_count_parts (self) > 1)
    return od_composer_split (self->channel, outgoing, *format);
  parts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (parts, g_steal_pointer (&outgoing));
  return parts;
}

/**
 * od_composer_model_send:
 *
 * Hands it to the outbox; a message that is being edited is changed, and @order says nothing.
 * The text stays, and takes no key, until that is committed. Of a text in several messages each
 * is "sent", or none.
 *
 * Returns: %OD_COMPOSER_FINE, or why nothing was done
 */
OdComposerRefusal
od_composer_model_send (OdComposerModel *self, const OdComposerOrder *order)
{
  OdComposerRefusal refusal = od_composer_model_check (self);
  gint64 key = od_composer_model_make_key (self->conversation_id, self->is_note);
  Send *send;

  if (refusal == OD_COMPOSER_TOO_LONG && order->is_split)
    refusal = od_composer_model_check_files (self);
  if (refusal != OD_COMPOSER_FINE)
    return refusal;
  if (self->edit.message_id != 0)
    return od_composer_model_save_edit (self);
  od_typing_teller_stop (self->typing);
  od_draft_keeper_save (self->keeper); /* before the reply that takes it out again, whatever is opened next */
  send = g_new0 (Send, 1);
  send->model = g_object_ref (self);
  send->order = *order;
  od_composer_model_get_promise (self, &send->promise);
  send->conversation_id = self->conversation_id;
  send->reply_to_id = self->reply_to_id;
  send->revision = od_draft_keeper_get_revision (self->keeper);
  send->parts = cut (self, order, &send->format);
  send->files = od_file_tray_dup_files (od_composer_model_get_tray (self));
  send->staged = od_file_tray_dup_refs (od_composer_model_get_tray (self));
  send->is_note = self->is_note;
  send->mentions = self->is_note && self->mentions != NULL ? g_array_ref (self->mentions) : NULL;
  g_hash_table_add (self->leaving, g_memdup2 (&key, sizeof key));
  self->is_sending = TRUE;
  g_signal_emit_by_name (self, "changed");
  enqueue (send);
  return OD_COMPOSER_FINE;
}

/* ---- Taken back ----------------------------------------------------------------- */

static void
take_back (OdComposerModel *self, OdDraft *draft)
{
  od_composer_model_merge_files (self, draft->conversation_id, FALSE, draft->files);
  if (draft->conversation_id != self->conversation_id || self->is_note || self->is_sending)
    return; /* it is a draft there again; that is where it will be found */
  od_composer_model_end_edit (self);
  if (self->is_note)
    return; /* it was one before the edit */
  if (*self->text == '\0')
    od_composer_model_replace_text (self, draft->body);
  else
    {
      g_autofree char *both = g_strjoin ("\n\n", draft->body, self->text, NULL);

      od_composer_model_replace_text (self, both);
    }
  if (draft->reply_to_id != 0)
    od_composer_model_restore_reply_to (self, draft->reply_to_id);
  od_draft_keeper_change (self->keeper, self->text, self->reply_to_id);
  g_signal_emit_by_name (self, "changed");
}

static void
undo_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdComposerModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDraft) draft = od_reply_port_undo_finish (OD_REPLY_PORT (source), result, &error);

  if (draft != NULL)
    take_back (self, draft);
  else
    g_signal_emit_by_name (self, "failed", error);
}

/* The parts before the last one: they came back with it, as one text, unless one of them had left. */
static void
undo_rest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdComposerModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDraft) draft = od_reply_port_undo_finish (OD_REPLY_PORT (source), result, &error);

  if (draft != NULL)
    take_back (self, draft);
  else if (!g_error_matches (error, OD_ERROR, OD_ERROR_NOT_FOUND))
    g_signal_emit_by_name (self, "failed", error);
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

  for (guint i = 0; i < self->sent_ids->len; i++)
    if (g_array_index (self->sent_ids, gint64, i) == message_id)
      g_array_remove_index (self->sent_ids, i--);
  od_reply_port_undo_async (self->port, message_id, NULL, undo_cb, g_object_ref (self));
}

/**
 * od_composer_model_get_undo_left_us:
 *
 * Returns: how long what was sent last can be taken back, if that was in @conversation_id, be it still open or not; 0
 *   if it can't
 */
gint64
od_composer_model_get_undo_left_us (OdComposerModel *self, gint64 conversation_id)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), 0);

  if (self->sent_ids->len == 0 || self->sent_from_id != conversation_id)
    return 0;
  return MAX (self->sent_until_us - od_clock_get_real_us (self->desk->clock), 0);
}

/**
 * od_composer_model_get_can_undo:
 *
 * Returns: whether what was sent last from here can be taken back now
 */
gboolean
od_composer_model_get_can_undo (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), FALSE);

  return !self->is_sending && od_composer_model_get_undo_left_us (self, self->conversation_id) > 0;
}

/**
 * od_composer_model_undo_sent:
 *
 * Takes all messages back that the last text became, if it was sent in @conversation_id: it is a draft there again.
 */
void
od_composer_model_undo_sent (OdComposerModel *self, gint64 conversation_id)
{
  g_autoptr (GArray) ids = NULL;

  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  if (od_composer_model_get_undo_left_us (self, conversation_id) == 0)
    return;
  /* The last part first: each goes before what is there. */
  ids = g_array_copy (self->sent_ids);
  od_composer_model_undo (self, g_array_index (ids, gint64, ids->len - 1));
  for (guint i = ids->len - 1; i > 0; i--)
    od_reply_port_undo_async (self->port, g_array_index (ids, gint64, i - 1), NULL, undo_rest_cb, g_object_ref (self));
  g_array_set_size (self->sent_ids, 0);
}

/**
 * od_composer_model_undo_last:
 *
 * Takes back what was sent last from here.
 */
void
od_composer_model_undo_last (OdComposerModel *self)
{
  if (od_composer_model_get_can_undo (self))
    od_composer_model_undo_sent (self, self->conversation_id);
}
