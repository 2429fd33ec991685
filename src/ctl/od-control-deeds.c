/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-clock.h"
#include "od-conversation-status.h"
#include "od-snooze-phrase.h"
#include "od-time.h"

/* What a command does, and whether a word follows the conversations. */
typedef struct {
  gboolean is_deed;
  OdDeedKind kind;
  gboolean takes_word;
} DeedRow;

static const DeedRow deeds[OD_N_COMMANDS] = {
  [OD_COMMAND_ASSIGN] = { TRUE, OD_DEED_ASSIGN, TRUE },     [OD_COMMAND_RESOLVE] = { TRUE, OD_DEED_RESOLVE, FALSE },
  [OD_COMMAND_REOPEN] = { TRUE, OD_DEED_REOPEN, FALSE },    [OD_COMMAND_WAIT] = { TRUE, OD_DEED_WAIT, FALSE },
  [OD_COMMAND_SPAM] = { TRUE, OD_DEED_SPAM, FALSE },        [OD_COMMAND_SNOOZE] = { TRUE, OD_DEED_SNOOZE, TRUE },
  [OD_COMMAND_TAG] = { TRUE, OD_DEED_TAG, TRUE },           [OD_COMMAND_UNTAG] = { TRUE, OD_DEED_UNTAG, TRUE },
  [OD_COMMAND_PRIORITY] = { TRUE, OD_DEED_PRIORITY, TRUE }, [OD_COMMAND_BLOCK] = { TRUE, OD_DEED_BLOCK, FALSE },
  [OD_COMMAND_UNBLOCK] = { TRUE, OD_DEED_UNBLOCK, FALSE },  [OD_COMMAND_READ] = { TRUE, OD_DEED_READ, FALSE },
  [OD_COMMAND_UNREAD] = { TRUE, OD_DEED_UNREAD, FALSE },    [OD_COMMAND_NO_REPLY] = { TRUE, OD_DEED_NO_REPLY, FALSE },
};

/* ---- what came of it ---- */

static void
print_report_json (OdControlCall *call, const OdDeedReport *report)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  if (report->batch_id != 0)
    json_object_set_int_member (object, "batch", report->batch_id);
  json_object_set_int_member (object, "done", report->n_done);
  json_object_set_int_member (object, "same", report->n_same);
  json_object_set_int_member (object, "refused", report->n_refused);
  if (report->refusal != OD_DEED_REFUSAL_NONE)
    json_object_set_string_member (object, "why", od_deed_refusal_get_text (report->refusal));
  json_node_take_object (node, object);
  od_control_call_print_json (call, node);
}

/* @report: (nullable) (transfer full): it failed, if %NULL, and @error says why */
static void
tell (OdControlCall *call, OdDeedReport *report, GError *error)
{
  g_autoptr (OdDeedReport) owned = report;

  if (report == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  if (call->line->has[OD_FLAG_JSON])
    print_report_json (call, report);
  else if (report->batch_id != 0)
    g_string_append_printf (call->out, "%" G_GINT64_FORMAT "\n", report->batch_id);
  od_control_call_say (call, "%u changed, %u were so already, %u could not", report->n_done, report->n_same,
                       report->n_refused);
  if (report->refusal != OD_DEED_REFUSAL_NONE)
    od_control_call_say (call, "%s", od_deed_refusal_get_text (report->refusal));
  od_control_call_done (call, report->n_refused > 0 || report->is_cut ? OD_EXIT_FAILED : OD_EXIT_DONE);
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  OdDeedReport *report = od_deed_port_perform_finish (OD_DEED_PORT (source), result, &error);

  tell (user_data, report, error);
}

/**
 * od_control_perform:
 * @call: (transfer full): ends with what came of it
 * @steps: (element-type OdDeed)
 * @ids: the rows of conversations, as words; %NULL ends them
 */
void
od_control_perform (OdControlCall *call, const GPtrArray *steps, const char *const *ids)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; ids[i] != NULL; i++)
    {
      gint64 row;

      if (!od_control_parse_row (ids[i], &row))
        {
          od_control_call_fail (call, OD_EXIT_USAGE, "ID must be the row of a conversation, not “%s”", ids[i]);
          return;
        }
      g_array_append_val (rows, row);
    }
  od_deed_port_perform_async (call->desk->deeds, (const gint64 *) (gpointer) rows->data, rows->len, steps, NULL,
                              performed_cb, call);
}

