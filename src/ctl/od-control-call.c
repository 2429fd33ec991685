/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-error.h"
#include "od-json.h"

static void
call_free (OdControlCall *call)
{
  od_command_line_free (call->line);
  g_strfreev (call->secrets);
  g_string_free (call->out, TRUE);
  g_string_free (call->messages, TRUE);
  g_object_unref (call->task);
  g_free (call);
}

/**
 * od_control_call_done:
 * @call: (transfer full): ends here
 * @status: the exit status
 */
void
od_control_call_done (OdControlCall *call, int status)
{
  g_task_return_pointer (call->task, od_door_result_new (status, call->out->str, call->messages->str),
                         (GDestroyNotify) od_door_result_free);
  call_free (call);
}

/**
 * od_control_call_fail:
 * @call: (transfer full): ends here, with nothing on standard output
 * @status: %OD_EXIT_FAILED or %OD_EXIT_USAGE
 * @format: one line that says what and why
 */
void
od_control_call_fail (OdControlCall *call, int status, const char *format, ...)
{
  va_list args;

  g_string_truncate (call->out, 0);
  va_start (args, format);
  g_string_append_vprintf (call->messages, format, args);
  va_end (args);
  g_string_append_c (call->messages, '\n');
  od_control_call_done (call, status);
}

/**
 * od_control_call_take_error:
 * @call: (transfer full): ends here
 * @error: (transfer full): why
 */
void
od_control_call_take_error (OdControlCall *call, GError *error)
{
  g_autoptr (GError) owned = error;

  od_control_call_fail (call, g_error_matches (error, OD_ERROR, OD_ERROR_USAGE) ? OD_EXIT_USAGE : OD_EXIT_FAILED, "%s",
                        owned->message);
}

/**
 * od_control_call_say:
 *
 * One line on standard error, for people.
 */
void
od_control_call_say (OdControlCall *call, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (call->messages, format, args);
  va_end (args);
  g_string_append_c (call->messages, '\n');
}

/**
 * od_control_call_print_row:
 *
 * What add, send and note print (decision 28).
 */
void
od_control_call_print_row (OdControlCall *call, gint64 row)
{
  g_string_append_printf (
      call->out, call->line->has[OD_FLAG_JSON] ? "{\"row\":%" G_GINT64_FORMAT "}\n" : "%" G_GINT64_FORMAT "\n", row);
}

/**
 * od_control_call_print_json:
 * @node: (transfer none): the one value on standard output
 */
void
od_control_call_print_json (OdControlCall *call, JsonNode *node)
{
  g_autofree char *text = od_json_to_string (node, NULL);

  g_string_append (call->out, text);
  g_string_append_c (call->out, '\n');
}

/**
 * od_control_parse_row:
 * @row: (out): a row id, > 0
 *
 * Returns: %FALSE if @text is no row id
 */
gboolean
od_control_parse_row (const char *text, gint64 *row)
{
  return g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, row, NULL);
}
