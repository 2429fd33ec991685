/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-link.h"

#include <string.h>

#include "od-hmac.h"

/**
 * od_webchat_link_sign:
 * @method: "GET" or "PUT"
 * @expires_s: Unix seconds
 *
 * Returns: (transfer full): the signature of `METHOD\n/files/<id>\n<exp>`, 64 hexadecimal digits
 */
char *
od_webchat_link_sign (GBytes *key, const char *method, const char *file_id, gint64 expires_s)
{
  g_autofree char *text = g_strdup_printf ("%s\n/files/%s\n%" G_GINT64_FORMAT, method, file_id, expires_s);

  return od_hmac_sha256_hex (g_bytes_get_data (key, NULL), g_bytes_get_size (key), text, strlen (text));
}

/**
 * od_webchat_link_verify:
 * @expires: (nullable): as it stands in the link
 * @signature: (nullable): as it stands in the link
 *
 * Returns: %TRUE if we signed exactly this and it still holds
 */
gboolean
od_webchat_link_verify (GBytes *key, const char *method, const char *file_id, const char *expires,
                        const char *signature, gint64 now_s)
{
  g_autofree char *text = NULL;
  gint64 expires_s;

  if (expires == NULL || !g_ascii_string_to_signed (expires, 10, 1, G_MAXINT64, &expires_s, NULL))
    return FALSE;
  text = g_strdup_printf ("%s\n/files/%s\n%s", method, file_id, expires);
  return od_hmac_verify_hex (g_bytes_get_data (key, NULL), g_bytes_get_size (key), text, strlen (text), signature) &&
         now_s < expires_s;
}

/**
 * od_webchat_link_make:
 *
 * Returns: (transfer full): path and query of the link
 */
char *
od_webchat_link_make (GBytes *key, const char *method, const char *file_id, gint64 expires_s)
{
  g_autofree char *signature = od_webchat_link_sign (key, method, file_id, expires_s);

  return g_strdup_printf ("/od/v1/files/%s?exp=%" G_GINT64_FORMAT "&sig=%s", file_id, expires_s, signature);
}
