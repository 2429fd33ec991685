/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdFileLook: as what a file of a message is shown.
 */
typedef enum {
  OD_FILE_LOOK_OTHER,
  OD_FILE_LOOK_PICTURE,
  OD_FILE_LOOK_STICKER,
  OD_FILE_LOOK_AUDIO,
  OD_FILE_LOOK_VIDEO,
} OdFileLook;

OdFileLook od_file_look (const OdMessageRow *message, const OdAttachmentRow *file);
void od_file_fit (int width, int height, int max_width, int max_height, int *fit_width, int *fit_height);
gboolean od_file_is_media (const guint8 *bytes, gsize n_bytes);

char *od_file_words_name (const OdAttachmentRow *file);
char *od_file_words_duration (gint64 duration_ms);
char *od_file_words_details (const OdAttachmentRow *file);
char *od_file_words_progress (gint64 done_bytes, gint64 total_bytes);
char *od_file_words_spoken (const OdMessageRow *message, const OdAttachmentRow *file);
const char *od_file_words_icon (const char *mime);
const char *od_file_words_fault (const GError *error);

G_END_DECLS
