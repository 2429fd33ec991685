/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdTemplatePart: `{name}`, `{name|fallback}` or `{?question}` in a text. All are bytes of
 * that text; the end is one past the last one.
 * @end_byte: behind the closing brace
 * @fallback_start_byte: 0 if there is no "|"; the fallback itself may be empty
 */
typedef struct {
  gsize start_byte, end_byte;
  gsize name_start_byte, name_end_byte;
  gsize fallback_start_byte, fallback_end_byte;
  gboolean is_question;
} OdTemplatePart;

gboolean od_template_next (const char *text, gsize from_byte, OdTemplatePart *part);
GArray *od_template_find_unfilled (const char *text);
char *od_template_dup_name (const char *text, const OdTemplatePart *part);
char *od_template_fill (const char *text, GHashTable *values, GArray **unfilled);

GHashTable *od_template_values_new (void);
void od_template_values_set (GHashTable *values, const char *name, const char *value);
char *od_template_first_name (const char *name);

G_END_DECLS
