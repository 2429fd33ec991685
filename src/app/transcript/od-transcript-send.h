/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-transcript-source.h"

G_BEGIN_DECLS

void od_transcript_send_async (OdTranscriptSource *source, OdDesk *desk, gint64 conversation_id, GtkWindow *parent,
                               const char *file_name, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean od_transcript_send_finish (OdTranscriptSource *source, GAsyncResult *result, GError **error);

G_END_DECLS
