/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-bizcal-private.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"

/* GDate counts days from 1 January of the year 1; this is 1 January 1970. */
#define EPOCH_DAY 719163

struct _OdBizcalBuilder {
  char *zone;            /* (owned) */
  GArray *weekly[7];     /* (owned) (element-type OdBizcalSpan) */
  GArray *dates;         /* (owned) (element-type gint32), ascending */
  GPtrArray *exceptions; /* (owned) (element-type GArray) */
};

static GArray *
spans_new (const OdBizcalSpan *spans, guint n)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (OdBizcalSpan));

  if (n > 0)
    g_array_append_vals (array, spans, n);
  return array;
}

static gboolean
spans_equal (const GArray *a, const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (OdBizcalSpan)) == 0);
}

/* Position of the first of @dates that is not before @day. */
static guint
lower_bound (const GArray *dates, gint32 day)
{
  guint low = 0, high = dates->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (dates, gint32, middle) < day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
free_hours (gpointer data)
{
  OdBizcalHours *hours = data;

  g_free (hours->spans);
}

static void
free_self (gpointer data)
{
  OdBizcal *self = data;

  for (guint i = 0; i < 7; i++)
    {
      g_clear_pointer (&self->weekly[i], g_array_unref);
      free_hours (&self->week[i]);
    }
  g_clear_pointer (&self->dates, g_array_unref);
  g_clear_pointer (&self->exceptions, g_ptr_array_unref);
  g_clear_pointer (&self->special_days, g_array_unref);
  g_clear_pointer (&self->special, g_array_unref);
  g_clear_pointer (&self->shifts, g_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self->zone_name);
}

/**
 * od_bizcal_ref:
 *
 * Returns: (transfer full): the same; any thread
 */
OdBizcal *
od_bizcal_ref (const OdBizcal *self)
{
  return g_atomic_rc_box_acquire ((gpointer) self);
}

void
od_bizcal_unref (OdBizcal *self)
{
  g_atomic_rc_box_release_full (self, free_self);
}

G_DEFINE_BOXED_TYPE (OdBizcal, od_bizcal, od_bizcal_ref, od_bizcal_unref)

/**
 * od_bizcal_equal:
 *
 * Returns: whether both are written alike: zone, weekly spans, exceptions
 */
gboolean
od_bizcal_equal (const OdBizcal *self, const OdBizcal *other)
{
  if (!g_str_equal (self->zone_name, other->zone_name) || self->dates->len != other->dates->len)
    return FALSE;
  for (guint i = 0; i < 7; i++)
    if (!spans_equal (self->weekly[i], other->weekly[i]))
      return FALSE;
  for (guint i = 0; i < self->dates->len; i++)
    if (g_array_index (self->dates, gint32, i) != g_array_index (other->dates, gint32, i) ||
        !spans_equal (self->exceptions->pdata[i], other->exceptions->pdata[i]))
      return FALSE;
  return TRUE;
}

const char *
od_bizcal_get_zone_name (const OdBizcal *self)
{
  return self->zone_name;
}

/**
 * od_bizcal_get_zone:
 *
 * Returns: (transfer none): for showing local times
 */
GTimeZone *
od_bizcal_get_zone (const OdBizcal *self)
{
  return self->zone;
}

/**
 * od_bizcal_get_is_always:
 *
 * Returns: whether it never closes: 24x7 without an exception that says otherwise
 */
gboolean
od_bizcal_get_is_always (const OdBizcal *self)
{
  return self->is_always;
}

/**
 * od_bizcal_get_weekly:
 * @weekday: 1 (Monday) to 7
 *
 * Returns: (transfer none) (array length=n_spans): as written
 */
const OdBizcalSpan *
od_bizcal_get_weekly (const OdBizcal *self, guint weekday, guint *n_spans)
{
  g_return_val_if_fail (weekday >= 1 && weekday <= 7, NULL);

  *n_spans = self->weekly[weekday - 1]->len;
  return (const OdBizcalSpan *) (gpointer) self->weekly[weekday - 1]->data;
}

guint
od_bizcal_get_n_exceptions (const OdBizcal *self)
{
  return self->dates->len;
}

/**
 * od_bizcal_get_exception:
 * @position: below od_bizcal_get_n_exceptions(); they are in order of date
 * @day: (out): days since 1970-01-01
 *
 * Returns: (transfer none) (array length=n_spans): as written; none: closed
 */
const OdBizcalSpan *
od_bizcal_get_exception (const OdBizcal *self, guint position, gint32 *day, guint *n_spans)
{
  GArray *spans;

  g_return_val_if_fail (position < self->dates->len, NULL);

  spans = self->exceptions->pdata[position];
  *day = g_array_index (self->dates, gint32, position);
  *n_spans = spans->len;
  return (const OdBizcalSpan *) (gpointer) spans->data;
}

/**
 * od_bizcal_find_exception:
 * @position: (out) (optional)
 *
 * Returns: whether @day has one
 */
gboolean
od_bizcal_find_exception (const OdBizcal *self, gint32 day, guint *position)
{
  guint at = lower_bound (self->dates, day);

  if (at == self->dates->len || g_array_index (self->dates, gint32, at) != day)
    return FALSE;
  if (position != NULL)
    *position = at;
  return TRUE;
}

/* Open minutes of a local date. */
const OdBizcalHours *
od_bizcal_get_hours (const OdBizcal *self, gint32 day)
{
  if (self->special_days->len > 0)
    {
      guint at = lower_bound (self->special_days, day);

      if (at < self->special_days->len && g_array_index (self->special_days, gint32, at) == day)
        return &g_array_index (self->special, OdBizcalHours, at);
    }
  return &self->week[(gint32) od_bizcal_floor_div (day + 3, 7) * -7 + day + 3]; /* 1970-01-01 was a Thursday */
}

/**
 * od_bizcal_day_from_ymd:
 *
 * Returns: days since 1970-01-01; %G_MININT32 if there is no such date
 */
gint32
od_bizcal_day_from_ymd (guint year, guint month, guint day)
{
  GDate date;

  if (year < 1 || year > 9999 || month > 12 || day > 31 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return G_MININT32;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return (gint32) g_date_get_julian (&date) - EPOCH_DAY;
}

/**
 * od_bizcal_day_to_ymd:
 * @day: days since 1970-01-01, of the years 1 to 9999
 */
void
od_bizcal_day_to_ymd (gint32 day, guint *year, guint *month, guint *day_of_month)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (day + EPOCH_DAY));
  *year = g_date_get_year (&date);
  *month = (guint) g_date_get_month (&date);
  *day_of_month = g_date_get_day (&date);
}

