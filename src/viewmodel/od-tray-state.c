/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-tray-file.h"

#define TO(state) (OD_TRAY_##state + 1)

/* An empty cell: it can't happen to it. */
static const guint8 table[OD_N_TRAY_STATE][OD_N_TRAY_EVENT] = {
  [OD_TRAY_STAGING] = {
    [OD_TRAY_EVENT_ARRIVE] = TO (READY),
    [OD_TRAY_EVENT_FAIL] = TO (FAILED),
    [OD_TRAY_EVENT_REFUSE] = TO (REFUSED),
  },
  [OD_TRAY_READY] = { 0 },
  [OD_TRAY_FAILED] = {
    [OD_TRAY_EVENT_RETRY] = TO (STAGING),
  },
  [OD_TRAY_REFUSED] = {
    [OD_TRAY_EVENT_RETRY] = TO (STAGING), /* another channel, another limit */
  },
};

/**
 * od_tray_state_next:
 * @next: (out): untouched if it returns %FALSE
 *
 * Returns: whether @event can happen in @state
 */
gboolean
od_tray_state_next (OdTrayState state, OdTrayEvent event, OdTrayState *next)
{
  guint8 cell = table[state][event];

  if (cell == 0)
    return FALSE;
  *next = (OdTrayState) (cell - 1);
  return TRUE;
}
