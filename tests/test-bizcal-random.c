/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-bizcal.h"

/* Due times and open time of 100,000 random cases, against a second calculator that knows nothing of intervals: it asks
 * of every minute (and, where a start, an end or a pause lies in it, of every second) what the wall clock shows, and
 * whether that is open. */

#define N_CALENDARS 200
#define N_CASES 500 /* of each calendar */
#define N_DAYS 45   /* that the second calculator looks at */
#define N_MINUTES (N_DAYS * 1440)
#define MINUTE 60

typedef struct {
  GTimeZone *zone;
  GArray *weekly[7];
  gint32 dates[12];
  GArray *exceptions[12];
  guint n_dates;
  gint64 from_s; /* of minute 0 */
  guint8 *open;  /* by minute */
  OdBizcal *cal;
} World;

static GArray *
random_spans (GRand *rand)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (OdBizcalSpan));
  int n = g_rand_int_range (rand, 0, 4);

  for (int i = 0; i < n; i++)
    {
      OdBizcalSpan span = { (gint16) g_rand_int_range (rand, 0, 1440), (gint16) g_rand_int_range (rand, 0, 1441) };

      if (g_rand_int_range (rand, 0, 3) > 0) /* round hours meet each other's ends and midnight */
        span = (OdBizcalSpan){ (gint16) (span.start_min / 60 * 60), (gint16) ((span.end_min + 59) / 60 * 60) };
      g_array_append_val (spans, span);
    }
  return spans;
}

/* Is minute @minute in @spans, as they were written for its own date? */
static gboolean
in_head (const GArray *spans, int minute)
{
  for (guint i = 0; i < spans->len; i++)
    {
      OdBizcalSpan span = g_array_index (spans, OdBizcalSpan, i);

      if (span.start_min <= minute && (span.end_min <= span.start_min || minute < span.end_min))
        return TRUE;
    }
  return FALSE;
}

/* … or in what was written for the date before, and goes on past midnight? */
static gboolean
in_tail (const GArray *spans, int minute)
{
  for (guint i = 0; i < spans->len; i++)
    {
      OdBizcalSpan span = g_array_index (spans, OdBizcalSpan, i);

      if (span.end_min <= span.start_min && minute < span.end_min)
        return TRUE;
    }
  return FALSE;
}

static const GArray *
find_date (const World *world, gint32 day)
{
  for (guint i = 0; i < world->n_dates; i++)
    if (world->dates[i] == day)
      return world->exceptions[i];
  return NULL;
}

static gboolean
is_open (const World *world, gint64 at_s)
{
  int interval = g_time_zone_find_interval (world->zone, G_TIME_TYPE_UNIVERSAL, at_s);
  gint64 local_s = at_s + g_time_zone_get_offset (world->zone, interval);
  gint32 day = (gint32) (local_s / 86400);
  int minute = (int) (local_s % 86400 / 60);
  const GArray *today = find_date (world, day), *yesterday = find_date (world, day - 1);

  if (today != NULL ? in_head (today, minute)
                    : in_head (world->weekly[(day + 3) % 7], minute) || in_tail (world->weekly[(day + 2) % 7], minute))
    return TRUE;
  return yesterday != NULL && in_tail (yesterday, minute);
}

static void
world_init (World *world, GRand *rand)
{
  static const char *const zones[] = { "UTC",
                                       "Europe/Moscow",
                                       "Europe/Berlin",
                                       "America/New_York",
                                       "Australia/Lord_Howe",
                                       "Asia/Kathmandu",
                                       "America/Santiago",
                                       "Africa/Casablanca",
                                       "Asia/Beirut",
                                       "Atlantic/Azores",
                                       "Pacific/Apia" };
  /* Around clock changes, and anywhere. */
  static const gint64 middles_s[] = { 1774746000, 1792890000, 1772953200, 1793512800, 1775314800, 1786280400 };
  const char *zone = zones[g_rand_int_range (rand, 0, G_N_ELEMENTS (zones))];
  g_autoptr (OdBizcalBuilder) builder = od_bizcal_builder_new (zone);

  world->zone = g_time_zone_new_identifier (zone);
  g_assert_nonnull (world->zone);
  world->from_s = g_rand_boolean (rand) ? middles_s[g_rand_int_range (rand, 0, G_N_ELEMENTS (middles_s))] - 10 * 86400
                                        : (gint64) g_rand_int_range (rand, 600000000, 2147000000);
  world->from_s -= world->from_s % 3600;
  for (guint i = 0; i < 7; i++)
    {
      world->weekly[i] = random_spans (rand);
      g_assert_true (od_bizcal_builder_set_weekly (builder, i + 1, (OdBizcalSpan *) (gpointer) world->weekly[i]->data,
                                                   world->weekly[i]->len, NULL));
    }
  world->n_dates = 0;
  while (world->n_dates < G_N_ELEMENTS (world->dates))
    {
      gint32 day = (gint32) (world->from_s / 86400) + g_rand_int_range (rand, -2, N_DAYS + 2);

      if (find_date (world, day) != NULL)
        continue;
      world->dates[world->n_dates] = day;
      world->exceptions[world->n_dates] = random_spans (rand);
      g_assert_true (od_bizcal_builder_set_exception (
          builder, day, (OdBizcalSpan *) (gpointer) world->exceptions[world->n_dates]->data,
          world->exceptions[world->n_dates]->len, NULL));
      world->n_dates++;
    }
  world->cal = od_bizcal_builder_build (builder, NULL);
  world->open = g_new (guint8, N_MINUTES);
  for (gint64 i = 0; i < N_MINUTES; i++)
    world->open[i] = is_open (world, world->from_s + i * 60);
}

