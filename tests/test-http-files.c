/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "let-server-leak.h"
#include "od-error.h"
#include "od-http-download.h"
#include "od-http-form.h"
#include "od-http.h"
#include "od-temp-folder.h"

#define FILE_BYTES 300000
#define MAX_BYTES (1024 * 1024)

/* A server with one file, and what was posted to it. */
typedef struct {
  SoupServer *server;
  SoupSession *session;
  char *base;
  char *folder;
  char *path;      /* where a download goes */
  char *content;   /* of the file there */
  GString *ranges; /* asked for, one after the other */
  GString *version;
  const char *etag; /* of the file there */
  char *type;       /* of what was posted */
  GBytes *posted;
} Fixture;

static void
send_part (Fixture *f, SoupServerMessage *message, gsize from, gsize to)
{
  soup_message_headers_set_content_range (soup_server_message_get_response_headers (message), (goffset) from,
                                          (goffset) to - 1, FILE_BYTES);
  soup_server_message_set_status (message, 206, NULL);
  soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_COPY, f->content + from,
                                    to - from);
}

/* Says that all of it comes, whatever was asked for, and hangs up after @n_bytes. */
static void
send_and_cut (Fixture *f, SoupServerMessage *message, gsize n_bytes)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  g_autofree char *etag = f->etag != NULL ? g_strdup_printf ("ETag: %s\r\n", f->etag) : g_strdup ("");
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n", etag, FILE_BYTES);
  GOutputStream *out = g_io_stream_get_output_stream (stream);

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  g_output_stream_write_all (out, f->content, n_bytes, NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static void
handler (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Fixture *f = data;
  const char *range = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Range");
  gsize from = range != NULL ? (gsize) g_ascii_strtoull (range + strlen ("bytes="), NULL, 10) : 0;

  const char *if_range = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "If-Range");

  g_string_append_printf (f->ranges, "%s;", range != NULL ? range : "-");
  if (f->etag != NULL)
    soup_message_headers_append (soup_server_message_get_response_headers (message), "ETag", f->etag);
  if (g_str_equal (path, "/cut") && if_range != NULL && g_strcmp0 (if_range, f->etag) != 0)
    path = "/whole"; /* libsoup's own server knows no If-Range */
  soup_server_message_set_status (message, 200, NULL);
  if (g_str_equal (path, "/post"))
    {
      f->type =
          g_strdup (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Content-Type"));
      f->posted = soup_message_body_flatten (soup_server_message_get_request_body (message));
    }
  else if (g_str_equal (path, "/whole"))
    send_and_cut (f, message, FILE_BYTES);
  else if (g_str_equal (path, "/file") && range == NULL)
    soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_COPY, f->content, FILE_BYTES);
  else if ((g_str_equal (path, "/cut") || g_str_equal (path, "/careless")) && range == NULL)
    send_and_cut (f, message, FILE_BYTES / 3);
  else if (g_str_equal (path, "/elsewhere") && range != NULL)
    send_part (f, message, 5, FILE_BYTES);
  else if (from >= FILE_BYTES)
    soup_server_message_set_status (message, 416, NULL);
  else if (g_str_has_prefix (path, "/status/"))
    {
      soup_message_headers_append (soup_server_message_get_response_headers (message), "Retry-After", "7");
      soup_server_message_set_status (message, (guint) g_ascii_strtoull (path + strlen ("/status/"), NULL, 10), NULL);
    }
  else if (range != NULL)
    send_part (f, message, from, FILE_BYTES);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;

  f->folder = od_temp_folder_new ();
  f->path = g_build_filename (f->folder, "part", NULL);
  f->content = g_malloc (FILE_BYTES);
  for (guint i = 0; i < FILE_BYTES; i++)
    f->content[i] = (char) (i * 7 + i / 256);
  f->ranges = g_string_new (NULL);
  f->version = g_string_new (NULL);
  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, NULL, handler, f, NULL);
  let_server_leak (TRUE);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  let_server_leak (FALSE);
  g_assert_no_error (error);
  uris = soup_server_get_uris (f->server);
  f->base = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  f->session = od_http_session_new (5);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  soup_session_abort (f->session);
  while (g_main_context_iteration (NULL, FALSE))
    ; /* aborted connections say goodbye */
  g_assert_finalize_object (f->session);
  soup_server_disconnect (f->server);
  g_clear_object (&f->server);
  g_free (f->base);
  g_free (f->path);
  g_free (f->content);
  g_free (f->type);
  g_clear_pointer (&f->posted, g_bytes_unref);
  g_string_free (f->ranges, TRUE);
  g_string_free (f->version, TRUE);
  od_temp_folder_free (f->folder);
}

