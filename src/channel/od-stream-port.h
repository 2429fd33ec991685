/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-stream.h"

G_BEGIN_DECLS

/**
 * OdStreamPort:
 *
 * The durable, numbered event stream of each chat, for channels that serve the
 * customer themselves (web chat). Any thread may call; the answer comes back in
 * the caller's thread-default main context.
 */
#define OD_TYPE_STREAM_PORT (od_stream_port_get_type ())
G_DECLARE_INTERFACE (OdStreamPort, od_stream_port, OD, STREAM_PORT, GObject)

struct _OdStreamPortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdStreamPort *self, gint64 account_id, const char *chat_id, gint64 after, guint limit,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*load_before_async) (OdStreamPort *self, gint64 account_id, const char *chat_id, gint64 before, guint limit,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*add_upload_async) (OdStreamPort *self, gint64 account_id, const char *chat_id, const OdUpload *upload,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*find_file_async) (OdStreamPort *self, gint64 account_id, const char *file_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
};

void od_stream_port_load_async (OdStreamPort *self, gint64 account_id, const char *chat_id, gint64 after, guint limit,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
OdStreamPage *od_stream_port_load_finish (OdStreamPort *self, GAsyncResult *result, GError **error);
void od_stream_port_load_before_async (OdStreamPort *self, gint64 account_id, const char *chat_id, gint64 before,
                                       guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
OdStreamPage *od_stream_port_load_before_finish (OdStreamPort *self, GAsyncResult *result, GError **error);
void od_stream_port_add_upload_async (OdStreamPort *self, gint64 account_id, const char *chat_id,
                                      const OdUpload *upload, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean od_stream_port_add_upload_finish (OdStreamPort *self, GAsyncResult *result, GError **error);
void od_stream_port_find_file_async (OdStreamPort *self, gint64 account_id, const char *file_id,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
OdUpload *od_stream_port_find_file_finish (OdStreamPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
