/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-clock.h"
#include "od-picture.h"

G_BEGIN_DECLS

#define OD_TYPE_THUMBNAILER (od_thumbnailer_get_type ())
G_DECLARE_FINAL_TYPE (OdThumbnailer, od_thumbnailer, OD, THUMBNAILER, GObject)

OdThumbnailer *od_thumbnailer_new (const char *program, OdClock *clock);
void od_thumbnailer_draw_async (OdThumbnailer *self, int fd, int max_width, int max_height,
                                GAsyncReadyCallback callback, gpointer user_data);
OdPicture *od_thumbnailer_draw_finish (OdThumbnailer *self, GAsyncResult *result, GError **error);
void od_thumbnailer_stop (OdThumbnailer *self);

G_END_DECLS