typedef struct {
  GError *error;
  gint64 done_bytes, total_bytes;
  guint n_done;
  GCancellable *cancel_at; /* (nullable): cancelled at the first progress */
} Outcome;

static void
progress_cb (goffset done, goffset total, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_cmpuint (outcome->n_done, ==, 0);
  outcome->done_bytes = done;
  outcome->total_bytes = total;
  if (outcome->cancel_at != NULL)
    g_cancellable_cancel (outcome->cancel_at);
}

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;
  gboolean is_there = od_http_download_finish (SOUP_SESSION (source), result, &outcome->error);

  g_assert_true (is_there == (outcome->error == NULL));
  outcome->n_done++;
}

static void
download (Fixture *f, const char *name, gint64 max_bytes, Outcome *outcome)
{
  g_autofree char *url = g_strconcat (f->base, name, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, url);
  OdHttpTarget target = { .path = f->path, .max_bytes = max_bytes, .version = f->version };
  GStatBuf there = { 0 };

  outcome->n_done = 0;
  g_clear_error (&outcome->error);
  if (g_stat (f->path, &there) == 0)
    target.offset = there.st_size;
  od_http_download_async (f->session, message, &target, progress_cb, outcome, outcome->cancel_at, downloaded_cb,
                          outcome);
  let_server_leak (TRUE);
  while (outcome->n_done == 0)
    g_main_context_iteration (NULL, TRUE);
  let_server_leak (FALSE);
}

static void
assert_file (Fixture *f, gsize n_bytes)
{
  g_autofree char *text = NULL;
  gsize len = 0;

  g_assert_true (g_file_get_contents (f->path, &text, &len, NULL));
  g_assert_cmpmem (text, len, f->content, n_bytes);
}

