/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-query.h"
#include "od-store-saved-view.h"

/* ---- queries ---- */

static const char *
describe_mistake (OdQueryMistakeKind kind)
{
  switch (kind)
    {
    case OD_QUERY_TOO_LONG:
      return "it is too long";
    case OD_QUERY_OPEN_QUOTE:
      return "the quote is not closed";
    case OD_QUERY_OPEN_BRACKET:
      return "the bracket is not closed";
    case OD_QUERY_STRAY_BRACKET:
      return "no bracket is open";
    case OD_QUERY_NO_VALUE:
      return "something is missing beside it";
    case OD_QUERY_BAD_VALUE:
    default:
      return "there is no such value";
    }
}

/*
 * od_control_check_query:
 *
 * Ends the call, with the word marked, if @text is no query or not a whole one.
 */
gboolean
od_control_check_query (OdControlCall *call, const char *text)
{
  g_autoptr (OdQueryNode) node = NULL;
  g_autofree char *line = NULL;
  OdQueryMistake mistake;

  node = od_query_parse (text, &mistake);
  if (mistake.end_byte == 0)
    return TRUE;
  line = g_strdelimit (g_utf8_make_valid (text, -1), "\n\r\t", ' ');
  if (!g_utf8_validate (text, -1, NULL))
    od_control_call_fail (call, OD_EXIT_USAGE, "QUERY is not valid UTF-8");
  else
    od_control_call_fail (call, OD_EXIT_USAGE, "QUERY: %.*s>>>%.*s<<<%s: %s", (int) mistake.start_byte, line,
                          (int) (mistake.end_byte - mistake.start_byte), line + mistake.start_byte,
                          line + mistake.end_byte, describe_mistake (mistake.kind));
  return FALSE;
}

/* ---- views ---- */

static JsonNode *
describe_view (const OdSavedView *view)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "row", view->id);
  json_object_set_string_member (object, "name", view->name);
  json_object_set_string_member (object, "icon", view->icon);
  json_object_set_string_member (object, "query", view->query);
  json_object_set_string_member (object, "order", od_order_get_name (view->order));
  json_node_take_object (node, object);
  return node;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (OdSavedViewJob) job = od_db_finish (OD_DB (source), result, &error);
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
      const OdSavedView *view = g_ptr_array_index (job->found, i);

      if (call->line->has[OD_FLAG_JSON])
        json_array_add_element (array, describe_view (view));
      else
        g_string_append_printf (call->out, "%" G_GINT64_FORMAT "\t%s\t%s\t%s\n", view->id, view->name,
                                od_order_get_name (view->order), view->query);
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
  gint64 id = od_view_port_save_finish (OD_VIEW_PORT (source), result, &error);

  if (id == 0)
    {
      od_control_call_take_error (call, error);
      return;
    }
  od_control_call_print_row (call, id);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
add_view (OdControlCall *call)
{
  const OdCommandLine *line = call->line;
  OdSavedView view = { .name = line->rest[1], .icon = (char *) "", .query = line->rest[2] };

  if (line->view.order != NULL && !od_order_parse (line->view.order, &view.order))
    od_control_call_fail (call, OD_EXIT_USAGE, "There is no order “%s”", line->view.order);
  else if (od_control_check_query (call, view.query))
    od_view_port_save_async (call->desk->views, &view, NULL, added_cb, call);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  if (od_view_port_remove_finish (OD_VIEW_PORT (source), result, &error))
    od_control_call_done (user_data, OD_EXIT_DONE);
  else
    od_control_call_take_error (user_data, error);
}

/**
 * od_control_view:
 *
 * "view": list, add and remove saved views.
 */
void
od_control_view (OdControlCall *call)
{
  GStrv rest = call->line->rest;
  guint n = g_strv_length (rest);
  gint64 id;

  if (g_str_equal (rest[0], "list") && n == 1)
    od_db_read_async (call->desk->db, OD_DB_PAGES, od_store_saved_view_load, g_new0 (OdSavedViewJob, 1),
                      (GDestroyNotify) od_saved_view_job_free, NULL, listed_cb, call);
  else if (g_str_equal (rest[0], "add") && n == 3)
    add_view (call);
  else if (g_str_equal (rest[0], "remove") && n == 2 && od_control_parse_row (rest[1], &id))
    od_view_port_remove_async (call->desk->views, id, NULL, removed_cb, call);
  else
    od_control_call_fail (call, OD_EXIT_USAGE, "Usage: omnideskctl view list | add NAME QUERY | remove ID");
}
