/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "telegram-fixture.h"

#include <libsoup/soup.h>
#include <string.h>

#include "let-server-leak.h"
#include "od-secrets.h"
#include "od-telegram-channel.h"
#include "od-temp-folder.h"

#define TOKEN "7300000001:AAHk3xExampleExampleExampleExample_1"
#define NOW_US (1767261600 * (gint64) G_USEC_PER_SEC)

static void
respond (SoupServerMessage *message, const TelegramAnswer *answer)
{
  if (answer->body == NULL)
    {
      g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

      g_io_stream_close (stream, NULL, NULL);
      return;
    }
  if (answer->retry_after != NULL)
    soup_message_headers_append (soup_server_message_get_response_headers (message), "Retry-After",
                                 answer->retry_after);
  soup_server_message_set_status (message, answer->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, answer->body, strlen (answer->body));
}

static void
respond_webhook (TelegramFixture *f, SoupServerMessage *message, gboolean is_deleted)
{
  g_autofree char *info =
      g_strdup_printf (OK ("{\"url\":\"%s\",\"pending_update_count\":3}"), f->webhook != NULL ? f->webhook : "");
  TelegramAnswer answer = { 200, is_deleted ? OK ("true") : info };

  if (is_deleted)
    f->webhook = NULL;
  respond (message, &answer);
}

static void
handler (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  static const TelegramAnswer well = { 200, SENT };
  TelegramFixture *f = data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree TelegramAnswer *answer = NULL;

  if (g_str_equal (path, "/bot" TOKEN "/getMe"))
    {
      respond (message, &f->me);
      return;
    }
  if (g_str_equal (path, "/bot" TOKEN "/getWebhookInfo") || g_str_equal (path, "/bot" TOKEN "/deleteWebhook"))
    {
      respond_webhook (f, message, g_str_has_suffix (path, "/deleteWebhook"));
      return;
    }
  if (g_str_equal (path, "/file/bot" TOKEN "/voice/file 1.oga"))
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "audio/ogg", SOUP_MEMORY_STATIC, "OggS", 4);
      return;
    }
  g_assert_true (g_str_has_prefix (path, "/bot" TOKEN "/"));
  g_ptr_array_add (f->asked, g_strdup_printf ("%s %s", path + strlen ("/bot" TOKEN "/"), text));
  answer = g_queue_pop_head (f->answers);
  respond (message, answer != NULL ? answer : &well);
}

void
telegram_fixture_answer (TelegramFixture *f, guint status, const char *body)
{
  telegram_fixture_answer_later (f, status, body, NULL);
}

void
telegram_fixture_answer_later (TelegramFixture *f, guint status, const char *body, const char *retry_after)
{
  TelegramAnswer answer = { status, body, retry_after };

  g_queue_push_tail (f->answers, g_memdup2 (&answer, sizeof answer));
}

const char *
telegram_fixture_get_asked (TelegramFixture *f, guint i)
{
  g_assert_cmpuint (i, <, f->asked->len);
  return f->asked->pdata[i];
}

/* Whatever goes wrong, the token is not told. */
void
telegram_fixture_assert_silent (const GError *error)
{
  g_assert_null (error != NULL ? strstr (error->message, "AAHk3x") : NULL);
}

static void
part_taken_cb (OdChannel *channel, const char *key, gint64 id, const char *remote_id, gpointer user_data)
{
  TelegramFixture *f = user_data;

  g_string_append_printf (f->told, "%s:%d=%s ", key, (int) id, remote_id != NULL ? remote_id : "");
}

void
telegram_fixture_set_up (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;
  g_autofree char *path = NULL;

  f->folder = od_temp_folder_new ();
  path = g_build_filename (f->folder, "secrets.json", NULL);
  g_assert_true (g_file_set_contents (path, "{\"3/token\":\"" TOKEN "\"}", -1, NULL));
  f->answers = g_queue_new ();
  f->asked = g_ptr_array_new_with_free_func (g_free);
  f->told = g_string_new (NULL);
  f->me = (TelegramAnswer){ 200,
                            OK ("{\"id\":7300000001,\"is_bot\":true,\"first_name\":\"S\",\"username\":\"shop_bot\"}") };
  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, NULL, handler, f, NULL);
  let_server_leak (TRUE);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  let_server_leak (FALSE);
  g_assert_no_error (error);
  uris = soup_server_get_uris (f->server);
  f->clock = od_clock_new_fake (NOW_US);
  f->worker = od_worker_new ("od-cpu");
  f->secrets = od_secrets_file_new (path, f->worker);
  f->account.id = 3;
  f->account.settings = g_strdup_printf ("{\"base_url\":\"http://127.0.0.1:%d/\"}", g_uri_get_port (uris->data));
  f->context.secrets = f->secrets;
  f->context.clock = f->clock;
  f->channel = g_object_new (OD_TYPE_TELEGRAM_CHANNEL, NULL);
  g_signal_connect (f->channel, "part-taken", G_CALLBACK (part_taken_cb), f);
}

void
telegram_fixture_tear_down (TelegramFixture *f, gconstpointer data)
{
  od_channel_stop_async (f->channel, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->channel);
  soup_server_disconnect (f->server);
  g_clear_object (&f->server);
  g_clear_object (&f->secrets);
  od_worker_stop (f->worker);
  g_clear_object (&f->worker);
  g_clear_object (&f->clock);
  g_free (f->account.settings);
  g_queue_free_full (f->answers, g_free);
  g_ptr_array_unref (f->asked);
  g_string_free (f->told, TRUE);
  od_temp_folder_free (f->folder);
}

void
telegram_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TelegramDone *done = user_data;

  done->n_done++;
  g_set_object (&done->result, result);
}

void
telegram_done_wait (TelegramDone *done)
{
  let_server_leak (TRUE);
  wait_until (done->n_done > 0);
  let_server_leak (FALSE);
  g_assert_cmpuint (done->n_done, ==, 1);
}

gboolean
telegram_fixture_start (TelegramFixture *f, GError **error)
{
  TelegramDone done = { 0 };
  gboolean is_started;

  od_channel_start_async (f->channel, &f->account, &f->context, NULL, telegram_done_cb, &done);
  telegram_done_wait (&done);
  is_started = od_channel_start_finish (f->channel, done.result, error);
  g_object_unref (done.result);
  return is_started;
}
