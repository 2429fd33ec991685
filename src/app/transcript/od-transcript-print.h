/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-transcript-source.h"

G_BEGIN_DECLS

void od_transcript_print_async (OdTranscriptSource *source, OdPicturePort *pictures, GtkWindow *parent,
                                const char *pdf_path, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean od_transcript_print_finish (OdTranscriptSource *source, GAsyncResult *result, GError **error);

G_END_DECLS
