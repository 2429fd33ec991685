/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contract-http.h"
#include "od-telegram-parse.h"

extern const ChannelContract od_telegram_contract;

static const ContractHttpWords words = {
  .send_path = "/sendMessage",
  .poll_path = "/getUpdates",
  .taken =
      "{\"ok\":true,\"result\":{\"message_id\":42,\"date\":1780000060,\"chat\":{\"id\":5000000123,\"type\":\"private\"}}}",
  .refused = "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: chat not found\"}",
  .limited = "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 3\","
             "\"parameters\":{\"retry_after\":3}}",
  .broken = "{\"ok\":false,\"error_code\":500,\"description\":\"Internal Server Error: restart\"}",
  .other =
      "{\"ok\":true,\"result\":{\"id\":7300000001,\"is_bot\":true,\"first_name\":\"S\",\"username\":\"shop_bot\"}}",
};

/* As an answer to getUpdates, and as one to anything else. */
static gboolean
parse (GBytes *bytes, GError **error)
{
  g_auto (OdTelegramAside) aside = { 0 };
  OdTelegramFault fault;
  g_autoptr (GError) reply_error = NULL;
  g_autoptr (OdUpdateBatch) batch = od_telegram_parse_updates (bytes, &aside, error);
  g_autoptr (JsonNode) reply = od_telegram_parse_reply (bytes, 200, &fault, &reply_error);

  g_assert_true ((reply == NULL) == (reply_error != NULL));
  return batch != NULL;
}

static gpointer
open_side (void)
{
  return contract_http_new (&words);
}

const ChannelContract od_telegram_contract = {
  .parse = parse,
  .secret = "7300000001:AAHk3xExampleExampleExampleExample_1",
  .chat_id = "5000000123",
  .open = open_side,
  .close = contract_http_free,
  .dup_settings = contract_http_dup_settings,
  .answer = contract_http_answer,
  .get_n_heard = contract_http_get_n_heard,
  .release = contract_http_release,
  .offer = contract_http_offer,
};
