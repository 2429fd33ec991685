/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_message_link_new (gint64 message_id);
gint64 od_message_link_parse (const char *uri);

G_END_DECLS
