/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-reply-port.h"

G_DEFINE_INTERFACE (OdReplyPort, od_reply_port, G_TYPE_OBJECT)

static void
od_reply_port_default_init (OdReplyPortInterface *iface)
{
}

void
od_reply_result_free (OdReplyResult *self)
{
  g_clear_pointer (&self->before_ids, g_array_unref);
  g_free (self);
}

void
od_draft_free (OdDraft *self)
{
  g_free (self->body);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}

/**
 * od_reply_port_enqueue_async:
 * @reply: copied
 *
 * Writes the message and its operation in one transaction, and deletes the draft.
 * Nothing is shown before that is committed. %OD_ERROR_TOO_LARGE, %OD_ERROR_REJECTED
 * (nothing to send, the channel can't), %OD_ERROR_STORE: nothing was written.
 */
void
od_reply_port_enqueue_async (OdReplyPort *self, const OdReply *reply, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_REPLY_PORT (self));

  OD_REPLY_PORT_GET_IFACE (self)->enqueue_async (self, reply, cancellable, callback, user_data);
}

/**
 * od_reply_port_enqueue_finish:
 *
 * Returns: (transfer full): where the message is now
 */
OdReplyResult *
od_reply_port_enqueue_finish (OdReplyPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_reply_port_undo_async:

 * Makes a draft again of a message that did not leave: one that the outbox has not claimed
 * (undo, send later), or that failed or is held (edit and send again). What its %OdReplyThen
 * did is undone with it. %OD_ERROR_REJECTED if it left or may have left: an unconfirmed one
 * needs a person's word first, %OD_DECISION_NOT_ARRIVED.
 */
void
od_reply_port_undo_async (OdReplyPort *self, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (OD_IS_REPLY_PORT (self));

  OD_REPLY_PORT_GET_IFACE (self)->undo_async (self, message_id, cancellable, callback, user_data);
}

/**
 * od_reply_port_undo_finish:
 *
 * Returns: (transfer full): the restored draft
 */
OdDraft *
od_reply_port_undo_finish (OdReplyPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_reply_port_decide_async:
 * A person's word on a failed, unconfirmed or held message. %OD_ERROR_REJECTED if it is
 * in no state for @decision.
 */
void
od_reply_port_decide_async (OdReplyPort *self, gint64 message_id, OdReplyDecision decision, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_REPLY_PORT (self));

  OD_REPLY_PORT_GET_IFACE (self)->decide_async (self, message_id, decision, cancellable, callback, user_data);
}

gboolean
od_reply_port_decide_finish (OdReplyPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_reply_port_save_draft_async:
 * @draft: copied; an empty body without files deletes the draft. An older revision than the stored
 * one is ignored, successfully.
 */
void
od_reply_port_save_draft_async (OdReplyPort *self, const OdDraft *draft, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_REPLY_PORT (self));

  OD_REPLY_PORT_GET_IFACE (self)->save_draft_async (self, draft, cancellable, callback, user_data);
}

gboolean
od_reply_port_save_draft_finish (OdReplyPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
od_reply_port_load_draft_async (OdReplyPort *self, gint64 conversation_id, gboolean is_note, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_REPLY_PORT (self));

  OD_REPLY_PORT_GET_IFACE (self)->load_draft_async (self, conversation_id, is_note, cancellable, callback, user_data);
}

/**
 * od_reply_port_load_draft_finish:
 *
 * Returns: (transfer full): revision 0 and an empty body if there is none
 */
OdDraft *
od_reply_port_load_draft_finish (OdReplyPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_reply_port_set_typing:
 * Tells the customer's side, where the channel can; never stored.
 */
void
od_reply_port_set_typing (OdReplyPort *self, gint64 conversation_id, gboolean is_typing)
{
  g_return_if_fail (OD_IS_REPLY_PORT (self));

  OD_REPLY_PORT_GET_IFACE (self)->set_typing (self, conversation_id, is_typing);
}

/**
 * od_reply_port_stage_file_async:
 * @path: local, absolute
 * @max_bytes: larger ones are refused before and while copying
 * @progress: (nullable) (scope notified): told on the main thread, until the callback
 *
 * Brings a file into the profile before it is sent: from here on nothing that happens to
 * the original matters. A file that is there already is not stored again. Cancelling leaves
 * nothing behind; what no draft or message names is swept away later.
 */
void
od_reply_port_stage_file_async (OdReplyPort *self, const char *path, gint64 max_bytes, GFileProgressCallback progress,
                                gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (OD_IS_REPLY_PORT (self) && path != NULL);

  OD_REPLY_PORT_GET_IFACE (self)->stage_file_async (self, path, max_bytes, progress, progress_data, cancellable,
                                                    callback, user_data);
}

/**
 * od_reply_port_stage_file_finish:
 *
 * Returns: (transfer full): its name and type by what it is; %OD_ERROR_NOT_FOUND, _TOO_LARGE,
 *   _USAGE (no ordinary file), _REJECTED (may not be read), _TRANSIENT (could not be read, or changed
 *   meanwhile), _STORE (no room for it here), or G_IO_ERROR_CANCELLED
 */
OdFileRef *
od_reply_port_stage_file_finish (OdReplyPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
