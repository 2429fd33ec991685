/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-bizcal-private.h"

#include "od-limits.h"
#include "od-time.h"

/* Years whose changes of offset are looked up once, when a calendar is made: asking GLib for one costs as much as
 * walking over a hundred days. */
#define KNOWN_FROM_S G_GINT64_CONSTANT (946684800)   /* 2000-01-01 */
#define KNOWN_UNTIL_S G_GINT64_CONSTANT (2524608000) /* 2050-01-01 */
#define PROBE_S (400 * (gint64) 86400)

gint64
od_bizcal_floor_div (gint64 value, gint64 by)
{
  return value / by - (value % by < 0);
}

/* First second in (@low, @high] that has another interval than @low. Intervals are numbered in order of time. */
static gint64
find_change (GTimeZone *zone, gint64 low, gint64 high)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, low);

  while (high - low > 1)
    {
      gint64 middle = low + (high - low) / 2;

      if (g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, middle) == interval)
        low = middle;
      else
        high = middle;
    }
  return high;
}

/* The offset at @at_s, and until when at least it holds. */
static gint64
look_up (GTimeZone *zone, gint64 at_s, gint64 *until_s)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at_s);

  *until_s = at_s + PROBE_S;
  if (g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, *until_s) != interval)
    *until_s = find_change (zone, at_s, *until_s);
  return g_time_zone_get_offset (zone, interval) * (gint64) G_USEC_PER_SEC;
}

void
od_bizcal_load_shifts (OdBizcal *self)
{
  gint64 until_s;

  self->shifts = g_array_new (FALSE, FALSE, sizeof (OdBizcalShift));
  for (gint64 at_s = KNOWN_FROM_S; at_s < KNOWN_UNTIL_S; at_s = until_s)
    {
      gint64 offset_us = look_up (self->zone, at_s, &until_s);
      OdBizcalShift shift = { at_s * G_USEC_PER_SEC, offset_us };

      if (self->shifts->len == 0 ||
          g_array_index (self->shifts, OdBizcalShift, self->shifts->len - 1).offset_us != offset_us)
        g_array_append_val (self->shifts, shift);
      self->shifts_end_us = until_s * G_USEC_PER_SEC;
    }
}

/* The offset at @at_us, and until when at least it holds. */
void
od_bizcal_get_shift (const OdBizcal *self, gint64 at_us, gint64 *offset_us, gint64 *until_us)
{
  guint low = 0, high = self->shifts->len;
  gint64 until_s;

  if (at_us < KNOWN_FROM_S * G_USEC_PER_SEC || at_us >= self->shifts_end_us)
    {
      *offset_us = look_up (self->zone, od_bizcal_floor_div (at_us, G_USEC_PER_SEC), &until_s);
      *until_us = until_s * G_USEC_PER_SEC;
      return;
    }
  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->shifts, OdBizcalShift, middle).from_us <= at_us)
        low = middle;
      else
        high = middle;
    }
  *offset_us = g_array_index (self->shifts, OdBizcalShift, low).offset_us;
  *until_us =
      high < self->shifts->len ? g_array_index (self->shifts, OdBizcalShift, high).from_us : self->shifts_end_us;
}

/* ---- one open stretch after another --------------------------------------- */

typedef struct {
  const OdBizcal *cal;
  gint64 at_us;     /* everything before is done */
  gint64 offset_us; /* of the stretch that ends at @until_us */
  gint64 until_us;
  gint32 day; /* local date of what was given last */
} Walk;

static void
walk_init (Walk *self, const OdBizcal *cal, gint64 from_us)
{
  self->cal = cal;
  self->at_us = from_us;
  od_bizcal_get_shift (cal, from_us, &self->offset_us, &self->until_us);
}

/* Goes on to a moment that is not before where it stands. */
static void
walk_to (Walk *self, gint64 to_us)
{
  self->at_us = to_us;
  if (to_us >= self->until_us)
    od_bizcal_get_shift (self->cal, to_us, &self->offset_us, &self->until_us);
}

/* The next open stretch that begins before @limit_us; it ends at a change of date or offset at the latest, and is not
 * cut at the limit. */
static gboolean
walk_next (Walk *self, gint64 limit_us, OdBizcalInterval *open)
{
  while (self->at_us < limit_us)
    {
      gint64 local_us = self->at_us + self->offset_us;
      gint64 day = od_bizcal_floor_div (local_us, OD_BIZCAL_US_PER_DAY);
      gint64 midnight_us = day * OD_BIZCAL_US_PER_DAY - self->offset_us;
      const OdBizcalHours *hours = od_bizcal_get_hours (self->cal, (gint32) day);

      self->day = (gint32) day;
      for (guint i = 0; i < hours->n; i++)
        {
          gint64 from_us = MAX (midnight_us + hours->spans[i].start_min * OD_BIZCAL_US_PER_MIN, self->at_us);
          gint64 until_us = MIN (midnight_us + hours->spans[i].end_min * OD_BIZCAL_US_PER_MIN, self->until_us);

          if (from_us >= until_us)
            continue;
          if (from_us >= limit_us)
            return FALSE;
          open->from_us = from_us;
          open->until_us = until_us;
          walk_to (self, until_us);
          return TRUE;
        }
      walk_to (self, MIN (midnight_us + OD_BIZCAL_US_PER_DAY, self->until_us));
    }
  return FALSE;
}

