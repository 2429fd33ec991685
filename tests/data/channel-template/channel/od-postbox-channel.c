/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-postbox"

#include <glib/gi18n.h>

#include "od-channel.h"
#include "od-error.h"
#include "od-http.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-postbox-parse.h"

extern const OdChannelDescriptor od_postbox_descriptor;

#define SILENCE_S 60
#define REPLY_BYTES (1024 * 1024)

/**
 * OdPostboxChannel:
 *
 * Letters at a server: `GET letters?after=N` brings what came, `POST letters` leaves one. Main thread only.
 */
#define OD_TYPE_POSTBOX_CHANNEL (od_postbox_channel_get_type ())
G_DECLARE_FINAL_TYPE (OdPostboxChannel, od_postbox_channel, OD, POSTBOX_CHANNEL, GObject)

struct _OdPostboxChannel {
  GObject parent_instance;

  SoupSession *session; /* (owned) */
  char *base_url;       /* (owned) (nullable): while it runs */
  char *key;            /* (owned) (nullable): wiped at the end */
};

static void od_postbox_channel_iface_init (OdChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdPostboxChannel, od_postbox_channel, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_CHANNEL, od_postbox_channel_iface_init))

static void
od_postbox_channel_finalize (GObject *object)
{
  OdPostboxChannel *self = OD_POSTBOX_CHANNEL (object);

  g_object_unref (self->session);
  g_free (self->base_url);
  od_secret_free (self->key);
  G_OBJECT_CLASS (od_postbox_channel_parent_class)->finalize (object);
}

static void
od_postbox_channel_class_init (OdPostboxChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_postbox_channel_finalize;
}

static void
od_postbox_channel_init (OdPostboxChannel *self)
{
  self->session = od_http_session_new (SILENCE_S);
}

/* ---- start and stop ---- */

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdPostboxChannel *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *key = od_secrets_port_lookup_finish (OD_SECRETS_PORT (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (key == NULL)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_AUTH, "There is no key");
      return;
    }
  od_secret_free (self->key);
  self->key = key;
  g_free (self->base_url);
  self->base_url = g_strdup (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

static void
postbox_start_async (OdChannel *channel, const OdAccountRow *account, const OdChannelContext *context,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);
  GError *error = NULL;
  g_autoptr (JsonNode) settings = od_json_parse (account->settings, -1, NULL, &error);
  const char *url = NULL;

  g_task_set_source_tag (task, postbox_start_async);
  if (settings == NULL ||
      !od_json_get_string (json_node_get_object (settings), "base_url", OD_LIMIT_URL_BYTES, &url, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, g_strdup (url), g_free);
  od_secrets_port_lookup_async (context->secrets, account->id, "key", cancellable, looked_up_cb, g_object_ref (task));
}

static void
postbox_stop_async (OdChannel *channel, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, NULL, callback, user_data);

  g_clear_pointer (&OD_POSTBOX_CHANNEL (channel)->base_url, g_free);
  g_task_return_boolean (task, TRUE);
}

/* ---- requests ---- */

static SoupMessage *
new_message (OdPostboxChannel *self, const char *method, const char *query, GTask *task)
{
  g_autofree char *url = g_strconcat (self->base_url != NULL ? self->base_url : "", "letters", query, NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", self->key, NULL);
  SoupMessage *message = self->base_url != NULL ? soup_message_new (method, url) : NULL;

  if (message == NULL)
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_TRANSIENT, "The account does not run");
  else
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  return message;
}

static OdHttpReply *
take_reply (GObject *source, GAsyncResult *result, GError **error)
{
  g_autoptr (OdHttpReply) reply = od_http_send_finish (SOUP_SESSION (source), result, error);

  return reply != NULL && od_http_reply_check (reply, error) ? g_steal_pointer (&reply) : NULL;
}

static void
polled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdHttpReply) reply = take_reply (source, result, &error);
  OdUpdateBatch *batch = reply != NULL ? od_postbox_parse_letters (reply->body, &error) : NULL;

  if (batch != NULL)
    g_task_return_pointer (task, batch, (GDestroyNotify) od_update_batch_free);
  else
    g_task_return_error (task, error);
}

