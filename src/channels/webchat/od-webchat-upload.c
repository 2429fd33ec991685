/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-upload.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-webchat-grants.h"
#include "od-webchat-link.h"
#include "od-webchat-response.h"
#include "od-webchat-sniff.h"

#define FILES "/od/v1/files/"

/* One file on its way from the server's folder to its place; written before the worker gets it, then only by the worker. */
typedef struct {
  OdWebchatHall *hall; /* the server's thread only */
  GTask *answer;       /* (owned): of the request; the server's thread only */
  char *chat_id;
  char *from;
  char *files_dir;
  OdUpload *upload;
} Storing;

static void
storing_free (gpointer data)
{
  Storing *self = data;

  od_webchat_hall_unref (self->hall);
  g_object_unref (self->answer);
  g_free (self->chat_id);
  g_free (self->from);
  g_free (self->files_dir);
  od_upload_free (self->upload);
  g_free (self);
}

/**
 * od_webchat_upload_find_id:
 *
 * Returns: (transfer none) (nullable): which file the path means, if it means one
 */
const char *
od_webchat_upload_find_id (const OdHttpRequest *request)
{
  const char *id = g_str_has_prefix (request->path, FILES) ? request->path + strlen (FILES) : NULL;

  if (id == NULL || *id == '\0' || strlen (id) > OD_LIMIT_ID_BYTES)
    return NULL;
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_' && *p != '-')
      return NULL;
  return id;
}

/**
 * od_webchat_upload_check:
 * @size_bytes: (out): what was granted
 *
 * Returns: 0, or the status to refuse the upload with
 */
guint
od_webchat_upload_check (OdWebchatHall *hall, const OdHttpRequest *request, const char *file_id, gint64 *size_bytes)
{
  gint64 now_s = od_webchat_hall_now_s (hall);
  const char *length = od_http_request_get_header (request, "content-length");
  OdWebchatGrant *grant;
  gint64 said;

  *size_bytes = 0;
  if (!od_webchat_link_verify (hall->keys->link_key, "PUT", file_id, od_http_request_get_query (request, "exp"),
                               od_http_request_get_query (request, "sig"), now_s))
    return 403;
  grant = od_webchat_grants_find (hall->grants, file_id, now_s);
  if (grant == NULL)
    return 404;
  if (grant->is_used)
    return 409;
  *size_bytes = grant->size_bytes;
  if (length != NULL && g_ascii_string_to_signed (length, 10, 0, G_MAXINT64, &said, NULL) && said < grant->size_bytes)
    return 400;
  return 0;
}

static gboolean
fail_errno (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, OD_ERROR, OD_ERROR_TRANSIENT, "%s a file: %s", what, g_strerror (code));
  return FALSE;
}

static void
sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
sniff_file (Storing *self, GError **error)
{
  guint8 head[OD_LIMIT_FILE_SNIFF_BYTES];
  int fd = open (self->from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gssize n = fd >= 0 ? read (fd, head, sizeof head) : -1;
  const char *type = n > 0 ? od_webchat_sniff (head, (gsize) n, self->upload->mime) : NULL;

  if (fd >= 0)
    close (fd);
  if (n < 0)
    return fail_errno (error, "Reading");
  if (type == NULL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "A file of a type that is not taken");
      return FALSE;
    }
  g_free (self->upload->mime);
  self->upload->mime = g_strdup (type);
  return TRUE;
}

