/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-promise.h"

#include <string.h>

#include "od-conversation-status.h"
#include "od-snooze-phrase.h"

#define MAX_WAIT_WORDS                                                                                                 \
  6 /* "one moment, please, I'm looking": a longer sentence with these words tells of something else */
#define MAX_ALONE_WORDS 4  /* "in ten minutes or so" */
#define MAX_MOMENT_WORDS 5 /* "14 ноября 18 00 завтра" */

/* To go and see, or to come back: a promise whether a time is named or not. */
static const char *const goes_to_see[] = {
  "i|we ll|will|shall ~ check|verify|clarify|investigate|ask",
  "i|we ll|will|shall ~ find out",
  "i|we ll|will|shall ~ look into|at|up",
  "i|we ll|will|shall ~ have|take a ~ look",
  "i|we ll|will|shall ~ be ~ back",
  "i|we ll|will|shall ~ get back",
  "i|we ll|will|shall ~ come back to you",
  "i|we ll|will|shall ~ let you know",
  "i|we ll|will|shall ~ call you",
  "i|we ll|will|shall ~ keep you posted|updated|informed",
  "let me ~ check|verify|clarify|see|look|ask|investigate",
  "let me ~ find out",
  "i m|am ~ checking",
  "be right back",
  "brb",
  "bear with me",
  "уточню|уточним|уточняю|уточняем",
  "проверю|проверим|проверяю|проверяем",
  "выясню|выясним|выясняю|выясняем",
  "узнаю|узнаем",
  "вернусь|вернемся",
  "перезвоню|перезвоним",
  "свяжусь|свяжемся",
  "отпишусь|отпишемся",
  "разберусь|разберемся",
  "дам|дадим вам ~ знать",
  "дам|дадим знать",
  NULL,
};

/* Said of oneself; a promise if a time is named with it. */
static const char *const speaks_of_me[] = {
  "i|we ll|will|shall ~ answer|reply|respond|write|text|email|tell|contact|call|update|confirm",
  "i ll|will|shall ~ send|be|have|do|finish",
  "i|we need",
  "give|allow me|us",
  "get|gets|got back to you",
  "you ll|will ~ have|get|receive an|a|my|our answer|reply|response",
  "отвечу|ответим|напишу|напишем|сообщу|сообщим|скажу|позвоню|позвоним",
  "пришлю|отправлю|скину|подготовлю|посмотрю|посмотрим|сделаю|буду",
  "мне|нам ~ нужно|нужна|нужны|надо|потребуется|понадобится|потребуются|понадобятся",
  "дайте мне|нам",
  "ответ|ответа ~ будет|придет|дадим|дам",
  NULL,
};

/* A short sentence that asks to wait. */
static const char *const asks_to_wait[] = {
  "one|a moment|minute|min|second|sec",
  "just one|a ~ moment|minute|min|second|sec|bit",
  "# minutes|min|mins|seconds|sec please",
  "hold on",
  "please wait|hold",
  "wait a",
  "минутку|минуточку|секунду|секундочку|секундочка|минуточка",
  "одну минуту|минутку|секунду",
  "пару|две|двух|несколько минут|минуты|минуток|секунд",
  "подождите|ожидайте|обождите|погодите",
  NULL,
};

/* "If it does not come, I'll check" promises nothing yet. */
static const char *const conditions[] = {
  "if|when|unless|once", "in case", "если|когда", "как только", "в случае", NULL
};

static const struct {
  const char *word;
  guint value;
} numbers[] = {
  { "a|an|one", 1 },
  { "couple", 2 },
  { "two", 2 },
  { "few|three", 3 },
  { "four", 4 },
  { "five|several", 5 },
  { "six", 6 },
  { "seven", 7 },
  { "eight", 8 },
  { "nine", 9 },
  { "ten", 10 },
  { "fifteen", 15 },
  { "twenty", 20 },
  { "thirty", 30 },
  { "forty", 40 },
  { "fifty", 50 },
  { "одну|одна|одной|один|одного", 1 },
  { "пару|пары|пара|две|двух|два", 2 },
  { "три|трех", 3 },
  { "четыре|четырех", 4 },
  { "пять|пяти|несколько|нескольких", 5 },
  { "шесть|шести", 6 },
  { "семь|семи", 7 },
  { "восемь|восьми", 8 },
  { "девять|девяти", 9 },
  { "десять|десяти", 10 },
  { "пятнадцать|пятнадцати", 15 },
  { "двадцать|двадцати", 20 },
  { "тридцать|тридцати", 30 },
  { "сорок|сорока", 40 },
  { "пятьдесят|пятидесяти", 50 },
};

