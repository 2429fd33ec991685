/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdMessageDetail: one line of what is known of a message.
 */
typedef struct {
  const char *label; /* translated */
  char *value;       /* (owned) */
} OdMessageDetail;

GPtrArray *od_message_details (const OdMessageRow *row, const OdConversationHead *head, const char *channel_name,
                               const char *customer_name, GTimeZone *zone);
char *od_message_details_to_text (GPtrArray *details);

G_END_DECLS
