/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-snooze-phrase-private.h"

/* What people say, whole; offered to who has typed the beginning. Vocabulary, as the lexicon: not for translation. */
static const char *const sayings[] = {
  "in an hour",
  "in half an hour",
  "in 3 hours",
  "in 2 days",
  "in a week",
  "in a month",
  "this evening",
  "tomorrow",
  "tomorrow at 9:00",
  "tomorrow evening",
  "day after tomorrow",
  "later today",
  "monday morning",
  "next week",
  "next month",
  "weekend",
  "end of day",
  "end of week",
  "end of month",
  "until next reply",
  "через час",
  "через полчаса",
  "через 3 часа",
  "через 2 дня",
  "через неделю",
  "через месяц",
  "сегодня вечером",
  "завтра",
  "завтра в 9:00",
  "завтра утром",
  "завтра вечером",
  "послезавтра",
  "после обеда",
  "в понедельник утром",
  "в пятницу",
  "в выходные",
  "в конце дня",
  "в конце недели",
  "в конце месяца",
  "в следующий понедельник",
  "в следующую пятницу",
  "в следующем месяце",
  "на следующей неделе",
  "на выходных",
  "до вечера",
  "до завтра",
  "до понедельника",
  "до пятницы",
  "до конца недели",
  "до конца месяца",
  "до ответа клиента",
  "вечером",
  "утром",
};

/* How a day goes on. */
static const char *const times[] = { " 12:00", " 15:00", " 18:00" };

typedef struct {
  gint64 now_us;
  GTimeZone *zone;
  const OdSnoozeHours *hours;
  guint max;
  GPtrArray *found; /* (element-type OdSnoozeSuggestion) */
} Search;

void
od_snooze_suggestion_free (OdSnoozeSuggestion *self)
{
  g_free (self->phrase);
  g_free (self);
}

/* Takes what means a moment that is not offered yet. */
static void
offer (Search *search, const char *phrase)
{
  OdSnoozeSuggestion *suggestion;
  gint64 until_us;

  if (search->found->len >= search->max ||
      od_snooze_phrase_parse (phrase, search->now_us, search->zone, search->hours, &until_us) != OD_SNOOZE_READING_OK)
    return;
  for (guint i = 0; i < search->found->len; i++)
    if (((OdSnoozeSuggestion *) search->found->pdata[i])->until_us == until_us)
      return;
  suggestion = g_new0 (OdSnoozeSuggestion, 1);
  suggestion->phrase = g_strdup (phrase);
  suggestion->until_us = until_us;
  g_ptr_array_add (search->found, suggestion);
}

static gboolean
is_cyrillic (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_get_script (g_utf8_get_char (at)) == G_UNICODE_SCRIPT_CYRILLIC)
      return TRUE;
  return FALSE;
}

static gboolean
has_letters (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalpha (g_utf8_get_char (at)))
      return TRUE;
  return FALSE;
}

/* The form of a unit that goes with a number. */
static OdSnoozeOffer
form_of (int number)
{
  if (number % 10 == 1 && number % 100 != 11)
    return OD_SNOOZE_OFFER_ONE;
  if (number % 10 >= 2 && number % 10 <= 4 && (number % 100 < 12 || number % 100 > 14))
    return OD_SNOOZE_OFFER_FEW;
  return OD_SNOOZE_OFFER_MANY;
}

/* What a word after this must be able to stand with. English has one plural: 21 hours. */
static OdSnoozeOffer
wanted_form (const char *stem, gboolean is_russian)
{
  OdSnoozeToken tokens[OD_SNOOZE_MAX_TOKENS + 1];
  guint n = od_snooze_lexicon_read (stem, tokens);
  const OdSnoozeToken *last = n > 0 && n != G_MAXUINT ? &tokens[n - 1] : NULL;

  if (last == NULL || (last->kind != OD_SNOOZE_TOKEN_NUMBER && last->kind != OD_SNOOZE_TOKEN_COUNT))
    return OD_SNOOZE_OFFER_PLAIN;
  if (last->is_ordinal || (n > 1 && tokens[n - 2].kind == OD_SNOOZE_TOKEN_SIGN))
    return OD_SNOOZE_OFFER_NO;
  if (is_russian)
    return form_of (last->value);
  return last->value == 1 ? OD_SNOOZE_OFFER_ONE : OD_SNOOZE_OFFER_MANY;
}

/* Finishes the word that is being typed, or adds the one that must follow a number. */
static void
offer_words (Search *search, const char *stem, const char *begun, gboolean is_russian)
{
  OdSnoozeOffer form = wanted_form (stem, is_russian);
  guint n;
  const OdSnoozeWord *lexicon = od_snooze_lexicon_get_words (&n);
  gsize len = strlen (stem);
  const char *space = len > 0 && stem[len - 1] != ' ' && *begun == '\0' ? " " : "";

  if (*begun == '\0' && (form & (OD_SNOOZE_OFFER_NO | OD_SNOOZE_OFFER_PLAIN)) != 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *word = g_strndup (lexicon[i].words, strcspn (lexicon[i].words, " "));
      g_autofree char *phrase = NULL;

      if ((lexicon[i].offer & form) == 0 || !g_str_has_prefix (word, begun) || is_cyrillic (word) != is_russian ||
          (*begun == '\0' && lexicon[i].kind != OD_SNOOZE_TOKEN_UNIT))
        continue;
      phrase = g_strconcat (stem, space, word, NULL);
      offer (search, phrase);
    }
}

/**
 * od_snooze_phrase_suggest:
 * @text: what is typed so far: any bytes
 * @now_us: as for od_snooze_phrase_parse()
 * @hours: (nullable): as for od_snooze_phrase_parse()
 * @language: in which to offer words when @text has no letters: "ru", or else English
 * @max: how many
 *
 * What is typed already means something comes first, as it is.
 *
 * Returns: (transfer full) (element-type OdSnoozeSuggestion): each with a moment of its own; none for an empty text
 */
GPtrArray *
od_snooze_phrase_suggest (const char *text, gint64 now_us, GTimeZone *zone, const OdSnoozeHours *hours,
                          const char *language, guint max)
{
  Search search = { .now_us = now_us, .zone = zone, .hours = hours, .max = max };
  g_autofree char *typed = NULL, *lower = NULL, *stem = NULL;
  gboolean is_russian;
  gsize begin;

  search.found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_snooze_suggestion_free);
  if (!g_utf8_validate (text, -1, NULL))
    return search.found;
  typed = g_strchug (g_strdup (text));
  lower = g_utf8_strdown (typed, -1);
  if (*lower == '\0')
    return search.found;
  is_russian = has_letters (lower) ? is_cyrillic (lower) : g_str_has_prefix (language, "ru");
  offer (&search, typed);
  for (guint i = 0; i < G_N_ELEMENTS (sayings); i++)
    if (g_str_has_prefix (sayings[i], lower))
      offer (&search, sayings[i]);
  for (begin = strlen (lower); begin > 0;)
    {
      const char *previous = g_utf8_prev_char (lower + begin);

      if (!g_unichar_isalpha (g_utf8_get_char (previous)))
        break;
      begin = (gsize) (previous - lower);
    }
  stem = g_strndup (lower, begin);
  offer_words (&search, stem, lower + begin, is_russian);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *phrase = g_strconcat (g_strchomp (lower), times[i], NULL);

      offer (&search, phrase);
    }
  return search.found;
}
