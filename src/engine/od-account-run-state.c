/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an account that is run does. */
#include "od-account-run-private.h"
#include "od-account-trouble.h"

gboolean
od_account_run_polls (OdAccountRun *self)
{
  return (self->descriptor->caps & OD_CHANNEL_POLLS) != 0;
}

/**
 * od_account_run_hear:
 * @error: (nullable): how something ended that its channel was asked for by somebody else
 */
void
od_account_run_hear (OdAccountRun *self, const GError *error)
{
  gboolean is_news = FALSE;

  g_return_if_fail (OD_IS_ACCOUNT_RUN (self));

  if (error != NULL)
    is_news = od_account_pulse_fail (self->pulse, error, FALSE);
  else if (!od_account_run_polls (self))
    is_news = od_account_pulse_hear (self->pulse);
  if (is_news)
    g_signal_emit_by_name (self, "changed");
}

gint64
od_account_run_get_account_id (OdAccountRun *self)
{
  return self->row->id;
}

const char *
od_account_run_get_settings (OdAccountRun *self)
{
  return self->row->settings;
}

/**
 * od_account_run_set_settings:
 *
 * Of the next start.
 */
void
od_account_run_set_settings (OdAccountRun *self, const char *settings)
{
  g_free (self->row->settings);
  self->row->settings = g_strdup (settings);
}

OdAccountState
od_account_run_get_state (OdAccountRun *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_RUN (self), OD_ACCOUNT_OFFLINE);

  if (!self->is_wanted)
    return OD_ACCOUNT_OFFLINE;
  if (self->error != NULL)
    return od_account_trouble_needs_person (od_account_trouble_of_error (self->error)) ? OD_ACCOUNT_AUTH
                                                                                       : OD_ACCOUNT_ERROR;
  return self->phase == PHASE_RUNNING ? OD_ACCOUNT_OK : OD_ACCOUNT_CONNECTING;
}

/**
 * od_account_run_get_health:
 *
 * Returns: (transfer none): how it does; the numbers of the outbox are the store's
 */
const OdAccountHealth *
od_account_run_get_health (OdAccountRun *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_RUN (self), NULL);

  return od_account_pulse_get_health (self->pulse);
}

/**
 * od_account_run_get_error:
 *
 * Returns: (transfer none) (nullable): why it does not work
 */
const GError *
od_account_run_get_error (OdAccountRun *self)
{
  return self->error;
}

/**
 * od_account_run_dup_error_text:
 *
 * Returns: (transfer full) (nullable): the same, for people
 */
char *
od_account_run_dup_error_text (OdAccountRun *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_RUN (self), NULL);

  return self->error != NULL ? od_account_trouble_describe (self->error) : NULL;
}

/**
 * od_account_run_dup_url:
 *
 * Returns: (transfer full) (nullable): where customers find it, while it is served
 */
char *
od_account_run_dup_url (OdAccountRun *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_RUN (self), NULL);

  return self->phase == PHASE_RUNNING ? od_channel_dup_url (self->channel) : NULL;
}