/* To `files/ab/<sha256>`; the same bytes twice are one file. Synced: the row that names it comes after. */
static gboolean
move_file (Storing *self, GError **error)
{
  g_autofree char *prefix = g_strndup (self->upload->sha256, 2);
  g_autofree char *folder = g_build_filename (self->files_dir, prefix, NULL);
  g_autofree char *path = g_build_filename (folder, self->upload->sha256, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_errno (error, "Making a folder for");
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    g_utime (path, NULL); /* the sweep leaves alone what was touched just now: no row refers to it yet */
  else if (g_rename (self->from, path) != 0)
    return fail_errno (error, "Placing");
  sync_folder (folder);
  sync_folder (self->files_dir);
  return TRUE;
}

static void
store_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Storing *self = task_data;
  GError *error = NULL;

  if (sniff_file (self, &error) && move_file (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
respond (Storing *self, const GError *error)
{
  OdHttpResponse *response;

  if (error == NULL)
    {
      response = od_webchat_response_new_json (
          201, g_strdup_printf ("{\"file_id\":\"%s\",\"type\":\"%s\"}", self->upload->id, self->upload->mime));
      g_hash_table_remove (self->hall->grants, self->upload->id);
    }
  else if (g_error_matches (error, OD_ERROR, OD_ERROR_REJECTED))
    {
      response = od_webchat_response_new_error (415, "bad_file", "type", 0);
      g_hash_table_remove (self->hall->grants, self->upload->id);
    }
  else
    {
      OdWebchatGrant *grant = g_hash_table_lookup (self->hall->grants, self->upload->id);

      g_debug ("An upload was not stored: %s", error->message);
      if (grant != NULL)
        grant->is_used = FALSE;
      response = od_webchat_response_new_error (503, "internal", NULL, 2);
    }
  g_task_return_pointer (self->answer, response, (GDestroyNotify) od_http_response_free);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Storing *self = user_data;
  g_autoptr (GError) error = NULL;

  od_stream_port_add_upload_finish (OD_STREAM_PORT (source), result, &error);
  respond (self, error);
  storing_free (self);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Storing *self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      od_stream_port_add_upload_async (self->hall->streams, self->hall->account_id, self->chat_id, self->upload, NULL,
                                       added_cb, self);
      return;
    }
  respond (self, error);
  storing_free (self);
}

/**
 * od_webchat_upload_take:
 * @request: with the body in a file; it was checked
 * @task: (transfer full): answered 201 when the file is stored and known
 */
void
od_webchat_upload_take (OdWebchatHall *hall, OdWorker *worker, const char *files_dir, const OdHttpRequest *request,
                        const char *file_id, GTask *task)
{
  g_autoptr (GTask) owned = task;
  gint64 now_s = od_webchat_hall_now_s (hall);
  OdWebchatGrant *grant = od_webchat_grants_find (hall->grants, file_id, now_s);
  Storing *self;
  GTask *job;

  if (grant == NULL || grant->is_used || request->upload_path == NULL ||
      request->upload_size_bytes != grant->size_bytes)
    {
      g_task_return_pointer (task, od_webchat_response_new_error (409, "bad_file", "size", 0),
                             (GDestroyNotify) od_http_response_free);
      return;
    }
  grant->is_used = TRUE;
  self = g_new0 (Storing, 1);
  self->hall = od_webchat_hall_ref (hall);
  self->answer = g_steal_pointer (&owned);
  self->chat_id = g_strdup (grant->chat_id);
  self->from = g_strdup (request->upload_path);
  self->files_dir = g_strdup (files_dir);
  self->upload = od_upload_new ();
  self->upload->id = g_strdup (file_id);
  self->upload->name = g_strdup (grant->name);
  self->upload->mime = g_strdup (grant->type);
  self->upload->sha256 = g_strdup (request->upload_sha256);
  self->upload->size_bytes = grant->size_bytes;
  self->upload->at_us = od_clock_get_real_us (hall->clock);
  job = g_task_new (NULL, NULL, stored_cb, self);
  g_task_set_source_tag (job, od_webchat_upload_take);
  g_task_set_task_data (job, self, NULL);
  od_worker_push (worker, G_PRIORITY_DEFAULT, store_job, job);
}

/* ---- downloads ---- */

static char *
disposition (const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);

  return g_strdup_printf ("attachment; filename*=UTF-8''%s", escaped);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (OdUpload) file = od_stream_port_find_file_finish (OD_STREAM_PORT (source), result, NULL);
  g_autofree char *attachment = NULL;
  OdHttpResponse *response;

  if (file == NULL || file->path == NULL)
    {
      g_task_return_pointer (task, od_webchat_response_new_error (404, "not_found", NULL, 0),
                             (GDestroyNotify) od_http_response_free);
      return;
    }
  attachment = disposition (file->name);
  response = od_http_response_new (200, file->mime, NULL);
  response->file_path = g_strdup (file->path);
  od_http_response_set_header (response, "Content-Disposition", attachment);
  od_http_response_set_header (response, "X-Content-Type-Options", "nosniff");
  od_http_response_set_header (response, "Content-Security-Policy", "sandbox");
  od_http_response_set_header (response, "Cache-Control", "private, max-age=900");
  od_http_response_set_header (response, "Cross-Origin-Resource-Policy", "cross-origin");
  g_task_return_pointer (task, response, (GDestroyNotify) od_http_response_free);
}

/**
 * od_webchat_download:
 * @task: (transfer full): answered with the file, if the link is ours and still holds
 */
void
od_webchat_download (OdWebchatHall *hall, const OdHttpRequest *request, const char *file_id, GTask *task)
{
  if (!od_webchat_link_verify (hall->keys->link_key, "GET", file_id, od_http_request_get_query (request, "exp"),
                               od_http_request_get_query (request, "sig"), od_webchat_hall_now_s (hall)))
    {
      g_task_return_pointer (task, od_webchat_response_new_error (403, "auth", "sig", 0),
                             (GDestroyNotify) od_http_response_free);
      g_object_unref (task);
      return;
    }
  od_stream_port_find_file_async (hall->streams, hall->account_id, file_id, hall->closing, found_cb, task);
}
