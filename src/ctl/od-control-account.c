/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include <string.h>

#include "od-error.h"
#include "od-store-account.h"

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
  json_builder_add_string_value (builder, od_account_state_get_name (row->state));
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, row->error); /* null when NULL */
  if (row->url != NULL)
    {
      json_builder_set_member_name (builder, "url");
      json_builder_add_string_value (builder, row->url);
    }
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
                                od_account_state_get_name (row->state), row->url != NULL ? row->url : "");
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
    od_control_call_done (call, OD_EXIT_DONE);
  else
    od_control_call_take_error (call, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;

  if (od_account_port_remove_finish (OD_ACCOUNT_PORT (source), result, &error))
    od_control_call_done (call, OD_EXIT_DONE);
  else
    od_control_call_take_error (call, error);
}

/* FIELD=VALUE …, as one JSON object; the descriptor knows the types. */
static char *
build_settings (OdControlCall *call)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; call->line->set != NULL && call->line->set[i] != NULL; i++)
    {
      const char *equals = strchr (call->line->set[i], '=');
      g_autofree char *key = NULL;

      if (equals == NULL || equals == call->line->set[i])
        return NULL;
      key = g_strndup (call->line->set[i], (gsize) (equals - call->line->set[i]));
      if (!g_hash_table_add (known, g_strdup (key)))
        return NULL;
      json_builder_set_member_name (builder, key);
      json_builder_add_string_value (builder, equals + 1);
    }
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  return json_to_string (node, FALSE);
}

static void
add (OdControlCall *call)
{
  g_autoptr (GHashTable) secrets = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *settings = NULL;

  if (call->line->rest[1] == NULL || call->line->name == NULL || *call->line->name == '\0')
    {
      od_control_call_fail (call, OD_EXIT_USAGE,
                            "Usage: omnideskctl account add CHANNEL --name NAME [--set FIELD=VALUE …]");
      return;
    }
  settings = build_settings (call);
  if (settings == NULL)
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "--set takes FIELD=VALUE, each field once");
      return;
    }
  for (guint i = 0; call->line->secrets[i] != NULL; i++)
    {
      if (call->secrets[i] == NULL)
        {
          od_control_call_fail (call, OD_EXIT_USAGE, "Standard input has no line for the secret “%s”",
                                call->line->secrets[i]);
          return;
        }
      g_hash_table_insert (secrets, call->line->secrets[i], call->secrets[i]);
    }
  od_account_port_add_async (call->desk->accounts, call->line->rest[1], call->line->name, settings, secrets, NULL,
                             added_cb, call);
}

/**
 * od_control_account:
 *
 * "account add", "list", "test" and "remove".
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
  else if (!g_str_equal (verb, "test") && !g_str_equal (verb, "remove"))
    od_control_call_fail (call, OD_EXIT_USAGE, "“account” knows add, list, test and remove");
  else if (call->line->rest[1] == NULL || !od_control_parse_row (call->line->rest[1], &row))
    od_control_call_fail (call, OD_EXIT_USAGE, "Usage: omnideskctl account %s ID", verb);
  else if (g_str_equal (verb, "test"))
    od_account_port_probe_async (call->desk->accounts, &(OdAccountTry){ .account_id = row }, NULL, tested_cb, call);
  else
    od_account_port_remove_async (call->desk->accounts, row, NULL, removed_cb, call);
}
