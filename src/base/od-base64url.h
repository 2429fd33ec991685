/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_base64url_encode (gconstpointer data, gsize len);
GBytes *od_base64url_decode (const char *text, gssize len, gsize max_bytes, GError **error);

G_END_DECLS
