/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-account-port.h"

G_DEFINE_INTERFACE (OdAccountPort, od_account_port, G_TYPE_OBJECT)

static void
od_account_port_default_init (OdAccountPortInterface *iface)
{
}

void
od_account_port_list_async (OdAccountPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (OD_IS_ACCOUNT_PORT (self));

  OD_ACCOUNT_PORT_GET_IFACE (self)->list_async (self, cancellable, callback, user_data);
}

/**
 * od_account_port_list_finish:
 *
 * Returns: (transfer full) (element-type OdAccountRow): by name
 */
GPtrArray *
od_account_port_list_finish (OdAccountPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_account_port_add_async:
 * @settings: a JSON object with the descriptor's fields
 * @secrets: (nullable) (element-type utf8 utf8): by field key; go to the key ring
 *
 * Takes over a history-only account of the same channel and name. Starts it if this
 * process runs accounts. %OD_ERROR_USAGE names the field that is wrong.
 */
void
od_account_port_add_async (OdAccountPort *self, const char *channel, const char *name, const char *settings,
                           GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (OD_IS_ACCOUNT_PORT (self));

  OD_ACCOUNT_PORT_GET_IFACE (self)->add_async (self, channel, name, settings, secrets, cancellable, callback,
                                               user_data);
}

/**
 * od_account_port_add_finish:
 *
 * Returns: the account's row id, or -1
 */
gint64
od_account_port_add_finish (OdAccountPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

void
od_account_port_set_enabled_async (OdAccountPort *self, gint64 account_id, gboolean is_enabled,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ACCOUNT_PORT (self));

  OD_ACCOUNT_PORT_GET_IFACE (self)->set_enabled_async (self, account_id, is_enabled, cancellable, callback, user_data);
}

gboolean
od_account_port_set_enabled_finish (OdAccountPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_account_port_remove_async:
 * Stops it, forgets its secrets; the history stays, history-only.
 */
void
od_account_port_remove_async (OdAccountPort *self, gint64 account_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ACCOUNT_PORT (self));

  OD_ACCOUNT_PORT_GET_IFACE (self)->remove_async (self, account_id, cancellable, callback, user_data);
}

gboolean
od_account_port_remove_finish (OdAccountPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_account_port_edit_async:
 * @name: (nullable), @settings: (nullable): %NULL: stays as it is. One that is history only has no settings
 * @secrets: (nullable) (element-type utf8 utf8): those that become others, by field
 *
 * All of it or nothing. Connects the account anew if it runs and settings or secrets are others. %OD_ERROR_USAGE names
 * the field that is wrong.
 */
void
od_account_port_edit_async (OdAccountPort *self, gint64 account_id, const char *name, const char *settings,
                            GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (OD_IS_ACCOUNT_PORT (self));

  OD_ACCOUNT_PORT_GET_IFACE (self)->edit_async (self, account_id, name, settings, secrets, cancellable, callback,
                                                user_data);
}

gboolean
od_account_port_edit_finish (OdAccountPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_account_port_probe_async:
 * @what: copied
 *
 * Connects for a try, and lets go again; nothing of it is stored. The error says what the owner can do: it has an
 * #OdAccountTrouble.
 */
void
od_account_port_probe_async (OdAccountPort *self, const OdAccountTry *what, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ACCOUNT_PORT (self) && what != NULL);

  OD_ACCOUNT_PORT_GET_IFACE (self)->probe_async (self, what, cancellable, callback, user_data);
}

/**
 * od_account_port_probe_finish:
 *
 * Returns: (transfer full) (nullable): what the other side calls the account, "" if it does not say; %NULL: it does
 *   not work
 */
char *
od_account_port_probe_finish (OdAccountPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_account_port_ensure_trial_async:
 * Makes (once) and starts the web chat account of “Try it now”; waits until it is
 * served.
 */
void
od_account_port_ensure_trial_async (OdAccountPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (OD_IS_ACCOUNT_PORT (self));

  OD_ACCOUNT_PORT_GET_IFACE (self)->ensure_trial_async (self, cancellable, callback, user_data);
}

/**
 * od_account_port_ensure_trial_finish:
 *
 * Returns: (transfer full): the address of the customer's page
 */
char *
od_account_port_ensure_trial_finish (OdAccountPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
