/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * OdHttpTarget: where a download goes.
 * @path: the bytes are appended. It need not be there
 * @offset: bytes that are in it; the rest is asked for. If the other side can't go on from there, it begins again
 * @max_bytes: altogether
 * @version: which version of the file these bytes are of, as the other side calls it: empty if it did not say. It is kept
 *   up to date; given to the next call, bytes of two versions never meet. Lives until the download completes
 */
typedef struct {
  const char *path;
  gint64 offset;
  gint64 max_bytes;
  GString *version;
} OdHttpTarget;

void od_http_download_async (SoupSession *session, SoupMessage *message, const OdHttpTarget *target,
                             GFileProgressCallback progress, gpointer progress_data, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean od_http_download_finish (SoupSession *session, GAsyncResult *result, GError **error);

G_END_DECLS
