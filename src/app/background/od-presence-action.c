/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-presence-action"

#include "od-presence-action.h"

static const char *const names[OD_N_PRESENCE_STATE] = {
  [OD_PRESENCE_ONLINE] = "online",
  [OD_PRESENCE_AWAY] = "away",
  [OD_PRESENCE_OFFLINE] = "offline",
};

static void
on_changed (OdPresence *presence, GSimpleAction *action)
{
  g_simple_action_set_state (action, g_variant_new_string (names[od_presence_get_choice (presence)]));
}

static void
on_wanted (GSimpleAction *action, GVariant *value, OdPresence *presence)
{
  for (guint i = 0; i < OD_N_PRESENCE_STATE; i++)
    if (g_str_equal (g_variant_get_string (value, NULL), names[i]))
      {
        od_presence_set_choice (presence, (OdPresenceState) i);
        on_changed (presence, action); /* what the machine hides is chosen all the same */
      }
}

/**
 * od_presence_action_new:
 *
 * Returns: (transfer full): an action `presence` whose state is what the operator chose: online, away, offline
 */
GAction *
od_presence_action_new (OdPresence *presence)
{
  GSimpleAction *action = g_simple_action_new_stateful (
      "presence", G_VARIANT_TYPE_STRING, g_variant_new_string (names[od_presence_get_choice (presence)]));

  g_signal_connect_object (presence, "changed", G_CALLBACK (on_changed), action, 0);
  g_signal_connect_object (action, "change-state", G_CALLBACK (on_wanted), presence, 0);
  return G_ACTION (action);
}
