/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdThreadMarks: what stands around a row of the thread.
 * @OD_THREAD_MARK_CONVERSATION: a divider that names the conversation, before it
 * @OD_THREAD_MARK_DAY: the day, before it
 * @OD_THREAD_MARK_UNREAD: "unread", before it
 * @OD_THREAD_MARK_FIRST: first of a group of one sender
 * @OD_THREAD_MARK_LAST: last of a group of one sender
 */
typedef enum {
  OD_THREAD_MARK_CONVERSATION = 1 << 0,
  OD_THREAD_MARK_DAY = 1 << 1,
  OD_THREAD_MARK_UNREAD = 1 << 2,
  OD_THREAD_MARK_FIRST = 1 << 3,
  OD_THREAD_MARK_LAST = 1 << 4,
} OdThreadMarks;

OdThreadMarks od_thread_group_mark (const OdMessageRow *before, const OdMessageRow *row, const OdMessageRow *after,
                                    gint64 first_unread_id, GTimeZone *zone);
gboolean od_thread_same_day (gint64 a_us, gint64 b_us, GTimeZone *zone);

G_END_DECLS
