/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint start_byte, end_byte;
} OdTextMark;

GArray *od_text_marks_find (const char *text, const char *const *words);

G_END_DECLS
