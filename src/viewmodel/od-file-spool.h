/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void od_file_spool_async (GInputStream *stream, gint64 max_bytes, GFileProgressCallback progress,
                          gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data);
GFile *od_file_spool_finish (GAsyncResult *result, GError **error);

G_END_DECLS
