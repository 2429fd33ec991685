/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdTextLink:
 * @start_byte: where it begins in the text
 * @end_byte: one past its last byte
 * @url: (owned): what to open: `http://…`, `https://…`, `mailto:…` or `omnidesk:message/…`, never anything else
 */
typedef struct {
  gsize start_byte;
  gsize end_byte;
  char *url;
} OdTextLink;

char *od_text_fold (const char *text);
gsize od_text_count_code_points (const char *text);

const char *od_text_next_grapheme (const char *p);
gsize od_text_count_graphemes (const char *text);
char *od_text_cut (const char *text, gsize max_graphemes);

char *od_text_clean_name (const char *name);
char *od_text_clean_line (const char *text);
char *od_text_snippet (const char *text, gsize max_graphemes);
GArray *od_text_find_links (const char *text);

G_END_DECLS
