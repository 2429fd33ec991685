/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-ingest-port.h"
#include "od-telegram-parse.h"

G_BEGIN_DECLS

/**
 * OdTelegramNews: whom an account tells what it learns of chats by the way. A value.
 * @ingest: (nullable)
 */
typedef struct {
  OdIngestPort *ingest;
  gint64 account_id;
} OdTelegramNews;

void od_telegram_news_refused (const OdTelegramNews *self, const char *chat_id, guint reason);
void od_telegram_news_moved (const OdTelegramNews *self, const char *chat_id, const char *new_chat_id);

G_END_DECLS
