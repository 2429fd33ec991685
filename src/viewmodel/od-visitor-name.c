/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-visitor-name.h"

#include <glib/gi18n.h>

#include "od-limits.h"
#include "od-text.h"

#define CODE_LETTERS 4

/* The last letters and digits of an address, upper case: of ids made by time they differ most. */
static char *
make_code (const char *address)
{
  GString *code = g_string_new (NULL);

  for (gsize i = strlen (address); i > 0 && code->len < CODE_LETTERS; i--)
    if (g_ascii_isalnum (address[i - 1]))
      g_string_prepend_c (code, g_ascii_toupper (address[i - 1]));
  return g_string_free (code, FALSE);
}

/**
 * od_visitor_name:
 * @name: (nullable): of the customer, as stored
 * @address: (nullable): of the contact point, e.g. a visitor's id
 *
 * Returns: (transfer full): the name on one safe line; "Visitor 7F3A" for somebody who did not
 *   say one, always the same for the same address; an address that people read (a mail
 *   address, a phone number, a @name) is shown as it is
 */
char *
od_visitor_name (const char *name, const char *address)
{
  g_autofree char *clean = od_text_snippet (name != NULL ? name : "", OD_LIMIT_NAME_CHARS);
  g_autofree char *code = NULL;

  if (*clean != '\0')
    return g_steal_pointer (&clean);
  if (address == NULL)
    return g_strdup (_ ("Visitor"));
  if (strchr (address, '@') != NULL || *address == '+')
    return od_text_snippet (address, OD_LIMIT_NAME_CHARS);
  code = make_code (address);
  if (*code == '\0')
    return g_strdup (_ ("Visitor"));
  /* TRANSLATORS: somebody who did not say a name: "Visitor 7F3A" */
  return g_strdup_printf (_ ("Visitor %s"), code);
}

/**
 * od_visitor_initials:
 *
 * Returns: (transfer full): what an avatar is drawn from: the name, or "" (then it shows a
 *   figure) for somebody without one
 */
char *
od_visitor_initials (const char *name, const char *address)
{
  return od_text_snippet (name != NULL ? name : "", OD_LIMIT_NAME_CHARS);
}
