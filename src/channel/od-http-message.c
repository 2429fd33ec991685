/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-endpoint.h"

/**
 * od_http_request_new:
 *
 * Returns: (transfer full): a request without query, headers and body
 */
OdHttpRequest *
od_http_request_new (const char *method, const char *path)
{
  OdHttpRequest *self = g_new0 (OdHttpRequest, 1);

  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->body = g_bytes_new_static ("", 0);
  self->remote = g_strdup ("");
  return self;
}

static GHashTable *
copy_table (GHashTable *table)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), g_strdup (value));
  return copy;
}

/**
 * od_http_request_copy:
 *
 * Returns: (transfer full): a deep copy; the body is shared
 */
OdHttpRequest *
od_http_request_copy (const OdHttpRequest *self)
{
  OdHttpRequest *copy = g_new0 (OdHttpRequest, 1);

  copy->method = g_strdup (self->method);
  copy->path = g_strdup (self->path);
  copy->query = copy_table (self->query);
  copy->headers = copy_table (self->headers);
  copy->body = g_bytes_ref (self->body);
  copy->upload_path = g_strdup (self->upload_path);
  copy->upload_sha256 = g_strdup (self->upload_sha256);
  copy->upload_size_bytes = self->upload_size_bytes;
  copy->remote = g_strdup (self->remote);
  copy->is_local = self->is_local;
  return copy;
}

/**
 * od_http_request_get_header:
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
od_http_request_get_header (const OdHttpRequest *self, const char *lower_name)
{
  return g_hash_table_lookup (self->headers, lower_name);
}

/**
 * od_http_request_get_query:
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
od_http_request_get_query (const OdHttpRequest *self, const char *name)
{
  return g_hash_table_lookup (self->query, name);
}

void
od_http_request_free (OdHttpRequest *self)
{
  g_free (self->method);
  g_free (self->path);
  g_hash_table_unref (self->query);
  g_hash_table_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self->upload_path);
  g_free (self->upload_sha256);
  g_free (self->remote);
  g_free (self);
}

/**
 * od_http_response_new:
 * @content_type: (nullable)
 * @body: (nullable) (transfer full)
 *
 * Returns: (transfer full): an answer
 */
OdHttpResponse *
od_http_response_new (guint status, const char *content_type, GBytes *body)
{
  OdHttpResponse *self = g_new0 (OdHttpResponse, 1);

  self->status = status;
  self->content_type = g_strdup (content_type);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->body = body;
  return self;
}

void
od_http_response_set_header (OdHttpResponse *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  g_hash_table_replace (self->headers, g_strdup (name), g_strdup (value));
}

void
od_http_response_free (OdHttpResponse *self)
{
  g_free (self->content_type);
  g_hash_table_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->file_path);
  g_free (self);
}
