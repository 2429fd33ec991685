/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-notifications"

#include "od-notifications-private.h"

#include "od-limits.h"

G_DEFINE_FINAL_TYPE (OdNotifications, od_notifications, G_TYPE_OBJECT)

static guint signals[OD_N_NOTIFICATIONS_SIGNAL];

static gint64
get_now (OdNotifications *self)
{
  return od_clock_get_real_us (self->desk->clock);
}

/* ---- Entries ---- */

static void
entry_free (gpointer data)
{
  OdNotifyEntry *entry = data;

  od_alert_subject_free (entry->subject);
  g_free (entry);
}

static OdNotifyEntry *
ensure_entry (OdNotifications *self, const OdAlertSubject *subject)
{
  OdNotifyEntry *entry = g_hash_table_lookup (self->entries, &subject->id);

  if (entry != NULL)
    return entry;
  entry = g_new0 (OdNotifyEntry, 1);
  entry->subject = od_alert_subject_copy (subject);
  g_hash_table_insert (self->entries, g_memdup2 (&subject->id, sizeof subject->id), entry);
  od_alert_port_watch (self->desk->tools.alerts, subject->id, TRUE);
  return entry;
}

static void
forget (OdNotifications *self, gint64 id)
{
  od_alert_port_watch (self->desk->tools.alerts, id, FALSE);
  g_hash_table_remove (self->entries, &id);
}

static gboolean
is_in_front (OdNotifications *self, gint64 id)
{
  return self->is_in_front != NULL && self->is_in_front (id, self->in_front_data);
}

/* The alert whose words the notification has. */
const OdAlert *
od_notify_entry_find_top (const OdNotifyEntry *entry)
{
  const OdAlert *top = NULL;

  for (guint kind = 0; kind < OD_N_ALERT; kind++)
    if ((entry->kinds & (1u << kind)) != 0 && (top == NULL || od_notify_policy_outranks (kind, top->kind)))
      top = &entry->alerts[kind];
  return top;
}

static guint
count_shown_lately (OdNotifications *self, gint64 now_us)
{
  GArray *shown_us = self->shown_us;

  while (shown_us->len > 0 &&
         now_us - g_array_index (shown_us, gint64, 0) >= OD_LIMIT_ALERT_BURST_S * (gint64) G_USEC_PER_SEC)
    g_array_remove_index (shown_us, 0);
  return shown_us->len;
}

OdNotifyMoment
od_notifications_get_moment (OdNotifications *self, const OdNotifyEntry *entry, gint64 id)
{
  gint64 now_us = get_now (self);

  return (OdNotifyMoment){
    .zone = self->zone,
    .now_us = now_us,
    .operator_id = self->desk->operator_id,
    .started_us = self->started_us,
    .sounded_us = entry != NULL ? entry->sounded_us : 0,
    .n_shown_lately = count_shown_lately (self, now_us),
    .is_in_front = is_in_front (self, id),
    .is_shown = entry != NULL && entry->is_shown,
    .is_desktop_quiet = self->is_desktop_quiet,
  };
}

static const char *
get_channel_name (OdNotifications *self, const char *id)
{
  const OdChannelInfo *channel = id != NULL ? od_channel_info_find (self->desk->channels, id) : NULL;

  return channel != NULL ? channel->name : id;
}

/* ---- Showing ---- */

void
od_notifications_emit (OdNotifications *self, const OdNotice *notice)
{
  g_signal_emit (self, signals[OD_NOTIFICATIONS_SHOW], 0, notice);
}

void
od_notifications_emit_withdraw (OdNotifications *self, gint64 id)
{
  g_signal_emit (self, signals[OD_NOTIFICATIONS_WITHDRAW], 0, id);
}

static gboolean repeat_cb (gpointer user_data);

static void
repeat_later (OdNotifications *self)
{
  guint repeat_s = self->choice.settings.repeat_s;

  if (repeat_s > 0 && self->timeouts.repeat_id == 0 && g_hash_table_size (self->entries) > 0)
    self->timeouts.repeat_id =
        od_clock_add_timeout (self->desk->clock, repeat_s * (gint64) G_USEC_PER_SEC, repeat_cb, self, NULL);
}

