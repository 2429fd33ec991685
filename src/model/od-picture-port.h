/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-picture.h"

G_BEGIN_DECLS

/**
 * OdPicturePort:
 *
 * Turns a picture's file into pixels, in a process of its own with limits of memory and
 * time: this program never decodes what somebody sent. Main thread.
 */
#define OD_TYPE_PICTURE_PORT (od_picture_port_get_type ())
G_DECLARE_INTERFACE (OdPicturePort, od_picture_port, OD, PICTURE_PORT, GObject)

struct _OdPicturePortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdPicturePort *self, const char *path, int max_width, int max_height, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
};

void od_picture_port_load_async (OdPicturePort *self, const char *path, int max_width, int max_height,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
OdPicture *od_picture_port_load_finish (OdPicturePort *self, GAsyncResult *result, GError **error);

G_END_DECLS
