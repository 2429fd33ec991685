/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-clock.h"
#include "od-report-reader.h"
#include "od-stmt.h"
#include "od-time.h"

/* ---- one JSON object ---- */

static JsonObject *
describe_row (const OdReportRow *row)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "key", row->key);
  json_object_set_string_member (object, "name", row->name);
  for (guint m = 0; m < OD_N_REPORT_MEASURE; m++)
    if (row->values[m] >= 0)
      json_object_set_int_member (object, od_report_measure_get_name (m), row->values[m]);
    else
      json_object_set_null_member (object, od_report_measure_get_name (m));
  return object;
}

static void
print_json (OdControlCall *call, const OdReport *report)
{
  const OdReportQuery *query = od_report_get_query (report);
  g_autofree char *from = od_time_format (query->from_us);
  g_autofree char *to = od_time_format (query->to_us);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "from", from);
  json_object_set_string_member (object, "to", to);
  json_object_set_string_member (object, "zone", g_time_zone_get_identifier (query->zone));
  json_object_set_object_member (object, "total", describe_row (od_report_find_row (report, OD_REPORT_TOTAL, 0)));
  for (guint g = OD_REPORT_TOTAL + 1; g < OD_N_REPORT_GROUPING; g++)
    {
      const GPtrArray *rows = od_report_get_rows (report, g);
      JsonArray *array = json_array_sized_new (rows->len);

      for (guint i = 0; i < rows->len; i++)
        json_array_add_object_element (array, describe_row (rows->pdata[i]));
      json_object_set_array_member (object, od_report_grouping_get_name (g), array);
    }
  od_control_call_print_json (call, node);
}

/* ---- for people ---- */

static gboolean
is_empty (const OdReportRow *row)
{
  for (guint m = 0; m < OD_N_REPORT_MEASURE; m++)
    if (row->values[m] > 0)
      return FALSE;
  return TRUE;
}

/* The most asked for, with a line of names; hours and days on which there was nothing are left out. */
static void
print_text (OdControlCall *call, const OdReport *report)
{
  static const OdReportMeasure measures[] = { OD_REPORT_KEPT,         OD_REPORT_WARNED,       OD_REPORT_BROKEN,
                                              OD_REPORT_KEPT_PERCENT, OD_REPORT_FIRST_MEDIAN, OD_REPORT_FIRST_P90,
                                              OD_REPORT_NEXT_MEDIAN,  OD_REPORT_NEXT_P90,     OD_REPORT_MESSAGES,
                                              OD_REPORT_REPLIES };

  g_string_append (call->out, "group\tname");
  for (guint m = 0; m < G_N_ELEMENTS (measures); m++)
    g_string_append_printf (call->out, "\t%s", od_report_measure_get_name (measures[m]));
  g_string_append_c (call->out, '\n');
  for (guint g = 0; g < OD_N_REPORT_GROUPING; g++)
    {
      const GPtrArray *rows = od_report_get_rows (report, g);

      for (guint i = 0; i < rows->len; i++)
        {
          const OdReportRow *row = rows->pdata[i];

          if (g != OD_REPORT_TOTAL && is_empty (row))
            continue;
          g_string_append_printf (call->out, "%s\t%s", od_report_grouping_get_name (g),
                                  *row->name != '\0' ? row->name : "-");
          for (guint m = 0; m < G_N_ELEMENTS (measures); m++)
            if (row->values[measures[m]] >= 0)
              g_string_append_printf (call->out, "\t%" G_GINT64_FORMAT, row->values[measures[m]]);
            else
              g_string_append (call->out, "\t-");
          g_string_append_c (call->out, '\n');
        }
    }
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (OdReport) report = od_report_port_make_finish (OD_REPORT_PORT (source), result, &error);

  if (report == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  if (call->line->has[OD_FLAG_JSON])
    print_json (call, report);
  else if (call->line->format != NULL)
    od_report_append_csv (report, call->out);
  else
    print_text (call, report);
  od_control_call_done (call, OD_EXIT_DONE);
}

/* ---- which conversations ---- */

typedef struct {
  const char *name; /* of an account; outlives the question */
  gint64 id;        /* (out): 0: there is none */
} AccountQuestion;

static gboolean
find_account (sqlite3 *db, gpointer data, GError **error)
{
  AccountQuestion *question = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT id FROM account WHERE name = ?1 OR id = ?1 ORDER BY name <> ?1, id LIMIT 1",
                        &row, "t", question->name))
    return FALSE;
  question->id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

static void
make (OdControlCall *call, gint64 account_id)
{
  const OdCommandLine *line = call->line;
  g_autoptr (OdReportPort) port = od_report_reader_new (call->desk->db);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  OdReportQuery query = { .now_us = od_clock_get_real_us (call->desk->clock),
                          .zone = zone,
                          .account_id = account_id,
                          .channel = line->channel,
                          .operator_id = line->operator_name != NULL ? call->operator_id : 0,
                          .tag = line->report.tag };

  if (od_report_read_period (line->report.from != NULL ? line->report.from : "29d",
                             line->report.to != NULL ? line->report.to : "today", query.now_us, zone, &query.from_us,
                             &query.to_us))
    od_report_port_make_async (port, &query, NULL, made_cb, call);
  else
    od_control_call_fail (call, OD_EXIT_USAGE,
                          "--from and --to must be days, months or moments (2026-03-01, 2026-03, today, RFC 3339), one "
                          "after the other");
}

static void
account_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autofree AccountQuestion *question = od_db_finish (OD_DB (source), result, &error);

  if (question == NULL)
    od_control_call_take_error (call, error);
  else if (question->id == 0)
    od_control_call_fail (call, OD_EXIT_FAILED, "There is no account “%s”", call->line->report.account);
  else
    make (call, question->id);
}

/**
 * od_control_report:
 *
 * "report": figures of a period by every grouping, in the local time zone. OdReportMeasure says what each of them is.
 */
void
od_control_report (OdControlCall *call)
{
  const OdCommandLine *line = call->line;
  AccountQuestion *question;

  if (line->format != NULL && !g_str_equal (line->format, "csv"))
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "--format must be csv, not “%s”", line->format);
      return;
    }
  if (line->report.account == NULL)
    {
      make (call, 0);
      return;
    }
  question = g_new0 (AccountQuestion, 1);
  question->name = line->report.account;
  od_db_read_async (call->desk->db, OD_DB_PAGES, find_account, question, g_free, NULL, account_found_cb, call);
}