/*
 * od_notifications_make_notice:
 *
 * Returns: (transfer full): what is to be said of an entry now
 */
OdNotice *
od_notifications_make_notice (OdNotifications *self, const OdNotifyEntry *entry, const char *sound)
{
  const OdAlert *top = od_notify_entry_find_top (entry);
  OdNotifyMoment moment = od_notifications_get_moment (self, entry, entry->subject->id);
  OdNotifyDecision decision;

  od_notify_policy_decide (top, entry->subject, &self->choice.settings, &moment, &decision);
  decision.sound = sound;
  return od_notice_new (top, entry->subject, &decision, get_channel_name (self, entry->subject->channel), moment.now_us,
                        self->zone);
}

/*
 * od_notifications_present:
 *
 * Shows the notification of an entry, new or in its place.
 */
void
od_notifications_present (OdNotifications *self, OdNotifyEntry *entry, const char *sound)
{
  g_autoptr (OdNotice) notice = od_notifications_make_notice (self, entry, sound);
  gint64 now_us = get_now (self);

  if (!entry->is_shown)
    g_array_append_val (self->shown_us, now_us);
  if (sound != NULL)
    entry->sounded_us = now_us;
  entry->is_shown = TRUE;
  od_notifications_emit (self, notice);
  repeat_later (self);
}

static gboolean
repeat_cb (gpointer user_data)
{
  OdNotifications *self = user_data;
  g_autoptr (GPtrArray) values = od_notifications_list_entries (self);

  self->timeouts.repeat_id = 0;
  for (guint i = 0; i < values->len; i++)
    {
      OdNotifyEntry *entry = values->pdata[i];
      const OdAlert *top = od_notify_entry_find_top (entry);
      OdNotifyMoment moment = od_notifications_get_moment (self, entry, entry->subject->id);
      OdNotifyDecision decision;

      if (top == NULL || entry->is_summed_up ||
          !od_notify_policy_repeats (top, entry->subject, &self->choice.settings, &moment))
        continue;
      od_notify_policy_decide (top, entry->subject, &self->choice.settings, &moment, &decision);
      od_notifications_present (self, entry, decision.sound);
    }
  repeat_later (self);
  return G_SOURCE_REMOVE;
}

/* Takes back what needs no telling any more. */
static void
drop (OdNotifications *self, gint64 id)
{
  OdNotifyEntry *entry = g_hash_table_lookup (self->entries, &id);
  gboolean was_shown = entry->is_shown, was_summed_up = entry->is_summed_up;

  forget (self, id);
  if (was_shown)
    od_notifications_emit_withdraw (self, id);
  if (was_summed_up)
    od_notifications_gather (self); /* it is one less */
}

/* ---- News ---- */

static void
update_subject (OdNotifications *self, const OdAlertSubject *subject)
{
  OdNotifyEntry *entry = g_hash_table_lookup (self->entries, &subject->id);

  if (entry == NULL)
    return;
  od_alert_subject_free (entry->subject);
  entry->subject = od_alert_subject_copy (subject);
  for (guint kind = 0; kind < OD_N_ALERT; kind++)
    if ((entry->kinds & (1u << kind)) != 0 && od_alert_is_settled (&entry->alerts[kind], subject))
      entry->kinds &= ~(1u << kind);
  if (entry->kinds == 0 || is_in_front (self, subject->id))
    drop (self, subject->id);
}

