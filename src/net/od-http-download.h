/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

void od_http_download_async (SoupSession *session, SoupMessage *message, const char *path, gint64 offset,
                             gint64 max_bytes, GFileProgressCallback progress, gpointer progress_data,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_http_download_finish (SoupSession *session, GAsyncResult *result, GError **error);

G_END_DECLS
