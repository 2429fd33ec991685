/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-transcript-source.h"

G_BEGIN_DECLS

typedef enum {
  OD_TRANSCRIPT_TEXT,
  OD_TRANSCRIPT_HTML,
} OdTranscriptFormat;

void od_transcript_write_async (OdTranscriptSource *source, OdTranscriptFormat format, GOutputStream *out,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_transcript_write_finish (OdTranscriptSource *source, GAsyncResult *result, GError **error);
void od_transcript_save_async (OdTranscriptSource *source, OdTranscriptFormat format, GFile *file, gboolean with_files,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_transcript_save_finish (OdTranscriptSource *source, GAsyncResult *result, guint *n_missing, GError **error);

G_END_DECLS
