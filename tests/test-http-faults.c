/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-http-download.h"
#include "od-http-form.h"
#include "od-http.h"
#include "od-temp-folder.h"

/* The leak checker of gcc 12 falls over the thread-local memory of threads that spoke TLS. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

/* A server on loopback that speaks in bytes, so that it can stop in the middle of any of them. Each connection has a
 * thread of its own; the path says what it does. */

#define TOKEN "7300000001:AAHk3xSecretSecretSecretSecretSecret1"
#define MAX_REPLY_BYTES 4096

/* Made for this test, trusted by nobody. */
static const char *const self_signed = "-----BEGIN CERTIFICATE-----\n"
                                       "MIIBkTCCATagAwIBAgIUPWoKJKMVuWVfoFILH3eEMuyAA7gwCgYIKoZIzj0EAwIw\n"
                                       "FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMjE2MjkyN1oYDzIxMjYxMDI5\n"
                                       "MTYyOTI3WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO\n"
                                       "PQMBBwNCAAT4jhdP7/MovJUGqwkTrZvcnQScsIlUQMjUpLqvteKC/45RYQPsHujB\n"
                                       "6kRhdCv2zQgtL47ywkY14cT5vzJRRZdNo2QwYjAdBgNVHQ4EFgQUvhANv+qZZRPo\n"
                                       "ns7YIfSe7OjZxbcwHwYDVR0jBBgwFoAUvhANv+qZZRPons7YIfSe7OjZxbcwDwYD\n"
                                       "VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC\n"
                                       "IQC9AhagAZMubqEzUmbcRVgXXDCnIhzEGyXNiil+mDoF5gIhAN06YR68g03Nz0B5\n"
                                       "rcbslk47+oebkrLi8Vx60SX9MLWE\n"
                                       "-----END CERTIFICATE-----\n"
                                       "-----BEGIN PRIVATE KEY-----\n"
                                       "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoULVi36IST5HzQYs\n"
                                       "BWGX9CpE9ZnvFiTUYeUShzwGsfShRANCAAT4jhdP7/MovJUGqwkTrZvcnQScsIlU\n"
                                       "QMjUpLqvteKC/45RYQPsHujB6kRhdCv2zQgtL47ywkY14cT5vzJRRZdN\n"
                                       "-----END PRIVATE KEY-----\n";

typedef struct {
  GSocketService *service;
  SoupSession *session;
  GTlsCertificate *certificate; /* (nullable): it speaks TLS */
  const char *tls; /* (nullable): "strict": as it is; "trusting"; "cut": in the handshake; "plain": no TLS */
  guint16 port;
  int n_requests; /* atomic */
  int n_drips;    /* atomic: of the one that drips */
  int n_open;     /* atomic: connections that a thread has, or will have */
  GMutex lock;
  GString *head; /* of the last request */
} Fixture;

static gboolean
say (GIOStream *stream, const char *text)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL, NULL, NULL);
}

/* The head of a request, and its body if it says how long that is. */
static char *
read_request (GIOStream *stream)
{
  GInputStream *in = g_io_stream_get_input_stream (stream);
  GString *text = g_string_new (NULL);
  const char *length;
  char byte;

  while (strstr (text->str, "\r\n\r\n") == NULL)
    {
      if (g_input_stream_read (in, &byte, 1, NULL, NULL) != 1)
        return g_string_free (text, FALSE);
      g_string_append_c (text, byte);
    }
  length = strstr (text->str, "Content-Length: ");
  if (length != NULL)
    {
      gsize n = (gsize) g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10), got = 0;
      g_autofree char *body = g_malloc0 (n + 1);

      g_input_stream_read_all (in, body, n, &got, NULL, NULL);
      g_string_append_len (text, body, (gssize) got);
    }
  return g_string_free (text, FALSE);
}

static void
drip (Fixture *f, GIOStream *stream, const char *text)
{
  for (guint i = 0; say (stream, text) && i < 100; i++)
    {
      g_atomic_int_inc (&f->n_drips);
      g_poll (NULL, 0, 200);
    }
}