/* ---- writing one ---------------------------------------------------------- */

/**
 * od_bizcal_builder_new:
 * @zone: an IANA name, checked by od_bizcal_builder_build()
 *
 * Returns: (transfer full): one that is never open
 */
OdBizcalBuilder *
od_bizcal_builder_new (const char *zone)
{
  OdBizcalBuilder *self = g_new0 (OdBizcalBuilder, 1);

  self->zone = g_strdup (zone);
  for (guint i = 0; i < 7; i++)
    self->weekly[i] = spans_new (NULL, 0);
  self->dates = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  return self;
}

/**
 * od_bizcal_builder_new_from:
 *
 * Returns: (transfer full): one that says the same as @from
 */
OdBizcalBuilder *
od_bizcal_builder_new_from (const OdBizcal *from)
{
  OdBizcalBuilder *self = od_bizcal_builder_new (from->zone_name);

  for (guint i = 0; i < 7; i++)
    {
      g_array_unref (self->weekly[i]);
      self->weekly[i] = g_array_copy (from->weekly[i]);
    }
  g_array_unref (self->dates);
  self->dates = g_array_copy (from->dates);
  for (guint i = 0; i < from->exceptions->len; i++)
    g_ptr_array_add (self->exceptions, g_array_copy (from->exceptions->pdata[i]));
  return self;
}

void
od_bizcal_builder_free (OdBizcalBuilder *self)
{
  for (guint i = 0; i < 7; i++)
    g_array_unref (self->weekly[i]);
  g_array_unref (self->dates);
  g_ptr_array_unref (self->exceptions);
  g_free (self->zone);
  g_free (self);
}

