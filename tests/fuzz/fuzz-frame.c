/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-frame-counter.h"
#include "od-limits.h"
#include "od-webchat-frame.h"
#include "od-webchat-update.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_frame (const uint8_t *data, size_t size)
{
  OdWebchatFault fault = { 0 };
  g_autoptr (OdWebchatFrame) frame = od_webchat_frame_parse ((const char *) data, (gssize) size, &fault);
  g_autoptr (OdUpdate) update = NULL;

  if ((frame == NULL) != (fault.code != NULL) || strlen (fault.cid) > OD_LIMIT_CID_CHARS)
    abort ();
  if (frame == NULL)
    return;
  if (frame->type == OD_WEBCHAT_TYPING && frame->typing.text != NULL &&
      g_utf8_strlen (frame->typing.text, -1) > OD_LIMIT_TYPING_CHARS)
    abort ();
  if (frame->type == OD_WEBCHAT_MSG || frame->type == OD_WEBCHAT_FORM || frame->type == OD_WEBCHAT_EDIT ||
      frame->type == OD_WEBCHAT_REACT)
    update = od_webchat_update_new (frame, "c_1");
  if (update != NULL && (!g_utf8_validate (update->text, -1, NULL) || update->client_id == NULL))
    abort ();
}

/* The same bytes as a WebSocket, whole and byte by byte: what passes does not depend on how it was cut. */
static void
check_counter (const uint8_t *data, size_t size)
{
  OdFrameCounter whole = { .max_payload = 100 }, cut = { .max_payload = 100 };
  gsize n_whole = 0, n_cut = 0, n;

  od_frame_counter_feed (&whole, data, size, &n_whole);
  for (size_t i = 0; i < size && od_frame_counter_feed (&cut, data + i, 1, &n); i++)
    n_cut += n;
  if (n_whole != n_cut || whole.n_text_bytes != cut.n_text_bytes || whole.n_pings != cut.n_pings)
    abort ();
}

/* Any bytes give a frame or a fault with a code; a frame keeps its limits and becomes an update. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  check_frame (data, size);
  check_counter (data, size);
  return 0;
}
