/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-tray-file"

#include "od-tray-file.h"

#include "od-error.h"
#include "od-file-spool.h"
#include "od-text.h"

/**
 * OdTrayFile:
 *
 * A file that somebody wants to send: looked at, fetched if it isn't on this computer, and
 * brought into the profile. Its notifications are of "state" (also when only the reason is
 * another one) and "progress". Main thread.
 */
struct _OdTrayFile {
  GObject parent_instance;

  OdReplyPort *port;         /* (owned) (nullable): of one that was staged before */
  GFile *source;             /* (owned) (nullable): where it lies */
  GInputStream *stream;      /* (owned) (nullable): what it comes out of, once */
  GFile *spooled;            /* (owned) (nullable): a copy on this computer, until it is in the profile */
  OdFileRef *ref;            /* (owned) (nullable): once it is here */
  GCancellable *cancellable; /* (owned) (nullable): while it is on its way */
  char *name;                /* (owned) */
  gint64 size_bytes;         /* -1 if unknown */
  gint64 max_bytes;
  double progress;
  OdTrayState state;
  OdTrayReason reason; /* of that state */
  OdTrayReason limit;  /* the channel's word on it, whatever its state */
};

G_DEFINE_FINAL_TYPE (OdTrayFile, od_tray_file, G_TYPE_OBJECT)

typedef enum {
  PROP_STATE = 1,
  PROP_PROGRESS,
} OdTrayFileProp;

static GParamSpec *props[PROP_PROGRESS + 1];

/* ---- The object -------------------------------------------------------------- */

static void
delete_file (GFile **file)
{
  if (*file != NULL)
    g_file_delete_async (*file, G_PRIORITY_LOW, NULL, NULL, NULL);
  g_clear_object (file);
}

static void
od_tray_file_dispose (GObject *object)
{
  od_tray_file_cancel (OD_TRAY_FILE (object));
  G_OBJECT_CLASS (od_tray_file_parent_class)->dispose (object);
}

static void
od_tray_file_finalize (GObject *object)
{
  OdTrayFile *self = OD_TRAY_FILE (object);

  delete_file (&self->spooled);
  g_clear_object (&self->source);
  g_clear_object (&self->stream);
  g_clear_object (&self->port);
  g_clear_pointer (&self->ref, od_file_ref_free);
  g_free (self->name);
  G_OBJECT_CLASS (od_tray_file_parent_class)->finalize (object);
}

static void
od_tray_file_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OdTrayFile *self = OD_TRAY_FILE (object);

  switch ((OdTrayFileProp) prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, od_tray_file_get_state (self));
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_tray_file_class_init (OdTrayFileClass *klass)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->dispose = od_tray_file_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_tray_file_finalize;
  G_OBJECT_CLASS (klass)->get_property = od_tray_file_get_property;
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, OD_N_TRAY_STATE - 1, 0, flags);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (props), props);
}

static void
od_tray_file_init (OdTrayFile *self)
{
  self->size_bytes = -1;
}

/**
 * od_tray_file_new:
 * @source: anywhere
 *
 * Returns: (transfer full): a file that od_tray_file_start() brings here
 */
OdTrayFile *
od_tray_file_new (OdReplyPort *port, GFile *source)
{
  OdTrayFile *self = g_object_new (OD_TYPE_TRAY_FILE, NULL);
  g_autofree char *base = g_file_get_basename (source);
  g_autofree char *valid = g_utf8_make_valid (base != NULL ? base : "", -1);

  self->port = g_object_ref (port);
  self->source = g_object_ref (source);
  self->name = od_text_clean_name (valid);
  return self;
}

/**
 * od_tray_file_new_from_stream:
 * @stream: what another program holds out, as a picture in the clipboard; read once
 * @name: what it will be called
 *
 * Returns: (transfer full): the same
 */
OdTrayFile *
od_tray_file_new_from_stream (OdReplyPort *port, GInputStream *stream, const char *name)
{
  OdTrayFile *self = g_object_new (OD_TYPE_TRAY_FILE, NULL);

  self->port = g_object_ref (port);
  self->stream = g_object_ref (stream);
  self->name = od_text_clean_name (name);
  return self;
}

/**
 * od_tray_file_new_staged:
 * @ref: copied
 *
 * Returns: (transfer full): a file that is here already
 */
OdTrayFile *
od_tray_file_new_staged (const OdFileRef *ref)
{
  OdTrayFile *self = g_object_new (OD_TYPE_TRAY_FILE, NULL);

  self->ref = od_file_ref_copy (ref);
  self->name = g_strdup (ref->name);
  self->size_bytes = ref->size_bytes;
  self->progress = 1;
  self->state = OD_TRAY_READY;
  return self;
}

