/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-http-form.h"

#include <string.h>

#include "od-random.h"

#define BOUNDARY_BYTES 16

/* A piece of the body: bytes, or a file. */
typedef struct {
  GBytes *bytes; /* (owned) (nullable) */
  char *path;    /* (owned) (nullable) */
  gint64 size_bytes;
} Piece;

/**
 * OdHttpForm:
 *
 * A body of multipart/form-data whose files stay on disk until they leave. Names of parts and files are ASCII in
 * its headers, percent-encoded: `filename=` and nothing else, because some servers know no `filename*=` and take the
 * part for a text.
 */
struct _OdHttpForm {
  char *boundary;
  GPtrArray *pieces; /* (element-type Piece) */
};

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_clear_pointer (&piece->bytes, g_bytes_unref);
  g_free (piece->path);
  g_free (piece);
}

/* ---- the body as a stream ---- */

#define OD_TYPE_HTTP_FORM_STREAM (od_http_form_stream_get_type ())
G_DECLARE_FINAL_TYPE (OdHttpFormStream, od_http_form_stream, OD, HTTP_FORM_STREAM, GInputStream)

/* Read piece by piece. It is read away from the main thread: it has no asynchronous half of its own, and GIO then
 * uses a thread. */
struct _OdHttpFormStream {
  GInputStream parent_instance;

  GPtrArray *pieces;     /* (owned) (element-type Piece) */
  GInputStream *current; /* (owned) (nullable): of the piece that is being read */
  guint next;
  gint64 left_bytes; /* of it */
};

G_DEFINE_FINAL_TYPE (OdHttpFormStream, od_http_form_stream, G_TYPE_INPUT_STREAM)

static gboolean
open_next (OdHttpFormStream *self, GCancellable *cancellable, GError **error)
{
  const Piece *piece = g_ptr_array_index (self->pieces, self->next);

  if (piece->bytes != NULL)
    self->current = g_memory_input_stream_new_from_bytes (piece->bytes);
  else
    {
      g_autoptr (GFile) file = g_file_new_for_path (piece->path);

      self->current = G_INPUT_STREAM (g_file_read (file, cancellable, error));
    }
  self->left_bytes = piece->size_bytes;
  self->next++;
  return self->current != NULL;
}

static gssize
form_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  OdHttpFormStream *self = OD_HTTP_FORM_STREAM (stream);

  for (;;)
    {
      gssize n;

      if (self->current == NULL)
        {
          if (self->next == self->pieces->len)
            return 0;
          if (!open_next (self, cancellable, error))
            return -1;
        }
      if (self->left_bytes == 0)
        {
          g_clear_object (&self->current);
          continue;
        }
      n = g_input_stream_read (self->current, buffer, MIN (count, (gsize) self->left_bytes), cancellable, error);
      if (n == 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "A file became shorter while it was sent");
          return -1;
        }
      self->left_bytes -= MAX (n, 0);
      return n;
    }
}

static void
od_http_form_stream_finalize (GObject *object)
{
  OdHttpFormStream *self = OD_HTTP_FORM_STREAM (object);

  g_clear_object (&self->current);
  g_clear_pointer (&self->pieces, g_ptr_array_unref);
  G_OBJECT_CLASS (od_http_form_stream_parent_class)->finalize (object);
}

static void
od_http_form_stream_class_init (OdHttpFormStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_http_form_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = form_stream_read;
}

static void
od_http_form_stream_init (OdHttpFormStream *self)
{
}

/* ---- the form ---- */

static void
take_bytes (OdHttpForm *self, char *text)
{
  Piece *piece = g_new0 (Piece, 1);

  piece->size_bytes = (gint64) strlen (text);
  piece->bytes = g_bytes_new_take (text, (gsize) piece->size_bytes);
  g_ptr_array_add (self->pieces, piece);
}

/* All but what no reader of headers stumbles over. */
static char *
dup_quoted (const char *name)
{
  return g_uri_escape_string (name, " !#$&'()+,;=@[]^`{}", FALSE);
}

/**
 * od_http_form_new:
 *
 * Returns: (transfer full): a form without a part
 */
OdHttpForm *
od_http_form_new (void)
{
  OdHttpForm *self = g_new0 (OdHttpForm, 1);

  self->boundary = od_random_hex (BOUNDARY_BYTES);
  self->pieces = g_ptr_array_new_with_free_func (piece_free);
  return self;
}

void
od_http_form_free (OdHttpForm *self)
{
  g_free (self->boundary);
  g_ptr_array_unref (self->pieces);
  g_free (self);
}

/**
 * od_http_form_add_text:
 * @name: of the part
 * @text: as it is
 */
void
od_http_form_add_text (OdHttpForm *self, const char *name, const char *text)
{
  g_autofree char *quoted = dup_quoted (name);

  take_bytes (self, g_strdup_printf ("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                                     self->boundary, quoted, text));
}

/**
 * od_http_form_add_file:
 * @name: of the part
 * @file_name: as people call it, UTF-8
 * @mime: its type
 * @path: where it is; opened when it is its turn
 * @size_bytes: so much of it is sent; if there is less then, the request breaks
 */
void
od_http_form_add_file (OdHttpForm *self, const char *name, const char *file_name, const char *mime, const char *path,
                       gint64 size_bytes)
{
  g_autofree char *quoted = dup_quoted (name);
  g_autofree char *quoted_file = dup_quoted (file_name);
  g_autofree char *type = g_strdup (mime);
  Piece *piece = g_new0 (Piece, 1);

  g_strdelimit (type, "\r\n", ' ');
  take_bytes (self, g_strdup_printf ("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                                     "Content-Type: %s\r\n\r\n",
                                     self->boundary, quoted, quoted_file, type));
  piece->path = g_strdup (path);
  piece->size_bytes = size_bytes;
  g_ptr_array_add (self->pieces, piece);
  take_bytes (self, g_strdup ("\r\n"));
}

/**
 * od_http_form_attach:
 * @self: complete; nothing may be added after
 * @message: gets it for its body
 */
void
od_http_form_attach (OdHttpForm *self, SoupMessage *message)
{
  g_autoptr (OdHttpFormStream) stream = g_object_new (OD_TYPE_HTTP_FORM_STREAM, NULL);
  g_autofree char *type = g_strdup_printf ("multipart/form-data; boundary=%s", self->boundary);
  gint64 size_bytes = 0;

  take_bytes (self, g_strdup_printf ("--%s--\r\n", self->boundary));
  for (guint i = 0; i < self->pieces->len; i++)
    size_bytes += ((const Piece *) g_ptr_array_index (self->pieces, i))->size_bytes;
  stream->pieces = g_ptr_array_ref (self->pieces);
  soup_message_set_request_body (message, type, G_INPUT_STREAM (stream), size_bytes);
}
