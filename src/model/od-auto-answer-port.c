/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-auto-answer-port.h"

G_DEFINE_INTERFACE (OdAutoAnswerPort, od_auto_answer_port, G_TYPE_OBJECT)

static void
od_auto_answer_port_default_init (OdAutoAnswerPortInterface *iface)
{
}

/**
 * od_auto_answer_port_load_async:
 */
void
od_auto_answer_port_load_async (OdAutoAnswerPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (OD_IS_AUTO_ANSWER_PORT (self));

  OD_AUTO_ANSWER_PORT_GET_IFACE (self)->load_async (self, cancellable, callback, user_data);
}

/**
 * od_auto_answer_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdAutoAnswer): all, also those that are switched off; by kind
 */
GPtrArray *
od_auto_answer_port_load_finish (OdAutoAnswerPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_auto_answer_port_save_async:
 * @answer: copied; its `id` 0 makes a new one
 *
 * What od_auto_answer_check() says; %OD_ERROR_TOO_LARGE if there are too many; %OD_ERROR_NOT_FOUND if it, or its calendar,
 * is gone.
 */
void
od_auto_answer_port_save_async (OdAutoAnswerPort *self, const OdAutoAnswer *answer, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_AUTO_ANSWER_PORT (self));

  OD_AUTO_ANSWER_PORT_GET_IFACE (self)->save_async (self, answer, cancellable, callback, user_data);
}

/**
 * od_auto_answer_port_save_finish:
 *
 * Returns: its row; 0 with @error
 */
gint64
od_auto_answer_port_save_finish (OdAutoAnswerPort *self, GAsyncResult *result, GError **error)
{
  gint64 id;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  id = g_task_propagate_int (G_TASK (result), error);
  return MAX (id, 0);
}

/**
 * od_auto_answer_port_remove_async:
 *
 * %OD_ERROR_NOT_FOUND if it is gone already.
 */
void
od_auto_answer_port_remove_async (OdAutoAnswerPort *self, gint64 id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_AUTO_ANSWER_PORT (self));

  OD_AUTO_ANSWER_PORT_GET_IFACE (self)->remove_async (self, id, cancellable, callback, user_data);
}

gboolean
od_auto_answer_port_remove_finish (OdAutoAnswerPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
