/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum {
  OD_LINE_HEADER,
  OD_LINE_CUSTOMER,
  OD_LINE_CONVERSATION,
  OD_LINE_MESSAGE,
  OD_LINE_CANNED_REPLY,
  OD_LINE_ARTICLE,
  OD_LINE_CALENDAR,
  OD_LINE_POLICY,
  OD_LINE_VIEW,
  OD_LINE_FIELD,
  OD_LINE_LINK,
} OdLineType;

/**
 * OdLine: one line of the interchange format, version 1, checked.
 * @record: (nullable): its members as export writes them: all there, in one order, times in UTC, tags sorted; without
 *   the `path` of attachments. %NULL for a header
 * @paths: (nullable) (element-type utf8): of a message: the `path` of each attachment, or %NULL
 * @warnings: (nullable) (element-type utf8): what was left out
 */
typedef struct {
  OdLineType type;
  JsonObject *record;
  GPtrArray *paths;
  GPtrArray *warnings;
} OdLine;

OdLine *od_line_parse (const char *text, gssize len, GError **error);
void od_line_free (OdLine *self);
const char *od_line_type_get_name (OdLineType type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdLine, od_line_free)

G_END_DECLS
