/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-view-port.h"

G_DEFINE_INTERFACE (OdViewPort, od_view_port, G_TYPE_OBJECT)

static void
od_view_port_default_init (OdViewPortInterface *iface)
{
}

/**
 * od_view_port_load_async:
 */
void
od_view_port_load_async (OdViewPort *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_VIEW_PORT (self));

  OD_VIEW_PORT_GET_IFACE (self)->load_async (self, cancellable, callback, user_data);
}

/**
 * od_view_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdSavedView): by position
 */
GPtrArray *
od_view_port_load_finish (OdViewPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_view_port_save_async:
 * @view: copied; its `id` 0 makes a new one, at the end
 *
 * %OD_ERROR_USAGE if it has no name or its query is not understood.
 */
void
od_view_port_save_async (OdViewPort *self, const OdSavedView *view, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_VIEW_PORT (self));

  OD_VIEW_PORT_GET_IFACE (self)->save_async (self, view, cancellable, callback, user_data);
}

/**
 * od_view_port_save_finish:
 *
 * Returns: its row; 0 with an error
 */
gint64
od_view_port_save_finish (OdViewPort *self, GAsyncResult *result, GError **error)
{
  gint64 id;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  id = g_task_propagate_int (G_TASK (result), error); /* -1 with an error */
  return MAX (id, 0);
}

/**
 * od_view_port_remove_async:
 */
void
od_view_port_remove_async (OdViewPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (OD_IS_VIEW_PORT (self));

  OD_VIEW_PORT_GET_IFACE (self)->remove_async (self, id, cancellable, callback, user_data);
}

/**
 * od_view_port_remove_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_view_port_remove_finish (OdViewPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_view_port_move_async:
 * @position: 0: the first
 */
void
od_view_port_move_async (OdViewPort *self, gint64 id, guint position, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_VIEW_PORT (self));

  OD_VIEW_PORT_GET_IFACE (self)->move_async (self, id, position, cancellable, callback, user_data);
}

/**
 * od_view_port_move_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_view_port_move_finish (OdViewPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_view_port_load_tags_async:
 *
 * Tags that conversations have, resolved ones and spam included.
 */
void
od_view_port_load_tags_async (OdViewPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (OD_IS_VIEW_PORT (self));

  OD_VIEW_PORT_GET_IFACE (self)->load_tags_async (self, cancellable, callback, user_data);
}

/**
 * od_view_port_load_tags_finish:
 *
 * Returns: (transfer full) (element-type utf8): names, those that most conversations have first
 */
GPtrArray *
od_view_port_load_tags_finish (OdViewPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
