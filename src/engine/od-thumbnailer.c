/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thumbnailer"

#include "od-thumbnailer.h"

#include <gio/gunixfdmessage.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-picture-wire.h"

/**
 * OdThumbnailer:
 *
 * One process that decodes, one picture after another. It is started when there is something to draw, and anew after
 * it died, took too long, said nonsense, or drew %OD_LIMIT_PICTURES_PER_PROCESS pictures: each of these costs at most
 * the picture at hand. After a minute without work it is let go.
 * Main thread only.
 */
struct _OdThumbnailer {
  GObject parent_instance;

  char *program;                 /* (owned) */
  OdClock *clock;                /* (owned) */
  GSubprocess *process;          /* (owned) (nullable): NULL while none runs */
  GSocketConnection *connection; /* (owned) (nullable): to it */
  GTask *task;                   /* (owned) (nullable): what it draws */
  guint n_drawn;                 /* by this process */
  guint32 last_serial;
  guint timeout_id; /* while it draws: its time is up; else: it is let go */
};

G_DEFINE_FINAL_TYPE (OdThumbnailer, od_thumbnailer, G_TYPE_OBJECT)

typedef struct {
  OdPictureRequest asked;
  OdPictureHeader header;
  guint8 bytes[OD_PICTURE_HEADER_BYTES];
  guint8 *pixels;       /* (owned) (nullable) */
  int fd;               /* (owned) */
  gboolean is_answered; /* something came */
  gboolean is_late;
  gboolean is_second_try;
} Drawing;

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;

  close (drawing->fd);
  g_free (drawing->pixels);
  g_free (drawing);
}

static void
clear_timeout (OdThumbnailer *self)
{
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
}

/* It ends by itself once its socket is closed, unless it is up to something. */
static void
let_go (OdThumbnailer *self)
{
  clear_timeout (self);
  if (self->connection != NULL)
    g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_clear_object (&self->connection);
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
  self->n_drawn = 0;
}

static void
od_thumbnailer_dispose (GObject *object)
{
  let_go (OD_THUMBNAILER (object));
  G_OBJECT_CLASS (od_thumbnailer_parent_class)->dispose (object);
}

static void
od_thumbnailer_finalize (GObject *object)
{
  OdThumbnailer *self = OD_THUMBNAILER (object);

  g_free (self->program);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_thumbnailer_parent_class)->finalize (object);
}

static void
od_thumbnailer_class_init (OdThumbnailerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_thumbnailer_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_thumbnailer_finalize;
}

static void
od_thumbnailer_init (OdThumbnailer *self)
{
}

/**
 * od_thumbnailer_new:
 * @program: absolute path of omnidesk-thumbnailer
 *
 * Returns: (transfer full): nothing runs yet
 */
OdThumbnailer *
od_thumbnailer_new (const char *program, OdClock *clock)
{
  OdThumbnailer *self = g_object_new (OD_TYPE_THUMBNAILER, NULL);

  self->program = g_strdup (program);
  self->clock = g_object_ref (clock);
  return self;
}

/* What it may know of us: where its decoders are, and how a test build is to behave. */
static GStrv
make_environment (void)
{
  const char *const names[] = { "GDK_PIXBUF_MODULE_FILE", "GDK_PIXBUF_MODULEDIR", "LD_LIBRARY_PATH", "ASAN_OPTIONS",
                                "UBSAN_OPTIONS" };
  GStrv environment = g_environ_setenv (NULL, "LC_ALL", "C", TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_getenv (names[i]) != NULL)
      environment = g_environ_setenv (environment, names[i], g_getenv (names[i]), TRUE);
  return environment;
}

static gboolean
spawn (OdThumbnailer *self, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_auto (GStrv) environment = make_environment ();
  int pair[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TRANSIENT, "No socket for the thumbnailer");
      return FALSE;
    }
  /* All descriptors of ours are closed on exec, and it closes the rest itself: so the fast way of starting is open. */
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE |
                                        G_SUBPROCESS_FLAGS_INHERIT_FDS);
  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_take_stdin_fd (launcher, pair[1]);
  self->process = g_subprocess_launcher_spawn (launcher, error, self->program, NULL);
  socket = g_socket_new_from_fd (pair[0], NULL);
  if (self->process == NULL)
    {
      g_prefix_error (error, "The thumbnailer did not start: ");
      return FALSE;
    }
  g_socket_set_blocking (socket, FALSE);
  self->connection = g_socket_connection_factory_create_connection (socket);
  return TRUE;
}

