/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"

G_BEGIN_DECLS

#define OD_TELEGRAM_MAX_FILE_BYTES ((gint64) 50 * 1024 * 1024)

extern const OdFileLimit od_telegram_file_limits[];

OdFileKind od_telegram_find_kind (const OdAttachmentRow *file);

G_END_DECLS
