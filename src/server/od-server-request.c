/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-server-request.h"

#include <string.h>

#define MAX_QUERY_FIELDS 32

/* Decodes percent signs; no zero, no control character, valid UTF-8. */
static char *
decode (const char *text, gsize len, gboolean is_query)
{
  GString *out = g_string_sized_new (len);

  for (gsize i = 0; i < len; i++)
    {
      guchar c = (guchar) text[i];

      if (c == '%')
        {
          if (i + 2 >= len || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            {
              g_string_free (out, TRUE);
              return NULL;
            }
          c = (guchar) (g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      else if (c == '+' && is_query)
        c = ' ';
      g_string_append_c (out, (char) c);
      if (c < 0x20 || c == 0x7f)
        {
          g_string_free (out, TRUE);
          return NULL;
        }
    }
  if (!g_utf8_validate (out->str, (gssize) out->len, NULL))
    {
      g_string_free (out, TRUE);
      return NULL;
    }
  return g_string_free (out, FALSE);
}

/**
 * od_server_path_decode:
 * @encoded: the path of a request: anything
 *
 * Each segment is decoded by itself: one that then has a slash or a backslash, or
 * is "." or "..", makes the whole path bad.
 *
 * Returns: (transfer full) (nullable): the path, absolute and decoded
 */
char *
od_server_path_decode (const char *encoded)
{
  g_auto (GStrv) segments = NULL;

  if (*encoded != '/')
    return NULL;
  segments = g_strsplit (encoded + 1, "/", -1);
  for (guint i = 0; segments[i] != NULL; i++)
    {
      char *plain = decode (segments[i], strlen (segments[i]), FALSE);

      if (plain == NULL)
        return NULL;
      g_free (segments[i]);
      segments[i] = plain;
      if (strpbrk (plain, "/\\") != NULL || g_str_equal (plain, ".") || g_str_equal (plain, ".."))
        return NULL;
    }
  {
    g_autofree char *joined = g_strjoinv ("/", segments);

    return g_strconcat ("/", joined, NULL);
  }
}

static gboolean
read_query (OdHttpRequest *request, const char *query)
{
  g_auto (GStrv) fields = g_strsplit (query != NULL ? query : "", "&", MAX_QUERY_FIELDS + 1);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      const char *equals = strchr (fields[i], '=');
      gsize name_len = equals != NULL ? (gsize) (equals - fields[i]) : strlen (fields[i]);
      g_autofree char *name = NULL, *value = NULL;

      if (*fields[i] == '\0')
        continue;
      name = decode (fields[i], name_len, TRUE);
      value = equals != NULL ? decode (equals + 1, strlen (equals + 1), TRUE) : g_strdup ("");
      if (name == NULL || value == NULL || i >= MAX_QUERY_FIELDS || g_hash_table_contains (request->query, name))
        return FALSE;
      g_hash_table_insert (request->query, g_steal_pointer (&name), g_steal_pointer (&value));
    }
  return TRUE;
}

static void
add_header_cb (const char *name, const char *value, gpointer user_data)
{
  OdHttpRequest *request = user_data;
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const char *before = g_hash_table_lookup (request->headers, lower);

  if (!g_utf8_validate (value, -1, NULL))
    return;
  g_hash_table_insert (request->headers, g_strdup (lower),
                       before != NULL ? g_strconcat (before, ", ", value, NULL) : g_strdup (value));
}

/**
 * od_server_request_read:
 * @status: (out): what to answer if %NULL is returned
 *
 * Returns: (transfer full) (nullable): the request without its body and its addresses
 */
OdHttpRequest *
od_server_request_read (SoupServerMessage *message, guint *status)
{
  GUri *uri = soup_server_message_get_uri (message);
  g_autoptr (OdHttpRequest) request = NULL;
  g_autofree char *path = od_server_path_decode (g_uri_get_path (uri));

  if (path == NULL)
    {
      *status = SOUP_STATUS_NOT_FOUND;
      return NULL;
    }
  request = od_http_request_new (soup_server_message_get_method (message), path);
  if (!read_query (request, g_uri_get_query (uri)))
    {
      *status = SOUP_STATUS_BAD_REQUEST;
      return NULL;
    }
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), add_header_cb, request);
  return g_steal_pointer (&request);
}

/**
 * od_server_request_check_body:
 * @rule: what the endpoint allows
 * @size_bytes: (out): how long the body is
 *
 * A body has to say how long it is, once and as a number; pieces without a total are not taken.
 *
 * Returns: 0, or the status to refuse with
 */
guint
od_server_request_check_body (SoupServerMessage *message, const OdBodyRule *rule, guint64 *size_bytes)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *length = soup_message_headers_get_list (headers, "Content-Length");
  gboolean is_chunked = soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL;

  *size_bytes = 0;
  if (rule->refuse_status != 0)
    return rule->refuse_status;
  if (is_chunked)
    return length != NULL ? SOUP_STATUS_BAD_REQUEST : SOUP_STATUS_LENGTH_REQUIRED;
  if (length == NULL)
    return rule->to_file ? SOUP_STATUS_LENGTH_REQUIRED : 0;
  if (!g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, size_bytes, NULL))
    return SOUP_STATUS_BAD_REQUEST;
  return *size_bytes > rule->max_bytes ? SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE : 0;
}

/**
 * od_server_request_wants_upgrade:
 *
 * Returns: %TRUE if it asks to become a WebSocket
 */
gboolean
od_server_request_wants_upgrade (const OdHttpRequest *request)
{
  const char *upgrade = od_http_request_get_header (request, "upgrade");

  return upgrade != NULL && g_ascii_strcasecmp (upgrade, "websocket") == 0 && g_str_equal (request->method, "GET");
}
