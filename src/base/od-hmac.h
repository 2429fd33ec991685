/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of a raw HMAC-SHA256; its hex form has twice as many characters. */
#define OD_HMAC_BYTES 32

void od_hmac_sha256 (gconstpointer key, gsize key_len, gconstpointer data, gsize len, guint8 out[OD_HMAC_BYTES]);
char *od_hmac_sha256_hex (gconstpointer key, gsize key_len, gconstpointer data, gsize len);
gboolean od_hmac_equal (gconstpointer a, gconstpointer b, gsize len);
gboolean od_hmac_verify_hex (gconstpointer key, gsize key_len, gconstpointer data, gsize len, const char *hex);

G_END_DECLS