/* ---- On its way -------------------------------------------------------------- */

static void
take (OdTrayFile *self, OdTrayEvent event, OdTrayReason reason)
{
  if (!od_tray_state_next (self->state, event, &self->state))
    return;
  self->reason = reason;
  g_clear_object (&self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static OdTrayReason
reason_of (const GError *error, OdTrayEvent *event)
{
  static const struct {
    int od_code, io_code;
    OdTrayEvent event;
    OdTrayReason reason;
  } known[] = {
    { OD_ERROR_NOT_FOUND, G_IO_ERROR_NOT_FOUND, OD_TRAY_EVENT_FAIL, OD_TRAY_GONE },
    { OD_ERROR_REJECTED, G_IO_ERROR_PERMISSION_DENIED, OD_TRAY_EVENT_FAIL, OD_TRAY_FORBIDDEN },
    { OD_ERROR_STORE, G_IO_ERROR_NO_SPACE, OD_TRAY_EVENT_FAIL, OD_TRAY_NO_ROOM },
    { OD_ERROR_USAGE, G_IO_ERROR_NOT_REGULAR_FILE, OD_TRAY_EVENT_REFUSE, OD_TRAY_NO_FILE },
    { OD_ERROR_TOO_LARGE, G_IO_ERROR_MESSAGE_TOO_LARGE, OD_TRAY_EVENT_REFUSE, OD_TRAY_TOO_LARGE },
  };

  *event = OD_TRAY_EVENT_FAIL;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_error_matches (error, OD_ERROR, known[i].od_code) || g_error_matches (error, G_IO_ERROR, known[i].io_code))
      {
        *event = known[i].event;
        return known[i].reason;
      }
  return OD_TRAY_UNREADABLE;
}

static void
fail (OdTrayFile *self, const GError *error)
{
  OdTrayEvent event;
  OdTrayReason reason = reason_of (error, &event);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* who cancelled it does not wait for an answer */
    take (self, event, reason);
}

/* @from, @to: which part of the way it is */
static void
set_progress (OdTrayFile *self, goffset done_bytes, goffset total_bytes, double from, double to)
{
  double part = total_bytes > 0 ? CLAMP ((double) done_bytes / (double) total_bytes, 0, 1) : 0;
  double progress = from + (to - from) * part;

  if (progress <= self->progress || self->state != OD_TRAY_STAGING)
    return;
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
}

static void
stage_progress_cb (goffset done_bytes, goffset total_bytes, gpointer user_data)
{
  OdTrayFile *self = user_data;

  set_progress (self, done_bytes, total_bytes, self->spooled != NULL ? 0.9 : 0, 1);
}

static void
staged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTrayFile) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdFileRef) ref = od_reply_port_stage_file_finish (OD_REPLY_PORT (source), result, &error);

  if (ref == NULL)
    {
      fail (self, error);
      return;
    }
  delete_file (&self->spooled);
  if (self->state != OD_TRAY_STAGING || self->ref != NULL)
    return;
  g_free (ref->name);
  ref->name = g_strdup (self->name); /* a copy that was made on the way has another one */
  self->size_bytes = ref->size_bytes;
  self->progress = 1;
  self->ref = g_steal_pointer (&ref);
  take (self, OD_TRAY_EVENT_ARRIVE, OD_TRAY_FINE);
}

static void
stage (OdTrayFile *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  od_reply_port_stage_file_async (self->port, path, self->max_bytes, stage_progress_cb, self, self->cancellable,
                                  staged_cb, g_object_ref (self));
}

static void
spool_progress_cb (goffset done_bytes, goffset total_bytes, gpointer user_data)
{
  OdTrayFile *self = user_data;

  set_progress (self, done_bytes, self->size_bytes, 0, 0.9);
}

static void
spooled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTrayFile) self = user_data;
  g_autoptr (GError) error = NULL;
  GFile *copy = od_file_spool_finish (result, &error);

  if (copy == NULL)
    {
      fail (self, error);
      return;
    }
  delete_file (&self->spooled);
  self->spooled = copy;
  stage (self, copy);
}

static void
spool (OdTrayFile *self, GInputStream *stream)
{
  od_file_spool_async (stream, self->max_bytes, spool_progress_cb, self, self->cancellable, spooled_cb,
                       g_object_ref (self));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTrayFile) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream == NULL)
    fail (self, error);
  else
    spool (self, G_INPUT_STREAM (stream));
}

