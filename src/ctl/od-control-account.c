/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-store-account.h"
#include "od-time.h"

/* Of one account. */
static const char *const verbs[] = { "test", "take-over", "set", "enable", "pause", "measure", "remove", NULL };

/* An account that is history only has none of the states. */
static const char *
get_state_name (const OdAccountRow *row)
{
  if (row->is_history_only)
    return row->removed_at_us > 0 ? "removed" : "imported";
  return od_account_state_get_name (row->state);
}

/* @at_us: 0: never, which is null */
static void
print_moment (JsonBuilder *builder, const char *name, gint64 at_us)
{
  g_autofree char *text = at_us > 0 ? od_time_format (at_us) : NULL;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
print_count (JsonBuilder *builder, const char *name, gint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, count);
}

static void
print_health (const OdAccountHealth *health, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "trouble");
  json_builder_add_string_value (builder, od_account_trouble_get_name (health->trouble));
  print_moment (builder, "heard_at", health->heard_at_us);
  print_moment (builder, "trouble_since", health->trouble_since_us);
  print_moment (builder, "limited_until", health->limited_until_us);
  print_moment (builder, "gap_from", health->gap_from_us);
  print_moment (builder, "gap_until", health->gap_until_us);
  json_builder_set_member_name (builder, "lag_ms");
  if (health->lag_us >= 0)
    json_builder_add_int_value (builder, health->lag_us / 1000);
  else
    json_builder_add_null_value (builder);
  print_count (builder, "passed_over", health->n_passed_over);
  print_count (builder, "queued", health->n_queued);
  print_count (builder, "unconfirmed", health->n_unconfirmed);
  print_count (builder, "failed", health->n_stuck - MIN (health->n_unconfirmed, health->n_stuck));
  json_builder_end_object (builder);
}

static void
print_account (const OdAccountRow *row, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "row");
  json_builder_add_int_value (builder, row->id);
  json_builder_set_member_name (builder, "channel");
  json_builder_add_string_value (builder, row->channel);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, row->name);
  json_builder_set_member_name (builder, "state");
  json_builder_add_string_value (builder, get_state_name (row));
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, row->error); /* null when NULL */
  if (row->url != NULL)
    {
      json_builder_set_member_name (builder, "url");
      json_builder_add_string_value (builder, row->url);
    }
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, row->is_enabled);
  json_builder_set_member_name (builder, "history_only");
  json_builder_add_boolean_value (builder, row->is_history_only);
  json_builder_set_member_name (builder, "health");
  print_health (&row->health, builder);
  json_builder_end_object (builder);
}

static void
print_accounts (OdControlCall *call, GPtrArray *rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const OdAccountRow *row = rows->pdata[i];

      print_account (row, builder);
      if (!call->line->has[OD_FLAG_JSON])
        g_string_append_printf (call->out, "%" G_GINT64_FORMAT "\t%s\t%s\t%s\t%s\n", row->id, row->channel, row->name,
                                get_state_name (row), row->url != NULL ? row->url : "");
    }
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  if (call->line->has[OD_FLAG_JSON])
    od_control_call_print_json (call, node);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  rows = od_account_port_list_finish (OD_ACCOUNT_PORT (source), result, &error);
  if (rows != NULL)
    print_accounts (call, rows);
  else
    od_control_call_take_error (call, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  g_autoptr (OdAccountListJob) job = NULL;
  GError *error = NULL;

  job = od_db_finish (OD_DB (source), result, &error);
  if (job != NULL)
    print_accounts (call, job->rows);
  else
    od_control_call_take_error (call, error);
}

