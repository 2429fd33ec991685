/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-channel-field.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-limits.h"

static gboolean
is_text (const OdChannelField *field, const char *text)
{
  gboolean is_long = (field->flags & OD_FIELD_MULTILINE) != 0;

  if (strlen (text) > OD_LIMIT_SETTING_BYTES || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && !(is_long && (*p == '\n' || *p == '\t' || *p == '\r')))
      return FALSE;
  return TRUE;
}

/* Plain http is for a server on this very machine only. */
static gboolean
is_url (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0')
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  return g_str_equal (g_uri_get_scheme (uri), "http") &&
         (g_str_equal (host, "localhost") || g_str_equal (host, "::1") ||
          (g_str_has_prefix (host, "127.") && g_hostname_is_ip_address (host)));
}

static OdFieldFault
check_type (const OdChannelField *field, const char *text)
{
  gint64 value;

  switch (field->type)
    {
    case OD_FIELD_INTEGER:
      return g_ascii_string_to_signed (text, 10, field->min, field->max, &value, NULL) ? OD_FIELD_FAULT_NONE
                                                                                       : OD_FIELD_FAULT_NO_INTEGER;
    case OD_FIELD_BOOLEAN:
      return g_str_equal (text, "true") || g_str_equal (text, "false") ? OD_FIELD_FAULT_NONE
                                                                       : OD_FIELD_FAULT_NO_BOOLEAN;
    case OD_FIELD_URL:
      return is_url (text) ? OD_FIELD_FAULT_NONE : OD_FIELD_FAULT_NO_URL;
    case OD_FIELD_TEXT:
    case OD_FIELD_SECRET:
    default:
      return OD_FIELD_FAULT_NONE;
    }
}

/**
 * od_channel_field_check:
 * @text: (nullable): as typed; %NULL or "" if nothing was. Then the field's default counts
 *
 * Pure; any thread.
 *
 * Returns: what is wrong with it
 */
OdFieldFault
od_channel_field_check (const OdChannelField *field, const char *text)
{
  OdFieldFault fault;

  g_return_val_if_fail (field != NULL, OD_FIELD_FAULT_NONE);

  if (text == NULL || *text == '\0')
    return field->default_value == NULL ? OD_FIELD_FAULT_MISSING : OD_FIELD_FAULT_NONE;
  if (!is_text (field, text))
    return OD_FIELD_FAULT_TOO_LONG;
  fault = check_type (field, text);
  if (fault == OD_FIELD_FAULT_NONE && field->is_good != NULL && !field->is_good (text))
    fault = OD_FIELD_FAULT_PATTERN;
  return fault;
}

static char *
describe_range (const OdChannelField *field)
{
  g_autofree char *min = g_strdup_printf ("%" G_GINT64_FORMAT, field->min);
  g_autofree char *max = g_strdup_printf ("%" G_GINT64_FORMAT, field->max);

  /* TRANSLATORS: e.g. Write a number from 1 to 65535. */
  return g_strdup_printf (_ ("Write a number from %s to %s."), min, max);
}

/**
 * od_channel_field_describe:
 * @fault: of @field
 *
 * Returns: (transfer full) (nullable): what to write instead, a sentence for people; %NULL of %OD_FIELD_FAULT_NONE
 */
char *
od_channel_field_describe (const OdChannelField *field, OdFieldFault fault)
{
  g_return_val_if_fail (field != NULL, NULL);

  switch (fault)
    {
    case OD_FIELD_FAULT_MISSING:
      return g_strdup (_ ("This must be filled in."));
    case OD_FIELD_FAULT_TOO_LONG:
      return g_strdup (_ ("This is too long, or has characters that are not text."));
    case OD_FIELD_FAULT_NO_INTEGER:
      return describe_range (field);
    case OD_FIELD_FAULT_NO_BOOLEAN:
      return g_strdup (_ ("Write true or false."));
    case OD_FIELD_FAULT_NO_URL:
      return g_strdup (_ ("Write an address that begins with https://"));
    case OD_FIELD_FAULT_PATTERN:
      return g_strdup (field->wanted != NULL ? _ (field->wanted) : "");
    case OD_FIELD_FAULT_NONE:
    default:
      return NULL;
    }
}
