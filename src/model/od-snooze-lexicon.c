/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-limits.h"
#include "od-snooze-phrase-private.h"

#define PLAIN OD_SNOOZE_OFFER_PLAIN
#define ONE OD_SNOOZE_OFFER_ONE
#define FEW OD_SNOOZE_OFFER_FEW
#define MANY OD_SNOOZE_OFFER_MANY
#define KIND(name) OD_SNOOZE_TOKEN_##name
#define UNIT(name, offer) OD_SNOOZE_TOKEN_UNIT, OD_SNOOZE_UNIT_##name, offer
#define PART(name, offer) OD_SNOOZE_TOKEN_PART, OD_SNOOZE_PART_##name, offer

/* Both languages in one table, since people mix them. Lower case, without "ё". Nothing here is for translation: it
 * is a vocabulary, and a third language is rows more. What comes first is offered first. */
static const OdSnoozeWord lexicon[] = {
  { "hour", UNIT (HOUR, ONE) },
  { "hours h hr hrs", UNIT (HOUR, FEW | MANY) },
  { "minute", UNIT (MINUTE, ONE) },
  { "minutes m min mins", UNIT (MINUTE, FEW | MANY) },
  { "day", UNIT (DAY, ONE) },
  { "days d", UNIT (DAY, FEW | MANY) },
  { "week", UNIT (WEEK, ONE | PLAIN) },
  { "weeks w wk wks", UNIT (WEEK, FEW | MANY) },
  { "month", UNIT (MONTH, ONE | PLAIN) },
  { "months mo mos", UNIT (MONTH, FEW | MANY) },
  { "year years y yr", UNIT (YEAR, 0) },
  { "час часик", UNIT (HOUR, ONE | PLAIN) },
  { "часа", UNIT (HOUR, FEW) },
  { "часов ч часу часам", UNIT (HOUR, MANY) },
  { "минуту минута мин м", UNIT (MINUTE, ONE) },
  { "минуты", UNIT (MINUTE, FEW) },
  { "минут минуток минутки", UNIT (MINUTE, MANY) },
  { "день", UNIT (DAY, ONE) },
  { "дня", UNIT (DAY, FEW) },
  { "дней д дн денек", UNIT (DAY, MANY) },
  { "неделю", UNIT (WEEK, ONE | PLAIN) },
  { "недели", UNIT (WEEK, FEW) },
  { "неделе", UNIT (WEEK, PLAIN) },
  { "недель неделя нед н", UNIT (WEEK, MANY) },
  { "месяц мес", UNIT (MONTH, ONE | PLAIN) },
  { "месяца", UNIT (MONTH, FEW | PLAIN) },
  { "месяцев", UNIT (MONTH, MANY) },
  { "месяце", UNIT (MONTH, PLAIN) },
  { "год года лет г году", UNIT (YEAR, 0) },

  { "tomorrow tmr tmrw", KIND (DAY), 1, PLAIN },
  { "today", KIND (DAY), 0, PLAIN },
  { "tonight", KIND (TODAY_PART), OD_SNOOZE_PART_EVENING, PLAIN },
  { "завтра завтрашнего", KIND (DAY), 1, PLAIN },
  { "сегодня", KIND (DAY), 0, PLAIN },
  { "послезавтра", KIND (DAY), 2, PLAIN },
  { "yesterday вчера", KIND (NOW), 0, 0 },
  { "now сейчас", KIND (NOW), 0, 0 },

  { "morning mornings", PART (MORNING, PLAIN) },
  { "evening", PART (EVENING, PLAIN) },
  { "afternoon", PART (AFTERNOON, PLAIN) },
  { "noon midday", PART (NOON, PLAIN) },
  { "lunch", PART (LUNCH, 0) },
  { "night", PART (NIGHT, 0) },
  { "midnight полночь полуночи полночи", KIND (MIDNIGHT), 0, 0 },
  { "утром утра утро утру", PART (MORNING, PLAIN) },
  { "вечером вечеру вечер", PART (EVENING, PLAIN) },
  { "вечера", PART (EVENING, PLAIN) },
  { "днем", PART (AFTERNOON, PLAIN) },
  { "полдень полудня полудню", PART (NOON, PLAIN) },
  { "обеда обед обеду", PART (LUNCH, PLAIN) },
  { "ночью ночи ночь", PART (NIGHT, 0) },
  { "am", KIND (MERIDIEM), 0, 0 },
  { "pm", KIND (MERIDIEM), 12, 0 },

  { "monday mon mondays", KIND (WEEKDAY), 1, PLAIN },
  { "tuesday tue tues", KIND (WEEKDAY), 2, PLAIN },
  { "wednesday wed weds", KIND (WEEKDAY), 3, PLAIN },
  { "thursday thu thur thurs", KIND (WEEKDAY), 4, PLAIN },
  { "friday fri", KIND (WEEKDAY), 5, PLAIN },
  { "saturday sat", KIND (WEEKDAY), 6, PLAIN },
  { "sunday sun", KIND (WEEKDAY), 7, PLAIN },
  { "weekend", KIND (WEEKEND), 0, PLAIN },
  { "понедельник понедельнику понедельника пн пон", KIND (WEEKDAY), 1, PLAIN },
  { "понедельника", KIND (WEEKDAY), 1, PLAIN },
  { "вторник вторнику вт", KIND (WEEKDAY), 2, PLAIN },
  { "вторника", KIND (WEEKDAY), 2, PLAIN },
  { "среду среде среда ср", KIND (WEEKDAY), 3, PLAIN },
  { "среды", KIND (WEEKDAY), 3, PLAIN },
  { "четверг четвергу чт чет", KIND (WEEKDAY), 4, PLAIN },
  { "четверга", KIND (WEEKDAY), 4, PLAIN },
  { "пятницу пятнице пятница пт", KIND (WEEKDAY), 5, PLAIN },
  { "пятницы", KIND (WEEKDAY), 5, PLAIN },
  { "субботу субботе суббота сб", KIND (WEEKDAY), 6, PLAIN },
  { "субботы", KIND (WEEKDAY), 6, PLAIN },
  { "воскресенье воскресенью вс", KIND (WEEKDAY), 7, PLAIN },
  { "воскресенья", KIND (WEEKDAY), 7, PLAIN },
  { "выходных выходные", KIND (WEEKEND), 0, PLAIN },

  { "january jan", KIND (MONTH), 1, ONE | FEW | MANY },
  { "february feb", KIND (MONTH), 2, ONE | FEW | MANY },
  { "march mar", KIND (MONTH), 3, ONE | FEW | MANY },
  { "april apr", KIND (MONTH), 4, ONE | FEW | MANY },
  { "may", KIND (MONTH), 5, ONE | FEW | MANY },
  { "june jun", KIND (MONTH), 6, ONE | FEW | MANY },
  { "july jul", KIND (MONTH), 7, ONE | FEW | MANY },
  { "august aug", KIND (MONTH), 8, ONE | FEW | MANY },
  { "september sep sept", KIND (MONTH), 9, ONE | FEW | MANY },
  { "october oct", KIND (MONTH), 10, ONE | FEW | MANY },
  { "november nov", KIND (MONTH), 11, ONE | FEW | MANY },
  { "december dec", KIND (MONTH), 12, ONE | FEW | MANY },
  { "января январь январе янв", KIND (MONTH), 1, ONE | FEW | MANY },
  { "февраля февраль феврале фев", KIND (MONTH), 2, ONE | FEW | MANY },
  { "марта март марте мар", KIND (MONTH), 3, ONE | FEW | MANY },
  { "апреля апрель апреле апр", KIND (MONTH), 4, ONE | FEW | MANY },
  { "мая май мае", KIND (MONTH), 5, ONE | FEW | MANY },
  { "июня июнь июне июн", KIND (MONTH), 6, ONE | FEW | MANY },
  { "июля июль июле июл", KIND (MONTH), 7, ONE | FEW | MANY },
  { "августа август августе авг", KIND (MONTH), 8, ONE | FEW | MANY },
  { "сентября сентябрь сентябре сен сент", KIND (MONTH), 9, ONE | FEW | MANY },
  { "октября октябрь октябре окт", KIND (MONTH), 10, ONE | FEW | MANY },
  { "ноября ноябрь ноябре ноя", KIND (MONTH), 11, ONE | FEW | MANY },
  { "декабря декабрь декабре дек", KIND (MONTH), 12, ONE | FEW | MANY },

  { "next", KIND (NEXT), 0, 0 },
  { "следующий следующую следующее следующая следующем следующей следующего след", KIND (NEXT), 0, 0 },
  { "this этот эту это эта этой этом этого", KIND (THIS), 0, 0 },
  { "start beginning начало начала начале началу", KIND (START), 0, 0 },
  { "end конец конца конце концу", KIND (FINISH), 0, 0 },
  { "eod", KIND (FINISH_OF), OD_SNOOZE_UNIT_DAY, 0 },
  { "eow", KIND (FINISH_OF), OD_SNOOZE_UNIT_WEEK, 0 },
  { "eom", KIND (FINISH_OF), OD_SNOOZE_UNIT_MONTH, 0 },
  { "after после", KIND (AFTER), 0, 0 },
  { "later позже попозже", KIND (LATER), 0, PLAIN },
  { "числа число", KIND (DATE), 0, PLAIN },
  { "at by until till before в во до к ко", KIND (AT), 0, 0 },
  { "for на", KIND (FOR), 0, 0 },
  { "in within через спустя", KIND (IN), 0, 0 },

  { "a an one один одну одна одного", KIND (COUNT), 1, 0 },
  { "two couple два две пару пара двух", KIND (COUNT), 2, 0 },
  { "three три трех", KIND (COUNT), 3, 0 },
  { "four четыре четырех", KIND (COUNT), 4, 0 },
  { "five пять пяти", KIND (COUNT), 5, 0 },
  { "six шесть", KIND (COUNT), 6, 0 },
  { "seven семь", KIND (COUNT), 7, 0 },
  { "eight восемь", KIND (COUNT), 8, 0 },
  { "nine девять", KIND (COUNT), 9, 0 },
  { "ten десять", KIND (COUNT), 10, 0 },
  { "fifteen пятнадцать", KIND (COUNT), 15, 0 },
  { "twenty двадцать", KIND (COUNT), 20, 0 },
  { "thirty тридцать", KIND (COUNT), 30, 0 },
  { "half пол половиной половину", KIND (HALF), 0, 0 },
  { "полтора полторы", KIND (ONE_HALF), 0, 0 },
  { "полчаса полчасика", KIND (HALF_HOUR), 0, PLAIN },

  { "reply replies answer answers respond responds response write writes", KIND (REPLY), 0, PLAIN },
  { "ответа ответ ответит напишет сообщения", KIND (REPLY), 0, PLAIN },
  { "they he she customer customers client when клиент клиента он она они пока не когда", KIND (WHO), 0, 0 },
  { "on the of from to and и с со um o'clock oclock snooze отложить", KIND (FILLER), 0, 0 },
};

