/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ctl-ask.h"

#include <stdio.h>
#include <unistd.h>

/**
 * od_ctl_needs_question:
 *
 * Returns: whether the command is asked about first, on the terminal there is. Without one it says --yes, or is refused
 */
gboolean
od_ctl_needs_question (const OdCommandLine *line)
{
  return line->id == OD_COMMAND_ACCOUNT && g_str_equal (line->rest[0], "remove") && line->rest[1] != NULL &&
         !line->has[OD_FLAG_YES] && isatty (STDIN_FILENO);
}

/**
 * od_ctl_ask:
 *
 * Below the numbers of what there is.
 *
 * Returns: whether it was a yes
 */
gboolean
od_ctl_ask (const OdCommandLine *line)
{
  char answer[8] = "";

  fputs (line->has[OD_FLAG_ERASE] ? "Remove this account and erase all of that, for good? [y/N] "
                                  : "Remove this account? All of that stays, as its history. [y/N] ",
         stderr);
  if (fgets (answer, sizeof answer, stdin) != NULL && g_ascii_tolower (answer[0]) == 'y')
    return TRUE;
  fputs ("Nothing was removed.\n", stderr);
  return FALSE;
}
