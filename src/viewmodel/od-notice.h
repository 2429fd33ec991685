/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-notify-policy.h"

G_BEGIN_DECLS

/** Where others have their conversation: the notification that sums up many. */
#define OD_NOTICE_SUMMARY 0

/**
 * OdNotice: a notification, ready to be shown. A value: it is made on the main thread and read on another.
 * @id: its conversation, or %OD_NOTICE_SUMMARY; a newer one with the same id takes its place
 * @seen_id: the newest public message of its conversation when it was made; 0 if it is of none
 * @title, @body: plain text, cleaned and of bounded length; @body may have several lines
 * @person: (nullable): whose picture stands beside it; %NULL for none, and where nothing is to be told of people
 * @initials: of @person; "" for a figure
 * @sound: (nullable): name of the sound theme
 * @has_buttons: it can be answered, put off and snoozed from there
 */
typedef struct {
  gint64 id;
  gint64 seen_id;
  char *title;
  char *body;
  char *person;
  char *initials;
  const char *category;
  const char *sound;
  OdUrgency urgency;
  gboolean stays;
  gboolean has_buttons;
} OdNotice;

OdNotice *od_notice_copy (const OdNotice *self);
void od_notice_free (OdNotice *self);

OdNotice *od_notice_new (const OdAlert *alert, const OdAlertSubject *subject, const OdNotifyDecision *decision,
                         const char *channel_name, gint64 now_us, GTimeZone *zone);
OdNotice *od_notice_new_trouble (gint64 conversation_id, const char *words, const char *text, gboolean is_kept,
                                 gboolean shows_text);
OdNotice *od_notice_new_summary (const OdAlertSummary *summary, GPtrArray *subjects, gboolean shows_text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdNotice, od_notice_free)

G_END_DECLS
