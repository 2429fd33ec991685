/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-endpoint.h"

#include <string.h>

#include "od-limits.h"
#include "od-webchat-fallback.h"
#include "od-webchat-origin.h"
#include "od-webchat-render.h"
#include "od-webchat-response.h"
#include "od-webchat-session.h"
#include "od-webchat-upload.h"

#define API "/od/v1/"
/* Deadlines are looked at not more often than this, and not later than so long after something was added. */
#define MIN_WAIT_US (20 * 1000)
#define MAX_WAIT_US (60 * (gint64) G_USEC_PER_SEC)

/**
 * OdWebchatEndpoint:
 *
 * What answers behind the port of a web chat account: the page, the sockets of
 * odchat/1, its fallback and its files. Server's thread only.
 */
struct _OdWebchatEndpoint {
  GObject parent_instance;

  OdWebchatHall *hall; /* (owned) (nullable): NULL once closed */
  OdWebchatStatic *pages;
  OdWorker *worker; /* (owned) */
  char *files_dir;
  GHashTable *sessions; /* (owned) (element-type OdSocket OdWebchatSession) */
  GSource *tick;        /* (owned) (nullable) */
  gint64 tick_us;       /* monotonic, of the hall's clock: when it is due */
};

static void od_webchat_endpoint_iface_init (OdEndpointInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdWebchatEndpoint, od_webchat_endpoint, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_ENDPOINT, od_webchat_endpoint_iface_init))

/* ---- time ---- */

static void
clear_tick (OdWebchatEndpoint *self)
{
  if (self->tick != NULL)
    g_source_destroy (self->tick);
  g_clear_pointer (&self->tick, g_source_unref);
}

static gboolean
tick_cb (gpointer user_data)
{
  OdWebchatEndpoint *self = user_data;

  clear_tick (self);
  od_webchat_endpoint_run_due (self);
  return G_SOURCE_REMOVE;
}

static void
arm (OdWebchatEndpoint *self, gint64 at_us)
{
  gint64 now_us = od_webchat_hall_now_us (self->hall);
  gint64 wait_us = CLAMP (at_us - now_us, MIN_WAIT_US, MAX_WAIT_US);

  if (self->tick != NULL && self->tick_us <= now_us + wait_us)
    return;
  clear_tick (self);
  self->tick_us = now_us + wait_us;
  self->tick = g_timeout_source_new ((guint) (wait_us / 1000));
  g_source_set_callback (self->tick, tick_cb, self, NULL);
  g_source_attach (self->tick, g_main_context_get_thread_default ());
}

static void
wake_cb (gpointer data)
{
  OdWebchatEndpoint *self = data;

  arm (self, od_webchat_hall_now_us (self->hall));
}

/**
 * od_webchat_endpoint_run_due:
 *
 * Does what is due by the clock: happens by itself; a test with a fake clock calls it after moving the clock.
 */
void
od_webchat_endpoint_run_due (OdWebchatEndpoint *self)
{
  g_autoptr (GPtrArray) sockets = NULL;
  gint64 now_us, next_us;
  GHashTableIter iter;
  gpointer key;

  if (self->hall == NULL)
    return;
  sockets = g_ptr_array_new_with_free_func (g_object_unref);
  now_us = od_webchat_hall_now_us (self->hall);
  next_us = od_webchat_hall_run_due (self->hall, now_us);
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (sockets, g_object_ref (key));
  for (guint i = 0; i < sockets->len; i++)
    {
      OdWebchatSession *session = g_hash_table_lookup (self->sessions, g_ptr_array_index (sockets, i));

      if (session != NULL)
        next_us = MIN (next_us, od_webchat_session_run_due (session, now_us));
    }
  if (next_us < G_MAXINT64)
    arm (self, next_us);
}

/* ---- sockets ---- */

static guint
check_protocol (const OdHttpRequest *request, const char **protocol)
{
  const char *offered = od_http_request_get_header (request, "sec-websocket-protocol");
  g_auto (GStrv) names = NULL;

  if (offered == NULL)
    return 0;
  names = g_strsplit (offered, ",", 16);
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (g_strstrip (names[i]), "odchat.1"))
      {
        *protocol = "odchat.1";
        return 0;
      }
  return 400;
}

