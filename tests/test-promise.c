/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <stdio.h>

#include "od-promise-phrase.h"
#include "od-promise.h"

/* A Wednesday, 14 January 2026, 10:20 in Moscow. */
#define NOW_US (G_GINT64_CONSTANT (1768375200) * G_USEC_PER_SEC)

typedef struct {
  const char *text;
  const char *expected; /* "10": minutes; "2026-01-14 18:00": a moment; NULL: it promises nothing */
} Case;

static const Case cases[] = {
  /* So many minutes. */
  { "I'll be back in 10 minutes", "10" },
  { "I will be back in ten minutes.", "10" },
  { "Thanks! I'll check and be back in 15 min.", "15" },
  { "Let me check, give me 5 minutes", "5" },
  { "We'll get back to you within an hour", "60" },
  { "I'll reply in half an hour", "30" },
  { "I'll answer within 2 hours", "120" },
  { "I'll get back to you within 2 business days", "2880" },
  { "I need a couple of minutes to look at it", "2" },
  { "Hold on, I'll answer in 10-15 minutes", "15" },
  { "One minute, please", "1" },
  { "вернусь через 10 минут", "10" },
  { "Вернусь к вам через 10 минут!", "10" },
  { "отвечу через час", "60" },
  { "Уточню у склада и отвечу в течение получаса.", "30" },
  { "Мне нужно 20 минут, чтобы проверить", "20" },
  { "Дайте мне пять минут", "5" },
  { "Перезвоню через полтора часа", "90" },
  { "Напишу через пару минут", "2" },
  { "Здравствуйте! Сейчас проверю, вернусь через 7 мин.", "7" },
  { "ответ будет через 2 часа", "120" },
  { "Через 10 минут", "10" },

  /* A moment. */
  { "I'll be back by 6 pm", "2026-01-14 18:00" },
  { "I'll get back to you at 5", "2026-01-14 17:00" },
  { "We'll reply before noon", "2026-01-14 12:00" },
  { "I'll call you tomorrow at 9:30", "2026-01-15 09:30" },
  { "I will send it by 15:45", "2026-01-14 15:45" },
  { "I'll check it tomorrow morning", "2026-01-15 09:00" },
  { "You will get an answer by 16:00", "2026-01-14 16:00" },
  { "I'll let you know by Friday", "2026-01-16 09:00" },
  { "Отвечу до 18:00", "2026-01-14 18:00" },
  { "Отвечу сегодня до 18:00", "2026-01-14 18:00" },
  { "сегодня до 18:00", "2026-01-14 18:00" },
  { "Сегодня до 18.00.", "2026-01-14 18:00" },
  { "Завтра до 12:00", "2026-01-15 12:00" },
  { "Вернусь к 15:30", "2026-01-14 15:30" },
  { "Уточню до 18 часов", "2026-01-14 18:00" },
  { "Напишу завтра утром", "2026-01-15 09:00" },
  { "Завтра перезвоню", "2026-01-15 09:00" },
  { "Перезвоню вам завтра в 11", "2026-01-15 11:00" },
  { "Пришлю счёт завтра до 14:00", "2026-01-15 14:00" },
  { "Сообщу в пятницу", "2026-01-16 09:00" },
  { "Добрый день! Проверю наличие и отвечу до 17:00, спасибо за ожидание", "2026-01-14 17:00" },
  { "Ответ будет до конца дня", "2026-01-14 18:00" },

  /* The first one counts. */
  { "Проверю через 10 минут. Отвечу до 18:00.", "10" },
  { "Отвечу до 18:00. Проверю через 10 минут.", "2026-01-14 18:00" },

  /* Of others, of what was, of what is not sure, of no time; and times that are no promises. */
  { "The courier comes in 30 minutes", NULL },
  { "Your parcel will arrive by 6 pm", NULL },
  { "We are open until 18:00", NULL },
  { "The shop closes at 9", NULL },
  { "I'm here until 6 pm", NULL },
  { "I'll be here until 18:00", NULL },
  { "I'll look at 5 orders", NULL },
  { "I'll check", NULL },
  { "Did you write 10 minutes ago?", NULL },
  { "Will you be back in 10 minutes?", NULL },
  { "Shall I answer by 6 pm?", NULL },
  { "If I'm not back by 6 pm, write to us", NULL },
  { "You have 14 days to return it", NULL },
  { "Please answer by 6 pm", NULL },
  { "10 minutes ago", NULL },
  { "https://shop.example/back-in-10-minutes", NULL },
  { "I won't be back, not in this shop", NULL },
  { "Курьер приедет через 10 минут", NULL },
  { "Курьер приедет сегодня до 18:00", NULL },
  { "Мы работаем до 18:00", NULL },
  { "до 18:00", NULL },
  { "Магазин открыт завтра до 20:00", NULL },
  { "Буду на месте до 18:00", NULL },
  { "Заказ придёт завтра", NULL },
  { "Уточню", NULL },
  { "Вам удобно завтра в 11:00?", NULL },
  { "Ответить до 18:00 получится?", NULL },
  { "Если не отвечу до 18:00, напишите", NULL },
  { "Когда уточню, завтра до 18:00 напишем", NULL },
  { "10 минут назад", NULL },
  { "Я отвечал вам в 10:00", NULL },
  { "Не вернусь до 18:00", NULL },
  { "Вернусь к вам", NULL },
  { "Отвечу в рабочее время", NULL },
  { "Возврат возможен в течение 14 дней", NULL },
  { "Скидка действует до 20 января", NULL },
  { "Номер заказа 1042, до встречи", NULL },
  { "", NULL },
  { "👍", NULL },
};

