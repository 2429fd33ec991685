/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"

G_BEGIN_DECLS

/**
 * OdChannelFinder:
 *
 * Returns: (nullable): the descriptor; %NULL if this build has no such channel
 */
typedef const OdChannelDescriptor *(*OdChannelFinder) (const char *id);

#define OD_TYPE_CHANNEL_TABLE (od_channel_table_get_type ())
G_DECLARE_FINAL_TYPE (OdChannelTable, od_channel_table, OD, CHANNEL_TABLE, GObject)

OdChannelTable *od_channel_table_new (void);
void od_channel_table_add (OdChannelTable *self, gint64 account_id, OdChannel *channel,
                           const OdChannelDescriptor *descriptor);
void od_channel_table_remove (OdChannelTable *self, gint64 account_id);
OdChannel *od_channel_table_get (OdChannelTable *self, gint64 account_id);
const OdChannelDescriptor *od_channel_table_get_descriptor (OdChannelTable *self, gint64 account_id);
void od_channel_table_tell (OdChannelTable *self, gint64 account_id, const GError *error);
void od_channel_table_report_auth (OdChannelTable *self, gint64 account_id, const GError *error);

G_END_DECLS
