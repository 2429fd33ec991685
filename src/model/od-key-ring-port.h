/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OdKeyRingState: as the last question to it was answered.
 * @OD_KEY_RING_UNKNOWN: nothing was asked of it yet
 * @OD_KEY_RING_READY: it gives and takes
 * @OD_KEY_RING_LOCKED: a person has to unlock it
 * @OD_KEY_RING_ABSENT: no program of this desktop keeps secrets
 * @OD_KEY_RING_REFUSED: it says no, whatever is asked
 * @OD_KEY_RING_SLOW: it does not answer
 */
typedef enum {
  OD_KEY_RING_UNKNOWN,
  OD_KEY_RING_READY,
  OD_KEY_RING_LOCKED,
  OD_KEY_RING_ABSENT,
  OD_KEY_RING_REFUSED,
  OD_KEY_RING_SLOW,
} OdKeyRingState;

/**
 * OdKeyRingPort:
 *
 * The key ring, for whoever asks the operator to unlock it. What it holds stays behind the engine. Main thread.
 *
 * Signal "changed" (): it is in another state.
 */
#define OD_TYPE_KEY_RING_PORT (od_key_ring_port_get_type ())
G_DECLARE_INTERFACE (OdKeyRingPort, od_key_ring_port, OD, KEY_RING_PORT, GObject)

struct _OdKeyRingPortInterface {
  GTypeInterface parent_iface;

  OdKeyRingState (*get_state) (OdKeyRingPort *self);
  void (*unlock_async) (OdKeyRingPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
};

OdKeyRingState od_key_ring_port_get_state (OdKeyRingPort *self);
void od_key_ring_port_unlock_async (OdKeyRingPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean od_key_ring_port_unlock_finish (OdKeyRingPort *self, GAsyncResult *result, GError **error);
void od_key_ring_port_emit_changed (OdKeyRingPort *self);

G_END_DECLS