static void
test_a_file_comes (Fixture *f, gconstpointer data)
{
  Outcome outcome = { 0 };

  download (f, "/file", FILE_BYTES, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (outcome.done_bytes, ==, FILE_BYTES);
  g_assert_cmpint (outcome.total_bytes, ==, FILE_BYTES);
  assert_file (f, FILE_BYTES);
}

static void
test_it_goes_on_where_it_was_cut (Fixture *f, gconstpointer data)
{
  Outcome outcome = { 0 };

  download (f, "/cut", MAX_BYTES, &outcome);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  assert_file (f, FILE_BYTES / 3);
  download (f, "/cut", MAX_BYTES, &outcome);
  g_assert_no_error (outcome.error);
  assert_file (f, FILE_BYTES);
  g_assert_cmpstr (f->ranges->str, ==, "-;bytes=100000-;");
}

static void
change (Fixture *f, const char *etag)
{
  f->etag = etag;
  for (guint i = 0; i < FILE_BYTES; i++)
    f->content[i] = (char) (f->content[i] + 1);
}

/* Half of the old file and half of the new one are no file. */
static void
test_one_that_changed_is_not_glued_together (Fixture *f, gconstpointer data)
{
  Outcome outcome = { 0 };

  f->etag = "\"one\"";
  download (f, "/cut", MAX_BYTES, &outcome);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  g_assert_cmpstr (f->version->str, ==, "\"one\"");
  change (f, "\"two\"");
  download (f, "/cut", MAX_BYTES, &outcome);
  g_assert_no_error (outcome.error);
  assert_file (f, FILE_BYTES);
  g_assert_cmpstr (f->version->str, ==, "\"two\"");
}

static void
test_nor_where_if_range_means_nothing (Fixture *f, gconstpointer data)
{
  Outcome outcome = { 0 };

  f->etag = "\"one\"";
  download (f, "/careless", MAX_BYTES, &outcome);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  change (f, "\"two\"");
  download (f, "/careless", MAX_BYTES, &outcome);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (f->version->len, ==, 0);
  download (f, "/file", MAX_BYTES, &outcome);
  g_assert_no_error (outcome.error);
  assert_file (f, FILE_BYTES);
}

/* A weak one says that the file means the same, not that its bytes are. */
static void
test_a_weak_version_is_none (Fixture *f, gconstpointer data)
{
  Outcome outcome = { 0 };

  f->etag = "W/\"one\"";
  download (f, "/cut", MAX_BYTES, &outcome);
  g_assert_cmpuint (f->version->len, ==, 0);
  download (f, "/cut", MAX_BYTES, &outcome);
  g_assert_no_error (outcome.error);
  assert_file (f, FILE_BYTES);
}

static void
test_one_that_knows_no_ranges_begins_again (Fixture *f, gconstpointer data)
{
  Outcome outcome = { 0 };

  g_assert_true (g_file_set_contents (f->path, "old bytes", -1, NULL));
  download (f, "/whole", MAX_BYTES, &outcome);
  g_assert_no_error (outcome.error);
  assert_file (f, FILE_BYTES);
}

static void
test_other_bytes_than_asked_for_are_not_taken (Fixture *f, gconstpointer data)
{
  Outcome outcome = { 0 };

  g_assert_true (g_file_set_contents (f->path, "0123456789", -1, NULL));
  download (f, "/elsewhere", MAX_BYTES, &outcome);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

static void
test_a_file_that_became_shorter_there (Fixture *f, gconstpointer data)
{
  g_autofree char *old = g_strnfill (FILE_BYTES + 1, 'x');
  Outcome outcome = { 0 };

  g_assert_true (g_file_set_contents (f->path, old, -1, NULL));
  download (f, "/file", MAX_BYTES, &outcome);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  download (f, "/file", MAX_BYTES, &outcome);
  g_assert_no_error (outcome.error);
  assert_file (f, FILE_BYTES);
}

static void
test_refusals (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *name;
    OdError code;
  } cases[] = {
    { "/status/404", OD_ERROR_NOT_FOUND },    { "/status/410", OD_ERROR_NOT_FOUND },
    { "/status/401", OD_ERROR_AUTH },         { "/status/429", OD_ERROR_RATE_LIMITED },
    { "/status/503", OD_ERROR_RATE_LIMITED }, { "/status/500", OD_ERROR_TRANSIENT },
    { "/status/400", OD_ERROR_REJECTED },
  };
  Outcome outcome = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      download (f, cases[i].name, MAX_BYTES, &outcome);
      g_assert_error (outcome.error, OD_ERROR, (gint) cases[i].code);
      g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
    }
  g_clear_error (&outcome.error);
}

static void
test_too_large_is_known_at_once (Fixture *f, gconstpointer data)
{
  Outcome outcome = { 0 };

  download (f, "/file", FILE_BYTES - 1, &outcome);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_assert_cmpint (outcome.total_bytes, ==, FILE_BYTES);
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
  g_clear_error (&outcome.error);
}

static void
test_a_disk_that_takes_nothing (Fixture *f, gconstpointer data)
{
  Outcome outcome = { 0 };

  g_free (f->path);
  f->path = g_build_filename (f->folder, "no", "such", "folder", NULL);
  download (f, "/file", MAX_BYTES, &outcome);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_STORE);
  g_clear_error (&outcome.error);
}

static void
test_what_came_before_it_was_cancelled_stays (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Outcome outcome = { .cancel_at = cancellable };
  GStatBuf there = { 0 };

  download (f, "/file", MAX_BYTES, &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_stat (f->path, &there), ==, 0);
  g_assert_cmpint (there.st_size, ==, outcome.done_bytes);
  outcome.cancel_at = NULL;
  download (f, "/file", MAX_BYTES, &outcome);
  g_assert_no_error (outcome.error);
  assert_file (f, FILE_BYTES);
}

/* ---- forms ---- */

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;
  OdHttpReply *reply = od_http_send_finish (SOUP_SESSION (source), result, &outcome->error);

  g_clear_pointer (&reply, od_http_reply_free);
  outcome->n_done++;
}

static Outcome
post (Fixture *f, OdHttpForm *form)
{
  g_autofree char *url = g_strconcat (f->base, "/post", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, url);
  Outcome outcome = { 0 };

  od_http_form_attach (form, message);
  od_http_send_async (f->session, message, MAX_BYTES, NULL, posted_cb, &outcome);
  let_server_leak (TRUE);
  while (outcome.n_done == 0)
    g_main_context_iteration (NULL, TRUE);
  let_server_leak (FALSE);
  return outcome;
}

