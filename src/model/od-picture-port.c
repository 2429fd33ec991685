/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-picture-port.h"

G_DEFINE_INTERFACE (OdPicturePort, od_picture_port, G_TYPE_OBJECT)

static void
od_picture_port_default_init (OdPicturePortInterface *iface)
{
}

/**
 * od_picture_port_load_async:
 * @path: absolute, of a blob
 * @max_width, @max_height: box it is scaled down into, never up; device pixels, 1 to 8192
 *
 * Cancelling frees the place in the queue at once.
 */
void
od_picture_port_load_async (OdPicturePort *self, const char *path, int max_width, int max_height,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PICTURE_PORT (self));

  OD_PICTURE_PORT_GET_IFACE (self)->load_async (self, path, max_width, max_height, cancellable, callback, user_data);
}

/**
 * od_picture_port_load_finish:
 *
 * Returns: (transfer full): or %OD_ERROR_MALFORMED (no picture, broken, of a kind we do not show), %OD_ERROR_TOO_LARGE (more pixels, memory or time than a picture may take), %OD_ERROR_NOT_FOUND, %OD_ERROR_TRANSIENT (no thumbnailer)
 */
OdPicture *
od_picture_port_load_finish (OdPicturePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
