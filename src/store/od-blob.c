/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-blob"

#include "od-blob.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "od-error.h"
#include "od-file-sync.h"
#include "od-limits.h"
#include "od-random.h"

#define HASH_CHARS 64

void
od_blob_free (OdBlob *self)
{
  g_free (self->sha256);
  g_free (self);
}

/**
 * od_blob_is_hash:
 *
 * Returns: whether @text is 64 lower-case hex digits, and so may be part of a path
 */
gboolean
od_blob_is_hash (const char *text)
{
  return text != NULL && strlen (text) == HASH_CHARS && strspn (text, "0123456789abcdef") == HASH_CHARS;
}

/**
 * od_blob_get_path:
 * @files_dir: the profile's `files`
 *
 * Returns: (transfer full): where the file with that hash lies: `files/ab/<sha256>`
 */
char *
od_blob_get_path (const char *files_dir, const char *sha256)
{
  const char folder[] = { sha256[0], sha256[1], '\0' };

  g_return_val_if_fail (od_blob_is_hash (sha256), NULL);

  return g_build_filename (files_dir, folder, sha256, NULL);
}

static gboolean
fail_with (GError **error, OdError code, const char *doing)
{
  int saved_errno = errno;

  g_set_error (error, OD_ERROR, code, "%s: %s", doing, g_strerror (saved_errno));
  return FALSE;
}

static gboolean
fail (GError **error, const char *doing)
{
  return fail_with (error, OD_ERROR_STORE, doing);
}

static gboolean
ensure_folder (const char *folder, GError **error)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (error, "Could not make a folder for files");
  return od_file_sync_folder_of (folder, error);
}

/**
 * od_blob_new_temporary:
 *
 * Makes an empty file of a fresh name under `files/tmp`, which the sweep at the start deletes. Blocks.
 *
 * Returns: (transfer full) (nullable): its path
 */
char *
od_blob_new_temporary (const char *files_dir, GError **error)
{
  g_autofree char *folder = g_build_filename (files_dir, "tmp", NULL);
  g_autofree char *name = od_random_hex (16);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (!ensure_folder (folder, error) || !od_file_create_private (path, error))
    return NULL;
  return g_steal_pointer (&path);
}

/* Between looking at a blob and leaving it alone or deleting it: nobody is told "it is there" of one that goes. */
static GMutex touch_lock;

/* From now on it is young. */
static gboolean
touch (const char *path)
{
  gboolean is_there;

  g_mutex_lock (&touch_lock);
  is_there = g_file_test (path, G_FILE_TEST_IS_REGULAR) && g_utime (path, NULL) == 0;
  g_mutex_unlock (&touch_lock);
  return is_there;
}

/**
 * od_blob_remove:
 * @young_from_us, @young_to_us: one that was put there, once more or for the first time, between these moments stays
 *
 * Deletes a file that no row refers to; on the writer, which has just looked. Blocks.
 */
OdBlobEnd
od_blob_remove (const char *files_dir, const char *sha256, gint64 young_from_us, gint64 young_to_us)
{
  g_autofree char *path = od_blob_get_path (files_dir, sha256);
  OdBlobEnd end = OD_BLOB_STUCK;
  GStatBuf info;

  g_mutex_lock (&touch_lock);
  if (g_stat (path, &info) != 0)
    end = errno == ENOENT || errno == ENOTDIR ? OD_BLOB_GONE : OD_BLOB_STUCK;
  else if (info.st_mtime * (gint64) G_USEC_PER_SEC > young_from_us &&
           info.st_mtime * (gint64) G_USEC_PER_SEC < young_to_us)
    end = OD_BLOB_YOUNG;
  else if (g_unlink (path) == 0)
    end = OD_BLOB_GONE;
  g_mutex_unlock (&touch_lock);
  return end;
}

/**
 * od_blob_take:
 * @temporary: a complete file in the same file system, of that hash; it is moved, or deleted if the content is there
 *   already
 *
 * Puts a file where blobs lie, durably: what refers to it may be committed afterwards. Blocks; not on the main thread.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_blob_take (const char *files_dir, const char *temporary, const char *sha256, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (od_blob_is_hash (sha256), FALSE);

  path = od_blob_get_path (files_dir, sha256);
  folder = g_path_get_dirname (path);
  if (!ensure_folder (folder, error))
    return FALSE;
  if (touch (path))
    {
      g_unlink (temporary);
      /* Whoever put it there may not have come as far as this. */
      return od_file_sync (path, error) && od_file_sync (folder, error);
    }
  return od_file_replace_durably (temporary, path, error);
}

static gboolean
write_all (int fd, const guint8 *data, gssize size, GError **error)
{
  while (size > 0)
    {
      gssize n = write (fd, data, (gsize) size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (error, "Could not write a file");
      data += n;
      size -= n;
    }
  return TRUE;
}

typedef struct {
  int from, to;
  struct stat info; /* of @from, when it was opened */
  gint64 max_bytes;
  gint64 size_bytes;
  GChecksum *sum;
  GFileProgressCallback progress; /* (nullable) */
  gpointer progress_data;
} Copy;

static gboolean
fail_too_large (const Copy *copy, GError **error)
{
  g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "The file has more than %" G_GINT64_FORMAT " bytes",
               copy->max_bytes);
  return FALSE;
}

