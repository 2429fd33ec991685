/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-server"

#include "od-frame-guard-stream.h"

#include <string.h>

#include "od-frame-counter.h"
#include "od-header-scan.h"

#define BUFFER_BYTES 4096
#define MAX_UNANSWERED_PINGS 64
/* Read and thrown away of a peer that broke a rule, so that our last words are not lost in a reset. */
#define MAX_DISCARD_BYTES (1024 * 1024)

typedef enum {
  MODE_HEADERS,
  MODE_BODY,
  MODE_FRAMES,
  MODE_DEAF, /* a rule was broken: everything is thrown away */
  MODE_END,
} Mode;

/* Both directions know it; it lives as long as the longest of the three objects. */
typedef struct {
  Mode mode;
  OdHeaderScan headers;
  gsize n_discarded;
  OdFrameCounter in, out;
  guint8 buffer[BUFFER_BYTES]; /* read, not yet given: buffer[start..end) */
  gsize start, end;
  OdGuardFunc func; /* (nullable): NULL after the last event */
  gpointer user_data;
} Guard;

static void
tell (Guard *guard, OdGuardEvent event)
{
  if (guard->func != NULL)
    guard->func (event, guard->user_data);
}

/* ---- what comes in ---- */

#define OD_TYPE_GUARD_INPUT (od_guard_input_get_type ())
G_DECLARE_FINAL_TYPE (OdGuardInput, od_guard_input, OD, GUARD_INPUT, GInputStream)

struct _OdGuardInput {
  GInputStream parent_instance;

  GInputStream *base; /* (owned): pollable */
  Guard *guard;       /* (owned) */
};

static void od_guard_input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdGuardInput, od_guard_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, od_guard_input_pollable_init))

static gssize
read_base (OdGuardInput *self, void *out, gsize count, gboolean is_blocking, GCancellable *cancellable, GError **error)
{
  return g_pollable_stream_read (self->base, out, count, is_blocking, cancellable, error);
}

/* How many bytes up to the end of the headers, or all. */
static gsize
scan_headers (Guard *guard, const guint8 *data, gsize len)
{
  gsize n_good;

  switch (od_header_scan_feed (&guard->headers, data, len, &n_good))
    {
    case OD_HEADER_SCAN_BAD:
      guard->mode = MODE_END;
      tell (guard, OD_GUARD_HEADERS_BAD);
      break;
    case OD_HEADER_SCAN_DONE:
      guard->mode = MODE_BODY;
      tell (guard, OD_GUARD_HEADERS_DONE);
      break;
    case OD_HEADER_SCAN_MORE:
    default:
      break;
    }
  return n_good;
}

static void
look_for_flood (Guard *guard)
{
  if (guard->in.n_pings <= guard->out.n_pongs + MAX_UNANSWERED_PINGS)
    return;
  guard->mode = MODE_DEAF;
  tell (guard, OD_GUARD_PING_FLOOD);
}

/* How many bytes of buffer[start..end) may go up. */
static gsize
filter (Guard *guard, gsize count)
{
  const guint8 *data = guard->buffer + guard->start;
  gsize len = MIN (guard->end - guard->start, count);
  gsize n_good = len;

  if (guard->mode == MODE_HEADERS)
    return scan_headers (guard, data, len);
  if (guard->mode != MODE_FRAMES)
    return len;
  if (!od_frame_counter_feed (&guard->in, data, len, &n_good))
    {
      guard->mode = MODE_DEAF;
      tell (guard, OD_GUARD_BAD_FRAME);
    }
  else
    look_for_flood (guard);
  return n_good;
}

static gssize
discard (OdGuardInput *self, gboolean is_blocking, GCancellable *cancellable, GError **error)
{
  Guard *guard = self->guard;
  gssize n;

  guard->start = guard->end = 0;
  while (guard->n_discarded < MAX_DISCARD_BYTES)
    {
      n = read_base (self, guard->buffer, BUFFER_BYTES, is_blocking, cancellable, error);
      if (n <= 0)
        return n;
      guard->n_discarded += (gsize) n;
    }
  return 0;
}

static gssize
guard_read (OdGuardInput *self, void *out, gsize count, gboolean is_blocking, GCancellable *cancellable, GError **error)
{
  Guard *guard = self->guard;
  gsize n;

  if (guard->mode == MODE_END)
    return 0;
  if (guard->mode == MODE_DEAF)
    return discard (self, is_blocking, cancellable, error);
  if (guard->start == guard->end)
    {
      gssize n_read = read_base (self, guard->buffer, BUFFER_BYTES, is_blocking, cancellable, error);

      if (n_read <= 0)
        return n_read;
      guard->start = 0;
      guard->end = (gsize) n_read;
    }
  n = filter (guard, count);
  memcpy (out, guard->buffer + guard->start, n);
  guard->start += n;
  if (n == 0 && guard->mode == MODE_DEAF)
    return discard (self, is_blocking, cancellable, error);
  return (gssize) n;
}

