/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <sqlite3.h>

#include "od-interchange-parse.h"

G_BEGIN_DECLS

JsonObject *od_record_library (sqlite3 *db, OdLineType type, gint64 id, GError **error);

G_END_DECLS
