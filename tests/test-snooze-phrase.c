/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "od-conversation-status.h"
#include "od-snooze-phrase.h"

#define REPLY "reply"

typedef struct {
  const char *text;
  const char *expected; /* the clock of the zone; REPLY; or a number: the failure */
} Case;

static gint64
wall_us (const char *text, GTimeZone *zone)
{
  int year, month, day, hour, minute;
  g_autoptr (GDateTime) at = NULL;

  g_assert_cmpint (sscanf (text, "%d-%d-%d %d:%d", &year, &month, &day, &hour, &minute), ==, 5);
  at = g_date_time_new (zone, year, month, day, hour, minute, 0);
  return g_date_time_to_unix (at) * G_USEC_PER_SEC;
}

static char *
say (const char *text, gint64 now_us, GTimeZone *zone)
{
  gint64 until_us = -1;
  OdSnoozeReading reading = od_snooze_phrase_parse (text, now_us, zone, NULL, &until_us);
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) at = NULL;

  if (reading != OD_SNOOZE_READING_OK)
    {
      g_assert_cmpint (until_us, ==, -1);
      g_assert_cmpuint (strlen (od_snooze_reading_words (reading)), >, 10);
      return g_strdup_printf ("%d", reading);
    }
  if (until_us == OD_SNOOZE_UNTIL_REPLY)
    return g_strdup (REPLY);
  g_assert_cmpint (until_us, >, now_us);
  utc = g_date_time_new_from_unix_utc (until_us / G_USEC_PER_SEC);
  at = g_date_time_to_timezone (utc, zone);
  return g_date_time_format (at, "%Y-%m-%d %H:%M");
}

static void
check (const char *zone_name, const char *now, const Case *cases, guint n)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  gint64 now_us = wall_us (now, zone);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *said = say (cases[i].text, now_us, zone);

      if (g_strcmp0 (said, cases[i].expected) != 0)
        g_test_fail_printf ("%s: “%s” at %s is %s, not %s", zone_name, cases[i].text, now, said, cases[i].expected);
    }
}

