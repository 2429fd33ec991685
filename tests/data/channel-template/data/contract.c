/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contract-http.h"
#include "od-postbox-parse.h"

extern const ChannelContract od_postbox_contract;

static const ContractHttpWords words = {
  .send_path = "/letters",
  .poll_path = "/letters",
  .taken = "{\"number\":9}",
  .refused = "{}",
  .limited = "{}",
  .broken = "{}",
  .other = "{\"letters\":[]}",
};

static gboolean
parse (GBytes *bytes, GError **error)
{
  g_autoptr (OdUpdateBatch) batch = od_postbox_parse_letters (bytes, error);
  g_autofree char *receipt G_GNUC_UNUSED = od_postbox_parse_receipt (bytes, NULL);

  return batch != NULL;
}

static gpointer
open_side (void)
{
  return contract_http_new (&words);
}

const ChannelContract od_postbox_contract = {
  .parse = parse,
  .secret = "post-key-0123456789abcdef",
  .chat_id = "box-1042",
  .open = open_side,
  .close = contract_http_free,
  .dup_settings = contract_http_dup_settings,
  .answer = contract_http_answer,
  .get_n_heard = contract_http_get_n_heard,
  .release = contract_http_release,
  .offer = contract_http_offer,
};
