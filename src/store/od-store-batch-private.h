/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-set.h"
#include "od-stmt.h"
#include "od-store-batch.h"

G_BEGIN_DECLS

/* What of a conversation's row deeds may change. The names are in the database. */
typedef enum {
  OD_BATCH_STATUS,
  OD_BATCH_RESOLVED_AT,
  OD_BATCH_WAITING_SINCE,
  OD_BATCH_N_UNANSWERED,
  OD_BATCH_SNOOZED_UNTIL,
  OD_BATCH_ASSIGNEE,
  OD_BATCH_PRIORITY,
  OD_BATCH_N_UNREAD,
  OD_BATCH_READ_UPTO,
} OdBatchColumn;
#define OD_N_BATCH_COLUMN (OD_BATCH_READ_UPTO + 1)

/**
 * OdBatchPoint: a contact point.
 * @id: 0: there is none
 */
typedef struct {
  gint64 id;
  gint64 is_blocked;
  gint64 until_us;
} OdBatchPoint;

/**
 * OdBatchState: a conversation as it stands.
 * @values: 0 for null
 * @tags: (owned) (element-type gint64): ascending
 * @clocks: (owned): od_clock_snapshot()
 * @account_id: its account
 */
typedef struct {
  gint64 values[OD_N_BATCH_COLUMN];
  GArray *tags;
  char *clocks;
  OdBatchPoint point;
  gint64 account_id;
} OdBatchState;

/**
 * OdBatchChange: exactly what a batch changed in one conversation.
 * @before, @after: differ where something changed
 * @tags_added, @tags_removed, @tags_made: (owned) (element-type gint64): the last are those that the batch made,
 *   whichever conversation was the first to have them
 * @clocks: (owned) (nullable): as they were, if it changed one
 * @point, @point_after: the id is 0 if it is as it was
 * @events, @operations: (owned) (element-type gint64): that it wrote
 */
typedef struct {
  gint64 before[OD_N_BATCH_COLUMN];
  gint64 after[OD_N_BATCH_COLUMN];
  GArray *tags_added;
  GArray *tags_removed;
  GArray *tags_made;
  char *clocks;
  OdBatchPoint point;
  OdBatchPoint point_after;
  GArray *events;
  GArray *operations;
} OdBatchChange;

void od_batch_state_clear (OdBatchState *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdBatchState, od_batch_state_clear)
gboolean od_batch_state_load (sqlite3 *db, gint64 conversation_id, OdBatchState *self, GError **error);
gboolean od_batch_load_ids (sqlite3 *db, const char *sql, gint64 first, gint64 second, GArray *ids, GError **error);

OdBatchChange *od_batch_change_new (void);
void od_batch_change_free (OdBatchChange *self);
void od_batch_change_compare (OdBatchChange *self, const OdBatchState *before, const OdBatchState *after);
char *od_batch_change_to_json (const OdBatchChange *self);
OdBatchChange *od_batch_change_parse (const char *text, GError **error);
gboolean od_batch_has_id (const GArray *ids, gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdBatchChange, od_batch_change_free)

G_END_DECLS
