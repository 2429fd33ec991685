/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-accounts"

#include "od-account-trouble.h"
#include "od-accounts-private.h"

static void
tell_state (OdAccounts *self, OdAccountRow *row)
{
  OdAccountRun *run = od_accounts_find_run (self, row->id);

  OdAccountHealth stored = row->health;

  if (run == NULL)
    return;
  row->health = *od_account_run_get_health (run);
  row->health.n_queued = stored.n_queued;
  row->health.n_stuck = stored.n_stuck;
  row->health.n_unconfirmed = stored.n_unconfirmed;
  row->state = od_account_run_get_state (run);
  g_free (row->error);
  row->error = od_account_run_dup_error_text (run);
  g_free (row->url);
  row->url = od_account_run_dup_url (run);
  row->health.trouble = od_account_trouble_of_error (od_account_run_get_error (run));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdAccounts *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (OdAccountListJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < job->rows->len; i++)
    tell_state (self, g_ptr_array_index (job->rows, i));
  g_task_return_pointer (task, g_steal_pointer (&job->rows), (GDestroyNotify) g_ptr_array_unref);
}

static void
accounts_list_async (OdAccountPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdAccounts *self = OD_ACCOUNTS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, accounts_list_async);
  od_db_read_async (self->context.db, OD_DB_PAGES, od_store_account_list, g_new0 (OdAccountListJob, 1),
                    (GDestroyNotify) od_account_list_job_free, cancellable, listed_cb, g_object_ref (task));
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (od_accounts_refresh_finish (OD_ACCOUNTS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdAccountJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    od_accounts_refresh_async (g_task_get_source_object (task), refreshed_cb, g_object_ref (task));
}

static void
accounts_set_enabled_async (OdAccountPort *port, gint64 account_id, gboolean is_enabled, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  OdAccounts *self = OD_ACCOUNTS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdAccountRun *run = od_accounts_find_run (self, account_id);
  OdAccountJob *job = od_accounts_new_job (self, account_id, NULL, NULL, NULL);

  g_task_set_source_tag (task, accounts_set_enabled_async);
  if (is_enabled && run != NULL && od_account_run_get_error (run) != NULL)
    od_account_run_start (run); /* the owner says that it is right now */
  job->is_enabled = is_enabled;
  od_db_write_async (self->context.db, od_store_account_set_enabled, job, (GDestroyNotify) od_account_job_free,
                     changed_cb, g_object_ref (task));
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_secrets_port_clear_finish (OD_SECRETS_PORT (source), result, &error))
    g_message ("The secrets of a removed account may still be in the key ring: %s", error->message);
  od_accounts_refresh_async (g_task_get_source_object (task), refreshed_cb, g_object_ref (task));
}

/* Only now nobody needs the secrets any more: an account that could not be removed still works. */
static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdAccounts *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (OdAccountJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job != NULL)
    {
      od_secrets_port_clear_async (self->context.channel.secrets, job->account_id, NULL, cleared_cb,
                                   g_object_ref (task));
      return;
    }
  od_accounts_refresh_async (self, NULL, NULL); /* it is still there: connect it again */
  g_task_return_error (task, error);
}

static void
stopped_to_remove_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdAccounts *self = OD_ACCOUNTS (source);
  gint64 *account_id = g_task_get_task_data (task);

  od_db_write_async (self->context.db, od_store_account_remove,
                     od_accounts_new_job (self, *account_id, NULL, NULL, NULL), (GDestroyNotify) od_account_job_free,
                     removed_cb, g_object_ref (task));
}

static void
accounts_remove_async (OdAccountPort *port, gint64 account_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  OdAccounts *self = OD_ACCOUNTS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, accounts_remove_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_memdup2 (&account_id, sizeof account_id), g_free);
  od_accounts_stop_run_async (self, account_id, stopped_to_remove_cb, g_object_ref (task));
}

void
od_accounts_iface_init (OdAccountPortInterface *iface)
{
  iface->list_async = accounts_list_async;
  iface->add_async = od_accounts_add_async;
  iface->set_enabled_async = accounts_set_enabled_async;
  iface->remove_async = accounts_remove_async;
  iface->edit_async = od_accounts_edit_async;
  iface->probe_async = od_accounts_probe_async;
  iface->ensure_trial_async = od_accounts_ensure_trial_async;
}
