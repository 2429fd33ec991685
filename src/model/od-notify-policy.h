/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-alert.h"
#include "od-quiet-hours.h"

G_BEGIN_DECLS

/**
 * OdNotifySettings: what the operator chose.
 * @events: set of #OdAlertKind that are told at all
 * @muted_channels: (nullable): ids of channels that tell nothing
 * @repeat_s: tell again after so many seconds, until somebody answers; 0: once is enough
 * @is_private: neither names nor texts are shown
 */
typedef struct {
  const char *const *muted_channels;
  OdQuietHours quiet;
  guint events;
  guint repeat_s;
  gboolean has_sound;
  gboolean is_private;
} OdNotifySettings;

/**
 * OdNotifyMoment: how things are when an alert comes in.
 * @now_us: µs since 1970 UTC
 * @zone: of the operator
 * @operator_id: who sits here
 * @started_us: when the desk began to watch; what is older is summed up
 * @sounded_us: when this conversation was heard last; 0: not yet
 * @n_shown_lately: conversations that came up within the last %OD_LIMIT_ALERT_BURST_S, the summary not counted
 * @is_in_front: the operator looks at the end of this conversation
 * @is_shown: there is a notification of this conversation already
 * @is_desktop_quiet: "do not disturb" of the desktop
 */
typedef struct {
  GTimeZone *zone;
  gint64 now_us;
  gint64 operator_id;
  gint64 started_us;
  gint64 sounded_us;
  guint n_shown_lately;
  gboolean is_in_front;
  gboolean is_shown;
  gboolean is_desktop_quiet;
} OdNotifyMoment;

typedef enum {
  OD_NOTIFY_WITHHOLD,
  OD_NOTIFY_SHOW,      /* a new notification */
  OD_NOTIFY_REPLACE,   /* that of the conversation, in its place */
  OD_NOTIFY_SUMMARISE, /* one line in that of many */
} OdNotifyVerdict;

/** Why: for people who wonder, and for tests. */
typedef enum {
  OD_NOTIFY_WANTED,
  OD_NOTIFY_SETTLED,
  OD_NOTIFY_EVENT_OFF,
  OD_NOTIFY_CHANNEL_OFF,
  OD_NOTIFY_BLOCKED,
  OD_NOTIFY_OF_OTHERS,
  OD_NOTIFY_SNOOZED,
  OD_NOTIFY_IN_FRONT,
  OD_NOTIFY_QUIET_HOURS,
  OD_NOTIFY_FROM_BEFORE,
  OD_NOTIFY_LATE,
  OD_NOTIFY_BURST,
} OdNotifyReason;

typedef enum {
  OD_URGENCY_LOW,
  OD_URGENCY_NORMAL,
  OD_URGENCY_CRITICAL,
} OdUrgency;

/**
 * OdNotifyDecision:
 * @category: (not nullable): of the desktop notification specification
 * @sound: (nullable): name of the sound theme; %NULL: none
 * @stays: until somebody does something
 */
typedef struct {
  OdNotifyVerdict verdict;
  OdNotifyReason reason;
  OdUrgency urgency;
  const char *category;
  const char *sound;
  gboolean shows_text;
  gboolean stays;
} OdNotifyDecision;

void od_notify_policy_decide (const OdAlert *alert, const OdAlertSubject *subject, const OdNotifySettings *settings,
                              const OdNotifyMoment *moment, OdNotifyDecision *decision);
gboolean od_notify_policy_repeats (const OdAlert *alert, const OdAlertSubject *subject,
                                   const OdNotifySettings *settings, const OdNotifyMoment *moment);
gboolean od_notify_policy_outranks (OdAlertKind kind, OdAlertKind other);

G_END_DECLS