/* A Wednesday in Moscow. */
static const Case english[] = {
  { "in 2 hours", "2026-01-14 12:20" },
  { "2h", "2026-01-14 12:20" },
  { "2 hours from now", "2026-01-14 12:20" },
  { "1h30m", "2026-01-14 11:50" },
  { "1h30", "2026-01-14 11:50" },
  { "1.5 hours", "2026-01-14 11:50" },
  { "an hour and a half", "2026-01-14 11:50" },
  { "30 min", "2026-01-14 10:50" },
  { "45m", "2026-01-14 11:05" },
  { "in half an hour", "2026-01-14 10:50" },
  { "for an hour", "2026-01-14 11:20" },
  { "a couple of hours", "2026-01-14 12:20" },
  { "In Three Hours", "2026-01-14 13:20" },
  { "later today", "2026-01-14 13:20" },
  { "later", "2026-01-14 13:20" },
  { "24 hours", "2026-01-15 10:20" },
  { "in a day", "2026-01-15 09:00" },
  { "3 days", "2026-01-17 09:00" },
  { "1 day 2 hours", "2026-01-15 12:20" },
  { "in 2 weeks at 15:00", "2026-01-28 15:00" },
  { "a week", "2026-01-21 09:00" },
  { "in a month", "2026-02-14 09:00" },
  { "in 6 months", "2026-07-14 09:00" },
  { "in a year", "2027-01-14 09:00" },
  { "tomorrow", "2026-01-15 09:00" },
  { "Tomorrow 9", "2026-01-15 09:00" },
  { "tomorrow at 9:30", "2026-01-15 09:30" },
  { "tomorrow at 9.30", "2026-01-15 09:30" },
  { "tomorrow 5pm", "2026-01-15 17:00" },
  { "tomorrow at 5 p.m.", "2026-01-15 17:00" },
  { "tomorrow at 5", "2026-01-15 17:00" },
  { "tomorrow at 05", "2026-01-15 05:00" },
  { "tomorrow at 12 am", "2026-01-15 00:00" },
  { "tomorrow at 12 pm", "2026-01-15 12:00" },
  { "tomorrow evening at 8", "2026-01-15 20:00" },
  { "8 in the evening", "2026-01-14 20:00" },
  { "tmrw afternoon", "2026-01-15 14:00" },
  { "the day after tomorrow", "2026-01-16 09:00" },
  { "tonight", "2026-01-14 18:00" },
  { "this evening", "2026-01-14 18:00" },
  { "evening", "2026-01-14 18:00" },
  { "in the morning", "2026-01-15 09:00" },
  { "after lunch", "2026-01-14 14:00" },
  { "noon", "2026-01-14 12:00" },
  { "midnight", "2026-01-15 00:00" },
  { "17:45", "2026-01-14 17:45" },
  { "at 9", "2026-01-15 09:00" },
  { "at 11 o'clock", "2026-01-14 11:00" },
  { "10:20", "2026-01-15 10:20" },
  { "10:21", "2026-01-14 10:21" },
  { "today", "2026-01-14 18:00" },
  { "today 15:00", "2026-01-14 15:00" },
  { "friday", "2026-01-16 09:00" },
  { "until friday", "2026-01-16 09:00" },
  { "fri 3pm", "2026-01-16 15:00" },
  { "wednesday", "2026-01-21 09:00" },
  { "wednesday 18:00", "2026-01-14 18:00" },
  { "next friday", "2026-01-23 09:00" },
  { "the next monday", "2026-01-19 09:00" },
  { "this friday", "2026-01-16 09:00" },
  { "friday next week", "2026-01-23 09:00" },
  { "next week on friday at 10:00", "2026-01-23 10:00" },
  { "monday morning", "2026-01-19 09:00" },
  { "weekend", "2026-01-17 09:00" },
  { "next week", "2026-01-19 09:00" },
  { "next month", "2026-02-01 09:00" },
  { "next year", "2027-01-01 09:00" },
  { "end of day", "2026-01-14 18:00" },
  { "eow", "2026-01-16 09:00" },
  { "end of next week", "2026-01-23 09:00" },
  { "end of month", "2026-01-31 09:00" },
  { "the end of the next month", "2026-02-28 09:00" },
  { "end of year", "2026-12-31 09:00" },
  { "jan 15", "2026-01-15 09:00" },
  { "15th of March", "2026-03-15 09:00" },
  { "January 15th, 2027 at 8:15 am", "2027-01-15 08:15" },
  { "jan 14", "2027-01-14 09:00" },
  { "jan 14 15:00", "2026-01-14 15:00" },
  { "in march", "2026-03-01 09:00" },
  { "feb 29", "2028-02-29 09:00" },
  { "15.01", "2026-01-15 09:00" },
  { "1/20", "2026-01-20 09:00" },
  { "20/1", "2026-01-20 09:00" },
  { "2026-02-03 14:05", "2026-02-03 14:05" },
  { "the 20th", "2026-01-20 09:00" },
  { "the 10th", "2026-02-10 09:00" },
  { "until reply", REPLY },
  { "Until next reply", REPLY },
  { "when they answer", REPLY },
  { "", "1" },
  { "  ", "1" },
  { "soonish", "2" },
  { "tomorrow friday", "2" },
  { "tomorrow 9 10", "2" },
  { "in 2", "2" },
  { "this week", "2" },
  { "until reply tomorrow", "2" },
  { "they", "2" },
  { "feb 30", "3" },
  { "32nd", "3" },
  { "29.02.2027", "3" },
  { "tomorrow at 25:00", "4" },
  { "9:75", "4" },
  { "13 pm", "4" },
  { "yesterday", "5" },
  { "today at 9", "5" },
  { "this monday", "5" },
  { "jan 1, 2026", "5" },
  { "11 years", "6" },
  { "9999 weeks", "6" },
  { "1.1.2100", "6" },
};

static void
test_english (void)
{
  check ("Europe/Moscow", "2026-01-14 10:20", english, G_N_ELEMENTS (english));
}

