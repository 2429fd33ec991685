/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control.h"

#include "od-control-call.h"

#include "od-error.h"

typedef struct {
  OdControlFunc func;
  gboolean takes_row; /* the first argument is a conversation's row */
} ControlRow;

/* "serve" is no command of a desk: see the tool's main file. */
static const ControlRow controls[OD_N_COMMANDS] = {
  [OD_COMMAND_ACCOUNT] = { od_control_account, FALSE },
  [OD_COMMAND_CONVERSATIONS] = { od_control_conversations, FALSE },
  [OD_COMMAND_SHOW] = { od_control_show, TRUE },
  [OD_COMMAND_CUSTOMERS] = { od_control_customers, FALSE },
  [OD_COMMAND_CUSTOMER] = { od_control_customer, FALSE },
  [OD_COMMAND_ERASE] = { od_control_erase, FALSE },
  [OD_COMMAND_SEARCH] = { od_control_search, FALSE },
  [OD_COMMAND_SEND] = { od_control_send, TRUE },
  [OD_COMMAND_NOTE] = { od_control_send, TRUE },
  [OD_COMMAND_VIEW] = { od_control_view, FALSE },
  [OD_COMMAND_ASSIGN] = { od_control_deed, FALSE },
  [OD_COMMAND_RESOLVE] = { od_control_deed, FALSE },
  [OD_COMMAND_REOPEN] = { od_control_deed, FALSE },
  [OD_COMMAND_SNOOZE] = { od_control_deed, FALSE },
  [OD_COMMAND_TAG] = { od_control_deed, FALSE },
  [OD_COMMAND_UNTAG] = { od_control_deed, FALSE },
  [OD_COMMAND_WAIT] = { od_control_deed, FALSE },
  [OD_COMMAND_SPAM] = { od_control_deed, FALSE },
  [OD_COMMAND_PRIORITY] = { od_control_deed, FALSE },
  [OD_COMMAND_BLOCK] = { od_control_deed, FALSE },
  [OD_COMMAND_UNBLOCK] = { od_control_deed, FALSE },
  [OD_COMMAND_READ] = { od_control_deed, FALSE },
  [OD_COMMAND_UNREAD] = { od_control_deed, FALSE },
  [OD_COMMAND_NO_REPLY] = { od_control_deed, FALSE },
  [OD_COMMAND_PROMISE] = { od_control_promise, TRUE },
  [OD_COMMAND_UNDO] = { od_control_undo, FALSE },
  [OD_COMMAND_MACRO] = { od_control_macro, FALSE },
  [OD_COMMAND_ANSWERS] = { od_control_answers, FALSE },
  [OD_COMMAND_CANNED] = { od_control_canned, FALSE },
  [OD_COMMAND_OPERATOR] = { od_control_operator, FALSE },
  [OD_COMMAND_IMPORT] = { od_control_import, FALSE },
  [OD_COMMAND_EXPORT] = { od_control_export, FALSE },
  [OD_COMMAND_REPORT] = { od_control_report, FALSE },
  [OD_COMMAND_BACKUP] = { od_control_backup, FALSE },
  [OD_COMMAND_CHECK] = { od_control_check, FALSE },
};

static void
run_as (OdControlCall *call, gint64 operator_id)
{
  call->operator_id = operator_id;
  controls[call->line->id].func (call);
}

/**
 * od_control_run_async:
 * @desk: outlives the command
 * @line: (transfer full): what to do
 * @secrets: (nullable): lines read for --secret
 *
 * Carries a command out, in this process or for whoever knocked at the door.
 * Main thread; never blocks.
 */
void
od_control_run_async (const OdControlDesk *desk, OdCommandLine *line, const char *const *secrets,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  const ControlRow *control = &controls[line->id];
  OdControlCall *call = g_new0 (OdControlCall, 1);

  call->desk = desk;
  call->line = line;
  call->secrets = secrets != NULL ? g_strdupv ((char **) secrets) : g_new0 (char *, 1);
  call->out = g_string_new (NULL);
  call->messages = g_string_new (NULL);
  call->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (call->task, od_control_run_async);

  if (control->func == NULL)
    od_control_call_fail (call, OD_EXIT_USAGE, "“%s” is not for a running desk", od_command_get_name (line->id));
  else if (control->takes_row && !od_control_parse_row (line->rest[0], &call->row))
    od_control_call_fail (call, OD_EXIT_USAGE, "ID must be the row of a conversation, not “%s”", line->rest[0]);
  else if (line->operator_name != NULL)
    od_control_find_operator (call, line->operator_name, run_as);
  else
    run_as (call, desk->operator_id);
}

/**
 * od_control_run_finish:
 *
 * Returns: (transfer full): what the command said; a failed command is no error
 */
OdDoorResult *
od_control_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, od_control_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