static void
look (OdTrayFile *self, GFileInfo *info)
{
  g_autofree char *name = g_utf8_make_valid (g_file_info_get_display_name (info), -1);

  g_free (self->name);
  self->name = od_text_clean_name (name);
  self->size_bytes = g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR ? g_file_info_get_size (info) : -1;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    take (self, OD_TRAY_EVENT_REFUSE, OD_TRAY_FOLDER);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    take (self, OD_TRAY_EVENT_REFUSE, OD_TRAY_NO_FILE);
  else if (self->size_bytes > self->max_bytes)
    take (self, OD_TRAY_EVENT_REFUSE, OD_TRAY_TOO_LARGE);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTrayFile) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    {
      fail (self, error);
      return;
    }
  look (self, info);
  if (self->state != OD_TRAY_STAGING)
    return;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]); /* its size is known: limits may say something */
  if (g_file_is_native (self->source))
    stage (self, self->source);
  else
    g_file_read_async (self->source, G_PRIORITY_DEFAULT, self->cancellable, opened_cb, g_object_ref (self));
}

/**
 * od_tray_file_start:
 * @max_bytes: larger ones are refused
 *
 * Brings it here; also again, after it failed or was refused.
 */
void
od_tray_file_start (OdTrayFile *self, gint64 max_bytes)
{
  g_autoptr (GInputStream) stream = NULL;

  g_return_if_fail (OD_IS_TRAY_FILE (self));

  if (!od_tray_file_get_can_retry (self) || self->cancellable != NULL || self->state == OD_TRAY_READY)
    return;
  self->max_bytes = max_bytes;
  self->progress = 0;
  take (self, OD_TRAY_EVENT_RETRY, OD_TRAY_FINE);
  self->cancellable = g_cancellable_new ();
  stream = g_steal_pointer (&self->stream);
  if (self->spooled != NULL)
    stage (self, self->spooled);
  else if (stream != NULL)
    spool (self, stream);
  else
    g_file_query_info_async (
        self->source,
        G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
        G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable, looked_cb, g_object_ref (self));
}

/**
 * od_tray_file_cancel:
 *
 * It isn't wanted any more. Nothing is told about it from here on.
 */
void
od_tray_file_cancel (OdTrayFile *self)
{
  g_return_if_fail (OD_IS_TRAY_FILE (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/**
 * od_tray_file_set_limit:
 * @reason: %OD_TRAY_FINE, or what the channel has against it
 */
void
od_tray_file_set_limit (OdTrayFile *self, OdTrayReason reason)
{
  g_return_if_fail (OD_IS_TRAY_FILE (self));

  if (self->limit == reason)
    return;
  self->limit = reason;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/**
 * od_tray_file_get_can_retry:
 *
 * Returns: whether there is still something to bring here
 */
gboolean
od_tray_file_get_can_retry (OdTrayFile *self)
{
  g_return_val_if_fail (OD_IS_TRAY_FILE (self), FALSE);

  return self->source != NULL || self->stream != NULL || self->spooled != NULL;
}

/* ---- What it is -------------------------------------------------------------- */

const char *
od_tray_file_get_name (OdTrayFile *self)
{
  g_return_val_if_fail (OD_IS_TRAY_FILE (self), "");

  return self->name;
}

/**
 * od_tray_file_get_state:
 *
 * Returns: %OD_TRAY_REFUSED also while it is on its way, if the channel would not take it
 */
OdTrayState
od_tray_file_get_state (OdTrayFile *self)
{
  g_return_val_if_fail (OD_IS_TRAY_FILE (self), OD_TRAY_REFUSED);

  return self->limit != OD_TRAY_FINE && self->state != OD_TRAY_FAILED ? OD_TRAY_REFUSED : self->state;
}

OdTrayReason
od_tray_file_get_reason (OdTrayFile *self)
{
  g_return_val_if_fail (OD_IS_TRAY_FILE (self), OD_TRAY_FINE);

  return self->reason != OD_TRAY_FINE ? self->reason : self->limit;
}

/**
 * od_tray_file_get_size_bytes:
 *
 * Returns: -1 if it isn't known
 */
gint64
od_tray_file_get_size_bytes (OdTrayFile *self)
{
  g_return_val_if_fail (OD_IS_TRAY_FILE (self), -1);

  return self->size_bytes;
}

/**
 * od_tray_file_get_progress:
 *
 * Returns: from 0 to 1
 */
double
od_tray_file_get_progress (OdTrayFile *self)
{
  g_return_val_if_fail (OD_IS_TRAY_FILE (self), 0);

  return self->progress;
}

/**
 * od_tray_file_get_ref:
 *
 * Returns: (transfer none) (nullable): %NULL while it isn't here
 */
const OdFileRef *
od_tray_file_get_ref (OdTrayFile *self)
{
  g_return_val_if_fail (OD_IS_TRAY_FILE (self), NULL);

  return self->ref;
}
