/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-accounts"

#include "od-account-trouble.h"
#include <glib/gi18n.h>

#include "od-accounts-private.h"
#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-probe-ports.h"
#include "od-secrets-check.h"

/* A connection for a try: a channel of its own with what was typed, which is let go of at once. An account that is served
 * makes room for it as long as that takes, because two can't have its port. */
typedef struct {
  OdAccountRow *row;     /* (owned) (nullable): with the settings to try */
  char *channel;         /* (owned) (nullable) */
  char *settings;        /* (owned) (nullable): as typed */
  GHashTable *secrets;   /* (owned): as typed */
  gint64 account_id;     /* 0: none yet */
  OdProbePorts *ports;   /* (owned) (nullable) */
  OdChannel *connection; /* (owned) (nullable) */
  const OdChannelDescriptor *descriptor;
  GCancellable *cancellable; /* (owned): of the try itself */
  GCancellable *outer;       /* (owned) (nullable): the caller's */
  gulong outer_id;
  OdClock *clock;   /* (owned) */
  guint timeout_id; /* of the clock; 0 if none */
  GError *error;    /* (owned) (nullable): what it said in the end */
  char *name;       /* (owned) (nullable): as the other side calls it */
  gboolean is_late;
  gboolean made_room;
  gboolean takes_over;
} Probe;

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  if (probe->timeout_id != 0)
    od_clock_remove_timeout (probe->clock, probe->timeout_id);
  if (probe->outer != NULL)
    g_cancellable_disconnect (probe->outer, probe->outer_id);
  g_clear_pointer (&probe->row, od_account_row_free);
  g_free (probe->channel);
  g_free (probe->settings);
  g_hash_table_unref (probe->secrets);
  g_clear_object (&probe->ports);
  g_clear_object (&probe->connection);
  g_clear_object (&probe->cancellable);
  g_clear_object (&probe->outer);
  g_clear_object (&probe->clock);
  g_clear_error (&probe->error);
  g_free (probe->name);
  g_free (probe);
}

/* ---- the end ---- */

static void
answer (GTask *task)
{
  Probe *probe = g_task_get_task_data (task);

  if (probe->error == NULL)
    g_task_return_pointer (task, g_strdup (probe->name != NULL ? probe->name : ""), g_free);
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_error (task, g_steal_pointer (&probe->error));
}

static void
back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  od_accounts_refresh_finish (OD_ACCOUNTS (source), result, NULL);
  answer (task);
}

/* @error: (transfer full) (nullable) */
static void
end (GTask *task, GError *error)
{
  Probe *probe = g_task_get_task_data (task);

  probe->error = error;
  if (probe->is_late)
    {
      g_clear_error (&probe->error);
      probe->error = g_error_new (
          OD_ERROR, OD_ERROR_TRANSIENT,
          ngettext ("there was no answer within %d second", "there was no answer within %d seconds", OD_LIMIT_PROBE_S),
          OD_LIMIT_PROBE_S);
    }
  if (probe->made_room)
    od_accounts_refresh_async (g_task_get_source_object (task), back_cb, g_object_ref (task));
  else
    answer (task);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);
  GError *error = NULL;

  probe->name = od_channel_probe_finish (OD_CHANNEL (source), result, &error);
  end (task, error);
}

/* ---- the try ---- */

static void
start (GTask *task)
{
  OdAccounts *self = g_task_get_source_object (task);
  Probe *probe = g_task_get_task_data (task);
  OdChannelContext context = self->context.channel;

  context.ingest = OD_INGEST_PORT (probe->ports);
  context.secrets = OD_SECRETS_PORT (probe->ports);
  context.takes_over = probe->takes_over;
  probe->connection = g_object_new (probe->descriptor->get_type (), NULL);
  od_channel_probe_async (probe->connection, probe->row, &context, probe->cancellable, tried_cb, g_object_ref (task));
}

static void
room_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  start (task);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdAccounts *self = g_task_get_source_object (task);
  Probe *probe = g_task_get_task_data (task);
  OdAccountRun *run = od_accounts_find_run (self, probe->account_id);
  g_autofree char *url = run != NULL ? od_account_run_dup_url (run) : NULL;
  GError *error = NULL;

  if (!od_secrets_check_finish (OD_SECRETS_PORT (source), result, &error))
    end (task, error);
  else if (url == NULL || (probe->descriptor->caps & OD_CHANNEL_SERVES) == 0)
    start (task);
  else if (g_str_equal (od_account_run_get_settings (run), probe->row->settings) &&
           g_hash_table_size (probe->secrets) == 0)
    end (task, NULL); /* it is being served: what more could be tried? */
  else
    {
      probe->made_room = TRUE;
      od_accounts_stop_run_async (self, probe->account_id, room_made_cb, g_object_ref (task));
    }
}

