/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-presence.h"

/**
 * OdPresence:
 *
 * Whether the operator of this desk is there: what they chose, unless the machine knows better. A choice is never
 * changed by the machine: who comes back is what they chose to be. Kept nowhere. Main thread.
 */
struct _OdPresence {
  GObject parent_instance;

  OdPresenceState choice;
  OdPresenceState state;
  OdPresenceReason reason;
  gboolean is_idle;
  gboolean is_locked;
};

G_DEFINE_FINAL_TYPE (OdPresence, od_presence, G_TYPE_OBJECT)

typedef struct {
  OdPresenceState state;
  OdPresenceReason reason;
} Outcome;

static guint changed_signal;

static void
od_presence_class_init (OdPresenceClass *klass)
{
  /**
   * OdPresence::changed:
   *
   * The state is another, or the reason for it.
   */
  changed_signal =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_presence_init (OdPresence *self)
{
}

static void
update (OdPresence *self)
{
  /* By choice, then: at work, idle, locked. Who is idle behind a lock is behind a lock. */
  static const Outcome outcomes[OD_N_PRESENCE_STATE][3] = {
    [OD_PRESENCE_ONLINE] = { { OD_PRESENCE_ONLINE, OD_PRESENCE_CHOSEN },
                             { OD_PRESENCE_AWAY, OD_PRESENCE_IDLE },
                             { OD_PRESENCE_OFFLINE, OD_PRESENCE_LOCKED } },
    [OD_PRESENCE_AWAY] = { { OD_PRESENCE_AWAY, OD_PRESENCE_CHOSEN },
                           { OD_PRESENCE_AWAY, OD_PRESENCE_CHOSEN },
                           { OD_PRESENCE_OFFLINE, OD_PRESENCE_LOCKED } },
    [OD_PRESENCE_OFFLINE] = { { OD_PRESENCE_OFFLINE, OD_PRESENCE_CHOSEN },
                              { OD_PRESENCE_OFFLINE, OD_PRESENCE_CHOSEN },
                              { OD_PRESENCE_OFFLINE, OD_PRESENCE_CHOSEN } },
  };
  guint machine = self->is_locked ? 2 : self->is_idle ? 1 : 0;
  const Outcome *outcome = &outcomes[self->choice][machine];

  if (outcome->state == self->state && outcome->reason == self->reason)
    return;
  self->state = outcome->state;
  self->reason = outcome->reason;
  g_signal_emit (self, changed_signal, 0);
}

/**
 * od_presence_new:
 * @choice: where nobody sits (`omnideskctl serve`), %OD_PRESENCE_OFFLINE
 */
OdPresence *
od_presence_new (OdPresenceState choice)
{
  OdPresence *self = g_object_new (OD_TYPE_PRESENCE, NULL);

  g_return_val_if_fail (choice < OD_N_PRESENCE_STATE, self);

  self->choice = choice;
  self->state = choice;
  return self;
}

/**
 * od_presence_set_choice:
 *
 * What the operator wants to be while they are at the machine.
 */
void
od_presence_set_choice (OdPresence *self, OdPresenceState choice)
{
  g_return_if_fail (OD_IS_PRESENCE (self));
  g_return_if_fail (choice < OD_N_PRESENCE_STATE);

  self->choice = choice;
  update (self);
}

/**
 * od_presence_set_is_idle:
 *
 * Whether nobody has touched the machine for as long as the desktop calls idle.
 */
void
od_presence_set_is_idle (OdPresence *self, gboolean is_idle)
{
  g_return_if_fail (OD_IS_PRESENCE (self));

  self->is_idle = is_idle;
  update (self);
}

/**
 * od_presence_set_is_locked:
 *
 * Whether the session's screen is locked.
 */
void
od_presence_set_is_locked (OdPresence *self, gboolean is_locked)
{
  g_return_if_fail (OD_IS_PRESENCE (self));

  self->is_locked = is_locked;
  update (self);
}

/**
 * od_presence_get_choice:
 *
 * Returns: what the operator chose, whatever the machine says
 */
OdPresenceState
od_presence_get_choice (OdPresence *self)
{
  g_return_val_if_fail (OD_IS_PRESENCE (self), OD_PRESENCE_OFFLINE);

  return self->choice;
}

/**
 * od_presence_get_state:
 *
 * Returns: what customers and colleagues may be told
 */
OdPresenceState
od_presence_get_state (OdPresence *self)
{
  g_return_val_if_fail (OD_IS_PRESENCE (self), OD_PRESENCE_OFFLINE);

  return self->state;
}

/**
 * od_presence_get_reason:
 *
 * Returns: why it is so
 */
OdPresenceReason
od_presence_get_reason (OdPresence *self)
{
  g_return_val_if_fail (OD_IS_PRESENCE (self), OD_PRESENCE_CHOSEN);

  return self->reason;
}
