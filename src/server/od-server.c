/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-server"

#include "od-server.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-server-listener.h"
#include "od-server-port.h"

/**
 * OdServer:
 *
 * The embedded server: a thread of its own with a main context of its own, where
 * each endpoint has a port. It knows HTTP and WebSockets and no protocol above
 * them. Made, stopped and freed on the main thread.
 */
struct _OdServer {
  GObject parent_instance;

  GThread *thread;       /* (owned) (nullable): NULL once stopped */
  GMainContext *context; /* (owned): the thread's */
  GMainLoop *loop;       /* (owned) */
  OdWorker *worker;      /* (owned): writes and reads files */
  char *tmp_dir;
  OdServerLimits limits; /* the server's thread only, once it listens */
  OdServerCounts counts; /* the server's thread only */
  GPtrArray *listeners;  /* (owned) (element-type OdServerListener): the server's thread only */
};

static void od_server_port_init (OdServerPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdServer, od_server, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SERVER_PORT, od_server_port_init))

typedef struct {
  OdEndpoint *endpoint; /* (owned) */
  OdListen listen;      /* its strings are owned */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->endpoint);
  g_free ((char *) self->listen.bind);
  g_strfreev ((char **) self->listen.trusted_proxies);
  g_free (self);
}

static gpointer
thread_main (gpointer data)
{
  OdServer *self = data; /* outlives this thread: stopping joins it */

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
drop_cb (gpointer task)
{
  return G_SOURCE_REMOVE; /* the destroy notify does the work */
}

/* The last reference to a task is also one to us, and we must not die on our own thread. */
static void
send_home (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, drop_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

/* ---- on the server's thread ---- */

static gboolean
listen_cb (gpointer user_data)
{
  GTask *task = user_data;
  OdServer *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  guint port;
  g_autoptr (OdServerListener) listener =
      od_server_listener_new (request->endpoint, self->worker, self->tmp_dir, &self->limits, &self->counts);

  port = od_server_listener_start (listener, &request->listen, &error);
  if (port == 0)
    g_task_return_error (task, error);
  else
    {
      g_ptr_array_add (self->listeners, g_steal_pointer (&listener));
      g_task_return_int (task, port);
    }
  send_home (task);
  return G_SOURCE_REMOVE;
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;

  g_task_propagate_boolean (G_TASK (result), NULL);
  g_task_return_boolean (task, TRUE);
  send_home (task);
}

static gboolean
unlisten_cb (gpointer user_data)
{
  GTask *task = user_data;
  OdServer *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);

  for (guint i = 0; i < self->listeners->len; i++)
    {
      g_autoptr (OdServerListener) listener = g_object_ref (g_ptr_array_index (self->listeners, i));

      if (od_server_listener_get_endpoint (listener) != request->endpoint)
        continue;
      g_ptr_array_remove_index (self->listeners, i);
      od_server_listener_stop_async (listener, stopped_cb, task);
      return G_SOURCE_REMOVE;
    }
  g_task_return_boolean (task, TRUE);
  send_home (task);
  return G_SOURCE_REMOVE;
}

static void
last_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdServer *self = user_data;

  g_task_propagate_boolean (G_TASK (result), NULL);
  g_ptr_array_remove (self->listeners, source);
  if (self->listeners->len == 0)
    g_main_loop_quit (self->loop);
}

static gboolean
stop_cb (gpointer user_data)
{
  OdServer *self = user_data;

  if (self->listeners->len == 0)
    g_main_loop_quit (self->loop);
  for (guint i = 0; i < self->listeners->len; i++)
    od_server_listener_stop_async (g_ptr_array_index (self->listeners, i), last_stopped_cb, self);
  return G_SOURCE_REMOVE;
}

/* ---- the port ---- */

static void
attach (OdServer *self, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, notify);
  g_source_attach (source, self->context);
}

