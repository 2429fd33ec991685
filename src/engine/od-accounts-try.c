/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-accounts"

#include <glib/gi18n.h>

#include "od-accounts-private.h"
#include "od-error.h"
#include "od-json.h"

/* ---- “Try it now” ---- */

#define TRIAL_CHANNEL "webchat"
#define TRIAL_PAGE "/chat"
#define TRIAL_SETTINGS "{\"port\":0}"

typedef struct {
  gint64 account_id;
  OdAccountRun *run; /* (owned) (nullable): that is waited for */
  gulong changed_id;
  char *moved_settings; /* (owned) (nullable): with another port; once is enough */
  gboolean had_failed;  /* before anybody asked: it is to try again at once, not when it would by itself */
} TrialData;

static void
stop_waiting (TrialData *trial)
{
  if (trial->run != NULL)
    g_clear_signal_handler (&trial->changed_id, trial->run);
  g_clear_object (&trial->run);
}

static void
trial_data_free (gpointer data)
{
  TrialData *trial = data;

  stop_waiting (trial);
  g_free (trial->moved_settings);
  g_free (trial);
}

static void wait_for_trial (GTask *task);

static void
trial_refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (od_accounts_refresh_finish (OD_ACCOUNTS (source), result, &error))
    wait_for_trial (task);
  else
    g_task_return_error (task, error);
}

static void
trial_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdAccountJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    od_accounts_refresh_async (g_task_get_source_object (task), trial_refreshed_cb, g_object_ref (task));
}

static void
trial_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdAccounts *self = OD_ACCOUNTS (source);
  TrialData *trial = g_task_get_task_data (task);

  od_db_write_async (self->context.db, od_store_account_set_settings,
                     od_accounts_new_job (self, trial->account_id, NULL, NULL, trial->moved_settings),
                     (GDestroyNotify) od_account_job_free, trial_changed_cb, g_object_ref (task));
}

/* Its old port is taken. Nobody has this address on a page of theirs, so another will do as well. */
static void
move (GTask *task)
{
  OdAccounts *self = g_task_get_source_object (task);
  TrialData *trial = g_task_get_task_data (task);
  g_autoptr (JsonNode) old = od_json_parse (od_account_run_get_settings (trial->run), -1, NULL, NULL);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (old != NULL && JSON_NODE_HOLDS_OBJECT (old))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (old));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        json_object_set_member (object, name, json_node_copy (value));
    }
  json_object_set_int_member (object, "port", 0);
  json_node_set_object (node, object);
  trial->moved_settings = od_json_to_string (node, NULL);
  stop_waiting (trial);
  od_accounts_stop_run_async (self, trial->account_id, trial_stopped_cb, g_object_ref (task));
}

static void
trial_run_changed_cb (OdAccountRun *run, gpointer user_data)
{
  GTask *task = user_data;
  TrialData *trial = g_task_get_task_data (task);
  g_autofree char *url = od_account_run_dup_url (run);
  const GError *error = od_account_run_get_error (run);

  if (url != NULL)
    {
      stop_waiting (trial);
      g_task_return_pointer (task, g_strconcat (url, TRIAL_PAGE, NULL), g_free);
      g_object_unref (task);
    }
  else if (od_account_run_get_state (run) == OD_ACCOUNT_OFFLINE)
    {
      stop_waiting (trial);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account was stopped");
      g_object_unref (task);
    }
  else if (error == NULL)
    return; /* not yet */
  else if (g_error_matches (error, OD_ERROR, OD_ERROR_BUSY) && trial->moved_settings == NULL)
    {
      move (task);
      g_object_unref (task);
    }
  else
    {
      stop_waiting (trial);
      g_task_return_error (task, g_error_copy (error));
      g_object_unref (task);
    }
}

static void
wait_for_trial (GTask *task)
{
  OdAccounts *self = g_task_get_source_object (task);
  TrialData *trial = g_task_get_task_data (task);
  OdAccountRun *run = od_accounts_find_run (self, trial->account_id);

  if (run == NULL)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_REJECTED, "Accounts are not run here");
      return;
    }
  trial->run = g_object_ref (run);
  trial->changed_id = g_signal_connect (run, "changed", G_CALLBACK (trial_run_changed_cb), g_object_ref (task));
  if (trial->had_failed && od_account_run_get_state (run) == OD_ACCOUNT_ERROR)
    od_account_run_start (run);
  else
    trial_run_changed_cb (run, task);
}

static void
trial_ensured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdAccounts *self = g_task_get_source_object (task);
  TrialData *trial = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdAccountJob) job = od_db_finish (OD_DB (source), result, &error);
  OdAccountRun *run;
  OdAccountJob *enable;

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  trial->account_id = job->account_id;
  run = od_accounts_find_run (self, job->account_id);
  trial->had_failed = run != NULL && od_account_run_get_state (run) == OD_ACCOUNT_ERROR;
  enable = od_accounts_new_job (self, job->account_id, NULL, NULL, NULL);
  enable->is_enabled = TRUE;
  od_db_write_async (self->context.db, od_store_account_set_enabled, enable, (GDestroyNotify) od_account_job_free,
                     trial_changed_cb, g_object_ref (task));
}

void
od_accounts_ensure_trial_async (OdAccountPort *port, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  OdAccounts *self = OD_ACCOUNTS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const OdChannelDescriptor *descriptor = self->find_channel (TRIAL_CHANNEL);
  g_autofree char *settings = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, od_accounts_ensure_trial_async);
  g_task_set_task_data (task, g_new0 (TrialData, 1), trial_data_free);
  if (descriptor == NULL)
    g_set_error (&error, OD_ERROR, OD_ERROR_NOT_FOUND, "This build has no web chat");
  else
    settings = od_accounts_complete_settings (descriptor, TRIAL_SETTINGS, &error);
  if (settings == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  od_db_write_async (self->context.db, od_store_account_ensure_trial,
                     od_accounts_new_job (self, 0, TRIAL_CHANNEL, _ ("Try it now"), settings),
                     (GDestroyNotify) od_account_job_free, trial_ensured_cb, g_object_ref (task));
}
