/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-static.h"

#include <string.h>

#include "od-error.h"

#define APP "/od/v1/app/"
#define MAX_FILE_BYTES (1024 * 1024)

typedef struct {
  GBytes *bytes;
  char *etag;
  const char *type;
} Entry;

/**
 * OdWebchatStatic:
 *
 * The files of the visitor's side, all in memory: what is not in the folder when
 * the account starts can't be asked for. Written once, then only read.
 */
struct _OdWebchatStatic {
  GHashTable *entries; /* (owned) (element-type utf8 Entry): by path */
};

static const struct {
  const char *suffix, *type;
} types[] = {
  { ".js", "text/javascript; charset=utf-8" },
  { ".css", "text/css; charset=utf-8" },
  { ".html", "text/html; charset=utf-8" },
  { ".svg", "image/svg+xml" },
  { ".png", "image/png" },
  { ".json", "application/json; charset=utf-8" },
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_bytes_unref (entry->bytes);
  g_free (entry->etag);
  g_free (entry);
}

static void
add (OdWebchatStatic *self, char *path, const char *type, GBytes *bytes)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  Entry *entry = g_new0 (Entry, 1);

  sum[32] = '\0';
  entry->bytes = bytes;
  entry->type = type;
  entry->etag = g_strdup_printf ("\"%s\"", sum);
  g_hash_table_replace (self->entries, path, entry);
}

static GBytes *
fill_in (const char *text, gsize len, const char *widget)
{
  g_autofree char *page = g_strndup (text, len);
  g_autofree char *escaped = g_markup_escape_text (widget, -1);
  g_auto (GStrv) parts = g_strsplit (page, "%WIDGET%", -1);
  char *filled = g_strjoinv (escaped, parts);

  return g_bytes_new_take (filled, strlen (filled));
}

static gboolean
load_file (OdWebchatStatic *self, const char *web_dir, const char *name, const char *widget, GError **error)
{
  g_autofree char *path = g_build_filename (web_dir, name, NULL);
  g_autofree char *text = NULL;
  const char *type = NULL;
  gsize len;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (name, types[i].suffix))
      type = types[i].type;
  if (type == NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  if (!g_file_get_contents (path, &text, &len, error))
    return FALSE;
  if (len > MAX_FILE_BYTES)
    return TRUE;
  if (g_str_equal (name, "chat.html"))
    {
      add (self, g_strdup ("/chat"), type, fill_in (text, len, widget));
      return TRUE;
    }
  if (g_str_equal (name, "widget.js"))
    {
      /* Filled in as well: the one line for a site then needs nothing but the address. */
      add (self, g_strdup ("/widget.js"), type, fill_in (text, len, widget));
      return TRUE;
    }
  add (self, g_strconcat (APP, name, NULL), type, g_bytes_new_take (g_steal_pointer (&text), len));
  return TRUE;
}

/**
 * od_webchat_static_load:
 * @web_dir: (nullable): the folder; without one there are no pages
 * @widget: put into the page
 *
 * Blocks: on a worker only.
 *
 * Returns: (transfer full): the files, or %NULL with an error of #GFileError
 */
OdWebchatStatic *
od_webchat_static_load (const char *web_dir, const char *widget, GError **error)
{
  g_autoptr (OdWebchatStatic) self = g_new0 (OdWebchatStatic, 1);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  add (self, g_strdup ("/robots.txt"), "text/plain; charset=utf-8",
       g_bytes_new_static ("User-agent: *\nDisallow: /\n", strlen ("User-agent: *\nDisallow: /\n")));
  if (web_dir == NULL)
    return g_steal_pointer (&self);
  dir = g_dir_open (web_dir, 0, error);
  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (*name != '.' && !load_file (self, web_dir, name, widget, error))
      return NULL;
  return g_steal_pointer (&self);
}

static gboolean
is_host (const char *host)
{
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-._:[]", *p) == NULL)
      return FALSE;
  return *host != '\0';
}

/* Nothing inline, nothing from elsewhere but pictures of operators; only our own pages and the shop's may frame it. */
static char *
page_policy (const OdHttpRequest *request, const char *const *origins)
{
  const char *host = od_http_request_get_header (request, "host");
  g_autofree char *frames = g_strjoinv (" ", (char **) origins);
  g_autofree char *sockets =
      host != NULL && is_host (host) ? g_strdup_printf (" ws://%s wss://%s", host, host) : g_strdup ("");

  return g_strdup_printf ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; "
                          "media-src 'self' blob:; connect-src 'self'%s; form-action 'none'; base-uri 'none'; "
                          "frame-ancestors 'self' %s",
                          sockets, frames);
}

/**
 * od_webchat_static_find:
 * @origins: who may show the page in a frame
 *
 * Returns: (transfer full) (nullable): the file, or 304 if the browser has it; %NULL if there is none of that path
 */
OdHttpResponse *
od_webchat_static_find (OdWebchatStatic *self, const OdHttpRequest *request, const char *const *origins)
{
  const Entry *entry = g_hash_table_lookup (self->entries, request->path);
  const char *known = od_http_request_get_header (request, "if-none-match");
  OdHttpResponse *response;

  if (entry == NULL)
    return NULL;
  if (known != NULL && strstr (known, entry->etag) != NULL)
    response = od_http_response_new (304, NULL, NULL);
  else
    response = od_http_response_new (200, entry->type, g_bytes_ref (entry->bytes));
  od_http_response_set_header (response, "ETag", entry->etag);
  od_http_response_set_header (response, "Cache-Control", "no-cache");
  od_http_response_set_header (response, "X-Content-Type-Options", "nosniff");
  od_http_response_set_header (response, "Cross-Origin-Resource-Policy", "cross-origin");
  od_http_response_set_header (response, "Referrer-Policy", "no-referrer");
  if (g_str_equal (request->path, "/chat"))
    {
      g_autofree char *policy = page_policy (request, origins);

      od_http_response_set_header (response, "Content-Security-Policy", policy);
      od_http_response_set_header (response, "X-Robots-Tag", "noindex");
    }
  return response;
}

void
od_webchat_static_free (OdWebchatStatic *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}