static void
answer (Fixture *f, GIOStream *stream, const char *path)
{
  if (g_str_has_prefix (path, "/drip-head"))
    drip (f, stream, "H");
  else if (g_str_has_prefix (path, "/drip-body"))
    {
      say (stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
      drip (f, stream, "x");
    }
  else if (g_str_has_prefix (path, "/cut-status"))
    say (stream, "HTTP/1.");
  else if (g_str_has_prefix (path, "/cut-head"))
    say (stream, "HTTP/1.1 200 OK\r\nContent-Le");
  else if (g_str_has_prefix (path, "/cut-body"))
    say (stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
  else if (g_str_has_prefix (path, "/cut-chunk"))
    say (stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this");
  else if (g_str_has_prefix (path, "/nonsense"))
    say (stream, "Good evening\r\n\r\n");
  else if (g_str_has_prefix (path, "/endless"))
    {
      say (stream, "HTTP/1.1 200 OK\r\n\r\n");
      while (say (stream, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"))
        ;
    }
  else if (g_str_has_prefix (path, "/date"))
    say (stream, "HTTP/1.1 429 Slow\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                 "Retry-After: Sun, 06 Nov 1994 08:50:07 GMT\r\nContent-Length: 0\r\n\r\n");
  else if (g_str_has_prefix (path, "/past"))
    say (stream, "HTTP/1.1 429 Slow\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                 "Retry-After: Sun, 06 Nov 1994 08:00:00 GMT\r\nContent-Length: 0\r\n\r\n");
  else if (g_str_has_prefix (path, "/month"))
    say (stream, "HTTP/1.1 429 Slow\r\nRetry-After: 2592000\r\nContent-Length: 0\r\n\r\n");
  else if (g_str_has_prefix (path, "/soon"))
    say (stream, "HTTP/1.1 429 Slow\r\nRetry-After: soon\r\nContent-Length: 0\r\n\r\n");
  else if (g_str_has_prefix (path, "/closed"))
    say (stream, "HTTP/1.1 503 Closed\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n");
  else if (g_str_has_prefix (path, "/ok") || g_str_has_prefix (path, "http://"))
    say (stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  Fixture *f = user_data;

  g_atomic_int_inc (&f->n_open);
  return FALSE;
}

static void
serve (Fixture *f, GSocketConnection *connection)
{
  g_autoptr (GIOStream) tls = NULL;
  GIOStream *stream = G_IO_STREAM (connection);
  g_autofree char *request = NULL;
  g_auto (GStrv) words = NULL;

  if (g_strcmp0 (f->tls, "cut") == 0 || g_strcmp0 (f->tls, "plain") == 0)
    {
      char byte;

      g_input_stream_read (g_io_stream_get_input_stream (stream), &byte, 1, NULL, NULL);
      if (g_str_equal (f->tls, "plain"))
        say (stream, "HTTP/1.1 400 Bad Request\r\n\r\n");
      g_io_stream_close (stream, NULL, NULL);
      return;
    }
  if (f->certificate != NULL)
    {
      tls = g_tls_server_connection_new (stream, f->certificate, NULL);
      if (tls == NULL || !g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
        return;
      stream = tls;
    }
  request = read_request (stream);
  g_atomic_int_inc (&f->n_requests);
  g_mutex_lock (&f->lock);
  g_string_assign (f->head, request);
  g_mutex_unlock (&f->lock);
  words = g_strsplit (request, " ", 3);
  if (g_strv_length (words) == 3)
    answer (f, stream, words[1]);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL); /* of TLS, too, without a word of farewell */
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  Fixture *f = user_data;

  serve (f, connection);
  g_atomic_int_dec_and_test (&f->n_open);
  return TRUE;
}

static void
set_up (Fixture *f, gconstpointer tls)
{
  g_autoptr (GError) error = NULL;

  g_mutex_init (&f->lock);
  f->head = g_string_new (NULL);
  f->service = g_threaded_socket_service_new (20);
  f->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (f->service), NULL, &error);
  g_assert_no_error (error);
  f->tls = tls;
  if (tls != NULL)
    f->certificate = g_tls_certificate_new_from_pem (self_signed, -1, &error);
  g_assert_no_error (error);
  g_signal_connect (f->service, "incoming", G_CALLBACK (incoming_cb), f);
  g_signal_connect (f->service, "run", G_CALLBACK (run_cb), f);
  g_socket_service_start (f->service);
  f->session = od_http_session_new (1);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  soup_session_abort (f->session);
  while (g_main_context_iteration (NULL, FALSE) || g_atomic_int_get (&f->n_open) > 0)
    g_thread_yield (); /* whoever drips sees that nobody listens */
  g_assert_finalize_object (f->session);
  g_socket_service_stop (f->service);
  g_socket_listener_close (G_SOCKET_LISTENER (f->service));
  g_clear_object (&f->service);
  g_clear_object (&f->certificate);
  g_string_free (f->head, TRUE);
  g_mutex_clear (&f->lock);
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

static gboolean
trust_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags flags, gpointer user_data)
{
  return TRUE;
}

static Outcome
post_to (Fixture *f, const char *url)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, url);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  Outcome outcome = { NULL };

  g_assert_nonnull (message);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  if (g_strcmp0 (f->tls, "trusting") == 0)
    g_signal_connect (message, "accept-certificate", G_CALLBACK (trust_cb), NULL);
  od_http_send_async (f->session, message, MAX_REPLY_BYTES, NULL, sent_cb, &outcome);
  while (outcome.n_done == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true ((outcome.reply != NULL) != (outcome.error != NULL));
  if (outcome.error != NULL)
    {
      g_test_message ("%s", outcome.error->message);
      g_assert_null (strstr (outcome.error->message, "AAHk3x"));
      g_assert_null (strstr (outcome.error->message, "7300000001"));
      g_assert_true (g_utf8_validate (outcome.error->message, -1, NULL));
    }
  return outcome;
}

/* With a token in its path, as some providers want it. */
static Outcome
post (Fixture *f, const char *path)
{
  g_autofree char *url =
      g_strdup_printf ("%s://127.0.0.1:%u%s/bot" TOKEN, f->certificate != NULL ? "https" : "http", f->port, path);

  return post_to (f, url);
}

static void
test_cut_anywhere (Fixture *f, gconstpointer data)
{
  static const char *const paths[] = { "/cut-now", "/cut-status", "/cut-head", "/cut-body", "/cut-chunk", "/nonsense" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      Outcome outcome = post (f, paths[i]);

      g_test_message ("%s", paths[i]);
      g_assert_error (outcome.error, OD_ERROR, OD_ERROR_UNCONFIRMED); /* the body was out */
      g_clear_error (&outcome.error);
    }
  g_assert_cmpint (g_atomic_int_get (&f->n_requests), ==, G_N_ELEMENTS (paths)); /* nothing is sent twice */
}

/* It is never silent, and never done. */
static void
test_drips (Fixture *f, gconstpointer data)
{
  static const char *const paths[] = { "/drip-head", "/drip-body" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      Outcome outcome;

      g_atomic_int_set (&f->n_drips, 0);
      outcome = post (f, paths[i]);
      g_assert_error (outcome.error, OD_ERROR, OD_ERROR_UNCONFIRMED);
      g_clear_error (&outcome.error);
      g_assert_cmpint (g_atomic_int_get (&f->n_drips), <, 90);
    }
}

static void
test_endless (Fixture *f, gconstpointer data)
{
  Outcome outcome = post (f, "/endless");

  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_clear_error (&outcome.error);
}

static void
test_retry_after (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *path;
    gint64 ms;
  } cases[] = { { "/date", 30000 }, { "/past", 0 }, { "/month", 86400000 }, { "/soon", -1 }, { "/closed", 9000 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Outcome outcome = post (f, cases[i].path);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].path);
      g_assert_no_error (outcome.error);
      g_assert_false (od_http_reply_check (outcome.reply, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_RATE_LIMITED);
      g_assert_cmpint (od_error_get_retry_after_ms (error), ==, cases[i].ms);
      od_http_reply_free (outcome.reply);
    }
}

static void
test_no_trust (Fixture *f, gconstpointer data)
{
  Outcome outcome = post (f, "/ok");

  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT); /* what waits to be sent waits on */
  g_clear_error (&outcome.error);
  g_assert_cmpint (g_atomic_int_get (&f->n_requests), ==, 0); /* not a byte of it left */
}

/* A line that breaks while both sides make sure of each other is a broken line. */
static void
test_cut_handshake (Fixture *f, gconstpointer data)
{
  Outcome outcome = post (f, "/ok");

  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  g_clear_error (&outcome.error);
}

static void
test_cut_within_tls (Fixture *f, gconstpointer data)
{
  static const char *const paths[] = { "/cut-now", "/cut-head", "/cut-body" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      Outcome outcome = post (f, paths[i]);

      g_test_message ("%s", paths[i]);
      g_assert_error (outcome.error, OD_ERROR, OD_ERROR_UNCONFIRMED);
      g_clear_error (&outcome.error);
    }
}

static void
test_nobody_there (Fixture *f, gconstpointer data)
{
  Outcome outcome = post_to (f, "http://127.0.0.1:1/bot" TOKEN "/getMe?key=AAHk3xKey");

  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  g_clear_error (&outcome.error);
  outcome = post_to (f, "http://bot" TOKEN ":AAHk3x@nowhere.invalid/bot" TOKEN "/getMe");
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  g_clear_error (&outcome.error);
}

static void
test_says_who_it_is (Fixture *f, gconstpointer data)
{
  Outcome outcome = post (f, "/ok");

  g_assert_no_error (outcome.error);
  od_http_reply_free (outcome.reply);
  g_mutex_lock (&f->lock);
  g_assert_nonnull (strstr (f->head->str, "User-Agent: Omnidesk/"));
  g_mutex_unlock (&f->lock);
}

/* The way that the desktop's settings say; here those of the environment. */
static void
test_proxy (Fixture *f, gconstpointer data)
{
  g_autofree char *proxy = g_strdup_printf ("http://127.0.0.1:%u", f->port);
  g_autoptr (GProxyResolver) simple = g_simple_proxy_resolver_new (proxy, NULL);
  Outcome outcome;

  g_assert_true (soup_session_get_proxy_resolver (f->session) == NULL ||
                 soup_session_get_proxy_resolver (f->session) == g_proxy_resolver_get_default ());
  soup_session_set_proxy_resolver (f->session, simple);
  outcome = post_to (f, "http://shop.invalid/ok");
  g_assert_no_error (outcome.error);
  od_http_reply_free (outcome.reply);
  g_mutex_lock (&f->lock);
  g_assert_true (g_str_has_prefix (f->head->str, "POST http://shop.invalid/ok HTTP/1.1"));
  g_mutex_unlock (&f->lock);
}

/* A name that is not ASCII stays in `filename=`, and nothing of it can end the header. */
static void
test_form (Fixture *f, gconstpointer data)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "bill", NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/ok", f->port);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, url);
  g_autoptr (OdHttpForm) form = od_http_form_new ();
  Outcome outcome = { NULL };

  g_assert_true (g_file_set_contents (path, "%PDF-1.7 \r\n--not the end", -1, NULL));
  od_http_form_add_text (form, "chat_id", "42");
  od_http_form_add_file (form, "document", "Счёт \"№5\"\r\nX: y.pdf", "application/pdf", path, 24);
  od_http_form_attach (form, message);
  od_http_send_async (f->session, message, MAX_REPLY_BYTES, NULL, sent_cb, &outcome);
  while (outcome.n_done == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (outcome.error);
  od_http_reply_free (outcome.reply);
  g_mutex_lock (&f->lock);
  g_assert_nonnull (strstr (f->head->str, "name=\"chat_id\"\r\n\r\n42\r\n"));
  g_assert_nonnull (strstr (f->head->str, "filename=\"%D0%A1%D1%87%D1%91%D1%82 %22%E2%84%965%22%0D%0AX"));
  g_assert_null (strstr (f->head->str, "filename*"));
  g_assert_null (strstr (f->head->str, "\r\nX: y"));
  g_assert_nonnull (strstr (f->head->str, "%PDF-1.7 \r\n--not the end\r\n--"));
  g_mutex_unlock (&f->lock);
}

static void
progress_cb (goffset done, goffset total, gpointer user_data)
{
}

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  od_http_download_finish (SOUP_SESSION (source), result, &outcome->error);
  outcome->n_done++;
}

/* A file that never comes to its end is let go, and its address is not told. */
static void
test_download_drips (Fixture *f, gconstpointer data)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "part", NULL);
  static const char *const paths[] = { "/drip-body", "/drip-head", "/cut-body" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s/bot" TOKEN, f->port, paths[i]);
      g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, url);
      g_autoptr (GString) version = g_string_new (NULL);
      const OdHttpTarget target = { .path = path, .max_bytes = 4096, .version = version };
      Outcome outcome = { NULL };

      od_http_download_async (f->session, message, &target, progress_cb, NULL, NULL, downloaded_cb, &outcome);
      while (outcome.n_done == 0)
        g_main_context_iteration (NULL, TRUE);
      g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
      g_assert_null (strstr (outcome.error->message, "AAHk3x"));
      g_clear_error (&outcome.error);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/http-faults/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("cut", test_cut_anywhere);
  ADD ("drips", test_drips);
  ADD ("endless", test_endless);
  ADD ("retry-after", test_retry_after);
  ADD ("nobody-there", test_nobody_there);
  ADD ("user-agent", test_says_who_it_is);
  ADD ("proxy", test_proxy);
  ADD ("form", test_form);
  ADD ("download", test_download_drips);
  g_test_add ("/http-faults/no-trust", Fixture, "strict", set_up, test_no_trust, tear_down);
  g_test_add ("/http-faults/cut-handshake", Fixture, "cut", set_up, test_cut_handshake, tear_down);
  g_test_add ("/http-faults/no-tls", Fixture, "plain", set_up, test_cut_handshake, tear_down);
  g_test_add ("/http-faults/cut-within-tls", Fixture, "trusting", set_up, test_cut_within_tls, tear_down);
  return g_test_run ();
}
