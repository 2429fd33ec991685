/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-clock.h"
#include "od-record.h"

#define DEFAULT_LIMIT 50
#define MAX_LIMIT 500

/* What was found, on its way to being described. */
typedef struct {
  GPtrArray *hits;  /* (owned) (element-type OdSearchHit) */
  JsonArray *array; /* (owned) */
} Found;

static void
found_free (Found *found)
{
  g_ptr_array_unref (found->hits);
  json_array_unref (found->array);
  g_free (found);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

/* The marks around a match are for a window; here they would be noise. */
static char *
strip_marks (const char *snippet)
{
  GString *text = g_string_sized_new (strlen (snippet));

  for (const char *p = snippet; *p != '\0'; p++)
    if (*p != '\002' && *p != '\003')
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}

static gboolean
describe_hits (sqlite3 *db, gpointer data, GError **error)
{
  static const char *const names[] = {
    [OD_SEARCH_WHAT_MESSAGE] = "message", [OD_SEARCH_WHAT_FILE] = "file", [OD_SEARCH_WHAT_PERSON] = "person",
    [OD_SEARCH_WHAT_FIELD] = "field",     [OD_SEARCH_WHAT_NOTE] = "note",
  };
  Found *found = data;

  for (guint i = 0; i < found->hits->len; i++)
    {
      const OdSearchHit *hit = found->hits->pdata[i];
      g_autofree char *snippet = strip_marks (hit->snippet);
      JsonObject *object = hit->message_id != 0
                               ? od_record_message (db, hit->message_id, OD_RECORD_ROW, NULL, error)
                               : od_record_customer (db, hit->customer_id, OD_RECORD_ROW | OD_RECORD_TYPE, error);

      if (object == NULL)
        return FALSE;
      json_object_set_string_member (object, "snippet", snippet);
      json_object_set_string_member (object, "hit", names[hit->what]);
      if (hit->conversation_id != 0)
        json_object_set_int_member (object, "conversation_row", hit->conversation_id);
      json_array_add_object_element (found->array, object);
    }
  return TRUE;
}

static void
described_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  g_autoptr (Found) found = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  GError *error = NULL;

  found = od_db_finish (OD_DB (source), result, &error);
  if (found == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  json_node_set_array (node, found->array);
  if (call->line->has[OD_FLAG_JSON])
    od_control_call_print_json (call, node);
  for (guint i = 0; !call->line->has[OD_FLAG_JSON] && i < found->hits->len; i++)
    {
      const OdSearchHit *hit = found->hits->pdata[i];
      g_autofree char *snippet = strip_marks (hit->snippet);

      g_string_append_printf (call->out, "%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%s\t%s\n", hit->message_id,
                              hit->conversation_id, hit->name, snippet);
    }
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  GPtrArray *hits = od_search_port_search_finish (OD_SEARCH_PORT (source), result, &error);
  Found *found;

  if (hits == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  found = g_new0 (Found, 1);
  found->hits = hits;
  found->array = json_array_new ();
  od_db_read_async (call->desk->db, OD_DB_PAGES, describe_hits, found, (GDestroyNotify) found_free, NULL, described_cb,
                    call);
}

static void
ask (OdControlCall *call, guint limit)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const OdSearchQuestion question = { .text = call->line->rest[0],
                                      .limit = limit,
                                      .operator_id = call->desk->operator_id,
                                      .now_us = od_clock_get_real_us (call->desk->clock),
                                      .zone = zone };

  od_search_port_search_async (call->desk->search, &question, NULL, found_cb, call);
}

/**
 * od_control_search:
 *
 * "search": messages, and people by their newest message, newest first.
 */
void
od_control_search (OdControlCall *call)
{
  int limit = call->line->limit == OD_COMMAND_NO_LIMIT ? DEFAULT_LIMIT : call->line->limit;

  if (limit < 1 || limit > MAX_LIMIT)
    od_control_call_fail (call, OD_EXIT_USAGE, "--limit must be from 1 to %d", MAX_LIMIT);
  else if (!g_utf8_validate (call->line->rest[0], -1, NULL))
    od_control_call_fail (call, OD_EXIT_USAGE, "QUERY is not valid UTF-8");
  else if (od_control_check_query (call, call->line->rest[0]))
    ask (call, (guint) limit);
}
