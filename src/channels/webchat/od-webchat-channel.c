/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-channel.h"

#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-webchat-endpoint.h"

/**
 * OdWebchatChannel:
 *
 * A web chat account: starts and stops its endpoint, and carries what the desk
 * does over to the server's thread. Main thread only.
 */
struct _OdWebchatChannel {
  GObject parent_instance;

  OdServerPort *server;        /* (owned) (nullable): while it runs */
  OdWebchatEndpoint *endpoint; /* (owned) (nullable): while it is served */
  OdWorker *worker;            /* (owned) (nullable): keys, pages, files */
  char *url;                   /* (nullable) */
  gboolean is_online;
};

/* Everything a start needs on its way. */
typedef struct {
  OdChannelContext context;
  gint64 account_id;
  GCancellable *cancellable; /* (owned) (nullable) */
  JsonObject *settings;      /* (owned) */
  OdWebchatConfig *config;
  OdWebchatKeys *keys;    /* from the worker */
  OdWebchatStatic *pages; /* from the worker */
  char *identity_key;     /* (nullable) */
} Start;

static void od_webchat_channel_iface_init (OdChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdWebchatChannel, od_webchat_channel, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_CHANNEL, od_webchat_channel_iface_init))

static void
start_free (gpointer data)
{
  Start *start = data;

  g_clear_object (&start->cancellable);
  g_clear_pointer (&start->settings, json_object_unref);
  g_clear_pointer (&start->config, od_webchat_config_free);
  g_clear_pointer (&start->keys, od_webchat_keys_free);
  g_clear_pointer (&start->pages, od_webchat_static_free);
  od_secret_free (start->identity_key);
  g_free (start);
}

static void
last_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

static void
idle_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  od_worker_stop (OD_WORKER (source)); /* it has nothing left to do: there is nothing to wait for */
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

/* The worker may be syncing a file, and this thread must not wait for it: the worker itself says when it is done.
 * @task: (transfer full) (nullable): completed then */
static void
let_go (OdWebchatChannel *self, GTask *task)
{
  g_autoptr (GTask) owned = task;
  GTask *last;

  if (self->worker != NULL)
    {
      last = g_task_new (self->worker, NULL, idle_cb, g_steal_pointer (&owned));
      g_task_set_source_tag (last, let_go);
      od_worker_push (self->worker, G_PRIORITY_LOW, last_job, last);
    }
  else if (owned != NULL)
    g_task_return_boolean (owned, TRUE);
  g_clear_object (&self->worker);
  g_clear_object (&self->endpoint);
  g_clear_object (&self->server);
  g_clear_pointer (&self->url, g_free);
}

/* ---- start ---- */

/* A port that was chosen for an account that had none is its port from now on. */
static void
keep_port (OdWebchatChannel *self, Start *start, gint64 port)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (start->config->port != 0)
    return;
  json_object_set_int_member (start->settings, "port", port);
  node = json_node_init_object (json_node_alloc (), start->settings);
  text = od_json_to_string (node, NULL);
  od_channel_emit_settings_changed (OD_CHANNEL (self), text);
}

static char *
make_url (const char *bind, gint64 port)
{
  const char *host = g_str_equal (bind, "0.0.0.0") ? "127.0.0.1" : bind;

  if (strchr (host, ':') != NULL)
    return g_strdup_printf ("http://[%s]:%" G_GINT64_FORMAT, g_str_equal (host, "::") ? "::1" : host, port);
  return g_strdup_printf ("http://%s:%" G_GINT64_FORMAT, host, port);
}

static void
listened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdWebchatChannel *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 port = od_server_port_listen_finish (OD_SERVER_PORT (source), result, &error);

  if (port < 0)
    {
      od_webchat_endpoint_close (self->endpoint); /* it never got to the server's thread */
      let_go (self, NULL);
      g_task_return_error (task, error);
      return;
    }
  self->url = make_url (start->config->bind, port);
  keep_port (self, start, port);
  g_task_return_boolean (task, TRUE);
}

