/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ctl-run.h"

#include <errno.h>
#include <stdio.h>

#include "od-control.h"
#include "od-control-call.h"
#include "od-error.h"

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

/**
 * od_ctl_print_result:
 * @result: what a command said
 *
 * Returns: the exit status
 */
int
od_ctl_print_result (const OdDoorResult *result)
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

/**
 * od_ctl_print_error:
 *
 * One line on standard error.
 *
 * Returns: the exit status
 */
int
od_ctl_print_error (const GError *error)
{
  fprintf (stderr, "%s\n", error->message);
  return g_error_matches (error, OD_ERROR, OD_ERROR_USAGE) ? OD_EXIT_USAGE : OD_EXIT_FAILED;
}

/**
 * od_ctl_run_here:
 * @line: (transfer full): what to do
 * @secrets: (nullable): lines read for --secret
 *
 * Carries the command out in this process; blocks until it is done.
 *
 * Returns: the exit status
 */
int
od_ctl_run_here (const OdControlDesk *desk, OdCommandLine *line, const char *const *secrets)
{
  g_auto (Answer) answer = { .loop = g_main_loop_new (NULL, FALSE) };
  g_autoptr (OdDoorResult) outcome = NULL;
  g_autoptr (GError) error = NULL;

  od_control_run_async (desk, line, secrets, ready_cb, &answer);
  answer_wait (&answer);
  outcome = od_control_run_finish (answer.result, &error);
  return outcome != NULL ? od_ctl_print_result (outcome) : od_ctl_print_error (error);
}
