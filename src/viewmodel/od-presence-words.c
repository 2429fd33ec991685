/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-presence-words.h"

#include <glib/gi18n.h>

/**
 * od_presence_words_state:
 *
 * Returns: (transfer none): one word, translated
 */
const char *
od_presence_words_state (OdPresenceState state)
{
  static const char *const words[OD_N_PRESENCE_STATE] = {
    /* TRANSLATORS: of the operator, who answers now */
    [OD_PRESENCE_ONLINE] = NC_ ("presence", "Online"),
    [OD_PRESENCE_AWAY] = NC_ ("presence", "Away"),
    [OD_PRESENCE_OFFLINE] = NC_ ("presence", "Offline"),
  };

  g_return_val_if_fail (state < OD_N_PRESENCE_STATE, "");

  return g_dpgettext2 (NULL, "presence", words[state]);
}

/**
 * od_presence_words_reason:
 *
 * Returns: (transfer none): what customers see, and why, in a sentence, translated
 */
const char *
od_presence_words_reason (OdPresence *presence)
{
  switch (od_presence_get_reason (presence))
    {
    case OD_PRESENCE_IDLE:
      return _ ("Nobody is at this machine. You are online again when you come back.");
    case OD_PRESENCE_LOCKED:
      return _ ("The screen is locked. You are online again when it is unlocked.");
    case OD_PRESENCE_CHOSEN:
    default:
      return od_presence_get_state (presence) == OD_PRESENCE_ONLINE
                 ? _ ("Customers see that somebody is here")
                 : _ ("Customers see that nobody is here now. Messages are still taken.");
    }
}

/**
 * od_presence_words_icon:
 *
 * Returns: (transfer none): a shape of its own for each state: colour is not the only sign
 */
const char *
od_presence_words_icon (OdPresenceState state)
{
  static const char *const icons[OD_N_PRESENCE_STATE] = {
    [OD_PRESENCE_ONLINE] = "user-available-symbolic",
    [OD_PRESENCE_AWAY] = "user-away-symbolic",
    [OD_PRESENCE_OFFLINE] = "user-offline-symbolic",
  };

  g_return_val_if_fail (state < OD_N_PRESENCE_STATE, "");

  return icons[state];
}
