/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-quiet-hours.h"

#include "od-error.h"
#include "od-json.h"

#define N_DAYS 7

/**
 * od_quiet_hours_init:
 *
 * Makes what holds before anybody has chosen: off; 22:00 to 8:00 of every day once it is switched on.
 */
void
od_quiet_hours_init (OdQuietHours *self)
{
  *self = (OdQuietHours){
    .from_min = 22 * 60,
    .to_min = 8 * 60,
    .days = OD_QUIET_ALL_DAYS,
    .breach_breaks = TRUE,
  };
}

static gboolean
begins_on (const OdQuietHours *self, int day_of_week)
{
  return (self->days & (1u << ((day_of_week - 1 + N_DAYS) % N_DAYS))) != 0;
}

/**
 * od_quiet_hours_contains:
 * @now_us: µs since 1970 UTC
 * @zone: of the operator
 *
 * By the clock on the wall: when clocks change, what it shows counts.
 *
 * Returns: whether it is quiet then; the first minute is, the last is not
 */
gboolean
od_quiet_hours_contains (const OdQuietHours *self, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  guint minute;
  int day;

  if (!self->is_on || now == NULL)
    return FALSE;
  minute = (guint) (g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now));
  day = g_date_time_get_day_of_week (now);
  if (self->from_min < self->to_min)
    return minute >= self->from_min && minute < self->to_min && begins_on (self, day);
  return (minute >= self->from_min && begins_on (self, day)) || (minute < self->to_min && begins_on (self, day - 1));
}

/**
 * od_quiet_hours_get_end_us:
 *
 * Returns: the first moment after @now_us at which it is not quiet, if it is quiet now; 0 if it isn't, or never ends
 */
gint64
od_quiet_hours_get_end_us (const OdQuietHours *self, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL, now = NULL;

  if (!od_quiet_hours_contains (self, now_us, zone))
    return 0;
  utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  now = g_date_time_to_timezone (utc, zone);
  for (int day = 0; day <= N_DAYS + 1; day++)
    {
      g_autoptr (GDateTime) date = g_date_time_add_days (now, day);
      g_autoptr (GDateTime) end =
          g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                           g_date_time_get_day_of_month (date), (int) self->to_min / 60, (int) self->to_min % 60, 0);
      gint64 end_us = end != NULL ? g_date_time_to_unix (end) * G_USEC_PER_SEC : 0;

      if (end_us > now_us && !od_quiet_hours_contains (self, end_us, zone))
        return end_us;
    }
  return 0;
}

/**
 * od_quiet_hours_to_json:
 *
 * Returns: (transfer full): as it is stored
 */
char *
od_quiet_hours_to_json (const OdQuietHours *self)
{
  return g_strdup_printf ("{\"on\":%s,\"from\":%u,\"to\":%u,\"days\":%u,\"breach\":%s}", self->is_on ? "true" : "false",
                          self->from_min, self->to_min, self->days, self->breach_breaks ? "true" : "false");
}

/**
 * od_quiet_hours_parse_json:
 * @self: (out): untouched if it fails
 *
 * Returns: %FALSE with %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE
 */
gboolean
od_quiet_hours_parse_json (OdQuietHours *self, const char *text, GError **error)
{
  const OdJsonLimits limits = { .max_bytes = 1024, .max_depth = 1 };
  g_autoptr (JsonNode) node = od_json_parse (text, -1, &limits, error);
  OdQuietHours parsed;
  gint64 from_min, to_min, days;
  JsonObject *object;

  if (node == NULL)
    return FALSE;
  od_quiet_hours_init (&parsed);
  from_min = parsed.from_min;
  to_min = parsed.to_min;
  days = parsed.days;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "quiet hours: not an object");
      return FALSE;
    }
  object = json_node_get_object (node);
  if (!od_json_get_bool_opt (object, "on", &parsed.is_on, error) ||
      !od_json_get_bool_opt (object, "breach", &parsed.breach_breaks, error) ||
      !od_json_get_int_opt (object, "from", 0, OD_QUIET_DAY_MIN - 1, &from_min, error) ||
      !od_json_get_int_opt (object, "to", 0, OD_QUIET_DAY_MIN - 1, &to_min, error) ||
      !od_json_get_int_opt (object, "days", 0, OD_QUIET_ALL_DAYS, &days, error))
    return FALSE;
  parsed.from_min = (guint) from_min;
  parsed.to_min = (guint) to_min;
  parsed.days = (guint) days;
  *self = parsed;
  return TRUE;
}
