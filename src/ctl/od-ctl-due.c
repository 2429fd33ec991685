/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ctl-due.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "od-bizcal.h"
#include "od-ctl-run.h"
#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-time.h"

static OdBizcal *
load_calendar (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = g_malloc (OD_LIMIT_CALENDAR_BYTES + 1);
  OdBizcal *cal = NULL;
  gsize len;

  if (stream != NULL &&
      g_input_stream_read_all (G_INPUT_STREAM (stream), text, OD_LIMIT_CALENDAR_BYTES + 1, &len, NULL, error))
    cal = od_bizcal_parse (text, (gssize) len, error);
  if (cal == NULL)
    g_prefix_error (error, "%s: ", path);
  return cal;
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE, message);
  return FALSE;
}

/* "TIME/TIME", or "TIME/". */
static gboolean
read_pause (const char *text, OdBizcalPause *pause, GError **error)
{
  const char *slash = strchr (text, '/');
  g_autofree char *from = slash != NULL ? g_strndup (text, (gsize) (slash - text)) : NULL;

  pause->until_us = OD_BIZCAL_NEVER;
  if (from == NULL || !od_time_parse (from, &pause->from_us, NULL) ||
      (slash[1] != '\0' && !od_time_parse (slash + 1, &pause->until_us, NULL)) || pause->until_us < pause->from_us)
    return fail (error, "--pause must be TIME/TIME or TIME/, in RFC 3339");
  return TRUE;
}

static GArray *
read_pauses (const OdCommandDue *due, GError **error)
{
  g_autoptr (GArray) pauses = g_array_new (FALSE, FALSE, sizeof (OdBizcalPause));

  if (due->pauses != NULL && g_strv_length (due->pauses) > OD_LIMIT_CALENDAR_PAUSES)
    {
      fail (error, "Too many pauses");
      return NULL;
    }
  for (guint i = 0; due->pauses != NULL && due->pauses[i] != NULL; i++)
    {
      OdBizcalPause pause;

      if (!read_pause (due->pauses[i], &pause, error))
        return NULL;
      g_array_append_val (pauses, pause);
    }
  return g_steal_pointer (&pauses);
}

static gboolean
check (const OdCommandDue *due, gint64 *start_us, GError **error)
{
  if (due->calendar == NULL || due->start == NULL || due->target_s == -1)
    return fail (error, "Usage: omnideskctl due --calendar FILE --start TIME --target SECONDS [--pause TIME/TIME …]");
  if (!od_time_parse (due->start, start_us, NULL))
    return fail (error, "--start must be a time in RFC 3339, like 2026-03-05T16:30:00+03:00");
  if (due->target_s < 0 || due->target_s > OD_LIMIT_CALENDAR_TARGET_S)
    return fail (error, "--target must be seconds, not more than 400 days of them");
  return TRUE;
}

/* RFC 3339 with the offset of the calendar's zone. */
static char *
format_local (const OdBizcal *cal, gint64 us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, od_bizcal_get_zone (cal));
  g_autofree char *fraction =
      us % G_USEC_PER_SEC != 0 ? g_strdup_printf (".%06" G_GINT64_FORMAT, us % G_USEC_PER_SEC) : g_strdup ("");
  g_autofree char *format = g_strconcat ("%Y-%m-%dT%H:%M:%S", fraction, "%:z", NULL);

  return g_date_time_format (local, format);
}

static void
set_time (JsonObject *object, const char *name, gint64 us)
{
  g_autofree char *text = us <= OD_TIME_MAX_US ? od_time_format (us) : NULL;

  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static void
print_json (const OdBizcal *cal, gint64 start_us, gint64 target_s, const GArray *pauses, gint64 due_us,
            gboolean fell_back)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  const OdBizcalPause *all = (const OdBizcalPause *) (gpointer) pauses->data;
  g_autofree char *local = due_us <= OD_TIME_MAX_US ? format_local (cal, due_us) : NULL;
  g_autofree char *text = NULL;

  json_node_take_object (root, object);
  set_time (object, "due", due_us);
  if (local != NULL)
    json_object_set_string_member (object, "local", local);
  else
    json_object_set_null_member (object, "local");
  json_object_set_string_member (object, "zone", od_bizcal_get_zone_name (cal));
  for (guint i = 0; i < pauses->len; i++)
    {
      JsonObject *pause = json_object_new ();
      gint64 used_s = od_bizcal_open_seconds (fell_back ? NULL : cal, start_us, all[i].from_us, all, pauses->len);

      set_time (pause, "start", all[i].from_us);
      set_time (pause, "end", all[i].until_us);
      json_object_set_int_member (pause, "left_s", MAX (target_s - used_s, 0));
      json_array_add_object_element (array, pause);
    }
  json_object_set_array_member (object, "pauses", array);
  json_object_set_boolean_member (object, "fell_back", fell_back);
  text = od_json_to_string (root, NULL);
  puts (text);
}

/**
 * od_ctl_due:
 * @line: `due`
 *
 * Prints when a promise falls due by a calendar file. Needs no profile.
 *
 * Returns: the exit status
 */
int
od_ctl_due (const OdCommandLine *line)
{
  const OdCommandDue *due = &line->due;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pauses = NULL;
  g_autoptr (OdBizcal) cal = NULL;
  g_autofree char *text = NULL;
  gint64 start_us, due_us;
  gboolean fell_back;

  if (!check (due, &start_us, &error) || (pauses = read_pauses (due, &error)) == NULL ||
      (cal = load_calendar (due->calendar, &error)) == NULL)
    return od_ctl_print_error (error);
  due_us = od_bizcal_due_paused (cal, start_us, due->target_s, (const OdBizcalPause *) (gpointer) pauses->data,
                                 pauses->len, &fell_back);
  if (fell_back)
    fputs ("Nothing is open within 400 days: counted around the clock\n", stderr);
  if (line->has[OD_FLAG_JSON])
    {
      print_json (cal, start_us, due->target_s, pauses, due_us, fell_back);
      return OD_EXIT_DONE;
    }
  if (due_us > OD_TIME_MAX_US)
    {
      fputs (due_us == OD_BIZCAL_NEVER ? "A pause that is not over comes before it is due\n"
                                       : "It is due after the year 9999\n",
             stderr);
      return OD_EXIT_FAILED;
    }
  text = od_time_format (due_us);
  puts (text);
  return OD_EXIT_DONE;
}
