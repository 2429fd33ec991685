/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-speed-stream.h"

#include "config.h"

/**
 * OdSpeedStream:
 *
 * Sound at more than one speed, with its pitch kept: GtkMediaStream has no speed, so this one
 * stands on GStreamer's playbin with scaletempo. The only file that knows GStreamer; without it
 * there is no such stream, and no button for it. Main thread.
 */
#ifdef OD_HAVE_GSTREAMER

#include <gst/gst.h>

#include "od-worker.h"

#define TICK_MS 200 /* how often it says where it is */

#define OD_TYPE_SPEED_STREAM (od_speed_stream_get_type ())
G_DECLARE_FINAL_TYPE (OdSpeedStream, od_speed_stream, OD, SPEED_STREAM, GtkMediaStream)

struct _OdSpeedStream {
  GtkMediaStream parent_instance;

  GstElement *playbin; /* (owned) */
  GstBus *bus;         /* (owned) */
  double speed;
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (OdSpeedStream, od_speed_stream, GTK_TYPE_MEDIA_STREAM)

static gint64
find_position_ns (OdSpeedStream *self)
{
  gint64 at_ns = 0;

  return gst_element_query_position (self->playbin, GST_FORMAT_TIME, &at_ns) ? MAX (at_ns, 0) : 0;
}

static gint64
find_duration_ns (OdSpeedStream *self)
{
  gint64 duration_ns = 0;

  return gst_element_query_duration (self->playbin, GST_FORMAT_TIME, &duration_ns) ? MAX (duration_ns, 0) : 0;
}

static gboolean
seek_to (OdSpeedStream *self, gint64 at_ns)
{
  return gst_element_seek (self->playbin, self->speed, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                           GST_SEEK_TYPE_SET, at_ns, GST_SEEK_TYPE_NONE, -1);
}

static gboolean
tick_cb (gpointer user_data)
{
  OdSpeedStream *self = user_data;

  if (gtk_media_stream_is_prepared (GTK_MEDIA_STREAM (self)))
    gtk_media_stream_update (GTK_MEDIA_STREAM (self), find_position_ns (self) / 1000);
  return G_SOURCE_CONTINUE;
}

static void
stop_ticking (OdSpeedStream *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
}

static void
prepare (OdSpeedStream *self)
{
  if (gtk_media_stream_is_prepared (GTK_MEDIA_STREAM (self)))
    return;
  gtk_media_stream_stream_prepared (GTK_MEDIA_STREAM (self), TRUE, FALSE, TRUE, find_duration_ns (self) / 1000);
  if (self->speed != 1)
    seek_to (self, 0);
}

static gboolean
message_cb (GstBus *bus, GstMessage *message, gpointer user_data)
{
  OdSpeedStream *self = user_data;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      stop_ticking (self);
      if (gtk_media_stream_get_error (GTK_MEDIA_STREAM (self)) == NULL)
        gtk_media_stream_error (GTK_MEDIA_STREAM (self), G_IO_ERROR, G_IO_ERROR_FAILED, "It does not play");
    }
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ASYNC_DONE)
    prepare (self);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    {
      stop_ticking (self);
      gst_element_set_state (self->playbin, GST_STATE_PAUSED);
      if (gtk_media_stream_is_prepared (GTK_MEDIA_STREAM (self)))
        gtk_media_stream_stream_ended (GTK_MEDIA_STREAM (self));
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
od_speed_stream_play (GtkMediaStream *stream)
{
  OdSpeedStream *self = OD_SPEED_STREAM (stream);

  if (gtk_media_stream_get_ended (stream) && find_position_ns (self) >= find_duration_ns (self))
    seek_to (self, 0);
  if (gst_element_set_state (self->playbin, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    return FALSE;
  if (self->tick_id == 0)
    self->tick_id = g_timeout_add (TICK_MS, tick_cb, self);
  return TRUE;
}

static void
od_speed_stream_pause (GtkMediaStream *stream)
{
  OdSpeedStream *self = OD_SPEED_STREAM (stream);

  stop_ticking (self);
  gst_element_set_state (self->playbin, GST_STATE_PAUSED);
}

static void
od_speed_stream_seek (GtkMediaStream *stream, gint64 at_us)
{
  if (seek_to (OD_SPEED_STREAM (stream), at_us * 1000))
    {
      gtk_media_stream_update (stream, at_us);
      gtk_media_stream_seek_success (stream);
    }
  else
    gtk_media_stream_seek_failed (stream);
}

static void
od_speed_stream_update_audio (GtkMediaStream *stream, gboolean is_muted, double volume)
{
  g_object_set (OD_SPEED_STREAM (stream)->playbin, "mute", is_muted, "volume", volume, NULL);
}

static void
od_speed_stream_dispose (GObject *object)
{
  OdSpeedStream *self = OD_SPEED_STREAM (object);

  stop_ticking (self);
  if (self->bus != NULL)
    gst_bus_remove_watch (self->bus);
  if (self->playbin != NULL)
    gst_element_set_state (self->playbin, GST_STATE_NULL);
  gst_clear_object (&self->bus);
  gst_clear_object (&self->playbin);
  G_OBJECT_CLASS (od_speed_stream_parent_class)->dispose (object);
}

static void
od_speed_stream_class_init (OdSpeedStreamClass *klass)
{
  GtkMediaStreamClass *stream_class = GTK_MEDIA_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_speed_stream_dispose;
  stream_class->play = od_speed_stream_play;
  stream_class->pause = od_speed_stream_pause;
  stream_class->seek = od_speed_stream_seek;
  stream_class->update_audio = od_speed_stream_update_audio;
}

static void
od_speed_stream_init (OdSpeedStream *self)
{
  self->speed = 1;
}

static OdWorker *starter; /* (owned) (nullable): while the media library starts */

static void
start_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  gst_init_check (NULL, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * od_speed_stream_start_async:
 *
 * Starts the media library, which reads what is installed when it does so for the first time:
 * that takes seconds, in a thread of its own. Films need it too.
 */
void
od_speed_stream_start_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, od_speed_stream_start_async);
  if (starter == NULL && gst_is_initialized ())
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (starter == NULL)
    starter = od_worker_new ("od-media-start");
  od_worker_push (starter, G_PRIORITY_DEFAULT, start_job, g_steal_pointer (&task));
}

/**
 * od_speed_stream_start_finish:
 *
 * Returns: %FALSE only if it was cancelled
 */
gboolean
od_speed_stream_start_finish (GAsyncResult *result, GError **error)
{
  gboolean is_started;

  g_return_val_if_fail (g_async_result_is_tagged (result, od_speed_stream_start_async), FALSE);

  is_started = g_task_propagate_boolean (G_TASK (result), error);
  if (is_started && starter != NULL)
    {
      od_worker_stop (starter); /* it is done: nothing is waited for */
      g_clear_object (&starter);
    }
  return is_started;
}

/**
 * od_speed_stream_has_speed:
 * @stream: any
 *
 * Returns: whether od_speed_stream_set_speed() does something to it
 */
gboolean
od_speed_stream_has_speed (GtkMediaStream *stream)
{
  return OD_IS_SPEED_STREAM (stream);
}

/**
 * od_speed_stream_new:
 * @path: absolute
 *
 * To be called after od_speed_stream_start_async() has ended.
 *
 * Returns: (transfer full) (nullable): %NULL where the elements for it are not installed
 */
GtkMediaStream *
od_speed_stream_new (const char *path)
{
  GstElement *playbin, *tempo, *nothing;
  OdSpeedStream *self;
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  if (uri == NULL || !gst_is_initialized ())
    return NULL;
  playbin = gst_element_factory_make ("playbin", NULL);
  tempo = gst_element_factory_make ("scaletempo", NULL);
  nothing = gst_element_factory_make ("fakesink", NULL);
  if (playbin == NULL || tempo == NULL || nothing == NULL)
    {
      gst_clear_object (&playbin);
      gst_clear_object (&tempo);
      gst_clear_object (&nothing);
      return NULL;
    }
  self = g_object_new (OD_TYPE_SPEED_STREAM, NULL);
  self->playbin = gst_object_ref_sink (playbin);
  /* A cover or a film hidden in what calls itself sound is not decoded. */
  g_object_set (playbin, "uri", uri, "audio-filter", tempo, "video-sink", nothing, NULL);
  gst_util_set_object_arg (G_OBJECT (playbin), "flags", "audio+soft-volume");
  self->bus = gst_element_get_bus (playbin);
  gst_bus_add_watch (self->bus, message_cb, self);
  return GTK_MEDIA_STREAM (self);
}

/**
 * od_speed_stream_set_speed:
 * @stream: any; one that has no speed is left alone
 */
void
od_speed_stream_set_speed (GtkMediaStream *stream, double speed)
{
  OdSpeedStream *self;

  if (!OD_IS_SPEED_STREAM (stream) || OD_SPEED_STREAM (stream)->speed == speed)
    return;
  self = OD_SPEED_STREAM (stream);
  self->speed = speed;
  if (gtk_media_stream_is_prepared (stream))
    seek_to (self, find_position_ns (self));
}

#else

void
od_speed_stream_start_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, od_speed_stream_start_async);
  g_task_return_boolean (task, TRUE);
}

gboolean
od_speed_stream_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, od_speed_stream_start_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
od_speed_stream_has_speed (GtkMediaStream *stream)
{
  return FALSE;
}

GtkMediaStream *
od_speed_stream_new (const char *path)
{
  return NULL;
}

void
od_speed_stream_set_speed (GtkMediaStream *stream, double speed)
{
}

#endif