void
od_bizcal_builder_set_zone (OdBizcalBuilder *self, const char *zone)
{
  g_free (self->zone);
  self->zone = g_strdup (zone);
}

static gboolean
check_spans (const OdBizcalSpan *spans, guint n_spans, GError **error)
{
  if (n_spans > OD_LIMIT_CALENDAR_SPANS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "more than %d intervals in a day", OD_LIMIT_CALENDAR_SPANS);
      return FALSE;
    }
  for (guint i = 0; i < n_spans; i++)
    if (spans[i].start_min < 0 || spans[i].start_min >= OD_BIZCAL_MINUTES_PER_DAY || spans[i].end_min < 0 ||
        spans[i].end_min > OD_BIZCAL_MINUTES_PER_DAY)
      {
        g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "interval %u: not times of a day", i + 1);
        return FALSE;
      }
  return TRUE;
}

/**
 * od_bizcal_builder_set_weekly:
 * @weekday: 1 (Monday) to 7
 * @spans: (array length=n_spans) (nullable): replace what it had; none: closed. They may overlap.
 *
 * Returns: %FALSE with %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE
 */
gboolean
od_bizcal_builder_set_weekly (OdBizcalBuilder *self, guint weekday, const OdBizcalSpan *spans, guint n_spans,
                              GError **error)
{
  g_return_val_if_fail (weekday >= 1 && weekday <= 7, FALSE);

  if (!check_spans (spans, n_spans, error))
    return FALSE;
  g_array_unref (self->weekly[weekday - 1]);
  self->weekly[weekday - 1] = spans_new (spans, n_spans);
  return TRUE;
}

/**
 * od_bizcal_builder_set_exception:
 * @day: days since 1970-01-01
 * @spans: (array length=n_spans) (nullable): all that is open on @day (R20); none: closed
 *
 * Returns: %FALSE with %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE
 */
gboolean
od_bizcal_builder_set_exception (OdBizcalBuilder *self, gint32 day, const OdBizcalSpan *spans, guint n_spans,
                                 GError **error)
{
  guint at = lower_bound (self->dates, day);

  if (!check_spans (spans, n_spans, error))
    return FALSE;
  od_bizcal_builder_remove_exception (self, day);
  if (self->dates->len >= OD_LIMIT_CALENDAR_EXCEPTIONS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "more than %d exceptions", OD_LIMIT_CALENDAR_EXCEPTIONS);
      return FALSE;
    }
  g_array_insert_val (self->dates, at, day);
  g_ptr_array_insert (self->exceptions, (int) at, spans_new (spans, n_spans));
  return TRUE;
}

/**
 * od_bizcal_builder_remove_exception:
 *
 * Returns: whether there was one
 */
gboolean
od_bizcal_builder_remove_exception (OdBizcalBuilder *self, gint32 day)
{
  guint at = lower_bound (self->dates, day);

  if (at == self->dates->len || g_array_index (self->dates, gint32, at) != day)
    return FALSE;
  g_array_remove_index (self->dates, at);
  g_ptr_array_remove_index (self->exceptions, at);
  return TRUE;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  return ((const OdBizcalSpan *) a)->start_min - ((const OdBizcalSpan *) b)->start_min;
}

/* Sorted, without overlaps; takes @spans, whose ends are after their starts. */
static OdBizcalHours
merge (GArray *spans)
{
  OdBizcalHours hours = { 0 };

  g_array_sort (spans, compare_spans);
  for (guint i = 0; i < spans->len; i++)
    {
      OdBizcalSpan next = g_array_index (spans, OdBizcalSpan, i);
      OdBizcalSpan *last = hours.n > 0 ? &g_array_index (spans, OdBizcalSpan, hours.n - 1) : NULL;

      if (last != NULL && next.start_min <= last->end_min)
        last->end_min = MAX (last->end_min, next.end_min);
      else
        g_array_index (spans, OdBizcalSpan, hours.n++) = next;
    }
  hours.spans = (OdBizcalSpan *) (gpointer) g_array_free (spans, FALSE);
  return hours;
}

