/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-picture-cache"

#include "od-picture-cache.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "od-blob.h"
#include "od-limits.h"
#include "od-picture-wire.h"

#define HASH_CHARS 64

/* A little more than what is allowed: zlib makes noise a bit longer. */
#define MAX_FILE_BYTES (OD_LIMIT_THUMB_SIDE * OD_LIMIT_THUMB_SIDE * 4 + 64 * 1024)

/* Small pictures on disk, as THUMBS/<sha256>-<width>x<height>: a header as on the thumbnailer's wire, then the pixels
 * deflated. No image library reads them: whoever could write into that folder gains no decoder. */

static char *
get_path (const char *folder, const char *sha256, int max_width, int max_height)
{
  g_autofree char *name = g_strdup_printf ("%s-%dx%d", sha256, max_width, max_height);

  return g_build_filename (folder, name, NULL);
}

static GBytes *
convert (GConverter *converter, const guint8 *from, gsize n_from, gsize max, gsize *n_used)
{
  g_autofree guint8 *to = g_malloc (max + 1); /* room to learn that it is longer, or that it ends */
  gsize n_to = 0, used = 0;

  while (TRUE)
    {
      gsize n_read = 0, n_written = 0;
      GConverterResult result = g_converter_convert (converter, from + used, n_from - used, to + n_to, max + 1 - n_to,
                                                     G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);

      used += n_read;
      n_to += n_written;
      if (result == G_CONVERTER_ERROR || n_read + n_written == 0 || n_to > max)
        return NULL;
      if (result == G_CONVERTER_FINISHED)
        break;
    }
  *n_used = used;
  return g_bytes_new_take (g_steal_pointer (&to), n_to);
}

/**
 * od_picture_cache_pack:
 *
 * Returns: (transfer full) (nullable): what od_picture_cache_unpack() reads
 */
GBytes *
od_picture_cache_pack (const OdPicture *picture)
{
  const OdPictureHeader header = {
    .width = picture->width,
    .height = picture->height,
    .full_width = picture->full_width,
    .full_height = picture->full_height,
    .is_animated = picture->is_animated,
  };
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 1);
  gsize size, n_used;
  const guint8 *pixels = g_bytes_get_data (picture->pixels, &size);
  g_autoptr (GBytes) packed = convert (G_CONVERTER (compressor), pixels, size, size + size / 16 + 4096, &n_used);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  if (packed == NULL)
    return NULL;
  g_byte_array_set_size (all, OD_PICTURE_HEADER_BYTES);
  od_picture_header_write (&header, all->data);
  g_byte_array_append (all, g_bytes_get_data (packed, NULL), (guint) g_bytes_get_size (packed));
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

/**
 * od_picture_cache_unpack:
 * @bytes: whatever is in the file
 * @max_width, @max_height: the box it was made for, at most %OD_LIMIT_THUMB_SIDE
 *
 * Returns: (transfer full) (nullable): %NULL unless all of it is exactly what od_picture_cache_pack() makes
 */
OdPicture *
od_picture_cache_unpack (const guint8 *bytes, gsize size, int max_width, int max_height)
{
  const OdPictureRequest asked = { .max_width = max_width, .max_height = max_height };
  OdPictureHeader header;
  g_autoptr (GZlibDecompressor) decompressor = NULL;
  g_autoptr (GBytes) pixels = NULL;
  OdPicture *picture;
  gsize wanted, n_used;

  if (size <= OD_PICTURE_HEADER_BYTES || max_width > OD_LIMIT_THUMB_SIDE || max_height > OD_LIMIT_THUMB_SIDE)
    return NULL;
  if (!od_picture_header_read (bytes, OD_PICTURE_HEADER_BYTES, &asked, &header) || header.status != OD_PICTURE_OK)
    return NULL;
  wanted = (gsize) header.width * (gsize) header.height * 4;
  decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  /* One byte of room more: who fills it is too long, and zlib gets to say that it is done. */
  pixels = convert (G_CONVERTER (decompressor), bytes + OD_PICTURE_HEADER_BYTES, size - OD_PICTURE_HEADER_BYTES,
                    wanted + 1, &n_used);
  if (pixels == NULL || g_bytes_get_size (pixels) != wanted || n_used != size - OD_PICTURE_HEADER_BYTES)
    return NULL;
  picture = od_picture_new (pixels, header.width, header.height);
  picture->full_width = header.full_width;
  picture->full_height = header.full_height;
  picture->is_animated = header.is_animated;
  return picture;
}

