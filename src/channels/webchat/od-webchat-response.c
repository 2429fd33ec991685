/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-response.h"

#include <string.h>

#include "od-webchat-render.h"

/**
 * od_webchat_response_new_json:
 * @text: (transfer full)
 *
 * Returns: (transfer full): an answer that nobody keeps
 */
OdHttpResponse *
od_webchat_response_new_json (guint status, char *text)
{
  OdHttpResponse *response =
      od_http_response_new (status, "application/json; charset=utf-8", g_bytes_new_take (text, strlen (text)));

  od_http_response_set_header (response, "Cache-Control", "no-store");
  od_http_response_set_header (response, "X-Content-Type-Options", "nosniff");
  return response;
}

/**
 * od_webchat_response_new_error:
 * @field: (nullable): which header, parameter or member
 * @retry_s: 0 if not said
 *
 * Returns: (transfer full): `{"code":…,"text":…,"field":…}`
 */
OdHttpResponse *
od_webchat_response_new_error (guint status, const char *code, const char *field, guint retry_s)
{
  g_autofree char *more = field != NULL ? g_strdup_printf (",\"field\":\"%s\"", field) : g_strdup ("");
  OdHttpResponse *response = od_webchat_response_new_json (
      status, g_strdup_printf ("{\"code\":\"%s\",\"text\":\"%s\"%s}", code, od_webchat_err_text (code), more));

  if (retry_s > 0)
    {
      g_autofree char *text = g_strdup_printf ("%u", retry_s);

      od_http_response_set_header (response, "Retry-After", text);
    }
  return response;
}

/**
 * od_webchat_response_new_preflight:
 *
 * Returns: (transfer full): what a browser wants to know before a page asks something of another origin
 */
OdHttpResponse *
od_webchat_response_new_preflight (const OdHttpRequest *request)
{
  OdHttpResponse *response = od_http_response_new (204, NULL, NULL);

  od_http_response_set_header (response, "Access-Control-Allow-Methods", "GET, POST, PUT");
  od_http_response_set_header (response, "Access-Control-Allow-Headers", "authorization, content-type");
  od_http_response_set_header (response, "Access-Control-Max-Age", "600");
  if (od_http_request_get_header (request, "access-control-request-private-network") != NULL)
    od_http_response_set_header (response, "Access-Control-Allow-Private-Network", "true");
  return response;
}
