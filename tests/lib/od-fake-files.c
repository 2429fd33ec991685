/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

#include "od-error.h"

/* ---- Pictures ---- */

/* What the file of this name would be; -1 if it is a picture. */
static int
find_fault (const char *name)
{
  if (strstr (name, "broken") != NULL)
    return OD_ERROR_MALFORMED;
  if (strstr (name, "huge") != NULL)
    return OD_ERROR_TOO_LARGE;
  if (strstr (name, "missing") != NULL)
    return OD_ERROR_NOT_FOUND;
  if (strstr (name, "busy") != NULL)
    return OD_ERROR_TRANSIENT;
  return -1;
}

/* "…640x480…" says how large it is; others are 1200 by 800. */
static void
read_size (const char *name, int *width, int *height)
{
  g_autoptr (GRegex) regex = g_regex_new ("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  *width = 1200;
  *height = 800;
  if (g_regex_match (regex, name, 0, &match))
    {
      g_autofree char *first = g_match_info_fetch (match, 1), *second = g_match_info_fetch (match, 2);

      *width = atoi (first);
      *height = atoi (second);
    }
}

/* Red grows to the right, green downwards; blue differs from name to name. */
static OdPicture *
draw (const char *name, int max_width, int max_height)
{
  g_autoptr (GBytes) pixels = NULL;
  OdPicture *picture;
  guint8 *data, *at, blue = (guint8) (g_str_hash (name) % 256);
  int full_width, full_height, width, height;
  double scale;

  read_size (name, &full_width, &full_height);
  scale = MIN (1.0, MIN ((double) max_width / full_width, (double) max_height / full_height));
  width = MAX (1, (int) (full_width * scale));
  height = MAX (1, (int) (full_height * scale));
  at = data = g_malloc ((gsize) width * (gsize) height * 4);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        *at++ = (guint8) (x * 255 / width);
        *at++ = (guint8) (y * 255 / height);
        *at++ = blue;
        *at++ = 255;
      }
  pixels = g_bytes_new_take (data, (gsize) width * (gsize) height * 4);
  picture = od_picture_new (pixels, width, height);
  picture->full_width = full_width;
  picture->full_height = full_height;
  picture->is_animated = g_str_has_suffix (name, ".gif");
  return picture;
}

static void
picture_load_async (OdPicturePort *port, const char *path, int max_width, int max_height, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GTask *task = od_fake_desk_task (self, cancellable, callback, user_data, picture_load_async);
  g_autofree char *name = g_path_get_basename (path);

  g_assert_cmpint (max_width, >=, 1);
  g_assert_cmpint (max_width, <=, 8192);
  g_assert_cmpint (max_height, >=, 1);
  g_assert_cmpint (max_height, <=, 8192);
  self->calls.n_pictures++;
  if (self->next_error < 0)
    self->next_error = find_fault (name);
  od_fake_desk_answer (self, task, self->next_error < 0 ? draw (name, max_width, max_height) : NULL,
                       (GDestroyNotify) od_picture_free);
}

void
od_fake_picture_iface_init (OdPicturePortInterface *iface)
{
  iface->load_async = picture_load_async;
}

/* ---- Files ---- */

/* One that is under way, or was and can go on. */
typedef struct {
  gint64 attachment_id;
  gint64 done_bytes;
  GTask *task; /* (owned) (nullable): NULL while it rests */
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_clear_object (&fetch->task);
  g_free (fetch);
}

GPtrArray *
od_fake_fetches_new (void)
{
  return g_ptr_array_new_with_free_func (fetch_free);
}

static Fetch *
find_fetch (OdFakeDesk *self, gint64 attachment_id)
{
  for (guint i = 0; i < self->fetches->len; i++)
    {
      Fetch *fetch = self->fetches->pdata[i];

      if (fetch->attachment_id == attachment_id)
        return fetch;
    }
  return NULL;
}

static OdAttachmentRow *
find_file (OdFakeDesk *self, gint64 attachment_id, gint64 *message_id)
{
  for (guint i = 0; i < self->conversations->len; i++)
    {
      OdFakeConversation *conversation = self->conversations->pdata[i];

      for (guint m = 0; m < conversation->messages->len; m++)
        {
          const OdMessageRow *message = conversation->messages->pdata[m];

          for (guint f = 0; message->attachments != NULL && f < message->attachments->len; f++)
            {
              OdAttachmentRow *file = message->attachments->pdata[f];

              if (file->id == attachment_id)
                {
                  *message_id = message->id;
                  return file;
                }
            }
        }
    }
  return NULL;
}

