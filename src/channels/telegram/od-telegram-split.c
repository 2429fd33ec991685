/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-limits.h"
#include "od-telegram-parse-private.h"

/* A list of updates that can't be read as a whole: one entry in it is nested too deeply, or has a character that is
 * none. Whoever sent that must not stop the others: the list is cut into its entries by counting brackets, and each
 * is read on its own. */

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
    p++;
  return p;
}

/* Returns: (nullable): behind the closing quote of the string that begins at @p */
static const char *
skip_string (const char *p, const char *end)
{
  for (p++; p < end; p++)
    {
      if (*p == '\\')
        p++;
      else if (*p == '"')
        return p + 1;
    }
  return NULL;
}

/* Returns: (nullable): where the value at @p ends: the comma or the bracket behind it */
static const char *
skip_value (const char *p, const char *end)
{
  gsize depth = 0;

  while (p < end)
    {
      if (depth == 0 && (*p == ',' || *p == ']' || *p == '}'))
        return p;
      if (*p == '"')
        {
          p = skip_string (p, end);
          if (p == NULL)
            return NULL;
          continue;
        }
      if (*p == '{' || *p == '[')
        depth++;
      else if (*p == '}' || *p == ']')
        depth--;
      p++;
    }
  return NULL;
}

/* Returns: (nullable): the first entry of the array `result` of the object at @text */
static const char *
find_list (const char *text, const char *end)
{
  static const char name[] = "\"result\"";
  const char *p = skip_space (text, end);

  if (p == end || *p != '{')
    return NULL;
  for (p++; p != NULL && p < end; p++)
    {
      const char *member = skip_space (p, end);
      gboolean is_list = (gsize) (end - member) > sizeof name && strncmp (member, name, sizeof name - 1) == 0;

      if (member == end || *member != '"')
        return NULL;
      p = skip_string (member, end);
      p = p != NULL ? skip_space (p, end) : NULL;
      if (p == NULL || p == end || *p != ':')
        return NULL;
      p = skip_space (p + 1, end);
      if (is_list)
        return p < end && *p == '[' ? p + 1 : NULL;
      p = skip_value (p, end);
      if (p == NULL || *p != ',')
        return NULL;
    }
  return NULL;
}

/*
 * od_telegram_split:
 *
 * Returns: (transfer full) (nullable) (element-type OdTelegramSlice): the entries of the list, at most
 *   %OD_LIMIT_TELEGRAM_UPDATES; %NULL if the end of it is not there
 */
GArray *
od_telegram_split (const char *text, gsize len)
{
  g_autoptr (GArray) slices = g_array_new (FALSE, FALSE, sizeof (OdTelegramSlice));
  const char *end = text + len, *p = find_list (text, end);

  while (p != NULL && slices->len < OD_LIMIT_TELEGRAM_UPDATES)
    {
      OdTelegramSlice slice = { skip_space (p, end), 0 };

      p = skip_value (p, end);
      if (p == NULL || *p == '}')
        return NULL;
      slice.len = p > slice.text ? (gsize) (p - slice.text) : 0;
      if (slice.len > 0)
        g_array_append_val (slices, slice);
      if (*p == ']')
        return g_steal_pointer (&slices);
      p++;
    }
  return p != NULL ? g_steal_pointer (&slices) : NULL;
}

/* Returns: the number that four hexadecimal digits at @p are, -1 if they aren't there */
static int
read_hex4 (const char *p, const char *end)
{
  int value = 0;

  if (end - p < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (p[i]);
    }
  return value;
}

static gboolean
is_low_surrogate_at (const char *p, const char *end)
{
  int low = end - p >= 6 && p[0] == '\\' && p[1] == 'u' ? read_hex4 (p + 2, end) : -1;

  return low >= 0xDC00 && low <= 0xDFFF;
}

/*
 * od_telegram_mend:
 *
 * Returns: (transfer full): the entry, with U+FFFD in the place of escapes that stand for no character
 */
char *
od_telegram_mend (const OdTelegramSlice *slice)
{
  char *mended = g_strndup (slice->text, slice->len), *end = mended + strlen (mended);

  for (char *p = mended; p < end; p++)
    {
      int code;

      if (*p != '\\')
        continue;
      p++;
      if (p == end || *p != 'u')
        continue;
      code = read_hex4 (p + 1, end);
      if (code < 0)
        continue;
      if (code >= 0xD800 && code <= 0xDBFF && is_low_surrogate_at (p + 5, end))
        p += 10;
      else
        {
          if (code == 0 || (code >= 0xD800 && code <= 0xDFFF))
            memcpy (p + 1, "fffd", 4);
          p += 4;
        }
    }
  return mended;
}

/*
 * od_telegram_peek_id:
 *
 * Returns: the number of an entry that can't be read, which is its first member; 0 if it isn't
 */
gint64
od_telegram_peek_id (const OdTelegramSlice *slice)
{
  static const char name[] = "\"update_id\"";
  const char *end = slice->text + slice->len, *p = skip_space (slice->text, end);
  gint64 id = 0;

  if (p == end || *p != '{')
    return 0;
  p = skip_space (p + 1, end);
  if ((gsize) (end - p) < sizeof name || strncmp (p, name, sizeof name - 1) != 0)
    return 0;
  p = skip_space (p + sizeof name - 1, end);
  if (p == end || *p != ':')
    return 0;
  for (p = skip_space (p + 1, end); p < end && g_ascii_isdigit (*p) && id <= G_MAXINT32; p++)
    id = id * 10 + g_ascii_digit_value (*p);
  return p < end && *p == ',' && id > 0 && id < G_MAXINT32 ? id : 0;
}
