/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-interchange-parse.h"

G_BEGIN_DECLS

/* Words for OdTextFormat, in its order. */
extern const char *const od_line_formats[];

gboolean od_line_fail (GError **error, const char *member, const char *words);
void od_line_warn (OdLine *line, const char *format, ...) G_GNUC_PRINTF (2, 3);
void od_line_warn_of_unknown (OdLine *line, JsonObject *from, const char *where, const char *const *known);
gboolean od_line_copy_id (JsonObject *from, JsonObject *to, const char *name, GError **error);
gboolean od_line_copy_text (JsonObject *from, JsonObject *to, const char *name, gsize max_bytes, GError **error);
gboolean od_line_copy_word (JsonObject *from, JsonObject *to, const char *name, const char *const *words,
                            const char *fallback, GError **error);
gboolean od_line_copy_payload (JsonObject *from, JsonObject *to, const char *const *known, GError **error);
gboolean od_line_copy_text_or_null (JsonObject *from, JsonObject *to, const char *name, gsize max_bytes,
                                    GError **error);
gboolean od_line_copy_time (JsonObject *from, JsonObject *to, const char *name, gboolean is_needed, GError **error);

gboolean od_line_parse_message (OdLine *line, JsonObject *from, GError **error);
gboolean od_line_parse_people (OdLine *line, JsonObject *from, GError **error);
gboolean od_line_parse_library (OdLine *line, JsonObject *from, GError **error);

G_END_DECLS
