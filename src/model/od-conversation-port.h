/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

typedef enum {
  OD_ORDER_URGENT,  /* most urgent first: nearest due time, then waiting longest, then newest */
  OD_ORDER_WAITING, /* waiting longest first */
  OD_ORDER_NEWEST,
  OD_ORDER_OLDEST,
} OdOrder;

typedef enum {
  OD_SCOPE_INBOX,   /* open and not snoozed */
  OD_SCOPE_WAITING, /* pending: we wait for the customer */
  OD_SCOPE_SNOOZED,
  OD_SCOPE_RESOLVED,
  OD_SCOPE_SPAM,
  OD_SCOPE_ALL, /* everything but spam */
} OdScope;

/**
 * OdViewQuery:
 * @assignee_id: operator; 0: anybody; -1: nobody
 * @account_id: 0: all
 * @channel: (nullable): descriptor id; all if %NULL; static or outlived by the call
 * @now_us: for "snoozed until"
 */
typedef struct {
  OdScope scope;
  OdOrder order;
  gint64 assignee_id;
  gint64 account_id;
  const char *channel;
  gint64 now_us;
} OdViewQuery;

/**
 * OdConversationPort:
 *
 * The conversation list, for view models: ids of everything that matches, then
 * rows for those on screen.
 */
#define OD_TYPE_CONVERSATION_PORT (od_conversation_port_get_type ())
G_DECLARE_INTERFACE (OdConversationPort, od_conversation_port, OD, CONVERSATION_PORT, GObject)

struct _OdConversationPortInterface {
  GTypeInterface parent_iface;

  void (*list_async) (OdConversationPort *self, const OdViewQuery *query, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*load_async) (OdConversationPort *self, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*count_async) (OdConversationPort *self, const OdViewQuery *queries, guint n_queries, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data);
};

void od_conversation_port_list_async (OdConversationPort *self, const OdViewQuery *query, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
GArray *od_conversation_port_list_finish (OdConversationPort *self, GAsyncResult *result, GError **error);
void od_conversation_port_load_async (OdConversationPort *self, const gint64 *ids, guint n_ids,
                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_conversation_port_load_finish (OdConversationPort *self, GAsyncResult *result, GError **error);
void od_conversation_port_count_async (OdConversationPort *self, const OdViewQuery *queries, guint n_queries,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GArray *od_conversation_port_count_finish (OdConversationPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