/* ---- pauses ---------------------------------------------------------------- */

/* The end of the pause that @at_us lies in, or @at_us itself; *@next_us is where the next one after that begins.
 * Pauses may stand in any order and overlap: there are few of them. */
static gint64
skip_pauses (const OdBizcalPause *pauses, guint n, gint64 at_us, gint64 *next_us)
{
  gboolean again;

  do
    {
      again = FALSE;
      *next_us = OD_BIZCAL_NEVER;
      for (guint i = 0; i < n; i++)
        if (pauses[i].from_us <= at_us && at_us < pauses[i].until_us)
          {
            at_us = pauses[i].until_us;
            again = TRUE;
          }
        else if (pauses[i].from_us > at_us && pauses[i].until_us > pauses[i].from_us)
          *next_us = MIN (*next_us, pauses[i].from_us);
    }
  while (again && at_us < OD_BIZCAL_NEVER);
  return at_us;
}

static gint64
count_unpaused (OdBizcalInterval open, const OdBizcalPause *pauses, guint n)
{
  gint64 sum_us = 0, next_us;

  for (gint64 at_us = open.from_us; at_us < open.until_us; at_us = next_us)
    {
      at_us = skip_pauses (pauses, n, at_us, &next_us);
      sum_us += MAX (MIN (next_us, open.until_us) - at_us, 0);
    }
  return sum_us;
}

/* Around the clock. */
static gint64
due_always (gint64 start_us, gint64 left_us, const OdBizcalPause *pauses, guint n_pauses)
{
  gint64 at_us = start_us, next_us;

  while ((at_us = skip_pauses (pauses, n_pauses, at_us, &next_us)) < OD_BIZCAL_NEVER)
    {
      if (left_us <= next_us - at_us)
        return at_us + left_us;
      left_us -= next_us - at_us;
      at_us = next_us;
    }
  return OD_BIZCAL_NEVER;
}

/* ---- questions ------------------------------------------------------------- */

/**
 * od_bizcal_is_open:
 */
gboolean
od_bizcal_is_open (const OdBizcal *self, gint64 at_us)
{
  Walk walk;
  OdBizcalInterval open;

  g_return_val_if_fail (at_us >= 0 && at_us <= OD_TIME_MAX_US, FALSE);

  walk_init (&walk, self, at_us);
  return walk_next (&walk, at_us + 1, &open);
}

/**
 * od_bizcal_next_open:
 *
 * Returns: the first open moment that is not before @from_us; %OD_BIZCAL_NEVER if none is within 400 days (R21)
 */
gint64
od_bizcal_next_open (const OdBizcal *self, gint64 from_us)
{
  Walk walk;
  OdBizcalInterval open;

  g_return_val_if_fail (from_us >= 0 && from_us <= OD_TIME_MAX_US, OD_BIZCAL_NEVER);

  walk_init (&walk, self, from_us);
  return walk_next (&walk, from_us + OD_LIMIT_CALENDAR_GAP_DAYS * OD_BIZCAL_US_PER_DAY, &open) ? open.from_us
                                                                                               : OD_BIZCAL_NEVER;
}

/**
 * od_bizcal_open_seconds:
 * @self: (nullable): %NULL: around the clock
 * @to_us: not after %OD_TIME_MAX_US
 * @pauses: (array length=n_pauses) (nullable): do not count; in any order, they may overlap
 *
 * Returns: open time from @from_us to @to_us, in whole seconds, rounded down; 0 if @to_us is not after @from_us
 */
gint64
od_bizcal_open_seconds (const OdBizcal *self, gint64 from_us, gint64 to_us, const OdBizcalPause *pauses, guint n_pauses)
{
  gint64 sum_us = 0;
  Walk walk;
  OdBizcalInterval open = { from_us, to_us };

  g_return_val_if_fail (from_us >= 0 && to_us <= OD_TIME_MAX_US, 0);

  if (to_us <= from_us)
    return 0;
  if (self == NULL)
    return count_unpaused (open, pauses, n_pauses) / G_USEC_PER_SEC;
  walk_init (&walk, self, from_us);
  while (walk_next (&walk, to_us, &open))
    {
      open.until_us = MIN (open.until_us, to_us);
      sum_us += count_unpaused (open, pauses, n_pauses);
    }
  return sum_us / G_USEC_PER_SEC;
}

