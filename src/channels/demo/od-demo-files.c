/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "od-demo-channel-private.h"
#include "od-error.h"

/* The files of the other side, and how it hands them out. */
struct _OdDemoFiles {
  GHashTable *files;  /* (owned) (element-type utf8 GBytes) */
  GQueue steps;       /* (element-type OdDemoStep) (owned): answers to what is asked next */
  GPtrArray *hanging; /* (owned) (element-type Handing) */
  gint64 last_offset;
  guint n_asked;
};

/* One that is being handed out. */
typedef struct {
  OdDemoFiles *files; /* (unowned) */
  GTask *task;        /* (owned) */
  const OdFetch *fetch;
  GBytes *bytes; /* (owned) */
  GFileProgressCallback progress;
  gpointer progress_data;
  gulong cancelled_id;
  gint64 done_bytes;
} Handing;

static void
handing_free (gpointer data)
{
  Handing *handing = data;

  if (handing->cancelled_id != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (handing->task), handing->cancelled_id);
  g_object_unref (handing->task);
  g_bytes_unref (handing->bytes);
  g_free (handing);
}

OdDemoFiles *
od_demo_files_new (void)
{
  OdDemoFiles *self = g_new0 (OdDemoFiles, 1);

  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->hanging = g_ptr_array_new_with_free_func (handing_free);
  g_queue_init (&self->steps);
  return self;
}

void
od_demo_files_free (OdDemoFiles *self)
{
  g_hash_table_unref (self->files);
  g_ptr_array_unref (self->hanging);
  g_queue_clear_full (&self->steps, g_free);
  g_free (self);
}

/**
 * od_demo_files_put:
 * @bytes: (nullable): %NULL: it is gone
 */
void
od_demo_files_put (OdDemoFiles *self, const char *remote_ref, GBytes *bytes)
{
  if (bytes != NULL)
    g_hash_table_replace (self->files, g_strdup (remote_ref), g_bytes_ref (bytes));
  else
    g_hash_table_remove (self->files, remote_ref);
}

/**
 * od_demo_files_push:
 * @answer: to the next file that is asked for: %OD_DEMO_HANG hands out @n_bytes and waits for
 *   od_demo_files_move(), %OD_DEMO_DEAF the same, also once it is cancelled, %OD_DEMO_CUT hands out @n_bytes and breaks, the others as in a send
 */
void
od_demo_files_push (OdDemoFiles *self, OdDemoAnswer answer, gint64 n_bytes)
{
  OdDemoStep step = { answer, n_bytes };

  g_queue_push_tail (&self->steps, g_memdup2 (&step, sizeof step));
}

/* Returns: %FALSE if it has ended */
static gboolean
hand_out (Handing *handing, gint64 n_bytes)
{
  gint64 size = (gint64) g_bytes_get_size (handing->bytes), n = MIN (n_bytes, size - handing->done_bytes);
  const char *bytes = g_bytes_get_data (handing->bytes, NULL);
  int fd = g_open (handing->fetch->path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
  gboolean ok = fd >= 0 && write (fd, bytes + handing->done_bytes, (gsize) n) == n;
  GPtrArray *hanging = handing->files->hanging;
  gboolean was_hanging = g_ptr_array_find (hanging, handing, NULL);

  if (fd >= 0)
    close (fd);
  if (!ok)
    {
      g_task_return_new_error (handing->task, OD_ERROR, OD_ERROR_STORE, "Demo: could not write");
      return FALSE;
    }
  handing->done_bytes += n;
  handing->progress (handing->done_bytes, size, handing->progress_data);
  if (was_hanging && !g_ptr_array_find (hanging, handing, NULL))
    return TRUE; /* cancelled by who was told, and gone */
  if (g_task_return_error_if_cancelled (handing->task))
    return FALSE;
  if (handing->done_bytes < size)
    return TRUE;
  g_task_return_boolean (handing->task, TRUE);
  return FALSE;
}

static void
cancelled_cb (GCancellable *cancellable, Handing *handing)
{
  GPtrArray *hanging = handing->files->hanging;
  g_autoptr (GTask) task = g_object_ref (handing->task);

  g_ptr_array_remove (hanging, handing);
  g_task_return_error_if_cancelled (task);
}

static void
hang (OdDemoFiles *self, Handing *handing, gboolean is_deaf)
{
  GCancellable *cancellable = g_task_get_cancellable (handing->task);

  if (cancellable != NULL && !is_deaf)
    handing->cancelled_id = g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), handing);
  g_ptr_array_add (self->hanging, handing);
}

static void
start (OdDemoFiles *self, Handing *handing, const OdDemoStep *step)
{
  gint64 left = (gint64) g_bytes_get_size (handing->bytes) - handing->done_bytes;
  gboolean hangs = step->answer == OD_DEMO_HANG || step->answer == OD_DEMO_DEAF;

  if (step->answer == OD_DEMO_ACCEPT || hangs || step->answer == OD_DEMO_CUT)
    {
      if (!hand_out (handing, step->answer == OD_DEMO_ACCEPT ? left : step->argument))
        {
          handing_free (handing);
          return;
        }
    }
  if (hangs)
    {
      hang (self, handing, step->answer == OD_DEMO_DEAF);
      return;
    }
  if (step->answer == OD_DEMO_CUT)
    g_task_return_new_error (handing->task, OD_ERROR, OD_ERROR_TRANSIENT, "Demo: the line broke");
  else
    g_task_return_error (handing->task, od_demo_step_to_error (step));
  handing_free (handing);
}

void
od_demo_files_fetch (OdDemoFiles *self, GTask *task, const OdFetch *fetch, GFileProgressCallback progress,
                     gpointer progress_data)
{
  g_autofree OdDemoStep *step = g_queue_pop_head (&self->steps);
  const OdDemoStep accept = { OD_DEMO_ACCEPT, 0 };
  GBytes *bytes = g_hash_table_lookup (self->files, fetch->remote_ref);
  Handing *handing;

  self->n_asked++;
  self->last_offset = fetch->offset;
  if (bytes == NULL)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_NOT_FOUND, "Demo: no such file");
      return;
    }
  handing = g_new0 (Handing, 1);
  handing->files = self;
  handing->task = g_object_ref (task);
  handing->fetch = fetch;
  handing->bytes = g_bytes_ref (bytes);
  handing->progress = progress;
  handing->progress_data = progress_data;
  handing->done_bytes = fetch->offset;
  start (self, handing, step != NULL ? step : &accept);
}

/**
 * od_demo_files_move:
 *
 * A file that hangs moves on.
 */
void
od_demo_files_move (OdDemoFiles *self, const char *remote_ref, gint64 n_bytes)
{
  for (guint i = 0; i < self->hanging->len; i++)
    {
      Handing *handing = self->hanging->pdata[i];

      if (!g_str_equal (handing->fetch->remote_ref, remote_ref))
        continue;
      if (!hand_out (handing, n_bytes))
        g_ptr_array_remove (self->hanging, handing);
      return;
    }
}

guint
od_demo_files_get_n_asked (OdDemoFiles *self)
{
  return self->n_asked;
}

guint
od_demo_files_get_n_hanging (OdDemoFiles *self)
{
  return self->hanging->len;
}

/* How much of the last one was there already. */
gint64
od_demo_files_get_last_offset (OdDemoFiles *self)
{
  return self->last_offset;
}
