/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-erase-words.h"

#include <glib/gi18n.h>

#include "od-text.h"

static void
add_count (GString *words, const char *count)
{
  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, count);
}

/* Takes @count. */
static void
take_count (GString *words, char *count)
{
  add_count (words, count);
  g_free (count);
}

/**
 * od_erase_words_numbers:
 *
 * Returns: (transfer full): what goes, a line each
 */
char *
od_erase_words_numbers (const OdErasure *erasure)
{
  GString *words = g_string_new (NULL);

  take_count (words,
              g_strdup_printf (ngettext ("%u profile", "%u profiles", erasure->n_profiles), erasure->n_profiles));
  take_count (words, g_strdup_printf (ngettext ("%u contact point", "%u contact points", erasure->n_contact_points),
                                      erasure->n_contact_points));
  take_count (words, g_strdup_printf (ngettext ("%u conversation", "%u conversations", erasure->n_conversations),
                                      erasure->n_conversations));
  take_count (words,
              g_strdup_printf (ngettext ("%u message", "%u messages", erasure->n_messages), erasure->n_messages));
  if (erasure->n_files > 0)
    {
      g_autofree char *size = g_format_size ((guint64) MAX (erasure->n_file_bytes, 0));

      /* TRANSLATORS: a number of files and their size together: "3 files (1.2 MB)" */
      take_count (words, g_strdup_printf (ngettext ("%u file (%s)", "%u files (%s)", erasure->n_files),
                                          erasure->n_files, size));
    }
  return g_string_free (words, FALSE);
}

/**
 * od_erase_words_record:
 *
 * Returns: (transfer full): the record of it as a text of several lines, without a name
 */
char *
od_erase_words_record (const OdErasure *erasure, GTimeZone *zone)
{
  gint64 at_us = erasure->done_at_us != 0 ? erasure->done_at_us : erasure->at_us;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *when = g_date_time_format (local, "%Y-%m-%d %H:%M");
  g_autofree char *numbers = od_erase_words_numbers (erasure);
  GString *words = g_string_new (NULL);

  /* TRANSLATORS: the number of the record, and when: "Erasure 3, 2026-11-22 14:05" */
  g_string_append_printf (words, _ ("Erasure %d, %s"), (int) erasure->id, when);
  if (erasure->done_at_us == 0)
    add_count (words, _ ("It is not finished yet and goes on at the next start."));
  add_count (words, numbers);
  if (erasure->backups != NULL && erasure->backups[0] != NULL)
    {
      add_count (words, _ ("These copies still hold the person:"));
      for (guint i = 0; erasure->backups[i] != NULL; i++)
        add_count (words, erasure->backups[i]);
    }
  else
    add_count (words, _ ("No copy that Omnidesk made holds the person."));
  return g_string_free (words, FALSE);
}

/**
 * od_erase_words_is_confirmed:
 * @typed: what the operator wrote to confirm
 * @name: as it is shown; may be ""
 *
 * Returns: whether it is the name or the word "erase", in any case
 */
gboolean
od_erase_words_is_confirmed (const char *typed, const char *name)
{
  g_autofree char *clean = g_strstrip (g_strdup (typed));
  g_autofree char *folded = od_text_fold (clean);
  g_autofree char *folded_name = od_text_fold (name);
  g_autofree char *word = od_text_fold (C_ ("typed to confirm", "erase"));

  return *folded != '\0' && (g_str_equal (folded, word) || g_str_equal (folded, folded_name));
}
