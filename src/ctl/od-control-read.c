/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-clock.h"
#include "od-error.h"
#include "od-record.h"
#include "od-stmt.h"
#include "od-store-people.h"
#include "od-store-person.h"
#include "od-store-saved-view.h"
#include "od-text.h"
#include "od-time.h"

#define DEFAULT_LIMIT 50
#define MAX_LIMIT 100000

/**
 * Listing: what a reading command asks the store for, and gets.
 * @ids: (owned) (nullable) (element-type gint64): rows to describe
 * @array: (owned): what becomes of them
 */
typedef struct {
  GArray *ids;
  JsonArray *array;
  JsonObject *object; /* (owned) (nullable) */
  char *files_dir;    /* (owned) (nullable) */
  char *filter;       /* (owned) (nullable) */
  gint64 id;
  gint64 now_us;
  int limit;
  guint n_all; /* also those behind the limit */
} Listing;

static Listing *
listing_new (OdControlCall *call)
{
  Listing *listing = g_new0 (Listing, 1);

  listing->array = json_array_new ();
  listing->files_dir = g_strdup (call->desk->files_dir);
  listing->filter = g_strdup (call->line->view.filter);
  listing->limit = call->line->limit;
  listing->now_us = od_clock_get_real_us (call->desk->clock);
  return listing;
}

static void
listing_free (Listing *listing)
{
  g_clear_pointer (&listing->ids, g_array_unref);
  json_array_unref (listing->array);
  g_clear_pointer (&listing->object, json_object_unref);
  g_free (listing->files_dir);
  g_free (listing->filter);
  g_free (listing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listing, listing_free)

static gboolean
take_limit (OdControlCall *call, int fallback)
{
  if (call->line->limit == OD_COMMAND_NO_LIMIT)
    call->line->limit = fallback;
  if (call->line->limit >= 1 && call->line->limit <= MAX_LIMIT)
    return TRUE;
  od_control_call_fail (call, OD_EXIT_USAGE, "--limit must be from 1 to %d", MAX_LIMIT);
  return FALSE;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");

  return text != NULL ? text : "";
}

/* One line of tab-separated members, for people. */
static void
print_line (OdControlCall *call, JsonObject *object, const char *const *names)
{
  g_string_append_printf (call->out, "%" G_GINT64_FORMAT, json_object_get_int_member (object, "row"));
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *line = od_text_snippet (get_text (object, names[i]), 200);

      g_string_append_printf (call->out, "\t%s", line);
    }
  g_string_append_c (call->out, '\n');
}

static void
print_array (OdControlCall *call, JsonArray *array, const char *const *names)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_set_array (node, array);
  if (call->line->has[OD_FLAG_JSON])
    od_control_call_print_json (call, node);
  for (guint i = 0; !call->line->has[OD_FLAG_JSON] && i < json_array_get_length (array); i++)
    print_line (call, json_array_get_object_element (array, i), names);
}

/* What was asked for is only the beginning. */
static void
say_rest (OdControlCall *call, const Listing *listing)
{
  if (listing->n_all > (guint) listing->limit)
    od_control_call_say (call, "%u more; --limit N shows more of them", listing->n_all - (guint) listing->limit);
}

/* ---- conversations --------------------------------------------------------- */

static gboolean
parse_view (const char *name, gint64 operator_id, OdViewQuery *query)
{
  static const struct {
    const char *name;
    OdScope scope;
    gint64 assignee_id;
  } views[] = {
    { "all", OD_SCOPE_ALL, 0 },           { "inbox", OD_SCOPE_INBOX, 0 },     { "mine", OD_SCOPE_INBOX, 1 },
    { "unassigned", OD_SCOPE_INBOX, -1 }, { "waiting", OD_SCOPE_WAITING, 0 }, { "snoozed", OD_SCOPE_SNOOZED, 0 },
    { "resolved", OD_SCOPE_RESOLVED, 0 }, { "spam", OD_SCOPE_SPAM, 0 },       { "late", OD_SCOPE_LATE, 0 },
    { "mentions", OD_SCOPE_MENTIONS, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_strcmp0 (name, views[i].name) == 0)
      {
        query->scope = views[i].scope;
        query->assignee_id = views[i].assignee_id > 0 ? operator_id : views[i].assignee_id;
        return TRUE;
      }
  return FALSE;
}

/* Who it is with, and what was said last: what one knows a conversation by. */
static gboolean
add_words (sqlite3 *db, gint64 id, JsonObject *object, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT " OD_PERSON_NAME ("u") ", c.snippet FROM conversation c JOIN customer u"
                                                       " ON u.id = c.customer_id WHERE c.id = ?1",
                        &row, "i", id))
    return FALSE;
  if (row == NULL)
    return TRUE;
  json_object_set_string_member (object, "name", (const char *) sqlite3_column_text (row, 0));
  json_object_set_string_member (object, "last", (const char *) sqlite3_column_text (row, 1));
  return TRUE;
}