static gboolean
send_request (OdThumbnailer *self, const Drawing *drawing)
{
  guint8 bytes[OD_PICTURE_REQUEST_BYTES];
  GOutputVector vector = { bytes, sizeof bytes };
  g_autoptr (GSocketControlMessage) message = g_unix_fd_message_new ();

  od_picture_request_write (&drawing->asked, bytes);
  return lseek (drawing->fd, 0, SEEK_SET) == 0 &&
         g_unix_fd_message_append_fd (G_UNIX_FD_MESSAGE (message), drawing->fd, NULL) &&
         g_socket_send_message (g_socket_connection_get_socket (self->connection), NULL, &vector, 1, &message, 1, 0,
                                NULL, NULL) == sizeof bytes;
}

static gboolean
idle_cb (gpointer user_data)
{
  OdThumbnailer *self = user_data;

  self->timeout_id = 0;
  let_go (self);
  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full): the task, which is not at work any more */
static GTask *
take_task (OdThumbnailer *self)
{
  clear_timeout (self);
  if (self->process != NULL)
    self->timeout_id =
        od_clock_add_timeout (self->clock, OD_LIMIT_PICTURE_IDLE_S * (gint64) G_USEC_PER_SEC, idle_cb, self, NULL);
  return g_steal_pointer (&self->task);
}

static void start (OdThumbnailer *self);

/* What a death says about the picture. */
static OdError
judge (GSubprocess *process, const Drawing *drawing)
{
  if (drawing->is_late)
    return OD_ERROR_TOO_LARGE;
  if (!g_subprocess_get_if_signaled (process))
    return g_subprocess_get_exit_status (process) == 0 ? OD_ERROR_MALFORMED : OD_ERROR_TRANSIENT;
  switch (g_subprocess_get_term_sig (process))
    {
    case SIGXCPU:
    case SIGTRAP: /* GLib's end when there is no more memory … */
    case SIGABRT: /* … or that of others */
      return OD_ERROR_TOO_LARGE;
    default:
      return OD_ERROR_MALFORMED;
    }
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdThumbnailer) self = user_data;
  GSubprocess *process = G_SUBPROCESS (source);
  g_autoptr (GTask) task = NULL;
  Drawing *drawing;

  g_subprocess_wait_finish (process, result, NULL);
  if (self->task == NULL || self->process != NULL)
    return; /* stopped meanwhile */
  drawing = g_task_get_task_data (self->task);
  /* It may have been about to end when it was asked: that is not the picture's fault. */
  if (!drawing->is_late && !drawing->is_answered && !drawing->is_second_try && g_subprocess_get_if_exited (process) &&
      g_subprocess_get_exit_status (process) == 0)
    {
      drawing->is_second_try = TRUE;
      start (self);
      return;
    }
  task = take_task (self);
  g_task_return_new_error (task, OD_ERROR, judge (process, drawing), "The thumbnailer ended over a picture");
}

/* The process is gone, or shall be; how it went says what is wrong with the picture. */
static void
end (OdThumbnailer *self)
{
  g_autoptr (GSubprocess) process = g_steal_pointer (&self->process);

  g_subprocess_force_exit (process); /* changes nothing for one that is ending by itself */
  let_go (self);
  g_subprocess_wait_async (process, NULL, ended_cb, g_object_ref (self));
}

static gboolean
late_cb (gpointer user_data)
{
  OdThumbnailer *self = user_data;
  Drawing *drawing = g_task_get_task_data (self->task);

  self->timeout_id = 0;
  drawing->is_late = TRUE;
  end (self);
  return G_SOURCE_REMOVE;
}

static void
nonsense (OdThumbnailer *self)
{
  g_autoptr (GTask) task = NULL;

  let_go (self);
  task = take_task (self);
  g_task_return_new_error (task, OD_ERROR, OD_ERROR_MALFORMED, "The thumbnailer said nonsense");
}

