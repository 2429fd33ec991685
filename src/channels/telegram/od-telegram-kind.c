/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-telegram-kind.h"

#define MAX_PHOTO_BYTES ((gint64) 10 * 1024 * 1024)

/* The first line that a file fits. */
const OdFileLimit od_telegram_file_limits[] = {
  { OD_FILE_KIND_PHOTO, "image/jpeg", MAX_PHOTO_BYTES, 0, 10000, 20 },
  { OD_FILE_KIND_PHOTO, "image/png", MAX_PHOTO_BYTES, 0, 10000, 20 },
  { OD_FILE_KIND_PHOTO, "image/webp", MAX_PHOTO_BYTES, 0, 10000, 20 },
  { OD_FILE_KIND_ANIMATION, "image/gif", 0, 0, 0, 0 },
  { OD_FILE_KIND_VIDEO, "video/mp4", 0, 0, 0, 0 },
  { OD_FILE_KIND_VOICE, "audio/ogg", 0, 0, 0, 0 },
  { OD_FILE_KIND_AUDIO, "audio/mpeg", 0, 0, 0, 0 },
  { OD_FILE_KIND_AUDIO, "audio/mp4", 0, 0, 0, 0 },
  { OD_FILE_KIND_PLAIN, "", 0, 0, 0, 0 },
  { 0 },
};

/**
 * od_telegram_find_kind:
 *
 * Returns: as what @file goes
 */
OdFileKind
od_telegram_find_kind (const OdAttachmentRow *file)
{
  static const OdChannelDescriptor files = {
    .caps = OD_CHANNEL_CAN_FILES,
    .max_file_bytes = OD_TELEGRAM_MAX_FILE_BYTES,
    .file_limits = od_telegram_file_limits,
  };
  const OdFileLimit *limit = od_channel_choose_file (&files, file->mime, file->size_bytes, file->width, file->height);

  return limit != NULL ? limit->kind : OD_FILE_KIND_PLAIN;
}
