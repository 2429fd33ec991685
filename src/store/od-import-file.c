/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "od-import-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "od-blob.h"
#include "od-error.h"
#include "od-interchange-parse-private.h"
#include "od-limits.h"

#define CHUNK_BYTES (64 * 1024)

/**
 * OdImportFile:
 *
 * An interchange file, line by line, and the files beside it. Needs no more memory than the longest line that is
 * allowed. Used by one thread at a time.
 */
struct _OdImportFile {
  int fd;
  int folder_fd;      /* of the file's own folder: attachments lie below it */
  char *files_dir;    /* (owned) */
  GByteArray *buffer; /* (owned): read, and not yet given out */
  gsize start;        /* of the next line in @buffer */
  guint64 n_lines;    /* given out */
  gboolean is_at_end;
  gboolean is_begun; /* the first line was good */
};

static gboolean
fail (GError **error, const char *doing)
{
  int code = errno;

  g_set_error (error, OD_ERROR, code == ENOENT ? OD_ERROR_NOT_FOUND : OD_ERROR_USAGE, "%s: %s", doing,
               g_strerror (code));
  return FALSE;
}

/**
 * od_import_file_open:
 *
 * Returns: (transfer full) (nullable): the file; %OD_ERROR_NOT_FOUND or %OD_ERROR_USAGE if it cannot be read
 */
OdImportFile *
od_import_file_open (const char *path, const char *files_dir, GError **error)
{
  g_autoptr (OdImportFile) self = g_new0 (OdImportFile, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;

  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  self->folder_fd = open (folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  self->files_dir = g_strdup (files_dir);
  self->buffer = g_byte_array_new ();
  if (self->fd < 0 || self->folder_fd < 0 || fstat (self->fd, &info) != 0)
    {
      fail (error, "Cannot open the file");
      return NULL;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE, "What is to be imported is no file");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
od_import_file_free (OdImportFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_free (self->files_dir);
  g_byte_array_unref (self->buffer);
  g_free (self);
}

void
od_import_item_free (OdImportItem *item)
{
  g_clear_pointer (&item->line, od_line_free);
  g_clear_pointer (&item->blobs, g_ptr_array_unref);
  g_free (item->reason);
  g_free (item);
}

/* ---- lines ----------------------------------------------------------------- */

static gboolean
fill (OdImportFile *self, GError **error)
{
  gsize had;
  gssize n;

  if (self->start > 0)
    g_byte_array_remove_range (self->buffer, 0, (guint) self->start);
  self->start = 0;
  had = self->buffer->len;
  g_byte_array_set_size (self->buffer, (guint) had + CHUNK_BYTES);
  do
    n = read (self->fd, self->buffer->data + had, CHUNK_BYTES);
  while (n < 0 && errno == EINTR);
  g_byte_array_set_size (self->buffer, (guint) (had + (gsize) MAX (n, 0)));
  if (n < 0)
    return fail (error, "Cannot read the file");
  self->is_at_end = n == 0;
  return TRUE;
}

/* The next line, without its end, in @buffer until the next call. @is_cut: it is longer than allowed; the rest was
 * thrown away. */
static gboolean
next_line (OdImportFile *self, const char **line, gsize *len, gboolean *is_cut, GError **error)
{
  gsize seen = 0;

  *line = NULL;
  *is_cut = FALSE;
  while (TRUE)
    {
      const guint8 *start = self->buffer->data + self->start;
      gsize left = self->buffer->len - self->start;
      const guint8 *end = left > seen ? memchr (start + seen, '\n', left - seen) : NULL;

      if (end == NULL && self->is_at_end && left == 0)
        return TRUE;
      if (end != NULL || self->is_at_end)
        {
          *line = (const char *) start;
          *len = end != NULL ? (gsize) (end - start) : left;
          self->start += *len + (end != NULL);
          *is_cut |= *len > OD_LIMIT_NDJSON_LINE_BYTES;
          return TRUE;
        }
      if (left > OD_LIMIT_NDJSON_LINE_BYTES)
        {
          *is_cut = TRUE;
          self->start = self->buffer->len; /* of no use any more */
          left = 0;
        }
      seen = left;
      if (!fill (self, error))
        return FALSE;
    }
}

/* ---- attachments ----------------------------------------------------------- */

/* Step by step down from the file's folder, through real folders only: neither `..` nor a link leads out. */
static int
open_below (int folder_fd, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  int fd = folder_fd;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (parts[i + 1] != NULL ? O_DIRECTORY : O_NONBLOCK);
      int next = openat (fd, parts[i], flags);

      if (fd != folder_fd)
        close (fd);
      if (next < 0)
        return -1;
      fd = next;
    }
  return fd;
}

static void
warn (OdLine *line, guint index, const char *words)
{
  od_line_warn (line, "attachments[%u].%s", index, words);
}

static char *
store_blob (OdImportFile *self, OdLine *line, guint index, const char *path)
{
  JsonObject *file = json_array_get_object_element (json_object_get_array_member (line->record, "attachments"), index);
  gint64 said = json_object_get_int_member (file, "size");
  g_autoptr (OdBlob) blob = NULL;
  g_autofree char *handle = NULL;
  int fd = open_below (self->folder_fd, path);

  if (fd < 0)
    {
      warn (line, index, "path: no such file below the file's own folder");
      return NULL;
    }
  handle = g_strdup_printf ("/proc/self/fd/%d", fd); /* the very file that was looked at */
  blob = od_blob_store_file (self->files_dir, handle, OD_LIMIT_IMPORT_FILE_BYTES, NULL, NULL, NULL, NULL);
  close (fd);
  if (blob == NULL)
    {
      warn (line, index, "path: it is no regular file, too large, or cannot be copied");
      return NULL;
    }
  if (said >= 0 && said != blob->size_bytes)
    warn (line, index, "size: the file has another");
  json_object_set_int_member (file, "size", blob->size_bytes);
  return g_steal_pointer (&blob->sha256);
}

static void
store_blobs (OdImportFile *self, OdImportItem *item)
{
  GPtrArray *paths = item->line->paths;

  if (paths == NULL || paths->len == 0)
    return;
  item->blobs = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);

      g_ptr_array_add (item->blobs, path != NULL ? store_blob (self, item->line, i, path) : NULL);
    }
}

