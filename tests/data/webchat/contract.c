/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "channel-contract.h"
#include "od-error.h"
#include "od-webchat-frame.h"

extern const ChannelContract od_webchat_contract;

static gboolean
parse (GBytes *bytes, GError **error)
{
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);
  OdWebchatFault fault = { 0 };
  g_autoptr (OdWebchatFrame) frame = od_webchat_frame_parse (text != NULL ? text : "", (gssize) len, &fault);

  if (frame == NULL)
    g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "%s of %s", fault.code, fault.field);
  return frame != NULL;
}

/* The other side is ours: what a visitor is sent is stored, and that is all there is to it. */
const ChannelContract od_webchat_contract = {
  .parse = parse,
  .secret = "0123456789abcdef0123456789abcdef",
  .chat_id = "c_8f3b1d2e",
};
