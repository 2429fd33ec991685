/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-http-download.h"
#include "od-telegram-parse.h"
#include "od-telegram-plan.h"
#include "od-worker.h"

G_BEGIN_DECLS

#define OD_TYPE_TELEGRAM_API (od_telegram_api_get_type ())
G_DECLARE_FINAL_TYPE (OdTelegramApi, od_telegram_api, OD, TELEGRAM_API, GObject)

/** Whether @token has the form of a bot's token. */
gboolean od_telegram_token_is_good (const char *token);

OdTelegramApi *od_telegram_api_new (const char *base_url, char *token, OdWorker *worker);
void od_telegram_api_call_async (OdTelegramApi *self, const OdTelegramRequest *request, GFileProgressCallback progress,
                                 gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
JsonNode *od_telegram_api_call_finish (OdTelegramApi *self, GAsyncResult *result, OdTelegramFault *fault,
                                       GError **error);
void od_telegram_api_tell (OdTelegramApi *self, const OdTelegramRequest *request, GCancellable *cancellable);
void od_telegram_api_poll_async (OdTelegramApi *self, const char *cursor, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
OdUpdateBatch *od_telegram_api_poll_finish (OdTelegramApi *self, GAsyncResult *result, OdTelegramAside *aside,
                                            GError **error);
void od_telegram_api_download_async (OdTelegramApi *self, const char *file_path, const OdHttpTarget *target,
                                     GFileProgressCallback progress, gpointer progress_data, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean od_telegram_api_download_finish (OdTelegramApi *self, GAsyncResult *result, GError **error);

G_END_DECLS