static void
listen (GTask *task)
{
  OdWebchatChannel *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  const OdWebchatConfig *config = start->config;
  OdListen listen = {
    .bind = config->bind,
    .port = config->port,
    .max_sockets = config->max_sockets,
    .trusted_proxies = (const char *const *) config->trusted_proxies,
    .limits_loopback = config->limits_loopback,
  };
  const OdWebchatHallParts parts = {
    .account_id = start->account_id,
    .ingest = g_object_ref (start->context.ingest),
    .streams = g_object_ref (start->context.streams),
    .clock = g_object_ref (start->context.clock),
    .config = od_webchat_config_new (start->settings, NULL),
    .keys = g_steal_pointer (&start->keys),
    .identity_key = g_strdup (start->identity_key),
  };
  OdWebchatHall *hall = od_webchat_hall_new (&parts);

  hall->is_online = self->is_online;
  self->endpoint =
      od_webchat_endpoint_new (hall, g_steal_pointer (&start->pages), self->worker, start->context.files_dir);
  od_server_port_listen_async (self->server, OD_ENDPOINT (self->endpoint), &listen, NULL, listened_cb,
                               g_object_ref (task));
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Start *start = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* No key ring, no key: then nobody is verified, and the chat works all the same. */
  start->identity_key = od_secrets_port_lookup_finish (OD_SECRETS_PORT (source), result, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("No customer is verified until the account starts again: %s", error->message);
  listen (task);
}

static void
load_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Start *start = task_data;
  g_autofree char *path = g_build_filename (start->context.profile_dir, "server.keys", NULL);
  GError *error = NULL;

  start->keys = od_webchat_keys_ensure (path, &error);
  if (start->keys != NULL)
    start->pages = od_webchat_static_load (start->context.web_dir, start->config->widget, &error);
  if (start->pages != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      let_go (g_task_get_source_object (task), NULL);
      g_task_return_error (task, error);
      return;
    }
  if (start->context.secrets != NULL)
    od_secrets_port_lookup_async (start->context.secrets, start->account_id, "identity_key", start->cancellable,
                                  looked_up_cb, g_object_ref (task));
  else
    listen (task);
}

static gboolean
read_settings (Start *start, const char *text, GError **error)
{
  g_autoptr (JsonNode) node = od_json_parse (text, -1, NULL, error);
  JsonObject *read;
  GList *members;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "The settings are no JSON object");
      return FALSE;
    }
  read = json_node_get_object (node);
  start->settings = json_object_new (); /* what was read is sealed */
  members = json_object_get_members (read);
  for (GList *l = members; l != NULL; l = l->next)
    json_object_set_member (start->settings, l->data, json_node_copy (json_object_get_member (read, l->data)));
  g_list_free (members);
  start->config = od_webchat_config_new (start->settings, error);
  return start->config != NULL;
}

static void
od_webchat_channel_start_async (OdChannel *channel, const OdAccountRow *account, const OdChannelContext *context,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdWebchatChannel *self = OD_WEBCHAT_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Start *start = g_new0 (Start, 1);
  GError *error = NULL;
  GTask *job;

  g_task_set_source_tag (task, od_webchat_channel_start_async);
  g_task_set_task_data (task, start, start_free);
  if (self->server != NULL || context->server == NULL)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_REJECTED,
                               self->server != NULL ? "Started already" : "Nothing can be served here");
      return;
    }
  start->context = *context;
  g_set_object (&start->cancellable, cancellable); /* a locked key ring may wait for a person */
  start->account_id = account->id;
  if (!read_settings (start, account->settings, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->server = g_object_ref (context->server);
  self->worker = od_worker_new ("od-cpu");
  job = g_task_new (self, NULL, loaded_cb, g_object_ref (task));
  g_task_set_source_tag (job, load_job);
  g_task_set_task_data (job, start, NULL);
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, load_job, job);
}

/* ---- stop ---- */

typedef struct {
  OdWebchatEndpoint *endpoint; /* (owned) */
  GTask *task;                 /* (owned) */
} Stop;

static gboolean
closed_cb (gpointer user_data)
{
  Stop *stop = user_data;

  let_go (g_task_get_source_object (stop->task), stop->task);
  g_object_unref (stop->endpoint);
  g_free (stop);
  return G_SOURCE_REMOVE;
}

/* On the server's thread. */
static gboolean
close_cb (gpointer user_data)
{
  Stop *stop = user_data;
  g_autoptr (GSource) source = g_idle_source_new ();

  od_webchat_endpoint_close (stop->endpoint);
  g_source_set_callback (source, closed_cb, stop, NULL);
  g_source_attach (source, g_task_get_context (stop->task));
  return G_SOURCE_REMOVE;
}

static void
unlistened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  OdWebchatChannel *self = g_task_get_source_object (task);
  Stop *stop = g_new0 (Stop, 1);

  od_server_port_unlisten_finish (OD_SERVER_PORT (source), result, NULL);
  stop->endpoint = g_object_ref (self->endpoint);
  stop->task = task;
  od_server_port_invoke (self->server, close_cb, stop, NULL);
}

static void
od_webchat_channel_stop_async (OdChannel *channel, GAsyncReadyCallback callback, gpointer user_data)
{
  OdWebchatChannel *self = OD_WEBCHAT_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, od_webchat_channel_stop_async);
  g_clear_pointer (&self->url, g_free);
  if (self->endpoint == NULL)
    g_task_return_boolean (task, TRUE);
  else
    od_server_port_unlisten_async (self->server, OD_ENDPOINT (self->endpoint), NULL, unlistened_cb,
                                   g_steal_pointer (&task));
}