static void
postbox_poll_async (OdChannel *channel, const char *cursor, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data)
{
  OdPostboxChannel *self = OD_POSTBOX_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *query = g_strconcat ("?after=", cursor != NULL ? cursor : "0", NULL);
  g_autoptr (SoupMessage) message = new_message (self, SOUP_METHOD_GET, query, task);

  g_task_set_source_tag (task, postbox_poll_async);
  if (message != NULL)
    od_http_send_async (self->session, message, REPLY_BYTES, cancellable, polled_cb, g_object_ref (task));
}

static void
wrote_body_cb (gboolean *is_sent, SoupMessage *message)
{
  *is_sent = TRUE;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const gboolean *is_sent = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdHttpReply) reply = take_reply (source, result, &error);
  char *number = reply != NULL ? od_postbox_parse_receipt (reply->body, &error) : NULL;

  if (number != NULL)
    {
      g_task_return_pointer (task, number, g_free);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      error = g_error_new_literal (OD_ERROR, *is_sent ? OD_ERROR_UNCONFIRMED : OD_ERROR_TRANSIENT, "Cancelled");
    }
  g_task_return_error (task, error);
}

static void
postbox_perform_async (OdChannel *channel, const OdOutgoing *outgoing, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  OdPostboxChannel *self = OD_POSTBOX_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (JsonNode) letter = json_node_init_object (json_node_alloc (), json_object_new ());
  g_autoptr (SoupMessage) message = new_message (self, SOUP_METHOD_POST, NULL, task);
  gboolean *is_sent = g_new0 (gboolean, 1);
  gsize len;
  char *text;

  g_task_set_source_tag (task, postbox_perform_async);
  g_task_set_check_cancellable (task, FALSE); /* what was answered counts */
  g_task_set_task_data (task, is_sent, g_free);
  if (message == NULL)
    return;
  json_object_set_string_member (json_node_get_object (letter), "to", outgoing->chat_id);
  json_object_set_string_member (json_node_get_object (letter), "text", outgoing->text);
  text = od_json_to_string (letter, &len);
  g_signal_connect_swapped (message, "wrote-body", G_CALLBACK (wrote_body_cb), is_sent);
  {
    g_autoptr (GBytes) body = g_bytes_new_take (text, len);

    soup_message_set_request_body_from_bytes (message, "application/json", body);
  }
  od_http_send_async (self->session, message, REPLY_BYTES, cancellable, sent_cb, g_object_ref (task));
}

static void
od_postbox_channel_iface_init (OdChannelInterface *iface)
{
  iface->start_async = postbox_start_async;
  iface->stop_async = postbox_stop_async;
  iface->poll_async = postbox_poll_async;
  iface->perform_async = postbox_perform_async;
}

/* ---- what the program knows of it ---- */

static const OdChannelField fields[] = {
  { .key = "key", .label = N_ ("Key"), .type = OD_FIELD_SECRET, .hint = N_ ("The post office gives you one.") },
  { .key = "base_url", .label = N_ ("Post office"), .type = OD_FIELD_URL, .placeholder = "https://post.example/" },
  { .key = "is_slow", .label = N_ ("By ship"), .type = OD_FIELD_BOOLEAN, .default_value = "false" },
  { .key = "stamps",
    .label = N_ ("Stamps on a letter"),
    .type = OD_FIELD_INTEGER,
    .default_value = "1",
    .min = 1,
    .max = 9,
    .flags = OD_FIELD_ADVANCED },
  { NULL },
};

const OdChannelDescriptor od_postbox_descriptor = {
  .id = "postbox",
  .name = N_ ("Postbox"),
  .icon_name = "od-mail-symbolic",
  .caps = OD_CHANNEL_POLLS,
  .max_text = 2000,
  .rate = { .account_per_s = 10, .account_burst = 10 },
  .summary = N_ ("Customers write letters."),
  .needs = N_ ("a key of the post office"),
  .help = N_ ("Go to the post office and ask for a key."),
  .fields = fields,
  .get_type = od_postbox_channel_get_type,
};
