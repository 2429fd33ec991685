/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-contact-words.h"

#include <string.h>

#include "od-limits.h"
#include "od-text.h"
#include "od-visitor-name.h"

#define MIN_DIGITS 7
#define MAX_DIGITS 15 /* E.164 */

/* The digits of a phone number with its "+"; %NULL if it is none. */
static char *
dup_phone (const char *address)
{
  GString *digits = g_string_new ("+");
  gboolean is_one = *address == '+';

  for (const char *p = address + 1; is_one && *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else
        is_one = strchr (" -().", *p) != NULL;
    }
  if (is_one && digits->len > MIN_DIGITS && digits->len <= MAX_DIGITS + 1)
    return g_string_free (digits, FALSE);
  g_string_free (digits, TRUE);
  return NULL;
}

/* "+7 916 123-45-67", "+1 916 123-4567"; other countries' numbers stand as they are, for their groups differ. */
static char *
group_phone (const char *phone)
{
  const char *p = phone;

  if (strlen (p) == 12 && p[1] == '7')
    return g_strdup_printf ("+7 %.3s %.3s-%.2s-%s", p + 2, p + 5, p + 8, p + 10);
  if (strlen (p) == 12 && p[1] == '1')
    return g_strdup_printf ("+1 %.3s %.3s-%s", p + 2, p + 5, p + 8);
  return g_strdup (phone);
}

static gboolean
is_mail (const char *address)
{
  const char *at = strchr (address, '@');

  return at != NULL && at != address && at[1] != '\0' && strpbrk (address, " \t\r\n,;<>") == NULL;
}

/**
 * od_contact_words:
 *
 * Returns: (transfer full): the address as people know it: a grouped phone number, a mail address, a @name, the name
 *   the channel gave, what they are known by there; who has only an id of ours is called what the desk calls such
 *   a visitor
 */
char *
od_contact_words (const OdContactPointRow *point)
{
  g_autofree char *phone = dup_phone (point->address);

  if (point->display != NULL && *point->display != '\0' && !g_str_equal (point->display, point->address))
    {
      g_autofree char *shown_phone = dup_phone (point->display);

      return shown_phone != NULL ? group_phone (shown_phone) : od_text_snippet (point->display, OD_LIMIT_NAME_CHARS);
    }
  if (phone != NULL)
    return group_phone (phone);
  return point->is_local ? od_visitor_name (NULL, point->address)
                         : od_text_snippet (point->address, OD_LIMIT_NAME_CHARS);
}

/**
 * od_contact_uri:
 *
 * Returns: (transfer full) (nullable): what another program opens to reach the customer: "tel:+79161234567" or
 *   "mailto:maria@shop.example"; %NULL if there is no such thing
 */
char *
od_contact_uri (const OdContactPointRow *point)
{
  g_autofree char *phone = dup_phone (point->address);
  g_autofree char *escaped = NULL;

  if (phone != NULL)
    return g_strconcat ("tel:", phone, NULL);
  if (!is_mail (point->address))
    return NULL;
  escaped = g_uri_escape_string (point->address, "@", FALSE);
  return g_strconcat ("mailto:", escaped, NULL);
}
