/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-player.h"

#include <glib/gi18n.h>

#include "od-file-words.h"
#include "od-speed-stream.h"

#define LOOKED_AT_BYTES 16

/**
 * OdPlayer:
 *
 * Plays one file at a time: what begins ends what was. It belongs to the thread and not to a row,
 * so that a voice goes on when its row scrolls away or is made anew.
 *
 * A media library reads what strangers sent in our own process. So nothing is opened before a
 * person presses play; then only what begins like sound or film (a playlist could send the library
 * into the net); and it is let go of when something else plays or the thread closes. Emits
 * "changed" whenever something of it is to be shown anew. Main thread.
 */
struct _OdPlayer {
  GObject parent_instance;

  GtkMediaStream *stream;    /* (owned) (nullable): while something is open */
  char *path;                /* (owned) (nullable): of it */
  const char *fault;         /* (nullable): why it does not play, for people */
  GCancellable *cancellable; /* (owned) (nullable): until it is open */
  guint fault_id;            /* a stream that failed is to be let go of */
  gint64 id;                 /* of what is open, chosen by who plays; 0 if nothing */
  double speed;
  gboolean is_sound;
};

G_DEFINE_FINAL_TYPE (OdPlayer, od_player, G_TYPE_OBJECT)

static guint changed_signal;

