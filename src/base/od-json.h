/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * OdJsonLimits:
 * @max_bytes: of the whole text
 * @max_depth: of arrays and objects in each other; `1` allows `[1]` but not `[[1]]`; never above %OD_LIMIT_JSON_DEPTH_CEILING
 * @max_keys: members of all objects together; one object never has more than %OD_LIMIT_JSON_MEMBERS
 * @max_values: of values (elements and members) altogether, the root included
 * @max_string_bytes: of one string or member name, decoded, in UTF-8
 *
 * What a text may cost before it is looked at. A field of 0 takes the default of `od-limits.h`
 * (`OD_LIMIT_JSON_…`), never "no limit".
 */
typedef struct {
  gsize max_bytes;
  guint max_depth;
  guint max_keys;
  guint max_values;
  gsize max_string_bytes;
} OdJsonLimits;

JsonNode *od_json_parse (const char *text, gssize len, const OdJsonLimits *limits, GError **error);
char *od_json_to_string (JsonNode *node, gsize *len);

/* Checked reads. Each returns FALSE and sets @error (OD_ERROR_MALFORMED, or OD_ERROR_TOO_LARGE for a string over
 * @max_bytes, with the member's name) instead of warning, crashing or inventing a default; @out is then untouched
 * (the string getters set it to NULL). What they give is borrowed from @from. */
gboolean od_json_get_object (JsonObject *from, const char *name, JsonObject **out, GError **error);
gboolean od_json_get_array (JsonObject *from, const char *name, JsonArray **out, GError **error);
gboolean od_json_get_bool (JsonObject *from, const char *name, gboolean *out, GError **error);
gboolean od_json_get_int (JsonObject *from, const char *name, gint64 min, gint64 max, gint64 *out, GError **error);
gboolean od_json_get_double (JsonObject *from, const char *name, double min, double max, double *out, GError **error);
gboolean od_json_get_string (JsonObject *from, const char *name, gsize max_bytes, const char **out, GError **error);

/* As above, but an absent or null member is fine: object, array and string give NULL; bool, int and double leave
 * *@out as it is, so set it to the default first. */
gboolean od_json_get_object_opt (JsonObject *from, const char *name, JsonObject **out, GError **error);
gboolean od_json_get_array_opt (JsonObject *from, const char *name, JsonArray **out, GError **error);
gboolean od_json_get_bool_opt (JsonObject *from, const char *name, gboolean *out, GError **error);
gboolean od_json_get_int_opt (JsonObject *from, const char *name, gint64 min, gint64 max, gint64 *out, GError **error);
gboolean od_json_get_double_opt (JsonObject *from, const char *name, double min, double max, double *out,
                                 GError **error);
gboolean od_json_get_string_opt (JsonObject *from, const char *name, gsize max_bytes, const char **out, GError **error);

G_END_DECLS