/* ---- items ----------------------------------------------------------------- */

static gboolean
is_blank (const char *line, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
      return FALSE;
  return TRUE;
}

static OdImportItem *
read_item (OdImportFile *self, const char *line, gsize len, gboolean is_cut)
{
  OdImportItem *item = g_new0 (OdImportItem, 1);
  g_autoptr (GError) error = NULL;

  item->number = self->n_lines;
  if (is_cut)
    {
      item->outcome = OD_IMPORT_SKIPPED;
      item->reason = g_strdup ("The line is longer than 1 MiB");
      return item;
    }
  item->line = od_line_parse (line, (gssize) len, &error);
  if (item->line == NULL)
    {
      item->outcome = OD_IMPORT_SKIPPED;
      item->reason = g_strdup (error->message);
    }
  else
    store_blobs (self, item);
  return item;
}

/* The first line says what this is; without it nothing is taken. */
static gboolean
begin (OdImportFile *self, const char *line, gsize len, gboolean is_cut, GError **error)
{
  g_autoptr (OdLine) first = NULL;

  if (len >= 3 && memcmp (line, "\xEF\xBB\xBF", 3) == 0) /* a mark that some editors put there */
    {
      line += 3;
      len -= 3;
    }
  if (!is_cut)
    first = od_line_parse (line, (gssize) len, error);
  if (first == NULL || first->type != OD_LINE_HEADER)
    {
      g_clear_error (error);
      g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED,
                           "Line 1: must be {\"format\":\"omnidesk\",\"version\":1}");
      return FALSE;
    }
  self->is_begun = TRUE;
  return TRUE;
}

/**
 * od_import_file_read:
 * @max_lines: > 0
 *
 * Reads and checks the next lines, and copies their attachments to where such files lie. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type OdImportItem): empty at the end; %NULL with %OD_ERROR_MALFORMED if
 *   the first line is not that of an interchange file, or %OD_ERROR_USAGE if the file cannot be read
 */
GPtrArray *
od_import_file_read (OdImportFile *self, guint max_lines, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) od_import_item_free);

  while (items->len < max_lines)
    {
      const char *line;
      gboolean is_cut;
      gsize len;

      if (!next_line (self, &line, &len, &is_cut, error))
        return NULL;
      if (line == NULL && self->is_begun)
        return g_steal_pointer (&items);
      self->n_lines++;
      if (!self->is_begun)
        {
          if (!begin (self, line != NULL ? line : "", line != NULL ? len : 0, is_cut, error))
            return NULL;
        }
      else if (is_cut || !is_blank (line, len))
        g_ptr_array_add (items, read_item (self, line, len, is_cut));
    }
  return g_steal_pointer (&items);
}
