/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-deed.h"

G_BEGIN_DECLS

/**
 * OdMacroPort:
 *
 * Named lists of deeds. A change is %OD_CHANGE_LIBRARY in the feed. Main thread.
 */
#define OD_TYPE_MACRO_PORT (od_macro_port_get_type ())
G_DECLARE_INTERFACE (OdMacroPort, od_macro_port, OD, MACRO_PORT, GObject)

struct _OdMacroPortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdMacroPort *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*save_async) (OdMacroPort *self, const OdMacro *macro, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
  void (*remove_async) (OdMacroPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
  void (*move_async) (OdMacroPort *self, gint64 id, guint position, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
};

void od_macro_port_load_async (OdMacroPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *od_macro_port_load_finish (OdMacroPort *self, GAsyncResult *result, GError **error);
void od_macro_port_save_async (OdMacroPort *self, const OdMacro *macro, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gint64 od_macro_port_save_finish (OdMacroPort *self, GAsyncResult *result, GError **error);
void od_macro_port_remove_async (OdMacroPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean od_macro_port_remove_finish (OdMacroPort *self, GAsyncResult *result, GError **error);
void od_macro_port_move_async (OdMacroPort *self, gint64 id, guint position, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean od_macro_port_move_finish (OdMacroPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
