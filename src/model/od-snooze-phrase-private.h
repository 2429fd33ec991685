/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-snooze-phrase.h"

G_BEGIN_DECLS

#define OD_SNOOZE_MAX_TOKENS 24

/* What a word, a number or a sign is good for. */
typedef enum {
  OD_SNOOZE_TOKEN_END, /* behind the last one */
  OD_SNOOZE_TOKEN_UNKNOWN,
  OD_SNOOZE_TOKEN_SIGN,     /* value: the character */
  OD_SNOOZE_TOKEN_NUMBER,   /* in digits */
  OD_SNOOZE_TOKEN_COUNT,    /* in words */
  OD_SNOOZE_TOKEN_HALF,     /* half an hour */
  OD_SNOOZE_TOKEN_ONE_HALF, /* Russian has a word for one and a half */
  OD_SNOOZE_TOKEN_HALF_HOUR,
  OD_SNOOZE_TOKEN_UNIT, /* value: an OdSnoozeUnit */
  OD_SNOOZE_TOKEN_WEEKDAY,
  OD_SNOOZE_TOKEN_MONTH,
  OD_SNOOZE_TOKEN_DAY,  /* value: days from today */
  OD_SNOOZE_TOKEN_PART, /* value: an OdSnoozePart */
  OD_SNOOZE_TOKEN_TODAY_PART,
  OD_SNOOZE_TOKEN_MERIDIEM, /* value: 0 or 12 */
  OD_SNOOZE_TOKEN_MIDNIGHT,
  OD_SNOOZE_TOKEN_WEEKEND,
  OD_SNOOZE_TOKEN_NEXT,
  OD_SNOOZE_TOKEN_THIS,
  OD_SNOOZE_TOKEN_START,
  OD_SNOOZE_TOKEN_FINISH,    /* of a day, week, month, year */
  OD_SNOOZE_TOKEN_FINISH_OF, /* the same in one word; value: an OdSnoozeUnit */
  OD_SNOOZE_TOKEN_AFTER,
  OD_SNOOZE_TOKEN_LATER,
  OD_SNOOZE_TOKEN_NOW,
  OD_SNOOZE_TOKEN_DATE, /* makes a number a day of the month */
  OD_SNOOZE_TOKEN_AT,   /* stands before a time of day */
  OD_SNOOZE_TOKEN_FOR,  /* stands before a length of time, or anything */
  OD_SNOOZE_TOKEN_IN,   /* the same, but no time of day */
  OD_SNOOZE_TOKEN_REPLY,
  OD_SNOOZE_TOKEN_WHO, /* goes with a reply only */
  OD_SNOOZE_TOKEN_FILLER,
} OdSnoozeTokenKind;

typedef enum {
  OD_SNOOZE_UNIT_MINUTE,
  OD_SNOOZE_UNIT_HOUR,
  OD_SNOOZE_UNIT_DAY,
  OD_SNOOZE_UNIT_WEEK,
  OD_SNOOZE_UNIT_MONTH,
  OD_SNOOZE_UNIT_YEAR,
} OdSnoozeUnit;

typedef enum {
  OD_SNOOZE_PART_NONE,
  OD_SNOOZE_PART_MORNING,
  OD_SNOOZE_PART_NOON,
  OD_SNOOZE_PART_LUNCH,
  OD_SNOOZE_PART_AFTERNOON,
  OD_SNOOZE_PART_EVENING,
  OD_SNOOZE_PART_NIGHT,
} OdSnoozePart;

/* Which numbers a word goes with, so that suggestions are grammatical; 0: it is read, never offered. */
typedef enum {
  OD_SNOOZE_OFFER_NO = 0,
  OD_SNOOZE_OFFER_ONE = 1 << 0,
  OD_SNOOZE_OFFER_FEW = 1 << 1,
  OD_SNOOZE_OFFER_MANY = 1 << 2,
  OD_SNOOZE_OFFER_PLAIN = 1 << 3, /* without a number */
} OdSnoozeOffer;

/* Words that mean the same, with spaces between them; the first is the one to offer. */
typedef struct {
  const char *words;
  OdSnoozeTokenKind kind;
  int value;
  OdSnoozeOffer offer;
} OdSnoozeWord;

typedef struct {
  OdSnoozeTokenKind kind;
  int value;
  guint n_digits;      /* of a number as it was written */
  gboolean is_ordinal; /* 15th */
} OdSnoozeToken;

/* Which day was said. */
typedef enum {
  OD_SNOOZE_DAY_NONE,
  OD_SNOOZE_DAY_OFFSET,   /* day: days from today */
  OD_SNOOZE_DAY_WEEKDAY,  /* day: 1 to 7 */
  OD_SNOOZE_DAY_DATE,     /* day, month, year or 0 */
  OD_SNOOZE_DAY_OF_MONTH, /* day */
  OD_SNOOZE_DAY_START,    /* of the next @unit */
  OD_SNOOZE_DAY_FINISH,   /* of the running @unit */
} OdSnoozeDay;

/* A phrase as it was said, before it is known what moment that is. */
typedef struct {
  gboolean has_length;
  int months, days;
  gint64 minutes;

  OdSnoozeDay day_kind;
  int day, month, year;
  OdSnoozeUnit unit;
  int shift; /* 1: "next", -1: "this", 0: neither */

  gboolean has_time;
  int hour, minute;
  gboolean is_bare; /* "at 5": it may be the afternoon */
  OdSnoozePart part;
} OdSnoozeSaid;

/* Where the reading of a phrase is. */
typedef struct {
  const OdSnoozeToken *at;
  OdSnoozeTokenKind before; /* the last word that mattered, to tell "at 2 hours" from "2 hours" */
  OdSnoozeUnit last_unit;
  OdSnoozeSaid said;
  OdSnoozeReading problem;
  gboolean is_later;
  gboolean is_until_reply;
  guint n_who;
} OdSnoozeReader;

gboolean od_snooze_token_is_sign (const OdSnoozeToken *token, char sign);
gboolean od_snooze_token_is_number (const OdSnoozeToken *token, int max);
gboolean od_snooze_reader_take (OdSnoozeReader *self, guint n);
void od_snooze_reader_say_day (OdSnoozeReader *self, OdSnoozeDay kind, int day);
gboolean od_snooze_reader_read_date (OdSnoozeReader *self);
OdSnoozeReading od_snooze_said_resolve (const OdSnoozeSaid *said, gint64 now_us, GTimeZone *zone,
                                        const OdSnoozeHours *hours, gint64 *until_us);
guint od_snooze_lexicon_read (const char *text, OdSnoozeToken *tokens);
const OdSnoozeWord *od_snooze_lexicon_get_words (guint *n_words);

G_END_DECLS
