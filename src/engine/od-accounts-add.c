/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-accounts"

#include "od-account-trouble.h"
#include "od-accounts-private.h"
#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"

/* Adding an account: the settings are checked, the row is written, then the secrets go to the key ring, and only then
 * is it enabled. If the key ring fails, the row is taken back. */
typedef struct {
  gint64 account_id;
  gboolean is_new; /* no history was taken over */
  gboolean may_have_secrets;
  gboolean may_be_kept; /* a secret is in the key ring, or may be */
  GPtrArray *keys;      /* (owned) (element-type utf8): secrets that are still to be stored */
  GHashTable *secrets;  /* (owned) (element-type utf8 utf8): wiped when freed */
  GError *error;        /* (owned) (nullable): what the caller is told in the end */
} AddData;

static void
add_data_free (gpointer data)
{
  AddData *add = data;

  g_clear_pointer (&add->keys, g_ptr_array_unref);
  g_clear_pointer (&add->secrets, g_hash_table_unref);
  g_clear_error (&add->error);
  g_free (add);
}

static void
free_secret (gpointer secret)
{
  od_secret_free (secret);
}

static const OdChannelField *
find_field (const OdChannelDescriptor *descriptor, const char *key)
{
  for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
    if (g_str_equal (field->key, key))
      return field;
  return NULL;
}

/*
 * od_accounts_check_secrets:
 * @is_new: those that are needed must all be there
 */
gboolean
od_accounts_check_secrets (const OdChannelDescriptor *descriptor, GHashTable *secrets, gboolean is_new, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const OdChannelField *field = find_field (descriptor, key);

      if (field != NULL && field->type == OD_FIELD_SECRET)
        {
          if (od_channel_field_check (field, value) == OD_FIELD_FAULT_NONE)
            continue;
          g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“%s”: %s", field->key,
                       field->wanted != NULL ? field->wanted : "This can’t be right");
          return FALSE;
        }
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“%s” is no secret of %s", (const char *) key, descriptor->id);
      return FALSE;
    }
  for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
    if (is_new && field->type == OD_FIELD_SECRET && field->default_value == NULL &&
        !g_hash_table_contains (secrets, field->key))
      {
        g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“%s” must be given", field->key);
        return FALSE;
      }
  return TRUE;
}

/* NULL with OD_ERROR_USAGE; otherwise the settings, complete. Whose the account is nobody can set. */
char *
od_accounts_complete_settings (const OdChannelDescriptor *descriptor, const char *settings, GError **error)
{
  g_autoptr (JsonNode) given = od_json_parse (settings, -1, NULL, NULL);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (given == NULL || !JSON_NODE_HOLDS_OBJECT (given))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "The settings must be a JSON object");
      return NULL;
    }
  json_object_iter_init_ordered (&iter, json_node_get_object (given));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_str_equal (name, OD_SETTING_IDENTITY))
      json_object_set_member (object, name, json_node_copy (value)); /* what was parsed can't be changed */
  if (!od_channel_descriptor_check (descriptor, object, error))
    return NULL;
  json_node_set_object (node, object);
  return od_json_to_string (node, NULL);
}

gboolean
od_accounts_check_name (const char *name, GError **error)
{
  if (*name != '\0' && g_utf8_validate (name, -1, NULL) && g_utf8_strlen (name, -1) <= OD_LIMIT_NAME_CHARS)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“name” must have 1 to %d characters", OD_LIMIT_NAME_CHARS);
  return FALSE;
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AddData *add = g_task_get_task_data (task);

  od_accounts_refresh_finish (OD_ACCOUNTS (source), result, NULL); /* it is added; its state says the rest */
  if (add->error != NULL)
    g_task_return_error (task, g_steal_pointer (&add->error));
  else
    g_task_return_int (task, add->account_id);
}

static void end (GTask *task);

static void
enabled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AddData *add = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (OdAccountJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL && add->error == NULL)
    {
      add->error = g_steal_pointer (&error);
      end (task);
      return;
    }
  od_accounts_refresh_async (g_task_get_source_object (task), refreshed_cb, g_object_ref (task));
}

static void
write_end (GTask *task)
{
  OdAccounts *self = g_task_get_source_object (task);
  AddData *add = g_task_get_task_data (task);
  OdAccountJob *job = od_accounts_new_job (self, add->account_id, NULL, NULL, NULL);

  job->is_enabled = TRUE;
  job->is_new = add->is_new;
  od_db_write_async (self->context.db, add->error == NULL ? od_store_account_set_enabled : od_store_account_take_back,
                     job, (GDestroyNotify) od_account_job_free, enabled_cb, g_object_ref (task));
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_secrets_port_clear_finish (OD_SECRETS_PORT (source), result, &error))
    g_message ("A secret of an account that was not added may still be in the key ring: %s", error->message);
  write_end (task);
}