static gssize
od_guard_input_read (GInputStream *stream, void *out, gsize count, GCancellable *cancellable, GError **error)
{
  return guard_read (OD_GUARD_INPUT (stream), out, count, TRUE, cancellable, error);
}

static gssize
od_guard_input_read_nonblocking (GPollableInputStream *stream, void *out, gsize count, GError **error)
{
  return guard_read (OD_GUARD_INPUT (stream), out, count, FALSE, NULL, error);
}

static gboolean
has_bytes (const Guard *guard)
{
  return guard->mode == MODE_END || (guard->mode != MODE_DEAF && guard->start < guard->end);
}

static gboolean
od_guard_input_is_readable (GPollableInputStream *stream)
{
  OdGuardInput *self = OD_GUARD_INPUT (stream);

  return has_bytes (self->guard) || g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (self->base));
}

static gboolean
ready_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE; /* the source around it does the work */
}

static GSource *
od_guard_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  OdGuardInput *self = OD_GUARD_INPUT (stream);
  g_autoptr (GSource) source = NULL;

  if (has_bytes (self->guard))
    {
      source = g_timeout_source_new (0);
      g_source_set_callback (source, ready_cb, NULL, NULL);
    }
  else
    source = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (self->base), cancellable);
  return g_pollable_source_new_full (stream, source, cancellable);
}

static void
od_guard_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = od_guard_input_is_readable;
  iface->create_source = od_guard_input_create_source;
  iface->read_nonblocking = od_guard_input_read_nonblocking;
}

static void
od_guard_input_finalize (GObject *object)
{
  OdGuardInput *self = OD_GUARD_INPUT (object);

  g_clear_object (&self->base);
  g_clear_pointer (&self->guard, g_rc_box_release);
  G_OBJECT_CLASS (od_guard_input_parent_class)->finalize (object);
}

static void
od_guard_input_class_init (OdGuardInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_guard_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = od_guard_input_read;
}

static void
od_guard_input_init (OdGuardInput *self)
{
}

/* ---- what goes out ---- */

#define OD_TYPE_GUARD_OUTPUT (od_guard_output_get_type ())
G_DECLARE_FINAL_TYPE (OdGuardOutput, od_guard_output, OD, GUARD_OUTPUT, GOutputStream)

struct _OdGuardOutput {
  GOutputStream parent_instance;

  GOutputStream *base; /* (owned): pollable */
  Guard *guard;        /* (owned) */
};

static void od_guard_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdGuardOutput, od_guard_output, G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM, od_guard_output_pollable_init))

static gssize
count_written (OdGuardOutput *self, const void *data, gssize n)
{
  gsize n_good;

  if (n > 0 && self->guard->out.max_payload == 0 && self->guard->mode >= MODE_FRAMES)
    od_frame_counter_feed (&self->guard->out, data, (gsize) n, &n_good);
  return n;
}

static gssize
od_guard_output_write (GOutputStream *stream, const void *data, gsize count, GCancellable *cancellable, GError **error)
{
  OdGuardOutput *self = OD_GUARD_OUTPUT (stream);

  return count_written (self, data, g_output_stream_write (self->base, data, count, cancellable, error));
}

static gssize
od_guard_output_write_nonblocking (GPollableOutputStream *stream, const void *data, gsize count, GError **error)
{
  OdGuardOutput *self = OD_GUARD_OUTPUT (stream);

  return count_written (self, data, g_pollable_stream_write (self->base, data, count, FALSE, NULL, error));
}

static gboolean
od_guard_output_is_writable (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_is_writable (G_POLLABLE_OUTPUT_STREAM (OD_GUARD_OUTPUT (stream)->base));
}

static GSource *
od_guard_output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  OdGuardOutput *self = OD_GUARD_OUTPUT (stream);
  g_autoptr (GSource) source =
      g_pollable_output_stream_create_source (G_POLLABLE_OUTPUT_STREAM (self->base), cancellable);

  return g_pollable_source_new_full (stream, source, cancellable);
}

static void
od_guard_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = od_guard_output_is_writable;
  iface->create_source = od_guard_output_create_source;
  iface->write_nonblocking = od_guard_output_write_nonblocking;
}

static void
od_guard_output_finalize (GObject *object)
{
  OdGuardOutput *self = OD_GUARD_OUTPUT (object);

  g_clear_object (&self->base);
  g_clear_pointer (&self->guard, g_rc_box_release);
  G_OBJECT_CLASS (od_guard_output_parent_class)->finalize (object);
}

static void
od_guard_output_class_init (OdGuardOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_guard_output_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = od_guard_output_write;
}

static void
od_guard_output_init (OdGuardOutput *self)
{
}

/* ---- both ---- */

