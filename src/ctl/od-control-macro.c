/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-deed-json.h"
#include "od-store-macro.h"

static const char usage[] = "Usage: omnideskctl macro list | add NAME STEPS | remove ID | run ID CONVERSATION…";

static JsonNode *
describe (const OdMacro *macro)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", macro->id);
  json_object_set_string_member (object, "name", macro->name);
  json_object_set_member (object, "steps", od_deed_list_to_node (macro->deeds));
  json_node_take_object (node, object);
  return node;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (OdMacroJob) job = od_db_finish (OD_DB (source), result, &error);
  g_autoptr (JsonNode) all = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (all, array);
  if (job == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  for (guint i = 0; i < job->found->len; i++)
    {
      const OdMacro *macro = job->found->pdata[i];
      g_autofree char *steps = od_deed_list_to_json (macro->deeds);

      json_array_add_element (array, describe (macro));
      if (!call->line->has[OD_FLAG_JSON])
        g_string_append_printf (call->out, "%" G_GINT64_FORMAT "\t%s\t%s\n", macro->id, macro->name, steps);
    }
  if (call->line->has[OD_FLAG_JSON])
    od_control_call_print_json (call, all);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  gint64 id = od_macro_port_save_finish (OD_MACRO_PORT (source), result, &error);

  if (id == 0)
    {
      od_control_call_take_error (call, error);
      return;
    }
  od_control_call_print_row (call, id);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
add (OdControlCall *call, const char *name, const char *steps)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) parsed = od_deed_list_parse (steps, &error);
  OdMacro macro = { 0, (char *) name, parsed };

  if (parsed == NULL)
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "STEPS must be a JSON array like [{\"deed\":\"resolve\"}]: %s",
                            error->message);
      g_error_free (error);
      return;
    }
  od_macro_port_save_async (call->desk->macros, &macro, NULL, added_cb, call);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  if (od_macro_port_remove_finish (OD_MACRO_PORT (source), result, &error))
    od_control_call_done (user_data, OD_EXIT_DONE);
  else
    od_control_call_take_error (user_data, error);
}

/* ---- run ---- */

/* Words become moments now. FALSE: the call is over. */
static gboolean
settle_moments (OdControlCall *call, GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    {
      OdDeed *deed = steps->pdata[i];

      if (deed->kind != OD_DEED_SNOOZE || deed->text == NULL)
        continue;
      if (!od_control_read_moment (call, deed->text, &deed->number))
        return FALSE;
      g_clear_pointer (&deed->text, g_free);
    }
  return TRUE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (OdMacroJob) job = od_db_finish (OD_DB (source), result, &error);
  gint64 id;

  if (job == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  od_control_parse_row (call->line->rest[1], &id);
  for (guint i = 0; i < job->found->len; i++)
    {
      const OdMacro *macro = job->found->pdata[i];
      g_autoptr (GPtrArray) steps = NULL;

      if (macro->id != id)
        continue;
      steps = od_deed_list_copy (macro->deeds);
      if (settle_moments (call, steps))
        od_control_perform (call, steps, (const char *const *) call->line->rest + 2);
      return;
    }
  od_control_call_fail (call, OD_EXIT_FAILED, "There is no such macro");
}

/**
 * od_control_macro:
 *
 * "macro": lists of deeds with a name.
 */
void
od_control_macro (OdControlCall *call)
{
  GStrv rest = call->line->rest;
  guint n = g_strv_length (rest);
  gboolean is_list = g_str_equal (rest[0], "list") && n == 1;
  gint64 id;

  if (is_list || (g_str_equal (rest[0], "run") && n >= 3 && od_control_parse_row (rest[1], &id)))
    od_db_read_async (call->desk->db, OD_DB_PAGES, od_store_macro_load, g_new0 (OdMacroJob, 1),
                      (GDestroyNotify) od_macro_job_free, NULL, is_list ? listed_cb : found_cb, call);
  else if (g_str_equal (rest[0], "add") && n == 3)
    add (call, rest[1], rest[2]);
  else if (g_str_equal (rest[0], "remove") && n == 2 && od_control_parse_row (rest[1], &id))
    od_macro_port_remove_async (call->desk->macros, id, NULL, removed_cb, call);
  else
    od_control_call_fail (call, OD_EXIT_USAGE, "%s", usage);
}
