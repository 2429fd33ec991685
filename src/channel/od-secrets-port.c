/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-secrets-port.h"

#include <string.h>

G_DEFINE_INTERFACE (OdSecretsPort, od_secrets_port, G_TYPE_OBJECT)

static void
od_secrets_port_default_init (OdSecretsPortInterface *iface)
{
}

/**
 * od_secret_free:
 * @secret: (transfer full) (nullable): wiped before it is freed
 */
void
od_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
od_secrets_port_lookup_async (OdSecretsPort *self, gint64 account_id, const char *field, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_SECRETS_PORT (self));

  OD_SECRETS_PORT_GET_IFACE (self)->lookup_async (self, account_id, field, cancellable, callback, user_data);
}

/**
 * od_secrets_port_lookup_finish:
 *
 * Returns: (transfer full) (nullable): free it with od_secret_free(); %NULL without an error if there is none
 */
char *
od_secrets_port_lookup_finish (OdSecretsPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
od_secrets_port_store_async (OdSecretsPort *self, gint64 account_id, const char *field, const char *secret,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_SECRETS_PORT (self));

  OD_SECRETS_PORT_GET_IFACE (self)->store_async (self, account_id, field, secret, cancellable, callback, user_data);
}

gboolean
od_secrets_port_store_finish (OdSecretsPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_secrets_port_clear_async:
 * Forgets all secrets of an account.
 */
void
od_secrets_port_clear_async (OdSecretsPort *self, gint64 account_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_SECRETS_PORT (self));

  OD_SECRETS_PORT_GET_IFACE (self)->clear_async (self, account_id, cancellable, callback, user_data);
}

gboolean
od_secrets_port_clear_finish (OdSecretsPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