/* ---- what a word means ---- */

/**
 * od_control_read_moment:
 * @until_us: (out)
 *
 * Until when: a moment (RFC 3339), or words like "tomorrow 9" and "until reply", in the time zone of this machine.
 *
 * Returns: %FALSE if it is none; then the call is over
 */
gboolean
od_control_read_moment (OdControlCall *call, const char *when, gint64 *until_us)
{
  static const OdSnoozeHours hours = { 9 * 60, 18 * 60 };
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  OdSnoozeReading reading;

  if (od_time_parse (when, until_us, NULL))
    return TRUE;
  reading = od_snooze_phrase_parse (when, od_clock_get_real_us (call->desk->clock), zone, &hours, until_us);
  if (reading == OD_SNOOZE_READING_OK)
    return TRUE;
  od_control_call_fail (call, OD_EXIT_USAGE,
                        "WHEN must be a moment like 2026-12-01T09:00:00+03:00, words like “tomorrow 9”, or “none”: %s",
                        od_snooze_reading_words (reading));
  return FALSE;
}

static gboolean
read_priority (OdControlCall *call, const char *word, gint64 *priority)
{
  static const struct {
    const char *name;
    OdPriority priority;
  } names[] = { { "low", OD_PRIORITY_LOW },
                { "normal", OD_PRIORITY_NORMAL },
                { "high", OD_PRIORITY_HIGH },
                { "urgent", OD_PRIORITY_URGENT } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (word, names[i].name))
      {
        *priority = names[i].priority;
        return TRUE;
      }
  od_control_call_fail (call, OD_EXIT_USAGE, "PRIORITY must be low, normal, high or urgent, not “%s”", word);
  return FALSE;
}

/* The last word is no conversation. */
static void
perform_one (OdControlCall *call, OdDeedKind kind, gint64 number, const char *text)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  g_auto (GStrv) ids = g_strdupv (call->line->rest);

  if (deeds[call->line->id].takes_word)
    g_clear_pointer (&ids[g_strv_length (ids) - 1], g_free);
  g_ptr_array_add (steps, od_deed_new (kind, number, text));
  od_control_perform (call, steps, (const char *const *) ids);
}

static void
assign_to (OdControlCall *call, gint64 operator_id)
{
  perform_one (call, OD_DEED_ASSIGN, operator_id, NULL);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  OdDeedReport *report = od_deed_port_undo_finish (OD_DEED_PORT (source), result, &error);

  tell (user_data, report, error);
}

/**
 * od_control_undo:
 *
 * "undo": takes back what one command did.
 */
void
od_control_undo (OdControlCall *call)
{
  gint64 batch;

  if (od_control_parse_row (call->line->rest[0], &batch))
    od_deed_port_undo_async (call->desk->deeds, batch, NULL, undone_cb, call);
  else
    od_control_call_fail (call, OD_EXIT_USAGE, "BATCH must be a number that a command printed, not “%s”",
                          call->line->rest[0]);
}

/**
 * od_control_deed:
 *
 * "resolve", "assign", "snooze" and whatever else is done to conversations without writing.
 */
void
od_control_deed (OdControlCall *call)
{
  const DeedRow *deed = &deeds[call->line->id];
  const char *word = deed->takes_word ? call->line->rest[g_strv_length (call->line->rest) - 1] : NULL;
  gint64 number = 0;

  g_return_if_fail (deed->is_deed);

  if (deed->kind == OD_DEED_TAG)
    perform_one (call, call->line->has[OD_FLAG_REMOVE] ? OD_DEED_UNTAG : OD_DEED_TAG, 0, word);
  else if (deed->kind == OD_DEED_UNTAG)
    perform_one (call, OD_DEED_UNTAG, 0, word);
  else if (deed->kind == OD_DEED_ASSIGN && !g_str_equal (word, "none"))
    od_control_find_operator (call, word, assign_to);
  else if (deed->kind == OD_DEED_SNOOZE && g_str_equal (word, "none"))
    perform_one (call, OD_DEED_WAKE, 0, NULL);
  else if ((deed->kind != OD_DEED_SNOOZE || od_control_read_moment (call, word, &number)) &&
           (deed->kind != OD_DEED_PRIORITY || read_priority (call, word, &number)))
    perform_one (call, deed->kind, number, NULL);
}
