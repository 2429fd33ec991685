/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-draft-join.h"

#include <string.h>

#include "od-library.h"

/* Whether @part is all of @whole, or lines of it at its beginning or end. */
static gboolean
is_there (const char *whole, const char *part)
{
  gsize n_whole = strlen (whole), n_part = strlen (part);

  if (n_part == 0 || g_str_equal (whole, part))
    return TRUE;
  if (n_part >= n_whole)
    return FALSE;
  return (g_str_has_prefix (whole, part) && (whole[n_part] == '\n' || part[n_part - 1] == '\n')) ||
         (g_str_has_suffix (whole, part) && (whole[n_whole - n_part - 1] == '\n' || part[0] == '\n'));
}

/**
 * od_draft_join:
 * @theirs: what stood there
 * @ours: what was written here meanwhile
 *
 * Returns: (transfer full): both, of which nothing is lost; lines that begin or end the other one stand there once
 */
char *
od_draft_join (const char *theirs, const char *ours)
{
  if (is_there (theirs, ours))
    return g_strdup (theirs);
  if (is_there (ours, theirs))
    return g_strdup (ours);
  return g_strjoin ("\n\n", theirs, ours, NULL);
}

/**
 * od_draft_join_files:
 * @theirs: (nullable) (element-type OdFileRef)
 * @ours: (nullable) (element-type OdFileRef)
 *
 * Returns: (transfer full) (nullable): those of both, each once
 */
GPtrArray *
od_draft_join_files (const GPtrArray *theirs, const GPtrArray *ours)
{
  GPtrArray *both = od_file_ref_copy_all (theirs != NULL ? theirs : ours);

  for (guint i = 0; theirs != NULL && ours != NULL && i < ours->len; i++)
    if (!od_file_ref_is_among (ours->pdata[i], theirs))
      g_ptr_array_add (both, od_file_ref_copy (ours->pdata[i]));
  return both;
}

/**
 * od_draft_same_files:
 * @a: (nullable) (element-type OdFileRef)
 * @b: (nullable) (element-type OdFileRef)
 *
 * Returns: whether both have the same, in the same order
 */
gboolean
od_draft_same_files (const GPtrArray *a, const GPtrArray *b)
{
  guint n = a != NULL ? a->len : 0;

  if (n != (b != NULL ? b->len : 0))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!od_file_ref_is_same (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}
