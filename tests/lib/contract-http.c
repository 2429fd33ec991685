/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contract-http.h"

#include <libsoup/soup.h>
#include <string.h>

#include "let-server-leak.h"

typedef struct {
  SoupServer *server; /* (owned) */
  const ContractHttpWords *words;
  SoupServerMessage *held; /* (owned) (nullable) */
  GBytes *offered;         /* (owned) (nullable) */
  ContractAnswer next;
  guint n_heard;
} ContractHttp;

static void
respond (SoupServerMessage *message, guint status, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
}

static void
hang_up (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
hear_send (ContractHttp *self, SoupServerMessage *message)
{
  const ContractHttpWords *words = self->words;

  self->n_heard++;
  switch (self->next)
    {
    case CONTRACT_TAKES:
      respond (message, 200, words->taken);
      break;
    case CONTRACT_REFUSES:
      respond (message, 400, words->refused);
      break;
    case CONTRACT_LIMITS:
      soup_message_headers_append (soup_server_message_get_response_headers (message), "Retry-After", "3");
      respond (message, 429, words->limited);
      break;
    case CONTRACT_BREAKS:
      respond (message, 500, words->broken);
      break;
    case CONTRACT_CUTS:
      hang_up (message);
      break;
    case CONTRACT_HOLDS:
    default:
      g_assert_null (self->held);
      self->held = g_object_ref (message);
      soup_server_message_pause (message);
      break;
    }
  self->next = CONTRACT_TAKES;
}

static void
handler (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  ContractHttp *self = data;

  if (g_str_has_suffix (path, self->words->send_path) && g_str_equal (soup_server_message_get_method (message), "POST"))
    {
      hear_send (self, message);
      return;
    }
  if (self->words->poll_path != NULL && g_str_has_suffix (path, self->words->poll_path) && self->offered != NULL)
    {
      g_autoptr (GBytes) bytes = g_steal_pointer (&self->offered);

      soup_server_message_set_status (message, 200, NULL);
      soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
      return;
    }
  respond (message, 200, self->words->other);
}

gpointer
contract_http_new (const ContractHttpWords *words)
{
  ContractHttp *self = g_new0 (ContractHttp, 1);
  g_autoptr (GError) error = NULL;

  self->words = words;
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, handler, self, NULL);
  let_server_leak (TRUE);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  let_server_leak (FALSE);
  g_assert_no_error (error);
  return self;
}

void
contract_http_free (gpointer side)
{
  ContractHttp *self = side;

  soup_server_disconnect (self->server);
  g_clear_object (&self->held);
  g_object_unref (self->server);
  g_clear_pointer (&self->offered, g_bytes_unref);
  g_free (self);
}

/* The field in which most providers' channels have an address of a server. */
char *
contract_http_dup_settings (gpointer side)
{
  ContractHttp *self = side;
  g_autoslist (GUri) uris = soup_server_get_uris (self->server);

  return g_strdup_printf ("{\"base_url\":\"http://127.0.0.1:%d/\"}", g_uri_get_port (uris->data));
}

void
contract_http_answer (gpointer side, ContractAnswer answer)
{
  ((ContractHttp *) side)->next = answer;
}

guint
contract_http_get_n_heard (gpointer side)
{
  return ((ContractHttp *) side)->n_heard;
}

void
contract_http_release (gpointer side)
{
  ContractHttp *self = side;
  g_autoptr (SoupServerMessage) message = g_steal_pointer (&self->held);

  if (message == NULL)
    return;
  respond (message, 200, self->words->taken);
  soup_server_message_unpause (message);
}

void
contract_http_offer (gpointer side, GBytes *bytes)
{
  ContractHttp *self = side;

  g_clear_pointer (&self->offered, g_bytes_unref);
  self->offered = g_bytes_ref (bytes);
}
