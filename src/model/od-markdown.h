/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-formatting.h"

G_BEGIN_DECLS

/**
 * OdMarkdownPart: a stretch of a text. The parts of a text cover it without gaps or overlaps.
 * @start_byte: where it begins
 * @end_byte: one past its last byte
 * @formatting: what the words look like; of a mark: what it stands for, 0 for the backslash
 *   that makes the next sign an ordinary one
 * @is_mark: it is no word but a sign that formats words
 * @url: (owned) (nullable): where words of a link lead, or where the mark that ends them says
 *   so: `http:`, `https:`, `mailto:` or `omnidesk:`, never anything else
 */
typedef struct {
  gsize start_byte, end_byte;
  char *url;
  OdFormatting formatting;
  gboolean is_mark;
} OdMarkdownPart;

GArray *od_markdown_parse (const char *text);
OdFormatting od_markdown_get_used (const char *text);
char *od_markdown_to_plain (const char *text);
GPtrArray *od_markdown_split (const char *text, OdTextMeasure measure, guint max);
char *od_markdown_reduce (const char *text, OdFormatting can);

G_END_DECLS
