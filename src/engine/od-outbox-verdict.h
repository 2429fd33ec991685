/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"
#include "od-operation.h"

G_BEGIN_DECLS

/**
 * OdVerdict: what is done about the end of an attempt.
 * @OD_VERDICT_DONE: the provider took it
 * @OD_VERDICT_AGAIN: it surely did not leave, or may leave twice without harm: again, later
 * @OD_VERDICT_PAUSE: again, and the whole account waits as long as the provider says
 * @OD_VERDICT_OWNER: again, when the account's owner has put it right
 * @OD_VERDICT_REFUSED: the provider said no
 * @OD_VERDICT_LOST: nobody knows; a person decides
 */
typedef enum {
  OD_VERDICT_DONE,
  OD_VERDICT_AGAIN,
  OD_VERDICT_PAUSE,
  OD_VERDICT_OWNER,
  OD_VERDICT_REFUSED,
  OD_VERDICT_LOST,
} OdVerdict;

OdVerdict od_verdict_of (const GError *error, OdChannelCaps caps);
OdDeliveryEvent od_verdict_get_event (OdVerdict verdict);
gint64 od_verdict_get_pause_us (const GError *error);
OdOutgoing *od_verdict_dup_outgoing (const OdClaimedOperation *operation);
guint od_verdict_count_parts (const OdClaimedOperation *operation, gconstpointer descriptor);
guint od_verdict_count_messages (const OdOutgoing *outgoing, const OdChannelDescriptor *descriptor);
gboolean od_verdict_can_perform (const OdOutgoing *outgoing, const OdChannelDescriptor *descriptor, GError **error);
gboolean od_verdict_has_remote_half (const OdOutgoing *outgoing, const OdChannelDescriptor *descriptor);

G_END_DECLS