/**
 * od_picture_cache_read:
 * @folder: PROFILE/thumbs
 *
 * Blocks; not on the main thread.
 *
 * Returns: (transfer full) (nullable): %NULL if there is none
 */
OdPicture *
od_picture_cache_read (const char *folder, const char *sha256, int max_width, int max_height)
{
  g_autofree char *path = get_path (folder, sha256, max_width, max_height);
  g_autofree char *bytes = NULL;
  OdPicture *picture;
  GStatBuf info;
  gsize size;

  if (g_lstat (path, &info) != 0)
    return NULL;
  if (!S_ISREG (info.st_mode) || info.st_size > MAX_FILE_BYTES || !g_file_get_contents (path, &bytes, &size, NULL))
    return NULL;
  picture = od_picture_cache_unpack ((const guint8 *) bytes, size, max_width, max_height);
  if (picture == NULL)
    g_unlink (path); /* torn by a power cut, or somebody's joke */
  return picture;
}

/**
 * od_picture_cache_write:
 *
 * Keeps a picture; nobody is told if that fails, as it can be drawn again. Blocks; not on the main thread.
 */
void
od_picture_cache_write (const char *folder, const char *sha256, int max_width, int max_height, const OdPicture *picture)
{
  g_autofree char *path = get_path (folder, sha256, max_width, max_height);
  g_autofree char *fresh = g_strconcat (path, ".new", NULL);
  g_autoptr (GBytes) bytes = od_picture_cache_pack (picture);
  g_autoptr (GError) error = NULL;

  if (bytes == NULL || g_mkdir_with_parents (folder, 0700) != 0)
    return;
  if (!g_file_set_contents_full (fresh, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_NONE, 0600, &error) ||
      g_rename (fresh, path) != 0)
    {
      g_message ("A thumbnail could not be kept%s%s", error != NULL ? ": " : "", error != NULL ? error->message : "");
      g_unlink (fresh);
    }
}

typedef struct {
  char *path;
  gint64 at_s;
  gint64 size_bytes;
} Entry;

static void
entry_free (gpointer data)
{
  g_free (((Entry *) data)->path);
  g_free (data);
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const Entry *left = *(Entry *const *) a, *right = *(Entry *const *) b;

  return left->at_s > right->at_s ? -1 : left->at_s < right->at_s;
}

static gboolean
has_file (const char *files_dir, const char *name)
{
  g_autofree char *sha256 = g_strndup (name, HASH_CHARS);
  g_autofree char *path = od_blob_is_hash (sha256) ? od_blob_get_path (files_dir, sha256) : NULL;

  return path != NULL && !g_str_has_suffix (name, ".new") && g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * od_picture_cache_trim:
 * @files_dir: the profile's `files`
 * @max_bytes: that may stay
 *
 * Deletes the pictures of files that are gone, and the oldest of the others. Blocks; not on the main thread.
 */
void
od_picture_cache_trim (const char *folder, const char *files_dir, gint64 max_bytes)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  gint64 left_bytes = max_bytes;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;
      Entry *entry;

      if (g_lstat (path, &info) != 0 || S_ISDIR (info.st_mode))
        continue;
      if (!has_file (files_dir, name))
        {
          g_unlink (path);
          continue;
        }
      entry = g_new0 (Entry, 1);
      entry->path = g_steal_pointer (&path);
      entry->at_s = info.st_mtime;
      entry->size_bytes = info.st_size;
      g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, newest_first);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = entries->pdata[i];

      left_bytes -= entry->size_bytes;
      if (left_bytes < 0)
        g_unlink (entry->path);
    }
}