const OdSnoozeWord *
od_snooze_lexicon_get_words (guint *n_words)
{
  *n_words = G_N_ELEMENTS (lexicon);
  return lexicon;
}

static gboolean
has_word (const char *words, const char *word, gsize len)
{
  for (const char *at = words; at != NULL; at = strchr (at, ' '))
    {
      at += *at == ' ' ? 1 : 0;
      if (strncmp (at, word, len) == 0 && (at[len] == ' ' || at[len] == '\0'))
        return TRUE;
    }
  return FALSE;
}

static OdSnoozeToken
look_up (const char *word, gsize len)
{
  for (guint i = 0; i < G_N_ELEMENTS (lexicon); i++)
    if (has_word (lexicon[i].words, word, len))
      return (OdSnoozeToken){ .kind = lexicon[i].kind, .value = lexicon[i].value };
  return (OdSnoozeToken){ .kind = OD_SNOOZE_TOKEN_UNKNOWN };
}

/* "15th", "15-го", "15-e": what makes a number an ordinal, in bytes; 0 if nothing does. */
static gsize
ordinal_length (const char *at)
{
  static const char *const ends[] = { "st", "nd", "rd", "th", "-го", "-е", "-ое", "го" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_prefix (at, ends[i]) && !g_unichar_isalpha (g_utf8_get_char (at + strlen (ends[i]))))
      return strlen (ends[i]);
  return 0;
}

