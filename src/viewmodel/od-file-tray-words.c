/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-file-tray.h"

#include <glib/gi18n.h>

static char *
limit_words (const OdFileTrayLimits *limits, OdTrayReason reason)
{
  g_autofree char *each = g_format_size ((guint64) limits->max_file_bytes);
  g_autofree char *all = g_format_size ((guint64) limits->max_files_bytes);

  if (reason == OD_TRAY_TOO_LARGE)
    /* TRANSLATORS: %s is a size: "20.0 MB" */
    return g_strdup_printf (_ ("Larger than %s, the most that goes through here. Send a smaller one."), each);
  if (reason == OD_TRAY_TOO_MUCH)
    /* TRANSLATORS: %s is a size: "20.0 MB" */
    return g_strdup_printf (_ ("Together more than %s. Remove a file, or send it in a message of its own."), all);
  return g_strdup_printf (ngettext ("Only %u file goes in one message. Remove it, or send it in the next.",
                                    "Only %u files go in one message. Remove one, or send it in the next.",
                                    limits->max_files),
                          limits->max_files);
}

static const char *
reason_words (OdTrayReason reason)
{
  switch (reason)
    {
    case OD_TRAY_GONE:
      return _ ("It is not there any more.");
    case OD_TRAY_FORBIDDEN:
      return _ ("You are not allowed to read it.");
    case OD_TRAY_UNREADABLE:
      return _ ("It could not be read, or somebody is still writing to it.");
    case OD_TRAY_NO_ROOM:
      return _ ("There is no room for it on the disk.");
    case OD_TRAY_FOLDER:
      return _ ("A folder can't be sent. Add the files in it.");
    case OD_TRAY_NO_FILE:
      return _ ("Only ordinary files can be sent.");
    case OD_TRAY_NO_FILES:
      return _ ("This channel takes no files. Remove it, or answer through another channel.");
    case OD_TRAY_TOO_LARGE:
    case OD_TRAY_TOO_MANY:
    case OD_TRAY_TOO_MUCH:
    case OD_TRAY_FINE:
    default:
      return NULL;
    }
}

/**
 * od_file_tray_dup_file_words:
 *
 * Returns: (transfer full): the line under its name: how large it is, how far, or what is wrong and how to go on
 */
char *
od_file_tray_dup_file_words (OdFileTray *self, OdTrayFile *file)
{
  OdTrayState state = od_tray_file_get_state (file);
  OdTrayReason reason = od_tray_file_get_reason (file);

  if (state == OD_TRAY_FAILED || state == OD_TRAY_REFUSED)
    {
      const char *words = reason_words (reason);

      return words != NULL ? g_strdup (words) : limit_words (od_file_tray_get_limits (self), reason);
    }
  if (state == OD_TRAY_STAGING)
    /* TRANSLATORS: a file is being copied: "Copying… 40 %" */
    return g_strdup_printf (_ ("Copying… %d %%"), (int) (od_tray_file_get_progress (file) * 100));
  return g_format_size ((guint64) MAX (od_tray_file_get_size_bytes (file), 0));
}

static char *
total_words (const OdFileTrayLimits *limits, const OdFileTrayTotals *totals)
{
  g_autofree char *count = NULL;
  g_autofree char *size = NULL;

  size = g_format_size ((guint64) totals->good_bytes);
  count = g_strdup_printf (ngettext ("%1$u of %2$u file", "%1$u of %2$u files", limits->max_files), totals->n_good,
                           limits->max_files);
  if (limits->max_files_bytes > 0)
    {
      g_autofree char *max = g_format_size ((guint64) limits->max_files_bytes);

      /* TRANSLATORS: what will be sent, of what may be: "3 of 5 files · 12.0 MB of 20.0 MB" */
      return g_strdup_printf (_ ("%1$s · %2$s of %3$s"), count, size, max);
    }
  return g_strdup_printf ("%s · %s", count, size);
}

void
od_file_tray_get_totals (OdFileTray *self, OdFileTrayTotals *totals)
{
  g_return_if_fail (OD_IS_FILE_TRAY (self) && totals != NULL);

  *totals = (OdFileTrayTotals){ 0 };
  for (guint i = 0; i < od_file_tray_get_n_files (self); i++)
    {
      OdTrayFile *file = od_file_tray_get_file (self, i);
      OdTrayState state = od_tray_file_get_state (file);

      if (state == OD_TRAY_FAILED || state == OD_TRAY_REFUSED)
        {
          totals->n_bad++;
          continue;
        }
      totals->n_good++;
      totals->n_coming += state == OD_TRAY_STAGING;
      totals->good_bytes += MAX (od_tray_file_get_size_bytes (file), 0);
    }
}

/**
 * od_file_tray_dup_words:
 *
 * Returns: (transfer full): "3 of 5 files · 12.0 MB of 20.0 MB", and why the message can't go yet; "" if nothing is
 *   in it
 */
char *
od_file_tray_dup_words (OdFileTray *self)
{
  OdFileTrayTotals totals;
  g_autofree char *total = NULL;

  od_file_tray_get_totals (self, &totals);
  if (od_file_tray_get_n_files (self) == 0)
    return g_strdup ("");
  total = total_words (od_file_tray_get_limits (self), &totals);
  if (totals.n_bad > 0)
    /* TRANSLATORS: "2 of 5 files · 1.0 MB. Put the marked ones right …" */
    return g_strdup_printf (_ ("%s. Put the marked ones right or remove them, then send."), total);
  if (totals.n_coming > 0)
    /* TRANSLATORS: "2 of 5 files · 1.0 MB. The message can go …" */
    return g_strdup_printf (_ ("%s. The message can go when all are copied."), total);
  return g_steal_pointer (&total);
}
