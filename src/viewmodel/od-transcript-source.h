/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-transcript.h"

G_BEGIN_DECLS

typedef enum {
  OD_TRANSCRIPT_ALL,
  OD_TRANSCRIPT_DATES,        /* `from_us` .. `to_us` */
  OD_TRANSCRIPT_FROM_MESSAGE, /* `message_id` and what is newer */
  OD_TRANSCRIPT_LAST,         /* the newest `n_last` that are wanted */
} OdTranscriptRangeKind;

/**
 * OdTranscriptRange:
 * @from_us: inclusive
 * @to_us: exclusive
 */
typedef struct {
  OdThreadScope scope;
  OdTranscriptRangeKind kind;
  gint64 from_us, to_us;
  gint64 message_id;
  guint n_last;
} OdTranscriptRange;

#define OD_TYPE_TRANSCRIPT_SOURCE (od_transcript_source_get_type ())
G_DECLARE_FINAL_TYPE (OdTranscriptSource, od_transcript_source, OD, TRANSCRIPT_SOURCE, GObject)

OdTranscriptSource *od_transcript_source_new (OdDesk *desk, gint64 conversation_id, const char *customer_name,
                                              const OdTranscriptRange *range, OdTranscriptParts parts);
const OdTranscriptStyle *od_transcript_source_get_style (OdTranscriptSource *self);
void od_transcript_source_set_files_dir (OdTranscriptSource *self, const char *files_dir);
guint od_transcript_source_get_n_messages (OdTranscriptSource *self);

void od_transcript_source_next_async (OdTranscriptSource *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *od_transcript_source_next_finish (OdTranscriptSource *self, GAsyncResult *result, GError **error);

G_END_DECLS
