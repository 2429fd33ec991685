/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-conversation-port.h"

G_DEFINE_INTERFACE (OdConversationPort, od_conversation_port, G_TYPE_OBJECT)

static void
od_conversation_port_default_init (OdConversationPortInterface *iface)
{
}

/**
 * od_conversation_port_list_async:
 * @query: copied
 *
 * Asks for the ids of all conversations that match, in order.
 */
void
od_conversation_port_list_async (OdConversationPort *self, const OdViewQuery *query, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CONVERSATION_PORT (self));

  OD_CONVERSATION_PORT_GET_IFACE (self)->list_async (self, query, cancellable, callback, user_data);
}

/**
 * od_conversation_port_list_finish:
 *
 * Returns: (transfer full) (element-type gint64): conversation ids
 */
GArray *
od_conversation_port_list_finish (OdConversationPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_conversation_port_load_async:
 * @ids: (array length=n_ids): copied; at most 256
 */
void
od_conversation_port_load_async (OdConversationPort *self, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CONVERSATION_PORT (self));

  OD_CONVERSATION_PORT_GET_IFACE (self)->load_async (self, ids, n_ids, cancellable, callback, user_data);
}

/**
 * od_conversation_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdConversationRow): the rows that exist, in any
 *   order; rows deleted meanwhile are simply not there
 */
GPtrArray *
od_conversation_port_load_finish (OdConversationPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_conversation_port_count_async:
 * @queries: (array length=n_queries): copied
 *
 * Counts the matches of several views at once, for the sidebar.
 */
void
od_conversation_port_count_async (OdConversationPort *self, const OdViewQuery *queries, guint n_queries,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_CONVERSATION_PORT (self));

  OD_CONVERSATION_PORT_GET_IFACE (self)->count_async (self, queries, n_queries, cancellable, callback, user_data);
}

/**
 * od_conversation_port_count_finish:
 *
 * Returns: (transfer full) (element-type gint64): one count per query
 */
GArray *
od_conversation_port_count_finish (OdConversationPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_view_query_set:
 * @self: zeroed, or set before
 * @query: becomes @self, which has a filter and ids of its own then; the channel is interned, the zone is not kept
 */
void
od_view_query_set (OdViewQuery *self, const OdViewQuery *query)
{
  OdViewQuery old = *self;

  *self = *query;
  self->channel = g_intern_string (query->channel);
  self->filter = g_strdup (query->filter);
  self->only = query->only != NULL ? g_array_ref (query->only) : NULL;
  self->zone = NULL;
  od_view_query_clear (&old);
}

void
od_view_query_clear (OdViewQuery *self)
{
  g_free ((char *) g_steal_pointer (&self->filter));
  g_clear_pointer (&self->only, g_array_unref);
}
