/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ctl-door.h"

#include "od-control.h"
#include "od-error.h"

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  OdDoorResult *outcome = od_control_run_finish (result, &error);

  if (outcome != NULL)
    g_task_return_pointer (task, outcome, (GDestroyNotify) od_door_result_free);
  else
    g_task_return_error (task, error);
}

static void
run (const char *const *args, const char *const *secrets, GTask *task, gpointer user_data)
{
  const OdControlDesk *desk = user_data;
  GError *error = NULL;
  OdCommandLine *line = od_command_line_parse (args, &error);

  if (line == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (od_command_line_get_access (line) != OD_ACCESS_WRITE && od_command_line_get_access (line) != OD_ACCESS_LIVE)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_USAGE, "“%s” needs no desk", od_command_get_name (line->id));
      od_command_line_free (line);
      return;
    }
  od_control_run_async (desk, line, secrets, ran_cb, g_object_ref (task));
}

/**
 * od_ctl_open_door:
 * @profile_dir: the profile, whose lock this process holds
 * @desk: what the commands work on; outlives the door
 *
 * Returns: (transfer full) (nullable): the open control door
 */
OdDoorServer *
od_ctl_open_door (const char *profile_dir, const OdControlDesk *desk, GError **error)
{
  return od_door_server_new (profile_dir, run, (gpointer) desk, error);
}
