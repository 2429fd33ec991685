/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-delivery.h"

#define TO(state) (OD_DELIVERY_##state + 1) /* + 1 so that an empty cell is 0 = "cannot happen" */

/* Receipts may come late, twice, or before the answer to the send itself. None
 * of that is an error, and none of it may move a message backwards. */
static const guint8 table[OD_N_DELIVERY][OD_N_DELIVERY_EVENT] = {
  [OD_DELIVERY_NONE] = { 0 },
  [OD_DELIVERY_QUEUED] = {
    [OD_DELIVERY_EVENT_CLAIM] = TO (SENDING),
    [OD_DELIVERY_EVENT_HOLD] = TO (HELD),
    [OD_DELIVERY_EVENT_REJECT] = TO (FAILED), /* refused before it left: too long, file missing */
  },
  [OD_DELIVERY_SENDING] = {
    [OD_DELIVERY_EVENT_ACCEPT] = TO (SENT),
    [OD_DELIVERY_EVENT_RETRY] = TO (QUEUED),
    [OD_DELIVERY_EVENT_REJECT] = TO (FAILED),
    [OD_DELIVERY_EVENT_LOSE] = TO (UNCONFIRMED),
    [OD_DELIVERY_EVENT_DELIVER] = TO (DELIVERED), /* the receipt overtook the answer */
    [OD_DELIVERY_EVENT_SEEN] = TO (READ),
  },
  [OD_DELIVERY_SENT] = {
    [OD_DELIVERY_EVENT_DELIVER] = TO (DELIVERED),
    [OD_DELIVERY_EVENT_SEEN] = TO (READ),
    [OD_DELIVERY_EVENT_REJECT] = TO (FAILED), /* some channels bounce afterwards */
  },
  [OD_DELIVERY_DELIVERED] = {
    [OD_DELIVERY_EVENT_ACCEPT] = TO (DELIVERED),
    [OD_DELIVERY_EVENT_DELIVER] = TO (DELIVERED),
    [OD_DELIVERY_EVENT_SEEN] = TO (READ),
  },
  [OD_DELIVERY_READ] = {
    [OD_DELIVERY_EVENT_ACCEPT] = TO (READ),
    [OD_DELIVERY_EVENT_DELIVER] = TO (READ),
    [OD_DELIVERY_EVENT_SEEN] = TO (READ),
  },
  [OD_DELIVERY_FAILED] = {
    [OD_DELIVERY_EVENT_QUEUE] = TO (QUEUED),
  },
  [OD_DELIVERY_UNCONFIRMED] = {
    [OD_DELIVERY_EVENT_QUEUE] = TO (QUEUED), /* the operator said: send again */
    [OD_DELIVERY_EVENT_ACCEPT] = TO (SENT),  /* the operator said: it arrived */
    [OD_DELIVERY_EVENT_REJECT] = TO (FAILED), /* the operator said: it did not */
    [OD_DELIVERY_EVENT_DELIVER] = TO (DELIVERED),
    [OD_DELIVERY_EVENT_SEEN] = TO (READ),
  },
  [OD_DELIVERY_HELD] = {
    [OD_DELIVERY_EVENT_QUEUE] = TO (QUEUED), /* the operator said: send anyway */
  },
};

/* Names of the interchange format and of --json. */
static const char *const names[OD_N_DELIVERY] = {
  [OD_DELIVERY_NONE] = "none",     [OD_DELIVERY_QUEUED] = "queued",           [OD_DELIVERY_SENDING] = "sending",
  [OD_DELIVERY_SENT] = "sent",     [OD_DELIVERY_DELIVERED] = "delivered",     [OD_DELIVERY_READ] = "read",
  [OD_DELIVERY_FAILED] = "failed", [OD_DELIVERY_UNCONFIRMED] = "unconfirmed", [OD_DELIVERY_HELD] = "held",
};

/**
 * od_delivery_next:
 * @next: (out): where @event leads from @state; untouched when that cannot happen
 *
 * Returns: %FALSE if that cannot happen; the caller logs it and changes nothing
 */
gboolean
od_delivery_next (OdDelivery state, OdDeliveryEvent event, OdDelivery *next)
{
  g_return_val_if_fail ((guint) state < OD_N_DELIVERY && (guint) event < OD_N_DELIVERY_EVENT, FALSE);

  if (table[state][event] == 0)
    return FALSE;
  *next = (OdDelivery) (table[state][event] - 1);
  return TRUE;
}

/**
 * od_delivery_get_name:
 *
 * Returns: (transfer none): the name used in the interchange format
 */
const char *
od_delivery_get_name (OdDelivery state)
{
  g_return_val_if_fail ((guint) state < OD_N_DELIVERY, NULL);

  return names[state];
}

/**
 * od_delivery_parse:
 * @name: a name of the interchange format
 *
 * Returns: %FALSE if there is no such state
 */
gboolean
od_delivery_parse (const char *name, OdDelivery *state)
{
  for (guint i = 0; i < OD_N_DELIVERY; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *state = (OdDelivery) i;
        return TRUE;
      }
  return FALSE;
}
