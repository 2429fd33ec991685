/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-text.h"

#include <string.h>

#include "od-text-private.h"

#define CYRILLIC_IE 0x0435 /* е */
#define DIAERESIS 0x0308   /* е with this on it is ё */

/* @text in NFD: takes every diaeresis off е, whatever other marks stand between. */
static char *
without_yo (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));
  gunichar base = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        base = c;
      if (c != DIAERESIS || base != CYRILLIC_IE)
        g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
  return g_string_free (out, FALSE);
}

/* The folded form of the characters that can be folded one by one; 0 for all others. */
static gunichar
fold_alone (gunichar c)
{
  if (c < 0x80)
    return (gunichar) g_ascii_tolower ((char) c);
  if (c == 0x0401 || c == 0x0451)
    return CYRILLIC_IE;
  if (c >= 0x0410 && c <= 0x042F)
    return c + 0x20;
  if (c >= 0x0400 && c <= 0x040F)
    return c + 0x50;
  if (c >= 0x0430 && c <= 0x045F)
    return c;
  if (c < 0x0300)
    return c >= 0xA0 && c <= 0xBF && c != 0xB5 ? c : 0; /* quotes and signs; the micro sign is a Greek letter */
  return od_text_is_composed (c) && c > 0x0481 ? c : 0;
}

/* Returns: (nullable): %NULL if there is a character that needs the whole procedure, or bytes that are not UTF-8 */
static char *
fold_quickly (const char *text)
{
  gsize len = strlen (text);
  g_autofree char *out = NULL;
  char *end;

  if (!g_utf8_validate_len (text, len, NULL))
    return NULL;
  end = out = g_malloc (len + 1); /* nothing of this gets longer */
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = fold_alone (g_utf8_get_char (p));

      if (c == 0)
        return NULL;
      end += g_unichar_to_utf8 (c, end);
    }
  *end = '\0';
  return g_steal_pointer (&out);
}

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
  g_autofree char *lower = NULL;
  g_autofree char *apart = NULL;
  g_autofree char *plain = NULL;
  char *quick;

  g_return_val_if_fail (text != NULL, NULL);

  quick = fold_quickly (text);
  if (quick != NULL)
    return quick;
  valid = g_utf8_make_valid (text, -1);
  composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  folded = g_utf8_casefold (composed, -1);
  lower = g_utf8_strdown (folded, -1); /* GLib folds Cherokee crosswise */
  apart = g_utf8_normalize (lower, -1, G_NORMALIZE_NFD);
  plain = without_yo (apart);
  return g_utf8_normalize (plain, -1, G_NORMALIZE_NFC);
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