static const struct {
  const char *word;
  guint seconds;
} units[] = {
  { "second|seconds|sec|secs|секунд*|сек|секундочк*", 1 },
  { "minute|minutes|min|mins|минут*|мин", 60 },
  { "hour|hours|hr|hrs|час|часа|часов|часу|часик*", 3600 },
  { "day|days|день|дня|дней", 86400 },
  { "week|weeks|недел*", 7 * 86400 },
};

/* Whole durations that are no number and unit. */
static const struct {
  const char *phrase;
  guint minutes;
} wholes[] = {
  { "half an|a hour", 30 },         { "quarter of an hour", 15 }, { "an hour and a half", 90 },
  { "полчаса|получаса", 30 },       { "полчасика", 30 },          { "полтора|полутора часа|часов", 90 },
  { "четверть|четверти часа", 15 },
};

static const char *const leads_to_time[] = { "in|within|after|через|течение|спустя|next", NULL };

static gboolean
is_led (const OdPhraseText *text, guint start, guint position)
{
  return od_phrase_find (text, position >= start + 3 ? position - 3 : start, position, leads_to_time, NULL);
}

static gboolean
number_at (const OdPhraseText *text, guint position, guint *value)
{
  const OdWord *word = od_phrase_text_get_word (text, position);

  if (word->is_number)
    {
      g_autofree char *digits = g_strndup (word->start, word->n_bytes);
      guint64 number;

      if (!g_ascii_string_to_unsigned (digits, 10, 1, 100000, &number, NULL))
        return FALSE;
      *value = (guint) number;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (od_phrase_match (text, position, position + 1, numbers[i].word) != 0)
      {
        *value = numbers[i].value;
        return TRUE;
      }
  return FALSE;
}

/* "10 minutes", "a couple of minutes", "пару буквально минут", "через минуту" with the unit at @position. */
static guint
minutes_before_unit (const OdPhraseText *text, guint start, guint position, guint seconds)
{
  gboolean led = is_led (text, start, position);
  guint value = 0;
  guint64 minutes;

  for (guint back = 1; back <= 2 && value == 0 && position >= start + back; back++)
    if (!number_at (text, position - back, &value))
      value = 0;
  if (value == 0 && led && position > start && od_phrase_match (text, position - 1, position, leads_to_time[0]) != 0)
    value = 1;
  if (value == 0 || (seconds >= 3600 && !led)) /* "by 6 hours" is a time of the day, "14 days" a law */
    return 0;
  minutes = ((guint64) value * seconds + 59) / 60;
  return minutes <= OD_PROMISE_MAX_MINUTES ? (guint) minutes : 0;
}

static guint
duration_at (const OdPhraseText *text, guint start, guint end, guint position)
{
  for (guint i = 0; i < G_N_ELEMENTS (wholes); i++)
    if (od_phrase_match (text, position, end, wholes[i].phrase) != 0)
      return wholes[i].minutes;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (od_phrase_match (text, position, position + 1, units[i].word) != 0)
      return minutes_before_unit (text, start, position, units[i].seconds);
  return 0;
}

/* The first duration of a sentence, in minutes; 0 if there is none. */
static guint
find_duration (const OdPhraseText *text, guint start, guint end, gboolean *led)
{
  for (guint i = start; i < end; i++)
    {
      guint minutes = duration_at (text, start, end, i);

      if (minutes != 0)
        {
          *led = is_led (text, start, i);
          return minutes;
        }
    }
  *led = FALSE;
  return 0;
}

/* "Уточню: доставка бесплатная" says it right there; "не узнаю" does not go and see. */
static gboolean
finds_not_denied (const OdPhraseText *text, guint start, guint end, const char *const *phrases)
{
  static const char *const nots[] = { "не|not|never", NULL };
  guint at = start;

  while (at < end && od_phrase_find (text, at, end, phrases, &at))
    {
      if (!od_phrase_text_get_word (text, at)->colon_after &&
          (at == start || !od_phrase_find (text, at - 1, at, nots, NULL)))
        return TRUE;
      at++;
    }
  return FALSE;
}

static gboolean
goes (const OdPhraseText *text, guint start, guint end)
{
  return finds_not_denied (text, start, end, goes_to_see);
}

static gboolean
sentence_promises (const OdPhraseText *text, guint start, guint end, guint *minutes)
{
  gboolean led;

  *minutes = 0;
  for (guint i = 0; conditions[i] != NULL; i++)
    if (od_phrase_match (text, start, end, conditions[i]) != 0)
      return FALSE;
  *minutes = find_duration (text, start, end, &led);
  if (goes (text, start, end))
    return TRUE;
  if (od_phrase_text_asks (text, start))
    return FALSE;
  if (*minutes != 0 && od_phrase_find (text, start, end, speaks_of_me, NULL))
    return TRUE;
  if (led && end - start <= MAX_ALONE_WORDS)
    return TRUE;
  if (end - start <= MAX_WAIT_WORDS)
    for (guint i = 0; asks_to_wait[i] != NULL; i++)
      if (od_phrase_match (text, start, end, asks_to_wait[i]) != 0)
        return TRUE;
  return FALSE;
}

/**
 * od_promise_find_in:
 * @text: what the operator is about to send
 * @minutes: (out): until when, from now, at least 1; 0 if no time is named
 *
 * Looks for a promise to come back ("I'll check", "in 10 minutes", "вернусь через пару минут") in English and Russian.
 * What somebody else will do ("the courier comes in 30 minutes") is none. Pure; any thread may call this.
 *
 * Returns: whether there is one
 */
gboolean
od_promise_find_in (const OdPhraseText *text, guint *minutes)
{
  guint n_words;
  gboolean found = FALSE;
  guint end;

  g_return_val_if_fail (text != NULL && minutes != NULL, FALSE);

  *minutes = 0;
  n_words = od_phrase_text_get_n_words (text);
  for (guint start = 0; start < n_words; start = end)
    {
      guint named;

      end = od_phrase_text_get_sentence_end (text, start);
      if (!sentence_promises (text, start, end, &named))
        continue;
      found = TRUE;
      if (*minutes == 0)
        *minutes = named;
    }
  return found;
}

/**
 * od_promise_find:
 * @text: what the operator is about to send
 * @minutes: (out): as od_promise_find_in() sets it
 *
 * Returns: whether a promise stands in @text
 */
gboolean
od_promise_find (const char *text, guint *minutes)
{
  g_autoptr (OdPhraseText) words = NULL;

  g_return_val_if_fail (text != NULL && minutes != NULL, FALSE);

  words = od_phrase_text_new (text);
  return od_promise_find_in (words, minutes);
}

/* ---- until a moment ---- */

/* Words of one's own that go with a moment: "I'm here until six" and "the shop is open until six" are none of them. */
static const char *const comes_by[] = {
  "i|we ll|will|shall ~ answer|reply|respond|write|text|email|tell|call|update|confirm|send|finish",
  "you ll|will ~ have|get|receive an|a|my|our|the answer|reply|response",
  "отвечу|ответим|напишу|напишем|сообщу|сообщим|скажу|скажем|позвоню|позвоним",
  "пришлю|пришлем|отправлю|скину|подготовлю|посмотрю|посмотрим|сделаю",
  "ответ|ответа ~ будет|придет|дадим|дам",
  NULL,
};

static const char leads_to_moment[] = "до|к|в|во|by|before|until|till|at|on";
static const char names_a_day[] = "сегодня|завтра|послезавтра|today|tomorrow|tonight";

/* "I'll look at 5 orders": a number is a time where nothing follows that it could count. */
static gboolean
is_a_count (const OdPhraseText *text, guint from, guint until, guint end)
{
  return until - from == 1 && until < end && od_phrase_text_get_word (text, from)->is_number;
}

/* The longest run of words from @from on that is a moment; 0 if none is. */
static gint64
moment_at (const OdPhraseText *text, guint from, guint end, const char *day, gint64 now_us, GTimeZone *zone)
{
  for (guint until = MIN (end, from + MAX_MOMENT_WORDS); until > from; until--)
    {
      const OdWord *first = od_phrase_text_get_word (text, from), *last = od_phrase_text_get_word (text, until - 1);
      g_autofree char *run =
          g_strdup_printf ("%s at %.*s", day, (int) (last->start + last->n_bytes - first->start), first->start);
      gint64 at_us;

      if (!is_a_count (text, from, until, end) &&
          od_snooze_phrase_parse (run, now_us, zone, NULL, &at_us) == OD_SNOOZE_READING_OK &&
          at_us != OD_SNOOZE_UNTIL_REPLY && at_us - now_us <= OD_PROMISE_MAX_MINUTES * 60 * (gint64) G_USEC_PER_SEC)
        return at_us;
    }
  return 0;
}

/* "до 18:00", "сегодня до шести вечера", "завтра утром", "by 6 pm tomorrow" */
static gint64
find_moment (const OdPhraseText *text, guint start, guint end, gint64 now_us, GTimeZone *zone, guint *position)
{
  for (guint i = start; i < end; i++)
    {
      gboolean is_day = od_phrase_match (text, i, i + 1, names_a_day) != 0;
      guint lead = is_day ? i + 1 : i, from = i;
      g_autofree char *day = NULL;
      gint64 at_us = 0;

      if (lead < end && od_phrase_match (text, lead, lead + 1, leads_to_moment) != 0)
        from = lead + 1;
      else if (!is_day)
        continue;
      if (is_day && from > lead)
        {
          const OdWord *word = od_phrase_text_get_word (text, i);

          day = g_strndup (word->start, word->n_bytes);
        }
      if (from < end)
        at_us = moment_at (text, from, end, day != NULL ? day : "", now_us, zone);
      if (at_us == 0 && is_day) /* "tomorrow, on the phone" */
        at_us = moment_at (text, i, end, "", now_us, zone);
      *position = i;
      if (at_us != 0)
        return at_us;
      if (is_day)
        i = lead; /* what is over today isn't meant for tomorrow */
    }
  return 0;
}

static gint64
sentence_names_moment (const OdPhraseText *text, guint start, guint end, gint64 now_us, GTimeZone *zone)
{
  guint position;
  gint64 at_us;

  for (guint i = 0; conditions[i] != NULL; i++)
    if (od_phrase_match (text, start, end, conditions[i]) != 0)
      return 0;
  at_us = find_moment (text, start, end, now_us, zone, &position);
  if (at_us == 0 || od_phrase_text_asks (text, start))
    return 0;
  if (goes (text, start, end) || finds_not_denied (text, start, end, comes_by))
    return at_us;
  /* An answer to "when?": "Сегодня до 18:00." "Until 18:00" alone may be when a shop closes. */
  return position == start && end - start <= MAX_ALONE_WORDS + 1 &&
                 od_phrase_match (text, start, start + 1, names_a_day) != 0 && start + 1 < end &&
                 od_phrase_match (text, start + 1, start + 2, "до|к|by|before|until|till") != 0
             ? at_us
             : 0;
}

/**
 * od_promise_read:
 * @text: what the operator is about to send
 * @now_us: now, µs since 1970 UTC
 * @zone: the operator's
 * @term: (out): until when they promise to be back; empty if they don't
 *
 * As od_promise_find(), of promises that say until when: "I'll be back in 10 minutes", "отвечу сегодня до 18:00". The
 * first one counts. Pure; any thread may call this.
 *
 * Returns: whether there is one
 */
gboolean
od_promise_read (const char *text, gint64 now_us, GTimeZone *zone, OdPromiseTerm *term)
{
  g_autoptr (OdPhraseText) words = NULL;
  guint n_words, end;

  g_return_val_if_fail (text != NULL && zone != NULL && term != NULL, FALSE);

  *term = (OdPromiseTerm){ 0 };
  words = od_phrase_text_new (text);
  n_words = od_phrase_text_get_n_words (words);
  for (guint start = 0; start < n_words && !od_promise_term_is_set (term); start = end)
    {
      guint minutes;

      end = od_phrase_text_get_sentence_end (words, start);
      if (sentence_promises (words, start, end, &minutes))
        term->minutes = minutes;
      if (term->minutes == 0)
        term->until_us = sentence_names_moment (words, start, end, now_us, zone);
    }
  return od_promise_term_is_set (term);
}
