/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdFilePort:
 *
 * Attachments that a channel only told about: brings them here. Small ones come by
 * themselves (the profile's rule); others when somebody asks. Emits "progress" (id of the
 * attachment) at most ten times a second while bytes move; once a file is here, or could
 * not be had, its message changed: %OD_CHANGE_MESSAGE. Main thread.
 */
#define OD_TYPE_FILE_PORT (od_file_port_get_type ())
G_DECLARE_INTERFACE (OdFilePort, od_file_port, OD, FILE_PORT, GObject)

struct _OdFilePortInterface {
  GTypeInterface parent_iface;

  void (*fetch_async) (OdFilePort *self, gint64 attachment_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data);
  void (*cancel) (OdFilePort *self, gint64 attachment_id);
  gboolean (*get_progress) (OdFilePort *self, gint64 attachment_id, gint64 *done_bytes, gint64 *total_bytes);
};

void od_file_port_fetch_async (OdFilePort *self, gint64 attachment_id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean od_file_port_fetch_finish (OdFilePort *self, GAsyncResult *result, GError **error);
void od_file_port_cancel (OdFilePort *self, gint64 attachment_id);
gboolean od_file_port_get_progress (OdFilePort *self, gint64 attachment_id, gint64 *done_bytes, gint64 *total_bytes);
void od_file_port_emit_progress (OdFilePort *self, gint64 attachment_id);

G_END_DECLS
