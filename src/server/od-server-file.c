/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-server"

#include "od-server-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "od-error.h"
#include "od-limits.h"

/* A file on its way out: one piece is read on the worker while the one before is being sent, never more. */
typedef struct {
  SoupServerMessage *message; /* (owned): dropped when it is finished */
  OdWorker *worker;           /* (owned) */
  char *path;
  gint64 size_bytes; /* -1 before it was opened */
  gint64 offset;     /* of the next piece; the worker's while it reads */
  int fd;
  gboolean is_finished; /* the message is over, whatever became of it */
} Sending;

static void read_next (Sending *self);

static void
sending_clear (gpointer data)
{
  Sending *self = data;

  if (self->fd >= 0)
    close (self->fd);
  g_clear_object (&self->message);
  g_object_unref (self->worker);
  g_free (self->path);
}

static void
sending_release (gpointer data)
{
  g_rc_box_release_full (data, sending_clear);
}

static void
read_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Sending *self = task_data;
  g_autofree guint8 *buffer = g_malloc (OD_LIMIT_FILE_CHUNK_BYTES);
  struct stat info;
  gssize n;

  if (self->fd < 0)
    {
      self->fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
      if (self->fd < 0 || fstat (self->fd, &info) != 0 || !S_ISREG (info.st_mode))
        {
          g_task_return_new_error (task, OD_ERROR, OD_ERROR_NOT_FOUND, "A file to send can't be opened");
          return;
        }
      self->size_bytes = info.st_size;
    }
  n = pread (self->fd, buffer, (gsize) MIN (OD_LIMIT_FILE_CHUNK_BYTES, self->size_bytes - self->offset), self->offset);
  if (n < 0 || (n == 0 && self->offset < self->size_bytes))
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TRANSIENT, "A file to send can't be read: %s",
                               g_strerror (errno));
      return;
    }
  self->offset += n;
  g_task_return_pointer (task, g_bytes_new (buffer, (gsize) n), (GDestroyNotify) g_bytes_unref);
}

/* Nothing was sent yet: say so. Later: the length that was promised is not reached, so the peer knows. */
static void
give_up (Sending *self)
{
  if (self->size_bytes < 0)
    soup_server_message_set_status (self->message, SOUP_STATUS_NOT_FOUND, NULL);
  else
    {
      g_autoptr (SoupServerMessage) message = g_steal_pointer (&self->message);
      g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

      g_io_stream_close (stream, NULL, NULL);
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean is_first = self->offset == (bytes != NULL ? (gint64) g_bytes_get_size (bytes) : -1);

  if (self->is_finished)
    return;
  if (bytes == NULL)
    {
      g_debug ("%s", error->message);
      if (self->offset == 0)
        self->size_bytes = -1;
      give_up (self);
      if (!self->is_finished)
        soup_server_message_unpause (self->message);
      return;
    }
  if (is_first)
    soup_message_headers_set_content_length (soup_server_message_get_response_headers (self->message),
                                             self->size_bytes);
  if (g_bytes_get_size (bytes) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), bytes);
  if (self->offset == self->size_bytes)
    soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);
}

static void
wrote_chunk_cb (SoupServerMessage *message, gpointer user_data)
{
  Sending *self = user_data;

  if (!self->is_finished && self->offset < self->size_bytes)
    read_next (self);
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  Sending *self = g_rc_box_acquire (user_data);

  self->is_finished = TRUE;
  g_signal_handlers_disconnect_by_data (message, self);
  g_clear_object (&self->message);
  sending_release (self);
}

static void
read_next (Sending *self)
{
  GTask *task = g_task_new (NULL, NULL, read_cb, NULL);

  g_task_set_source_tag (task, read_next);
  g_task_set_task_data (task, g_rc_box_acquire (self), sending_release);
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, read_job, task);
}

/**
 * od_server_file_send:
 * @message: paused, with status and headers set; continues by itself
 * @path: a regular file
 *
 * Answers with the file's bytes, never holding more than one piece of it.
 */
void
od_server_file_send (SoupServerMessage *message, OdWorker *worker, const char *path)
{
  Sending *self = g_rc_box_new0 (Sending);

  self->message = g_object_ref (message);
  self->worker = g_object_ref (worker);
  self->path = g_strdup (path);
  self->size_bytes = -1;
  self->fd = -1;
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CONTENT_LENGTH);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), self);
  g_signal_connect_data (message, "finished", G_CALLBACK (finished_cb), g_rc_box_acquire (self),
                         (GClosureNotify) (void (*) (void)) sending_release, 0);
  g_signal_connect (message, "disconnected", G_CALLBACK (finished_cb), self);
  read_next (self);
  sending_release (self);
}
