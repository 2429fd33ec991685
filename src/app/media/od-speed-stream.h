/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void od_speed_stream_start_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_speed_stream_start_finish (GAsyncResult *result, GError **error);
GtkMediaStream *od_speed_stream_new (const char *path);
gboolean od_speed_stream_has_speed (GtkMediaStream *stream);
void od_speed_stream_set_speed (GtkMediaStream *stream, double speed);

G_END_DECLS