static void
file_fetch_async (OdFilePort *port, gint64 attachment_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  Fetch *fetch = find_fetch (self, attachment_id);
  GTask *task = od_fake_desk_task (self, cancellable, callback, user_data, file_fetch_async);

  self->calls.n_fetches++;
  if (self->next_error >= 0)
    {
      od_fake_desk_answer_bool (self, task, FALSE);
      return;
    }
  if (fetch == NULL)
    {
      fetch = g_new0 (Fetch, 1);
      fetch->attachment_id = attachment_id;
      g_ptr_array_add (self->fetches, fetch);
    }
  g_assert_null (fetch->task); /* nobody asks twice */
  fetch->task = task;
  od_file_port_emit_progress (port, attachment_id);
}

static void
file_cancel (OdFilePort *port, gint64 attachment_id)
{
  Fetch *fetch = find_fetch (OD_FAKE_DESK (port), attachment_id);
  g_autoptr (GTask) task = fetch != NULL ? g_steal_pointer (&fetch->task) : NULL;

  if (task == NULL)
    return;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was cancelled");
  od_file_port_emit_progress (port, attachment_id);
}

static gboolean
file_get_progress (OdFilePort *port, gint64 attachment_id, gint64 *done_bytes, gint64 *total_bytes)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  Fetch *fetch = find_fetch (self, attachment_id);
  gint64 message_id;

  if (fetch == NULL || fetch->task == NULL)
    return FALSE;
  *done_bytes = fetch->done_bytes;
  *total_bytes = find_file (self, attachment_id, &message_id)->size_bytes;
  return TRUE;
}

void
od_fake_file_iface_init (OdFilePortInterface *iface)
{
  iface->fetch_async = file_fetch_async;
  iface->cancel = file_cancel;
  iface->get_progress = file_get_progress;
}

/* Where a file is from now on; @path is (nullable) but for OD_FILE_HERE. */
void
od_fake_desk_set_file (OdFakeDesk *self, gint64 attachment_id, OdFileState state, const char *path)
{
  gint64 message_id;
  OdAttachmentRow *file = find_file (self, attachment_id, &message_id);

  g_free (file->path);
  g_free (file->error);
  file->path = g_strdup (path);
  file->error = state == OD_FILE_FAILED ? g_strdup ("As the test wanted it") : NULL;
  file->state = state;
  od_fake_desk_emit (self, OD_CHANGE_MESSAGE, message_id);
}

/* So many bytes of a file that is being fetched came; when all did, it is here, under a path that ends in its name. */
void
od_fake_desk_step_file (OdFakeDesk *self, gint64 attachment_id, gint64 n_bytes)
{
  Fetch *fetch = find_fetch (self, attachment_id);
  gint64 message_id;
  const OdAttachmentRow *file = find_file (self, attachment_id, &message_id);

  g_assert_nonnull (fetch);
  g_assert_nonnull (fetch->task);
  fetch->done_bytes = MIN (fetch->done_bytes + n_bytes, file->size_bytes);
  if (fetch->done_bytes < file->size_bytes)
    {
      od_file_port_emit_progress (OD_FILE_PORT (self), attachment_id);
    }
  else
    {
      g_autoptr (GTask) task = g_steal_pointer (&fetch->task);
      g_autofree char *path = g_strdup_printf ("/nowhere/%s", file->name);

      g_ptr_array_remove (self->fetches, fetch);
      od_fake_desk_set_file (self, attachment_id, OD_FILE_HERE, path);
      g_task_return_boolean (task, TRUE);
    }
}

/* Fetching it ends with this error (an OdError); _NOT_FOUND: it is gone there. */
void
od_fake_desk_fail_file (OdFakeDesk *self, gint64 attachment_id, int od_error)
{
  Fetch *fetch = find_fetch (self, attachment_id);
  g_autoptr (GTask) task = NULL;

  g_assert_nonnull (fetch);
  task = g_steal_pointer (&fetch->task);
  g_assert_nonnull (task);
  od_fake_desk_set_file (self, attachment_id, od_error == OD_ERROR_NOT_FOUND ? OD_FILE_GONE : OD_FILE_FAILED, NULL);
  g_task_return_new_error (task, OD_ERROR, od_error, "As the test wanted it");
}
