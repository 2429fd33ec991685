/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "omnideskctl"

#include "config.h"

#include <locale.h>
#include <stdio.h>

#include "od-ctl-due.h"
#include "od-ctl-profile.h"
#include "od-ctl-run.h"
#include "od-ctl-serve.h"
#include "od-ctl-write.h"
#include "od-door-client.h"
#include "od-error.h"
#include "od-log.h"
#include "od-profile-dir.h"

static gboolean
is_list (const OdCommandLine *line)
{
  return line->id == OD_COMMAND_CONVERSATIONS || line->id == OD_COMMAND_CUSTOMERS || line->id == OD_COMMAND_SEARCH ||
         line->id == OD_COMMAND_ACCOUNT;
}

static int
run_reading (const char *path, OdCommandLine *line)
{
  g_autoptr (OdCommandLine) owned = line;
  g_autoptr (OdCtlReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  reader = od_ctl_reader_open (path, &error);
  if (reader != NULL)
    return od_ctl_run_here (&reader->desk, g_steal_pointer (&owned), NULL);
  if (!is_list (line) || !g_error_matches (error, OD_ERROR, OD_ERROR_NOT_FOUND))
    return od_ctl_print_error (error);
  if (line->has[OD_FLAG_JSON]) /* a missing profile has nothing in it: that is no error */
    puts ("[]");
  return OD_EXIT_DONE;
}

/* A running desk knows more than the store: which accounts work, and where. */
static int
run_live (const char *path, OdCommandLine *line)
{
  g_autoptr (GDBusConnection) door = od_door_connect (path, NULL);
  g_autoptr (OdDoorResult) result = NULL;
  g_auto (GStrv) args = od_command_line_dup_args (line);
  int status;

  if (door != NULL)
    result = od_door_run (door, (const char *const *) args, NULL, NULL);
  if (result == NULL)
    return run_reading (path, line);
  status = od_ctl_print_result (result);
  od_command_line_free (line);
  return status;
}

static int
run (OdCommandLine *line)
{
  g_autoptr (OdCommandLine) owned = line;
  g_autofree char *path = line->profile != NULL ? g_strdup (line->profile) : od_profile_dir_dup_default_path ();
  g_autoptr (GError) error = NULL;

  if (!od_command_line_make_absolute (line, &error))
    return od_ctl_print_error (error);
  switch (od_command_line_get_access (line))
    {
    case OD_ACCESS_FILES:
      return od_ctl_due (line);
    case OD_ACCESS_READ:
      return run_reading (path, g_steal_pointer (&owned));
    case OD_ACCESS_LIVE:
      return run_live (path, g_steal_pointer (&owned));
    case OD_ACCESS_WRITE:
      return od_ctl_write (path, g_steal_pointer (&owned));
    case OD_ACCESS_SERVE:
      return od_ctl_serve (path, line);
    case OD_ACCESS_NONE:
    default:
      {
        g_autofree char *help = od_command_dup_help (line);

        fputs (help, stdout);
        return OD_EXIT_DONE;
      }
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  OdCommandLine *line;

  setlocale (LC_ALL, "");
  od_log_init ();
  if (argc > 2 && g_str_equal (argv[1], "help")) /* of a command */
    {
      argv[1] = argv[2];
      argv[2] = (char *) "--help";
    }
  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    {
      g_autofree char *help = od_command_dup_help (NULL);

      fputs (help, argc < 2 ? stderr : stdout);
      return argc < 2 ? OD_EXIT_USAGE : OD_EXIT_DONE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      puts ("omnideskctl " OD_VERSION);
      return OD_EXIT_DONE;
    }
  line = od_command_line_parse ((const char *const *) argv + 1, &error);
  return line != NULL ? run (line) : od_ctl_print_error (error);
}
