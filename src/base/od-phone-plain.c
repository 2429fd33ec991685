/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-limits.h"
#include "od-phone.h"

/* E.164 without a plan of the world's numbers: a plus sign and 8 to 15 digits, and Russian numbers as at home. */

#define MIN_DIGITS 8
#define MAX_DIGITS 15

gboolean
od_phone_is_complete (void)
{
  return FALSE;
}

static gboolean
is_between (char c)
{
  return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.';
}

/* Reads as far as it is a number. Returns its digits, with a plus sign if there was one; NULL if there are none. */
static char *
read_digits (const char *text, const char **end)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *p = text;

  if (*p == '+')
    g_string_append_c (digits, *p++);
  *end = text;
  for (; g_ascii_isdigit (*p) || is_between (*p); p++)
    {
      if (is_between (*p) && is_between (p[1]) && is_between (p[2]))
        break;
      if (!g_ascii_isdigit (*p))
        continue;
      g_string_append_c (digits, *p);
      *end = p + 1;
    }
  return digits->len > (*text == '+') ? g_string_free (g_steal_pointer (&digits), FALSE) : NULL;
}

static char *
to_e164 (const char *digits, const char *region)
{
  gsize n = strlen (digits);

  if (*digits == '+')
    return n - 1 >= MIN_DIGITS && n - 1 <= MAX_DIGITS && digits[1] != '0' ? g_strdup (digits) : NULL;
  if (g_strcmp0 (region, "RU") == 0 && n == 11 && (digits[0] == '8' || digits[0] == '7') && strchr ("3489", digits[1]))
    return g_strconcat ("+7", digits + 1, NULL);
  return NULL;
}

char *
od_phone_normalise (const char *typed, const char *region)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  g_autofree char *digits = NULL;
  const char *end;

  if (strlen (text) > OD_LIMIT_PHONE_BYTES)
    return NULL;
  digits = read_digits (*text == '(' ? text + 1 : text, &end);
  return digits != NULL && *end == '\0' ? to_e164 (digits, region) : NULL;
}

char *
od_phone_format (const char *number)
{
  if (g_str_has_prefix (number, "+7") && strlen (number) == 12)
    return g_strdup_printf ("+7 %.3s %.3s-%.2s-%.2s", number + 2, number + 5, number + 8, number + 10);
  return g_strdup (number);
}

GPtrArray *
od_phone_find (const char *text, const char *region)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  char before = ' ';

  for (const char *p = text; *p != '\0' && found->len < OD_LIMIT_FINDINGS; before = *p, p++)
    {
      g_autofree char *digits = NULL;
      g_autofree char *number = NULL;
      const char *end;

      if ((*p != '+' && !g_ascii_isdigit (*p)) || g_ascii_isalnum (before) || strchr ("+-./#", before) != NULL ||
          (before & 0x80) != 0)
        continue;
      digits = read_digits (p, &end);
      if (digits == NULL)
        continue;
      if (!g_ascii_isalnum (*end) && (*end & 0x80) == 0)
        number = to_e164 (digits, region);
      if (number != NULL)
        g_ptr_array_add (found, g_steal_pointer (&number));
      p = end - 1;
    }
  return found;
}