static void
world_clear (World *world)
{
  for (guint i = 0; i < 7; i++)
    g_array_unref (world->weekly[i]);
  for (guint i = 0; i < world->n_dates; i++)
    g_array_unref (world->exceptions[i]);
  g_time_zone_unref (world->zone);
  od_bizcal_unref (world->cal);
  g_free (world->open);
}

static gboolean
is_paused (const OdBizcalPause *pauses, guint n, gint64 at_s)
{
  for (guint i = 0; i < n; i++)
    if (pauses[i].from_us <= at_s * G_USEC_PER_SEC && at_s * G_USEC_PER_SEC < pauses[i].until_us)
      return TRUE;
  return FALSE;
}

/* Does the minute hold the beginning or the end of a pause? */
static gboolean
is_mixed (const OdBizcalPause *pauses, guint n, gint64 minute_s)
{
  for (guint i = 0; i < n; i++)
    {
      gint64 from_s = pauses[i].from_us / G_USEC_PER_SEC, until_s = pauses[i].until_us / G_USEC_PER_SEC;

      if ((from_s > minute_s && from_s < minute_s + MINUTE) || (until_s > minute_s && until_s < minute_s + MINUTE))
        return TRUE;
    }
  return FALSE;
}

/* Counts open seconds from @start_s until there are @target_s of them, or to @end_s. FALSE: the minutes are used up. */
static gboolean
count (const World *world, gint64 start_s, gint64 end_s, gint64 target_s, const OdBizcalPause *pauses, guint n,
       gint64 *due_s, gint64 *counted_s)
{
  *counted_s = 0;
  for (gint64 i = (start_s - world->from_s) / MINUTE; i < N_MINUTES; i++)
    {
      gint64 minute_s = world->from_s + i * MINUTE;

      if (minute_s >= end_s)
        return TRUE;
      if (!world->open[i])
        continue;
      if (minute_s >= start_s && minute_s + MINUTE <= end_s && *counted_s + MINUTE < target_s &&
          !is_mixed (pauses, n, minute_s))
        {
          *counted_s += is_paused (pauses, n, minute_s) ? 0 : MINUTE;
          continue;
        }
      for (gint64 s = MAX (minute_s, start_s); s < minute_s + MINUTE && s < end_s; s++)
        if (!is_paused (pauses, n, s) && ++*counted_s == target_s)
          {
            *due_s = s + 1;
            return TRUE;
          }
    }
  return FALSE;
}

static gboolean
try_case (const World *world, GRand *rand)
{
  gint64 start_s = world->from_s + g_rand_int_range (rand, 0, 30 * 86400);
  gint64 target_s = g_rand_boolean (rand) ? g_rand_int_range (rand, 1, 4 * 3600) : g_rand_int_range (rand, 1, 500000);
  OdBizcalPause pauses[3];
  guint n = (guint) g_rand_int_range (rand, 0, 4);
  gint64 due_s = 0, counted_s, end_s, due_us, open_s;
  gboolean fell_back;

  if (g_rand_boolean (rand))
    start_s -= start_s % 3600;
  if (g_rand_boolean (rand))
    target_s = (target_s + 3599) / 3600 * 3600;
  for (guint i = 0; i < n; i++)
    {
      pauses[i].from_us = (start_s + g_rand_int_range (rand, -7200, 3 * 86400)) * G_USEC_PER_SEC;
      pauses[i].until_us = pauses[i].from_us + g_rand_int_range (rand, 0, 2 * 86400) * (gint64) G_USEC_PER_SEC;
    }
  if (!count (world, start_s, G_MAXINT64, target_s, pauses, n, &due_s, &counted_s))
    return FALSE;
  due_us = od_bizcal_due_paused (world->cal, start_s * G_USEC_PER_SEC, target_s, pauses, n, &fell_back);
  if (due_us != due_s * G_USEC_PER_SEC || fell_back)
    g_error ("%s: from %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " s: %" G_GINT64_FORMAT " instead of %" G_GINT64_FORMAT,
             od_bizcal_get_zone_name (world->cal), start_s, target_s, due_us / G_USEC_PER_SEC, due_s);

  end_s = start_s + g_rand_int_range (rand, 0, 10 * 86400);
  g_assert_true (count (world, start_s, end_s, G_MAXINT64, pauses, n, &due_s, &counted_s));
  open_s = od_bizcal_open_seconds (world->cal, start_s * G_USEC_PER_SEC, end_s * G_USEC_PER_SEC, pauses, n);
  g_assert_cmpint (open_s, ==, counted_s);
  return TRUE;
}