static gboolean
late_cb (gpointer user_data)
{
  Probe *probe = user_data;

  probe->timeout_id = 0;
  probe->is_late = TRUE;
  g_cancellable_cancel (probe->cancellable);
  return G_SOURCE_REMOVE;
}

/* What was typed, of the one whose the account is. */
static void
take_settings (OdAccountRow *row, const char *typed)
{
  g_autoptr (JsonNode) before = od_json_parse (row->settings, -1, NULL, NULL);
  g_autoptr (JsonNode) after = od_json_parse (typed, -1, NULL, NULL);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, json_node_get_object (after));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (object, name, json_node_copy (value));
  if (before != NULL && JSON_NODE_HOLDS_OBJECT (before) &&
      json_object_has_member (json_node_get_object (before), OD_SETTING_IDENTITY))
    json_object_set_member (
        object, OD_SETTING_IDENTITY,
        json_node_copy (json_object_get_member (json_node_get_object (before), OD_SETTING_IDENTITY)));
  json_node_take_object (node, object);
  g_free (row->settings);
  row->settings = od_json_to_string (node, NULL);
}

static gboolean
prepare (OdAccounts *self, Probe *probe, GError **error)
{
  g_autofree char *complete = NULL;

  probe->descriptor = probe->channel != NULL ? self->find_channel (probe->channel) : NULL;
  if (probe->descriptor == NULL)
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "There is nothing to connect to");
      return FALSE;
    }
  if (!od_accounts_check_secrets (probe->descriptor, probe->secrets, probe->account_id == 0, error))
    return FALSE;
  if (probe->row == NULL)
    {
      probe->row = g_new0 (OdAccountRow, 1);
      probe->row->channel = g_strdup (probe->channel);
      probe->row->name = g_strdup ("");
      probe->row->settings = g_strdup ("{}");
    }
  if (probe->settings != NULL)
    {
      complete = od_accounts_complete_settings (probe->descriptor, probe->settings, error);
      if (complete == NULL)
        return FALSE;
      take_settings (probe->row, complete);
    }
  return TRUE;
}

static void
begin (GTask *task)
{
  OdAccounts *self = g_task_get_source_object (task);
  Probe *probe = g_task_get_task_data (task);
  GError *error = NULL;

  if (!prepare (self, probe, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  probe->timeout_id =
      od_clock_add_timeout (probe->clock, (gint64) OD_LIMIT_PROBE_S * G_USEC_PER_SEC, late_cb, probe, NULL);
  probe->ports = od_probe_ports_new (self->context.channel.secrets, probe->secrets);
  od_secrets_check_async (OD_SECRETS_PORT (probe->ports), probe->account_id, probe->descriptor, probe->cancellable,
                          checked_cb, g_object_ref (task));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdAccountListJob) job = od_db_finish (OD_DB (source), result, &error);
  const OdAccountRow *row = job != NULL && job->rows->len > 0 ? g_ptr_array_index (job->rows, 0) : NULL;

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (row != NULL && !row->is_history_only)
    {
      g_free (probe->channel);
      probe->channel = g_strdup (row->channel);
      probe->row = od_account_row_copy (row);
    }
  else
    g_clear_pointer (&probe->channel, g_free);
  begin (task);
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

void
od_accounts_probe_async (OdAccountPort *port, const OdAccountTry *what, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  OdAccounts *self = OD_ACCOUNTS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Probe *probe = g_new0 (Probe, 1);
  OdAccountListJob *job;

  g_task_set_source_tag (task, od_accounts_probe_async);
  g_task_set_check_cancellable (task, FALSE); /* it lets go first */
  probe->account_id = what->account_id;
  probe->takes_over = what->takes_over;
  probe->channel = g_strdup (what->channel);
  probe->settings = g_strdup (what->settings);
  probe->secrets = od_accounts_copy_secrets (what->secrets);
  probe->clock = g_object_ref (self->context.channel.clock);
  probe->cancellable = g_cancellable_new ();
  if (g_set_object (&probe->outer, cancellable))
    probe->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                             g_object_ref (probe->cancellable), g_object_unref);
  g_task_set_task_data (task, probe, probe_free);
  if (what->account_id == 0)
    {
      begin (task);
      return;
    }
  job = g_new0 (OdAccountListJob, 1);
  job->account_id = what->account_id;
  od_db_read_async (self->context.db, OD_DB_PAGES, od_store_account_list, job,
                    (GDestroyNotify) od_account_list_job_free, NULL, found_cb, g_object_ref (task));
}
