/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-secrets-check.h"

#include "od-account-trouble.h"
#include "od-error.h"

/* Whether what signs an account in is there, before its channel is bothered: so that a key ring that is locked, and a
 * secret that is gone, are the same question to the operator whatever the channel is. */

typedef struct {
  gint64 account_id;
  const OdChannelField *field; /* the next one */
} Check;

static gboolean
is_needed (const OdChannelField *field)
{
  return field->type == OD_FIELD_SECRET && field->default_value == NULL;
}

/**
 * od_secrets_check_is_needed:
 *
 * Returns: whether an account of the channel can't do without a secret
 */
gboolean
od_secrets_check_is_needed (const OdChannelDescriptor *descriptor)
{
  for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
    if (is_needed (field))
      return TRUE;
  return FALSE;
}

static void look_for_next (GTask *task);

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  GError *error = NULL;
  char *secret = od_secrets_port_lookup_finish (OD_SECRETS_PORT (source), result, &error);

  if (error == NULL && (secret == NULL || *secret == '\0'))
    {
      g_set_error (&error, OD_ERROR, OD_ERROR_AUTH, "“%s” is not in the key ring", check->field->key);
      od_error_set_reason (error, OD_ACCOUNT_TROUBLE_NO_SECRET);
    }
  od_secret_free (secret);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  check->field++;
  look_for_next (task);
}

static void
look_for_next (GTask *task)
{
  Check *check = g_task_get_task_data (task);

  while (check->field->key != NULL && !is_needed (check->field))
    check->field++;
  if (check->field->key == NULL)
    g_task_return_boolean (task, TRUE);
  else
    od_secrets_port_lookup_async (g_task_get_source_object (task), check->account_id, check->field->key,
                                  g_task_get_cancellable (task), looked_up_cb, g_object_ref (task));
}

/**
 * od_secrets_check_async:
 *
 * Looks for every secret that an account of the channel can't do without.
 */
void
od_secrets_check_async (OdSecretsPort *secrets, gint64 account_id, const OdChannelDescriptor *descriptor,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (secrets, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  g_task_set_source_tag (task, od_secrets_check_async);
  check->account_id = account_id;
  check->field = descriptor->fields;
  g_task_set_task_data (task, check, g_free);
  look_for_next (task);
}

/**
 * od_secrets_check_finish:
 *
 * Returns: %FALSE with an error whose reason is an #OdAccountTrouble: %OD_ACCOUNT_TROUBLE_NO_SECRET, or one of the
 *   key ring's
 */
gboolean
od_secrets_check_finish (OdSecretsPort *secrets, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, secrets), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
