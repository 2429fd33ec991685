/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-formatting.h"

G_BEGIN_DECLS

/**
 * OdTelegramEntity: a stretch of a text that is formatted: a byte range within one line, within the one before it or
 * behind it.
 * @url: (owned) (nullable): of a link
 */
typedef struct {
  gsize start, end;
  OdFormatting formatting;
  char *url;
} OdTelegramEntity;

char *od_telegram_markdown_write (const char *text, GArray *entities);
char *od_telegram_escape_markdown (const char *text);

G_END_DECLS
