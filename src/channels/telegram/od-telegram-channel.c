/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-telegram"

#include "od-telegram-channel.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-account-trouble.h"
#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-random.h"
#include "od-telegram-api.h"
#include "od-telegram-fetch.h"
#include "od-telegram-send.h"
#include "od-telegram-typing.h"
#include "od-telegram-words.h"

/* Another program asks for the updates of this bot: perhaps our own of a moment ago; then somebody's for longer. */
#define CONFLICT_SOON_MS 3000
#define CONFLICT_SOON_SPREAD_MS 2000
#define CONFLICT_LATER_MS 60000
#define CONFLICTS_SOON 3

/**
 * OdTelegramChannel:
 *
 * A Telegram bot: waits for what customers write, and carries what operators do there. Main thread only.
 */
struct _OdTelegramChannel {
  GObject parent_instance;

  OdTelegramApi *api;        /* (owned) (nullable): while it runs */
  OdTelegramTyping *typing;  /* (owned) (nullable): while it runs */
  OdWorker *worker;          /* (owned) (nullable): large replies */
  OdTelegramNews news;       /* (unowned) members: they outlive us */
  GCancellable *cancellable; /* (owned): of what nobody waits for */
  GPtrArray *presses;        /* (owned) (element-type utf8): pressed buttons of the last batch, not yet answered */
  char *name;                /* (owned) (nullable): "@shop_bot", while it runs */
  guint n_conflicts;         /* in a row */
};

static void od_telegram_channel_iface_init (OdChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdTelegramChannel, od_telegram_channel, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_CHANNEL, od_telegram_channel_iface_init))

static void
let_go (OdTelegramChannel *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->typing, od_telegram_typing_free);
  g_clear_object (&self->api);
  g_clear_pointer (&self->name, g_free);
}

static void
od_telegram_channel_dispose (GObject *object)
{
  OdTelegramChannel *self = OD_TELEGRAM_CHANNEL (object);

  let_go (self);
  if (self->worker != NULL)
    od_worker_stop (self->worker);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (od_telegram_channel_parent_class)->dispose (object);
}

static void
od_telegram_channel_finalize (GObject *object)
{
  OdTelegramChannel *self = OD_TELEGRAM_CHANNEL (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->presses, g_ptr_array_unref);
  G_OBJECT_CLASS (od_telegram_channel_parent_class)->finalize (object);
}

static void
od_telegram_channel_class_init (OdTelegramChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_telegram_channel_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_telegram_channel_finalize;
}

static void
od_telegram_channel_init (OdTelegramChannel *self)
{
  self->cancellable = g_cancellable_new ();
}

/* ---- start ---- */

/* Everything a start needs on its way. */
typedef struct {
  JsonNode *settings; /* (owned): an object */
  char *base_url;
  char *bot_id; /* (owned): as the token says it */
  OdClock *clock;
  OdTelegramApi *api; /* (owned) (nullable) */
  char *name;         /* (owned) (nullable): of the bot */
  gboolean is_probe;
  gboolean takes_over;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_clear_pointer (&start->settings, json_node_unref);
  g_free (start->base_url);
  g_free (start->bot_id);
  g_clear_object (&start->api);
  g_free (start->name);
  g_free (start);
}

static gboolean
read_settings (Start *start, const char *settings, GError **error)
{
  const char *url = NULL;

  start->settings = od_json_parse (settings, -1, NULL, error);
  if (start->settings == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (start->settings))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "The settings are no JSON object");
      return FALSE;
    }
  if (!od_json_get_string (json_node_get_object (start->settings), "base_url", OD_LIMIT_URL_BYTES, &url, error))
    return FALSE;
  start->base_url = g_strdup (url);
  return TRUE;
}

static const char *
get_identity (Start *start)
{
  const char *identity = NULL;

  od_json_get_string_opt (json_node_get_object (start->settings), OD_SETTING_IDENTITY, OD_LIMIT_NAME_BYTES, &identity,
                          NULL);
  return identity;
}

