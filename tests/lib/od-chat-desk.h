/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-fake-stream.h"
#include "od-webchat-endpoint.h"

G_BEGIN_DECLS

#define OD_CHAT_START_US G_GINT64_CONSTANT (1790000000000000)
#define OD_CHAT_ORIGIN "https://shop.example"

/* A socket that writes down what it is given. */
#define OD_TYPE_CHAT_SOCKET (od_chat_socket_get_type ())
G_DECLARE_FINAL_TYPE (OdChatSocket, od_chat_socket, OD, CHAT_SOCKET, GObject)

struct _OdChatSocket {
  GObject parent_instance;
  GPtrArray *frames; /* (element-type JsonNode) */
  guint next;        /* the first that was not looked at */
  guint close_code;
  gsize backlog;
};

/* A web chat account over a stream in memory, with a clock that stands still. */
typedef struct {
  char *folder;
  OdFakeStream *stream;
  OdClock *clock;
  OdWorker *worker;
  OdWebchatEndpoint *endpoint;
  GPtrArray *sockets;
} OdChatDesk;

void od_chat_set_up (OdChatDesk *f, gconstpointer data);
void od_chat_tear_down (OdChatDesk *f, gconstpointer data);
void od_chat_settle (void);
void od_chat_pass (OdChatDesk *f, double seconds);

OdChatSocket *od_chat_open (OdChatDesk *f, const char *remote);
OdChatSocket *od_chat_enter (OdChatDesk *f, char **token, char **chat_id);
OdChatSocket *od_chat_come_back (OdChatDesk *f, const char *token, gint64 after);
void od_chat_say (OdChatDesk *f, OdChatSocket *socket, const char *format, ...) G_GNUC_PRINTF (3, 4);
void od_chat_hang_up (OdChatDesk *f, OdChatSocket *socket);

JsonObject *od_chat_hear (OdChatSocket *socket, const char *type);
void od_chat_hear_nothing (OdChatSocket *socket);
void od_chat_hear_err (OdChatSocket *socket, const char *code, const char *field);
gint64 od_chat_number (JsonObject *frame, const char *name);
const char *od_chat_string (JsonObject *frame, const char *name);

OdHttpRequest *od_chat_request_new (const char *method, const char *path, const char *remote);
void od_chat_set_link (OdHttpRequest *request, const char *url);
OdHttpResponse *od_chat_ask (OdChatDesk *f, const OdHttpRequest *request);

G_END_DECLS