static gboolean
is_origin_allowed (OdWebchatEndpoint *self, const OdHttpRequest *request)
{
  return od_webchat_origin_is_allowed ((const char *const *) self->hall->config->origins,
                                       od_http_request_get_header (request, "origin"),
                                       od_http_request_get_header (request, "host"));
}

static guint
od_webchat_endpoint_check_upgrade (OdEndpoint *endpoint, const OdHttpRequest *request, const char **protocol,
                                   guint *retry_after_s)
{
  OdWebchatEndpoint *self = OD_WEBCHAT_ENDPOINT (endpoint);
  OdWebchatHall *hall = self->hall;

  if (hall == NULL)
    return 503;
  if (!g_str_equal (request->path, API "ws"))
    return 404;
  if (!is_origin_allowed (self, request))
    return 403;
  if (od_webchat_hall_limits (hall, request->is_local) &&
      !od_webchat_rates_take (hall->connects, request->remote, od_webchat_hall_now_us (hall), retry_after_s))
    return 429;
  if (g_hash_table_size (self->sessions) >= hall->config->max_sockets)
    {
      *retry_after_s = 30;
      return 503;
    }
  return check_protocol (request, protocol);
}

static void
od_webchat_endpoint_socket_opened (OdEndpoint *endpoint, OdSocket *socket, const OdHttpRequest *request)
{
  OdWebchatEndpoint *self = OD_WEBCHAT_ENDPOINT (endpoint);
  OdWebchatPeer *peer;

  if (self->hall == NULL)
    {
      od_socket_close (socket, 1001, NULL);
      return;
    }
  peer = od_webchat_peer_new (request->remote, request->is_local, od_http_request_get_header (request, "origin"),
                              od_http_request_get_header (request, "host"));
  g_hash_table_insert (self->sessions, g_object_ref (socket), od_webchat_session_new (self->hall, socket, peer));
  arm (self, od_webchat_hall_now_us (self->hall) + OD_LIMIT_HELLO_S * (gint64) G_USEC_PER_SEC);
}

static void
od_webchat_endpoint_socket_text (OdEndpoint *endpoint, OdSocket *socket, const char *text, gsize len)
{
  OdWebchatSession *session = g_hash_table_lookup (OD_WEBCHAT_ENDPOINT (endpoint)->sessions, socket);

  if (session != NULL)
    od_webchat_session_take_text (session, text, len);
}

static void
od_webchat_endpoint_socket_closed (OdEndpoint *endpoint, OdSocket *socket)
{
  OdWebchatEndpoint *self = OD_WEBCHAT_ENDPOINT (endpoint);
  OdWebchatSession *session = g_hash_table_lookup (self->sessions, socket);

  if (session == NULL)
    return;
  g_hash_table_steal (self->sessions, socket);
  od_webchat_session_close (session);
  g_object_unref (socket);
}

/* ---- requests ---- */

static void
add_cors (OdWebchatEndpoint *self, const OdHttpRequest *request, OdHttpResponse *response)
{
  od_http_response_set_header (response, "Vary", "Origin");
  if (self->hall == NULL || !is_origin_allowed (self, request))
    return;
  od_http_response_set_header (response, "Access-Control-Allow-Origin", od_http_request_get_header (request, "origin"));
  od_http_response_set_header (response, "Access-Control-Expose-Headers", "Retry-After");
}

static void
od_webchat_endpoint_get_body_rule (OdEndpoint *endpoint, const OdHttpRequest *request, OdBodyRule *rule)
{
  OdWebchatEndpoint *self = OD_WEBCHAT_ENDPOINT (endpoint);
  gboolean is_put = g_str_equal (request->method, "PUT") && od_webchat_upload_find_id (request) != NULL;
  gint64 size_bytes;

  if (self->hall == NULL)
    rule->refuse_status = 503;
  else if (g_str_equal (request->path, API "send") && g_str_equal (request->method, "POST"))
    rule->max_bytes = OD_LIMIT_BODY_BYTES;
  else if (is_put && od_http_request_get_header (request, "origin") != NULL && !is_origin_allowed (self, request))
    rule->refuse_status = 403;
  else if (is_put)
    {
      rule->refuse_status =
          od_webchat_upload_check (self->hall, request, od_webchat_upload_find_id (request), &size_bytes);
      rule->max_bytes = (guint64) size_bytes;
      rule->to_file = TRUE;
    }
}

