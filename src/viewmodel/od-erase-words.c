/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-erase-words.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
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

/* Lines of what mentions the person and stays. One that is gone by now is left out. */
static void
add_mentions (GString *words, const OdErasure *erasure)
{
  gboolean is_first = TRUE;

  for (guint i = 0; erasure->mentions != NULL && i < erasure->mentions->len; i++)
    {
      const OdEraseMention *mention = &g_array_index (erasure->mentions, OdEraseMention, i);

      if (mention->name == NULL)
        continue;
      if (is_first)
        add_count (words, _ ("These mention the person, or somebody of that name, and stay. Change or delete them "
                             "yourself if that is right:"));
      is_first = FALSE;
      switch (mention->kind)
        {
        case OD_ERASE_MENTION_MACRO:
          take_count (words, g_strdup_printf (_ ("macro “%s”"), mention->name));
          break;
        case OD_ERASE_MENTION_TAG:
          take_count (words, g_strdup_printf (_ ("tag “%s”"), mention->name));
          break;
        case OD_ERASE_MENTION_VIEW:
        default:
          take_count (words, g_strdup_printf (_ ("saved view “%s”"), mention->name));
        }
    }
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

  if (erasure->account_id != 0)
    add_count (words, _ ("The whole history of an account:"));
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
  add_mentions (words, erasure);
  return g_string_free (words, FALSE);
}

/**
 * od_erase_words_counts:
 *
 * Returns: (transfer full): the same in one line: "1,204 messages, 37 conversations, 112 files"
 */
char *
od_erase_words_counts (const OdErasure *erasure)
{
  g_autofree char *messages =
      g_strdup_printf (ngettext ("%'u message", "%'u messages", erasure->n_messages), erasure->n_messages);
  g_autofree char *conversations = g_strdup_printf (
      ngettext ("%'u conversation", "%'u conversations", erasure->n_conversations), erasure->n_conversations);
  g_autofree char *files = g_strdup_printf (ngettext ("%'u file", "%'u files", erasure->n_files), erasure->n_files);

  /* TRANSLATORS: three counts: "1,204 messages, 37 conversations, 112 files" */
  return g_strdup_printf (_ ("%1$s, %2$s, %3$s"), messages, conversations, files);
}

static const char *
reason_words (const OdErasure *erasure, guint i)
{
  OdEraseReason reason = erasure->reasons != NULL && i < erasure->reasons->len
                             ? g_array_index (erasure->reasons, OdEraseReason, i)
                             : OD_ERASE_REASON_WAITING;

  switch (reason)
    {
    case OD_ERASE_REASON_MISSING:
      return _ ("it is not there any more; wherever it is now, it holds the person");
    case OD_ERASE_REASON_UNREADABLE:
      return _ ("it can't be read");
    case OD_ERASE_REASON_NEWER:
      return _ ("a newer Omnidesk made it");
    case OD_ERASE_REASON_READ_ONLY:
      return _ ("it can't be written to");
    case OD_ERASE_REASON_FAILED:
      return _ ("writing it anew failed; the next start tries again");
    case OD_ERASE_REASON_WAITING:
    default:
      return _ ("it is written anew with the erasure");
    }
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
    add_count (words, _ ("It is not finished yet and goes on by itself while Omnidesk runs."));
  add_count (words, numbers);
  if (erasure->backups != NULL && erasure->backups[0] != NULL)
    {
      add_count (words, erasure->account_id != 0 ? _ ("These copies still hold the history:")
                                                 : _ ("These copies still hold the person:"));
      for (guint i = 0; erasure->backups[i] != NULL; i++)
        /* TRANSLATORS: a path, and why it was not written anew: "/home/…/store.db.backup-v3: it can't be read" */
        take_count (words, g_strdup_printf (_ ("%s: %s"), erasure->backups[i], reason_words (erasure, i)));
    }
  else
    add_count (words, erasure->account_id != 0 ? _ ("No copy that Omnidesk made holds the history.")
                                               : _ ("No copy that Omnidesk made holds the person."));
  if (erasure->rewritten != NULL)
    {
      add_count (words, erasure->account_id != 0 ? _ ("These copies were written anew without the history:")
                                                 : _ ("These copies were written anew without the person:"));
      for (guint i = 0; erasure->rewritten[i] != NULL; i++)
        add_count (words, erasure->rewritten[i]);
    }
  if (erasure->missing != NULL)
    {
      add_count (words, _ ("These copies were not there any more:"));
      for (guint i = 0; erasure->missing[i] != NULL; i++)
        add_count (words, erasure->missing[i]);
    }
  return g_string_free (words, FALSE);
}

static const char *
step_words (OdEraseStep step)
{
  switch (step)
    {
    case OD_ERASE_ROWS:
      return _ ("Removing messages and the profile…");
    case OD_ERASE_FETCHES:
      return _ ("Stopping files that are on their way…");
    case OD_ERASE_FILES:
      return _ ("Removing files… One that came in the last two minutes may be somebody else's too and is looked at a "
                "little later.");
    case OD_ERASE_TERMS:
      return _ ("Clearing the search index…");
    case OD_ERASE_QUIET:
      return _ ("Waiting for a quiet moment to write the store anew. Your replies go first.");
    case OD_ERASE_COMPACT:
      return _ ("Writing the store anew. What you send now waits some seconds.");
    case OD_ERASE_COPIES:
      return _ ("Writing the copies of the store anew, without the person…");
    case OD_ERASE_LOG:
    case OD_ERASE_FINISH:
    default:
      return _ ("Nearly done…");
    }
}

/**
 * od_erase_words_state:
 *
 * Returns: (transfer full): where an erasure stands, and what to do if it is stuck
 */
char *
od_erase_words_state (const OdEraseState *state, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *when = NULL;

  if (state->n_failed == 0 || state->error == NULL)
    return g_strdup (step_words (state->step));
  utc = g_date_time_new_from_unix_utc (state->retry_at_us / G_USEC_PER_SEC);
  local = g_date_time_to_timezone (utc, zone);
  when = g_date_time_format (local, "%H:%M:%S");
  /* TRANSLATORS: first why it failed, a whole sentence, then a time: "The database could not be written. Is the disk full?
   * The person is partly removed; it is tried again by itself at 14:05:30." */
  return g_strdup_printf (_ ("%s The person is partly removed; it is tried again by itself at %s."),
                          od_error_words (state->error), when);
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
