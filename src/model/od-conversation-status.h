/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdStatus:
 * @OD_STATUS_OPEN: the customer waits, or nobody answered yet
 * @OD_STATUS_PENDING: we answered and wait for the customer
 * @OD_STATUS_RESOLVED: done
 * @OD_STATUS_SPAM: not a customer
 *
 * Numbers are in the database: append only. "Snoozed" is a moment, not a status.
 */
typedef enum {
  OD_STATUS_OPEN = 1,
  OD_STATUS_PENDING = 2,
  OD_STATUS_RESOLVED = 3,
  OD_STATUS_SPAM = 4,
} OdStatus;

typedef enum {
  OD_STATUS_EVENT_CUSTOMER_WROTE,
  OD_STATUS_EVENT_OPERATOR_REPLIED,
  OD_STATUS_EVENT_RESOLVE,
  OD_STATUS_EVENT_REOPEN,
  OD_STATUS_EVENT_WAIT,
  OD_STATUS_EVENT_MARK_SPAM,
} OdStatusEvent;
#define OD_N_STATUS_EVENT (OD_STATUS_EVENT_MARK_SPAM + 1)

/** "Until the customer writes", where a moment until which it is snoozed is stored: nobody lives to see it. */
#define OD_SNOOZE_UNTIL_REPLY G_GINT64_CONSTANT (9007199254740991)

gboolean od_status_next (OdStatus state, OdStatusEvent event, OdStatus *next);
const char *od_status_get_name (OdStatus state);
gboolean od_status_parse (const char *name, OdStatus *state);

G_END_DECLS