/**
 * od_bizcal_due:
 *
 * od_bizcal_due_paused() without pauses.
 */
gint64
od_bizcal_due (const OdBizcal *self, gint64 start_us, gint64 target_s, gboolean *fell_back)
{
  return od_bizcal_due_paused (self, start_us, target_s, NULL, 0, fell_back);
}

/**
 * od_bizcal_due_paused:
 * @self: (nullable): %NULL: around the clock
 * @target_s: open seconds to pass, 0 to %OD_LIMIT_CALENDAR_TARGET_S
 * @pauses: (array length=n_pauses) (nullable): do not count; in any order, they may overlap
 * @fell_back: (out) (optional): whether R21 applied
 *
 * A deadline that runs out exactly at closing, or where a pause begins, stays there (R17).
 *
 * If 400 days pass without anything open, the whole promise is counted around the clock, from @start_us (R21). So it is
 * if what is open is so little that the target is not reached in %OD_LIMIT_CALENDAR_WALK_DAYS.
 *
 * Returns: µs since 1970 UTC; %OD_BIZCAL_NEVER if a pause that is not over comes first
 */
gint64
od_bizcal_due_paused (const OdBizcal *self, gint64 start_us, gint64 target_s, const OdBizcalPause *pauses,
                      guint n_pauses, gboolean *fell_back)
{
  gint64 left_us = target_s * G_USEC_PER_SEC, at_us, next_us;
  gint64 walked_us = 0; /* over the calendar; over a pause it costs nothing */
  Walk walk;
  OdBizcalInterval open;

  g_return_val_if_fail (start_us >= 0 && start_us <= OD_TIME_MAX_US, OD_BIZCAL_NEVER);
  g_return_val_if_fail (target_s >= 0 && target_s <= OD_LIMIT_CALENDAR_TARGET_S, OD_BIZCAL_NEVER);

  if (fell_back != NULL)
    *fell_back = FALSE;
  if (target_s == 0)
    return start_us;
  if (self == NULL || self->is_always)
    return due_always (start_us, left_us, pauses, n_pauses);

  walk_init (&walk, self, start_us);
  while (walked_us < OD_LIMIT_CALENDAR_WALK_DAYS * OD_BIZCAL_US_PER_DAY)
    {
      gint64 before_us = skip_pauses (pauses, n_pauses, walk.at_us, &next_us);

      if (before_us == OD_BIZCAL_NEVER || before_us > OD_TIME_MAX_US)
        return OD_BIZCAL_NEVER;
      walk_to (&walk, before_us);
      if (!walk_next (&walk, before_us + OD_LIMIT_CALENDAR_GAP_DAYS * OD_BIZCAL_US_PER_DAY, &open))
        break;
      walked_us += walk.at_us - before_us;
      for (at_us = open.from_us; at_us < open.until_us; at_us = next_us)
        {
          at_us = skip_pauses (pauses, n_pauses, at_us, &next_us);
          if (at_us >= open.until_us)
            break;
          if (left_us <= MIN (next_us, open.until_us) - at_us)
            return at_us + left_us;
          left_us -= MIN (next_us, open.until_us) - at_us;
        }
    }
  if (fell_back != NULL)
    *fell_back = TRUE;
  return due_always (start_us, target_s * G_USEC_PER_SEC, pauses, n_pauses);
}

/**
 * od_bizcal_get_day:
 *
 * Returns: the local date at @at_us, as days since 1970-01-01
 */
gint32
od_bizcal_get_day (const OdBizcal *self, gint64 at_us)
{
  gint64 offset_us, until_us;

  od_bizcal_get_shift (self, at_us, &offset_us, &until_us);
  return (gint32) od_bizcal_floor_div (at_us + offset_us, OD_BIZCAL_US_PER_DAY);
}

/**
 * od_bizcal_dup_day:
 * @day: a local date, days since 1970-01-01
 *
 * Returns: (transfer full) (element-type OdBizcalInterval): when it is open on @day; where clocks go back over midnight
 *   a date is not in one piece
 */
GArray *
od_bizcal_dup_day (const OdBizcal *self, gint32 day)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (OdBizcalInterval));
  gint64 around_us = day * OD_BIZCAL_US_PER_DAY;
  Walk walk;
  OdBizcalInterval open;

  walk_init (&walk, self, around_us - 2 * OD_BIZCAL_US_PER_DAY);
  while (walk_next (&walk, around_us + 3 * OD_BIZCAL_US_PER_DAY, &open))
    {
      OdBizcalInterval *last = found->len > 0 ? &g_array_index (found, OdBizcalInterval, found->len - 1) : NULL;

      if (walk.day != day)
        continue;
      if (last != NULL && last->until_us == open.from_us)
        last->until_us = open.until_us;
      else
        g_array_append_val (found, open);
    }
  return found;
}
