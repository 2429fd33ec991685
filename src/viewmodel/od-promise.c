/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-promise.h"

#include <string.h>

#define MAX_WAIT_WORDS                                                                                                 \
  6 /* "one moment, please, I'm looking": a longer sentence with these words tells of something else */
#define MAX_ALONE_WORDS 4 /* "in ten minutes or so" */

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
goes (const OdPhraseText *text, guint start, guint end)
{
  static const char *const nots[] = { "не|not|never", NULL };
  guint at = start;

  while (at < end && od_phrase_find (text, at, end, goes_to_see, &at))
    {
      if (!od_phrase_text_get_word (text, at)->colon_after &&
          (at == start || !od_phrase_find (text, at - 1, at, nots, NULL)))
        return TRUE;
      at++;
    }
  return FALSE;
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
