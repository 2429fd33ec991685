/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-customer-port.h"

G_DEFINE_INTERFACE (OdCustomerPort, od_customer_port, G_TYPE_OBJECT)

static void
od_customer_port_default_init (OdCustomerPortInterface *iface)
{
}

void
od_customer_port_load_async (OdCustomerPort *self, gint64 customer_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CUSTOMER_PORT (self));

  OD_CUSTOMER_PORT_GET_IFACE (self)->load_async (self, customer_id, cancellable, callback, user_data);
}

/**
 * od_customer_port_load_finish:
 *
 * Returns: (transfer full): %OD_ERROR_NOT_FOUND if there is no such customer
 */
OdCustomerCard *
od_customer_port_load_finish (OdCustomerPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_customer_port_rename_async:
 * A name given by an operator is never overwritten by a channel.
 */
void
od_customer_port_rename_async (OdCustomerPort *self, gint64 customer_id, const char *name, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CUSTOMER_PORT (self));

  OD_CUSTOMER_PORT_GET_IFACE (self)->rename_async (self, customer_id, name, cancellable, callback, user_data);
}

gboolean
od_customer_port_rename_finish (OdCustomerPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
od_customer_port_set_note_async (OdCustomerPort *self, gint64 customer_id, const char *note, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CUSTOMER_PORT (self));

  OD_CUSTOMER_PORT_GET_IFACE (self)->set_note_async (self, customer_id, note, cancellable, callback, user_data);
}

gboolean
od_customer_port_set_note_finish (OdCustomerPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_customer_port_list_files_async:
 * @limit: from 1; more than %OD_LIMIT_PROFILE_FILES are never given
 *
 * The files that the person sent or got, of all profiles linked into one; those of notes and of messages that were
 * deleted are not among them.
 */
void
od_customer_port_list_files_async (OdCustomerPort *self, gint64 customer_id, guint limit, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CUSTOMER_PORT (self) && limit > 0);

  OD_CUSTOMER_PORT_GET_IFACE (self)->list_files_async (self, customer_id, limit, cancellable, callback, user_data);
}

/**
 * od_customer_port_list_files_finish:
 *
 * Returns: (transfer full) (element-type OdSharedFileRow): newest first; %OD_ERROR_NOT_FOUND if there is no such
 *   customer
 */
GPtrArray *
od_customer_port_list_files_finish (OdCustomerPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
