/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-file-port.h"

G_DEFINE_INTERFACE (OdFilePort, od_file_port, G_TYPE_OBJECT)

static void
od_file_port_default_init (OdFilePortInterface *iface)
{
  /**
   * OdFilePort::progress:
   * @attachment_id: whose od_file_port_get_progress() changed
   */
  g_signal_new ("progress", OD_TYPE_FILE_PORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

/**
 * od_file_port_fetch_async:
 *
 * @cancellable: (nullable): stops the waiting for it, not the fetching: od_file_port_cancel()
 *
 * Fetches a file of state %OD_FILE_REMOTE or %OD_FILE_FAILED, before those that wait for the rule.
 */
void
od_file_port_fetch_async (OdFilePort *self, gint64 attachment_id, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_FILE_PORT (self));

  OD_FILE_PORT_GET_IFACE (self)->fetch_async (self, attachment_id, cancellable, callback, user_data);
}

/**
 * od_file_port_fetch_finish:
 *
 * Returns: %FALSE with why: %OD_ERROR_TRANSIENT, _NOT_FOUND (it is gone there), _TOO_LARGE, _AUTH, or G_IO_ERROR_CANCELLED
 */
gboolean
od_file_port_fetch_finish (OdFilePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_file_port_cancel:
 *
 * Stops bringing it; what came stays for later. Nothing happens if it is not under way.
 */
void
od_file_port_cancel (OdFilePort *self, gint64 attachment_id)
{
  g_return_if_fail (OD_IS_FILE_PORT (self));

  OD_FILE_PORT_GET_IFACE (self)->cancel (self, attachment_id);
}

/**
 * od_file_port_get_progress:
 * @done_bytes: (out): so far
 * @total_bytes: (out): -1 if unknown
 *
 * Returns: whether it is under way or waits for its turn
 */
gboolean
od_file_port_get_progress (OdFilePort *self, gint64 attachment_id, gint64 *done_bytes, gint64 *total_bytes)
{
  g_return_val_if_fail (OD_IS_FILE_PORT (self), FALSE);

  return OD_FILE_PORT_GET_IFACE (self)->get_progress (self, attachment_id, done_bytes, total_bytes);
}

/**
 * od_file_port_emit_progress:
 *
 * For those who implement it.
 */
void
od_file_port_emit_progress (OdFilePort *self, gint64 attachment_id)
{
  g_return_if_fail (OD_IS_FILE_PORT (self));

  g_signal_emit_by_name (self, "progress", attachment_id);
}
