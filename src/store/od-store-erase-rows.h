/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "od-change-set.h"

G_BEGIN_DECLS

gboolean od_erase_slice (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gboolean *has_more, GError **error);

G_END_DECLS
