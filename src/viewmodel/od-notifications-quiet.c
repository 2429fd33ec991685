/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-notifications"

#include "od-notifications-private.h"

/* What quiet hours keep back is told when they end: messages are counted in the store then, and broken promises wait
 * here, for one that was kept late leaves no trace in what waits. */

static void
tell_kept_back (OdNotifications *self)
{
  g_autoptr (GPtrArray) entries = od_notifications_list_entries (self);

  for (guint i = 0; i < entries->len; i++)
    {
      OdNotifyEntry *entry = entries->pdata[i];

      if (!entry->is_kept_back)
        continue;
      entry->is_kept_back = FALSE;
      if (entry->is_shown)
        od_notifications_present (self, entry, NULL);
      else
        entry->is_summed_up = TRUE;
    }
  self->summary.is_new = TRUE;
  od_notifications_sum_up_absence (self);
}

static gboolean
is_over_cb (gpointer user_data)
{
  OdNotifications *self = user_data;

  self->timeouts.quiet_id = 0;
  od_notifications_follow_quiet (self, TRUE);
  return G_SOURCE_REMOVE;
}

/*
 * od_notifications_follow_quiet:
 * @has_kept_back: something is to be told when they end
 *
 * To be called when something is kept back, and when the hours or the wall clock are others than before.
 */
void
od_notifications_follow_quiet (OdNotifications *self, gboolean has_kept_back)
{
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  const OdQuietHours *hours = &self->choice.settings.quiet;
  gint64 end_us = od_quiet_hours_get_end_us (hours, now_us, self->zone);

  if (self->timeouts.quiet_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->timeouts.quiet_id);
  else if (!has_kept_back)
    return;
  self->timeouts.quiet_id = 0;
  if (end_us > now_us)
    self->timeouts.quiet_id = od_clock_add_timeout (self->desk->clock, end_us - now_us, is_over_cb, self, NULL);
  else if (!od_quiet_hours_contains (hours, now_us, self->zone)) /* or they never end */
    tell_kept_back (self);
}

/*
 * od_notifications_clock_jumped:
 *
 * The machine may have slept over the end of quiet hours.
 */
void
od_notifications_clock_jumped (OdNotifications *self)
{
  od_notifications_follow_quiet (self, FALSE);
}
