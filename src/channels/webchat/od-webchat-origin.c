/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-origin.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"

/* Splits "https://host:port" without anything behind it; @authority points into @origin. */
static gboolean
split (const char *origin, gboolean *is_https, const char **authority)
{
  if (g_str_has_prefix (origin, "https://"))
    *is_https = TRUE;
  else if (g_str_has_prefix (origin, "http://"))
    *is_https = FALSE;
  else
    return FALSE;
  *authority = origin + (*is_https ? 8 : 7);
  if (**authority == '\0')
    return FALSE;
  for (const char *p = *authority; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-._:[]*", *p) == NULL)
      return FALSE;
  return TRUE;
}

/* Lower case, and without the port that goes without saying, as browsers write it. */
static char *
normal (const char *origin)
{
  g_autofree char *lower = NULL;
  const char *authority;
  gboolean is_https;

  if (strlen (origin) > OD_LIMIT_ORIGIN_BYTES)
    return NULL;
  lower = g_ascii_strdown (origin, -1);
  if (!split (lower, &is_https, &authority))
    return NULL;
  if (g_str_has_suffix (lower, is_https ? ":443" : ":80"))
    lower[strlen (lower) - (is_https ? 4 : 3)] = '\0';
  return g_steal_pointer (&lower);
}

static gboolean
check_pattern (const char *pattern)
{
  const char *star = strchr (pattern, '*');

  if (star == NULL)
    return TRUE;
  /* Only in front of a name of two parts or more: a star alone, or before a top-level name, is everybody. */
  return g_str_has_prefix (pattern, "https://*.") && strchr (star + 1, '*') == NULL && star[2] != '.' &&
         strchr (star + 2, '.') != NULL;
}

/**
 * od_webchat_origins_parse:
 * @text: origins between spaces; after the scheme, `*.` stands for every name under the rest
 *
 * Returns: (transfer full): the list, may be empty; or %NULL with %OD_ERROR_USAGE, which names the bad one
 */
GStrv
od_webchat_origins_parse (const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *origin = NULL;

      if (*words[i] == '\0')
        continue;
      origin = normal (words[i]);
      if (origin == NULL || !check_pattern (origin))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_USAGE,
                       "“origins”: “%s” is no origin such as https://shop.example or https://*.shop.example", words[i]);
          return NULL;
        }
      if (++n > OD_LIMIT_ORIGINS)
        {
          g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“origins” has more than %d", OD_LIMIT_ORIGINS);
          return NULL;
        }
      g_strv_builder_add (list, origin);
    }
  return g_strv_builder_end (list);
}

static gboolean
matches (const char *pattern, const char *origin)
{
  const char *tail, *host;
  gsize tail_len, host_len;

  if (!g_str_has_prefix (pattern, "https://*."))
    return g_str_equal (pattern, origin);
  if (!g_str_has_prefix (origin, "https://"))
    return FALSE;
  tail = pattern + strlen ("https://*"); /* with its dot */
  host = origin + strlen ("https://");
  tail_len = strlen (tail);
  host_len = strlen (host);
  return host_len > tail_len && g_str_equal (host + host_len - tail_len, tail) && *host != '.';
}

/**
 * od_webchat_origin_is_own:
 * @origin: as the browser says
 * @host: (nullable): the request's Host header
 *
 * Returns: %TRUE if the page came from this very server
 */
gboolean
od_webchat_origin_is_own (const char *origin, const char *host)
{
  g_autofree char *normal_origin = normal (origin);
  g_autofree char *http = NULL, *https = NULL, *normal_http = NULL, *normal_https = NULL;

  if (normal_origin == NULL || host == NULL || *host == '\0' || strchr (origin, '*') != NULL)
    return FALSE;
  http = g_strconcat ("http://", host, NULL);
  https = g_strconcat ("https://", host, NULL);
  normal_http = normal (http);
  normal_https = normal (https);
  return g_strcmp0 (normal_origin, normal_http) == 0 || g_strcmp0 (normal_origin, normal_https) == 0;
}

/**
 * od_webchat_origin_is_allowed:
 * @origins: (array zero-terminated=1): from od_webchat_origins_parse()
 * @origin: (nullable): the request's Origin header
 * @host: (nullable): its Host header
 *
 * Scheme, host and port must be those of the list; the desk's own page is always
 * welcome. "null" (a sandboxed frame, a file) and no origin never are.
 *
 * Returns: %TRUE if that page may speak with us
 */
gboolean
od_webchat_origin_is_allowed (const char *const *origins, const char *origin, const char *host)
{
  g_autofree char *wanted = NULL;

  if (origin == NULL || strchr (origin, '*') != NULL)
    return FALSE;
  wanted = normal (origin);
  if (wanted == NULL)
    return FALSE;
  for (guint i = 0; origins[i] != NULL; i++)
    if (matches (origins[i], wanted))
      return TRUE;
  return od_webchat_origin_is_own (wanted, host);
}
