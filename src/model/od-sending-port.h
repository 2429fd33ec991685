/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OdSendingPort: messages that are on their way at this moment. How far they are is true only
 * now and stored nowhere. Emits "sending-changed" (id of the message) at most ten times a second
 * while bytes move. Main thread.
 */
#define OD_TYPE_SENDING_PORT (od_sending_port_get_type ())
G_DECLARE_INTERFACE (OdSendingPort, od_sending_port, OD, SENDING_PORT, GObject)

struct _OdSendingPortInterface {
  GTypeInterface parent_iface;

  gboolean (*get_progress) (OdSendingPort *self, gint64 message_id, gint64 *done_bytes, gint64 *total_bytes);
  void (*cancel) (OdSendingPort *self, gint64 message_id);
};

gboolean od_sending_port_get_progress (OdSendingPort *self, gint64 message_id, gint64 *done_bytes, gint64 *total_bytes);
void od_sending_port_cancel (OdSendingPort *self, gint64 message_id);
void od_sending_port_emit_changed (OdSendingPort *self, gint64 message_id);

G_END_DECLS