static char *
say (const char *text, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) at = NULL;
  OdPromiseTerm term = { 7, 7 };

  if (!od_promise_read (text, now_us, zone, &term))
    {
      g_assert_false (od_promise_term_is_set (&term));
      return NULL;
    }
  g_assert_true ((term.minutes > 0) != (term.until_us > 0));
  if (term.minutes > 0)
    return g_strdup_printf ("%d", (int) term.minutes);
  g_assert_cmpint (term.until_us, >, now_us);
  utc = g_date_time_new_from_unix_utc (term.until_us / G_USEC_PER_SEC);
  at = g_date_time_to_timezone (utc, zone);
  return g_date_time_format (at, "%Y-%m-%d %H:%M");
}

static void
test_what_is_promised (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Moscow");

  g_assert_cmpuint (G_N_ELEMENTS (cases), >=, 60);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = say (cases[i].text, NOW_US, zone);

      if (g_strcmp0 (said, cases[i].expected) != 0)
        {
          g_test_message ("“%s” is %s, not %s", cases[i].text, said, cases[i].expected);
          g_test_fail ();
        }
    }
}

/* Half past six in the evening: six is over, and "today" says so; without it, it is tomorrow's. */
static void
test_what_is_over_is_promised_no_more (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Moscow");
  gint64 evening_us = NOW_US + (8 * 60 + 10) * 60 * (gint64) G_USEC_PER_SEC;
  g_autofree char *today = say ("Отвечу сегодня до 18:00", evening_us, zone);
  g_autofree char *any = say ("Отвечу до 18:00", evening_us, zone);

  g_assert_cmpstr (today, ==, NULL);
  g_assert_cmpstr (any, ==, "2026-01-15 18:00");
}

static void
test_words_of_the_timer (void)
{
  static const struct {
    const char *text;
    gint64 minutes; /* 0: not understood */
  } timers[] = {
    { "10", 10 },         { "10 minutes", 10 }, { "in 10 minutes", 10 }, { "10 min", 10 },
    { "in an hour", 60 }, { "через час", 60 },  { "10 минут", 10 },      { "1 hour", 60 },
    { "soon", 0 },        { "until reply", 0 }, { "in 2 months", 0 },    { "", 0 },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  gint64 by_us, until_us;

  for (guint i = 0; i < G_N_ELEMENTS (timers); i++)
    {
      gboolean ok = od_promise_phrase_parse (timers[i].text, NOW_US, zone, &until_us) == OD_SNOOZE_READING_OK;

      g_test_message ("“%s”", timers[i].text);
      g_assert_cmpint (ok ? (until_us - NOW_US) / (60 * (gint64) G_USEC_PER_SEC) : 0, ==, timers[i].minutes);
    }
  g_assert_cmpint (od_promise_phrase_parse ("by 18:00", NOW_US, zone, &by_us), ==, OD_SNOOZE_READING_OK);
  g_assert_cmpint (od_promise_phrase_parse ("до 18:00", NOW_US, zone, &until_us), ==, OD_SNOOZE_READING_OK);
  g_assert_cmpint (by_us, ==, until_us);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/promise/table", test_what_is_promised);
  g_test_add_func ("/promise/over", test_what_is_over_is_promised_no_more);
  g_test_add_func ("/promise/timer", test_words_of_the_timer);
  return g_test_run ();
}