static const Case russian[] = {
  { "через 2 часа", "2026-01-14 12:20" },
  { "через два часа", "2026-01-14 12:20" },
  { "2ч", "2026-01-14 12:20" },
  { "на 2 часа", "2026-01-14 12:20" },
  { "через час", "2026-01-14 11:20" },
  { "на час", "2026-01-14 11:20" },
  { "1 ч 30 мин", "2026-01-14 11:50" },
  { "1,5 часа", "2026-01-14 11:50" },
  { "через полтора часа", "2026-01-14 11:50" },
  { "через час с половиной", "2026-01-14 11:50" },
  { "через полчаса", "2026-01-14 10:50" },
  { "через пол часа", "2026-01-14 10:50" },
  { "30 минут", "2026-01-14 10:50" },
  { "через пару часов", "2026-01-14 12:20" },
  { "попозже", "2026-01-14 13:20" },
  { "через день", "2026-01-15 09:00" },
  { "через 3 дня", "2026-01-17 09:00" },
  { "через 3 дня в 15:00", "2026-01-17 15:00" },
  { "через неделю", "2026-01-21 09:00" },
  { "через две недели утром", "2026-01-28 09:00" },
  { "через месяц", "2026-02-14 09:00" },
  { "через год", "2027-01-14 09:00" },
  { "Завтра", "2026-01-15 09:00" },
  { "до завтра", "2026-01-15 09:00" },
  { "завтра утром", "2026-01-15 09:00" },
  { "завтра вечером", "2026-01-15 18:00" },
  { "завтра днём", "2026-01-15 14:00" },
  { "завтра в 9", "2026-01-15 09:00" },
  { "завтра к 12", "2026-01-15 12:00" },
  { "завтра в 9.30", "2026-01-15 09:30" },
  { "завтра в 10 часов 15 минут", "2026-01-15 10:15" },
  { "завтра в 3 часа дня", "2026-01-15 15:00" },
  { "завтра в 3 часа", "2026-01-15 15:00" },
  { "завтра в 7 вечера", "2026-01-15 19:00" },
  { "завтра в 12 ночи", "2026-01-15 00:00" },
  { "в час дня", "2026-01-14 13:00" },
  { "3 часа дня", "2026-01-14 15:00" },
  { "в 16 часов", "2026-01-14 16:00" },
  { "до 5 часов", "2026-01-14 17:00" },
  { "в 2 часа ночи", "2026-01-15 02:00" },
  { "сегодня вечером", "2026-01-14 18:00" },
  { "до вечера", "2026-01-14 18:00" },
  { "до утра", "2026-01-15 09:00" },
  { "после обеда", "2026-01-14 14:00" },
  { "в полдень", "2026-01-14 12:00" },
  { "послезавтра", "2026-01-16 09:00" },
  { "послезавтра в 11", "2026-01-16 11:00" },
  { "в пятницу", "2026-01-16 09:00" },
  { "до пятницы", "2026-01-16 09:00" },
  { "пт 15:00", "2026-01-16 15:00" },
  { "в среду", "2026-01-21 09:00" },
  { "в эту пятницу", "2026-01-16 09:00" },
  { "в следующую пятницу", "2026-01-23 09:00" },
  { "в понедельник утром", "2026-01-19 09:00" },
  { "до понедельника", "2026-01-19 09:00" },
  { "на следующей неделе", "2026-01-19 09:00" },
  { "на следующей неделе в среду", "2026-01-21 09:00" },
  { "в начале следующей недели", "2026-01-19 09:00" },
  { "на выходных", "2026-01-17 09:00" },
  { "в следующем месяце", "2026-02-01 09:00" },
  { "в начале месяца", "2026-02-01 09:00" },
  { "в конце месяца", "2026-01-31 09:00" },
  { "до конца недели", "2026-01-16 09:00" },
  { "до конца дня", "2026-01-14 18:00" },
  { "конец следующего месяца", "2026-02-28 09:00" },
  { "15 января", "2026-01-15 09:00" },
  { "15 января 10:00", "2026-01-15 10:00" },
  { "15 янв. в 10", "2026-01-15 10:00" },
  { "10:00 15 января", "2026-01-15 10:00" },
  { "1 марта 2027 года в 12:00", "2027-03-01 12:00" },
  { "15.01 в 14:30", "2026-01-15 14:30" },
  { "15.02.26", "2026-02-15 09:00" },
  { "в марте", "2026-03-01 09:00" },
  { "15-го", "2026-01-15 09:00" },
  { "до 20 числа", "2026-01-20 09:00" },
  { "31 числа", "2026-01-31 09:00" },
  { "до ответа", REPLY },
  { "до ответа клиента", REPLY },
  { "пока клиент не ответит", REPLY },
  { "пока не напишет", REPLY },
  { "когда-нибудь", "2" },
  { "завтра в пятницу", "2" },
  { "через 2", "2" },
  { "30 февраля", "3" },
  { "завтра в 26 часов", "4" },
  { "вчера", "5" },
  { "сегодня в 9 утра", "5" },
  { "через 20 лет", "6" },
};

static void
test_russian (void)
{
  check ("Europe/Moscow", "2026-01-14 10:20", russian, G_N_ELEMENTS (russian));
}

