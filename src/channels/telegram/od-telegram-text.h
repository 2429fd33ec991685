/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-update.h"

G_BEGIN_DECLS

/**
 * OdTelegramText: a text as Telegram takes it.
 * @text: without any marks, and without white space at its ends
 * @entities: (nullable): what the words look like: offsets and lengths in UTF-16 units
 * @n_units: length of @text in UTF-16 units
 */
typedef struct {
  char *text;
  JsonArray *entities;
  gsize n_units;
} OdTelegramText;

OdTelegramText *od_telegram_text_new (const char *text, OdTextFormat format);
void od_telegram_text_free (OdTelegramText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdTelegramText, od_telegram_text_free)

G_END_DECLS
