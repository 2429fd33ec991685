/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "od-conversation-port.h"

G_BEGIN_DECLS

gboolean od_store_view_list (sqlite3 *db, const OdViewQuery *query, GArray *ids, GError **error);
gboolean od_store_view_count (sqlite3 *db, const OdViewQuery *queries, guint n_queries, GArray *counts, GError **error);

G_END_DECLS
