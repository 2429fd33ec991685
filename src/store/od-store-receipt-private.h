/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-set.h"
#include "od-delivery.h"
#include "od-stmt.h"

G_BEGIN_DECLS

gboolean od_receipt_apply (sqlite3 *db, OdChangeSet *changes, gint64 message_id, OdDeliveryEvent event, gint64 at_us,
                           gboolean *is_changed, GError **error);
gboolean od_receipt_apply_early (sqlite3 *db, OdChangeSet *changes, gint64 account_id, const char *remote_id,
                                 gint64 message_id, GError **error);

G_END_DECLS