/* With no desk running, the store says which accounts there are: all of them offline, or paused. */
static void
list (OdControlCall *call)
{
  if (call->desk->accounts != NULL)
    od_account_port_list_async (call->desk->accounts, NULL, listed_cb, call);
  else
    od_db_read_async (call->desk->db, OD_DB_PAGES, od_store_account_list, g_new0 (OdAccountListJob, 1),
                      (GDestroyNotify) od_account_list_job_free, NULL, read_cb, call);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  gint64 row = od_account_port_add_finish (OD_ACCOUNT_PORT (source), result, &error);

  if (row <= 0)
    {
      od_control_call_take_error (call, error);
      return;
    }
  od_control_call_print_row (call, row);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autofree char *name = od_account_port_probe_finish (OD_ACCOUNT_PORT (source), result, &error);

  if (name != NULL)
    {
      if (*name != '\0')
        od_control_call_say (call, "It works: this is %s", name);
      od_control_call_done (call, OD_EXIT_DONE);
    }
  else
    od_control_call_take_error (call, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;

  if (od_account_port_set_enabled_finish (OD_ACCOUNT_PORT (source), result, &error))
    od_control_call_done (call, OD_EXIT_DONE);
  else
    od_control_call_take_error (call, error);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;

  if (od_account_port_edit_finish (OD_ACCOUNT_PORT (source), result, &error))
    od_control_call_done (call, OD_EXIT_DONE);
  else
    od_control_call_take_error (call, error);
}

/* ---- the end of it ---- */

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (OdErasure) erasure = od_erase_port_measure_finish (OD_ERASE_PORT (source), result, &error);

  if (erasure == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  od_control_print_erasure (call, erasure);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;

  if (!od_account_port_remove_finish (OD_ACCOUNT_PORT (source), result, &error))
    od_control_call_take_error (call, error);
  else if (call->line->has[OD_FLAG_ERASE])
    od_erase_port_erase_account_async (call->desk->erase, call->row, NULL, od_control_erased_cb, call);
  else
    od_control_call_done (call, OD_EXIT_DONE);
}

/* Who has a terminal was asked there. */
static void
remove_account (OdControlCall *call)
{
  if (call->line->has[OD_FLAG_YES])
    od_account_port_remove_async (call->desk->accounts, call->row, NULL, removed_cb, call);
  else
    od_control_call_fail (call, OD_EXIT_USAGE, "Nothing was removed: there is no terminal to ask on, say --yes");
}

/* FIELD=VALUE …, as one JSON object; the descriptor knows the types. */
static char *
build_settings (OdControlCall *call, const char *before)
{
  g_autoptr (JsonNode) read = before != NULL ? od_json_parse (before, -1, NULL, NULL) : NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (read != NULL && JSON_NODE_HOLDS_OBJECT (read))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (read));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        json_object_set_member (object, name, json_node_copy (value));
    }
  for (guint i = 0; call->line->set != NULL && call->line->set[i] != NULL; i++)
    {
      const char *equals = strchr (call->line->set[i], '=');
      g_autofree char *key = NULL;

      if (equals == NULL || equals == call->line->set[i])
        return NULL;
      key = g_strndup (call->line->set[i], (gsize) (equals - call->line->set[i]));
      if (!g_hash_table_add (known, g_strdup (key)))
        return NULL;
      json_object_set_string_member (object, key, equals + 1);
    }
  json_node_set_object (node, object);
  return od_json_to_string (node, NULL);
}

/* Returns: (transfer full) (nullable): %NULL if it failed, and said so */
static GHashTable *
read_secrets (OdControlCall *call)
{
  g_autoptr (GHashTable) secrets = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; call->line->secrets[i] != NULL; i++)
    {
      if (call->secrets[i] == NULL)
        {
          od_control_call_fail (call, OD_EXIT_USAGE, "Standard input has no line for the secret “%s”",
                                call->line->secrets[i]);
          return NULL;
        }
      g_hash_table_insert (secrets, call->line->secrets[i], call->secrets[i]);
    }
  return g_steal_pointer (&secrets);
}