/* Returns: whether the notification of its conversation is to be shown anew; @sound: (out) */
static gboolean
take_alert (OdNotifications *self, const OdAlert *alert, const OdAlertSubject *subject, const char **sound)
{
  OdNotifyEntry *entry = g_hash_table_lookup (self->entries, &subject->id);
  OdNotifyMoment moment = od_notifications_get_moment (self, entry, subject->id);
  OdNotifyDecision decision;
  gboolean is_kept_back;

  od_notify_policy_decide (alert, subject, &self->choice.settings, &moment, &decision);
  if (decision.reason == OD_NOTIFY_QUIET_HOURS)
    od_notifications_follow_quiet (self, TRUE);
  is_kept_back = decision.reason == OD_NOTIFY_QUIET_HOURS && alert->kind == OD_ALERT_BREACH;
  if (decision.verdict == OD_NOTIFY_WITHHOLD && !is_kept_back)
    return FALSE;
  if (decision.reason == OD_NOTIFY_FROM_BEFORE || decision.reason == OD_NOTIFY_LATE)
    self->summary.is_absence = TRUE;
  entry = ensure_entry (self, subject);
  entry->alerts[alert->kind] = *alert;
  entry->kinds |= 1u << alert->kind;
  entry->is_kept_back |= is_kept_back;
  if (is_kept_back)
    return FALSE;
  if (decision.verdict == OD_NOTIFY_SUMMARISE || (entry->is_summed_up && alert->kind == OD_ALERT_MESSAGE))
    {
      entry->is_summed_up = self->summary.is_new = TRUE;
      od_notifications_gather (self);
      return FALSE;
    }
  entry->is_summed_up = FALSE;
  *sound = decision.sound;
  return TRUE;
}

static gboolean
is_arrival (OdNotifications *self, const OdAlert *alert)
{
  return alert->kind == OD_ALERT_MESSAGE && !is_in_front (self, alert->conversation_id) &&
         get_now (self) - alert->at_us <= OD_LIMIT_ALERT_LATE_S * (gint64) G_USEC_PER_SEC;
}

static void
told_cb (OdNotifications *self, const OdAlertNews *news)
{
  g_autoptr (GHashTable) arrived = g_hash_table_new (NULL, NULL), presented = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < news->subjects->len; i++)
    update_subject (self, news->subjects->pdata[i]);
  for (guint i = 0; i < news->alerts->len; i++)
    {
      const OdAlert *alert = &g_array_index (news->alerts, OdAlert, i);
      const OdAlertSubject *subject = od_alert_news_find (news, alert->conversation_id);
      const char *sound = NULL;

      if (subject == NULL)
        continue;
      if (is_arrival (self, alert) && g_hash_table_add (arrived, (gpointer) subject))
        g_signal_emit (self, signals[OD_NOTIFICATIONS_ARRIVED], 0, subject);
      if (take_alert (self, alert, subject, &sound) &&
          (g_hash_table_add (presented, (gpointer) subject) || alert->kind != OD_ALERT_MESSAGE)) /* says the same */
        od_notifications_present (self, g_hash_table_lookup (self->entries, &subject->id), sound);
    }
}

/* ---- Life ---- */

static void
stop_timeout (OdNotifications *self, guint *id)
{
  if (*id != 0)
    od_clock_remove_timeout (self->desk->clock, *id);
  *id = 0;
}

static void
od_notifications_dispose (GObject *object)
{
  OdNotifications *self = OD_NOTIFICATIONS (object);

  g_cancellable_cancel (self->asking);
  if (self->desk != NULL)
    {
      stop_timeout (self, &self->timeouts.gather_id);
      stop_timeout (self, &self->timeouts.repeat_id);
      stop_timeout (self, &self->timeouts.quiet_id);
    }
  G_OBJECT_CLASS (od_notifications_parent_class)->dispose (object);
}

static void
od_notifications_finalize (GObject *object)
{
  OdNotifications *self = OD_NOTIFICATIONS (object);

  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_pointer (&self->shown_us, g_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->choice.muted, g_strfreev);
  g_clear_object (&self->asking);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_notifications_parent_class)->finalize (object);
}