/* What the key ring took before it failed is nobody's: it goes before the number can be another account's. */
static void
end (GTask *task)
{
  OdAccounts *self = g_task_get_source_object (task);
  AddData *add = g_task_get_task_data (task);

  if (add->error != NULL && add->may_be_kept)
    od_secrets_port_clear_async (self->context.channel.secrets, add->account_id, NULL, forgotten_cb,
                                 g_object_ref (task));
  else
    write_end (task);
}

static void store_next_secret (GTask *task);

static void
secret_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AddData *add = g_task_get_task_data (task);

  if (!od_secrets_port_store_finish (OD_SECRETS_PORT (source), result, &add->error))
    g_ptr_array_set_size (add->keys, 0);
  if (add->error == NULL || od_account_trouble_of_error (add->error) == OD_ACCOUNT_TROUBLE_RING_SLOW)
    add->may_be_kept = TRUE; /* also by one that answers too late */
  store_next_secret (task);
}

static void
store_next_secret (GTask *task)
{
  OdAccounts *self = g_task_get_source_object (task);
  AddData *add = g_task_get_task_data (task);
  g_autofree char *key = NULL;

  if (add->keys->len == 0)
    {
      end (task);
      return;
    }
  key = g_ptr_array_steal_index (add->keys, add->keys->len - 1);
  od_secrets_port_store_async (self->context.channel.secrets, add->account_id, key,
                               g_hash_table_lookup (add->secrets, key), NULL, secret_stored_cb, g_object_ref (task));
}

static void
emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AddData *add = g_task_get_task_data (task);

  if (!od_secrets_port_clear_finish (OD_SECRETS_PORT (source), result, &add->error))
    g_ptr_array_set_size (add->keys, 0);
  store_next_secret (task);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AddData *add = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdAccountJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  add->account_id = job->account_id;
  add->is_new = job->is_new;
  if (!add->may_have_secrets)
    store_next_secret (task);
  else /* an account that is gone may have had the number, and left a secret when the key ring would not forget it */
    od_secrets_port_clear_async (OD_ACCOUNTS (g_task_get_source_object (task))->context.channel.secrets,
                                 add->account_id, NULL, emptied_cb, g_object_ref (task));
}

/*
 * od_accounts_copy_secrets:
 * @secrets: (nullable)
 *
 * Returns: (transfer full): wiped when it is freed
 */
GHashTable *
od_accounts_copy_secrets (GHashTable *secrets)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_secret);
  GHashTableIter iter;
  gpointer key, value;

  if (secrets == NULL)
    return copy;
  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), g_strdup (value));
  return copy;
}

static AddData *
add_data_new (GHashTable *secrets)
{
  AddData *add = g_new0 (AddData, 1);
  GHashTableIter iter;
  gpointer key;

  add->keys = g_ptr_array_new_with_free_func (g_free);
  add->secrets = od_accounts_copy_secrets (secrets);
  g_hash_table_iter_init (&iter, add->secrets);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (add->keys, g_strdup (key));
  return add;
}

void
od_accounts_add_async (OdAccountPort *port, const char *channel, const char *name, const char *settings,
                       GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdAccounts *self = OD_ACCOUNTS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const OdChannelDescriptor *descriptor = self->find_channel (channel);
  AddData *add = add_data_new (secrets);
  g_autofree char *complete = NULL;
  GError *error = NULL;
  OdAccountJob *job;

  g_task_set_source_tag (task, od_accounts_add_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, add, add_data_free);
  if (descriptor == NULL)
    g_set_error (&error, OD_ERROR, OD_ERROR_USAGE, "There is no channel “%.40s”", channel);
  else if (od_accounts_check_name (name, &error) && od_accounts_check_secrets (descriptor, add->secrets, TRUE, &error))
    complete = od_accounts_complete_settings (descriptor, settings, &error);
  if (complete == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
    add->may_have_secrets = add->may_have_secrets || field->type == OD_FIELD_SECRET;
  job = od_accounts_new_job (self, 0, channel, name, complete);
  job->is_enabled = FALSE; /* not before it has its secrets */
  od_db_write_async (self->context.db, od_store_account_add, job, (GDestroyNotify) od_account_job_free, added_cb,
                     g_object_ref (task));
}
