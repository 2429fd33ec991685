/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-time.h"

static void
triaged (OdControlCall *call, gboolean ok, GError *error)
{
  if (ok)
    od_control_call_done (call, OD_EXIT_DONE);
  else
    od_control_call_take_error (call, error);
}

#define TRIAGED_CB(verb)                                                                                               \
  static void verb##_cb (GObject *source, GAsyncResult *result, gpointer user_data)                                    \
  {                                                                                                                    \
    GError *error = NULL;                                                                                              \
    gboolean ok = od_triage_port_##verb##_finish (OD_TRIAGE_PORT (source), result, &error);                            \
                                                                                                                       \
    triaged (user_data, ok, error);                                                                                    \
  }

TRIAGED_CB (assign)
TRIAGED_CB (set_status)
TRIAGED_CB (set_tag)
TRIAGED_CB (snooze)

static void
snooze (OdControlCall *call)
{
  const char *when = call->line->rest[1];
  gint64 until_us = 0;
  GError *error = NULL;

  if (!g_str_equal (when, "none") && !od_time_parse (when, &until_us, &error))
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "WHEN must be a moment like 2026-12-01T09:00:00+03:00, or “none”: %s",
                            error->message);
      g_error_free (error);
      return;
    }
  od_triage_port_snooze_async (call->desk->triage, call->row, until_us, NULL, snooze_cb, call);
}

static void
assign_to (OdControlCall *call, gint64 operator_id)
{
  od_triage_port_assign_async (call->desk->triage, call->row, operator_id, NULL, assign_cb, call);
}

/**
 * od_control_triage:
 *
 * "assign", "resolve", "reopen", "snooze" and "tag".
 */
void
od_control_triage (OdControlCall *call)
{
  OdTriagePort *triage = call->desk->triage;

  if (call->line->id == OD_COMMAND_RESOLVE)
    od_triage_port_set_status_async (triage, call->row, OD_STATUS_EVENT_RESOLVE, NULL, set_status_cb, call);
  else if (call->line->id == OD_COMMAND_REOPEN)
    od_triage_port_set_status_async (triage, call->row, OD_STATUS_EVENT_REOPEN, NULL, set_status_cb, call);
  else if (call->line->id == OD_COMMAND_TAG)
    od_triage_port_set_tag_async (triage, call->row, call->line->rest[1], !call->line->has[OD_FLAG_REMOVE], NULL,
                                  set_tag_cb, call);
  else if (call->line->id == OD_COMMAND_SNOOZE)
    snooze (call);
  else if (g_str_equal (call->line->rest[1], "none"))
    assign_to (call, 0);
  else
    od_control_find_operator (call, call->line->rest[1], assign_to);
}
