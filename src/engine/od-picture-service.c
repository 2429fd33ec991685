/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-picture-service"

#include "od-picture-service.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "od-blob.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-picture-cache.h"
#include "od-thumbnailer.h"

/* After the sweep of files, whose work it completes, and then once a day. */
#define FIRST_TRIM_US (60 * (gint64) G_USEC_PER_SEC)
#define EVERY_TRIM_US (24 * 3600 * (gint64) G_USEC_PER_SEC)

/* Reading comes before writing and tidying. */
enum { PRIORITY_READ = 0, PRIORITY_WRITE = 10 };

/* One picture in one size, for everybody who asked for it. */
typedef struct {
  char *path;         /* (owned) */
  char *sha256;       /* (owned) (nullable): if it is to be kept on disk */
  GPtrArray *waiters; /* (owned) (element-type Waiter): empty if nobody wants it any more */
  int max_width, max_height;
} Load;

typedef struct {
  OdPictureService *service; /* (unowned) */
  Load *load;                /* (unowned) */
  GTask *task;               /* (owned) */
  GSource *cancelled;        /* (owned) (nullable) */
} Waiter;

/* A place for one picture at a time. */
typedef struct {
  OdThumbnailer *thumbnailer; /* (owned) */
  Load *load;                 /* (owned) (nullable): NULL while it is free */
  gboolean is_drawing;        /* the process is at work, not the disk */
} Place;

/**
 * OdPictureService:
 *
 * Implements #OdPicturePort: the newest request first, which is what somebody scrolled to just now; at most
 * %OD_LIMIT_PICTURES_AT_ONCE at a time; the same picture for several who ask is drawn once. Small pictures of the
 * profile's files are kept in PROFILE/thumbs.
 * Main thread only.
 */
struct _OdPictureService {
  GObject parent_instance;

  OdClock *clock;   /* (owned) */
  OdWorker *worker; /* (owned) */
  char *thumbs_dir; /* (owned) */
  char *files_dir;  /* (owned) */
  GQueue queue;     /* (element-type Load): that wait; newest first */
  Place places[OD_LIMIT_PICTURES_AT_ONCE];
  guint trim_id;
  gboolean is_stopped;
};

static void picture_iface_init (OdPicturePortInterface *iface);
static void pump (OdPictureService *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdPictureService, od_picture_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_PICTURE_PORT, picture_iface_init))

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  if (waiter->cancelled != NULL)
    {
      g_source_destroy (waiter->cancelled);
      g_source_unref (waiter->cancelled);
    }
  g_object_unref (waiter->task);
  g_free (waiter);
}

static void
load_free (Load *load)
{
  g_free (load->path);
  g_free (load->sha256);
  g_ptr_array_unref (load->waiters);
  g_free (load);
}

static void
od_picture_service_dispose (GObject *object)
{
  od_picture_service_stop (OD_PICTURE_SERVICE (object));
  G_OBJECT_CLASS (od_picture_service_parent_class)->dispose (object);
}

static void
od_picture_service_finalize (GObject *object)
{
  OdPictureService *self = OD_PICTURE_SERVICE (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->places); i++)
    g_clear_object (&self->places[i].thumbnailer);
  g_clear_object (&self->worker);
  g_clear_object (&self->clock);
  g_free (self->thumbs_dir);
  g_free (self->files_dir);
  G_OBJECT_CLASS (od_picture_service_parent_class)->finalize (object);
}

static void
od_picture_service_class_init (OdPictureServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_picture_service_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_picture_service_finalize;
}

static void
od_picture_service_init (OdPictureService *self)
{
  g_queue_init (&self->queue);
}

/**
 * od_picture_service_new:
 * @program: absolute path of omnidesk-thumbnailer
 * @worker: od-cpu
 * @thumbs_dir: PROFILE/thumbs; made when it is needed
 * @files_dir: PROFILE/files
 *
 * Returns: (transfer full): the service; od_picture_service_stop() before @worker is stopped
 */
OdPictureService *
od_picture_service_new (const char *program, OdClock *clock, OdWorker *worker, const char *thumbs_dir,
                        const char *files_dir)
{
  OdPictureService *self;

  g_return_val_if_fail (program != NULL && OD_IS_CLOCK (clock) && OD_IS_WORKER (worker), NULL);

  self = g_object_new (OD_TYPE_PICTURE_SERVICE, NULL);
  self->clock = g_object_ref (clock);
  self->worker = g_object_ref (worker);
  self->thumbs_dir = g_strdup (thumbs_dir);
  self->files_dir = g_strdup (files_dir);
  for (guint i = 0; i < G_N_ELEMENTS (self->places); i++)
    self->places[i].thumbnailer = od_thumbnailer_new (program, clock);
  return self;
}

/* ---- on od-cpu ---- */

typedef struct {
  char *folder;       /* (owned) */
  char *files_dir;    /* (owned) (nullable) */
  char *path;         /* (owned) (nullable) */
  char *sha256;       /* (owned) (nullable) */
  OdPicture *picture; /* (owned) (nullable) */
  int max_width, max_height;
  int fd; /* (owned): -1 if none */
} DiskJob;