static void
test_ends_of_months_and_days (void)
{
  static const Case january[] = {
    { "in a month", "2026-02-28 09:00" },
    { "через месяц", "2026-02-28 09:00" },
    { "через 2 месяца", "2026-03-31 09:00" },
    { "1 month 1 day", "2026-03-01 09:00" },
    { "end of month", "2026-02-28 09:00" },
    { "end of next month", "2026-02-28 09:00" },
    { "31st", "2026-03-31 09:00" },
    { "30th", "2026-03-30 09:00" },
    { "saturday", "2026-02-07 09:00" },
    { "weekend", "2026-02-07 09:00" },
    { "tonight", "5" },
    { "evening", "2026-02-01 18:00" },
    { "end of day", "5" },
    { "today", "5" },
    { "сегодня", "5" },
    { "2h", "2026-02-01 01:30" },
  };
  static const Case new_year[] = {
    { "tomorrow", "2027-01-01 09:00" },      { "in an hour", "2026-12-31 09:00" },
    { "morning", "2026-12-31 09:00" },       { "today", "2026-12-31 09:00" },
    { "next month", "2027-01-01 09:00" },    { "31.12", "2026-12-31 09:00" },
    { "31.12 7:59", "2027-12-31 07:59" },    { "thursday", "2026-12-31 09:00" },
    { "next thursday", "2027-01-07 09:00" }, { "end of year", "2026-12-31 09:00" },
  };

  check ("Europe/Moscow", "2026-01-31 23:30", january, G_N_ELEMENTS (january));
  check ("America/New_York", "2026-12-31 08:00", new_year, G_N_ELEMENTS (new_year));
}

/* Clocks go from 2:00 to 3:00 on 29 March in Berlin, on 8 March in New York; back on 25 October and 1 November. */
static void
test_days_the_clocks_change (void)
{
  static const Case spring[] = {
    { "tomorrow 2:30", "2026-03-29 03:00" },     { "завтра в 2:59", "2026-03-29 03:00" },
    { "tomorrow 3:00", "2026-03-29 03:00" },     { "tomorrow", "2026-03-29 09:00" },
    { "24 hours", "2026-03-29 13:00" },          { "1 day 1 hour", "2026-03-29 13:00" },
    { "in 1 day at 12:00", "2026-03-29 12:00" },
  };
  static const Case spring_west[] = {
    { "tomorrow 2:15", "2026-03-08 03:00" },
    { "in 4 hours", "2026-03-08 03:00" },
    { "через 3 часа", "2026-03-08 01:00" },
  };
  static const Case autumn[] = {
    { "in 3 hours", "2026-10-25 02:00" },
    { "in 4 hours", "2026-10-25 02:00" },
    { "in 5 hours", "2026-10-25 03:00" },
    { "завтра", "2026-10-25 09:00" },
  };

  check ("Europe/Berlin", "2026-03-28 12:00", spring, G_N_ELEMENTS (spring));
  check ("America/New_York", "2026-03-07 22:00", spring_west, G_N_ELEMENTS (spring_west));
  check ("Europe/Berlin", "2026-10-24 23:00", autumn, G_N_ELEMENTS (autumn));
}

/* Half past two comes twice: the first of them, and the second once the first is over. */
static void
test_a_time_that_comes_twice (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  gint64 evening_us = wall_us ("2026-10-24 23:00", zone);
  gint64 first_us = evening_us + (gint64) 210 * 60 * G_USEC_PER_SEC;
  gint64 hour_us = (gint64) 3600 * G_USEC_PER_SEC;
  gint64 until_us;

  g_assert_cmpint (od_snooze_phrase_parse ("2:30", evening_us, zone, NULL, &until_us), ==, OD_SNOOZE_READING_OK);
  g_assert_cmpint (until_us, ==, first_us);
  g_assert_cmpint (od_snooze_phrase_parse ("2:30", first_us, zone, NULL, &until_us), ==, OD_SNOOZE_READING_OK);
  g_assert_cmpint (until_us, ==, first_us + hour_us);
  g_assert_cmpint (od_snooze_phrase_parse ("2:30", first_us + hour_us, zone, NULL, &until_us), ==,
                   OD_SNOOZE_READING_OK);
  g_assert_cmpint (until_us, ==, first_us + 25 * hour_us);
}

static void
test_hours_of_the_day_are_the_operators (void)
{
  static const OdSnoozeHours early = { .morning_min = 7 * 60 + 30, .evening_min = 16 * 60 };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Moscow");
  gint64 now_us = wall_us ("2026-01-14 10:20", zone);
  gint64 until_us;

  g_assert_cmpint (od_snooze_phrase_parse ("завтра", now_us, zone, &early, &until_us), ==, OD_SNOOZE_READING_OK);
  g_assert_cmpint (until_us, ==, wall_us ("2026-01-15 07:30", zone));
  g_assert_cmpint (od_snooze_phrase_parse ("eod", now_us, zone, &early, &until_us), ==, OD_SNOOZE_READING_OK);
  g_assert_cmpint (until_us, ==, wall_us ("2026-01-14 16:00", zone));
}

