/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-limits.h"
#include "od-report-private.h"
#include "od-query.h"
#include "od-time.h"

#include <string.h>

/* ---- percentiles -------------------------------------------------------------- */

/* The value that would stand at @place if they were sorted; they are left in another order. */
static gint32
pick_nth (gint32 *values, guint n, guint place)
{
  guint low = 0, high = n - 1;

  while (low < high)
    {
      gint32 pivot = values[low + (high - low) / 2];
      guint left = low, right = high;

      while (left <= right)
        {
          while (values[left] < pivot)
            left++;
          while (values[right] > pivot)
            right--;
          if (left <= right)
            {
              gint32 value = values[left];

              values[left++] = values[right];
              values[right] = value;
              if (right == 0)
                break;
              right--;
            }
        }
      if (place <= right)
        high = right;
      else if (place >= left)
        low = left;
      else
        break;
    }
  return values[place];
}

/* By nearest rank: OdReportMeasure. */
static gint64
percentile (GArray *values, guint percent)
{
  guint64 rank = ((guint64) values->len * percent + 99) / 100;

  return values->len == 0 ? -1 : pick_nth ((gint32 *) (gpointer) values->data, values->len, (guint) rank - 1);
}

/* ---- rows --------------------------------------------------------------------- */

/* A row that is being made. */
typedef struct {
  OdReportRow *row;
  GArray *wall[2], *open[2]; /* (owned) (nullable) (element-type gint32): of first and of next replies */
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;

  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&self->wall[i], g_array_unref);
      g_clear_pointer (&self->open[i], g_array_unref);
    }
  g_free (self);
}

static Making *
ensure (OdReport *self, GHashTable *makings, OdReportGrouping grouping, gint64 key)
{
  Making *making = g_hash_table_lookup (makings, &key);

  if (making != NULL)
    return making;
  making = g_new0 (Making, 1);
  making->row = g_new0 (OdReportRow, 1);
  making->row->key = key;
  making->row->name = od_report_dup_name (self, grouping, key);
  g_ptr_array_add (self->rows[grouping], making->row);
  g_hash_table_insert (makings, g_memdup2 (&key, sizeof key), making);
  return making;
}

/* Rows that are there with nothing in them. */
static void
ensure_all (OdReport *self, GHashTable *makings, OdReportGrouping grouping)
{
  if (grouping == OD_REPORT_TOTAL)
    ensure (self, makings, grouping, 0);
  for (gint64 i = 0; grouping == OD_REPORT_BY_HOUR && i < 24; i++)
    ensure (self, makings, grouping, i);
  for (gint64 i = 1; grouping == OD_REPORT_BY_WEEKDAY && i <= 7; i++)
    ensure (self, makings, grouping, i);
  if (grouping == OD_REPORT_BY_DAY)
    {
      gint32 first = od_report_get_day (self, self->query->from_us);
      gint32 last = od_report_get_day (self, self->query->to_us - 1);

      for (gint32 day = first; day <= last && last - first < OD_LIMIT_REPORT_DAYS; day++)
        ensure (self, makings, grouping, day);
    }
}

/* FIRST_REPLIES or NEXT_REPLIES. */
gboolean
od_sample_is_reply_of (const OdSample *self, OdReportMeasure replies)
{
  return self->wall_s >= 0 && self->kind == (replies == OD_REPORT_FIRST_REPLIES ? OD_CLOCK_FIRST : OD_CLOCK_NEXT);
}

static void
add_time (GArray **times, gint32 seconds)
{
  if (*times == NULL)
    *times = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_array_append_val (*times, seconds);
}

static void
add_sample (Making *making, const OdSample *sample)
{
  static const OdReportMeasure measures[] = {
    [OD_SAMPLE_KEPT] = OD_REPORT_KEPT,     [OD_SAMPLE_WARNED] = OD_REPORT_WARNED,
    [OD_SAMPLE_BROKEN] = OD_REPORT_BROKEN, [OD_SAMPLE_OPEN] = OD_REPORT_OPEN,
    [OD_SAMPLE_WAIVED] = OD_REPORT_WAIVED, [OD_SAMPLE_MESSAGE] = OD_REPORT_MESSAGES,
    [OD_SAMPLE_REPLY] = OD_REPORT_REPLIES,
  };
  gint64 *values = making->row->values;

  values[measures[sample->what]]++;
  if (sample->wall_s < 0)
    return;
  add_time (&making->wall[sample->kind == OD_CLOCK_NEXT], sample->wall_s);
  add_time (&making->open[sample->kind == OD_CLOCK_NEXT], sample->open_s);
}

/* The nine measures from @replies on. */
static void
close_replies (gint64 *values, OdReportMeasure replies, GArray *wall, GArray *open)
{
  guint first_line = replies + (OD_REPORT_FIRST_WITHIN_1M - OD_REPORT_FIRST_REPLIES);

  values[replies] = wall != NULL ? wall->len : 0;
  for (guint i = 0; i < 4; i++)
    values[replies + 1 + i] = wall != NULL ? percentile (i < 2 ? wall : open, i % 2 == 0 ? 50 : 90) : -1;
  for (guint i = 0; wall != NULL && i < wall->len; i++)
    for (guint line = 0; line < OD_N_REPORT_LINE; line++)
      values[first_line + line] += g_array_index (wall, gint32, i) <= od_report_lines_s[line];
}

