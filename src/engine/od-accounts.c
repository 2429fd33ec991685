/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-accounts"

#include "od-accounts.h"

#include "od-account-trouble.h"
#include "od-accounts-private.h"
#include "od-error.h"
#include "od-key-ring-port.h"

/**
 * OdAccounts:
 *
 * The accounts of the profile: those that are enabled are connected, as long as
 * this process runs accounts; every change takes effect at once. The store says
 * which there are; how each is, only its run knows. Main thread only.
 */
G_DEFINE_FINAL_TYPE_WITH_CODE (OdAccounts, od_accounts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_ACCOUNT_PORT, od_accounts_iface_init))

static void
od_accounts_dispose (GObject *object)
{
  OdAccounts *self = OD_ACCOUNTS (object);
  GHashTableIter iter;
  gpointer run;

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &run))
    g_signal_handlers_disconnect_by_data (run, self);
  g_hash_table_remove_all (self->runs);
  G_OBJECT_CLASS (od_accounts_parent_class)->dispose (object);
}

static void
od_accounts_finalize (GObject *object)
{
  OdAccounts *self = OD_ACCOUNTS (object);

  g_hash_table_unref (self->runs);
  g_ptr_array_unref (self->refreshes);
  g_clear_object (&self->bus);
  g_clear_object (&self->context.db);
  g_clear_object (&self->context.channel.secrets);
  G_OBJECT_CLASS (od_accounts_parent_class)->finalize (object);
}

static void
od_accounts_class_init (OdAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_accounts_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_accounts_finalize;
}

static void
od_accounts_init (OdAccounts *self)
{
  self->runs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->refreshes = g_ptr_array_new_with_free_func (g_object_unref);
  self->operator_id = 1;
}

static void
auth_failed_cb (OdChannelTable *channels, gint64 account_id, const GError *error, gpointer user_data)
{
  OdAccountRun *run = od_accounts_find_run (user_data, account_id);

  if (run != NULL)
    od_account_run_fail (run, error);
}

/* Whoever waited for the key ring need not wait longer. */
static void
key_ring_changed_cb (OdKeyRingPort *ring, gpointer user_data)
{
  OdAccounts *self = user_data;
  GHashTableIter iter;
  gpointer run;

  if (od_key_ring_port_get_state (ring) != OD_KEY_RING_READY)
    return;
  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &run))
    if (od_account_trouble_is_of_ring (od_account_trouble_of_error (od_account_run_get_error (run))))
      od_account_run_start (run);
}

static void
told_cb (OdChannelTable *channels, gint64 account_id, const GError *error, gpointer user_data)
{
  OdAccountRun *run = od_accounts_find_run (user_data, account_id);

  if (run != NULL)
    od_account_run_hear (run, error);
}

static void
added_cb (OdChannelTable *channels, gint64 account_id, gpointer user_data)
{
  OdAccounts *self = user_data;

  od_channel_set_online (od_channel_table_get (channels, account_id), self->is_online);
}

/**
 * od_accounts_new:
 * @context: copied; what it points to outlives this
 *
 * Returns: (transfer full): accounts that are not connected
 */
OdAccounts *
od_accounts_new (const OdRunContext *context, OdChangeBus *bus, OdChannelFinder find_channel)
{
  OdAccounts *self;

  g_return_val_if_fail (context != NULL && OD_IS_CHANGE_BUS (bus) && find_channel != NULL, NULL);

  self = g_object_new (OD_TYPE_ACCOUNTS, NULL);
  self->context = *context;
  g_object_ref (self->context.db);
  if (self->context.channel.secrets != NULL)
    g_object_ref (self->context.channel.secrets);
  self->bus = g_object_ref (bus);
  self->find_channel = find_channel;
  g_signal_connect_object (context->channels, "auth-failed", G_CALLBACK (auth_failed_cb), self, 0);
  g_signal_connect_object (context->channels, "told", G_CALLBACK (told_cb), self, 0);
  g_signal_connect_object (context->channels, "added", G_CALLBACK (added_cb), self, 0);
  if (OD_IS_KEY_RING_PORT (context->channel.secrets))
    g_signal_connect_object (context->channel.secrets, "changed", G_CALLBACK (key_ring_changed_cb), self, 0);
  return self;
}

