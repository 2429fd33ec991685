/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void od_template_fields_mark (GtkTextBuffer *buffer);
gboolean od_template_fields_step (GtkTextView *view, gboolean is_back);
gboolean od_template_fields_select (GtkTextView *view, int from_offset, int to_offset);

G_END_DECLS
