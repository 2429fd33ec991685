/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-draft-join.h"

#include <string.h>

/**
 * od_draft_join:
 * @theirs: what stood there
 * @ours: what was written here meanwhile
 *
 * Returns: (transfer full): both, of which nothing is lost; what is part of the other one stands there once
 */
char *
od_draft_join (const char *theirs, const char *ours)
{
  if (strstr (theirs, ours) != NULL)
    return g_strdup (theirs);
  if (strstr (ours, theirs) != NULL)
    return g_strdup (ours);
  return g_strjoin ("\n\n", theirs, ours, NULL);
}
