/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-conversation-status.h"

#define N_STATUS (OD_STATUS_SPAM + 1)

/* An empty cell (0) means that the event changes nothing. A resolved
 * conversation that the customer writes to is reopened here; whether it is
 * reopened at all, or a new one begins, is the ingest transaction's rule. */
static const guint8 table[N_STATUS][OD_N_STATUS_EVENT] = {
  [OD_STATUS_OPEN] = {
    [OD_STATUS_EVENT_OPERATOR_REPLIED] = OD_STATUS_PENDING,
    [OD_STATUS_EVENT_RESOLVE] = OD_STATUS_RESOLVED,
    [OD_STATUS_EVENT_WAIT] = OD_STATUS_PENDING,
    [OD_STATUS_EVENT_MARK_SPAM] = OD_STATUS_SPAM,
  },
  [OD_STATUS_PENDING] = {
    [OD_STATUS_EVENT_CUSTOMER_WROTE] = OD_STATUS_OPEN,
    [OD_STATUS_EVENT_RESOLVE] = OD_STATUS_RESOLVED,
    [OD_STATUS_EVENT_REOPEN] = OD_STATUS_OPEN,
    [OD_STATUS_EVENT_MARK_SPAM] = OD_STATUS_SPAM,
  },
  [OD_STATUS_RESOLVED] = {
    [OD_STATUS_EVENT_CUSTOMER_WROTE] = OD_STATUS_OPEN,
    [OD_STATUS_EVENT_OPERATOR_REPLIED] = OD_STATUS_PENDING,
    [OD_STATUS_EVENT_REOPEN] = OD_STATUS_OPEN,
    [OD_STATUS_EVENT_WAIT] = OD_STATUS_PENDING,
    [OD_STATUS_EVENT_MARK_SPAM] = OD_STATUS_SPAM,
  },
  [OD_STATUS_SPAM] = {
    [OD_STATUS_EVENT_REOPEN] = OD_STATUS_OPEN, /* spam stays spam until a person says otherwise */
    [OD_STATUS_EVENT_RESOLVE] = OD_STATUS_RESOLVED,
  },
};

static const char *const names[N_STATUS] = {
  [OD_STATUS_OPEN] = "open",
  [OD_STATUS_PENDING] = "pending",
  [OD_STATUS_RESOLVED] = "resolved",
  [OD_STATUS_SPAM] = "spam",
};

/**
 * od_status_next:
 * @next: (out): where @event leads from @state; untouched if it changes nothing
 *
 * Returns: whether the status changes
 */
gboolean
od_status_next (OdStatus state, OdStatusEvent event, OdStatus *next)
{
  g_return_val_if_fail (state >= OD_STATUS_OPEN && (guint) state < N_STATUS, FALSE);
  g_return_val_if_fail ((guint) event < OD_N_STATUS_EVENT, FALSE);

  if (table[state][event] == 0)
    return FALSE;
  *next = (OdStatus) table[state][event];
  return TRUE;
}

/**
 * od_status_get_name:
 *
 * Returns: (transfer none): the name used in the interchange format
 */
const char *
od_status_get_name (OdStatus state)
{
  g_return_val_if_fail (state >= OD_STATUS_OPEN && (guint) state < N_STATUS, NULL);

  return names[state];
}

/**
 * od_status_parse:
 *
 * Returns: %FALSE if there is no such status
 */
gboolean
od_status_parse (const char *name, OdStatus *state)
{
  for (guint i = OD_STATUS_OPEN; i < N_STATUS; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *state = (OdStatus) i;
        return TRUE;
      }
  return FALSE;
}
