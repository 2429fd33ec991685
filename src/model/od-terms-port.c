/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-terms-port.h"

G_DEFINE_INTERFACE (OdTermsPort, od_terms_port, G_TYPE_OBJECT)

static void
od_terms_port_default_init (OdTermsPortInterface *iface)
{
}

/**
 * od_terms_port_load_async:
 */
void
od_terms_port_load_async (OdTermsPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (OD_IS_TERMS_PORT (self));

  OD_TERMS_PORT_GET_IFACE (self)->load_async (self, cancellable, callback, user_data);
}

/**
 * od_terms_port_load_finish:
 *
 * Returns: (transfer full): all calendars and policies
 */
OdTerms *
od_terms_port_load_finish (OdTermsPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_terms_port_save_calendar_async:
 * @calendar: copied; its `id` 0 makes a new one; its version is not looked at
 *
 * %OD_ERROR_USAGE if it has no name or one that another has; %OD_ERROR_TOO_LARGE if there are too many.
 */
void
od_terms_port_save_calendar_async (OdTermsPort *self, const OdCalendar *calendar, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TERMS_PORT (self));

  OD_TERMS_PORT_GET_IFACE (self)->save_calendar_async (self, calendar, cancellable, callback, user_data);
}

/**
 * od_terms_port_save_policy_async:
 * @policy: copied; its `id` 0 makes a new one, tried first; its version and position are not looked at
 *
 * %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE as od_sla_policy_check() says, or there are too many; %OD_ERROR_NOT_FOUND if
 * its calendar is gone.
 */
void
od_terms_port_save_policy_async (OdTermsPort *self, const OdSlaPolicy *policy, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TERMS_PORT (self));

  OD_TERMS_PORT_GET_IFACE (self)->save_policy_async (self, policy, cancellable, callback, user_data);
}

/**
 * od_terms_port_save_finish:
 *
 * Of a calendar or a policy.
 *
 * Returns: its row; 0 with an error
 */
gint64
od_terms_port_save_finish (OdTermsPort *self, GAsyncResult *result, GError **error)
{
  gint64 id;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  id = g_task_propagate_int (G_TASK (result), error); /* -1 with an error */
  return MAX (id, 0);
}

/**
 * od_terms_port_remove_calendar_async:
 *
 * %OD_ERROR_REJECTED if a policy counts by it.
 */
void
od_terms_port_remove_calendar_async (OdTermsPort *self, gint64 id, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TERMS_PORT (self));

  OD_TERMS_PORT_GET_IFACE (self)->remove_calendar_async (self, id, cancellable, callback, user_data);
}

/**
 * od_terms_port_remove_policy_async:
 *
 * Clocks that run keep their due times.
 */
void
od_terms_port_remove_policy_async (OdTermsPort *self, gint64 id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TERMS_PORT (self));

  OD_TERMS_PORT_GET_IFACE (self)->remove_policy_async (self, id, cancellable, callback, user_data);
}

/**
 * od_terms_port_move_policy_async:
 * @position: 0: tried first
 */
void
od_terms_port_move_policy_async (OdTermsPort *self, gint64 id, guint position, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TERMS_PORT (self));

  OD_TERMS_PORT_GET_IFACE (self)->move_policy_async (self, id, position, cancellable, callback, user_data);
}

/**
 * od_terms_port_write_finish:
 *
 * Of what removes or moves.
 *
 * Returns: %FALSE with an error
 */
gboolean
od_terms_port_write_finish (OdTermsPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