/* Somebody writes to it meanwhile: what was copied is neither the old file nor the new one. */
static gboolean
check_unchanged (const Copy *copy, gboolean is_end, GError **error)
{
  struct stat now;

  if (!is_end && copy->size_bytes <= copy->info.st_size)
    return TRUE;
  if (fstat (copy->from, &now) != 0)
    return fail_with (error, OD_ERROR_TRANSIENT, "Could not read a file");
  if (is_end && now.st_size == copy->size_bytes && now.st_mtim.tv_sec == copy->info.st_mtim.tv_sec &&
      now.st_mtim.tv_nsec == copy->info.st_mtim.tv_nsec)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_TRANSIENT, "The file changed while it was copied");
  return FALSE;
}

static gboolean
copy_all (Copy *copy, GCancellable *cancellable, GError **error)
{
  guint8 chunk[OD_LIMIT_FILE_CHUNK_BYTES / 4];

  if (copy->info.st_size > copy->max_bytes)
    return fail_too_large (copy, error);
  while (TRUE)
    {
      gssize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = read (copy->from, chunk, sizeof chunk);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_with (error, OD_ERROR_TRANSIENT, "Could not read a file");
      if (n == 0)
        return check_unchanged (copy, TRUE, error);
      copy->size_bytes += n;
      if (copy->size_bytes > copy->max_bytes)
        return fail_too_large (copy, error);
      g_checksum_update (copy->sum, chunk, n);
      if (!check_unchanged (copy, FALSE, error) || !write_all (copy->to, chunk, n, error))
        return FALSE;
      if (copy->progress != NULL)
        copy->progress (copy->size_bytes, copy->info.st_size, copy->progress_data);
    }
}

static gboolean
fail_to_open (GError **error)
{
  OdError code = OD_ERROR_TRANSIENT;

  if (errno == ENOENT || errno == ENOTDIR)
    code = OD_ERROR_NOT_FOUND;
  else if (errno == EACCES || errno == EPERM)
    code = OD_ERROR_REJECTED;
  else if (errno == ELOOP || errno == ENXIO)
    code = OD_ERROR_USAGE;
  return fail_with (error, code, "Could not open the file");
}

/* A link means what it points to: somebody chose it. A device must not even be opened (that may do something), and a
 * pipe must not hold us up; what was looked at first may be another one by now, so it is looked at again. */
static int
open_regular (const char *path, struct stat *info, GError **error)
{
  int fd = -1;

  if (stat (path, info) != 0 ||
      (S_ISREG (info->st_mode) && (fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0)) < 0))
    {
      fail_to_open (error);
      return -1;
    }
  if (fd >= 0 && fstat (fd, info) == 0 && S_ISREG (info->st_mode))
    return fd;
  if (fd >= 0)
    close (fd);
  g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE, "Only ordinary files can be attached");
  return -1;
}

static gboolean
copy_and_take (const char *files_dir, const char *path, const char *temporary, Copy *copy, GCancellable *cancellable,
               GError **error)
{
  gboolean ok = FALSE;

  copy->from = open_regular (path, &copy->info, error);
  if (copy->from < 0)
    return FALSE;
  copy->to = g_open (temporary, O_WRONLY | O_CLOEXEC, 0);
  if (copy->to < 0)
    fail (error, "Could not write a file");
  else
    ok = copy_all (copy, cancellable, error);
  close (copy->from);
  if (copy->to >= 0)
    close (copy->to);
  return ok && od_blob_take (files_dir, temporary, g_checksum_get_string (copy->sum), error);
}

/**
 * od_blob_store_file:
 * @path: a file of the operator's; it stays where it is. A link is followed
 * @max_bytes: larger ones are refused, before and while copying
 * @progress: (nullable): called on this thread after each piece
 *
 * Copies a file to where blobs lie, durably. Blocks; not on the main thread.
 *
 * Returns: (transfer full) (nullable): the blob; or %NULL with %OD_ERROR_NOT_FOUND, %OD_ERROR_USAGE (no ordinary
 *   file), %OD_ERROR_REJECTED (may not be read), %OD_ERROR_TOO_LARGE, %OD_ERROR_TRANSIENT (could not be read, or
 *   changed meanwhile), %OD_ERROR_STORE (could not be written) or %G_IO_ERROR_CANCELLED
 */
OdBlob *
od_blob_store_file (const char *files_dir, const char *path, gint64 max_bytes, GFileProgressCallback progress,
                    gpointer progress_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *temporary = od_blob_new_temporary (files_dir, error);
  Copy copy = { .max_bytes = max_bytes, .sum = sum, .progress = progress, .progress_data = progress_data };
  OdBlob *blob;

  if (temporary == NULL)
    return NULL;
  if (!copy_and_take (files_dir, path, temporary, &copy, cancellable, error))
    {
      g_unlink (temporary);
      return NULL;
    }
  blob = g_new0 (OdBlob, 1);
  blob->sha256 = g_strdup (g_checksum_get_string (sum));
  blob->size_bytes = copy.size_bytes;
  return blob;
}
