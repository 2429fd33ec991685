/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-port.h"

G_DEFINE_INTERFACE (OdThreadPort, od_thread_port, G_TYPE_OBJECT)

static void
od_thread_port_default_init (OdThreadPortInterface *iface)
{
}

void
od_thread_page_free (OdThreadPage *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->heads, g_ptr_array_unref);
  g_free (self);
}

/**
 * od_thread_port_load_page_async:
 * @anchor_id: a message id for %OD_ANCHOR_MESSAGE, _OLDER and _NEWER, else 0
 * @limit: rows, 1..200
 */
void
od_thread_port_load_page_async (OdThreadPort *self, gint64 conversation_id, OdThreadScope scope, OdThreadAnchor anchor,
                                gint64 anchor_id, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (OD_IS_THREAD_PORT (self));

  OD_THREAD_PORT_GET_IFACE (self)->load_page_async (self, conversation_id, scope, anchor, anchor_id, limit, cancellable,
                                                    callback, user_data);
}

/**
 * od_thread_port_load_page_finish:
 *
 * Returns: (transfer full): a page, oldest row first
 */
OdThreadPage *
od_thread_port_load_page_finish (OdThreadPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_thread_port_load_rows_async:
 * @ids: (array length=n_ids): copied; at most 256
 *
 * Reads rows again after a change.
 */
void
od_thread_port_load_rows_async (OdThreadPort *self, gint64 conversation_id, const gint64 *ids, guint n_ids,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_THREAD_PORT (self));

  OD_THREAD_PORT_GET_IFACE (self)->load_rows_async (self, conversation_id, ids, n_ids, cancellable, callback,
                                                    user_data);
}

/**
 * od_thread_port_load_rows_finish:
 *
 * Returns: (transfer full) (element-type OdMessageRow): those that exist and belong to the
 *   customer of @conversation_id, by (at, id)
 */
GPtrArray *
od_thread_port_load_rows_finish (OdThreadPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_thread_port_load_versions_async:
 * The former texts of an edited or deleted message, oldest first.
 */
void
od_thread_port_load_versions_async (OdThreadPort *self, gint64 message_id, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_THREAD_PORT (self));

  OD_THREAD_PORT_GET_IFACE (self)->load_versions_async (self, message_id, cancellable, callback, user_data);
}

/**
 * od_thread_port_load_versions_finish:
 *
 * Returns: (transfer full) (element-type OdVersionRow): none if it always said the same
 */
GPtrArray *
od_thread_port_load_versions_finish (OdThreadPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_thread_port_find_async:
 * Where a message is, of which only the id is known: from a link, say.
 */
void
od_thread_port_find_async (OdThreadPort *self, gint64 message_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_THREAD_PORT (self));

  OD_THREAD_PORT_GET_IFACE (self)->find_async (self, message_id, cancellable, callback, user_data);
}

/**
 * od_thread_port_find_finish:
 *
 * Returns: (transfer full) (array fixed-size=2): the conversation and its customer; free with g_free().
 *   %NULL with %OD_ERROR_NOT_FOUND if there is no such message
 */
gint64 *
od_thread_port_find_finish (OdThreadPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
