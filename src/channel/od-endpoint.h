/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OdHttpRequest: a request as a value. Its body was bounded before it was read.
 * @path: decoded, absolute, without "." and ".." segments
 * @query: (element-type utf8 utf8): decoded; a repeated name is refused before
 * @headers: (element-type utf8 utf8): lower-case names
 * @body: (not nullable): may be empty
 * @upload_path: (nullable): instead of @body: a temporary file with the body of
 *   a request for which od_endpoint_get_body_rule() asked for a file; the
 *   endpoint moves or leaves it; what is left is deleted
 * @remote: the customer's address, as text (behind a trusted proxy: as it says)
 * @is_local: a direct loopback peer without a forwarding header
 */
typedef struct {
  char *method;
  char *path;
  GHashTable *query;
  GHashTable *headers;
  GBytes *body;
  char *upload_path;
  char *upload_sha256; /* (nullable): hex, with @upload_path */
  gint64 upload_size_bytes;
  char *remote;
  gboolean is_local;
} OdHttpRequest;

/**
 * OdHttpResponse:
 * @headers: (element-type utf8 utf8): besides Content-Type and Content-Length
 * @body: (nullable)
 * @file_path: (nullable): a file to send instead of @body
 */
typedef struct {
  guint status;
  char *content_type;
  GHashTable *headers;
  GBytes *body;
  char *file_path;
} OdHttpResponse;

/**
 * OdBodyRule: what the server may read of a request's body before the endpoint sees it.
 * @max_bytes: 0: no body at all; more is answered 413 without reading on
 * @to_file: stream it into a temporary file under `files/tmp`, hashing it
 * @refuse_status: if not 0, answered at once, nothing is read
 */
typedef struct {
  guint64 max_bytes;
  gboolean to_file;
  guint refuse_status;
} OdBodyRule;

/**
 * OdSocket:
 *
 * One open WebSocket, implemented by the server. Server's thread only.
 * After od_socket_close(), or after od_endpoint_socket_closed() was called,
 * sending does nothing.
 */
#define OD_TYPE_SOCKET (od_socket_get_type ())
G_DECLARE_INTERFACE (OdSocket, od_socket, OD, SOCKET, GObject)

struct _OdSocketInterface {
  GTypeInterface parent_iface;

  void (*send) (OdSocket *self, const char *text, gssize len);
  void (*close) (OdSocket *self, guint code, const char *reason);
  gsize (*get_backlog) (OdSocket *self);
};

void od_socket_send (OdSocket *self, const char *text, gssize len);
void od_socket_close (OdSocket *self, guint code, const char *reason);
gsize od_socket_get_backlog (OdSocket *self);

/**
 * OdEndpoint:
 *
 * What answers behind a listener of the embedded server: a channel's side of
 * it. All methods run on the server's thread and must not block.
 */
#define OD_TYPE_ENDPOINT (od_endpoint_get_type ())
G_DECLARE_INTERFACE (OdEndpoint, od_endpoint, OD, ENDPOINT, GObject)

/**
 * OdEndpointInterface:
 * @get_body_rule: called with the headers only (`body` empty)
 * @request_async: answer one HTTP request; always completes
 * @check_upgrade: may this request become a WebSocket? Returns 0 and sets @protocol
 *   (static, nullable) if so; otherwise the HTTP status to refuse with (403, 404,
 *   429, 503); @retry_after_s (out) goes into Retry-After when > 0
 * @socket_opened: a WebSocket is open; keep @socket by reference
 * @socket_text: one whole text frame, valid UTF-8, at most the limit of B7
 * @socket_closed: it is gone, whoever closed it; called exactly once
 */
struct _OdEndpointInterface {
  GTypeInterface parent_iface;

  void (*get_body_rule) (OdEndpoint *self, const OdHttpRequest *request, OdBodyRule *rule);
  void (*request_async) (OdEndpoint *self, const OdHttpRequest *request, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
  OdHttpResponse *(*request_finish) (OdEndpoint *self, GAsyncResult *result, GError **error);
  guint (*check_upgrade) (OdEndpoint *self, const OdHttpRequest *request, const char **protocol, guint *retry_after_s);
  void (*socket_opened) (OdEndpoint *self, OdSocket *socket, const OdHttpRequest *request);
  void (*socket_text) (OdEndpoint *self, OdSocket *socket, const char *text, gsize len);
  void (*socket_closed) (OdEndpoint *self, OdSocket *socket);
};

void od_endpoint_get_body_rule (OdEndpoint *self, const OdHttpRequest *request, OdBodyRule *rule);
void od_endpoint_request_async (OdEndpoint *self, const OdHttpRequest *request, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
OdHttpResponse *od_endpoint_request_finish (OdEndpoint *self, GAsyncResult *result, GError **error);
guint od_endpoint_check_upgrade (OdEndpoint *self, const OdHttpRequest *request, const char **protocol,
                                 guint *retry_after_s);
void od_endpoint_socket_opened (OdEndpoint *self, OdSocket *socket, const OdHttpRequest *request);
void od_endpoint_socket_text (OdEndpoint *self, OdSocket *socket, const char *text, gsize len);
void od_endpoint_socket_closed (OdEndpoint *self, OdSocket *socket);

OdHttpRequest *od_http_request_new (const char *method, const char *path);
OdHttpRequest *od_http_request_copy (const OdHttpRequest *self);
const char *od_http_request_get_header (const OdHttpRequest *self, const char *lower_name);
const char *od_http_request_get_query (const OdHttpRequest *self, const char *name);
void od_http_request_free (OdHttpRequest *self);
OdHttpResponse *od_http_response_new (guint status, const char *content_type, GBytes *body);
void od_http_response_set_header (OdHttpResponse *self, const char *name, const char *value);
void od_http_response_free (OdHttpResponse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdHttpRequest, od_http_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdHttpResponse, od_http_response_free)

G_END_DECLS
