/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-hmac.h"

#include <string.h>

/**
 * od_hmac_sha256:
 * @key: the key's bytes
 * @data: what to sign
 * @out: (out caller-allocates): the raw signature
 *
 * HMAC-SHA256 (RFC 2104). Any thread may call this.
 */
void
od_hmac_sha256 (gconstpointer key, gsize key_len, gconstpointer data, gsize len, guint8 out[OD_HMAC_BYTES])
{
  g_autoptr (GHmac) hmac = NULL;
  gsize out_len = OD_HMAC_BYTES;

  g_return_if_fail (key != NULL || key_len == 0);
  g_return_if_fail (data != NULL || len == 0);

  hmac = g_hmac_new (G_CHECKSUM_SHA256, key != NULL ? key : (gconstpointer) "", key_len);
  for (const guchar *p = data; len > 0;)
    {
      gsize n = MIN (len, (gsize) G_MAXINT); /* the length there is a signed one */

      g_hmac_update (hmac, p, (gssize) n);
      p += n;
      len -= n;
    }
  g_hmac_get_digest (hmac, out, &out_len);
}

/**
 * od_hmac_sha256_hex:
 *
 * As od_hmac_sha256().
 *
 * Returns: (transfer full): 64 lower-case hexadecimal digits
 */
char *
od_hmac_sha256_hex (gconstpointer key, gsize key_len, gconstpointer data, gsize len)
{
  static const char digits[] = "0123456789abcdef";
  guint8 raw[OD_HMAC_BYTES] = { 0 };
  char *text = g_malloc (2 * OD_HMAC_BYTES + 1);

  od_hmac_sha256 (key, key_len, data, len, raw);
  for (guint i = 0; i < OD_HMAC_BYTES; i++)
    {
      text[2 * i] = digits[raw[i] >> 4];
      text[2 * i + 1] = digits[raw[i] & 15];
    }
  text[2 * OD_HMAC_BYTES] = '\0';
  return text;
}

/**
 * od_hmac_equal:
 *
 * Compares in a time that depends on @len only, not on where the first difference is.
 *
 * Returns: %TRUE if both are the same @len bytes
 */
gboolean
od_hmac_equal (gconstpointer a, gconstpointer b, gsize len)
{
  const volatile guint8 *x = a, *y = b;
  guint8 difference = 0;

  g_return_val_if_fail ((a != NULL && b != NULL) || len == 0, FALSE);

  for (gsize i = 0; i < len; i++)
    difference |= x[i] ^ y[i];
  return difference == 0;
}

/**
 * od_hmac_verify_hex:
 * @hex: (nullable): what the other side claims; any text
 *
 * Returns: %TRUE if @hex is the HMAC-SHA256 of @data in hexadecimal, in upper or lower case; compared in constant time
 */
gboolean
od_hmac_verify_hex (gconstpointer key, gsize key_len, gconstpointer data, gsize len, const char *hex)
{
  guint8 raw[OD_HMAC_BYTES] = { 0 };
  guint8 claimed[OD_HMAC_BYTES];

  if (hex == NULL || strnlen (hex, 2 * OD_HMAC_BYTES + 1) != 2 * OD_HMAC_BYTES)
    return FALSE;
  for (guint i = 0; i < OD_HMAC_BYTES; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = g_ascii_xdigit_value (hex[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      claimed[i] = (guint8) (high * 16 + low);
    }
  od_hmac_sha256 (key, key_len, data, len, raw);
  return od_hmac_equal (raw, claimed, OD_HMAC_BYTES);
}