static void
test_due (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  guint n = 0;

  while (n < N_CALENDARS * N_CASES)
    {
      World world;
      guint before = n;

      world_init (&world, rand);
      for (guint i = 0; i < 2 * N_CASES && n < before + N_CASES; i++)
        n += try_case (&world, rand);
      world_clear (&world);
    }
  g_test_message ("%u cases", n);
  g_assert_cmpuint (n, >=, 100000);
}

/* The days of a calendar together are what is open, and the next opening is the first of it. */
static void
test_days_and_openings (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint k = 0; k < 40; k++)
    {
      World world;
      g_autofree guint8 *seen = g_new0 (guint8, N_MINUTES);
      gint64 next_s = OD_BIZCAL_NEVER;

      world_init (&world, rand);
      for (gint32 day = (gint32) (world.from_s / 86400) - 2; day < world.from_s / 86400 + N_DAYS + 2; day++)
        {
          g_autoptr (GArray) open = od_bizcal_dup_day (world.cal, day);

          for (guint i = 0; i < open->len; i++)
            {
              OdBizcalInterval one = g_array_index (open, OdBizcalInterval, i);

              for (gint64 s = one.from_us / G_USEC_PER_SEC; s < one.until_us / G_USEC_PER_SEC; s += 60)
                if (s >= world.from_s && s < world.from_s + N_MINUTES * 60)
                  {
                    g_assert_cmpint (seen[(s - world.from_s) / 60], ==, 0); /* on one date only */
                    seen[(s - world.from_s) / 60] = 1;
                    g_assert_cmpint (od_bizcal_get_day (world.cal, s * G_USEC_PER_SEC), ==, day);
                  }
            }
        }
      g_assert_cmpmem (seen, N_MINUTES, world.open, N_MINUTES);
      for (int i = N_MINUTES - 1; i >= 0; i--)
        {
          gint64 at_s = world.from_s + i * 60;

          next_s = world.open[i] ? at_s : next_s;
          if (i % 97 != 0 || next_s == OD_BIZCAL_NEVER)
            continue;
          g_assert_cmpint (od_bizcal_is_open (world.cal, at_s * G_USEC_PER_SEC), ==, world.open[i]);
          g_assert_cmpint (od_bizcal_next_open (world.cal, at_s * G_USEC_PER_SEC), ==, next_s * G_USEC_PER_SEC);
        }
      world_clear (&world);
    }
}

/* Later starts and longer targets are never due sooner; what is counted up to the due time is the target. */
static void
test_laws (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);

  for (guint k = 0; k < 100; k++)
    {
      World world;

      world_init (&world, rand);
      for (guint i = 0; i < 100; i++)
        {
          gint64 start_us = (world.from_s + g_rand_int_range (rand, 0, 30 * 86400)) * G_USEC_PER_SEC +
                            g_rand_int_range (rand, 0, G_USEC_PER_SEC);
          gint64 target_s = g_rand_int_range (rand, 1, 2000000);
          gboolean fell_back;
          gint64 due_us = od_bizcal_due (world.cal, start_us, target_s, &fell_back);

          if (fell_back)
            continue;
          g_assert_cmpint (od_bizcal_open_seconds (world.cal, start_us, due_us, NULL, 0), ==, target_s);
          g_assert_cmpint (od_bizcal_due (world.cal, start_us, target_s + 1, NULL), >, due_us);
          g_assert_cmpint (od_bizcal_due (world.cal, start_us + g_rand_int_range (rand, 1, G_MAXINT32), target_s, NULL),
                           >=, due_us);
        }
      world_clear (&world);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bizcal-random/due", test_due);
  g_test_add_func ("/bizcal-random/days-and-openings", test_days_and_openings);
  g_test_add_func ("/bizcal-random/laws", test_laws);
  return g_test_run ();
}
