/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-notifications"

#include "od-limits.h"
#include "od-notifications-private.h"

/* What comes in together is summed up together. */
#define GATHER_US (700 * (gint64) 1000)
/* More than these are no notifications, but a summary, when the program ends. */
#define MAX_LEFT_BEHIND 8

/* The notification of many: of a burst, or of what came in while nobody was told. */

static void
emit_summary (OdNotifications *self, const OdAlertSummary *summary, GPtrArray *subjects)
{
  g_autoptr (OdNotice) notice = od_notice_new_summary (summary, subjects, !self->choice.settings.is_private);

  if (self->choice.settings.has_sound && !self->is_desktop_quiet && self->summary.is_new)
    notice->sound = summary->n_late + summary->n_broken > 0 ? "alarm-clock-elapsed" : "message-new-instant";
  self->summary.is_shown = TRUE;
  self->summary.is_new = FALSE;
  od_notifications_emit (self, notice);
}

static gboolean
is_quiet (OdNotifications *self)
{
  return od_quiet_hours_contains (&self->choice.settings.quiet, od_clock_get_real_us (self->desk->clock), self->zone);
}

static gboolean
is_broken (const OdNotifyEntry *entry)
{
  return (entry->kinds & (1u << OD_ALERT_BREACH)) != 0;
}

/* Leaves of what waits what may be told now. A promise that broke is told whatever else is: the policy has let it. */
static void
choose_absence (OdNotifications *self, OdAlertSummary *summary)
{
  guint events = self->choice.settings.events;
  GHashTableIter iter;
  gpointer value;

  if (is_quiet (self) || (events & (1u << OD_ALERT_MESSAGE)) == 0)
    summary->n_messages = summary->n_conversations = 0;
  if (is_quiet (self) || (events & (1u << OD_ALERT_BREACH)) == 0)
    summary->n_late = 0;
  summary->is_absence = TRUE;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    summary->n_broken += ((OdNotifyEntry *) value)->is_summed_up && is_broken (value);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  OdAlertSummary summary;
  OdNotifications *self;
  gboolean waits;

  if (!od_alert_port_load_summary_finish (OD_ALERT_PORT (source), result, &summary, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("Could not count what waits: %s", error->message);
      return; /* if cancelled, we are gone */
    }
  self = user_data;
  waits = summary.n_messages + summary.n_late > 0;
  choose_absence (self, &summary);
  if (summary.n_messages + summary.n_late + summary.n_broken == 0)
    {
      if (!waits || !is_quiet (self)) /* what was told before it became quiet stays */
        od_notifications_withdraw_summary (self);
    }
  else if (self->summary.is_new)
    emit_summary (self, &summary, NULL);
}

/*
 * od_notifications_sum_up_absence:
 *
 * Says what came in while nobody was told: what there is in the store, and the promises that broke. What is not to be
 * told in quiet hours is told when they end.
 */
void
od_notifications_sum_up_absence (OdNotifications *self)
{
  const OdNotifySettings *settings = &self->choice.settings;

  if (is_quiet (self))
    od_notifications_follow_quiet (self, TRUE);
  self->summary.is_absence = TRUE;
  od_alert_port_load_summary_async (self->desk->tools.alerts, settings->muted_channels, self->asking, counted_cb, self);
}

/* Returns: (transfer container) (element-type OdNotifyEntry): all of them */
GPtrArray *
od_notifications_list_entries (OdNotifications *self)
{
  GPtrArray *entries = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (entries, value);
  return entries;
}

/* Returns: (transfer container) (element-type OdNotifyEntry): what is summed up, which @summary counts */
static GPtrArray *
count_burst (OdNotifications *self, OdAlertSummary *summary)
{
  g_autoptr (GPtrArray) all = od_notifications_list_entries (self);
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  *summary = (OdAlertSummary){ 0 };
  for (guint i = 0; i < all->len; i++)
    {
      OdNotifyEntry *entry = all->pdata[i];

      if (!entry->is_summed_up)
        continue;
      summary->n_broken += is_broken (entry);
      if (!is_broken (entry) || entry->subject->n_unread > 0)
        {
          summary->n_messages += MAX (entry->subject->n_unread, 1);
          summary->n_conversations++;
        }
      g_ptr_array_add (entries, entry);
    }
  return g_steal_pointer (&entries);
}

/* One alone needs no summary. */
static void
present_only (OdNotifications *self, OdNotifyEntry *entry)
{
  const char *sound = is_broken (entry) ? "alarm-clock-elapsed" : "message-new-instant";

  entry->is_summed_up = FALSE;
  od_notifications_present (self, entry, self->choice.settings.has_sound && !self->is_desktop_quiet ? sound : NULL);
}

static gboolean
gathered_cb (gpointer user_data)
{
  OdNotifications *self = user_data;
  OdAlertSummary summary;
  g_autoptr (GPtrArray) entries = NULL, subjects = NULL;

  self->timeouts.gather_id = 0;
  if (self->summary.is_absence)
    {
      od_notifications_sum_up_absence (self);
      return G_SOURCE_REMOVE;
    }
  entries = count_burst (self, &summary);
  if (entries->len == 0)
    od_notifications_withdraw_summary (self);
  else if (entries->len == 1 && !self->summary.is_shown)
    present_only (self, entries->pdata[0]);
  else
    {
      subjects = g_ptr_array_new ();
      for (guint i = 0; i < entries->len; i++)
        g_ptr_array_add (subjects, ((OdNotifyEntry *) entries->pdata[i])->subject);
      emit_summary (self, &summary, subjects);
    }
  return G_SOURCE_REMOVE;
}

/*
 * od_notifications_gather:
 *
 * Something is to be summed up, or no longer: what comes in within a moment is counted together.
 */
void
od_notifications_gather (OdNotifications *self)
{
  if (self->timeouts.gather_id == 0)
    self->timeouts.gather_id = od_clock_add_timeout (self->desk->clock, GATHER_US, gathered_cb, self, NULL);
}

/*
 * od_notifications_withdraw_summary:
 *
 * The operator knows, or nothing is left of it.
 */
void
od_notifications_withdraw_summary (OdNotifications *self)
{
  gboolean was_shown = self->summary.is_shown;
  GHashTableIter iter;
  gpointer key, value;

  self->summary = (OdNotifySummary){ FALSE };
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((OdNotifyEntry *) value)->is_summed_up)
      {
        od_alert_port_watch (self->desk->tools.alerts, *(gint64 *) key, FALSE);
        g_hash_table_iter_remove (&iter);
      }
  if (was_shown)
    od_notifications_emit_withdraw (self, OD_NOTICE_SUMMARY);
}