static void
disk_job_free (gpointer data)
{
  DiskJob *job = data;

  if (job->fd >= 0)
    close (job->fd);
  g_clear_pointer (&job->picture, od_picture_free);
  g_free (job->folder);
  g_free (job->files_dir);
  g_free (job->path);
  g_free (job->sha256);
  g_free (job);
}

static DiskJob *
disk_job_new (OdPictureService *self, const Load *load)
{
  DiskJob *job = g_new0 (DiskJob, 1);

  job->folder = g_strdup (self->thumbs_dir);
  job->files_dir = g_strdup (self->files_dir);
  job->fd = -1;
  if (load != NULL)
    {
      job->path = g_strdup (load->path);
      job->sha256 = g_strdup (load->sha256);
      job->max_width = load->max_width;
      job->max_height = load->max_height;
    }
  return job;
}

static void
read_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DiskJob *job = data;

  if (job->sha256 != NULL)
    job->picture = od_picture_cache_read (job->folder, job->sha256, job->max_width, job->max_height);
  if (job->picture == NULL)
    job->fd = g_open (job->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0); /* a pipe must not hold us up */
  if (job->picture == NULL && job->fd < 0)
    g_task_return_new_error (task, OD_ERROR, errno == ENOENT ? OD_ERROR_NOT_FOUND : OD_ERROR_TRANSIENT,
                             "Could not open a picture: %s", g_strerror (errno));
  else
    g_task_return_boolean (task, TRUE);
}

static void
write_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DiskJob *job = data;

  od_picture_cache_write (job->folder, job->sha256, job->max_width, job->max_height, job->picture);
  g_task_return_boolean (task, TRUE);
}

static void
trim_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DiskJob *job = data;

  od_picture_cache_trim (job->folder, job->files_dir, OD_LIMIT_THUMBS_BYTES);
  g_task_return_boolean (task, TRUE);
}

static void
push_job (OdPictureService *self, GTaskThreadFunc func, int priority, DiskJob *job, GAsyncReadyCallback callback,
          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (task, job, disk_job_free);
  od_worker_push (self->worker, priority, func, g_steal_pointer (&task));
}

/* ---- one picture ---- */

static void
answer_all (Load *load, const OdPicture *picture, const GError *error)
{
  while (load->waiters->len > 0)
    {
      Waiter *waiter = load->waiters->pdata[0];
      g_autoptr (GTask) task = g_object_ref (waiter->task);

      g_ptr_array_remove_index (load->waiters, 0);
      if (picture != NULL)
        g_task_return_pointer (task, od_picture_copy (picture), (GDestroyNotify) od_picture_free);
      else
        g_task_return_error (task, g_error_copy (error));
    }
}

static void
finish (OdPictureService *self, Place *place, const OdPicture *picture, const GError *error)
{
  Load *load = g_steal_pointer (&place->load);

  answer_all (load, picture, error);
  load_free (load);
  if (!self->is_stopped)
    pump (self);
}

static Place *
find_place (OdPictureService *self, gconstpointer thumbnailer)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->places); i++)
    if (self->places[i].thumbnailer == thumbnailer)
      return &self->places[i];
  g_assert_not_reached ();
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPictureService) self = user_data;
  Place *place = find_place (self, source);
  g_autoptr (GError) error = NULL;
  g_autoptr (OdPicture) picture = od_thumbnailer_draw_finish (OD_THUMBNAILER (source), result, &error);

  place->is_drawing = FALSE;
  if (picture != NULL && place->load->sha256 != NULL && !self->is_stopped)
    {
      DiskJob *job = disk_job_new (self, place->load);

      job->picture = od_picture_copy (picture);
      push_job (self, write_job, PRIORITY_WRITE, job, NULL, NULL);
    }
  finish (self, place, picture, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdPictureService *self = OD_PICTURE_SERVICE (source);
  Place *place = user_data;
  DiskJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    finish (self, place, NULL, error);
  else if (job->picture != NULL)
    finish (self, place, job->picture, NULL);
  else if (place->load->waiters->len == 0 || self->is_stopped)
    finish (self, place, NULL, NULL); /* nobody is left to be told */
  else
    {
      place->is_drawing = TRUE;
      od_thumbnailer_draw_async (place->thumbnailer, job->fd, job->max_width, job->max_height, drawn_cb,
                                 g_object_ref (self));
      job->fd = -1;
    }
}

/* What runs for nobody makes room for what is waited for. */
static void
pump (OdPictureService *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->places) && !g_queue_is_empty (&self->queue); i++)
    {
      Place *place = &self->places[i];

      if (place->load == NULL)
        {
          place->load = g_queue_pop_head (&self->queue);
          push_job (self, read_job, PRIORITY_READ, disk_job_new (self, place->load), read_cb, place);
        }
      else if (place->is_drawing && place->load->waiters->len == 0)
        {
          od_thumbnailer_stop (place->thumbnailer);
        }
    }
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Waiter *waiter = user_data;
  g_autoptr (OdPictureService) self = g_object_ref (waiter->service);
  g_autoptr (GTask) task = g_object_ref (waiter->task);
  Load *load = waiter->load;

  g_ptr_array_remove (load->waiters, waiter);
  if (load->waiters->len == 0 && g_queue_remove (&self->queue, load))
    load_free (load);
  g_task_return_error_if_cancelled (task);
  pump (self);
  return G_SOURCE_REMOVE;
}

