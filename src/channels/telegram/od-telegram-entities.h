/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-update.h"

G_BEGIN_DECLS

char *od_telegram_entities_to_markdown (const char *text, JsonArray *entities, OdTextFormat *format);

G_END_DECLS