static void
test_a_form (Fixture *f, gconstpointer data)
{
  g_autoptr (OdHttpForm) form = od_http_form_new ();
  g_autofree char *expected = NULL;
  const char *boundary;
  Outcome outcome;

  g_assert_true (g_file_set_contents (f->path, "\r\n--x", -1, NULL));
  od_http_form_add_text (form, "chat_id", "5000000123");
  od_http_form_add_file (form, "document", "Счёт \"5\" 100%\r\n.pdf", "application/pdf", f->path, 5);
  outcome = post (f, form);
  g_assert_no_error (outcome.error);
  g_assert_true (g_str_has_prefix (f->type, "multipart/form-data; boundary="));
  boundary = f->type + strlen ("multipart/form-data; boundary=");
  g_assert_cmpuint (strlen (boundary), <=, 70);
  expected = g_strdup_printf ("--%s\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5000000123\r\n"
                              "--%s\r\nContent-Disposition: form-data; name=\"document\"; "
                              "filename=\"%%D0%%A1%%D1%%87%%D1%%91%%D1%%82 %%225%%22 100%%25%%0D%%0A.pdf\"\r\n"
                              "Content-Type: application/pdf\r\n\r\n\r\n--x\r\n--%s--\r\n",
                              boundary, boundary, boundary);
  g_assert_cmpmem (g_bytes_get_data (f->posted, NULL), g_bytes_get_size (f->posted), expected, strlen (expected));
}

static void
test_a_large_file_goes_from_disk (Fixture *f, gconstpointer data)
{
  g_autoptr (OdHttpForm) form = od_http_form_new ();
  Outcome outcome;

  g_assert_true (g_file_set_contents (f->path, f->content, FILE_BYTES, NULL));
  od_http_form_add_file (form, "a", "a", "image/png", f->path, FILE_BYTES);
  od_http_form_add_file (form, "b", "b", "image/png", f->path, FILE_BYTES);
  outcome = post (f, form);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (g_bytes_get_size (f->posted), >, 2 * FILE_BYTES);
}

static void
test_a_file_that_shrinks_never_left (Fixture *f, gconstpointer data)
{
  g_autoptr (OdHttpForm) form = od_http_form_new ();
  Outcome outcome;

  g_assert_true (g_file_set_contents (f->path, "short", -1, NULL));
  od_http_form_add_file (form, "a", "a", "image/png", f->path, FILE_BYTES);
  outcome = post (f, form);
  g_assert_error (outcome.error, OD_ERROR, OD_ERROR_TRANSIENT);
  g_assert_null (f->posted);
  g_clear_error (&outcome.error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/http-files/a-file-comes", test_a_file_comes);
  ADD ("/http-files/it-goes-on-where-it-was-cut", test_it_goes_on_where_it_was_cut);
  ADD ("/http-files/one-that-changed-is-not-glued-together", test_one_that_changed_is_not_glued_together);
  ADD ("/http-files/nor-where-if-range-means-nothing", test_nor_where_if_range_means_nothing);
  ADD ("/http-files/a-weak-version-is-none", test_a_weak_version_is_none);
  ADD ("/http-files/one-that-knows-no-ranges-begins-again", test_one_that_knows_no_ranges_begins_again);
  ADD ("/http-files/other-bytes-than-asked-for-are-not-taken", test_other_bytes_than_asked_for_are_not_taken);
  ADD ("/http-files/a-file-that-became-shorter-there", test_a_file_that_became_shorter_there);
  ADD ("/http-files/refusals", test_refusals);
  ADD ("/http-files/too-large-is-known-at-once", test_too_large_is_known_at_once);
  ADD ("/http-files/a-disk-that-takes-nothing", test_a_disk_that_takes_nothing);
  ADD ("/http-files/what-came-before-it-was-cancelled-stays", test_what_came_before_it_was_cancelled_stays);
  ADD ("/http-files/a-form", test_a_form);
  ADD ("/http-files/a-large-file-goes-from-disk", test_a_large_file_goes_from_disk);
  ADD ("/http-files/a-file-that-shrinks-never-left", test_a_file_that_shrinks_never_left);
  return g_test_run ();
}