/* ---- the port ---- */

static gboolean
is_like (const Load *load, const char *path, int max_width, int max_height)
{
  return load->max_width == max_width && load->max_height == max_height && g_str_equal (load->path, path);
}

/* Returns: (nullable): the one that is the same; if it waits, it is the newest from now on */
static Load *
find_load (OdPictureService *self, const char *path, int max_width, int max_height)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->places); i++)
    if (self->places[i].load != NULL && self->places[i].load->waiters->len > 0 &&
        is_like (self->places[i].load, path, max_width, max_height))
      return self->places[i].load;
  for (GList *link = self->queue.head; link != NULL; link = link->next)
    if (is_like (link->data, path, max_width, max_height))
      {
        g_queue_unlink (&self->queue, link);
        g_queue_push_head_link (&self->queue, link);
        return link->data;
      }
  return NULL;
}

static Load *
add_load (OdPictureService *self, const char *path, int max_width, int max_height)
{
  Load *load = g_new0 (Load, 1);
  g_autofree char *name = g_path_get_basename (path);

  load->path = g_strdup (path);
  load->max_width = max_width;
  load->max_height = max_height;
  load->waiters = g_ptr_array_new_with_free_func (waiter_free);
  if (od_blob_is_hash (name) && max_width <= OD_LIMIT_THUMB_SIDE && max_height <= OD_LIMIT_THUMB_SIDE)
    load->sha256 = g_steal_pointer (&name);
  g_queue_push_head (&self->queue, load);
  return load;
}

/* Nobody can wait for ever: whoever asked longest ago may ask again. */
static void
drop_oldest (OdPictureService *self)
{
  g_autoptr (GError) error = NULL;
  Load *load;

  if (g_queue_get_length (&self->queue) <= OD_LIMIT_PICTURES_WAITING)
    return;
  load = g_queue_pop_tail (&self->queue);
  error = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "Too many pictures are waited for");
  answer_all (load, NULL, error);
  load_free (load);
}

static void
load_async (OdPicturePort *port, const char *path, int max_width, int max_height, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  OdPictureService *self = OD_PICTURE_SERVICE (port);
  g_autoptr (GTask) task = NULL;
  Waiter *waiter;
  Load *load;

  g_return_if_fail (path != NULL && max_width >= 1 && max_width <= OD_LIMIT_PICTURE_BOX);
  g_return_if_fail (max_height >= 1 && max_height <= OD_LIMIT_PICTURE_BOX);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, load_async);
  if (self->is_stopped)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The desk is closing");
      return;
    }
  load = find_load (self, path, max_width, max_height);
  if (load == NULL)
    load = add_load (self, path, max_width, max_height);
  waiter = g_new0 (Waiter, 1);
  waiter->service = self;
  waiter->load = load;
  waiter->task = g_steal_pointer (&task);
  g_ptr_array_add (load->waiters, waiter);
  if (cancellable != NULL)
    {
      waiter->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (cancelled_cb), waiter, NULL);
      g_source_attach (waiter->cancelled, NULL);
    }
  drop_oldest (self);
  pump (self);
}

static void
picture_iface_init (OdPicturePortInterface *iface)
{
  iface->load_async = load_async;
}

/* ---- its life ---- */

static gboolean
trim_cb (gpointer user_data)
{
  OdPictureService *self = user_data;

  push_job (self, trim_job, PRIORITY_WRITE, disk_job_new (self, NULL), NULL, NULL);
  self->trim_id = od_clock_add_timeout (self->clock, EVERY_TRIM_US, trim_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

/**
 * od_picture_service_start:
 *
 * From now on what is kept on disk is tidied now and then. Call it once.
 */
void
od_picture_service_start (OdPictureService *self)
{
  g_return_if_fail (OD_IS_PICTURE_SERVICE (self) && self->trim_id == 0);

  self->trim_id = od_clock_add_timeout (self->clock, FIRST_TRIM_US, trim_cb, self, NULL);
}

/**
 * od_picture_service_stop:
 *
 * Ends the processes; who waits gets %G_IO_ERROR_CANCELLED. There is no way back.
 */
void
od_picture_service_stop (OdPictureService *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (OD_IS_PICTURE_SERVICE (self));

  self->is_stopped = TRUE;
  if (self->trim_id != 0)
    od_clock_remove_timeout (self->clock, self->trim_id);
  self->trim_id = 0;
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The desk is closing");
  for (Load *load; (load = g_queue_pop_head (&self->queue)) != NULL; load_free (load))
    answer_all (load, NULL, error);
  for (guint i = 0; i < G_N_ELEMENTS (self->places); i++)
    {
      if (self->places[i].load != NULL)
        answer_all (self->places[i].load, NULL, error);
      od_thumbnailer_stop (self->places[i].thumbnailer);
    }
}
