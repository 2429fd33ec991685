/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-http-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-error.h"
#include "od-limits.h"

/* What of an address may be a secret: a shorter piece is a word like "bot". */
#define MIN_SECRET_BYTES 5

#define MAX_WORDS_BYTES 200

/* ---- how long it may take ---- */

static gboolean
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  OdHttpWait *self = user_data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
too_late_cb (gpointer user_data)
{
  OdHttpWait *self = user_data;

  self->is_late = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
set_deadline (OdHttpWait *self, GTask *task, guint seconds)
{
  clear_source (&self->deadline);
  self->deadline = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->deadline, too_late_cb, self, NULL);
  g_source_attach (self->deadline, g_task_get_context (task));
}

static guint
get_silence_s (GTask *task)
{
  return MAX (soup_session_get_timeout (g_task_get_source_object (task)), 1);
}

static guint
get_transfer_s (gint64 n_bytes)
{
  return (guint) MIN (MAX (n_bytes, 0) / OD_LIMIT_HTTP_SLOWEST_BYTES_S, 24 * 3600);
}

/*
 * od_http_wait_begin:
 * @self: part of the data of @task; it ends with od_http_wait_end() before @task returns
 *
 * The exchange begins: to connect and to send the body has its time, and so has the first word of the answer. The
 * session's own timeout is about silence; this one is for who sends a byte now and then.
 */
void
od_http_wait_begin (OdHttpWait *self, GTask *task, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GCancellable *outer = g_task_get_cancellable (task);
  gint64 body_bytes = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
                          ? soup_message_headers_get_content_length (headers)
                          : 0;

  self->cancellable = g_cancellable_new ();
  set_deadline (self, task, 2 * get_silence_s (task) + get_transfer_s (body_bytes));
  if (outer == NULL)
    return;
  if (g_cancellable_is_cancelled (outer))
    g_cancellable_cancel (self->cancellable);
  self->outer = g_cancellable_source_new (outer);
  g_source_set_callback (self->outer, (GSourceFunc) (GCallback) outer_cancelled_cb, self, NULL);
  g_source_attach (self->outer, g_task_get_context (task));
}

/*
 * od_http_wait_for_reply:
 * @max_bytes: that may come
 *
 * The answer has begun.
 */
void
od_http_wait_for_reply (OdHttpWait *self, GTask *task, gint64 max_bytes)
{
  set_deadline (self, task, get_silence_s (task) + get_transfer_s (max_bytes));
}

void
od_http_wait_end (OdHttpWait *self)
{
  clear_source (&self->outer);
  clear_source (&self->deadline);
  g_clear_object (&self->cancellable);
}

/* ---- what may be said of it ---- */

/* The words of others may quote where we were going, and a path or a query may hold a token. */
static void
hide (GString *words, const char *address)
{
  g_auto (GStrv) pieces = NULL;

  if (address == NULL)
    return;
  g_string_replace (words, address, "…", 0);
  pieces = g_strsplit_set (address, "/?&=#;@:", -1);
  for (guint i = 0; pieces[i] != NULL; i++)
    if (strlen (pieces[i]) >= MIN_SECRET_BYTES)
      g_string_replace (words, pieces[i], "…", 0);
}

/* The one place where what a library says of a request becomes an error of ours. */
static char *
dup_words (const GError *error, SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);
  g_autofree char *valid = g_utf8_make_valid (error->message, -1);
  g_autoptr (GString) words = g_string_new (valid);

  if (g_uri_get_path (uri)[0] != '\0' && !g_str_equal (g_uri_get_path (uri), "/"))
    hide (words, g_uri_get_path (uri));
  hide (words, g_uri_get_query (uri));
  hide (words, g_uri_get_fragment (uri));
  hide (words, g_uri_get_userinfo (uri));
  if (words->len > MAX_WORDS_BYTES)
    {
      const char *end = g_utf8_find_prev_char (words->str, words->str + MAX_WORDS_BYTES);

      g_string_truncate (words, end != NULL ? (gsize) (end - words->str) : 0);
      g_string_append (words, "…");
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/*
 * od_http_translate:
 * @error: (transfer full): what GIO or libsoup said
 * @is_body_sent: the other side may have acted
 *
 * Turns "what went wrong" into "what the caller can do", without a word of where it went.
 *
 * Returns: (transfer full): an %OD_ERROR, or %G_IO_ERROR_CANCELLED if the caller cancelled it in time. Of no trust in the
 *   other side's certificate it has a sentence for people
 */
GError *
od_http_translate (GError *error, SoupMessage *message, const OdHttpWait *wait, gboolean is_body_sent)
{
  g_autoptr (GError) owned = error;
  g_autofree char *words = NULL;
  int code = is_body_sent ? OD_ERROR_UNCONFIRMED : OD_ERROR_TRANSIENT;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) && wait->is_late)
    return g_error_new_literal (OD_ERROR, code, _ ("There was no whole answer in time. Check the network connection."));
  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return is_body_sent ? g_error_new_literal (OD_ERROR, code, "Cancelled") : g_steal_pointer (&owned);
  if (g_error_matches (owned, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, /* not the service said no, and nothing left */
                                _ ("The server’s certificate is not trusted. Check the clock of this computer, and "
                                   "whether the network wants you to sign in."));
  words = dup_words (owned, message);
  return g_error_new_literal (OD_ERROR, code, words);
}