static const char *
read_number (const char *at, OdSnoozeToken *token)
{
  token->kind = OD_SNOOZE_TOKEN_NUMBER;
  for (; g_ascii_isdigit (*at); at++)
    {
      token->n_digits++;
      if (token->n_digits <= 4)
        token->value = token->value * 10 + (*at - '0');
    }
  if (token->n_digits > 4)
    token->kind = OD_SNOOZE_TOKEN_UNKNOWN;
  token->is_ordinal = ordinal_length (at) > 0;
  return at + ordinal_length (at);
}

static const char *
read_word (const char *at, OdSnoozeToken *token)
{
  const char *end = at;

  if ((*at == 'a' || *at == 'p') && (g_str_has_prefix (at + 1, ".m.") || g_str_has_prefix (at + 1, ". m.")))
    {
      *token = (OdSnoozeToken){ .kind = OD_SNOOZE_TOKEN_MERIDIEM, .value = *at == 'p' ? 12 : 0 };
      return strchr (at + 2, '.') + 1;
    }
  while (g_unichar_isalpha (g_utf8_get_char (end)) || (*end == '\'' && end > at))
    end = g_utf8_next_char (end);
  *token = look_up (at, (gsize) (end - at));
  return end;
}

/* Lower case, "е" for "ё", and what people's keyboards make of an apostrophe, a dash and a space. */
static char *
fold (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *composed = g_utf8_normalize (lower, -1, G_NORMALIZE_NFKC);
  GString *folded = g_string_new (NULL);

  for (const char *at = composed; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == 0x451)
        c = 0x435;
      else if (c == 0x2019)
        c = '\'';
      else if (c >= 0x2010 && c <= 0x2015)
        c = '-';
      else if (g_unichar_isspace (c))
        c = ' ';
      g_string_append_unichar (folded, c);
    }
  return g_string_free (folded, FALSE);
}

