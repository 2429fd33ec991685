/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdLivePort: what is true only now and stored nowhere. Emits `changed` with the
 * conversation's id. Main thread.
 */
#define OD_TYPE_LIVE_PORT (od_live_port_get_type ())
G_DECLARE_INTERFACE (OdLivePort, od_live_port, OD, LIVE_PORT, GObject)

struct _OdLivePortInterface {
  GTypeInterface parent_iface;

  const char *(*get_typing) (OdLivePort *self, gint64 conversation_id);
  gboolean (*get_is_online) (OdLivePort *self, gint64 conversation_id);
};

const char *od_live_port_get_typing (OdLivePort *self, gint64 conversation_id);
gboolean od_live_port_get_is_online (OdLivePort *self, gint64 conversation_id);
void od_live_port_emit_changed (OdLivePort *self, gint64 conversation_id);

G_END_DECLS
