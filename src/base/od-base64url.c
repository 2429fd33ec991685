/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-base64url.h"

#include <string.h>

#include "od-error.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * od_base64url_encode:
 *
 * RFC 4648, section 5, without padding. Any thread may call this.
 *
 * Returns: (transfer full): the text; "" for no bytes
 */
char *
od_base64url_encode (gconstpointer data, gsize len)
{
  const guint8 *bytes = data;
  GString *out;

  g_return_val_if_fail (data != NULL || len == 0, NULL);

  out = g_string_sized_new (len / 3 * 4 + 4);
  for (gsize i = 0; i < len; i += 3)
    {
      gsize n = MIN (len - i, (gsize) 3);
      guint32 bits = (guint32) bytes[i] << 16;

      if (n > 1)
        bits |= (guint32) bytes[i + 1] << 8;
      if (n > 2)
        bits |= bytes[i + 2];
      for (gsize k = 0; k <= n; k++)
        g_string_append_c (out, alphabet[(bits >> (18 - 6 * k)) & 63]);
    }
  return g_string_free (out, FALSE);
}

static int
digit (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '-')
    return 62;
  return c == '_' ? 63 : -1;
}

static GBytes *
fail (GError **error, OdError code, const char *what)
{
  g_set_error (error, OD_ERROR, code, "base64url: %s", what);
  return NULL;
}

/**
 * od_base64url_decode:
 * @text: the text; need not end with a zero if @len is given
 * @len: its bytes, or -1 if @text ends with a zero
 * @max_bytes: the most that may come out
 *
 * The strict reverse of od_base64url_encode(): no padding, no spaces, no other alphabet, and no second spelling of
 * the same bytes (bits behind the last byte must be zero), so decoding and encoding again gives @text.
 *
 * Returns: (transfer full): the bytes, or %NULL with %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE
 */
GBytes *
od_base64url_decode (const char *text, gssize len, gsize max_bytes, GError **error)
{
  gsize n_chars, n_bytes, n_out = 0;
  g_autofree guint8 *out = NULL;
  guint32 bits = 0;
  guint n_bits = 0;

  g_return_val_if_fail (text != NULL || len == 0, NULL);

  n_chars = len < 0 ? strlen (text) : (gsize) len;
  n_bytes = n_chars / 4 * 3 + (n_chars % 4) * 3 / 4;
  if (n_chars % 4 == 1)
    return fail (error, OD_ERROR_MALFORMED, "impossible length");
  if (n_bytes > max_bytes)
    return fail (error, OD_ERROR_TOO_LARGE, "too long");

  out = g_malloc (n_bytes + 1);
  for (gsize i = 0; i < n_chars; i++)
    {
      int value = digit (text[i]);

      if (value < 0)
        return fail (error, OD_ERROR_MALFORMED, "a character that is none of its own");
      bits = bits << 6 | (guint32) value;
      n_bits += 6;
      if (n_bits >= 8)
        {
          n_bits -= 8;
          out[n_out++] = (guint8) (bits >> n_bits);
          bits &= (1u << n_bits) - 1;
        }
    }
  if (bits != 0)
    return fail (error, OD_ERROR_MALFORMED, "bits behind the last byte");
  g_assert (n_out == n_bytes);
  return g_bytes_new_take (g_steal_pointer (&out), n_out);
}
