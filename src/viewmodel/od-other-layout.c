/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-other-layout.h"

#include <string.h>

static const char latin[] = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>";
static const char russian[] = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ";

static gunichar
turn (gunichar c)
{
  const char *place;

  if (c < 0x80)
    {
      place = c != 0 ? strchr (latin, (int) c) : NULL;
      return place != NULL ? g_utf8_get_char (g_utf8_offset_to_pointer (russian, place - latin)) : c;
    }
  place = g_utf8_strchr (russian, -1, c);
  return place != NULL ? (guchar) latin[g_utf8_pointer_to_offset (russian, place)] : c;
}

/**
 * od_other_layout:
 * @text: valid UTF-8
 *
 * What the same keys give with the other of the two layouts, Latin and Russian: "yfcnhjqrb" is "настройки", and the
 * other way round.
 *
 * Returns: (transfer full) (nullable): %NULL if it is the same
 */
char *
od_other_layout (const char *text)
{
  g_autoptr (GString) other = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (other, turn (g_utf8_get_char (p)));
  return g_str_equal (other->str, text) ? NULL : g_string_free (g_steal_pointer (&other), FALSE);
}
