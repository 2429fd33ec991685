/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-clock.h"
#include "od-limits.h"
#include "od-promise-phrase.h"
#include "od-store-clock.h"
#include "od-time.h"

static void
set_time (JsonObject *object, const char *name, gint64 at_us)
{
  g_autofree char *text = at_us != 0 ? od_time_format (at_us) : NULL;

  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static JsonObject *
describe (const OdPromiseClock *clock)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", od_clock_kind_get_name (clock->kind));
  json_object_set_string_member (object, "state", od_clock_state_get_name (clock->state));
  set_time (object, "start", clock->anchor_us);
  set_time (object, "due", clock->due_us);
  set_time (object, "warning", clock->warn_us);
  set_time (object, "written", clock->composed_at_us);
  set_time (object, "acknowledged", clock->acknowledged_at_us);
  set_time (object, "kept", clock->satisfied_at_us);
  set_time (object, "broken", clock->breached_at_us);
  set_time (object, "noticed", clock->detected_at_us);
  set_time (object, "ended", clock->ended_at_us);
  set_time (object, "paused", clock->paused_at_us);
  if (clock->left_s >= 0)
    json_object_set_int_member (object, "working_seconds_left", clock->left_s);
  if (clock->fell_back)
    json_object_set_boolean_member (object, "never_open", TRUE);
  return object;
}

/*
 * od_control_describe_clocks:
 *
 * Adds "clocks": what was promised in the conversation, and what became of it.
 */
gboolean
od_control_describe_clocks (sqlite3 *db, gint64 conversation_id, gint64 now_us, JsonObject *to, GError **error)
{
  OdClockListJob job = { .conversation_id = conversation_id, .now_us = now_us, .has_ended = TRUE };
  JsonArray *array;

  if (!od_store_clock_list (db, &job, error))
    return FALSE;
  array = json_array_sized_new (job.clocks->len);
  for (guint i = 0; i < job.clocks->len; i++)
    json_array_add_object_element (array, describe (job.clocks->pdata[i]));
  json_object_set_array_member (to, "clocks", array);
  g_ptr_array_unref (job.clocks);
  return TRUE;
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  gint64 due_us = od_promise_port_start_finish (OD_PROMISE_PORT (source), result, &error);
  g_autofree char *due = NULL;

  if (due_us == 0)
    {
      od_control_call_take_error (call, error);
      return;
    }
  due = od_time_format (due_us);
  if (call->line->has[OD_FLAG_JSON])
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "due", due);
      json_node_take_object (node, object);
      od_control_call_print_json (call, node);
    }
  else
    g_string_append_printf (call->out, "%s\n", due);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;

  if (od_promise_port_cancel_finish (OD_PROMISE_PORT (source), result, &error))
    od_control_call_done (call, OD_EXIT_DONE);
  else
    od_control_call_take_error (call, error);
}

/**
 * od_control_promise:
 *
 * "promise": the next reply within so many minutes, or until then ("in 10 minutes"); "none" takes it back.
 */
void
od_control_promise (OdControlCall *call)
{
  OdPromisePort *port = call->desk->promises;
  const char *word = call->line->rest[1];
  gint64 now_us = od_clock_get_real_us (call->desk->clock);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  OdPromiseTerm term = { 0 };

  if (g_str_equal (word, "none"))
    od_promise_port_cancel_async (port, call->row, NULL, cancelled_cb, call);
  else if (od_control_parse_row (word, &term.minutes)
               ? term.minutes <= OD_LIMIT_PROMISE_MIN
               : od_promise_phrase_parse (word, now_us, zone, &term.until_us) == OD_SNOOZE_READING_OK)
    od_promise_port_start_async (port, call->row, &term, NULL, started_cb, call);
  else
    od_control_call_fail (call, OD_EXIT_USAGE,
                          "“%s” is no number of minutes up to %d, nor words like “in 10 minutes” or “by 18:00”", word,
                          OD_LIMIT_PROMISE_MIN);
}
