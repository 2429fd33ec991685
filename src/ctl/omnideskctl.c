/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "omnideskctl"

#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "od-channels.h"
#include "od-clock.h"
#include "od-control.h"
#include "od-control-call.h"
#include "od-ctl-profile.h"
#include "od-ctl-serve.h"
#include "od-door-client.h"
#include "od-engine.h"
#include "od-error.h"
#include "od-log.h"
#include "od-profile-dir.h"

#define PATIENCE_US (5 * (gint64) G_USEC_PER_SEC) /* decision 27: door, else lock, else both again */
#define RETRY_US (50 * (gint64) 1000)
#define MAX_SECRET_BYTES 4096

/* One answer that this process waits for: it has nothing else to do. */
typedef struct {
  GMainLoop *loop;      /* (owned) */
  GAsyncResult *result; /* (owned) (nullable) */
} Answer;

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->result = g_object_ref (result);
  g_main_loop_quit (answer->loop);
}

static void
answer_wait (Answer *answer)
{
  if (answer->result == NULL)
    g_main_loop_run (answer->loop);
}

static void
answer_clear (Answer *answer)
{
  g_clear_object (&answer->result);
  g_clear_pointer (&answer->loop, g_main_loop_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static int
print_result (const OdDoorResult *result)
{
  fputs (result->messages, stderr);
  fputs (result->output, stdout);
  if (fflush (stdout) != 0)
    {
      fprintf (stderr, "Could not write to standard output: %s\n", g_strerror (errno));
      return OD_EXIT_FAILED;
    }
  return result->status;
}

static int
print_error (const GError *error)
{
  fprintf (stderr, "%s\n", error->message);
  return g_error_matches (error, OD_ERROR, OD_ERROR_USAGE) ? OD_EXIT_USAGE : OD_EXIT_FAILED;
}

/* Carries the command out in this process. */
static int
run_here (const OdControlDesk *desk, OdCommandLine *line, const char *const *secrets)
{
  g_auto (Answer) answer = { .loop = g_main_loop_new (NULL, FALSE) };
  g_autoptr (OdDoorResult) outcome = NULL;
  g_autoptr (GError) error = NULL;

  od_control_run_async (desk, line, secrets, ready_cb, &answer);
  answer_wait (&answer);
  outcome = od_control_run_finish (answer.result, &error);
  return outcome != NULL ? print_result (outcome) : print_error (error);
}

/* ---- Reading --------------------------------------------------------------- */

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
    return run_here (&reader->desk, g_steal_pointer (&owned), NULL);
  if (!is_list (line) || !g_error_matches (error, OD_ERROR, OD_ERROR_NOT_FOUND))
    return print_error (error);
  if (line->has[OD_FLAG_JSON]) /* a missing profile has nothing in it: that is no error */
    puts ("[]");
  return OD_EXIT_DONE;
}

/* ---- Writing --------------------------------------------------------------- */

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
  g_auto (Answer) stopped = { .loop = g_main_loop_new (NULL, FALSE) };
  g_autoptr (GError) error = NULL;
  OdEngineOptions options = { .profile = profile, .clock = clock, .find_channel = od_channels_find };
  OdControlDesk desk;
  int status;

  options.operator_name = g_get_real_name ();
  engine = od_engine_new (&options, &error);
  if (engine == NULL)
    return print_error (error);
  od_engine_start (engine);
  od_ctl_desk_from_engine (&desk, engine, profile, clock, FALSE);
  status = run_here (&desk, g_steal_pointer (&owned), secrets);
  od_engine_stop_async (engine, ready_cb, &stopped);
  answer_wait (&stopped);
  return status;
}

/* Only these may make a profile that is not there (decision 27). */
static gboolean
makes_profile (const OdCommandLine *line)
{
  return line->id == OD_COMMAND_IMPORT || (line->id == OD_COMMAND_ACCOUNT && g_str_equal (line->rest[0], "add"));
}

static int
run_writing (const char *path, OdCommandLine *line)
{
  g_autoptr (OdCommandLine) owned = line;
  g_autoptr (OdProfileDir) profile = NULL;
  g_autoptr (GError) error = NULL;
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  GStrv secrets = NULL;
  int status = -1;

  if (!read_secrets (line, &secrets, &error))
    return print_error (error);
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

          status = result != NULL ? print_result (result) : print_error (error);
        }
      else if (od_ctl_take_profile (profile, OD_CTL_RIVAL_LEAVE, &error))
        status = run_owning (profile, g_steal_pointer (&owned), (const char *const *) secrets);
      else if (g_get_monotonic_time () > deadline_us)
        status = print_error (error);
      else
        g_usleep (RETRY_US);
    }
  wipe_secrets (secrets);
  return status < 0 ? print_error (error) : status;
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
  status = print_result (result);
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
    return print_error (error);
  switch (od_command_line_get_access (line))
    {
    case OD_ACCESS_READ:
      return run_reading (path, g_steal_pointer (&owned));
    case OD_ACCESS_LIVE:
      return run_live (path, g_steal_pointer (&owned));
    case OD_ACCESS_WRITE:
      return run_writing (path, g_steal_pointer (&owned));
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
  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
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
  return line != NULL ? run (line) : print_error (error);
}
