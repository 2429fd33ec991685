/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-person.h"

G_BEGIN_DECLS

/**
 * OdPeoplePort:
 *
 * Customers as a set: the list of all of them, and which profiles are one person. Linking is an operation: it
 * changes no profile, and od_people_port_unlink_async() makes it as if it had not been. Main thread.
 */
#define OD_TYPE_PEOPLE_PORT (od_people_port_get_type ())
G_DECLARE_INTERFACE (OdPeoplePort, od_people_port, OD, PEOPLE_PORT, GObject)

struct _OdPeoplePortInterface {
  GTypeInterface parent_iface;

  void (*list_async) (OdPeoplePort *self, const OdPeopleQuery *query, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*load_async) (OdPeoplePort *self, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*suggest_async) (OdPeoplePort *self, gint64 customer_id, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
  void (*decline_async) (OdPeoplePort *self, gint64 customer_id, gint64 other_id, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
  void (*compare_async) (OdPeoplePort *self, gint64 kept_id, gint64 joined_id, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
  void (*link_async) (OdPeoplePort *self, const OdPersonLink *link, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*unlink_async) (OdPeoplePort *self, gint64 link_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
  void (*load_links_async) (OdPeoplePort *self, gint64 customer_id, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
};

void od_people_port_list_async (OdPeoplePort *self, const OdPeopleQuery *query, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
GArray *od_people_port_list_finish (OdPeoplePort *self, GAsyncResult *result, GError **error);
void od_people_port_load_async (OdPeoplePort *self, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_people_port_load_finish (OdPeoplePort *self, GAsyncResult *result, GError **error);
void od_people_port_suggest_async (OdPeoplePort *self, gint64 customer_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_people_port_suggest_finish (OdPeoplePort *self, GAsyncResult *result, GError **error);
void od_people_port_decline_async (OdPeoplePort *self, gint64 customer_id, gint64 other_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean od_people_port_decline_finish (OdPeoplePort *self, GAsyncResult *result, GError **error);
void od_people_port_compare_async (OdPeoplePort *self, gint64 kept_id, gint64 joined_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_people_port_compare_finish (OdPeoplePort *self, GAsyncResult *result, GError **error);
void od_people_port_link_async (OdPeoplePort *self, const OdPersonLink *link, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gint64 od_people_port_link_finish (OdPeoplePort *self, GAsyncResult *result, GError **error);
void od_people_port_unlink_async (OdPeoplePort *self, gint64 link_id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean od_people_port_unlink_finish (OdPeoplePort *self, GAsyncResult *result, GError **error);
void od_people_port_load_links_async (OdPeoplePort *self, gint64 customer_id, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_people_port_load_links_finish (OdPeoplePort *self, GAsyncResult *result, GError **error);

G_END_DECLS
