/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-promise-port.h"

G_DEFINE_INTERFACE (OdPromisePort, od_promise_port, G_TYPE_OBJECT)

static void
od_promise_port_default_init (OdPromisePortInterface *iface)
{
}

/**
 * od_promise_port_load_async:
 * @has_ended: those that ended, too
 */
void
od_promise_port_load_async (OdPromisePort *self, gint64 conversation_id, gboolean has_ended, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PROMISE_PORT (self));

  OD_PROMISE_PORT_GET_IFACE (self)->load_async (self, conversation_id, has_ended, cancellable, callback, user_data);
}

/**
 * od_promise_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdPromiseClock): what the badge shows first
 */
GPtrArray *
od_promise_port_load_finish (OdPromisePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_promise_port_start_async:
 * @term: at most %OD_LIMIT_PROMISE_MIN ahead; copied
 *
 * The next public reply is promised until then. It takes the place of a promise made before. A reply
 * that says so itself carries it: see #OdReply.
 *
 * %OD_ERROR_REJECTED if the conversation is over.
 */
void
od_promise_port_start_async (OdPromisePort *self, gint64 conversation_id, const OdPromiseTerm *term,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PROMISE_PORT (self));
  g_return_if_fail (term != NULL && od_promise_term_is_set (term));

  OD_PROMISE_PORT_GET_IFACE (self)->start_async (self, conversation_id, term, cancellable, callback, user_data);
}

/**
 * od_promise_port_start_finish:
 *
 * Returns: until when it is promised, µs; 0 with an error
 */
gint64
od_promise_port_start_finish (OdPromisePort *self, GAsyncResult *result, GError **error)
{
  gint64 due_us;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  due_us = g_task_propagate_int (G_TASK (result), error); /* -1 with an error */
  return MAX (due_us, 0);
}

/**
 * od_promise_port_cancel_async:
 *
 * Takes the promise back; without one nothing happens.
 */
void
od_promise_port_cancel_async (OdPromisePort *self, gint64 conversation_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PROMISE_PORT (self));

  OD_PROMISE_PORT_GET_IFACE (self)->cancel_async (self, conversation_id, cancellable, callback, user_data);
}

/**
 * od_promise_port_cancel_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_promise_port_cancel_finish (OdPromisePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_promise_port_recalculate_async:
 * @policy_id: row of `policy`
 *
 * Promises that run under it get its present terms, from when they began (R12). Those that ended never do.
 */
void
od_promise_port_recalculate_async (OdPromisePort *self, gint64 policy_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PROMISE_PORT (self) && policy_id > 0);

  OD_PROMISE_PORT_GET_IFACE (self)->recalculate_async (self, policy_id, cancellable, callback, user_data);
}

/**
 * od_promise_port_recalculate_finish:
 *
 * Returns: how many; -1 with an error
 */
gint64
od_promise_port_recalculate_finish (OdPromisePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
