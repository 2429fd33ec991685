/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "let-server-leak.h"
#include "od-error.h"
#include "od-http.h"

/* A server that behaves badly on purpose, on loopback, on a port the kernel picks. */
typedef struct {
  SoupServer *server;
  SoupSession *session;
  char *base; /* "http://127.0.0.1:PORT" */
} Fixture;

#define MAX_REPLY_BYTES (64 * 1024)

static void
handler (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  soup_server_message_set_status (message, 200, NULL);
  if (g_str_equal (path, "/ok"))
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
  else if (g_str_equal (path, "/large"))
    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE, g_strnfill (MAX_REPLY_BYTES + 1, 'x'),
                                      MAX_REPLY_BYTES + 1);
  else if (g_str_equal (path, "/cut"))
    {
      g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

      g_io_stream_close (stream, NULL, NULL); /* the body was taken, and nothing is said */
    }
  else if (g_str_equal (path, "/elsewhere"))
    soup_server_message_set_redirect (message, 307, "/ok");
  else if (g_str_equal (path, "/hang"))
    soup_server_message_pause (message);
  else if (g_str_has_prefix (path, "/status/"))
    {
      guint status = (guint) g_ascii_strtoull (path + strlen ("/status/"), NULL, 10);

      if (status == 429)
        soup_message_headers_append (soup_server_message_get_response_headers (message), "Retry-After", "7");
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "why", 3);
      soup_server_message_set_status (message, status, NULL);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;

  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, handler, NULL, NULL);
  let_server_leak (TRUE);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  let_server_leak (FALSE);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->base = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  fixture->session = od_http_session_new (1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  soup_session_abort (fixture->session);
  while (g_main_context_iteration (NULL, FALSE))
    ; /* aborted connections say goodbye */
  g_assert_finalize_object (fixture->session);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  g_clear_pointer (&fixture->base, g_free);
}

typedef struct {
  OdHttpReply *reply;
  GError *error;
  guint n_done;
} Outcome;

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->reply = od_http_send_finish (SOUP_SESSION (source), result, &outcome->error);
  outcome->n_done++;
}

/* What a request itself allocates is still looked after: that happens outside of this. */
static void
wait_for (Outcome *outcome)
{
  let_server_leak (TRUE);
  while (outcome->n_done == 0)
    g_main_context_iteration (NULL, TRUE);
  let_server_leak (FALSE);
}

static Outcome
post (Fixture *fixture, const char *path, GCancellable *cancellable)
{
  g_autofree char *url = path[0] == '/' ? g_strconcat (fixture->base, path, NULL) : g_strdup (path);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, url);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  Outcome outcome = { NULL };

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  od_http_send_async (fixture->session, message, MAX_REPLY_BYTES, cancellable, sent_cb, &outcome);
  wait_for (&outcome);
  g_assert_cmpuint (outcome.n_done, ==, 1);
  g_assert_true ((outcome.reply != NULL) != (outcome.error != NULL));
  return outcome;
}

static void
test_a_reply (Fixture *fixture, gconstpointer data)
{
  Outcome outcome = post (fixture, "/ok", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_no_error (outcome.error);
  g_assert_true (od_http_reply_check (outcome.reply, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (outcome.reply->body, NULL), g_bytes_get_size (outcome.reply->body), "{}", 2);
  od_http_reply_free (outcome.reply);
}

static void
test_what_a_status_means (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *path;
    OdError code;
    gint64 retry_after_ms;
  } cases[] = {
    { "/status/429", OD_ERROR_RATE_LIMITED, 7000 }, { "/status/401", OD_ERROR_AUTH, -1 },
    { "/status/403", OD_ERROR_AUTH, -1 },           { "/status/400", OD_ERROR_REJECTED, -1 },
    { "/status/404", OD_ERROR_REJECTED, -1 },       { "/status/408", OD_ERROR_TRANSIENT, -1 },
    { "/elsewhere", OD_ERROR_REJECTED, -1 },        { "/status/500", OD_ERROR_TRANSIENT, -1 },
    { "/status/503", OD_ERROR_TRANSIENT, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Outcome outcome = post (fixture, cases[i].path, NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].path);
      g_assert_no_error (outcome.error);
      g_assert_false (od_http_reply_check (outcome.reply, &error));
      g_assert_error (error, OD_ERROR, (int) cases[i].code);
      g_assert_cmpint (od_error_get_retry_after_ms (error), ==, cases[i].retry_after_ms);
      if (g_str_has_prefix (cases[i].path, "/status/")) /* the provider's words */
        g_assert_cmpmem (g_bytes_get_data (outcome.reply->body, NULL), 3, "why", 3);
      od_http_reply_free (outcome.reply);
    }
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *path;
    OdError code;
  } cases[] = {
    { "/large", OD_ERROR_TOO_LARGE },
    { "/cut", OD_ERROR_UNCONFIRMED },
    { "/hang", OD_ERROR_UNCONFIRMED },
    { "http://127.0.0.1:1/", OD_ERROR_TRANSIENT }, /* nobody listens there */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Outcome outcome = post (fixture, cases[i].path, NULL);

      g_test_message ("%s", cases[i].path);
      g_assert_error (outcome.error, OD_ERROR, (int) cases[i].code);
      g_clear_error (&outcome.error);
    }
}

static void
wrote_data_cb (SoupMessage *message, guint n_bytes, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Outcome outcome;

  g_cancellable_cancel (cancellable);
  outcome = post (fixture, "/hang", cancellable);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&outcome.error);
}

/* The last byte went out in this very turn of the main loop: the other side may have acted. */
static void
test_cancelled_as_the_body_left (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strconcat (fixture->base, "/hang", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, url);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Outcome outcome = { NULL };

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  od_http_send_async (fixture->session, message, MAX_REPLY_BYTES, cancellable, sent_cb, &outcome);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_data_cb), cancellable);
  wait_for (&outcome);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_UNCONFIRMED);
  g_clear_error (&outcome.error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/http/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-reply", test_a_reply);
  ADD ("what-a-status-means", test_what_a_status_means);
  ADD ("faults", test_faults);
  ADD ("cancelled-before", test_cancelled_before);
  ADD ("cancelled-as-the-body-left", test_cancelled_as_the_body_left);
  return g_test_run ();
}
