/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include <unistd.h>

#include "od-clock.h"
#include "od-export.h"
#include "od-import.h"

/* ---- import ---------------------------------------------------------------- */

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  g_autoptr (OdImportReport) report = NULL;
  GError *error = NULL;

  report = od_import_finish (OD_DB (source), result, &error);
  if (report == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  for (guint i = 0; i < report->remarks->len; i++)
    {
      const OdImportRemark *remark = report->remarks->pdata[i];

      od_control_call_say (call, "line %" G_GUINT64_FORMAT ": %s%s", remark->line,
                           remark->is_skipped ? "skipped: " : "", remark->reason);
    }
  od_control_call_say (call,
                       "%" G_GUINT64_FORMAT " lines: %" G_GUINT64_FORMAT " taken, %" G_GUINT64_FORMAT
                       " known, %" G_GUINT64_FORMAT " skipped, %" G_GUINT64_FORMAT " with a warning",
                       report->n_lines, report->n_stored, report->n_known, report->n_skipped, report->n_warnings);
  if (call->line->has[OD_FLAG_JSON])
    g_string_append_printf (call->out,
                            "{\"lines\":%" G_GUINT64_FORMAT ",\"taken\":%" G_GUINT64_FORMAT
                            ",\"known\":%" G_GUINT64_FORMAT ",\"skipped\":%" G_GUINT64_FORMAT
                            ",\"warnings\":%" G_GUINT64_FORMAT "}\n",
                            report->n_lines, report->n_stored, report->n_known, report->n_skipped, report->n_warnings);
  od_control_call_done (call, report->n_skipped > 0 ? OD_EXIT_FAILED : OD_EXIT_DONE);
}

static void
table_imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (OdPeopleFileReport) report =
      od_people_file_port_import_finish (OD_PEOPLE_FILE_PORT (source), result, &error);

  if (report == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  for (guint i = 0; report->unknown != NULL && report->unknown[i] != NULL; i++)
    od_control_call_say (call, "column left out: %s", report->unknown[i]);
  for (guint i = 0; i < report->remarks->len; i++)
    {
      const OdPeopleFileRemark *remark = report->remarks->pdata[i];

      od_control_call_say (call, "line %u: skipped: %s%s%s", remark->line, remark->column != NULL ? remark->column : "",
                           remark->column != NULL ? ": " : "", remark->reason);
    }
  od_control_call_say (call, "%u lines: %u new, %u changed, %u known, %u skipped", report->n_rows, report->n_new,
                       report->n_changed, report->n_same, report->n_refused);
  if (call->line->has[OD_FLAG_JSON])
    g_string_append_printf (call->out, "{\"lines\":%u,\"taken\":%u,\"changed\":%u,\"known\":%u,\"skipped\":%u}\n",
                            report->n_rows, report->n_new, report->n_changed, report->n_same, report->n_refused);
  od_control_call_done (call, report->n_refused > 0 ? OD_EXIT_FAILED : OD_EXIT_DONE);
}

/**
 * od_control_import:
 *
 * "import": idempotent; says what it skipped and why. A file whose name ends in ".csv" is a table of customers.
 */
void
od_control_import (OdControlCall *call)
{
  g_autofree char *name = g_ascii_strdown (call->line->rest[0], -1);

  if (g_str_has_suffix (name, ".csv"))
    {
      od_people_file_port_import_async (call->desk->people_files, call->line->rest[0], NULL, NULL, NULL,
                                        table_imported_cb, call);
      return;
    }
  od_import_async (call->desk->db, call->line->rest[0], call->desk->files_dir, od_clock_get_real_us (call->desk->clock),
                   NULL, imported_cb, call);
}

/* ---- export ---------------------------------------------------------------- */

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autofree OdExportReport *report = od_export_finish (OD_DB (source), result, &error);

  if (report == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  if (report->n_left_out > 0)
    od_control_call_say (call, "%" G_GUINT64_FORMAT " attachments were left out: %s", report->n_left_out,
                         call->line->output != NULL ? "they are not here" : "they need --output FILE");
  od_control_call_done (call, OD_EXIT_DONE);
}

/**
 * od_control_export:
 *
 * "export": to a file with its attachments, or to standard output without. Only
 * for the control tool itself: a desk's standard output is nobody's file.
 */
void
od_control_export (OdControlCall *call)
{
  const OdCommandLine *line = call->line;
  OdExportOptions options = { .format = OD_EXPORT_NDJSON, .files_dir = call->desk->files_dir, .fd = STDOUT_FILENO };

  options.output = g_strcmp0 (line->output, "-") != 0 ? line->output : NULL;
  if (g_strcmp0 (line->format, "txt") == 0)
    options.format = OD_EXPORT_TXT;
  else if (g_strcmp0 (line->format, "csv") == 0 && line->conversation == NULL)
    options.format = OD_EXPORT_CSV;
  else if (line->format != NULL && !g_str_equal (line->format, "ndjson"))
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "--format must be ndjson, txt or csv (of customers), not “%s”",
                            line->format);
      return;
    }
  if (line->conversation != NULL && !od_control_parse_row (line->conversation, &options.conversation_id))
    od_control_call_fail (call, OD_EXIT_USAGE, "--conversation must be a row, not “%s”", line->conversation);
  else
    od_export_async (call->desk->db, &options, NULL, exported_cb, call);
}
