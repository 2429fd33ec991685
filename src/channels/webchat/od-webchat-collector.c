/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-collector.h"

/**
 * OdWebchatCollector:
 *
 * A socket that is none: keeps the frames for the answer to an HTTP request.
 */
struct _OdWebchatCollector {
  GObject parent_instance;

  GString *frames; /* (owned): with commas between */
  guint close_code;
};

static void
collector_send (OdSocket *socket, const char *text, gssize len)
{
  OdWebchatCollector *self = OD_WEBCHAT_COLLECTOR (socket);

  if (self->close_code != 0)
    return;
  if (self->frames->len > 0)
    g_string_append_c (self->frames, ',');
  g_string_append_len (self->frames, text, len);
}

static void
collector_close (OdSocket *socket, guint code, const char *reason)
{
  OdWebchatCollector *self = OD_WEBCHAT_COLLECTOR (socket);

  if (self->close_code == 0)
    self->close_code = code;
}

static gsize
collector_get_backlog (OdSocket *socket)
{
  return 0;
}

static void
collector_iface_init (OdSocketInterface *iface)
{
  iface->send = collector_send;
  iface->close = collector_close;
  iface->get_backlog = collector_get_backlog;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdWebchatCollector, od_webchat_collector, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SOCKET, collector_iface_init))

static void
od_webchat_collector_finalize (GObject *object)
{
  g_string_free (OD_WEBCHAT_COLLECTOR (object)->frames, TRUE);
  G_OBJECT_CLASS (od_webchat_collector_parent_class)->finalize (object);
}

static void
od_webchat_collector_class_init (OdWebchatCollectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_webchat_collector_finalize;
}

static void
od_webchat_collector_init (OdWebchatCollector *self)
{
  self->frames = g_string_new (NULL);
}

OdWebchatCollector *
od_webchat_collector_new (void)
{
  return g_object_new (OD_TYPE_WEBCHAT_COLLECTOR, NULL);
}

/**
 * od_webchat_collector_get_close_code:
 *
 * Returns: with which a socket would have been closed; 0 if it would not
 */
guint
od_webchat_collector_get_close_code (OdWebchatCollector *self)
{
  return self->close_code;
}

/**
 * od_webchat_collector_dup_frames:
 * @more: (nullable): further members, with a comma in front
 *
 * Returns: (transfer full): `{"frames":[…]}`
 */
char *
od_webchat_collector_dup_frames (OdWebchatCollector *self, const char *more)
{
  return g_strdup_printf ("{\"frames\":[%s]%s}", self->frames->str, more != NULL ? more : "");
}