static void
emit_changed (OdPlayer *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
set_fault (OdPlayer *self, const char *fault)
{
  self->fault = fault;
  emit_changed (self);
}

static void
close_stream (OdPlayer *self)
{
  g_autoptr (GtkMediaStream) stream = g_steal_pointer (&self->stream);

  g_clear_handle_id (&self->fault_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (stream == NULL)
    return;
  g_signal_handlers_disconnect_by_data (stream, self);
  gtk_media_stream_pause (stream);
  if (GTK_IS_MEDIA_FILE (stream))
    gtk_media_file_clear (GTK_MEDIA_FILE (stream));
}

static gboolean
failed_cb (gpointer user_data)
{
  OdPlayer *self = user_data;

  self->fault_id = 0;
  close_stream (self);
  emit_changed (self);
  return G_SOURCE_REMOVE;
}

static void
error_cb (OdPlayer *self)
{
  if (gtk_media_stream_get_error (self->stream) == NULL)
    return;
  if (self->fault_id == 0)
    self->fault_id = g_idle_add (failed_cb, self); /* it is still at work, it tells us right now */
  set_fault (self, g_str_equal (G_OBJECT_TYPE_NAME (self->stream), "GtkNoMediaFile")
                       ? _ ("Nothing is installed that plays this here")
                       : _ ("This can't be played here"));
}

static void
open_stream (OdPlayer *self)
{
  if (self->is_sound)
    self->stream = od_speed_stream_new (self->path);
  if (self->stream == NULL)
    self->stream = gtk_media_file_new_for_filename (self->path);
  else
    od_speed_stream_set_speed (self->stream, self->speed);
  g_signal_connect_swapped (self->stream, "notify::error", G_CALLBACK (error_cb), self);
  for (const char *const *name = (const char *const[]){ "notify::playing", "notify::timestamp", "notify::duration",
                                                        "notify::ended", "notify::prepared", NULL };
       *name != NULL; name++)
    g_signal_connect_swapped (self->stream, *name, G_CALLBACK (emit_changed), self);
  error_cb (self);
  if (self->fault == NULL)
    gtk_media_stream_play (self->stream);
  emit_changed (self);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPlayer) self = user_data;

  if (!od_speed_stream_start_finish (result, NULL))
    return;
  g_clear_object (&self->cancellable);
  open_stream (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPlayer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes != NULL && od_file_is_media (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    {
      od_speed_stream_start_async (self->cancellable, started_cb, g_object_ref (self));
      return;
    }
  g_clear_object (&self->cancellable);
  set_fault (self, bytes == NULL ? _ ("The file is missing") : _ ("This can't be played here"));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPlayer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (stream == NULL)
    {
      g_clear_object (&self->cancellable);
      set_fault (self, _ ("The file is missing"));
      return;
    }
  g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), LOOKED_AT_BYTES, G_PRIORITY_DEFAULT, self->cancellable,
                                   looked_cb, g_object_ref (self));
}

static void
od_player_dispose (GObject *object)
{
  close_stream (OD_PLAYER (object));
  G_OBJECT_CLASS (od_player_parent_class)->dispose (object);
}

static void
od_player_finalize (GObject *object)
{
  g_free (OD_PLAYER (object)->path);
  G_OBJECT_CLASS (od_player_parent_class)->finalize (object);
}

static void
od_player_class_init (OdPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_player_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_player_finalize;
  changed_signal = g_signal_new ("changed", OD_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_player_init (OdPlayer *self)
{
  self->speed = 1;
}

OdPlayer *
od_player_new (void)
{
  return g_object_new (OD_TYPE_PLAYER, NULL);
}

/**
 * od_player_play:
 * @id: who plays, > 0: the attachment
 * @path: absolute
 * @is_sound: there is nothing to see
 *
 * Plays it, or goes on if it is open and paused; from the start if it had ended.
 */
void
od_player_play (OdPlayer *self, gint64 id, const char *path, gboolean is_sound)
{
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (OD_IS_PLAYER (self) && id > 0 && path != NULL);

  if (self->id == id && self->stream != NULL && self->fault == NULL)
    {
      gtk_media_stream_play (self->stream);
      return;
    }
  close_stream (self);
  g_free (self->path);
  self->path = g_strdup (path);
  self->id = id;
  self->is_sound = is_sound;
  self->fault = NULL;
  self->cancellable = g_cancellable_new ();
  file = g_file_new_for_path (path);
  g_file_read_async (file, G_PRIORITY_DEFAULT, self->cancellable, opened_cb, g_object_ref (self));
  emit_changed (self);
}

/**
 * od_player_pause:
 *
 * What is not open yet will not be.
 */
void
od_player_pause (OdPlayer *self)
{
  g_return_if_fail (OD_IS_PLAYER (self));

  if (self->cancellable != NULL)
    od_player_stop (self);
  else if (self->stream != NULL)
    gtk_media_stream_pause (self->stream);
}

/**
 * od_player_stop:
 *
 * Closes what is open.
 */
void
od_player_stop (OdPlayer *self)
{
  g_return_if_fail (OD_IS_PLAYER (self));

  close_stream (self);
  self->id = 0;
  set_fault (self, NULL);
}

/**
 * od_player_seek:
 * @at_us: from its start; what is beyond an end goes to that end
 */
void
od_player_seek (OdPlayer *self, gint64 at_us)
{
  g_return_if_fail (OD_IS_PLAYER (self));

  if (self->stream != NULL && gtk_media_stream_is_seekable (self->stream))
    gtk_media_stream_seek (self->stream, CLAMP (at_us, 0, gtk_media_stream_get_duration (self->stream)));
}

/**
 * od_player_get_id:
 *
 * Returns: of what is open; 0 if nothing
 */
gint64
od_player_get_id (OdPlayer *self)
{
  g_return_val_if_fail (OD_IS_PLAYER (self), 0);

  return self->id;
}

/**
 * od_player_is_playing:
 *
 * Returns: whether it plays, or will as soon as it is open
 */
gboolean
od_player_is_playing (OdPlayer *self)
{
  g_return_val_if_fail (OD_IS_PLAYER (self), FALSE);

  if (self->cancellable != NULL)
    return TRUE;
  return self->stream != NULL && self->fault == NULL && gtk_media_stream_get_playing (self->stream) &&
         !gtk_media_stream_get_ended (self->stream);
}

gint64
od_player_get_position_us (OdPlayer *self)
{
  g_return_val_if_fail (OD_IS_PLAYER (self), 0);

  return self->stream != NULL ? gtk_media_stream_get_timestamp (self->stream) : 0;
}

/**
 * od_player_get_duration_us:
 *
 * Returns: 0 while unknown
 */
gint64
od_player_get_duration_us (OdPlayer *self)
{
  g_return_val_if_fail (OD_IS_PLAYER (self), 0);

  return self->stream != NULL ? gtk_media_stream_get_duration (self->stream) : 0;
}

/**
 * od_player_get_fault:
 *
 * Returns: (nullable): why it doesn't play, for people
 */
const char *
od_player_get_fault (OdPlayer *self)
{
  g_return_val_if_fail (OD_IS_PLAYER (self), NULL);

  return self->fault;
}

/**
 * od_player_get_paintable:
 *
 * Returns: (transfer none) (nullable): what is to be seen of it
 */
GdkPaintable *
od_player_get_paintable (OdPlayer *self)
{
  g_return_val_if_fail (OD_IS_PLAYER (self), NULL);

  return self->stream != NULL && self->fault == NULL && !self->is_sound ? GDK_PAINTABLE (self->stream) : NULL;
}

/**
 * od_player_has_speed:
 *
 * Returns: whether what is open can be played faster
 */
gboolean
od_player_has_speed (OdPlayer *self)
{
  g_return_val_if_fail (OD_IS_PLAYER (self), FALSE);

  return self->stream != NULL && od_speed_stream_has_speed (self->stream);
}

double
od_player_get_speed (OdPlayer *self)
{
  g_return_val_if_fail (OD_IS_PLAYER (self), 1);

  return self->speed;
}

/**
 * od_player_set_speed:
 * @speed: 0.5 to 3; of this and all that is played later
 */
void
od_player_set_speed (OdPlayer *self, double speed)
{
  g_return_if_fail (OD_IS_PLAYER (self));

  self->speed = CLAMP (speed, 0.5, 3);
  if (self->stream != NULL && self->is_sound)
    od_speed_stream_set_speed (self->stream, self->speed);
  emit_changed (self);
}
