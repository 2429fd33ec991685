/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GStrv od_webchat_origins_parse (const char *text, GError **error);
gboolean od_webchat_origin_is_allowed (const char *const *origins, const char *origin, const char *host);
gboolean od_webchat_origin_is_own (const char *origin, const char *host);

G_END_DECLS
