/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-key-ring-port.h"

G_DEFINE_INTERFACE (OdKeyRingPort, od_key_ring_port, G_TYPE_OBJECT)

static guint changed_signal;

static void
od_key_ring_port_default_init (OdKeyRingPortInterface *iface)
{
  /**
   * OdKeyRingPort::changed:
   *
   * It is in another state.
   */
  changed_signal =
      g_signal_new ("changed", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

OdKeyRingState
od_key_ring_port_get_state (OdKeyRingPort *self)
{
  g_return_val_if_fail (OD_IS_KEY_RING_PORT (self), OD_KEY_RING_UNKNOWN);

  return OD_KEY_RING_PORT_GET_IFACE (self)->get_state (self);
}

/**
 * od_key_ring_port_unlock_async:
 *
 * Lets the desktop ask a person for the key ring's password, however long that takes. Nothing else ever does.
 */
void
od_key_ring_port_unlock_async (OdKeyRingPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (OD_IS_KEY_RING_PORT (self));

  OD_KEY_RING_PORT_GET_IFACE (self)->unlock_async (self, cancellable, callback, user_data);
}

/**
 * od_key_ring_port_unlock_finish:
 *
 * Returns: whether it is unlocked; %FALSE with an error that has an #OdAccountTrouble as its reason:
 *   %OD_ACCOUNT_TROUBLE_RING_LOCKED if the person thought better of it
 */
gboolean
od_key_ring_port_unlock_finish (OdKeyRingPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* For implementations. */
void
od_key_ring_port_emit_changed (OdKeyRingPort *self)
{
  g_signal_emit (self, changed_signal, 0);
}