static void
test_hostile_texts_are_refused (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Moscow");
  gint64 now_us = wall_us ("2026-01-14 10:20", zone);
  g_autofree char *longest = g_strnfill (100000, '1');
  g_autofree char *words = g_strnfill (200, '-');
  static const char *const texts[] = { "\xff\xfe",     "tomorrow\xd0",   "99999 hours", "1:1:1:1",
                                       "0.0.0",        "0 january",      "-",           "//",
                                       "tomorrow\x01", "next next week", "а",           "half",
                                       "полтора" };

  g_assert_cmpint (od_snooze_phrase_parse (longest, now_us, zone, NULL, &now_us), !=, OD_SNOOZE_READING_OK);
  g_assert_cmpint (od_snooze_phrase_parse (words, now_us, zone, NULL, &now_us), !=, OD_SNOOZE_READING_OK);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (od_snooze_phrase_parse (texts[i], now_us, zone, NULL, &now_us) == OD_SNOOZE_READING_OK)
      g_test_fail_printf ("“%s” was read", texts[i]);
}

/* ---- Suggestions ---- */

static void
test_suggestions (void)
{
  static const struct {
    const char *text;
    const char *language;
    const char *first;  /* nullable */
    const char *phrase; /* nullable: among them */
  } cases[] = {
    { "", "en", NULL, NULL },
    { "qq", "en", NULL, NULL },
    { "2", "en", "2", "2 hours" },
    { "2", "ru", "2", "2 часа" },
    { "2 h", "ru", "2 h", "2 h" },
    { "5 ч", "en", "5 ч", "5 ч" },
    { "5 д", "en", "5 д", "5 д" },
    { "in 2", "en", "in 2 days", "in 2 hours" },
    { "in 1 ho", "en", "in 1 hour", NULL },
    { "через 2 нед", "ru", "через 2 нед", NULL },
    { "через 5 час", "ru", "через 5 час", NULL },
    { "tom", "en", "tomorrow", "tomorrow evening" },
    { "Завтра у", "ru", "завтра утром", NULL },
    { "завтра ве", "ru", "завтра вечером", NULL },
    { "next fri", "en", "next fri", NULL },
    { "next mo", "en", "next mo", "next monday" },
    { "в сл", "ru", "в следующий понедельник", "в следующем месяце" },
    { "end", "en", "end of day", "end of month" },
    { "15 фев", "ru", "15 фев", NULL },
    { "15 ф", "ru", "15 февраля", NULL },
    { "friday", "en", "friday", "friday 15:00" },
    { "до от", "ru", "до ответа клиента", NULL },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Moscow");
  gint64 now_us = wall_us ("2026-01-14 10:20", zone);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found = od_snooze_phrase_suggest (cases[i].text, now_us, zone, NULL, cases[i].language, 6);
      const OdSnoozeSuggestion *first = found->len > 0 ? found->pdata[0] : NULL;
      gboolean has_phrase = cases[i].phrase == NULL;

      g_assert_cmpuint (found->len, <=, 6);
      for (guint j = 0; j < found->len; j++)
        {
          const OdSnoozeSuggestion *one = found->pdata[j];
          gint64 until_us = 0;

          g_assert_cmpint (od_snooze_phrase_parse (one->phrase, now_us, zone, NULL, &until_us), ==,
                           OD_SNOOZE_READING_OK);
          g_assert_cmpint (until_us, ==, one->until_us);
          has_phrase |= g_strcmp0 (one->phrase, cases[i].phrase) == 0;
        }
      if (g_strcmp0 (first != NULL ? first->phrase : NULL, cases[i].first) != 0 || !has_phrase)
        g_test_fail_printf ("“%s” begins with %s of %u, wanted %s and %s", cases[i].text,
                            first != NULL ? first->phrase : "nothing", found->len, cases[i].first, cases[i].phrase);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snooze-phrase/english", test_english);
  g_test_add_func ("/snooze-phrase/russian", test_russian);
  g_test_add_func ("/snooze-phrase/ends", test_ends_of_months_and_days);
  g_test_add_func ("/snooze-phrase/clocks-change", test_days_the_clocks_change);
  g_test_add_func ("/snooze-phrase/twice", test_a_time_that_comes_twice);
  g_test_add_func ("/snooze-phrase/hours", test_hours_of_the_day_are_the_operators);
  g_test_add_func ("/snooze-phrase/hostile", test_hostile_texts_are_refused);
  g_test_add_func ("/snooze-phrase/suggest", test_suggestions);
  return g_test_run ();
}
