/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-accounts"

#include "od-accounts-private.h"
#include "od-error.h"

/* Editing an account: everything is checked, the new secrets go to the key ring, then the row is written. If that fails
 * the old secrets are put back, so that the account is as it was. */
typedef struct {
  gint64 account_id;
  char *name;          /* (owned) (nullable) */
  char *settings;      /* (owned) (nullable): as given, then complete */
  GHashTable *secrets; /* (owned) */
  GHashTable *before;  /* (owned): what they replace */
  GPtrArray *keys;     /* (owned) (element-type utf8): that are still to be stored, or put back */
  GError *error;       /* (owned) (nullable): what the caller is told in the end */
} EditData;

static void
edit_data_free (gpointer data)
{
  EditData *edit = data;

  g_free (edit->name);
  g_free (edit->settings);
  g_hash_table_unref (edit->secrets);
  g_hash_table_unref (edit->before);
  g_ptr_array_unref (edit->keys);
  g_clear_error (&edit->error);
  g_free (edit);
}

static void
list_keys (GHashTable *secrets, GPtrArray *keys)
{
  GHashTableIter iter;
  gpointer key;

  g_ptr_array_set_size (keys, 0);
  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
}

/* ---- the end ---- */

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  od_accounts_refresh_finish (OD_ACCOUNTS (source), result, NULL); /* it is written; its state says the rest */
  g_task_return_boolean (task, TRUE);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  od_accounts_refresh_async (OD_ACCOUNTS (source), refreshed_cb, user_data);
}

static void put_next_back (GTask *task);

static void
put_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_secrets_port_store_finish (OD_SECRETS_PORT (source), result, &error))
    g_warning ("A secret of an account that could not be changed is the new one: %s", error->message);
  put_next_back (task);
}

static void
put_next_back (GTask *task)
{
  OdAccounts *self = g_task_get_source_object (task);
  EditData *edit = g_task_get_task_data (task);
  g_autofree char *key = NULL;

  if (edit->keys->len == 0)
    {
      g_task_return_error (task, g_steal_pointer (&edit->error));
      return;
    }
  key = g_ptr_array_steal_index (edit->keys, edit->keys->len - 1);
  od_secrets_port_store_async (self->context.channel.secrets, edit->account_id, key,
                               g_hash_table_lookup (edit->before, key), NULL, put_back_cb, g_object_ref (task));
}

/* @error: (transfer full) */
static void
undo (GTask *task, GError *error)
{
  EditData *edit = g_task_get_task_data (task);

  edit->error = error;
  list_keys (edit->before, edit->keys);
  put_next_back (task);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdAccounts *self = g_task_get_source_object (task);
  EditData *edit = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdAccountJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    undo (task, error);
  else if (g_hash_table_size (edit->secrets) > 0 || edit->settings != NULL)
    od_accounts_stop_run_async (self, edit->account_id, stopped_cb, g_object_ref (task));
  else
    od_accounts_refresh_async (self, refreshed_cb, g_object_ref (task));
}

/* ---- secrets, one after the other ---- */

static void store_next (GTask *task);

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (od_secrets_port_store_finish (OD_SECRETS_PORT (source), result, &error))
    store_next (task);
  else
    undo (task, error);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdAccounts *self = g_task_get_source_object (task);
  EditData *edit = g_task_get_task_data (task);
  g_autofree char *key = g_ptr_array_steal_index (edit->keys, edit->keys->len - 1);
  g_autoptr (GError) error = NULL;
  char *before = od_secrets_port_lookup_finish (OD_SECRETS_PORT (source), result, &error);

  /* One that can't be looked at can't be put back either; storing it says whether the key ring works at all. */
  if (before != NULL)
    g_hash_table_insert (edit->before, g_strdup (key), before);
  od_secrets_port_store_async (self->context.channel.secrets, edit->account_id, key,
                               g_hash_table_lookup (edit->secrets, key), NULL, stored_cb, g_object_ref (task));
}

static void
store_next (GTask *task)
{
  OdAccounts *self = g_task_get_source_object (task);
  EditData *edit = g_task_get_task_data (task);

  if (edit->keys->len == 0)
    od_db_write_async (self->context.db, od_store_account_edit,
                       od_accounts_new_job (self, edit->account_id, NULL, edit->name, edit->settings),
                       (GDestroyNotify) od_account_job_free, written_cb, g_object_ref (task));
  else
    od_secrets_port_lookup_async (self->context.channel.secrets, edit->account_id,
                                  g_ptr_array_index (edit->keys, edit->keys->len - 1), NULL, looked_up_cb,
                                  g_object_ref (task));
}

/* ---- what it is ---- */

static gboolean
check (OdAccounts *self, EditData *edit, const OdAccountRow *row, GError **error)
{
  const OdChannelDescriptor *descriptor = row != NULL ? self->find_channel (row->channel) : NULL;
  g_autofree char *given = g_steal_pointer (&edit->settings);

  if (row == NULL)
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "There is no such account");
      return FALSE;
    }
  if (edit->name != NULL && !od_accounts_check_name (edit->name, error))
    return FALSE;
  if (given == NULL && g_hash_table_size (edit->secrets) == 0)
    return TRUE;
  if (descriptor == NULL || row->is_history_only)
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "There is nothing to connect to");
      return FALSE;
    }
  if (!od_accounts_check_secrets (descriptor, edit->secrets, FALSE, error))
    return FALSE;
  if (given == NULL)
    return TRUE;
  edit->settings = od_accounts_complete_settings (descriptor, given, error);
  if (edit->settings == NULL)
    return FALSE;
  if (g_str_equal (edit->settings, row->settings))
    g_clear_pointer (&edit->settings, g_free); /* the same: no reason to connect it anew */
  return TRUE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  EditData *edit = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdAccountListJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL || !check (g_task_get_source_object (task), edit,
                             job->rows->len > 0 ? g_ptr_array_index (job->rows, 0) : NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  list_keys (edit->secrets, edit->keys);
  store_next (task);
}

void
od_accounts_edit_async (OdAccountPort *port, gint64 account_id, const char *name, const char *settings,
                        GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  OdAccounts *self = OD_ACCOUNTS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  EditData *edit = g_new0 (EditData, 1);
  OdAccountListJob *job = g_new0 (OdAccountListJob, 1);

  g_task_set_source_tag (task, od_accounts_edit_async);
  g_task_set_check_cancellable (task, FALSE);
  edit->account_id = job->account_id = account_id;
  edit->name = g_strdup (name);
  edit->settings = g_strdup (settings);
  edit->secrets = od_accounts_copy_secrets (secrets);
  edit->before = od_accounts_copy_secrets (NULL);
  edit->keys = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, edit, edit_data_free);
  od_db_read_async (self->context.db, OD_DB_PAGES, od_store_account_list, job,
                    (GDestroyNotify) od_account_list_job_free, NULL, found_cb, g_object_ref (task));
}
