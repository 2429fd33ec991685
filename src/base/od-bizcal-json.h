/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-bizcal.h"

G_BEGIN_DECLS

OdBizcal *od_bizcal_from_json (JsonObject *from, GError **error);
void od_bizcal_add_to_json (const OdBizcal *self, JsonObject *to);

gboolean od_bizcal_day_parse (const char *text, gint32 *day);
char *od_bizcal_day_format (gint32 day);
char *od_bizcal_minute_format (guint minute);

G_END_DECLS
