/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-macro-port.h"

G_DEFINE_INTERFACE (OdMacroPort, od_macro_port, G_TYPE_OBJECT)

static void
od_macro_port_default_init (OdMacroPortInterface *iface)
{
}

/**
 * od_macro_port_load_async:
 */
void
od_macro_port_load_async (OdMacroPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (OD_IS_MACRO_PORT (self));

  OD_MACRO_PORT_GET_IFACE (self)->load_async (self, cancellable, callback, user_data);
}

/**
 * od_macro_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdMacro): by position
 */
GPtrArray *
od_macro_port_load_finish (OdMacroPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_macro_port_save_async:
 * @macro: copied; its `id` 0 makes a new one, at the end
 *
 * %OD_ERROR_USAGE if it has no name, no deeds, or the name is taken.
 */
void
od_macro_port_save_async (OdMacroPort *self, const OdMacro *macro, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_MACRO_PORT (self));

  OD_MACRO_PORT_GET_IFACE (self)->save_async (self, macro, cancellable, callback, user_data);
}

/**
 * od_macro_port_save_finish:
 *
 * Returns: its row; 0 with an error
 */
gint64
od_macro_port_save_finish (OdMacroPort *self, GAsyncResult *result, GError **error)
{
  gint64 id;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  id = g_task_propagate_int (G_TASK (result), error); /* -1 with an error */
  return MAX (id, 0);
}

/**
 * od_macro_port_remove_async:
 */
void
od_macro_port_remove_async (OdMacroPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (OD_IS_MACRO_PORT (self));

  OD_MACRO_PORT_GET_IFACE (self)->remove_async (self, id, cancellable, callback, user_data);
}

/**
 * od_macro_port_remove_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_macro_port_remove_finish (OdMacroPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_macro_port_move_async:
 * @position: 0: the first
 */
void
od_macro_port_move_async (OdMacroPort *self, gint64 id, guint position, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_MACRO_PORT (self));

  OD_MACRO_PORT_GET_IFACE (self)->move_async (self, id, position, cancellable, callback, user_data);
}

/**
 * od_macro_port_move_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_macro_port_move_finish (OdMacroPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
