/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

typedef enum {
  OD_THREAD_CUSTOMER,     /* everything of the person */
  OD_THREAD_CONVERSATION, /* this conversation only */
} OdThreadScope;

typedef enum {
  OD_ANCHOR_END,          /* the newest rows */
  OD_ANCHOR_FIRST_UNREAD, /* around the first unread row; the newest if all is read */
  OD_ANCHOR_MESSAGE,      /* around a message */
  OD_ANCHOR_OLDER,        /* rows before a message */
  OD_ANCHOR_NEWER,        /* rows after a message */
  OD_ANCHOR_START,        /* the oldest rows */
} OdThreadAnchor;

/**
 * OdThreadPage:
 * @rows: (element-type OdMessageRow): by (at, id), oldest first
 * @heads: (element-type OdConversationHead): of every conversation in @rows
 * @first_unread_id: 0 if all is read
 */
typedef struct {
  GPtrArray *rows;
  GPtrArray *heads;
  gint64 customer_id;
  gint64 first_unread_id;
  gboolean has_older, has_newer;
} OdThreadPage;

void od_thread_page_free (OdThreadPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdThreadPage, od_thread_page_free)

/**
 * OdThreadPort:
 *
 * The timeline of a customer (all conversations) or of one conversation, in
 * pages, for view models.
 */
#define OD_TYPE_THREAD_PORT (od_thread_port_get_type ())
G_DECLARE_INTERFACE (OdThreadPort, od_thread_port, OD, THREAD_PORT, GObject)

struct _OdThreadPortInterface {
  GTypeInterface parent_iface;

  void (*load_page_async) (OdThreadPort *self, gint64 conversation_id, OdThreadScope scope, OdThreadAnchor anchor,
                           gint64 anchor_id, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
  void (*load_rows_async) (OdThreadPort *self, gint64 conversation_id, const gint64 *ids, guint n_ids,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*load_versions_async) (OdThreadPort *self, gint64 message_id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
  void (*find_async) (OdThreadPort *self, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
};

void od_thread_port_load_page_async (OdThreadPort *self, gint64 conversation_id, OdThreadScope scope,
                                     OdThreadAnchor anchor, gint64 anchor_id, guint limit, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
OdThreadPage *od_thread_port_load_page_finish (OdThreadPort *self, GAsyncResult *result, GError **error);
void od_thread_port_load_rows_async (OdThreadPort *self, gint64 conversation_id, const gint64 *ids, guint n_ids,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_thread_port_load_rows_finish (OdThreadPort *self, GAsyncResult *result, GError **error);
void od_thread_port_load_versions_async (OdThreadPort *self, gint64 message_id, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_thread_port_load_versions_finish (OdThreadPort *self, GAsyncResult *result, GError **error);
void od_thread_port_find_async (OdThreadPort *self, gint64 message_id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gint64 *od_thread_port_find_finish (OdThreadPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
