/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-deed.h"

G_BEGIN_DECLS

JsonNode *od_deed_list_to_node (const GPtrArray *deeds);
char *od_deed_list_to_json (const GPtrArray *deeds);
GPtrArray *od_deed_list_from_array (JsonArray *array, GError **error);
GPtrArray *od_deed_list_parse (const char *text, GError **error);

gboolean od_deed_list_check_macro (const GPtrArray *deeds, GError **error);
gboolean od_deed_list_check_now (const GPtrArray *deeds, gint64 now_us, GError **error);

G_END_DECLS
