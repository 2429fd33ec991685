/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdOrder: numbers are in the database: append only.
 * @OD_ORDER_URGENT: nearest due time, then the higher priority, then waiting longest, then last activity
 * @OD_ORDER_NEWEST: by when it began
 * @OD_ORDER_ACTIVITY: last message or note first
 */
typedef enum {
  OD_ORDER_URGENT,
  OD_ORDER_WAITING, /* waiting longest first */
  OD_ORDER_NEWEST,
  OD_ORDER_OLDEST,
  OD_ORDER_ACTIVITY,
} OdOrder;
#define OD_N_ORDER (OD_ORDER_ACTIVITY + 1)

typedef enum {
  OD_SCOPE_INBOX,   /* open and not snoozed */
  OD_SCOPE_WAITING, /* pending: we wait for the customer */
  OD_SCOPE_SNOOZED,
  OD_SCOPE_RESOLVED,
  OD_SCOPE_SPAM,
  OD_SCOPE_ALL,      /* everything but spam */
  OD_SCOPE_LATE,     /* a promise is broken: due before now */
  OD_SCOPE_MENTIONS, /* notes name the operator `assignee_id` */
} OdScope;

/**
 * OdViewQuery:
 * @assignee_id: operator; 0: anybody; -1: nobody
 * @account_id: 0: all
 * @channel: (nullable): descriptor id; all if %NULL; static or outlived by the call
 * @now_us: for "snoozed until" and what is late
 * @filter: (nullable): a query of od_query_parse() that must match, too; outlives the call; %OD_ERROR_USAGE if it is none
 * @operator_id: who `me` is in @filter; 0: nobody
 * @zone: (nullable): whose days @filter means; %NULL: UTC; outlives the call
 * @is_unanswered: only those whose customer waits for an answer
 * @only: (nullable) (element-type gint64): ascending: of these, whatever their status, whoever asks for all of @scope; not
 *   changed once it is here; outlives the call
 */
typedef struct {
  OdScope scope;
  OdOrder order;
  gint64 assignee_id;
  gint64 account_id;
  const char *channel;
  gint64 now_us;
  const char *filter;
  gint64 operator_id;
  GTimeZone *zone;
  gboolean is_unanswered;
  GArray *only;
} OdViewQuery;

void od_view_query_set (OdViewQuery *self, const OdViewQuery *query);
void od_view_query_clear (OdViewQuery *self);

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
