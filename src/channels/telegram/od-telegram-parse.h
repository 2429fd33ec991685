/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-account-trouble.h"
#include "od-update.h"

G_BEGIN_DECLS

/* How long our ids of Telegram's things may be, and what they look like:
 * a chat is "CHAT" or "CONNECTION:CHAT", where CONNECTION is a business connection;
 * a message is its chat, a colon, and its number there ("5000000123:41", "bc_77:5000000123:900");
 * a pressed button is a message whose number is "cb" and Telegram's id of the press: nobody can reply to it. */
#define OD_TELEGRAM_MAX_CONNECTION_BYTES 128

/**
 * OdTelegramReason: what od_error_get_reason() says of an error of od_telegram_parse_reply().
 * None of them is an #OdAccountTrouble. Telegram's descriptions are no stable interface: a reason is a hint for words and a way out, the code of the error
 * is what a program goes by.
 * @OD_TELEGRAM_REASON_NONE: the code says all there is
 * @OD_TELEGRAM_REASON_CHAT_GONE: 400: there is no such chat (any more), or it was never opened
 * @OD_TELEGRAM_REASON_REPLY_GONE: 400: the message that is replied to is not there
 * @OD_TELEGRAM_REASON_MESSAGE_GONE: 400: the message to be changed is not there
 * @OD_TELEGRAM_REASON_MESSAGE_FIXED: 400: it is there, but can't be changed: too old, or not ours
 * @OD_TELEGRAM_REASON_SAME: 400: the message says that already; as good as done
 * @OD_TELEGRAM_REASON_BAD_TEXT: 400: formatting that can't be read, an empty text
 * @OD_TELEGRAM_REASON_TOO_LONG: 400: a text or a caption
 * @OD_TELEGRAM_REASON_FILE_TOO_BIG: 400, 413
 * @OD_TELEGRAM_REASON_FILE_UNAVAILABLE: 400: wrong file id, or for a while: one more attempt is worth it
 * @OD_TELEGRAM_REASON_BAD_FILE: 400: not a picture, wrong sides
 * @OD_TELEGRAM_REASON_MOVED: 400: the group has another id now: see OdTelegramFault
 * @OD_TELEGRAM_REASON_LOGGED_OUT: 400: the bot was moved to another server
 * @OD_TELEGRAM_REASON_TOKEN: 401, 404 "Not Found": revoked or wrong
 * @OD_TELEGRAM_REASON_BLOCKED: 403: the customer blocked the bot
 * @OD_TELEGRAM_REASON_NOT_STARTED: 403: the customer has never written to the bot
 * @OD_TELEGRAM_REASON_DEACTIVATED: 403: the customer's account is no more
 * @OD_TELEGRAM_REASON_REMOVED: 403: the bot is not in that group any more, or may not write there
 * @OD_TELEGRAM_REASON_ANOTHER_POLLER: 409: another program asks for the updates of this bot
 * @OD_TELEGRAM_REASON_WEBHOOK: 409: a webhook is set
 * @OD_TELEGRAM_REASON_WRONG_SERVER: 421
 */
typedef enum {
  OD_TELEGRAM_REASON_NONE = 0,
  OD_TELEGRAM_REASON_CHAT_GONE = OD_CHANNEL_REASON_FIRST,
  OD_TELEGRAM_REASON_REPLY_GONE,
  OD_TELEGRAM_REASON_MESSAGE_GONE,
  OD_TELEGRAM_REASON_MESSAGE_FIXED,
  OD_TELEGRAM_REASON_SAME,
  OD_TELEGRAM_REASON_BAD_TEXT,
  OD_TELEGRAM_REASON_TOO_LONG,
  OD_TELEGRAM_REASON_FILE_TOO_BIG,
  OD_TELEGRAM_REASON_FILE_UNAVAILABLE,
  OD_TELEGRAM_REASON_BAD_FILE,
  OD_TELEGRAM_REASON_MOVED,
  OD_TELEGRAM_REASON_LOGGED_OUT,
  OD_TELEGRAM_REASON_TOKEN,
  OD_TELEGRAM_REASON_BLOCKED,
  OD_TELEGRAM_REASON_NOT_STARTED,
  OD_TELEGRAM_REASON_DEACTIVATED,
  OD_TELEGRAM_REASON_REMOVED,
  OD_TELEGRAM_REASON_ANOTHER_POLLER,
  OD_TELEGRAM_REASON_WEBHOOK,
  OD_TELEGRAM_REASON_WRONG_SERVER,
} OdTelegramReason;

/**
 * OdTelegramFault: what a refusal said in numbers.
 * @code: Telegram's `error_code`; 0 if there was no refusal that could be read
 * @retry_after_ms: -1: not said
 * @moved_to: id of the chat that took the place of the one that was meant; 0: none
 */
typedef struct {
  gint64 code;
  gint64 retry_after_ms;
  gint64 moved_to;
} OdTelegramFault;

/**
 * OdTelegramAside: what a batch has beside its updates.
 * @n_entries: in the reply, understood or not; > 0: there may be more, ask again at once
 * @callback_ids: (owned) (element-type utf8): of pressed buttons: the customer's program waits for
 *   `answerCallbackQuery` with each, once the batch is stored
 */
typedef struct {
  guint n_entries;
  GPtrArray *callback_ids;
} OdTelegramAside;

void od_telegram_aside_clear (OdTelegramAside *aside);
OdUpdateBatch *od_telegram_parse_updates (GBytes *body, OdTelegramAside *aside, GError **error);
JsonNode *od_telegram_parse_reply (GBytes *body, guint http_status, OdTelegramFault *fault, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdTelegramAside, od_telegram_aside_clear)

G_END_DECLS
