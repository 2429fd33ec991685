/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-notifications.h"

G_BEGIN_DECLS

/* What is told of one conversation. */
typedef struct {
  OdAlertSubject *subject; /* (owned): as it was read last */
  OdAlert alerts[OD_N_ALERT];
  guint kinds; /* set of those in @alerts that are not settled */
  gint64 sounded_us;
  gboolean is_shown;
  gboolean is_summed_up;
  gboolean is_kept_back; /* until quiet hours end */
} OdNotifyEntry;

/* What the operator chose, for good. */
typedef struct {
  OdNotifySettings settings;
  GStrv muted; /* (owned) (nullable) */
} OdNotifyChoice;

/* Of the clock; 0 if there is none. */
typedef struct {
  guint gather_id; /* the summary is about to be shown */
  guint repeat_id;
  guint quiet_id; /* the end of quiet hours */
} OdNotifyTimeouts;

/* The notification of many. */
typedef struct {
  gboolean is_shown;
  gboolean is_absence; /* it counts what is in the store, not what came in a burst */
  gboolean is_new;     /* something came in that it does not say yet */
} OdNotifySummary;

/**
 * OdNotifications:
 *
 * Keeps what is told: one notification for each conversation, and one that sums up. It asks the policy about
 * everything that comes in, emits what is to be shown, and takes back what was read, answered or resolved, here or
 * elsewhere. It shows nothing itself. Main thread.
 */
struct _OdNotifications {
  GObject parent_instance;

  OdDesk *desk;         /* (owned) */
  GHashTable *entries;  /* (owned) (element-type gint64 OdNotifyEntry) */
  GArray *shown_us;     /* (owned) (element-type gint64): when conversations came up lately */
  GTimeZone *zone;      /* (owned) */
  GCancellable *asking; /* (owned): of questions to the store */
  OdNotifyChoice choice;
  OdNotifyTimeouts timeouts;
  OdNotifySummary summary;
  OdInFrontFunc is_in_front;
  gpointer in_front_data;
  gint64 started_us;
  gboolean is_desktop_quiet;
};

enum { OD_NOTIFICATIONS_SHOW, OD_NOTIFICATIONS_WITHDRAW, OD_NOTIFICATIONS_ARRIVED, OD_N_NOTIFICATIONS_SIGNAL };

const OdAlert *od_notify_entry_find_top (const OdNotifyEntry *entry);
GPtrArray *od_notifications_list_entries (OdNotifications *self);
OdNotifyMoment od_notifications_get_moment (OdNotifications *self, const OdNotifyEntry *entry, gint64 id);
OdNotice *od_notifications_make_notice (OdNotifications *self, const OdNotifyEntry *entry, const char *sound);
void od_notifications_present (OdNotifications *self, OdNotifyEntry *entry, const char *sound);
void od_notifications_emit (OdNotifications *self, const OdNotice *notice);
void od_notifications_emit_withdraw (OdNotifications *self, gint64 id);
void od_notifications_sum_up_absence (OdNotifications *self);
void od_notifications_gather (OdNotifications *self);
void od_notifications_clock_jumped (OdNotifications *self);
void od_notifications_follow_quiet (OdNotifications *self, gboolean has_kept_back);
void od_notifications_withdraw_summary (OdNotifications *self);

G_END_DECLS