/* Chats and messages have numbers that mean something to one bot only, and so have the updates it was told of. */
static gboolean
check_identity (Start *start, GError **error)
{
  const char *identity = get_identity (start);

  if (identity == NULL || g_str_equal (identity, start->bot_id))
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_AUTH,
                       _ ("This token is of another bot. Connect it as an account of its own."));
  od_error_set_reason (*error, OD_ACCOUNT_TROUBLE_STRANGER);
  return FALSE;
}

static void
keep_identity (OdTelegramChannel *self, Start *start)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  JsonObject *settings;

  if (get_identity (start) != NULL)
    return;
  settings = json_object_new ();
  json_object_set_string_member (settings, "base_url", start->base_url);
  json_object_set_string_member (settings, OD_SETTING_IDENTITY, start->bot_id);
  json_node_take_object (node, settings);
  text = od_json_to_string (node, NULL);
  od_channel_emit_settings_changed (OD_CHANNEL (self), text);
}

/* The bot as people find it, "@shop_bot"; %NULL with an error if the answer is none. */
static char *
read_name (JsonNode *result, GError **error)
{
  const char *name = NULL;
  gint64 id = 0;

  if (!JSON_NODE_HOLDS_OBJECT (result))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“result” is no object");
      return NULL;
    }
  if (!od_json_get_int (json_node_get_object (result), "id", 1, OD_LIMIT_JSON_INTEGER_MAX, &id, error) ||
      !od_json_get_string_opt (json_node_get_object (result), "username", OD_LIMIT_NAME_BYTES, &name, error))
    return NULL;
  return name != NULL ? g_strconcat ("@", name, NULL) : g_strdup ("");
}

/* ---- whether the bot's messages come here ---- */

/* A refusal as if the updates had been asked for; %NULL if nobody gets them by a webhook. */
static GError *
judge_webhook (JsonNode *result)
{
  const char *url = NULL;
  GError *error = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (result))
    return g_error_new_literal (OD_ERROR, OD_ERROR_MALFORMED, "“result” is no object");
  if (!od_json_get_string_opt (json_node_get_object (result), "url", OD_LIMIT_URL_BYTES, &url, &error))
    return error;
  if (url == NULL || *url == '\0')
    return NULL;
  error = g_error_new_literal (OD_ERROR, OD_ERROR_BUSY, "A webhook is set");
  od_error_set_reason (error, OD_TELEGRAM_REASON_WEBHOOK);
  return error;
}

static void
webhook_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonNode) node = od_telegram_api_call_finish (OD_TELEGRAM_API (source), result, NULL, &error);

  if (error == NULL && !start->takes_over)
    error = judge_webhook (node);
  if (error != NULL)
    g_task_return_error (task, od_telegram_words_put (error));
  else
    g_task_return_pointer (task, g_steal_pointer (&start->name), g_free);
}

/* What waits at Telegram is not dropped with the webhook: it comes here. */
static void
look_for_webhook (GTask *task)
{
  Start *start = g_task_get_task_data (task);
  g_autoptr (OdTelegramRequest) request =
      od_telegram_request_new (start->takes_over ? "deleteWebhook" : "getWebhookInfo");

  request->is_repeatable = TRUE;
  od_telegram_api_call_async (start->api, request, NULL, NULL, g_task_get_cancellable (task), webhook_cb,
                              g_object_ref (task));
}

