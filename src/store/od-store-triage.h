/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-operation.h"

G_BEGIN_DECLS

/**
 * OdTriageFlags:
 * @OD_TRIAGE_HAS_REMOTE: the channel is to be told: an operation is queued
 * @OD_TRIAGE_IN_BATCH: it may be undone: what was queued before stays queued
 */
typedef enum {
  OD_TRIAGE_HAS_REMOTE = 1 << 0,
  OD_TRIAGE_IN_BATCH = 1 << 1,
} OdTriageFlags;

/**
 * OdTriageJob: the data of od_store_triage(): anything an operator does with a conversation or a message, but writing.
 * @kind: decides which members count
 * @conversation_id: of status, assign, snooze, tag, read; filled for the others
 * @message_id: of edit, remove, react; of read: the newest message that was on screen
 * @flags: what holds of it
 * @text: (owned) (nullable): of an edit
 * @emoji: (owned) (nullable): of a reaction; "" takes it back
 * @tag: (owned) (nullable)
 * @event: of status
 * @assignee_id: 0 for nobody
 * @until_us: of snooze; 0 wakes it
 * @is_set: of tag
 * @is_changed: (out): whether anything was done
 */
typedef struct {
  OdOperationKind kind;
  gint64 conversation_id;
  gint64 message_id;
  gint64 operator_id;
  gint64 now_us;
  OdTriageFlags flags;
  char *text;
  char *emoji;
  char *tag;
  OdStatusEvent event;
  gint64 assignee_id;
  gint64 until_us;
  gboolean is_set;
  gboolean is_changed;
} OdTriageJob;

OdTriageJob *od_triage_job_new (OdOperationKind kind, gint64 conversation_id, gint64 message_id, gint64 operator_id,
                                gint64 now_us);
void od_triage_job_free (OdTriageJob *job);
gboolean od_store_triage (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdWakeJob: the data of od_store_wake_snoozed().
 * @next_us: (out): when the next one is to be woken; 0: none
 */
typedef struct {
  gint64 now_us;
  gint64 next_us;
} OdWakeJob;

gboolean od_store_wake_snoozed (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdTriageJob, od_triage_job_free)

G_END_DECLS
