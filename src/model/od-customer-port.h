/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdCustomerPort: the profile pane.
 */
#define OD_TYPE_CUSTOMER_PORT (od_customer_port_get_type ())
G_DECLARE_INTERFACE (OdCustomerPort, od_customer_port, OD, CUSTOMER_PORT, GObject)

struct _OdCustomerPortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdCustomerPort *self, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
  void (*rename_async) (OdCustomerPort *self, gint64 customer_id, const char *name, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  void (*set_note_async) (OdCustomerPort *self, gint64 customer_id, const char *note, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
  void (*list_files_async) (OdCustomerPort *self, gint64 customer_id, guint limit, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
};

void od_customer_port_load_async (OdCustomerPort *self, gint64 customer_id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
OdCustomerCard *od_customer_port_load_finish (OdCustomerPort *self, GAsyncResult *result, GError **error);
void od_customer_port_rename_async (OdCustomerPort *self, gint64 customer_id, const char *name,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_customer_port_rename_finish (OdCustomerPort *self, GAsyncResult *result, GError **error);
void od_customer_port_set_note_async (OdCustomerPort *self, gint64 customer_id, const char *note,
                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_customer_port_set_note_finish (OdCustomerPort *self, GAsyncResult *result, GError **error);
void od_customer_port_list_files_async (OdCustomerPort *self, gint64 customer_id, guint limit,
                                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_customer_port_list_files_finish (OdCustomerPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