static gboolean
describe_conversations (sqlite3 *db, gpointer data, GError **error)
{
  Listing *listing = data;

  for (guint i = 0; i < listing->ids->len && i < (guint) listing->limit; i++)
    {
      gint64 id = g_array_index (listing->ids, gint64, i);
      g_autoptr (GError) local_error = NULL;
      JsonObject *object = od_record_conversation (db, id, OD_RECORD_ROW, &local_error);

      if (object != NULL)
        {
          json_array_add_object_element (listing->array, object);
          if (!add_words (db, id, object, error))
            return FALSE;
        }
      else if (!g_error_matches (local_error, OD_ERROR, OD_ERROR_NOT_FOUND)) /* deleted since the list was made */
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

static void
described_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const names[] = { "status", "channel", "account", "name", "due", "subject", "last", NULL };
  OdControlCall *call = user_data;
  g_autoptr (Listing) listing = NULL;
  GError *error = NULL;

  listing = od_db_finish (OD_DB (source), result, &error);
  if (listing == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  print_array (call, listing->array, names);
  say_rest (call, listing);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
conversation_ids_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  GArray *ids = od_conversation_port_list_finish (OD_CONVERSATION_PORT (source), result, &error);
  Listing *listing;

  if (ids == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  listing = listing_new (call);
  listing->ids = ids;
  listing->n_all = ids->len;
  od_db_read_async (call->desk->db, OD_DB_PAGES, describe_conversations, listing, (GDestroyNotify) listing_free, NULL,
                    described_cb, call);
}

/* What is asked besides the scope. @filter: (nullable) */
static void
list (OdControlCall *call, OdViewQuery *query, const char *filter)
{
  const OdCommandView *view = &call->line->view;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  query->filter = filter;
  query->operator_id = call->operator_id;
  query->zone = zone;
  query->now_us = od_clock_get_real_us (call->desk->clock);
  if (view->order != NULL && !od_order_parse (view->order, &query->order))
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "There is no order “%s”", view->order);
      return;
    }
  if (take_limit (call, DEFAULT_LIMIT))
    od_conversation_port_list_async (call->desk->conversations, query, NULL, conversation_ids_cb, call);
}

static void
views_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  const OdCommandView *view = &call->line->view;
  GError *error = NULL;
  g_autoptr (OdSavedViewJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  for (guint i = 0; i < job->found->len; i++)
    {
      const OdSavedView *saved = g_ptr_array_index (job->found, i);
      OdViewQuery query = { .scope = OD_SCOPE_ALL, .order = saved->order };
      g_autofree char *both = NULL;

      if (!g_str_equal (saved->name, view->name))
        continue;
      if (view->filter != NULL && *saved->query != '\0')
        both = g_strdup_printf ("(%s) (%s)", saved->query, view->filter);
      list (call, &query, both != NULL ? both : view->filter != NULL ? view->filter : saved->query);
      return;
    }
  od_control_call_fail (call, OD_EXIT_USAGE, "There is no view “%s”", view->name);
}

/**
 * od_control_conversations:
 *
 * "conversations": view "all", newest activity first, 50, unless told otherwise (decision 28).
 */
void
od_control_conversations (OdControlCall *call)
{
  const OdCommandView *view = &call->line->view;
  OdViewQuery query = { .order = OD_ORDER_ACTIVITY };

  if (view->filter != NULL && !od_control_check_query (call, view->filter))
    return;
  if (parse_view (view->name != NULL ? view->name : "all", call->operator_id, &query))
    list (call, &query, view->filter);
  else
    od_db_read_async (call->desk->db, OD_DB_PAGES, od_store_saved_view_load, g_new0 (OdSavedViewJob, 1),
                      (GDestroyNotify) od_saved_view_job_free, NULL, views_cb, call);
}

/* ---- customers ------------------------------------------------------------- */

static gboolean
describe_customers (sqlite3 *db, gpointer data, GError **error)
{
  Listing *listing = data;
  OdPeopleJob people = { .text = listing->filter, .order = OD_PEOPLE_BY_CREATED };
  gboolean ok = od_store_people_list (db, &people, error);

  for (guint i = 0; ok && i < people.ids->len && i < (guint) listing->limit; i++)
    {
      JsonObject *object = od_record_customer (db, g_array_index (people.ids, gint64, i), OD_RECORD_ROW, error);

      ok = object != NULL;
      if (ok)
        json_array_add_object_element (listing->array, object);
    }
  listing->n_all = people.ids != NULL ? people.ids->len : 0;
  g_clear_pointer (&people.ids, g_array_unref);
  return ok;
}

static void
customers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const names[] = { "name", "note", NULL };
  OdControlCall *call = user_data;
  g_autoptr (Listing) listing = NULL;
  GError *error = NULL;

  listing = od_db_finish (OD_DB (source), result, &error);
  if (listing == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  print_array (call, listing->array, names);
  say_rest (call, listing);
  od_control_call_done (call, OD_EXIT_DONE);
}

/**
 * od_control_customers:
 *
 * "customers", newest first.
 */
void
od_control_customers (OdControlCall *call)
{
  if (take_limit (call, DEFAULT_LIMIT))
    od_db_read_async (call->desk->db, OD_DB_PAGES, describe_customers, listing_new (call),
                      (GDestroyNotify) listing_free, NULL, customers_cb, call);
}

/* ---- show ------------------------------------------------------------------ */

static gboolean
describe_messages (sqlite3 *db, Listing *listing, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  stmt = od_stmt_bind (db, error, "SELECT id FROM timeline WHERE conversation_id = ?1 ORDER BY at_us, id", "i",
                       listing->id);
  while (stmt != NULL && has_row)
    {
      JsonObject *message;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      message = od_record_message (db, sqlite3_column_int64 (stmt, 0), OD_RECORD_ROW, listing->files_dir, error);
      if (message == NULL)
        return FALSE;
      json_array_add_object_element (listing->array, message);
    }
  return stmt != NULL;
}

static gint64
find_customer (sqlite3 *db, gint64 conversation_id, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;

  stmt = od_stmt_bind (db, error, "SELECT customer_id FROM conversation WHERE id = ?1", "i", conversation_id);
  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return -1;
  return has_row ? sqlite3_column_int64 (stmt, 0) : 0;
}

static gboolean
describe_whole (sqlite3 *db, gpointer data, GError **error)
{
  Listing *listing = data;
  JsonObject *conversation = od_record_conversation (db, listing->id, OD_RECORD_ROW, error);
  JsonObject *customer;

  if (conversation == NULL)
    return FALSE;
  if (!add_words (db, listing->id, conversation, error))
    {
      json_object_unref (conversation);
      return FALSE;
    }
  listing->object = json_object_new ();
  json_object_set_object_member (listing->object, "conversation", conversation);
  customer = od_record_customer (db, find_customer (db, listing->id, error), OD_RECORD_ROW, error);
  if (customer == NULL)
    return FALSE;
  json_object_set_object_member (listing->object, "customer", customer);
  return od_control_describe_clocks (db, listing->id, listing->now_us, listing->object, error) &&
         describe_messages (db, listing, error);
}

static void
show_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const names[] = { "at", "direction", "author", "delivery", "text", NULL };
  OdControlCall *call = user_data;
  g_autoptr (Listing) listing = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  GError *error = NULL;

  listing = od_db_finish (OD_DB (source), result, &error);
  if (listing == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  if (call->line->has[OD_FLAG_JSON])
    {
      json_object_set_array_member (listing->object, "messages", json_array_ref (listing->array));
      json_node_set_object (node, listing->object);
      od_control_call_print_json (call, node);
    }
  else
    print_array (call, listing->array, names);
  od_control_call_done (call, OD_EXIT_DONE);
}

/**
 * od_control_show:
 *
 * "show": everything of one conversation, by (at, row), notes and events included.
 */
void
od_control_show (OdControlCall *call)
{
  Listing *listing = listing_new (call);

  listing->id = call->row;
  od_db_read_async (call->desk->db, OD_DB_PAGES, describe_whole, listing, (GDestroyNotify) listing_free, NULL, show_cb,
                    call);
}
