/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-store-field.h"

G_BEGIN_DECLS

gboolean od_field_pending_add (sqlite3 *db, gint64 field_id, const char *what, GError **error);
gboolean od_field_pending_end (sqlite3 *db, gint64 field_id, GError **error);

G_END_DECLS