/* The parts of @from before midnight, or those after it. */
static void
add_parts (GArray *to, const GArray *from, gboolean are_tails)
{
  for (guint i = 0; i < from->len; i++)
    {
      OdBizcalSpan span = g_array_index (from, OdBizcalSpan, i);
      gboolean is_late = span.end_min <= span.start_min;

      if (!are_tails)
        {
          span.end_min = is_late ? OD_BIZCAL_MINUTES_PER_DAY : span.end_min;
          g_array_append_val (to, span);
        }
      else if (is_late && span.end_min > 0)
        {
          span.start_min = 0;
          g_array_append_val (to, span);
        }
    }
}

static void
resolve_date (OdBizcal *self, gint32 day)
{
  GArray *all = spans_new (NULL, 0);
  guint at;
  OdBizcalHours hours;

  if (od_bizcal_find_exception (self, day, &at))
    add_parts (all, self->exceptions->pdata[at], FALSE);
  else
    {
      const OdBizcalHours *usual = &self->week[(gint32) od_bizcal_floor_div (day + 3, 7) * -7 + day + 3];

      g_array_append_vals (all, usual->spans, usual->n);
    }
  if (od_bizcal_find_exception (self, day - 1, &at))
    add_parts (all, self->exceptions->pdata[at], TRUE);
  hours = merge (all);
  g_array_append_val (self->special_days, day);
  g_array_append_val (self->special, hours);
}

static gboolean
is_whole_day (const OdBizcalHours *hours)
{
  return hours->n == 1 && hours->spans[0].start_min == 0 && hours->spans[0].end_min == OD_BIZCAL_MINUTES_PER_DAY;
}

static void
resolve (OdBizcal *self)
{
  self->is_always = TRUE;
  for (guint i = 0; i < 7; i++)
    {
      GArray *all = spans_new (NULL, 0);

      add_parts (all, self->weekly[i], FALSE);
      add_parts (all, self->weekly[(i + 6) % 7], TRUE);
      self->week[i] = merge (all);
      self->is_always = self->is_always && is_whole_day (&self->week[i]);
    }
  for (guint i = 0; i < self->dates->len; i++)
    {
      gint32 day = g_array_index (self->dates, gint32, i);

      resolve_date (self, day);
      if (i + 1 == self->dates->len || g_array_index (self->dates, gint32, i + 1) != day + 1)
        resolve_date (self, day + 1); /* may have a tail */
    }
  for (guint i = 0; i < self->special->len && self->is_always; i++)
    self->is_always = is_whole_day (&g_array_index (self->special, OdBizcalHours, i));
}

/* An IANA name, not a path or a rule: GLib would open what it names. */
static gboolean
is_zone_name (const char *name)
{
  if (!g_ascii_isalpha (*name) || strlen (name) > OD_LIMIT_ZONE_BYTES || strstr (name, "//") != NULL)
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("/_+-", *p) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * od_bizcal_builder_build:
 *
 * Returns: (transfer full): what was written so far; %NULL with %OD_ERROR_MALFORMED if the zone is not known here
 */
OdBizcal *
od_bizcal_builder_build (OdBizcalBuilder *self, GError **error)
{
  g_autoptr (GTimeZone) zone = is_zone_name (self->zone) ? g_time_zone_new_identifier (self->zone) : NULL;
  OdBizcal *cal;

  if (zone == NULL)
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "“zone” is no time zone that is known here");
      return NULL;
    }
  cal = g_atomic_rc_box_new0 (OdBizcal);
  cal->zone_name = g_strdup (self->zone);
  cal->zone = g_steal_pointer (&zone);
  for (guint i = 0; i < 7; i++)
    cal->weekly[i] = g_array_copy (self->weekly[i]);
  cal->dates = g_array_copy (self->dates);
  cal->exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < self->exceptions->len; i++)
    g_ptr_array_add (cal->exceptions, g_array_copy (self->exceptions->pdata[i]));
  cal->special_days = g_array_new (FALSE, FALSE, sizeof (gint32));
  cal->special = g_array_new (FALSE, FALSE, sizeof (OdBizcalHours));
  g_array_set_clear_func (cal->special, free_hours);
  resolve (cal);
  od_bizcal_load_shifts (cal);
  return cal;
}