static void
od_notifications_class_init (OdNotificationsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_notifications_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_notifications_finalize;

  /**
   * OdNotifications::show:
   * @notice: (type OdNotice): valid during the signal; takes the place of the one with its id
   */
  signals[OD_NOTIFICATIONS_SHOW] = g_signal_new ("show", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                 NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  /**
   * OdNotifications::withdraw:
   * @id: of the notice that has to go
   */
  signals[OD_NOTIFICATIONS_WITHDRAW] = g_signal_new ("withdraw", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  /**
   * OdNotifications::arrived:
   * @subject: (type OdAlertSubject): somebody has just written there, and it isn't in front; shown or not
   */
  signals[OD_NOTIFICATIONS_ARRIVED] = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
od_notifications_init (OdNotifications *self)
{
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, entry_free);
  self->shown_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->zone = g_time_zone_new_local ();
  self->asking = g_cancellable_new ();
  self->choice.settings.events = OD_ALERTS_ALL;
  od_quiet_hours_init (&self->choice.settings.quiet);
}

/**
 * od_notifications_new:
 * @desk: has alerts
 *
 * Returns: (transfer full): tells everything, as loud as it is, until it gets settings
 */
OdNotifications *
od_notifications_new (OdDesk *desk)
{
  OdNotifications *self;

  g_return_val_if_fail (desk->tools.alerts != NULL, NULL);

  self = g_object_new (OD_TYPE_NOTIFICATIONS, NULL);
  self->desk = od_desk_ref (desk);
  self->started_us = get_now (self);
  g_signal_connect_object (desk->tools.alerts, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk->clock, "jumped", G_CALLBACK (od_notifications_clock_jumped), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_notifications_set_settings:
 * @settings: copied
 */
void
od_notifications_set_settings (OdNotifications *self, const OdNotifySettings *settings)
{
  GStrv muted;

  g_return_if_fail (OD_IS_NOTIFICATIONS (self));

  muted = g_strdupv ((GStrv) settings->muted_channels);
  g_strfreev (self->choice.muted);
  self->choice.muted = muted;
  self->choice.settings = *settings;
  self->choice.settings.muted_channels = (const char *const *) muted;
  od_notifications_follow_quiet (self, FALSE);
  stop_timeout (self, &self->timeouts.repeat_id);
  repeat_later (self);
}

void
od_notifications_set_in_front_func (OdNotifications *self, OdInFrontFunc func, gpointer user_data)
{
  g_return_if_fail (OD_IS_NOTIFICATIONS (self));

  self->is_in_front = func;
  self->in_front_data = user_data;
}

/**
 * od_notifications_set_desktop_quiet:
 * @is_quiet: "do not disturb" of the desktop, which decides itself what comes up; then nothing sounds or repeats
 */
void
od_notifications_set_desktop_quiet (OdNotifications *self, gboolean is_quiet)
{
  g_return_if_fail (OD_IS_NOTIFICATIONS (self));

  self->is_desktop_quiet = is_quiet;
}

/**
 * od_notifications_start:
 *
 * Says what came in before: one summary. To be called once, with the settings set.
 */
void
od_notifications_start (OdNotifications *self)
{
  g_return_if_fail (OD_IS_NOTIFICATIONS (self));

  self->summary.is_new = TRUE;
  od_notifications_sum_up_absence (self);
}

/**
 * od_notifications_look:
 * @at_desk: the operator has turned to the list of conversations, too
 *
 * To be called when something came to the front: what is there needs no notification any more.
 */
void
od_notifications_look (OdNotifications *self, gboolean at_desk)
{
  g_autofree gint64 **ids = NULL;
  guint n_ids;

  g_return_if_fail (OD_IS_NOTIFICATIONS (self));

  if (at_desk)
    od_notifications_withdraw_summary (self);
  ids = (gint64 **) g_hash_table_get_keys_as_array (self->entries, &n_ids);
  for (guint i = 0; i < n_ids; i++)
    {
      gint64 id = *ids[i];

      if (is_in_front (self, id))
        drop (self, id);
    }
}

/**
 * od_notifications_dismissed:
 * @id: of a notice that the operator closed
 *
 * It is told again only if something new happens, or if the operator wants to be reminded until somebody answers.
 */
void
od_notifications_dismissed (OdNotifications *self, gint64 id)
{
  OdNotifyEntry *entry;

  g_return_if_fail (OD_IS_NOTIFICATIONS (self));

  if (id == OD_NOTICE_SUMMARY)
    {
      self->summary.is_shown = FALSE;
      od_notifications_withdraw_summary (self);
      return;
    }
  entry = g_hash_table_lookup (self->entries, &id);
  if (entry == NULL)
    return;
  entry->is_shown = FALSE;
  if (self->choice.settings.repeat_s == 0)
    forget (self, id);
}
