/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-stream-port.h"

G_DEFINE_INTERFACE (OdStreamPort, od_stream_port, G_TYPE_OBJECT)

static void
od_stream_port_default_init (OdStreamPortInterface *iface)
{
}

/**
 * od_stream_port_load_async:
 * @after: events with a greater seq are wanted; 0: the newest @limit
 * @limit: 1..500
 */
void
od_stream_port_load_async (OdStreamPort *self, gint64 account_id, const char *chat_id, gint64 after, guint limit,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_STREAM_PORT (self));

  OD_STREAM_PORT_GET_IFACE (self)->load_async (self, account_id, chat_id, after, limit, cancellable, callback,
                                               user_data);
}

/**
 * od_stream_port_load_finish:
 *
 * Returns: (transfer full): a page, in order; an unknown chat gives an empty page with last_seq 0
 */
OdStreamPage *
od_stream_port_load_finish (OdStreamPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_stream_port_load_before_async:
 * @before: events with a smaller seq are wanted
 */
void
od_stream_port_load_before_async (OdStreamPort *self, gint64 account_id, const char *chat_id, gint64 before,
                                  guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (OD_IS_STREAM_PORT (self));

  OD_STREAM_PORT_GET_IFACE (self)->load_before_async (self, account_id, chat_id, before, limit, cancellable, callback,
                                                      user_data);
}

/**
 * od_stream_port_load_before_finish:
 *
 * Returns: (transfer full): a page, ascending
 */
OdStreamPage *
od_stream_port_load_before_finish (OdStreamPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_stream_port_add_upload_async:
 * @upload: copied; its blob is already under `files/`, synced
 */
void
od_stream_port_add_upload_async (OdStreamPort *self, gint64 account_id, const char *chat_id, const OdUpload *upload,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_STREAM_PORT (self));

  OD_STREAM_PORT_GET_IFACE (self)->add_upload_async (self, account_id, chat_id, upload, cancellable, callback,
                                                     user_data);
}

gboolean
od_stream_port_add_upload_finish (OdStreamPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_stream_port_find_file_async:
 * An attachment of a message of this account, or an upload.
 */
void
od_stream_port_find_file_async (OdStreamPort *self, gint64 account_id, const char *file_id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_STREAM_PORT (self));

  OD_STREAM_PORT_GET_IFACE (self)->find_file_async (self, account_id, file_id, cancellable, callback, user_data);
}

/**
 * od_stream_port_find_file_finish:
 *
 * Returns: (transfer full): %OD_ERROR_NOT_FOUND if there is none
 */
OdUpload *
od_stream_port_find_file_finish (OdStreamPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
