/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

gboolean od_store_backup (sqlite3 *db, gpointer data, GError **error);

G_END_DECLS
