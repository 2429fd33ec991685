/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-alert.h"

OdAlertSubject *
od_alert_subject_copy (const OdAlertSubject *self)
{
  OdAlertSubject *copy = g_memdup2 (self, sizeof *self);

  copy->channel = g_strdup (self->channel);
  copy->account_name = g_strdup (self->account_name);
  copy->name = g_strdup (self->name);
  copy->address = g_strdup (self->address);
  copy->lang = g_strdup (self->lang);
  copy->lines = g_strdupv (self->lines);
  return copy;
}

void
od_alert_subject_free (OdAlertSubject *self)
{
  g_free (self->channel);
  g_free (self->account_name);
  g_free (self->name);
  g_free (self->address);
  g_free (self->lang);
  g_strfreev (self->lines);
  g_free (self);
}

/**
 * od_alert_news_new:
 *
 * Returns: (transfer full): no news
 */
OdAlertNews *
od_alert_news_new (void)
{
  OdAlertNews *self = g_new0 (OdAlertNews, 1);

  self->alerts = g_array_new (FALSE, FALSE, sizeof (OdAlert));
  self->subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) od_alert_subject_free);
  return self;
}

void
od_alert_news_free (OdAlertNews *self)
{
  g_array_unref (self->alerts);
  g_ptr_array_unref (self->subjects);
  g_free (self);
}

/**
 * od_alert_news_find:
 *
 * Returns: (transfer none) (nullable): how that conversation is
 */
const OdAlertSubject *
od_alert_news_find (const OdAlertNews *self, gint64 conversation_id)
{
  for (guint i = 0; i < self->subjects->len; i++)
    {
      const OdAlertSubject *subject = self->subjects->pdata[i];

      if (subject->id == conversation_id)
        return subject;
    }
  return NULL;
}

/**
 * od_alert_kind_get_name:
 *
 * Returns: its name in the settings; never changes
 */
const char *
od_alert_kind_get_name (OdAlertKind kind)
{
  static const char *const names[OD_N_ALERT] = {
    [OD_ALERT_MESSAGE] = "message",       [OD_ALERT_WARNING] = "warning", [OD_ALERT_BREACH] = "breach",
    [OD_ALERT_ASSIGNMENT] = "assignment", [OD_ALERT_MENTION] = "mention", [OD_ALERT_FAILED] = "failed",
  };

  return names[kind];
}

/* A promise is kept, or nobody can keep it any more: by an answer, and that of a whole conversation by its end. */
static gboolean
is_clock_settled (const OdAlert *alert, const OdAlertSubject *subject)
{
  switch (alert->clock)
    {
    case OD_ALERT_CLOCK_FIRST:
    case OD_ALERT_CLOCK_NEXT:
      return subject->waiting_since_us == 0;
    case OD_ALERT_CLOCK_PROMISE:
      return subject->answered_at_us > alert->at_us;
    case OD_ALERT_CLOCK_NONE:
    case OD_ALERT_CLOCK_RESOLUTION:
      return FALSE;
    default:
      g_return_val_if_reached (TRUE);
    }
}

/**
 * od_alert_is_settled:
 * @subject: its conversation, now
 *
 * Returns: whether nobody needs to be told of it any more: it was read, answered or resolved, here or elsewhere
 */
gboolean
od_alert_is_settled (const OdAlert *alert, const OdAlertSubject *subject)
{
  if (subject->is_gone || subject->status == OD_STATUS_SPAM)
    return TRUE;
  switch (alert->kind)
    {
    case OD_ALERT_MESSAGE:
      return subject->n_unread == 0 || subject->waiting_since_us == 0 || subject->status == OD_STATUS_RESOLVED;
    case OD_ALERT_WARNING:
    case OD_ALERT_BREACH:
      return subject->status == OD_STATUS_RESOLVED || is_clock_settled (alert, subject);
    case OD_ALERT_ASSIGNMENT:
      return subject->status == OD_STATUS_RESOLVED || subject->answered_at_us > alert->at_us;
    case OD_ALERT_MENTION:
      return subject->n_mentions == 0;
    case OD_ALERT_FAILED:
      return subject->n_failed == 0;
    default:
      g_return_val_if_reached (TRUE);
    }
}
