/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-texture-cache.h"

#include "od-error.h"

#define MAX_FAULTS 4096

/**
 * OdTextureCache:
 *
 * The pictures of a thread that were shown last, up to a number of bytes: beyond it the one that
 * nobody asked for the longest goes. A file that is no picture is asked for once. Main thread.
 */
typedef struct {
  char *key;               /* (owned) */
  OdShownPicture *picture; /* (owned) */
  gsize n_bytes;
  GList link; /* in `recent`; its data is this entry */
} Entry;

struct _OdTextureCache {
  GObject parent_instance;

  OdPicturePort *port; /* (owned) */
  GHashTable *entries; /* (owned) key → Entry */
  GHashTable *faults;  /* (owned) path → OdError: files that will never be shown */
  GQueue recent;       /* the one asked for last is the first */
  gsize n_bytes;
  gsize max_bytes;
};

G_DEFINE_FINAL_TYPE (OdTextureCache, od_texture_cache, G_TYPE_OBJECT)

typedef struct {
  char *key;  /* (owned) */
  char *path; /* (owned) */
} Request;

static void
request_free (Request *request)
{
  g_free (request->key);
  g_free (request->path);
  g_free (request);
}

static void
picture_clear (gpointer data)
{
  g_object_unref (((OdShownPicture *) data)->texture);
}

OdShownPicture *
od_shown_picture_ref (OdShownPicture *self)
{
  return g_rc_box_acquire (self);
}

void
od_shown_picture_unref (OdShownPicture *self)
{
  g_rc_box_release_full (self, picture_clear);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  od_shown_picture_unref (entry->picture);
  g_free (entry);
}

static char *
make_key (const char *path, int max_width, int max_height)
{
  return g_strdup_printf ("%d %d %s", max_width, max_height, path);
}

static void
forget_oldest (OdTextureCache *self)
{
  Entry *entry = g_queue_peek_tail (&self->recent);

  g_queue_unlink (&self->recent, &entry->link);
  self->n_bytes -= entry->n_bytes;
  g_hash_table_remove (self->entries, entry->key);
}

static void
keep (OdTextureCache *self, const char *key, OdShownPicture *picture)
{
  Entry *entry;
  gsize n_bytes =
      (gsize) gdk_texture_get_width (picture->texture) * (gsize) gdk_texture_get_height (picture->texture) * 4;

  if (n_bytes > self->max_bytes || g_hash_table_contains (self->entries, key))
    return;
  while (self->n_bytes + n_bytes > self->max_bytes)
    forget_oldest (self);
  entry = g_new0 (Entry, 1);
  entry->key = g_strdup (key);
  entry->picture = od_shown_picture_ref (picture);
  entry->n_bytes = n_bytes;
  entry->link.data = entry;
  g_hash_table_insert (self->entries, entry->key, entry);
  g_queue_push_head_link (&self->recent, &entry->link);
  self->n_bytes += n_bytes;
}

static OdShownPicture *
make_picture (const OdPicture *pixels)
{
  OdShownPicture *picture = g_rc_box_new0 (OdShownPicture);

  picture->texture = gdk_memory_texture_new (pixels->width, pixels->height, GDK_MEMORY_R8G8B8A8, pixels->pixels,
                                             (gsize) pixels->width * 4);
  picture->full_width = pixels->full_width;
  picture->full_height = pixels->full_height;
  picture->is_animated = pixels->is_animated;
  return picture;
}