static void
found_to_edit_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GHashTable) secrets = NULL;
  g_autofree char *settings = NULL;
  GError *error = NULL;
  const OdAccountRow *found = NULL;

  rows = od_account_port_list_finish (OD_ACCOUNT_PORT (source), result, &error);
  if (rows == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    if (((OdAccountRow *) rows->pdata[i])->id == call->row)
      found = rows->pdata[i];
  settings = build_settings (call, found != NULL ? found->settings : NULL);
  if (settings == NULL)
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "--set takes FIELD=VALUE, each field once");
      return;
    }
  secrets = read_secrets (call);
  if (secrets != NULL)
    od_account_port_edit_async (call->desk->accounts, call->row, call->line->name,
                                call->line->set != NULL ? settings : NULL, secrets, NULL, edited_cb, call);
}

/* What is not named stays as it is. */
static void
edit (OdControlCall *call, gint64 row)
{
  call->row = row;
  if (call->line->name == NULL && call->line->set == NULL && call->line->secrets[0] == NULL)
    od_control_call_fail (call, OD_EXIT_USAGE,
                          "Usage: omnideskctl account set ID [--name NAME] [--set FIELD=VALUE …] [--secret FIELD …]");
  else
    od_account_port_list_async (call->desk->accounts, NULL, found_to_edit_cb, call);
}

static void
add (OdControlCall *call)
{
  g_autoptr (GHashTable) secrets = NULL;
  g_autofree char *settings = NULL;

  if (call->line->rest[1] == NULL || call->line->name == NULL || *call->line->name == '\0')
    {
      od_control_call_fail (call, OD_EXIT_USAGE,
                            "Usage: omnideskctl account add CHANNEL --name NAME [--set FIELD=VALUE …]");
      return;
    }
  settings = build_settings (call, NULL);
  if (settings == NULL)
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "--set takes FIELD=VALUE, each field once");
      return;
    }
  secrets = read_secrets (call);
  if (secrets == NULL)
    return;
  od_account_port_add_async (call->desk->accounts, call->line->rest[1], call->line->name, settings, secrets, NULL,
                             added_cb, call);
}

/* What customers write goes to another program until it is told that it comes here. */
static void
take_over (OdControlCall *call, gint64 row)
{
  OdAccountTry attempt = { .account_id = row, .takes_over = TRUE };

  if (call->line->has[OD_FLAG_YES])
    od_account_port_probe_async (call->desk->accounts, &attempt, NULL, tested_cb, call);
  else
    od_control_call_fail (call, OD_EXIT_USAGE,
                          "The other program would get nothing any more of what customers write; say --yes");
}

/**
 * od_control_account:
 *
 * "account add", "list", and what is done with one of them.
 */
void
od_control_account (OdControlCall *call)
{
  const char *verb = call->line->rest[0];
  gint64 row;

  if (g_str_equal (verb, "list"))
    list (call);
  else if (g_str_equal (verb, "add"))
    add (call);
  else if (!g_strv_contains (verbs, verb))
    od_control_call_fail (call, OD_EXIT_USAGE,
                          "“account” knows add, list, test, take-over, set, enable, pause, measure and remove");
  else if (call->line->rest[1] == NULL || !od_control_parse_row (call->line->rest[1], &row))
    od_control_call_fail (call, OD_EXIT_USAGE, "Usage: omnideskctl account %s ID", verb);
  else if (g_str_equal (verb, "test"))
    od_account_port_probe_async (call->desk->accounts, &(OdAccountTry){ .account_id = row }, NULL, tested_cb, call);
  else if (g_str_equal (verb, "take-over"))
    take_over (call, row);
  else if (g_str_equal (verb, "set"))
    edit (call, row);
  else if (g_str_equal (verb, "enable") || g_str_equal (verb, "pause"))
    od_account_port_set_enabled_async (call->desk->accounts, row, *verb == 'e', NULL, changed_cb, call);
  else if (g_str_equal (verb, "measure"))
    od_erase_port_measure_account_async (call->desk->erase, row, NULL, measured_cb, call);
  else
    {
      call->row = row;
      remove_account (call);
    }
}
