/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-picture-port.h"

G_BEGIN_DECLS

/**
 * OdShownPicture: pixels that are ready to be drawn.
 * @texture: (owned)
 * @full_width, @full_height: of the file
 * @is_animated: it moves; only its first frame is here
 */
typedef struct {
  GdkTexture *texture;
  int full_width, full_height;
  gboolean is_animated;
} OdShownPicture;

OdShownPicture *od_shown_picture_ref (OdShownPicture *self);
void od_shown_picture_unref (OdShownPicture *self);

#define OD_TYPE_TEXTURE_CACHE (od_texture_cache_get_type ())
G_DECLARE_FINAL_TYPE (OdTextureCache, od_texture_cache, OD, TEXTURE_CACHE, GObject)

OdTextureCache *od_texture_cache_new (OdPicturePort *port, gsize max_bytes);
OdShownPicture *od_texture_cache_find (OdTextureCache *self, const char *path, int max_width, int max_height);
void od_texture_cache_load_async (OdTextureCache *self, const char *path, int max_width, int max_height,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
OdShownPicture *od_texture_cache_load_finish (OdTextureCache *self, GAsyncResult *result, GError **error);
gsize od_texture_cache_get_bytes (OdTextureCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdShownPicture, od_shown_picture_unref)

G_END_DECLS
