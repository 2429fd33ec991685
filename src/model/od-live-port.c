/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-live-port.h"

G_DEFINE_INTERFACE (OdLivePort, od_live_port, G_TYPE_OBJECT)

static guint changed_signal;

static void
od_live_port_default_init (OdLivePortInterface *iface)
{
  /**
   * OdLivePort::changed:
   * @conversation_id: whose typing or presence changed
   */
  changed_signal =
      g_signal_new ("changed", OD_TYPE_LIVE_PORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

/**
 * od_live_port_get_typing:
 * Returns: (transfer none) (nullable): what the customer has typed so far ("" if the
 * channel tells only that they type); %NULL if they do not type
 */
const char *
od_live_port_get_typing (OdLivePort *self, gint64 conversation_id)
{
  g_return_val_if_fail (OD_IS_LIVE_PORT (self), NULL);

  return OD_LIVE_PORT_GET_IFACE (self)->get_typing (self, conversation_id);
}

/**
 * od_live_port_get_is_online:
 * Returns: whether the customer is connected right now
 */
gboolean
od_live_port_get_is_online (OdLivePort *self, gint64 conversation_id)
{
  g_return_val_if_fail (OD_IS_LIVE_PORT (self), FALSE);

  return OD_LIVE_PORT_GET_IFACE (self)->get_is_online (self, conversation_id);
}

/**
 * od_live_port_emit_changed:
 * For implementations (and tests) only: emits `changed`.
 */
void
od_live_port_emit_changed (OdLivePort *self, gint64 conversation_id)
{
  g_return_if_fail (OD_IS_LIVE_PORT (self));

  g_signal_emit (self, changed_signal, 0, conversation_id);
}
