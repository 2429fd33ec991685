/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-bizcal-json.h"

#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"

static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };

/* What an interchange line has beside the calendar itself. */
static const char *const members[] = { "zone", "weekly", "exceptions", "type", "id", "name", NULL };

/* "HH:MM" up to @max minutes. */
static gboolean
read_minute (const char *text, gint16 max, gint16 *minute)
{
  guint value;

  if (strlen (text) != 5 || !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) || text[2] != ':' ||
      !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]) || text[3] > '5')
    return FALSE;
  value = (guint) ((text[0] - '0') * 10 + text[1] - '0') * 60 + (guint) ((text[3] - '0') * 10 + text[4] - '0');
  if (value > (guint) max)
    return FALSE;
  *minute = (gint16) value;
  return TRUE;
}

/**
 * od_bizcal_minute_format:
 *
 * Returns: (transfer full): `09:00`; `24:00` for the end of the day
 */
char *
od_bizcal_minute_format (guint minute)
{
  return g_strdup_printf ("%02u:%02u", minute / 60, minute % 60);
}

/**
 * od_bizcal_day_parse:
 * @text: `2026-03-09`, nothing around it; 1970 to 9999
 */
gboolean
od_bizcal_day_parse (const char *text, gint32 *day)
{
  guint parts[3] = { 0 }, part = 0;

  if (strlen (text) != 10)
    return FALSE;
  for (guint i = 0; i < 10; i++)
    {
      if (i == 4 || i == 7)
        {
          if (text[i] != '-')
            return FALSE;
          part++;
        }
      else if (!g_ascii_isdigit (text[i]))
        return FALSE;
      else
        parts[part] = parts[part] * 10 + (guint) (text[i] - '0');
    }
  *day = od_bizcal_day_from_ymd (parts[0], parts[1], parts[2]);
  return *day >= 0;
}

/**
 * od_bizcal_day_format:
 *
 * Returns: (transfer full): `2026-03-09`
 */
char *
od_bizcal_day_format (gint32 day)
{
  guint year, month, day_of_month;

  od_bizcal_day_to_ymd (day, &year, &month, &day_of_month);
  return g_strdup_printf ("%04u-%02u-%02u", year, month, day_of_month);
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
read_span (JsonNode *node, OdBizcalSpan *span)
{
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  return pair != NULL && json_array_get_length (pair) == 2 && is_text (json_array_get_element (pair, 0)) &&
         is_text (json_array_get_element (pair, 1)) &&
         read_minute (json_array_get_string_element (pair, 0), OD_BIZCAL_MINUTES_PER_DAY - 1, &span->start_min) &&
         read_minute (json_array_get_string_element (pair, 1), OD_BIZCAL_MINUTES_PER_DAY, &span->end_min);
}

/* @where is for messages: "weekly.mon" */
static gboolean
read_spans (JsonNode *node, const char *where, OdBizcalSpan *spans, guint *n, GError **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "%s: not an array of intervals", where);
      return FALSE;
    }
  *n = json_array_get_length (array);
  if (*n > OD_LIMIT_CALENDAR_SPANS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "%s: more than %d intervals", where, OD_LIMIT_CALENDAR_SPANS);
      return FALSE;
    }
  for (guint i = 0; i < *n; i++)
    if (!read_span (json_array_get_element (array, i), &spans[i]))
      {
        g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED,
                     "%s, interval %u: not [\"HH:MM\",\"HH:MM\"] from 00:00 to 24:00", where, i + 1);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_weekly (JsonObject *weekly, OdBizcalBuilder *builder, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, weekly);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      OdBizcalSpan spans[OD_LIMIT_CALENDAR_SPANS];
      g_autofree char *where = NULL;
      guint n, weekday = 0;

      while (weekdays[weekday] != NULL && !g_str_equal (weekdays[weekday], name))
        weekday++;
      if (weekdays[weekday] == NULL)
        {
          g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED,
                               "weekly: a member that is no day (mon, tue, wed, thu, fri, sat, sun)");
          return FALSE;
        }
      where = g_strconcat ("weekly.", name, NULL);
      if (!read_spans (node, where, spans, &n, error) ||
          !od_bizcal_builder_set_weekly (builder, weekday + 1, spans, n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_exceptions (JsonObject *exceptions, OdBizcalBuilder *builder, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  guint position = 0;

  json_object_iter_init_ordered (&iter, exceptions);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      OdBizcalSpan spans[OD_LIMIT_CALENDAR_SPANS];
      g_autofree char *where = NULL;
      gint32 day;
      guint n;

      position++;
      if (!od_bizcal_day_parse (name, &day))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "exceptions, member %u: not a date YYYY-MM-DD", position);
          return FALSE;
        }
      where = g_strconcat ("exceptions.", name, NULL);
      if (!read_spans (node, where, spans, &n, error) ||
          !od_bizcal_builder_set_exception (builder, day, spans, n, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * od_bizcal_from_json:
 * @from: within limits already; `type`, `id` and `name` of an interchange line are not looked at
 *
 * Returns: (transfer full): %NULL with %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE, which say what and where
 */
OdBizcal *
od_bizcal_from_json (JsonObject *from, GError **error)
{
  g_autoptr (OdBizcalBuilder) builder = NULL;
  g_autoptr (GList) names = json_object_get_members (from);
  JsonObject *weekly, *exceptions;
  const char *zone;

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (members, l->data))
      {
        g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED,
                             "a member of the calendar that is not zone, weekly or exceptions");
        return NULL;
      }
  if (!od_json_get_string (from, "zone", OD_LIMIT_ZONE_BYTES, &zone, error) ||
      !od_json_get_object_opt (from, "weekly", &weekly, error) ||
      !od_json_get_object_opt (from, "exceptions", &exceptions, error))
    return NULL;
  builder = od_bizcal_builder_new (zone);
  if ((weekly != NULL && !read_weekly (weekly, builder, error)) ||
      (exceptions != NULL && !read_exceptions (exceptions, builder, error)))
    return NULL;
  return od_bizcal_builder_build (builder, error);
}

/**
 * od_bizcal_parse:
 * @text: a calendar file: `{"zone":"Europe/Moscow","weekly":{"mon":[["09:00","18:00"]]},"exceptions":{"2026-03-09":[]}}`
 * @len: bytes, or -1
 *
 * Strict. A missing day is closed; `24:00` ends a day; an interval whose end is not after its start runs past midnight;
 * an exception replaces its day. Any thread.
 *
 * Returns: (transfer full): %NULL with %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE, which say what and where
 */
OdBizcal *
od_bizcal_parse (const char *text, gssize len, GError **error)
{
  static const OdJsonLimits limits = { .max_bytes = OD_LIMIT_CALENDAR_BYTES, .max_depth = 5 };
  g_autoptr (JsonNode) root = od_json_parse (text, len, &limits, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "a calendar is an object");
      return NULL;
    }
  return od_bizcal_from_json (json_node_get_object (root), error);
}

