/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdDelivery:
 * @OD_DELIVERY_NONE: nothing is to be delivered (incoming messages, notes, events)
 * @OD_DELIVERY_QUEUED: in the outbox
 * @OD_DELIVERY_SENDING: claimed by the outbox, under a lease
 * @OD_DELIVERY_SENT: the provider accepted it
 * @OD_DELIVERY_DELIVERED: it reached the customer's device
 * @OD_DELIVERY_READ: the customer saw it
 * @OD_DELIVERY_FAILED: the provider refused it; a person may try again
 * @OD_DELIVERY_UNCONFIRMED: it may have been sent; only a person decides
 * @OD_DELIVERY_HELD: somebody answered meanwhile; only a person decides
 *
 * Where an outgoing message or operation stands. The numbers are in the
 * database: append only.
 */
typedef enum {
  OD_DELIVERY_NONE = 0,
  OD_DELIVERY_QUEUED = 1,
  OD_DELIVERY_SENDING = 2,
  OD_DELIVERY_SENT = 3,
  OD_DELIVERY_DELIVERED = 4,
  OD_DELIVERY_READ = 5,
  OD_DELIVERY_FAILED = 6,
  OD_DELIVERY_UNCONFIRMED = 7,
  OD_DELIVERY_HELD = 8,
} OdDelivery;
#define OD_N_DELIVERY (OD_DELIVERY_HELD + 1)

/**
 * OdDeliveryEvent:
 * @OD_DELIVERY_EVENT_QUEUE: a person asks to send (again, or in spite of a hold)
 * @OD_DELIVERY_EVENT_CLAIM: the outbox takes it
 * @OD_DELIVERY_EVENT_ACCEPT: the provider said yes
 * @OD_DELIVERY_EVENT_RETRY: it surely did not leave; later again
 * @OD_DELIVERY_EVENT_REJECT: the provider said no
 * @OD_DELIVERY_EVENT_LOSE: nobody knows whether it left
 * @OD_DELIVERY_EVENT_HOLD: a newer public message was not seen by the author
 * @OD_DELIVERY_EVENT_DELIVER: receipt: delivered
 * @OD_DELIVERY_EVENT_SEEN: receipt: read
 */
typedef enum {
  OD_DELIVERY_EVENT_QUEUE,
  OD_DELIVERY_EVENT_CLAIM,
  OD_DELIVERY_EVENT_ACCEPT,
  OD_DELIVERY_EVENT_RETRY,
  OD_DELIVERY_EVENT_REJECT,
  OD_DELIVERY_EVENT_LOSE,
  OD_DELIVERY_EVENT_HOLD,
  OD_DELIVERY_EVENT_DELIVER,
  OD_DELIVERY_EVENT_SEEN,
} OdDeliveryEvent;
#define OD_N_DELIVERY_EVENT (OD_DELIVERY_EVENT_SEEN + 1)

/** Why a message failed that its author stopped: OdMessageRow.error. */
#define OD_DELIVERY_CANCELLED "cancelled"

/** Why a message was not sent, or nobody knows whether it was, when its account went: OdMessageRow.error. */
#define OD_DELIVERY_ACCOUNT_REMOVED "account-removed"

gboolean od_delivery_next (OdDelivery state, OdDeliveryEvent event, OdDelivery *next);
const char *od_delivery_get_name (OdDelivery state);
gboolean od_delivery_parse (const char *name, OdDelivery *state);

G_END_DECLS
