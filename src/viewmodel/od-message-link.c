/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-link.h"

#define PREFIX "omnidesk:message/"

/**
 * od_message_link_new:
 * @message_id: > 0
 *
 * Returns: (transfer full): the address under which this profile's window shows the message
 */
char *
od_message_link_new (gint64 message_id)
{
  return g_strdup_printf (PREFIX "%" G_GINT64_FORMAT, message_id);
}

/**
 * od_message_link_parse:
 * @uri: from outside: anybody may hand us one
 *
 * Returns: the message it names; 0 if it is no such address
 */
gint64
od_message_link_parse (const char *uri)
{
  guint64 id;

  if (g_ascii_strncasecmp (uri, PREFIX, strlen (PREFIX)) != 0 ||
      !g_ascii_string_to_unsigned (uri + strlen (PREFIX), 10, 1, G_MAXINT64, &id, NULL))
    return 0;
  return (gint64) id;
}
