/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-operation-private.h"
#include "od-store-outbox.h"

G_BEGIN_DECLS

gboolean od_outbox_accept (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *remote_id,
                           gboolean has_stream, gint64 now_us, gint64 *seq, GError **error);

G_END_DECLS