/**
 * od_snooze_lexicon_read:
 * @text: what was typed: any bytes
 * @tokens: (out): of at least %OD_SNOOZE_MAX_TOKENS + 1; the last is an %OD_SNOOZE_TOKEN_END
 *
 * Returns: how many stand before the end; %G_MAXUINT if the text is too long or no UTF-8
 */
guint
od_snooze_lexicon_read (const char *text, OdSnoozeToken *tokens)
{
  g_autofree char *folded = NULL;
  guint n = 0;

  if (!g_utf8_validate_len (text, strnlen (text, OD_LIMIT_SNOOZE_BYTES + 1), NULL) ||
      strnlen (text, OD_LIMIT_SNOOZE_BYTES + 1) > OD_LIMIT_SNOOZE_BYTES)
    return G_MAXUINT;
  folded = fold (text);
  for (const char *at = folded; *at != '\0';)
    {
      OdSnoozeToken token = { 0 };

      if (*at == ' ')
        {
          at++;
          continue;
        }
      if (n == OD_SNOOZE_MAX_TOKENS)
        return G_MAXUINT;
      if (g_ascii_isdigit (*at))
        at = read_number (at, &token);
      else if (g_unichar_isalpha (g_utf8_get_char (at)))
        at = read_word (at, &token);
      else
        {
          token = (OdSnoozeToken){ .kind = OD_SNOOZE_TOKEN_SIGN, .value = (int) g_utf8_get_char (at) };
          at = g_utf8_next_char (at);
        }
      tokens[n++] = token;
    }
  tokens[n] = (OdSnoozeToken){ .kind = OD_SNOOZE_TOKEN_END };
  return n;
}
