/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a web chat account is asked for, and what it can do. */
#include "od-webchat-channel.h"

#include <glib/gi18n.h>

#include "od-limits.h"
#include "od-webchat-config.h"

static const OdChannelField fields[] = {
  { "greeting", N_ ("Greeting"), OD_FIELD_TEXT, "", 0, 0, OD_FIELD_MULTILINE, NULL,
    N_ ("What a customer reads before writing. Empty: nothing.") },
  { "prechat", N_ ("Ask for the name before the chat"), OD_FIELD_BOOLEAN, "false" },
  { "origins", N_ ("Sites that may show the chat"), OD_FIELD_TEXT, "", 0, 0, OD_FIELD_MULTILINE,
    "https://shop.example https://*.shop.example", N_ ("With spaces between them. Empty: only the desk’s own page.") },
  { "port", N_ ("Port (0 picks a free one)"), OD_FIELD_INTEGER, "0", 0, 65535 },
  { "bind", N_ ("Address to listen on"), OD_FIELD_TEXT, "127.0.0.1", 0, 0, OD_FIELD_ADVANCED },
  { "widget", N_ ("Widget id"), OD_FIELD_TEXT, "", 0, 0, OD_FIELD_ADVANCED },
  { "identity_key", N_ ("Key for signed-in customers"), OD_FIELD_SECRET, "", 0, 0, OD_FIELD_ADVANCED },
  { "messages_per_minute", N_ ("Messages per minute and visitor"), OD_FIELD_INTEGER, "60", 1, 6000, OD_FIELD_ADVANCED },
  { "connects_per_minute", N_ ("Connections per minute and address"), OD_FIELD_INTEGER, "10", 1, 6000,
    OD_FIELD_ADVANCED },
  { "new_visitors_per_hour", N_ ("New visitors per hour and address"), OD_FIELD_INTEGER, "20", 1, 100000,
    OD_FIELD_ADVANCED },
  { "max_sockets", N_ ("Open connections at most"), OD_FIELD_INTEGER, "500", 1, 10000, OD_FIELD_ADVANCED },
  { "limit_loopback", N_ ("Limits hold for this computer too"), OD_FIELD_BOOLEAN, "false", 0, 0, OD_FIELD_ADVANCED },
  { "trusted_proxies", N_ ("Addresses of your reverse proxies"), OD_FIELD_TEXT, "", 0, 0,
    OD_FIELD_MULTILINE | OD_FIELD_ADVANCED },
  { NULL },
};

const OdChannelDescriptor od_webchat_descriptor = {
  .id = "webchat",
  .name = N_ ("Web chat"),
  .icon_name = "od-chat-symbolic",
  .caps = OD_CHANNEL_HAS_STREAM | OD_CHANNEL_IDEMPOTENT_SEND | OD_CHANNEL_CAN_RECEIPTS | OD_CHANNEL_CAN_TYPING |
          OD_CHANNEL_CAN_EDIT | OD_CHANNEL_CAN_REMOVE | OD_CHANNEL_CAN_REACT | OD_CHANNEL_CAN_READ |
          OD_CHANNEL_CAN_FILES | OD_CHANNEL_CAN_REPLY_TO | OD_CHANNEL_SERVES,
  .max_text = OD_LIMIT_TEXT_CHARS,
  .max_files = OD_LIMIT_MESSAGE_FILES,
  .max_file_bytes = OD_LIMIT_FILE_BYTES,
  .contact_scope_is_account = TRUE,
  .summary = N_ ("A chat on your own site; this computer serves it."),
  .needs = N_ ("nothing: it works at once, also without a site"),
  .help =
      N_ ("Connect it, and the account’s page shows an address to write to as a customer, and the line to put on your "
          "site."),
  .fields = fields,
  .check_settings = od_webchat_config_check,
  .get_type = od_webchat_channel_get_type,
};