/* Returns: whether what came is for what is being drawn, by the process that draws it */
static gboolean
is_for (OdThumbnailer *self, GTask *task, GObject *stream)
{
  return self->task == task && self->connection != NULL &&
         stream == G_OBJECT (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
}

static void
pixels_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) waiting = user_data;
  OdThumbnailer *self = g_task_get_source_object (waiting);
  Drawing *drawing = g_task_get_task_data (waiting);
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize wanted = (gsize) drawing->header.width * (gsize) drawing->header.height * 4, n = 0;
  OdPicture *picture;

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &n, NULL);
  if (!is_for (self, waiting, source))
    return;
  if (n < wanted)
    {
      end (self);
      return;
    }
  self->n_drawn++;
  task = take_task (self);
  bytes = g_bytes_new_take (g_steal_pointer (&drawing->pixels), wanted);
  picture = od_picture_new (bytes, drawing->header.width, drawing->header.height);
  picture->full_width = drawing->header.full_width;
  picture->full_height = drawing->header.full_height;
  picture->is_animated = drawing->header.is_animated;
  g_task_return_pointer (task, picture, (GDestroyNotify) od_picture_free);
}

static void
refused (OdThumbnailer *self, OdPictureStatus status)
{
  g_autoptr (GTask) task = NULL;

  self->n_drawn++;
  task = take_task (self);
  if (status == OD_PICTURE_TOO_LARGE)
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "The picture is too large to be shown");
  else
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_MALFORMED, "That is no picture, or a broken one");
}

static void
header_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdThumbnailer *self = g_task_get_source_object (task);
  Drawing *drawing = g_task_get_task_data (task);
  gsize n = 0;

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &n, NULL);
  if (!is_for (self, task, source))
    return;
  drawing->is_answered = n > 0;
  if (n < sizeof drawing->bytes)
    {
      end (self);
      return;
    }
  if (!od_picture_header_read (drawing->bytes, n, &drawing->asked, &drawing->header))
    {
      nonsense (self);
      return;
    }
  if (drawing->header.status != OD_PICTURE_OK)
    {
      refused (self, drawing->header.status);
      return;
    }
  n = (gsize) drawing->header.width * (gsize) drawing->header.height * 4;
  drawing->pixels = g_malloc (n);
  g_input_stream_read_all_async (G_INPUT_STREAM (source), drawing->pixels, n, G_PRIORITY_DEFAULT, NULL, pixels_cb,
                                 g_object_ref (task));
}

static void
start (OdThumbnailer *self)
{
  Drawing *drawing = g_task_get_task_data (self->task);
  g_autoptr (GError) error = NULL;

  drawing->asked.serial = ++self->last_serial;
  if (self->process == NULL && !spawn (self, &error))
    {
      g_autoptr (GTask) task = take_task (self);

      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TRANSIENT, "%s", error->message);
      return;
    }
  self->timeout_id =
      od_clock_add_timeout (self->clock, OD_LIMIT_PICTURE_S * (gint64) G_USEC_PER_SEC, late_cb, self, NULL);
  if (!send_request (self, drawing))
    {
      end (self);
      return;
    }
  g_input_stream_read_all_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)), drawing->bytes,
                                 sizeof drawing->bytes, G_PRIORITY_DEFAULT, NULL, header_cb, g_object_ref (self->task));
}

/**
 * od_thumbnailer_draw_async:
 * @fd: (transfer full): of the picture's file, for reading
 * @max_width, @max_height: 1 to %OD_LIMIT_PICTURE_BOX
 *
 * One at a time.
 */
void
od_thumbnailer_draw_async (OdThumbnailer *self, int fd, int max_width, int max_height, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Drawing *drawing;

  g_return_if_fail (OD_IS_THUMBNAILER (self) && self->task == NULL);

  drawing = g_new0 (Drawing, 1);
  drawing->fd = fd;
  drawing->asked.max_width = max_width;
  drawing->asked.max_height = max_height;
  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->task, od_thumbnailer_draw_async);
  g_task_set_task_data (self->task, drawing, drawing_free);
  clear_timeout (self);
  if (self->n_drawn >= OD_LIMIT_PICTURES_PER_PROCESS)
    let_go (self);
  start (self);
}

/**
 * od_thumbnailer_draw_finish:
 *
 * Returns: (transfer full) (nullable): as od_picture_port_load_finish()
 */
OdPicture *
od_thumbnailer_draw_finish (OdThumbnailer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_thumbnailer_stop:
 *
 * Ends the process; what it was drawing gets %G_IO_ERROR_CANCELLED. It can be asked again.
 */
void
od_thumbnailer_stop (OdThumbnailer *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OD_IS_THUMBNAILER (self));

  let_go (self);
  task = g_steal_pointer (&self->task);
  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The thumbnailer was stopped");
}