static void
od_server_listen_async (OdServerPort *port, OdEndpoint *endpoint, const OdListen *listen, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  OdServer *self = OD_SERVER (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, od_server_listen_async);
  request->endpoint = g_object_ref (endpoint);
  request->listen = *listen;
  request->listen.bind = g_strdup (listen->bind != NULL ? listen->bind : "127.0.0.1");
  request->listen.trusted_proxies = (const char *const *) g_strdupv ((char **) listen->trusted_proxies);
  g_task_set_task_data (task, request, request_free);
  g_task_set_check_cancellable (task, FALSE);
  if (self->thread == NULL)
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_BUSY, "The server has stopped");
  else
    attach (self, listen_cb, g_steal_pointer (&task), NULL);
}

static void
od_server_unlisten_async (OdServerPort *port, OdEndpoint *endpoint, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  OdServer *self = OD_SERVER (port);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, od_server_unlisten_async);
  request->endpoint = g_object_ref (endpoint);
  g_task_set_task_data (task, request, request_free);
  if (self->thread == NULL)
    g_task_return_boolean (task, TRUE);
  else
    attach (self, unlisten_cb, g_steal_pointer (&task), NULL);
}

static void
od_server_invoke (OdServerPort *port, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  attach (OD_SERVER (port), func, data, notify);
}

static void
od_server_port_init (OdServerPortInterface *iface)
{
  iface->listen_async = od_server_listen_async;
  iface->unlisten_async = od_server_unlisten_async;
  iface->invoke = od_server_invoke;
}

/* ---- the class ---- */

static void
od_server_dispose (GObject *object)
{
  od_server_stop (OD_SERVER (object));
  G_OBJECT_CLASS (od_server_parent_class)->dispose (object);
}

static void
od_server_finalize (GObject *object)
{
  OdServer *self = OD_SERVER (object);

  g_clear_object (&self->worker);
  g_clear_pointer (&self->listeners, g_ptr_array_unref);
  g_clear_pointer (&self->counts.per_address, g_hash_table_unref);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->tmp_dir);
  G_OBJECT_CLASS (od_server_parent_class)->finalize (object);
}

static void
od_server_class_init (OdServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_server_finalize;
}

static void
od_server_init (OdServer *self)
{
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->listeners = g_ptr_array_new_with_free_func (g_object_unref);
  self->counts.per_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->limits = (OdServerLimits){
    .headers_ms = OD_LIMIT_HEADERS_S * 1000,
    .max_connections = OD_LIMIT_CONNECTIONS,
    .max_per_address = OD_LIMIT_CONNECTIONS_PER_ADDRESS,
  };
}

/**
 * od_server_new:
 * @files_dir: the profile's `files` folder; uploads grow in its `tmp`
 *
 * Returns: (transfer full): a running server without a port
 */
OdServer *
od_server_new (const char *files_dir)
{
  OdServer *self = g_object_new (OD_TYPE_SERVER, NULL);

  self->tmp_dir = g_build_filename (files_dir, "tmp", NULL);
  g_mkdir_with_parents (self->tmp_dir, 0700);
  self->worker = od_worker_new ("od-cpu");
  self->thread = g_thread_new ("od-server", thread_main, self);
  return self;
}

/**
 * od_server_set_limits:
 * @headers_ms: how long a request's headers may take
 * @max_connections: of the whole process
 * @max_per_address: of one peer that is neither this computer nor a trusted proxy
 *
 * For tests, before the first listener.
 */
void
od_server_set_limits (OdServer *self, guint headers_ms, guint max_connections, guint max_per_address)
{
  g_return_if_fail (OD_IS_SERVER (self));

  self->limits = (OdServerLimits){ headers_ms, max_connections, max_per_address };
}

/**
 * od_server_stop:
 *
 * Stops listeners that still listen (within 3 s), then the threads. Blocks; once, at the very end. Safe to call twice.
 */
void
od_server_stop (OdServer *self)
{
  g_return_if_fail (OD_IS_SERVER (self));

  if (self->thread == NULL)
    return;
  attach (self, stop_cb, self, NULL);
  g_thread_join (g_steal_pointer (&self->thread));
  od_worker_stop (self->worker);
}
