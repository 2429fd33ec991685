/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-sending-port.h"

G_DEFINE_INTERFACE (OdSendingPort, od_sending_port, G_TYPE_OBJECT)

static void
od_sending_port_default_init (OdSendingPortInterface *iface)
{
  /**
   * OdSendingPort::sending-changed:
   * @message_id: whose od_sending_port_get_progress() changed
   */
  g_signal_new ("sending-changed", OD_TYPE_SENDING_PORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_INT64);
}

/**
 * od_sending_port_get_progress:
 * @done_bytes: (out): so far
 * @total_bytes: (out): -1 if unknown
 *
 * Returns: whether it is under way
 */
gboolean
od_sending_port_get_progress (OdSendingPort *self, gint64 message_id, gint64 *done_bytes, gint64 *total_bytes)
{
  g_return_val_if_fail (OD_IS_SENDING_PORT (self), FALSE);

  return OD_SENDING_PORT_GET_IFACE (self)->get_progress (self, message_id, done_bytes, total_bytes);
}

/**
 * od_sending_port_cancel:
 *
 * Asks the channel to stop. How it ends is what the channel says: sent, if it was too late;
 * failed with the reason "cancelled", if it surely did not leave; otherwise unconfirmed. Nothing
 * happens if it is not under way.
 */
void
od_sending_port_cancel (OdSendingPort *self, gint64 message_id)
{
  g_return_if_fail (OD_IS_SENDING_PORT (self));

  OD_SENDING_PORT_GET_IFACE (self)->cancel (self, message_id);
}

/**
 * od_sending_port_emit_changed:
 *
 * For those who implement it.
 */
void
od_sending_port_emit_changed (OdSendingPort *self, gint64 message_id)
{
  g_return_if_fail (OD_IS_SENDING_PORT (self));

  g_signal_emit_by_name (self, "sending-changed", message_id);
}