OdAccountRun *
od_accounts_find_run (OdAccounts *self, gint64 account_id)
{
  return g_hash_table_lookup (self->runs, &account_id);
}

OdAccountJob *
od_accounts_new_job (OdAccounts *self, gint64 account_id, const char *channel, const char *name, const char *settings)
{
  OdAccountJob *job =
      od_account_job_new (account_id, channel, name, settings, od_clock_get_real_us (self->context.channel.clock));

  job->operator_id = self->operator_id;
  return job;
}

/**
 * od_accounts_set_online:
 *
 * Whether an operator is there: the channels that can say so do.
 */
void
od_accounts_set_online (OdAccounts *self, gboolean is_online)
{
  GHashTableIter iter;
  gpointer key;

  g_return_if_fail (OD_IS_ACCOUNTS (self));

  if (self->is_online == is_online)
    return;
  self->is_online = is_online;
  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      OdChannel *channel = od_channel_table_get (self->context.channels, *(gint64 *) key);

      if (channel != NULL)
        od_channel_set_online (channel, is_online);
    }
}

/* ---- runs ---- */

static void
run_changed_cb (OdAccountRun *run, gpointer user_data)
{
  OdAccounts *self = user_data;

  od_change_bus_publish_id (self->bus, OD_CHANGE_ACCOUNT, od_account_run_get_account_id (run));
}

static void
settings_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccounts) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdAccountJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_warning ("Could not remember what an account chose: %s", error->message);
  self->n_writing--;
  if (self->n_refreshing > 0)
    self->n_refreshing = 2; /* it may have read what was there before */
}

static void
run_settings_changed_cb (OdAccountRun *run, const char *settings, gpointer user_data)
{
  OdAccounts *self = user_data;
  OdAccountJob *job = od_accounts_new_job (self, od_account_run_get_account_id (run), NULL, NULL, settings);

  self->n_writing++;
  od_db_write_async (self->context.db, od_store_account_set_settings, job, (GDestroyNotify) od_account_job_free,
                     settings_written_cb, g_object_ref (self));
}

static void
add_run (OdAccounts *self, const OdAccountRow *row, const OdChannelDescriptor *descriptor)
{
  OdAccountRun *run = od_account_run_new (row, descriptor, &self->context);

  g_signal_connect (run, "changed", G_CALLBACK (run_changed_cb), self);
  g_signal_connect (run, "settings-changed", G_CALLBACK (run_settings_changed_cb), self);
  g_hash_table_insert (self->runs, g_memdup2 (&row->id, sizeof row->id), run);
  od_account_run_start (run);
}

static void
run_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  od_account_run_stop_finish (OD_ACCOUNT_RUN (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

/* The run is forgotten at once; the task is done when it has let go of its port. */
void
od_accounts_stop_run_async (OdAccounts *self, gint64 account_id, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree gint64 *key = NULL;
  g_autoptr (OdAccountRun) run = NULL;

  g_task_set_source_tag (task, od_accounts_stop_run_async);
  if (!g_hash_table_steal_extended (self->runs, &account_id, (gpointer *) &key, (gpointer *) &run))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_signal_handlers_disconnect_by_data (run, self);
  od_account_run_stop_async (run, run_stopped_cb, g_object_ref (task));
  od_change_bus_publish_id (self->bus, OD_CHANGE_ACCOUNT, account_id);
}

static void
stopped_look_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  od_accounts_refresh_async (OD_ACCOUNTS (source), NULL, NULL);
}

/* ---- what the store says ---- */

static gboolean
should_run (OdAccounts *self, const OdAccountRow *row)
{
  return self->is_running && row->is_enabled && !row->is_history_only && self->find_channel (row->channel) != NULL;
}

static void
compare (OdAccounts *self, GPtrArray *rows)
{
  g_autoptr (GList) ids = g_hash_table_get_keys (self->runs);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      OdAccountRow *row = g_ptr_array_index (rows, i);

      if (should_run (self, row))
        g_hash_table_insert (wanted, &row->id, row);
    }
  for (GList *l = ids; l != NULL; l = l->next)
    {
      gint64 id = *(gint64 *) l->data;
      OdAccountRow *row = g_hash_table_lookup (wanted, &id);

      if (row == NULL)
        od_accounts_stop_run_async (self, id, NULL, NULL);
      else if (self->n_writing == 0 &&
               !g_str_equal (row->settings, od_account_run_get_settings (od_accounts_find_run (self, id))))
        {
          g_hash_table_remove (wanted, &id); /* with the new ones when the old one has let go */
          od_accounts_stop_run_async (self, id, stopped_look_again_cb, NULL);
        }
      else
        g_hash_table_remove (wanted, &id);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      OdAccountRow *row = g_ptr_array_index (rows, i);

      if (g_hash_table_lookup (wanted, &row->id) == row)
        add_run (self, row, self->find_channel (row->channel));
    }
}

