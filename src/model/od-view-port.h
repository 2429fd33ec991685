/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-saved-view.h"

G_BEGIN_DECLS

/**
 * OdViewPort:
 *
 * Views that operators made, and the tags that a view can be of. A change is %OD_CHANGE_LIBRARY in the feed. Main thread.
 */
#define OD_TYPE_VIEW_PORT (od_view_port_get_type ())
G_DECLARE_INTERFACE (OdViewPort, od_view_port, OD, VIEW_PORT, GObject)

struct _OdViewPortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdViewPort *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*save_async) (OdViewPort *self, const OdSavedView *view, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*remove_async) (OdViewPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
  void (*move_async) (OdViewPort *self, gint64 id, guint position, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*load_tags_async) (OdViewPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
};

void od_view_port_load_async (OdViewPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *od_view_port_load_finish (OdViewPort *self, GAsyncResult *result, GError **error);
void od_view_port_save_async (OdViewPort *self, const OdSavedView *view, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gint64 od_view_port_save_finish (OdViewPort *self, GAsyncResult *result, GError **error);
void od_view_port_remove_async (OdViewPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean od_view_port_remove_finish (OdViewPort *self, GAsyncResult *result, GError **error);
void od_view_port_move_async (OdViewPort *self, gint64 id, guint position, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean od_view_port_move_finish (OdViewPort *self, GAsyncResult *result, GError **error);
void od_view_port_load_tags_async (OdViewPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *od_view_port_load_tags_finish (OdViewPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
