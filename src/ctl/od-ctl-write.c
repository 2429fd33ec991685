/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ctl-write.h"

#include <stdio.h>
#include <string.h>

#include "od-channels.h"
#include "od-clock.h"
#include "od-ctl-ask.h"
#include "od-ctl-profile.h"
#include "od-ctl-run.h"
#include "od-ctl-stop.h"
#include "od-door-client.h"
#include "od-engine.h"
#include "od-error.h"
#include "od-profile-dir.h"

#define PATIENCE_US (5 * (gint64) G_USEC_PER_SEC)
#define RETRY_US (50 * (gint64) 1000)
#define MAX_SECRET_BYTES 4096

static gboolean
read_secrets (const OdCommandLine *line, GStrv *secrets, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  char buffer[MAX_SECRET_BYTES];

  for (guint i = 0; line->secrets[i] != NULL; i++)
    {
      gsize len;

      if (fgets (buffer, sizeof buffer, stdin) == NULL)
        break; /* the command says which one is missing */
      len = strcspn (buffer, "\r\n");
      if (buffer[len] == '\0' && !feof (stdin))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "The secret “%s” is too long", line->secrets[i]);
          explicit_bzero (buffer, sizeof buffer);
          return FALSE;
        }
      buffer[len] = '\0';
      g_strv_builder_add (builder, buffer);
    }
  explicit_bzero (buffer, sizeof buffer);
  *secrets = g_strv_builder_end (builder);
  return TRUE;
}

static void
wipe_secrets (GStrv secrets)
{
  for (guint i = 0; secrets != NULL && secrets[i] != NULL; i++)
    explicit_bzero (secrets[i], strlen (secrets[i]));
  g_strfreev (secrets);
}

/* Nobody owns the profile: this process does, for one command. Accounts stay as they are. */
static int
run_owning (OdProfileDir *profile, OdCommandLine *line, const char *const *secrets)
{
  g_autoptr (OdCommandLine) owned = line;
  g_autoptr (OdClock) clock = od_clock_new ();
  g_autoptr (OdEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  OdEngineOptions options = { .profile = profile, .clock = clock, .find_channel = od_channels_find };
  OdControlDesk desk;
  int status;

  options.operator_name = g_get_real_name ();
  engine = od_engine_new (&options, &error);
  if (engine == NULL)
    return od_ctl_print_error (error);
  od_engine_start (engine);
  od_ctl_desk_from_engine (&desk, engine, profile, clock, FALSE);
  status = od_ctl_run_here (&desk, g_steal_pointer (&owned), secrets);
  od_ctl_stop_engine (engine);
  return status;
}

/* Only these may make a profile that is not there (decision 27). */
static gboolean
makes_profile (const OdCommandLine *line)
{
  return line->id == OD_COMMAND_IMPORT || (line->id == OD_COMMAND_ACCOUNT && g_str_equal (line->rest[0], "add"));
}

/* Returns: whether there is nothing to ask about, or the answer is yes; the numbers were printed, or why not */
static gboolean
is_meant (const char *path, OdCommandLine *line, int *status)
{
  const char *args[] = { "account", "measure", line->rest[0] != NULL ? line->rest[1] : NULL, NULL };
  OdCommandLine *measure;

  if (!od_ctl_needs_question (line))
    return TRUE;
  measure = od_command_line_parse (args, NULL);
  *status = measure != NULL ? od_ctl_write (path, measure) : OD_EXIT_USAGE;
  if (*status != OD_EXIT_DONE)
    return FALSE;
  *status = OD_EXIT_FAILED;
  line->has[OD_FLAG_YES] = od_ctl_ask (line);
  return line->has[OD_FLAG_YES];
}

/**
 * od_ctl_write:
 * @path: the profile
 * @line: (transfer full): a command that writes
 *
 * Door, else lock, else both again for 5 s (decision 27).
 *
 * Returns: the exit status
 */
int
od_ctl_write (const char *path, OdCommandLine *line)
{
  g_autoptr (OdCommandLine) owned = line;
  g_autoptr (OdProfileDir) profile = NULL;
  g_autoptr (GError) error = NULL;
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  GStrv secrets = NULL;
  int status = -1;

  if (!is_meant (path, line, &status))
    return status;
  status = -1;
  if (!read_secrets (line, &secrets, &error))
    return od_ctl_print_error (error);
  profile = makes_profile (line) ? od_profile_dir_open (path, &error) : od_profile_dir_find (path, &error);
  while (profile != NULL && status < 0)
    {
      g_autoptr (GDBusConnection) door = od_door_connect (od_profile_dir_get_path (profile), NULL);
      g_auto (GStrv) args = od_command_line_dup_args (line);

      g_clear_error (&error);
      if (door != NULL)
        {
          g_autoptr (OdDoorResult) result =
              od_door_run (door, (const char *const *) args, (const char *const *) secrets, &error);

          status = result != NULL ? od_ctl_print_result (result) : od_ctl_print_error (error);
        }
      else if (od_ctl_take_profile (profile, OD_CTL_RIVAL_LEAVE, &error))
        status = run_owning (profile, g_steal_pointer (&owned), (const char *const *) secrets);
      else if (g_get_monotonic_time () > deadline_us)
        status = od_ctl_print_error (error);
      else
        g_usleep (RETRY_US);
    }
  wipe_secrets (secrets);
  return status < 0 ? od_ctl_print_error (error) : status;
}