/* Returns: whether something of it may be told now; what quiet hours keep back is told by the next start, which counts
 * what is late. */
static gboolean
leave_kept_back (OdNotifyEntry *entry)
{
  if (entry->is_kept_back)
    entry->kinds &= ~(1u << OD_ALERT_BREACH);
  return entry->kinds != 0;
}

/**
 * od_notifications_list_due:
 *
 * What is kept back is forgotten by it: the program ends.
 *
 * Returns: (transfer full) (element-type OdNotice): what is still to be told when the program ends; at most eight, and
 *   of more one summary. Nothing of what quiet hours keep back.
 */
GPtrArray *
od_notifications_list_due (OdNotifications *self)
{
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func ((GDestroyNotify) od_notice_free);
  g_autoptr (GPtrArray) entries = NULL;
  gboolean are_many;
  OdAlertSummary summary;

  g_return_val_if_fail (OD_IS_NOTIFICATIONS (self), NULL);

  entries = od_notifications_list_entries (self);
  for (guint i = entries->len; i-- > 0;)
    if (!leave_kept_back (entries->pdata[i]))
      g_ptr_array_remove_index (entries, i);
  are_many = entries->len > MAX_LEFT_BEHIND;
  for (guint i = 0; i < entries->len; i++)
    {
      OdNotifyEntry *entry = entries->pdata[i];

      entry->is_summed_up = entry->is_summed_up || are_many;
      if (!entry->is_summed_up)
        g_ptr_array_add (notices, od_notifications_make_notice (self, entry, NULL));
    }
  g_ptr_array_unref (count_burst (self, &summary));
  if (summary.n_conversations + summary.n_broken > 0)
    g_ptr_array_add (notices, od_notice_new_summary (&summary, NULL, !self->choice.settings.is_private));
  return g_steal_pointer (&notices);
}