static void
answer (GTask *task, OdHttpResponse *response)
{
  g_task_return_pointer (task, response, (GDestroyNotify) od_http_response_free);
}

static gboolean
is_get (const OdHttpRequest *request)
{
  return g_str_equal (request->method, "GET") || g_str_equal (request->method, "HEAD");
}

/* FALSE: there is no such thing. */
static gboolean
route_api (OdWebchatEndpoint *self, const OdHttpRequest *request, GCancellable *cancellable, GTask *task)
{
  const char *file_id = od_webchat_upload_find_id (request);

  if (g_str_equal (request->path, API "send") && g_str_equal (request->method, "POST"))
    od_webchat_fallback_send (self->hall, request, g_object_ref (task));
  else if (g_str_equal (request->path, API "poll") && g_str_equal (request->method, "GET"))
    od_webchat_fallback_poll (self->hall, request, cancellable, g_object_ref (task));
  else if (g_str_equal (request->path, API "history") && g_str_equal (request->method, "GET"))
    od_webchat_fallback_history (self->hall, request, g_object_ref (task));
  else if (file_id != NULL && g_str_equal (request->method, "PUT"))
    od_webchat_upload_take (self->hall, self->worker, self->files_dir, request, file_id, g_object_ref (task));
  else
    return FALSE;
  return TRUE;
}

static void
route (OdWebchatEndpoint *self, const OdHttpRequest *request, GCancellable *cancellable, GTask *task)
{
  gboolean has_origin = od_http_request_get_header (request, "origin") != NULL;
  const char *file_id = od_webchat_upload_find_id (request);
  OdHttpResponse *page;

  if (is_get (request) && file_id != NULL)
    {
      od_webchat_download (self->hall, request, file_id, g_object_ref (task));
      return;
    }
  page = is_get (request)
             ? od_webchat_static_find (self->pages, request, (const char *const *) self->hall->config->origins)
             : NULL;
  if (page != NULL)
    {
      answer (task, page);
      return;
    }
  if (g_str_has_prefix (request->path, API) && has_origin && !is_origin_allowed (self, request))
    {
      answer (task, od_webchat_response_new_error (403, "origin", "Origin", 0));
      return;
    }
  if (g_str_has_prefix (request->path, API) && g_str_equal (request->method, "OPTIONS"))
    {
      answer (task, od_webchat_response_new_preflight (request));
      return;
    }
  if (route_api (self, request, cancellable, task))
    return;
  if (!is_get (request) && (file_id != NULL || g_str_has_prefix (request->path, API "send")))
    answer (task, od_webchat_response_new_error (405, "method", NULL, 0));
  else
    answer (task, od_webchat_response_new_error (404, "not_found", NULL, 0));
}

typedef struct {
  OdWebchatEndpoint *self; /* (unowned): the task's source */
  OdHttpRequest *request;
} Cors;

static void
cors_free (gpointer data)
{
  Cors *cors = data;

  od_http_request_free (cors->request);
  g_free (cors);
}

static void
od_webchat_endpoint_request_async (OdEndpoint *endpoint, const OdHttpRequest *request, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdWebchatEndpoint *self = OD_WEBCHAT_ENDPOINT (endpoint);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Cors *cors = g_new0 (Cors, 1);

  cors->self = self;
  cors->request = od_http_request_copy (request);
  g_task_set_source_tag (task, od_webchat_endpoint_request_async);
  g_task_set_task_data (task, cors, cors_free);
  if (self->hall == NULL)
    answer (task, od_webchat_response_new_error (503, "closed", NULL, 1));
  else
    route (self, cors->request, cancellable, task);
}

static OdHttpResponse *
od_webchat_endpoint_request_finish (OdEndpoint *endpoint, GAsyncResult *result, GError **error)
{
  OdHttpResponse *response = g_task_propagate_pointer (G_TASK (result), error);
  Cors *cors = g_task_get_task_data (G_TASK (result));

  if (response != NULL)
    add_cors (cors->self, cors->request, response);
  return response;
}

static void
od_webchat_endpoint_iface_init (OdEndpointInterface *iface)
{
  iface->get_body_rule = od_webchat_endpoint_get_body_rule;
  iface->request_async = od_webchat_endpoint_request_async;
  iface->request_finish = od_webchat_endpoint_request_finish;
  iface->check_upgrade = od_webchat_endpoint_check_upgrade;
  iface->socket_opened = od_webchat_endpoint_socket_opened;
  iface->socket_text = od_webchat_endpoint_socket_text;
  iface->socket_closed = od_webchat_endpoint_socket_closed;
}

