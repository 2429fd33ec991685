/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-fake-alerts.h"
#include "od-limits.h"
#include "od-notifications.h"

G_BEGIN_DECLS

#define S G_GINT64_CONSTANT (1000000)
#define HOUR (3600 * S)
#define NOW_US (1767261600 * S) /* Thu, 2026-01-01 10:00 UTC */

/* What is on display, as a daemon would have it, and everything that was shown or withdrawn. Nine conversations in which
 * nothing was written yet; of the first one the customer is Maria Petrova. */
typedef struct {
  OdClock *clock;
  OdFakeAlerts *alerts;
  OdDesk *desk;
  OdNotifications *notifications;
  OdNotifySettings settings;
  GHashTable *shown; /* (element-type gint64 OdNotice) */
  guint n_shown, n_heard, n_withdrawn, n_arrived;
  gint64 in_front_id;
} NoticeFixture;

void notice_fixture_set_up (NoticeFixture *f, gconstpointer data);
void notice_fixture_tear_down (NoticeFixture *f, gconstpointer data);
const OdNotice *notice_fixture_get (NoticeFixture *f, gint64 id);
void notice_fixture_pass (NoticeFixture *f, gint64 us);
void notice_fixture_write (NoticeFixture *f, gint64 id, const char *text);
void notice_fixture_break_promise (NoticeFixture *f, gint64 id, gint64 due_us);
void notice_fixture_settle (void);

G_END_DECLS
