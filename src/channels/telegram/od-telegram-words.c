/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-telegram-words.h"

#include <glib/gi18n.h>

#include "od-error.h"

static const struct {
  OdTelegramReason reason;
  const char *words;
} sentences[] = {
  { OD_TELEGRAM_REASON_CHAT_GONE,
    N_ ("Telegram does not know this chat: the customer has to write to the bot first.") },
  { OD_TELEGRAM_REASON_MESSAGE_GONE, N_ ("This message is not in Telegram any more.") },
  { OD_TELEGRAM_REASON_MESSAGE_FIXED, N_ ("Telegram lets nobody change this message any more: it is too old.") },
  { OD_TELEGRAM_REASON_BAD_TEXT, N_ ("Telegram does not take this text. Try it without formatting.") },
  { OD_TELEGRAM_REASON_TOO_LONG, N_ ("The text is too long for Telegram. Send it in parts.") },
  { OD_TELEGRAM_REASON_FILE_TOO_BIG,
    N_ ("The file is too large for a Telegram bot: at most 50 MB can be sent, and 20 MB received.") },
  { OD_TELEGRAM_REASON_FILE_UNAVAILABLE, N_ ("Telegram does not have this file any more.") },
  { OD_TELEGRAM_REASON_BAD_FILE, N_ ("Telegram can’t read this picture. Send it as a document.") },
  { OD_TELEGRAM_REASON_MOVED, N_ ("The group has moved. Write in its new conversation.") },
  { OD_TELEGRAM_REASON_LOGGED_OUT,
    N_ ("The bot was moved to another Bot API server. Set the address of that server in the account.") },
  { OD_TELEGRAM_REASON_TOKEN,
    N_ ("Telegram doesn’t accept the bot’s token: it was revoked or mistyped. Get a new one from @BotFather and put it "
        "into the account.") },
  { OD_TELEGRAM_REASON_BLOCKED,
    N_ ("The customer has blocked the bot. Nothing can be sent until they unblock it, or write again.") },
  { OD_TELEGRAM_REASON_NOT_STARTED, N_ ("A bot can’t write first: the customer has to press Start in the chat.") },
  { OD_TELEGRAM_REASON_DEACTIVATED, N_ ("The customer’s Telegram account is no more.") },
  { OD_TELEGRAM_REASON_REMOVED,
    N_ ("The bot is not in this group any more, or may not write there. Ask someone in the group to add it again.") },
  { OD_TELEGRAM_REASON_ANOTHER_POLLER,
    N_ ("Another program uses this bot: stop it there, or give Omnidesk a bot of its own.") },
  { OD_TELEGRAM_REASON_WEBHOOK,
    N_ ("Another program gets this bot’s messages through a webhook: remove the webhook there, or take the messages over "
        "on the page of the account.") },
  { OD_TELEGRAM_REASON_WRONG_SERVER,
    N_ ("This Bot API server does not serve this bot. Check the server address of the account.") },
};

/**
 * od_telegram_words_put:
 * @error: (transfer full): with an #OdTelegramReason
 *
 * Returns: (transfer full): the same error with a sentence for people, where there is one: what happened, and a way
 *   out. Nothing of it comes from outside
 */
GError *
od_telegram_words_put (GError *error)
{
  guint reason = od_error_get_reason (error);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i].reason == reason)
      {
        g_free (error->message);
        error->message = g_strdup (_ (sentences[i].words));
      }
  if (reason == OD_TELEGRAM_REASON_WEBHOOK) /* what helps is no matter of Telegram alone */
    od_error_set_reason (error, OD_ACCOUNT_TROUBLE_FORWARDED);
  return error;
}