/* ---- the class ---- */

static void
od_webchat_endpoint_finalize (GObject *object)
{
  OdWebchatEndpoint *self = OD_WEBCHAT_ENDPOINT (object);

  od_webchat_endpoint_close (self);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
  g_clear_pointer (&self->pages, od_webchat_static_free);
  g_clear_object (&self->worker);
  g_free (self->files_dir);
  G_OBJECT_CLASS (od_webchat_endpoint_parent_class)->finalize (object);
}

static void
od_webchat_endpoint_class_init (OdWebchatEndpointClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_webchat_endpoint_finalize;
}

static void
od_webchat_endpoint_init (OdWebchatEndpoint *self)
{
  self->sessions = g_hash_table_new (NULL, NULL);
}

/**
 * od_webchat_endpoint_new:
 * @hall: (transfer full)
 * @pages: (transfer full)
 * @worker: stores files
 * @files_dir: the profile's `files` folder
 *
 * Made on any thread, before it listens.
 *
 * Returns: (transfer full): the endpoint; close it on the server's thread
 */
OdWebchatEndpoint *
od_webchat_endpoint_new (OdWebchatHall *hall, OdWebchatStatic *pages, OdWorker *worker, const char *files_dir)
{
  OdWebchatEndpoint *self = g_object_new (OD_TYPE_WEBCHAT_ENDPOINT, NULL);

  self->hall = hall;
  self->hall->wake = wake_cb;
  self->hall->wake_data = self;
  self->pages = pages;
  self->worker = g_object_ref (worker);
  self->files_dir = g_strdup (files_dir);
  return self;
}

/**
 * od_webchat_endpoint_set_typing:
 * @operator_name: (nullable)
 *
 * Tells all tabs of a visitor. They forget it by themselves after some seconds.
 */
void
od_webchat_endpoint_set_typing (OdWebchatEndpoint *self, const char *chat_id, gboolean is_typing,
                                const char *operator_name)
{
  OdWebchatVisitor *visitor = self->hall != NULL ? od_webchat_hall_find_visitor (self->hall, chat_id) : NULL;
  g_autoptr (JsonNode) frame = NULL;

  if (visitor == NULL)
    return;
  frame = od_webchat_render_typing (is_typing, operator_name);
  od_webchat_visitor_tell (visitor, frame);
}

/**
 * od_webchat_endpoint_set_online:
 *
 * Tells everybody whether an operator is there.
 */
void
od_webchat_endpoint_set_online (OdWebchatEndpoint *self, gboolean is_online)
{
  g_autoptr (JsonNode) frame = od_webchat_render_online (is_online);
  GHashTableIter iter;
  gpointer value;

  if (self->hall == NULL || self->hall->is_online == is_online)
    return;
  self->hall->is_online = is_online;
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    od_webchat_session_tell (value, frame);
}

/**
 * od_webchat_endpoint_advance:
 * @last_seq: newest committed, or 0 if only receipts or the block changed
 */
void
od_webchat_endpoint_advance (OdWebchatEndpoint *self, const char *chat_id, gint64 last_seq)
{
  OdWebchatVisitor *visitor = self->hall != NULL ? od_webchat_hall_find_visitor (self->hall, chat_id) : NULL;

  if (visitor != NULL)
    od_webchat_visitor_advance (visitor, last_seq);
}

/**
 * od_webchat_endpoint_close:
 *
 * Ends everything, on the server's thread, after the listener is gone. What is asked from now on is 503.
 */
void
od_webchat_endpoint_close (OdWebchatEndpoint *self)
{
  g_autoptr (GList) sockets = NULL;

  if (self->hall == NULL)
    return;
  self->hall->wake = NULL;
  clear_tick (self);
  sockets = g_hash_table_get_keys (self->sessions);
  for (GList *l = sockets; l != NULL; l = l->next)
    od_webchat_endpoint_socket_closed (OD_ENDPOINT (self), l->data);
  od_webchat_hall_close (self->hall);
  g_clear_pointer (&self->hall, od_webchat_hall_unref);
}