static void
met_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdTelegramChannel *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonNode) node = od_telegram_api_call_finish (OD_TELEGRAM_API (source), result, NULL, &error);
  g_autofree char *name = node != NULL ? read_name (node, &error) : NULL;

  if (name == NULL)
    {
      g_task_return_error (task, od_telegram_words_put (error));
      return;
    }
  if (start->is_probe)
    {
      start->name = g_steal_pointer (&name);
      look_for_webhook (task);
      return;
    }
  keep_identity (self, start);
  self->api = g_steal_pointer (&start->api);
  g_free (self->name);
  self->name = g_steal_pointer (&name);
  self->typing = od_telegram_typing_new (self->api, start->clock, self->cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdTelegramChannel *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  g_autoptr (OdTelegramRequest) request = od_telegram_request_new ("getMe");
  GError *error = NULL;
  char *token = od_secrets_port_lookup_finish (OD_SECRETS_PORT (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (token == NULL || !od_telegram_token_is_good (token))
    {
      od_secret_free (token);
      error = g_error_new_literal (OD_ERROR, OD_ERROR_AUTH, "There is no token");
      od_error_set_reason (error, OD_TELEGRAM_REASON_TOKEN);
      g_task_return_error (task, od_telegram_words_put (error));
      return;
    }
  start->bot_id = g_strndup (token, strcspn (token, ":"));
  if (!check_identity (start, &error))
    {
      od_secret_free (token);
      g_task_return_error (task, error);
      return;
    }
  if (self->worker == NULL)
    self->worker = od_worker_new ("od-cpu");
  start->api = od_telegram_api_new (start->base_url, token, self->worker);
  request->is_repeatable = TRUE;
  od_telegram_api_call_async (start->api, request, NULL, NULL, g_task_get_cancellable (task), met_cb,
                              g_object_ref (task));
}

static void
begin (OdTelegramChannel *self, GTask *task, const OdAccountRow *account, const OdChannelContext *context,
       gboolean is_probe)
{
  Start *start = g_new0 (Start, 1);
  GError *error = NULL;

  self->news = (OdTelegramNews){ context->ingest, account->id };
  start->clock = context->clock;
  start->is_probe = is_probe;
  start->takes_over = context->takes_over;
  g_task_set_task_data (task, start, start_free);
  if (!read_settings (start, account->settings, &error))
    g_task_return_error (task, error);
  else
    od_secrets_port_lookup_async (context->secrets, account->id, "token", g_task_get_cancellable (task), looked_up_cb,
                                  g_object_ref (task));
}

static void
telegram_start_async (OdChannel *channel, const OdAccountRow *account, const OdChannelContext *context,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);

  g_task_set_source_tag (task, telegram_start_async);
  begin (OD_TELEGRAM_CHANNEL (channel), task, account, context, FALSE);
}

static void
telegram_probe_async (OdChannel *channel, const OdAccountRow *account, const OdChannelContext *context,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);

  g_task_set_source_tag (task, telegram_probe_async);
  begin (OD_TELEGRAM_CHANNEL (channel), task, account, context, TRUE);
}

static void
telegram_stop_async (OdChannel *channel, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, NULL, callback, user_data);

  g_task_set_source_tag (task, telegram_stop_async);
  let_go (OD_TELEGRAM_CHANNEL (channel));
  g_task_return_boolean (task, TRUE);
}

/* FALSE: it does not run, and @task was told so */
static gboolean
check_running (OdTelegramChannel *self, GTask *task)
{
  if (self->api == NULL)
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_TRANSIENT, "The account does not run");
  return self->api != NULL;
}

/* ---- what customers do ---- */

/* Their programs wait for an answer; the batch with the presses is stored, or it would not be asked for the next. */
static void
answer_presses (OdTelegramChannel *self)
{
  for (guint i = 0; self->presses != NULL && i < self->presses->len; i++)
    {
      g_autoptr (OdTelegramRequest) request = od_telegram_request_new ("answerCallbackQuery");

      json_object_set_string_member (request->parameters, "callback_query_id", self->presses->pdata[i]);
      request->is_repeatable = TRUE;
      od_telegram_api_tell (self->api, request, self->cancellable);
    }
  g_clear_pointer (&self->presses, g_ptr_array_unref);
}