/* ---- what the desk does ---- */

/* The transaction that records the outcome appends the event to the visitor's stream: that commit is the acceptance. */
static void
od_webchat_channel_perform_async (OdChannel *channel, const OdOutgoing *outgoing, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);
  char *remote_id;

  g_task_set_source_tag (task, od_webchat_channel_perform_async);
  if (outgoing->kind == OD_OUTGOING_SEND)
    remote_id = g_strconcat (outgoing->chat_id, ":", outgoing->key, NULL);
  else
    remote_id = g_strdup ("");
  g_task_return_pointer (task, remote_id, g_free);
}

typedef struct {
  OdWebchatEndpoint *endpoint; /* (owned) */
  char *chat_id;               /* (nullable) */
  char *name;                  /* (nullable) */
  gint64 last_seq;
  gboolean is_on;
} Hop;

static void
hop_free (gpointer data)
{
  Hop *hop = data;

  g_object_unref (hop->endpoint);
  g_free (hop->chat_id);
  g_free (hop->name);
  g_free (hop);
}

static Hop *
hop_new (OdWebchatChannel *self, const char *chat_id)
{
  Hop *hop = g_new0 (Hop, 1);

  hop->endpoint = g_object_ref (self->endpoint);
  hop->chat_id = g_strdup (chat_id);
  return hop;
}

static gboolean
typing_cb (gpointer user_data)
{
  Hop *hop = user_data;

  od_webchat_endpoint_set_typing (hop->endpoint, hop->chat_id, hop->is_on, hop->name);
  return G_SOURCE_REMOVE;
}

static void
od_webchat_channel_set_typing (OdChannel *channel, const char *chat_id, gboolean is_typing, const char *operator_name)
{
  OdWebchatChannel *self = OD_WEBCHAT_CHANNEL (channel);
  Hop *hop;

  if (self->url == NULL)
    return;
  hop = hop_new (self, chat_id);
  hop->is_on = is_typing;
  hop->name = g_strdup (operator_name);
  od_server_port_invoke (self->server, typing_cb, hop, hop_free);
}

static gboolean
online_cb (gpointer user_data)
{
  Hop *hop = user_data;

  od_webchat_endpoint_set_online (hop->endpoint, hop->is_on);
  return G_SOURCE_REMOVE;
}

static void
od_webchat_channel_set_online (OdChannel *channel, gboolean is_online)
{
  OdWebchatChannel *self = OD_WEBCHAT_CHANNEL (channel);
  Hop *hop;

  self->is_online = is_online;
  if (self->endpoint == NULL)
    return;
  hop = hop_new (self, NULL);
  hop->is_on = is_online;
  od_server_port_invoke (self->server, online_cb, hop, hop_free);
}

static gboolean
advance_cb (gpointer user_data)
{
  Hop *hop = user_data;

  od_webchat_endpoint_advance (hop->endpoint, hop->chat_id, hop->last_seq);
  return G_SOURCE_REMOVE;
}

static void
od_webchat_channel_stream_advanced (OdChannel *channel, const char *chat_id, gint64 last_seq)
{
  OdWebchatChannel *self = OD_WEBCHAT_CHANNEL (channel);
  Hop *hop;

  if (self->url == NULL)
    return;
  hop = hop_new (self, chat_id);
  hop->last_seq = last_seq;
  od_server_port_invoke (self->server, advance_cb, hop, hop_free);
}

static char *
od_webchat_channel_dup_url (OdChannel *channel)
{
  return g_strdup (OD_WEBCHAT_CHANNEL (channel)->url);
}

static void
od_webchat_channel_iface_init (OdChannelInterface *iface)
{
  iface->start_async = od_webchat_channel_start_async;
  iface->stop_async = od_webchat_channel_stop_async;
  iface->perform_async = od_webchat_channel_perform_async;
  iface->set_typing = od_webchat_channel_set_typing;
  iface->set_online = od_webchat_channel_set_online;
  iface->stream_advanced = od_webchat_channel_stream_advanced;
  iface->dup_url = od_webchat_channel_dup_url;
}

static void
od_webchat_channel_finalize (GObject *object)
{
  let_go (OD_WEBCHAT_CHANNEL (object), NULL);
  G_OBJECT_CLASS (od_webchat_channel_parent_class)->finalize (object);
}

static void
od_webchat_channel_class_init (OdWebchatChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_webchat_channel_finalize;
}

static void
od_webchat_channel_init (OdWebchatChannel *self)
{
}
