/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void od_message_text_begin_link (GString *markup, const char *url);
char *od_message_text_markup (const char *body);
gboolean od_message_text_is_big (const char *body);
char *od_message_text_isolate (const char *text);

G_END_DECLS