static gint64
to_percent (gint64 part, gint64 whole)
{
  gint64 percent;

  if (whole == 0)
    return -1;
  percent = (200 * part + whole) / (2 * whole);
  return part < whole && percent == 100 ? 99 : part > 0 && percent == 0 ? 1 : percent;
}

static void
close_row (Making *making)
{
  gint64 *values = making->row->values, n_kept = values[OD_REPORT_KEPT] + values[OD_REPORT_WARNED];

  values[OD_REPORT_PROMISES] = n_kept + values[OD_REPORT_BROKEN];
  values[OD_REPORT_KEPT_PERCENT] = to_percent (n_kept, values[OD_REPORT_PROMISES]);
  close_replies (values, OD_REPORT_FIRST_REPLIES, making->wall[0], making->open[0]);
  close_replies (values, OD_REPORT_NEXT_REPLIES, making->wall[1], making->open[1]);
}

static int
compare_key (gconstpointer a, gconstpointer b)
{
  const OdReportRow *first = *(const OdReportRow *const *) a, *second = *(const OdReportRow *const *) b;

  return (first->key > second->key) - (first->key < second->key);
}

static int
compare_name (gconstpointer a, gconstpointer b)
{
  const OdReportRow *first = *(const OdReportRow *const *) a, *second = *(const OdReportRow *const *) b;
  int order = (*first->name == '\0') - (*second->name == '\0');

  if (order == 0)
    order = g_utf8_collate (first->name, second->name);
  return order != 0 ? order : compare_key (a, b);
}

/**
 * od_report_compute:
 *
 * Makes the rows of one grouping, when everything is added; each once. Takes some tenths of a second if there are a
 * million of clocks and messages.
 */
void
od_report_compute (OdReport *self, OdReportGrouping grouping)
{
  g_autoptr (GHashTable) makings = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, making_free);
  GHashTableIter iter;
  gpointer making;
  gboolean is_by_name = grouping == OD_REPORT_BY_CHANNEL || grouping == OD_REPORT_BY_ACCOUNT ||
                        grouping == OD_REPORT_BY_OPERATOR || grouping == OD_REPORT_BY_TAG;

  g_return_if_fail (self->rows[grouping]->len == 0);

  ensure_all (self, makings, grouping);
  for (guint i = 0; i < self->samples->len; i++)
    {
      const OdSample *sample = &g_array_index (self->samples, OdSample, i);
      const gint64 *keys;
      gint64 only;
      guint n_keys = od_report_get_keys (self, sample, grouping, &only, &keys);

      for (guint k = 0; k < n_keys; k++)
        add_sample (ensure (self, makings, grouping, keys[k]), sample);
    }
  g_hash_table_iter_init (&iter, makings);
  while (g_hash_table_iter_next (&iter, NULL, &making))
    close_row (making);
  g_ptr_array_sort (self->rows[grouping], is_by_name ? compare_name : compare_key);
}

/* ---- periods ------------------------------------------------------------------ */

/* @text: a moment in RFC 3339, or what od_query_read_moment() takes */
static gboolean
read_moment (const char *text, gint64 now_us, GTimeZone *zone, gint64 *start_us, gint64 *end_us)
{
  if (od_time_parse (text, start_us, NULL))
    {
      *end_us = *start_us;
      return TRUE;
    }
  return od_query_read_moment (text, now_us, zone, start_us, end_us);
}

/**
 * od_report_read_period:
 * @from: a day, month or year as in `after:`, or a moment in RFC 3339
 * @to: likewise; a day, month or year is in it as a whole, a moment is not
 * @zone: whose days are meant
 *
 * Returns: %FALSE if one is no such thing, or the end is not after the beginning
 */
gboolean
od_report_read_period (const char *from, const char *to, gint64 now_us, GTimeZone *zone, gint64 *from_us, gint64 *to_us)
{
  gint64 from_end_us, to_start_us;

  g_return_val_if_fail (from != NULL && to != NULL && zone != NULL, FALSE);

  return read_moment (from, now_us, zone, from_us, &from_end_us) &&
         read_moment (to, now_us, zone, &to_start_us, to_us) && *from_us < *to_us;
}

/**
 * od_report_get_period:
 * @period: not %OD_REPORT_OWN_PERIOD
 * @now_us: today is its day in @zone
 *
 * Whole days, from midnight, or the first moment of a day without one, to the next.
 */
gboolean
od_report_get_period (OdReportPeriod period, gint64 now_us, GTimeZone *zone, gint64 *from_us, gint64 *to_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autofree char *month = now != NULL ? g_date_time_format (now, "%Y-%m") : NULL;
  const char *from = period == OD_REPORT_TODAY          ? "today"
                     : period == OD_REPORT_LAST_7_DAYS  ? "6d"
                     : period == OD_REPORT_LAST_30_DAYS ? "29d"
                                                        : month;

  g_return_val_if_fail (period < OD_REPORT_OWN_PERIOD, FALSE);

  return from != NULL && od_report_read_period (from, "today", now_us, zone, from_us, to_us);
}