static void
remember_fault (OdTextureCache *self, const char *path, const GError *error)
{
  if (!g_error_matches (error, OD_ERROR, OD_ERROR_MALFORMED) && !g_error_matches (error, OD_ERROR, OD_ERROR_TOO_LARGE))
    return;
  if (g_hash_table_size (self->faults) >= MAX_FAULTS)
    g_hash_table_remove_all (self->faults);
  g_hash_table_insert (self->faults, g_strdup (path), GINT_TO_POINTER (error->code));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdTextureCache *self = g_task_get_source_object (task);
  const Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdPicture) pixels = od_picture_port_load_finish (OD_PICTURE_PORT (source), result, &error);
  OdShownPicture *picture;

  if (pixels == NULL)
    {
      remember_fault (self, request->path, error);
      g_task_return_error (task, error);
      return;
    }
  picture = make_picture (pixels);
  keep (self, request->key, picture);
  g_task_return_pointer (task, picture, (GDestroyNotify) od_shown_picture_unref);
}

static void
od_texture_cache_finalize (GObject *object)
{
  OdTextureCache *self = OD_TEXTURE_CACHE (object);

  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->faults);
  g_clear_object (&self->port);
  G_OBJECT_CLASS (od_texture_cache_parent_class)->finalize (object);
}

static void
od_texture_cache_class_init (OdTextureCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_texture_cache_finalize;
}

static void
od_texture_cache_init (OdTextureCache *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->recent);
}

/**
 * od_texture_cache_new:
 * @max_bytes: of pixels that are kept while nobody shows them
 */
OdTextureCache *
od_texture_cache_new (OdPicturePort *port, gsize max_bytes)
{
  OdTextureCache *self = g_object_new (OD_TYPE_TEXTURE_CACHE, NULL);

  self->port = g_object_ref (port);
  self->max_bytes = max_bytes;
  return self;
}

/**
 * od_texture_cache_find:
 * @max_width, @max_height: as it was asked for
 *
 * Returns: (transfer full) (nullable): the picture, if it is here
 */
OdShownPicture *
od_texture_cache_find (OdTextureCache *self, const char *path, int max_width, int max_height)
{
  g_autofree char *key = make_key (path, max_width, max_height);
  Entry *entry;

  g_return_val_if_fail (OD_IS_TEXTURE_CACHE (self), NULL);

  entry = g_hash_table_lookup (self->entries, key);
  if (entry == NULL)
    return NULL;
  g_queue_unlink (&self->recent, &entry->link);
  g_queue_push_head_link (&self->recent, &entry->link);
  return od_shown_picture_ref (entry->picture);
}

/**
 * od_texture_cache_load_async:
 * @path: absolute
 * @max_width, @max_height: the box it shall fit into, in pixels of the screen
 * @cancellable: (nullable): cancelled, its place in the decoder's queue is free
 */
void
od_texture_cache_load_async (OdTextureCache *self, const char *path, int max_width, int max_height,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdShownPicture *picture;
  Request *request;
  gpointer fault;

  g_return_if_fail (OD_IS_TEXTURE_CACHE (self) && path != NULL);

  g_task_set_source_tag (task, od_texture_cache_load_async);
  picture = od_texture_cache_find (self, path, max_width, max_height);
  if (picture != NULL)
    {
      g_task_return_pointer (task, picture, (GDestroyNotify) od_shown_picture_unref);
      return;
    }
  if (g_hash_table_lookup_extended (self->faults, path, NULL, &fault))
    {
      g_task_return_new_error (task, OD_ERROR, GPOINTER_TO_INT (fault), "This file is known to be no picture");
      return;
    }
  request = g_new0 (Request, 1);
  request->key = make_key (path, max_width, max_height);
  request->path = g_strdup (path);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  od_picture_port_load_async (self->port, path, max_width, max_height, cancellable, loaded_cb, g_object_ref (task));
}

/**
 * od_texture_cache_load_finish:
 *
 * Returns: (transfer full): or %NULL with an error of od_picture_port_load_finish()
 */
OdShownPicture *
od_texture_cache_load_finish (OdTextureCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_texture_cache_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_texture_cache_get_bytes:
 *
 * Returns: what it keeps now
 */
gsize
od_texture_cache_get_bytes (OdTextureCache *self)
{
  g_return_val_if_fail (OD_IS_TEXTURE_CACHE (self), 0);

  return self->n_bytes;
}
