/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-view"

#include "od-thread-view-private.h"

/* What changes in a thread because time goes by: "today" at midnight, and the seconds in which a
 * message can still be taken back. */

#define SECOND_US ((gint64) G_USEC_PER_SEC)

static gboolean
count_cb (gpointer user_data)
{
  OdThreadView *self = user_data;
  gboolean has_more = FALSE;

  self->setting.now_us = od_clock_get_real_us (self->desk->clock);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      OdThreadRow *row = od_thread_view_row_of (child);

      if (row != NULL && gtk_widget_get_mapped (child) && od_thread_row_count (row))
        has_more = TRUE;
    }
  if (has_more)
    return G_SOURCE_CONTINUE;
  self->times.count_id = 0;
  return G_SOURCE_REMOVE;
}

/* A row in sight has seconds to count. */
void
od_thread_view_count_down (gpointer view)
{
  OdThreadView *self = view;

  if (self->times.count_id == 0)
    self->times.count_id = od_clock_add_timeout (self->desk->clock, SECOND_US, count_cb, self, NULL);
}

static gint64
find_midnight_us (gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / SECOND_US);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) next = g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) midnight = g_date_time_new (zone, g_date_time_get_year (next), g_date_time_get_month (next),
                                                    g_date_time_get_day_of_month (next), 0, 0, 0);

  return g_date_time_to_unix (midnight) * SECOND_US;
}

static gboolean
midnight_cb (gpointer user_data)
{
  OdThreadView *self = user_data;

  self->times.midnight_id = 0;
  self->setting.now_us = od_clock_get_real_us (self->desk->clock);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      OdThreadRow *row = od_thread_view_row_of (child);

      if (row != NULL && (od_message_item_get_marks (od_thread_row_get_item (row)) &
                          (OD_THREAD_MARK_DAY | OD_THREAD_MARK_CONVERSATION)) != 0)
        od_thread_row_refresh (row);
    }
  od_thread_view_watch_time (self);
  return G_SOURCE_REMOVE;
}

/* One timeout, for the next midnight. */
void
od_thread_view_watch_time (OdThreadView *self)
{
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  gint64 left_us = find_midnight_us (now_us, self->setting.zone) - now_us;

  self->times.midnight_id =
      od_clock_add_timeout (self->desk->clock, MAX (left_us, 0) + SECOND_US, midnight_cb, self, NULL);
}