/**
 * OdFrameGuardStream:
 *
 * Stands between a connection and libsoup: bounds the headers of the one request
 * it carries, gives them out alone (nothing behind them is read before it is known
 * what follows), and then watches the headers of WebSocket frames both ways.
 */
struct _OdFrameGuardStream {
  GIOStream parent_instance;

  GIOStream *base;       /* (owned) */
  OdGuardInput *input;   /* (owned) */
  OdGuardOutput *output; /* (owned) */
  Guard *guard;          /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdFrameGuardStream, od_frame_guard_stream, G_TYPE_IO_STREAM)

static GInputStream *
od_frame_guard_stream_get_input (GIOStream *stream)
{
  return G_INPUT_STREAM (OD_FRAME_GUARD_STREAM (stream)->input);
}

static GOutputStream *
od_frame_guard_stream_get_output (GIOStream *stream)
{
  return G_OUTPUT_STREAM (OD_FRAME_GUARD_STREAM (stream)->output);
}

static gboolean
od_frame_guard_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  OdFrameGuardStream *self = OD_FRAME_GUARD_STREAM (stream);
  Guard *guard = self->guard;
  gboolean is_closed = g_io_stream_close (self->base, cancellable, error);

  guard->mode = MODE_END;
  tell (guard, OD_GUARD_CLOSED);
  guard->func = NULL;
  return is_closed;
}

/* Closing a socket does not block, and the event must come on this very thread: so no thread of GIO's. */
static void
od_frame_guard_stream_close_async (GIOStream *stream, int priority, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, od_frame_guard_stream_close_async);
  if (od_frame_guard_stream_close (stream, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
od_frame_guard_stream_close_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
od_frame_guard_stream_finalize (GObject *object)
{
  OdFrameGuardStream *self = OD_FRAME_GUARD_STREAM (object);

  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->base);
  g_clear_pointer (&self->guard, g_rc_box_release);
  G_OBJECT_CLASS (od_frame_guard_stream_parent_class)->finalize (object);
}

static void
od_frame_guard_stream_class_init (OdFrameGuardStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_frame_guard_stream_finalize;
  G_IO_STREAM_CLASS (klass)->get_input_stream = od_frame_guard_stream_get_input;
  G_IO_STREAM_CLASS (klass)->get_output_stream = od_frame_guard_stream_get_output;
  G_IO_STREAM_CLASS (klass)->close_fn = od_frame_guard_stream_close;
  G_IO_STREAM_CLASS (klass)->close_async = od_frame_guard_stream_close_async;
  G_IO_STREAM_CLASS (klass)->close_finish = od_frame_guard_stream_close_finish;
}

static void
od_frame_guard_stream_init (OdFrameGuardStream *self)
{
}

/**
 * od_frame_guard_stream_new:
 * @base: its streams are pollable
 * @max_headers: bytes of request line and headers
 * @max_frame: payload bytes of one frame from the other side
 * @func: called from within reads and closing: do nothing there but remember
 *
 * Closing the stream, or dropping the last reference to it, closes @base.
 *
 * Returns: (transfer full): the stream
 */
OdFrameGuardStream *
od_frame_guard_stream_new (GIOStream *base, gsize max_headers, gsize max_frame, OdGuardFunc func, gpointer user_data)
{
  OdFrameGuardStream *self;

  g_return_val_if_fail (G_IS_IO_STREAM (base) && func != NULL, NULL);

  self = g_object_new (OD_TYPE_FRAME_GUARD_STREAM, NULL);
  self->base = g_object_ref (base);
  self->guard = g_rc_box_new0 (Guard);
  self->guard->headers.max_bytes = max_headers;
  self->guard->in.max_payload = max_frame;
  self->guard->func = func;
  self->guard->user_data = user_data;
  self->input = g_object_new (OD_TYPE_GUARD_INPUT, NULL);
  self->input->base = g_object_ref (g_io_stream_get_input_stream (base));
  self->input->guard = g_rc_box_acquire (self->guard);
  self->output = g_object_new (OD_TYPE_GUARD_OUTPUT, NULL);
  self->output->base = g_object_ref (g_io_stream_get_output_stream (base));
  self->output->guard = g_rc_box_acquire (self->guard);
  return self;
}

/**
 * od_frame_guard_stream_start_frames:
 *
 * The handshake is out: what follows both ways is frames.
 */
void
od_frame_guard_stream_start_frames (OdFrameGuardStream *self)
{
  g_return_if_fail (OD_IS_FRAME_GUARD_STREAM (self));

  if (self->guard->mode == MODE_BODY)
    self->guard->mode = MODE_FRAMES;
}

/**
 * od_frame_guard_stream_get_text_written:
 *
 * Returns: payload bytes of text frames that the kernel has taken
 */
guint64
od_frame_guard_stream_get_text_written (OdFrameGuardStream *self)
{
  g_return_val_if_fail (OD_IS_FRAME_GUARD_STREAM (self), 0);

  return self->guard->out.n_text_bytes;
}
