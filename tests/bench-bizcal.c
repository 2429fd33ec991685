/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "od-bizcal.h"

/* A promise that takes 400 days of working hours to fall due, against a yardstick in the same run: a calculator that
 * goes from day to day with GLib's own dates. */

#define N_RUNS 2000
#define START_S G_GINT64_CONSTANT (1767261600) /* 2026-01-01 10:00 UTC */
#define TARGET_S (285 * 9 * 3600)              /* of 9 hours on five days a week */

static gint64
due_by_dates (GTimeZone *zone, gint64 start_s, gint64 left_s)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (start_s);
  g_autoptr (GDateTime) day = g_date_time_to_timezone (utc, zone);

  while (TRUE)
    {
      int year, month, day_of_month;
      GDateTime *next = g_date_time_add_days (day, 1);

      g_date_time_get_ymd (day, &year, &month, &day_of_month);
      if (g_date_time_get_day_of_week (day) <= 5)
        {
          g_autoptr (GDateTime) from = g_date_time_new (zone, year, month, day_of_month, 9, 0, 0);
          g_autoptr (GDateTime) until = g_date_time_new (zone, year, month, day_of_month, 18, 0, 0);
          gint64 from_s = MAX (g_date_time_to_unix (from), start_s), until_s = g_date_time_to_unix (until);

          if (left_s <= until_s - from_s)
            {
              g_date_time_unref (next);
              return from_s + left_s;
            }
          left_s -= MAX (until_s - from_s, 0);
        }
      g_date_time_unref (day);
      day = next;
    }
}

int
main (void)
{
  g_autoptr (OdBizcal) cal = od_bizcal_parse (
      "{\"zone\":\"Europe/Berlin\",\"weekly\":{\"mon\":[[\"09:00\",\"18:00\"]],\"tue\":[[\"09:00\",\"18:00\"]],"
      "\"wed\":[[\"09:00\",\"18:00\"]],\"thu\":[[\"09:00\",\"18:00\"]],\"fri\":[[\"09:00\",\"18:00\"]]}}",
      -1, NULL);
  GTimeZone *zone = od_bizcal_get_zone (cal);
  gint64 yardstick_us, own_us, made_us, sum = 0;

  g_assert_cmpint (od_bizcal_due (cal, START_S * G_USEC_PER_SEC, TARGET_S, NULL), ==,
                   due_by_dates (zone, START_S, TARGET_S) * G_USEC_PER_SEC);
  yardstick_us = g_get_monotonic_time ();
  for (gint64 i = 0; i < N_RUNS; i++)
    sum += due_by_dates (zone, START_S + i, TARGET_S);
  yardstick_us = g_get_monotonic_time () - yardstick_us;
  own_us = g_get_monotonic_time ();
  for (gint64 i = 0; i < N_RUNS; i++)
    sum -= od_bizcal_due (cal, (START_S + i) * G_USEC_PER_SEC, TARGET_S, NULL) / G_USEC_PER_SEC;
  own_us = g_get_monotonic_time () - own_us;
  made_us = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (OdBizcalBuilder) builder = od_bizcal_builder_new_from (cal);

      od_bizcal_unref (od_bizcal_builder_build (builder, NULL));
    }
  made_us = g_get_monotonic_time () - made_us;
  g_assert_cmpint (sum, ==, 0);
  printf ("due after 400 days: %.1f µs; by dates %.1f µs: %.0f times as long; a calendar is made in %.0f µs\n",
          (double) own_us / N_RUNS, (double) yardstick_us / N_RUNS, (double) yardstick_us / (double) MAX (own_us, 1),
          (double) made_us / 100);
  return 0;
}
