/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-time.h"

#include "od-error.h"

static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  g_autoptr (OdReplyResult) reply = NULL;
  GError *error = NULL;

  reply = od_reply_port_enqueue_finish (OD_REPLY_PORT (source), result, &error);
  if (reply == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  if (call->line->id == OD_COMMAND_SEND && call->line->wait_s >= 0)
    {
      od_control_call_wait (call, reply->message_id, (guint) call->line->wait_s);
      return;
    }
  if (call->line->id == OD_COMMAND_SEND && !call->desk->runs_accounts)
    od_control_call_say (call, "queued until a desk runs");
  od_control_call_print_row (call, reply->message_id);
  od_control_call_done (call, OD_EXIT_DONE);
}

/**
 * od_control_send:
 *
 * "send" and "note": no undo delay, and everything stored counts as seen unless
 * --seen says otherwise (decision 19).
 */
void
od_control_send (OdControlCall *call)
{
  const OdCommandLine *line = call->line;
  OdReply reply = {
    .conversation_id = call->row,
    .operator_id = call->operator_id,
    .text = line->rest[1] != NULL ? line->rest[1] : "",
    .files = (const char *const *) line->attach,
    .seen_id = line->seen >= 0 ? line->seen : OD_SEEN_EVERYTHING,
    .is_note = line->id == OD_COMMAND_NOTE,
  };
  g_autoptr (GError) error = NULL;

  if (line->later != NULL && !od_time_parse (line->later, &reply.not_before_us, &error))
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "--later must be a moment like 2026-12-01T09:00:00+03:00: %s",
                            error->message);
      return;
    }
  if (!g_utf8_validate (reply.text, -1, NULL))
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "The text is not valid UTF-8");
      return;
    }
  if (*reply.text == '\0' && line->attach == NULL)
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "There is nothing to send: give a text or --attach");
      return;
    }
  od_reply_port_enqueue_async (call->desk->replies, &reply, NULL, enqueued_cb, call);
}
