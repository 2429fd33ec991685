/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdSearchQuestion:
 * @text: a query of od_query_parse(); `is:`, `tag:` and their like are of the message's conversation
 * @limit: hits, 1 to %OD_LIMIT_SEARCH_HITS, a quarter of them kept for people and files; with @conversation_id or @customer_id to %OD_LIMIT_FIND_HITS
 * @conversation_id: only its messages and notes; 0: all
 * @customer_id: only messages and notes of this person's conversations; 0: all
 * @operator_id: who `me` is; 0: nobody
 * @zone: (nullable): whose days `before:` and `after:` mean; %NULL: UTC
 *
 * It is copied by who is asked.
 */
typedef struct {
  const char *text;
  guint limit;
  gint64 conversation_id;
  gint64 customer_id;
  gint64 operator_id;
  gint64 now_us;
  GTimeZone *zone;
} OdSearchQuestion;

/**
 * OdSearchPort: full-text search over everything. A newer question interrupts an older one
 * (%G_IO_ERROR_CANCELLED).
 */
#define OD_TYPE_SEARCH_PORT (od_search_port_get_type ())
G_DECLARE_INTERFACE (OdSearchPort, od_search_port, OD, SEARCH_PORT, GObject)

struct _OdSearchPortInterface {
  GTypeInterface parent_iface;

  void (*search_async) (OdSearchPort *self, const OdSearchQuestion *question, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
};

void od_search_port_search_async (OdSearchPort *self, const OdSearchQuestion *question, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_search_port_search_finish (OdSearchPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
