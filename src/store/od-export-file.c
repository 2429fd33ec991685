/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "od-error.h"
#include "od-export-private.h"
#include "od-file-sync.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-transaction.h"

#define BUFFER_BYTES (256 * 1024)

static gboolean
fail (GError **error, const char *doing)
{
  int code = errno;

  g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "%s: %s", doing, g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int fd, const char *data, gsize len)
{
  while (len > 0)
    {
      gssize n = write (fd, data, len);

      if (n < 0 && errno != EINTR)
        return FALSE;
      data += MAX (n, 0);
      len -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

/* Hands what was collected to the file: all of it if it is the last, otherwise once it is worth it. */
gboolean
od_export_write (OdExportRun *run, gboolean is_last, GError **error)
{
  if (run->out->len < BUFFER_BYTES && !is_last)
    return TRUE;
  if (!write_all (run->fd, run->out->str, run->out->len))
    return fail (error, "Cannot write the export");
  g_string_truncate (run->out, 0);
  return TRUE;
}

static gboolean
open_output (OdExportRun *run, GError **error)
{
  g_autofree char *name = NULL;

  run->fd = run->options.fd;
  if (run->options.output == NULL)
    return TRUE;
  name = g_path_get_basename (run->options.output);
  run->output_dir = g_path_get_dirname (run->options.output);
  run->files_prefix = g_strconcat (name, ".files", NULL);
  run->partial = g_strconcat (run->options.output, ".part", NULL);
  g_unlink (run->partial);
  run->fd = open (run->partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  return run->fd >= 0 || fail (error, "Cannot make the output file");
}

/* A second connection to the same file: its read transaction lasts from the first slice to the last. */
gboolean
od_export_open (OdExportRun *run, sqlite3 *db, GError **error)
{
  if (sqlite3_open_v2 (sqlite3_db_filename (db, "main"), &run->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
      SQLITE_OK)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_STORE, "Cannot open the store again: %s", sqlite3_errmsg (run->db));
      return FALSE;
    }
  sqlite3_busy_timeout (run->db, 5000 /* ms */);
  od_stmt_cache_attach (run->db);
  return od_transaction_begin_read (run->db, error) && open_output (run, error);
}

static void
close_store (OdExportRun *run)
{
  if (run->db == NULL)
    return;
  od_stmt_cache_detach (run->db);
  sqlite3_close (run->db); /* ends the transaction, too */
  run->db = NULL;
}

/* Everything was written: the file takes its name. */
gboolean
od_export_close (OdExportRun *run, GError **error)
{
  close_store (run);
  if (!od_export_write (run, TRUE, error))
    return FALSE;
  if (run->partial == NULL)
    return TRUE;
  close (run->fd);
  run->fd = -1;
  if (!od_file_replace_durably (run->partial, run->options.output, error))
    return FALSE;
  g_clear_pointer (&run->partial, g_free);
  return TRUE;
}

/* Safe at any time, also after the end. */
void
od_export_abandon (OdExportRun *run)
{
  close_store (run);
  if (run->partial != NULL)
    {
      if (run->fd >= 0)
        close (run->fd);
      g_unlink (run->partial);
      g_clear_pointer (&run->partial, g_free);
    }
}

/* ---- attachments ----------------------------------------------------------- */

static gboolean
copy_blob (const char *from, const char *to)
{
  g_autofree char *folder = g_path_get_dirname (to);
  struct stat source, target;
  char chunk[OD_LIMIT_FILE_CHUNK_BYTES / 4];
  gboolean ok = TRUE;
  gssize n = 0;
  int in, out;

  if (g_stat (from, &source) != 0 || !S_ISREG (source.st_mode))
    return FALSE;
  if (g_lstat (to, &target) == 0 && S_ISREG (target.st_mode) && target.st_size == source.st_size)
    return TRUE; /* of an earlier export: the name is the content's hash */
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return FALSE;

  in = open (from, O_RDONLY | O_CLOEXEC);
  out = open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  while (in >= 0 && out >= 0 && ok && (n = read (in, chunk, sizeof chunk)) != 0)
    ok = n > 0 ? write_all (out, chunk, (gsize) n) : errno == EINTR;
  ok = ok && in >= 0 && out >= 0;
  if (in >= 0)
    close (in);
  if (out >= 0)
    close (out);
  return ok;
}

/* Puts the files of a message where its paths say; one that cannot be put there loses its path. */
void
od_export_copy_files (OdExportRun *run, JsonObject *message)
{
  JsonArray *files =
      json_object_has_member (message, "attachments") ? json_object_get_array_member (message, "attachments") : NULL;

  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    {
      JsonObject *file = json_array_get_object_element (files, i);
      g_autofree char *from = NULL;
      g_autofree char *to = NULL;
      const char *path;

      if (json_object_has_member (file, "path"))
        {
          path = json_object_get_string_member (file, "path");
          from = g_build_filename (run->options.files_dir, path + strlen (run->files_prefix), NULL);
          to = g_build_filename (run->output_dir, path, NULL);
          if (copy_blob (from, to))
            {
              run->report.n_files++;
              continue;
            }
          json_object_remove_member (file, "path");
        }
      run->report.n_left_out++;
    }
}
