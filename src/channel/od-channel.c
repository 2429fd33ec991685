/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-channel.h"

#include "od-error.h"

G_DEFINE_INTERFACE (OdChannel, od_channel, G_TYPE_OBJECT)

static guint failed_signal;
static guint progress_signal;
static guint part_taken_signal;
static guint settings_changed_signal;

static void
od_channel_default_init (OdChannelInterface *iface)
{
  /**
   * OdChannel::failed:
   * @error: what broke
   */
  failed_signal =
      g_signal_new ("failed", OD_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  /**
   * OdChannel::progress:
   * @key: of the operation that is being carried out, and whose bytes move
   * @done_bytes: so far
   * @total_bytes: -1 if unknown
   */
  progress_signal = g_signal_new ("progress", OD_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                  G_TYPE_STRING, G_TYPE_INT64, G_TYPE_INT64);
  /**
   * OdChannel::part-taken:
   * @key: of the operation that is being carried out
   * @attachment_id: the other side has this file; 0: the text
   * @remote_id: (nullable): its own id there
   */
  part_taken_signal = g_signal_new ("part-taken", OD_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_STRING);
  /**
   * OdChannel::settings-changed:
   * @settings: the account's settings as they should be remembered, a JSON object
   */
  settings_changed_signal = g_signal_new ("settings-changed", OD_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
}

void
od_channel_start_async (OdChannel *self, const OdAccountRow *account, const OdChannelContext *context,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CHANNEL (self) && account != NULL && context != NULL);

  OD_CHANNEL_GET_IFACE (self)->start_async (self, account, context, cancellable, callback, user_data);
}

gboolean
od_channel_start_finish (OdChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
od_channel_stop_async (OdChannel *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CHANNEL (self));

  OD_CHANNEL_GET_IFACE (self)->stop_async (self, callback, user_data);
}

gboolean
od_channel_stop_finish (OdChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_channel_poll_async:
 * @cursor: (nullable): of the last batch; %NULL at the very first
 *
 * Only for channels with %OD_CHANNEL_POLLS.
 */
void
od_channel_poll_async (OdChannel *self, const char *cursor, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (OD_IS_CHANNEL (self) && OD_CHANNEL_GET_IFACE (self)->poll_async != NULL);

  OD_CHANNEL_GET_IFACE (self)->poll_async (self, cursor, cancellable, callback, user_data);
}

/**
 * od_channel_poll_finish:
 *
 * Returns: (transfer full): the batch, or %NULL with an %OD_ERROR
 */
OdUpdateBatch *
od_channel_poll_finish (OdChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
od_channel_perform_async (OdChannel *self, const OdOutgoing *outgoing, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CHANNEL (self) && outgoing != NULL);

  OD_CHANNEL_GET_IFACE (self)->perform_async (self, outgoing, cancellable, callback, user_data);
}

/**
 * od_channel_perform_finish:
 *
 * The error's code says what may be done: see #OdError. %OD_ERROR_TRANSIENT means
 * that it surely did not leave, %OD_ERROR_UNCONFIRMED that nobody knows.
 *
 * Returns: (transfer full): the channel's id of the new message, "" if there is none
 */
char *
od_channel_perform_finish (OdChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_channel_can_fetch:
 *
 * Returns: whether it brings files that were only named
 */
gboolean
od_channel_can_fetch (OdChannel *self)
{
  g_return_val_if_fail (OD_IS_CHANNEL (self), FALSE);

  return OD_CHANNEL_GET_IFACE (self)->fetch_file_async != NULL;
}

/**
 * od_channel_fetch_file_async:
 *
 * Only if od_channel_can_fetch().
 */
void
od_channel_fetch_file_async (OdChannel *self, const OdFetch *fetch, GFileProgressCallback progress,
                             gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (od_channel_can_fetch (self) && fetch != NULL && progress != NULL);

  OD_CHANNEL_GET_IFACE (self)->fetch_file_async (self, fetch, progress, progress_data, cancellable, callback,
                                                 user_data);
}

gboolean
od_channel_fetch_file_finish (OdChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- a connection for a try ---- */

static void
tried_and_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  od_channel_stop_finish (OD_CHANNEL (source), result, NULL);
  g_task_return_pointer (task, g_strdup (""), g_free);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (od_channel_start_finish (OD_CHANNEL (source), result, &error))
    od_channel_stop_async (OD_CHANNEL (source), tried_and_stopped_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

/**
 * od_channel_probe_async:
 * @account: may be one that is not stored yet; id 0 then
 *
 * Tries whether an account works. @self is new and for this only. Errors are those of od_channel_start_async().
 */
void
od_channel_probe_async (OdChannel *self, const OdAccountRow *account, const OdChannelContext *context,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OD_IS_CHANNEL (self) && account != NULL && context != NULL);

  if (OD_CHANNEL_GET_IFACE (self)->probe_async != NULL)
    {
      OD_CHANNEL_GET_IFACE (self)->probe_async (self, account, context, cancellable, callback, user_data);
      return;
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, od_channel_probe_async);
  od_channel_start_async (self, account, context, cancellable, tried_cb, g_object_ref (task));
}

/**
 * od_channel_probe_finish:
 *
 * Returns: (transfer full): what the other side calls the account; "" if it has no name
 */
char *
od_channel_probe_finish (OdChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
od_channel_set_typing (OdChannel *self, const char *chat_id, gboolean is_typing, const char *operator_name)
{
  g_return_if_fail (OD_IS_CHANNEL (self) && chat_id != NULL);

  if (OD_CHANNEL_GET_IFACE (self)->set_typing != NULL)
    OD_CHANNEL_GET_IFACE (self)->set_typing (self, chat_id, is_typing, operator_name);
}

void
od_channel_set_online (OdChannel *self, gboolean is_online)
{
  g_return_if_fail (OD_IS_CHANNEL (self));

  if (OD_CHANNEL_GET_IFACE (self)->set_online != NULL)
    OD_CHANNEL_GET_IFACE (self)->set_online (self, is_online);
}

/**
 * od_channel_stream_advanced:
 * @last_seq: newest committed seq of the chat's stream, or 0 when only its
 *   receipts or its blocked mark changed
 */
void
od_channel_stream_advanced (OdChannel *self, const char *chat_id, gint64 last_seq)
{
  g_return_if_fail (OD_IS_CHANNEL (self) && chat_id != NULL);

  if (OD_CHANNEL_GET_IFACE (self)->stream_advanced != NULL)
    OD_CHANNEL_GET_IFACE (self)->stream_advanced (self, chat_id, last_seq);
}

/**
 * od_channel_dup_url:
 *
 * Returns: (transfer full) (nullable): where customers find it, while it is served
 */
char *
od_channel_dup_url (OdChannel *self)
{
  g_return_val_if_fail (OD_IS_CHANNEL (self), NULL);

  return OD_CHANNEL_GET_IFACE (self)->dup_url != NULL ? OD_CHANNEL_GET_IFACE (self)->dup_url (self) : NULL;
}

/**
 * od_channel_emit_failed:
 *
 * For implementations only: a started account broke.
 */
void
od_channel_emit_failed (OdChannel *self, const GError *error)
{
  g_return_if_fail (OD_IS_CHANNEL (self) && error != NULL);

  g_signal_emit (self, failed_signal, 0, error);
}

/**
 * od_channel_emit_progress:
 * @key: of the operation
 * @done_bytes: so far
 * @total_bytes: -1 if unknown
 *
 * For implementations only: bytes of a send still move, so that a long upload is not taken for lost.
 */
void
od_channel_emit_progress (OdChannel *self, const char *key, gint64 done_bytes, gint64 total_bytes)
{
  g_return_if_fail (OD_IS_CHANNEL (self) && key != NULL);

  g_signal_emit (self, progress_signal, 0, key, done_bytes, total_bytes);
}

/**
 * od_channel_emit_part_taken:
 * @key: of the operation
 * @attachment_id: 0: the text
 * @remote_id: (nullable): its own id, where one message here is several there
 *
 * For implementations only: the other side has this part of a message for sure, and must not get it again.
 */
void
od_channel_emit_part_taken (OdChannel *self, const char *key, gint64 attachment_id, const char *remote_id)
{
  g_return_if_fail (OD_IS_CHANNEL (self) && key != NULL);

  g_signal_emit (self, part_taken_signal, 0, key, attachment_id, remote_id);
}

/**
 * od_channel_emit_settings_changed:
 * @settings: JSON object, complete
 *
 * For implementations only: what it chose by itself (a free port) is to be remembered.
 */
void
od_channel_emit_settings_changed (OdChannel *self, const char *settings)
{
  g_return_if_fail (OD_IS_CHANNEL (self) && settings != NULL);

  g_signal_emit (self, settings_changed_signal, 0, settings);
}
