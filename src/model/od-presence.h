/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OdPresenceState:
 * @OD_PRESENCE_ONLINE: somebody is there and answers
 * @OD_PRESENCE_AWAY: somebody is about, but not now
 * @OD_PRESENCE_OFFLINE: nobody is there
 *
 * To a customer away and offline are the same: nobody answers at once.
 */
typedef enum {
  OD_PRESENCE_ONLINE,
  OD_PRESENCE_AWAY,
  OD_PRESENCE_OFFLINE,
} OdPresenceState;
#define OD_N_PRESENCE_STATE (OD_PRESENCE_OFFLINE + 1)

/**
 * OdPresenceReason:
 * @OD_PRESENCE_CHOSEN: the operator chose it
 * @OD_PRESENCE_IDLE: nobody has touched the machine for a while
 * @OD_PRESENCE_LOCKED: the screen is locked
 */
typedef enum {
  OD_PRESENCE_CHOSEN,
  OD_PRESENCE_IDLE,
  OD_PRESENCE_LOCKED,
} OdPresenceReason;

#define OD_TYPE_PRESENCE (od_presence_get_type ())
G_DECLARE_FINAL_TYPE (OdPresence, od_presence, OD, PRESENCE, GObject)

OdPresence *od_presence_new (OdPresenceState choice);
void od_presence_set_choice (OdPresence *self, OdPresenceState choice);
void od_presence_set_is_idle (OdPresence *self, gboolean is_idle);
void od_presence_set_is_locked (OdPresence *self, gboolean is_locked);
OdPresenceState od_presence_get_choice (OdPresence *self);
OdPresenceState od_presence_get_state (OdPresence *self);
OdPresenceReason od_presence_get_reason (OdPresence *self);

G_END_DECLS
