/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-people-port.h"

G_DEFINE_INTERFACE (OdPeoplePort, od_people_port, G_TYPE_OBJECT)

static void
od_people_port_default_init (OdPeoplePortInterface *iface)
{
}

/**
 * od_people_port_list_async:
 * @query: copied
 */
void
od_people_port_list_async (OdPeoplePort *self, const OdPeopleQuery *query, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_PORT (self));

  OD_PEOPLE_PORT_GET_IFACE (self)->list_async (self, query, cancellable, callback, user_data);
}

/**
 * od_people_port_list_finish:
 *
 * Returns: (transfer full) (element-type gint64): customers, in order; those linked into another are not in it
 */
GArray *
od_people_port_list_finish (OdPeoplePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_people_port_load_async:
 */
void
od_people_port_load_async (OdPeoplePort *self, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_PORT (self));

  OD_PEOPLE_PORT_GET_IFACE (self)->load_async (self, ids, n_ids, cancellable, callback, user_data);
}

/**
 * od_people_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdPersonRow): those that there are, in the order asked for
 */
GPtrArray *
od_people_port_load_finish (OdPeoplePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_people_port_suggest_async:
 */
void
od_people_port_suggest_async (OdPeoplePort *self, gint64 customer_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_PORT (self));

  OD_PEOPLE_PORT_GET_IFACE (self)->suggest_async (self, customer_id, cancellable, callback, user_data);
}

/**
 * od_people_port_suggest_finish:
 *
 * Returns: (transfer full) (element-type OdPersonMatch): who may be the same person, the surest first; declined ones
 * are not in it
 */
GPtrArray *
od_people_port_suggest_finish (OdPeoplePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_people_port_decline_async:
 * Never suggests the two again.
 */
void
od_people_port_decline_async (OdPeoplePort *self, gint64 customer_id, gint64 other_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_PORT (self));

  OD_PEOPLE_PORT_GET_IFACE (self)->decline_async (self, customer_id, other_id, cancellable, callback, user_data);
}

/**
 * od_people_port_decline_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_people_port_decline_finish (OdPeoplePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_people_port_compare_async:
 * What the two say differently.
 */
void
od_people_port_compare_async (OdPeoplePort *self, gint64 kept_id, gint64 joined_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_PORT (self));

  OD_PEOPLE_PORT_GET_IFACE (self)->compare_async (self, kept_id, joined_id, cancellable, callback, user_data);
}

/**
 * od_people_port_compare_finish:
 *
 * Returns: (transfer full) (element-type OdPersonConflict): what is to be chosen; empty if they agree
 */
GPtrArray *
od_people_port_compare_finish (OdPeoplePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_people_port_link_async:
 * @link: copied; its `id` is not looked at
 *
 * %OD_ERROR_REJECTED if they are one already.
 */
void
od_people_port_link_async (OdPeoplePort *self, const OdPersonLink *link, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_PORT (self));

  OD_PEOPLE_PORT_GET_IFACE (self)->link_async (self, link, cancellable, callback, user_data);
}

/**
 * od_people_port_link_finish:
 *
 * Returns: the row of the link, for unlinking; 0 with an error
 */
gint64
od_people_port_link_finish (OdPeoplePort *self, GAsyncResult *result, GError **error)
{
  gint64 id;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  id = g_task_propagate_int (G_TASK (result), error); /* -1 with an error */
  return MAX (id, 0);
}

/**
 * od_people_port_unlink_async:
 * %OD_ERROR_REJECTED if a later link rests upon it.
 */
void
od_people_port_unlink_async (OdPeoplePort *self, gint64 link_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_PORT (self));

  OD_PEOPLE_PORT_GET_IFACE (self)->unlink_async (self, link_id, cancellable, callback, user_data);
}

/**
 * od_people_port_unlink_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_people_port_unlink_finish (OdPeoplePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_people_port_load_links_async:
 */
void
od_people_port_load_links_async (OdPeoplePort *self, gint64 customer_id, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_PORT (self));

  OD_PEOPLE_PORT_GET_IFACE (self)->load_links_async (self, customer_id, cancellable, callback, user_data);
}

/**
 * od_people_port_load_links_finish:
 *
 * Returns: (transfer full) (element-type OdPersonLink): links in force by which others are shown as @customer_id,
 * newest first
 */
GPtrArray *
od_people_port_load_links_finish (OdPeoplePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
