/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "od-telegram-api.h"
#include "od-telegram-channel.h"
#include "od-telegram-kind.h"
#include "od-telegram-plan.h"

static const OdChannelField fields[] = {
  { .key = "token",
    .label = N_ ("Bot token"),
    .type = OD_FIELD_SECRET,
    .placeholder = "7300000001:AAHk3x…",
    .hint = N_ ("In Telegram, write to @BotFather: /newbot makes a bot, /mybots shows the token of one you have."),
    .is_good = od_telegram_token_is_good,
    .wanted = N_ ("A token is a number, a colon, and letters and digits, as @BotFather wrote it.") },
  { .key = "base_url",
    .label = N_ ("Bot API server"),
    .type = OD_FIELD_URL,
    .default_value = "https://api.telegram.org/",
    .flags = OD_FIELD_ADVANCED,
    .hint = N_ ("Only for a Bot API server of your own.") },
  { NULL },
};

const OdChannelDescriptor od_telegram_descriptor = {
  .id = "telegram",
  .name = N_ ("Telegram"),
  .icon_name = "od-telegram-symbolic",
  .caps = OD_CHANNEL_CAN_TYPING | OD_CHANNEL_CAN_EDIT | OD_CHANNEL_CAN_REMOVE | OD_CHANNEL_CAN_REACT |
          OD_CHANNEL_CAN_READ | OD_CHANNEL_CAN_FILES | OD_CHANNEL_CAN_REPLY_TO | OD_CHANNEL_POLLS |
          OD_CHANNEL_SPLITS_TEXT,
  .max_text = 4096,
  .measure = OD_MEASURE_UTF16,
  .formatting =
      OD_FORMATTING_BOLD | OD_FORMATTING_ITALIC | OD_FORMATTING_STRIKE | OD_FORMATTING_CODE | OD_FORMATTING_LINK,
  .max_files = 10,
  .max_file_bytes = OD_TELEGRAM_MAX_FILE_BYTES,
  .file_limits = od_telegram_file_limits,
  /* In no minute more than 20 to a group: 5, and 15 more until it is over. */
  .rate = { .chat_per_s = 1,
            .chat_burst = 5,
            .group_per_s = 0.25,
            .group_burst = 5,
            .account_per_s = 30,
            .account_burst = 30 },
  .retention_s = 24 * 3600,
  .summary = N_ ("Customers write to a bot of yours in Telegram."),
  .needs = N_ ("a bot’s token, which @BotFather gives in a minute"),
  .help = N_ ("A bot answers for you on Telegram. Write to @BotFather there, send /newbot, choose a name, and copy the "
              "token it gives you. Customers then write to that bot."),
  .help_url = "https://core.telegram.org/bots/features#botfather",
  .fields = fields,
  .list_parts = od_telegram_list_parts,
  .is_group = od_telegram_is_group,
  .get_type = od_telegram_channel_get_type,
};
