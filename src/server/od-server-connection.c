/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-server"

#include "od-server-connection.h"

#include "od-limits.h"
#include "od-server-address.h"

/**
 * OdServerConnection:
 *
 * One TCP connection, from accept to its end: who it is, and until when it has
 * time for what it does now. Server's thread only.
 */
struct _OdServerConnection {
  GSocketConnection *base;   /* (owned) */
  GSocketAddress *remote;    /* (owned) */
  OdFrameGuardStream *guard; /* (unowned): libsoup has it; valid until OD_GUARD_CLOSED */
  OdFrameGuardStream *given; /* (owned) (nullable): before libsoup has it */
  char *peer;
  GSource *deadline; /* (owned) (nullable) */
  GSource *news;     /* (owned) (nullable): tells `event` */
  OdGuardEvent event;
  OdServerConnectionFunc func;
  gpointer user_data;
  gboolean is_loopback;
};

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
news_cb (gpointer user_data)
{
  OdServerConnection *self = user_data;

  clear_source (&self->news);
  self->func (self, self->event, self->user_data);
  return G_SOURCE_REMOVE;
}

static void
guard_cb (OdGuardEvent event, gpointer user_data)
{
  OdServerConnection *self = user_data;

  /* The deadline stays until the request is known: libsoup may not agree that this was the end of the headers. */
  if (event == OD_GUARD_HEADERS_DONE)
    return;
  if (event == OD_GUARD_CLOSED)
    {
      self->guard = NULL;
      self->func (self, event, self->user_data); /* frees self */
      return;
    }
  clear_source (&self->news);
  self->event = event;
  self->news = g_idle_source_new ();
  g_source_set_priority (self->news, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->news, news_cb, self, NULL);
  g_source_attach (self->news, g_main_context_get_thread_default ());
}

/**
 * od_server_connection_new:
 * @base: just accepted
 *
 * Returns: (transfer full): freed by @func when it hears %OD_GUARD_CLOSED
 */
OdServerConnection *
od_server_connection_new (GSocketConnection *base, OdServerConnectionFunc func, gpointer user_data)
{
  OdServerConnection *self = g_new0 (OdServerConnection, 1);

  self->base = g_object_ref (base);
  self->remote = g_socket_connection_get_remote_address (base, NULL);
  self->peer = od_server_address_to_text (self->remote, &self->is_loopback);
  self->func = func;
  self->user_data = user_data;
  self->given =
      od_frame_guard_stream_new (G_IO_STREAM (base), OD_LIMIT_HEADERS_BYTES, OD_LIMIT_FRAME_BYTES, guard_cb, self);
  self->guard = self->given;
  return self;
}

/**
 * od_server_connection_take_stream:
 *
 * Returns: (transfer full): the stream to read and write; once
 */
OdFrameGuardStream *
od_server_connection_take_stream (OdServerConnection *self)
{
  return g_steal_pointer (&self->given);
}

/**
 * od_server_connection_get_remote:
 *
 * Returns: (transfer none) (nullable): an object of this connection alone
 */
GSocketAddress *
od_server_connection_get_remote (OdServerConnection *self)
{
  return self->remote;
}

const char *
od_server_connection_get_peer (OdServerConnection *self)
{
  return self->peer;
}

gboolean
od_server_connection_is_loopback (OdServerConnection *self)
{
  return self->is_loopback;
}

static gboolean
deadline_cb (gpointer user_data)
{
  OdServerConnection *self = user_data;

  clear_source (&self->deadline);
  od_server_connection_cut (self);
  return G_SOURCE_REMOVE;
}

/**
 * od_server_connection_set_deadline:
 * @after_ms: when the connection is cut unless this is called again; 0: never
 */
void
od_server_connection_set_deadline (OdServerConnection *self, guint after_ms)
{
  clear_source (&self->deadline);
  if (after_ms == 0)
    return;
  self->deadline = g_timeout_source_new (after_ms);
  g_source_set_callback (self->deadline, deadline_cb, self, NULL);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
}

/**
 * od_server_connection_cut:
 *
 * Nothing more goes in or out. Whoever reads or writes it finds out and closes it.
 */
void
od_server_connection_cut (OdServerConnection *self)
{
  g_socket_shutdown (g_socket_connection_get_socket (self->base), TRUE, TRUE, NULL);
}

void
od_server_connection_start_frames (OdServerConnection *self)
{
  if (self->guard != NULL)
    od_frame_guard_stream_start_frames (self->guard);
}

/**
 * od_server_connection_get_text_written:
 *
 * Returns: payload bytes of text frames that have left
 */
guint64
od_server_connection_get_text_written (OdServerConnection *self)
{
  return self->guard != NULL ? od_frame_guard_stream_get_text_written (self->guard) : 0;
}

void
od_server_connection_free (OdServerConnection *self)
{
  clear_source (&self->deadline);
  clear_source (&self->news);
  g_clear_object (&self->given);
  g_clear_object (&self->base);
  g_clear_object (&self->remote);
  g_free (self->peer);
  g_free (self);
}
