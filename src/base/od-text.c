/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-text.h"

/**
 * od_text_fold:
 * @text: any text
 *
 * What search compares: NFC, case folded, ё as е. Two texts that a person calls the same word fold to the same bytes.
 * Bytes that are not UTF-8 become U+FFFD. Folding twice changes nothing. Any thread may call this.
 *
 * Returns: (transfer full): the folded text, never for showing
 */
char *
od_text_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *composed = NULL;
  g_autofree char *folded = NULL;
  char *result;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC); /* е + ¨ is ё from here on */
  folded = g_utf8_casefold (composed, -1);
  result = g_utf8_normalize (folded, -1, G_NORMALIZE_NFC); /* folding takes some letters apart */

  for (char *p = result; *p != '\0'; p++)
    if (p[0] == '\xD1' && p[1] == '\x91') /* ё is U+0451, D1 91; е is U+0435, D0 B5 */
      {
        p[0] = '\xD0';
        p[1] = '\xB5';
      }
  return result;
}

/**
 * od_text_count_code_points:
 * @text: valid UTF-8
 *
 * Returns: Unicode code points: what the protocol's limits count
 */
gsize
od_text_count_code_points (const char *text)
{
  g_return_val_if_fail (text != NULL, 0);

  return (gsize) g_utf8_strlen (text, -1);
}
