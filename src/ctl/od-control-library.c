/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-store-library.h"
#include "od-store-operator.h"

/* ---- canned replies ---- */

static JsonNode *
describe_canned (const OdCannedReply *reply)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *files = json_array_new ();

  json_object_set_int_member (object, "id", reply->id);
  json_object_set_string_member (object, "code", reply->code);
  json_object_set_string_member (object, "folder", reply->folder);
  json_object_set_string_member (object, "title", reply->title);
  json_object_set_string_member (object, "text", reply->body);
  json_object_set_string_member (object, "channel", reply->channel);
  json_object_set_string_member (object, "lang", reply->lang);
  for (guint i = 0; reply->files != NULL && i < reply->files->len; i++)
    json_array_add_string_element (files, ((OdFileRef *) reply->files->pdata[i])->name);
  json_object_set_array_member (object, "files", files);
  json_node_take_object (node, object);
  return node;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (OdLibraryJob) job = od_db_finish (OD_DB (source), result, &error);
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
      const OdCannedReply *reply = job->found->pdata[i];

      if (call->line->has[OD_FLAG_JSON])
        json_array_add_element (array, describe_canned (reply));
      else
        g_string_append_printf (call->out, "%" G_GINT64_FORMAT "\t/%s\t%s\t%s\t%s\n", reply->id, reply->code,
                                reply->channel, reply->lang, reply->title);
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
  gint64 id = od_library_port_save_canned_finish (OD_LIBRARY_PORT (source), result, &error);

  if (error != NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  od_control_call_print_row (call, id);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
add_canned (OdControlCall *call)
{
  const OdCommandLine *line = call->line;
  OdCannedReply reply = {
    .code = line->rest[1],
    .body = line->rest[2],
    .title = line->name != NULL ? line->name : (char *) "",
    .folder = line->canned.folder != NULL ? line->canned.folder : (char *) "",
    .channel = line->channel != NULL ? line->channel : (char *) "",
    .lang = line->canned.lang != NULL ? line->canned.lang : (char *) "",
  };

  od_library_port_save_canned_async (call->desk->library, &reply, NULL, added_cb, call);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  if (od_library_port_remove_canned_finish (OD_LIBRARY_PORT (source), result, &error))
    od_control_call_done (user_data, OD_EXIT_DONE);
  else
    od_control_call_take_error (user_data, error);
}

/**
 * od_control_canned:
 *
 * "canned": list, add and remove canned replies.
 */
void
od_control_canned (OdControlCall *call)
{
  GStrv rest = call->line->rest;
  guint n = g_strv_length (rest);
  gint64 id;

  if (g_str_equal (rest[0], "list") && n == 1)
    od_db_read_async (call->desk->db, OD_DB_PAGES, od_store_canned_load, g_new0 (OdLibraryJob, 1),
                      (GDestroyNotify) od_library_job_free, NULL, listed_cb, call);
  else if (g_str_equal (rest[0], "add") && n == 3)
    add_canned (call);
  else if (g_str_equal (rest[0], "remove") && n == 2 && od_control_parse_row (rest[1], &id))
    od_library_port_remove_canned_async (call->desk->library, id, NULL, removed_cb, call);
  else
    od_control_call_fail (call, OD_EXIT_USAGE, "Usage: omnideskctl canned list | add CODE TEXT | remove ID");
}

/* ---- who works here ---- */

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  if (od_operator_port_save_finish (OD_OPERATOR_PORT (source), result, &error))
    od_control_call_done (user_data, OD_EXIT_DONE);
  else
    od_control_call_take_error (user_data, error);
}

static void
show_operators (OdControlCall *call, GPtrArray *rows)
{
  g_autoptr (JsonNode) all = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (all, array);
  for (guint i = 0; i < rows->len; i++)
    {
      const OdOperatorRow *row = rows->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "id", row->id);
      json_object_set_string_member (object, "name", row->name);
      json_object_set_string_member (object, "signature", row->signature);
      json_array_add_object_element (array, object);
      if (!call->line->has[OD_FLAG_JSON])
        g_string_append_printf (call->out, "%" G_GINT64_FORMAT "\t%s\n", row->id, row->name);
    }
  if (call->line->has[OD_FLAG_JSON])
    od_control_call_print_json (call, all);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
operators_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (OdOperatorJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  if (g_str_equal (call->line->rest[0], "show"))
    {
      show_operators (call, job->found);
      return;
    }
  for (guint i = 0; i < job->found->len; i++)
    {
      OdOperatorRow renamed = *(OdOperatorRow *) job->found->pdata[i];

      if (renamed.id != call->operator_id)
        continue;
      renamed.name = call->line->rest[1];
      od_operator_port_save_async (call->desk->operators, &renamed, NULL, renamed_cb, call);
      return;
    }
  od_control_call_fail (call, OD_EXIT_FAILED, "There is no such operator");
}

/**
 * od_control_operator:
 *
 * "operator": who works here, and under which name customers know them.
 */
void
od_control_operator (OdControlCall *call)
{
  GStrv rest = call->line->rest;
  guint n = g_strv_length (rest);

  if (!(g_str_equal (rest[0], "show") && n == 1) && !(g_str_equal (rest[0], "rename") && n == 2))
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "Usage: omnideskctl operator show | rename NAME");
      return;
    }
  od_db_read_async (call->desk->db, OD_DB_PAGES, od_store_operator_load, g_new0 (OdOperatorJob, 1),
                    (GDestroyNotify) od_operator_job_free, NULL, operators_cb, call);
}