static void look (OdAccounts *self);

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccounts) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdAccountListJob) job = od_db_finish (OD_DB (source), result, &error);
  g_autoptr (GPtrArray) tasks = NULL;
  gboolean is_stale = self->n_refreshing > 1;

  self->n_refreshing = 0;
  if (is_stale)
    {
      look (self);
      return;
    }
  tasks = g_steal_pointer (&self->refreshes);
  self->refreshes = g_ptr_array_new_with_free_func (g_object_unref);
  if (job != NULL)
    compare (self, job->rows);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED)) /* what was under way when the program ended */
    g_warning ("Could not list the accounts: %s", error->message);
  for (guint i = 0; i < tasks->len; i++)
    if (job != NULL)
      g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
    else
      g_task_return_error (g_ptr_array_index (tasks, i), g_error_copy (error));
}

static void
look (OdAccounts *self)
{
  self->n_refreshing = MIN (self->n_refreshing + 1, 2);
  if (self->n_refreshing > 1)
    return;
  od_db_read_async (self->context.db, OD_DB_PAGES, od_store_account_list, g_new0 (OdAccountListJob, 1),
                    (GDestroyNotify) od_account_list_job_free, NULL, looked_cb, g_object_ref (self));
}

/* Runs what the store says is to run, and nothing else. */
void
od_accounts_refresh_async (OdAccounts *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, od_accounts_refresh_async);
  g_ptr_array_add (self->refreshes, g_object_ref (task));
  look (self);
}

gboolean
od_accounts_refresh_finish (OdAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_accounts_start:
 *
 * Connects what is enabled, from now on. Returns at once.
 */
void
od_accounts_start (OdAccounts *self)
{
  g_return_if_fail (OD_IS_ACCOUNTS (self));

  self->is_running = TRUE;
  od_accounts_refresh_async (self, NULL, NULL);
}

/**
 * od_accounts_try_now:
 *
 * Times are better: what waits to be tried again is tried at once.
 */
void
od_accounts_try_now (OdAccounts *self)
{
  GHashTableIter iter;
  gpointer run;

  g_return_if_fail (OD_IS_ACCOUNTS (self));

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &run))
    od_account_run_try_now (run);
}

static void
all_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  guint *n_left = g_task_get_task_data (task);

  if (--*n_left == 0)
    g_task_return_boolean (task, TRUE);
}

/**
 * od_accounts_stop_async:
 *
 * Connects nothing any more; completes when every channel has let go.
 */
void
od_accounts_stop_async (OdAccounts *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GList) runs = NULL;
  guint *n_left;

  g_return_if_fail (OD_IS_ACCOUNTS (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, od_accounts_stop_async);
  self->is_running = FALSE;
  runs = g_hash_table_get_values (self->runs);
  n_left = g_new (guint, 1);
  *n_left = g_list_length (runs) + 1;
  g_task_set_task_data (task, n_left, g_free);
  for (GList *l = runs; l != NULL; l = l->next)
    od_accounts_stop_run_async (self, od_account_run_get_account_id (l->data), all_stopped_cb, g_object_ref (task));
  all_stopped_cb (NULL, NULL, g_object_ref (task));
}

gboolean
od_accounts_stop_finish (OdAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