static JsonArray *
write_spans (const OdBizcalSpan *spans, guint n)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *start = od_bizcal_minute_format ((guint) spans[i].start_min);
      g_autofree char *end = od_bizcal_minute_format ((guint) spans[i].end_min);
      JsonArray *pair = json_array_new ();

      json_array_add_string_element (pair, start);
      json_array_add_string_element (pair, end);
      json_array_add_array_element (array, pair);
    }
  return array;
}

/**
 * od_bizcal_add_to_json:
 * @to: gets `zone`, `weekly` and `exceptions`
 */
void
od_bizcal_add_to_json (const OdBizcal *self, JsonObject *to)
{
  JsonObject *weekly = json_object_new (), *exceptions = json_object_new ();
  guint n, n_exceptions = od_bizcal_get_n_exceptions (self);

  json_object_set_string_member (to, "zone", od_bizcal_get_zone_name (self));
  for (guint i = 0; i < 7; i++)
    {
      const OdBizcalSpan *spans = od_bizcal_get_weekly (self, i + 1, &n);

      if (n > 0)
        json_object_set_array_member (weekly, weekdays[i], write_spans (spans, n));
    }
  json_object_set_object_member (to, "weekly", weekly);
  for (guint i = 0; i < n_exceptions; i++)
    {
      gint32 day;
      const OdBizcalSpan *spans = od_bizcal_get_exception (self, i, &day, &n);
      g_autofree char *name = od_bizcal_day_format (day);

      json_object_set_array_member (exceptions, name, write_spans (spans, n));
    }
  json_object_set_object_member (to, "exceptions", exceptions);
}

/**
 * od_bizcal_to_string:
 *
 * Returns: (transfer full): what od_bizcal_parse() reads; equal calendars give equal texts
 */
char *
od_bizcal_to_string (const OdBizcal *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  od_bizcal_add_to_json (self, object);
  json_node_take_object (root, object);
  return od_json_to_string (root, NULL);
}