/* Not fatal: whoever it is may go away. @error: (transfer full) */
static GError *
wait_for_other (OdTelegramChannel *self, GError *error)
{
  self->n_conflicts++;
  error->code = OD_ERROR_TRANSIENT;
  od_error_set_retry_after_ms (error, self->n_conflicts > CONFLICTS_SOON
                                          ? CONFLICT_LATER_MS
                                          : CONFLICT_SOON_MS + (gint64) (od_random_unit () * CONFLICT_SOON_SPREAD_MS));
  return error;
}

static void
polled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdTelegramChannel *self = g_task_get_source_object (task);
  g_auto (OdTelegramAside) aside = { 0 };
  GError *error = NULL;
  OdUpdateBatch *batch = od_telegram_api_poll_finish (OD_TELEGRAM_API (source), result, &aside, &error);

  if (batch == NULL)
    {
      if (g_error_matches (error, OD_ERROR, OD_ERROR_BUSY))
        error = wait_for_other (self, error);
      g_task_return_error (task, od_telegram_words_put (error));
      return;
    }
  self->n_conflicts = 0;
  if (batch->cursor == NULL)
    batch->cursor = g_strdup (g_task_get_task_data (task));
  g_clear_pointer (&self->presses, g_ptr_array_unref);
  self->presses = g_steal_pointer (&aside.callback_ids);
  g_task_return_pointer (task, batch, (GDestroyNotify) od_update_batch_free);
}

static void
telegram_poll_async (OdChannel *channel, const char *cursor, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  OdTelegramChannel *self = OD_TELEGRAM_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, telegram_poll_async);
  g_task_set_check_cancellable (task, FALSE); /* what came is not thrown away */
  g_task_set_task_data (task, g_strdup (cursor), g_free);
  if (!check_running (self, task))
    return;
  answer_presses (self);
  od_telegram_api_poll_async (self->api, cursor, cancellable, polled_cb, g_object_ref (task));
}

/* ---- what operators do ---- */

static void
telegram_perform_async (OdChannel *channel, const OdOutgoing *outgoing, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  OdTelegramChannel *self = OD_TELEGRAM_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, telegram_perform_async);
  g_task_set_check_cancellable (task, FALSE); /* once asked, the answer counts */
  if (!check_running (self, task))
    return;
  if (outgoing->kind == OD_OUTGOING_SEND)
    od_telegram_typing_set (self->typing, outgoing->chat_id, FALSE);
  od_telegram_send (self->api, &self->news, task, outgoing);
}

static void
telegram_fetch_file_async (OdChannel *channel, const OdFetch *fetch, GFileProgressCallback progress,
                           gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  OdTelegramChannel *self = OD_TELEGRAM_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, telegram_fetch_file_async);
  if (check_running (self, task))
    od_telegram_fetch (self->api, task, fetch, progress, progress_data);
}

static void
telegram_set_typing (OdChannel *channel, const char *chat_id, gboolean is_typing, const char *operator_name)
{
  OdTelegramChannel *self = OD_TELEGRAM_CHANNEL (channel);

  if (self->typing != NULL)
    od_telegram_typing_set (self->typing, chat_id, is_typing);
}

static char *
telegram_dup_url (OdChannel *channel)
{
  const char *name = OD_TELEGRAM_CHANNEL (channel)->name;

  return name != NULL && *name != '\0' ? g_strconcat ("https://t.me/", name + 1, NULL) : NULL;
}

static void
od_telegram_channel_iface_init (OdChannelInterface *iface)
{
  iface->start_async = telegram_start_async;
  iface->stop_async = telegram_stop_async;
  iface->probe_async = telegram_probe_async;
  iface->poll_async = telegram_poll_async;
  iface->perform_async = telegram_perform_async;
  iface->fetch_file_async = telegram_fetch_file_async;
  iface->set_typing = telegram_set_typing;
  iface->dup_url = telegram_dup_url;
}
