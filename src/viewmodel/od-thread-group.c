/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-group.h"

/* Two messages of one sender within this time look like one breath. */
#define GROUP_US (5 * 60 * (gint64) G_USEC_PER_SEC)

/**
 * od_thread_same_day:
 * @a_us: µs since 1970 UTC
 * @b_us: µs since 1970 UTC
 * @zone: whose calendar
 *
 * Returns: whether both moments lie on the same date in @zone
 */
gboolean
od_thread_same_day (gint64 a_us, gint64 b_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) a_utc = g_date_time_new_from_unix_utc (a_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) b_utc = g_date_time_new_from_unix_utc (b_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) a = a_utc != NULL ? g_date_time_to_timezone (a_utc, zone) : NULL;
  g_autoptr (GDateTime) b = b_utc != NULL ? g_date_time_to_timezone (b_utc, zone) : NULL;

  if (a == NULL || b == NULL)
    return a == b;
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/* An event never joins a group: it is a line of its own. */
static gboolean
is_one_breath (const OdMessageRow *first, const OdMessageRow *second)
{
  return first->kind == second->kind && first->kind != OD_TIMELINE_EVENT && first->kind != OD_TIMELINE_CALL &&
         first->operator_id == second->operator_id && first->is_bot == second->is_bot &&
         first->conversation_id == second->conversation_id && second->at_us - first->at_us <= GROUP_US;
}

static OdThreadMarks
get_separators (const OdMessageRow *before, const OdMessageRow *row, gint64 first_unread_id, GTimeZone *zone)
{
  OdThreadMarks marks = 0;

  if (before == NULL || before->conversation_id != row->conversation_id)
    marks |= OD_THREAD_MARK_CONVERSATION;
  if (before == NULL || !od_thread_same_day (before->at_us, row->at_us, zone))
    marks |= OD_THREAD_MARK_DAY;
  if (row->id == first_unread_id)
    marks |= OD_THREAD_MARK_UNREAD;
  return marks;
}

/**
 * od_thread_group_mark:
 * @before: (nullable): the row above, %NULL at the beginning of what is loaded
 * @after: (nullable): the row below
 * @first_unread_id: 0 if all is read
 *
 * Anything that stands between two rows also parts their group.
 *
 * Returns: what stands around @row
 */
OdThreadMarks
od_thread_group_mark (const OdMessageRow *before, const OdMessageRow *row, const OdMessageRow *after,
                      gint64 first_unread_id, GTimeZone *zone)
{
  OdThreadMarks marks = get_separators (before, row, first_unread_id, zone);

  if (marks != 0 || !is_one_breath (before, row))
    marks |= OD_THREAD_MARK_FIRST;
  if (after == NULL || get_separators (row, after, first_unread_id, zone) != 0 || !is_one_breath (row, after))
    marks |= OD_THREAD_MARK_LAST;
  return marks;
}
