/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-deed.h"
#include "od-operation.h"

G_BEGIN_DECLS

/**
 * OdRemoteKindsFunc:
 * @channel: its id
 *
 * Called on the writer's thread.
 *
 * Returns: one bit for each #OdOperationKind of which the channel is told
 */
typedef guint (*OdRemoteKindsFunc) (const char *channel, gpointer data);

/**
 * OdBatchJob: the data of od_store_batch() and od_store_batch_undo(): many conversations, a slice at a time.
 * @ids: (owned) (nullable) (element-type gint64): of a batch: each once
 * @deeds: (owned) (nullable) (element-type OdDeed): of a batch
 * @get_remote_kinds: (nullable): nobody is told, if %NULL
 * @tags_made: (owned) (element-type gint64) (inout): that the batch made so far
 * @next: (inout): of a batch: how many of @ids are done. Of an undo: the last conversation that was looked at
 * @batch_id: (inout): of a batch 0 until something changed
 * @report: (inout): its numbers
 * @is_done: (inout): there is no slice left
 */
typedef struct {
  GArray *ids;
  GPtrArray *deeds;
  OdRemoteKindsFunc get_remote_kinds;
  gpointer remote_data;
  gint64 operator_id;
  gint64 now_us;
  GArray *tags_made;
  gint64 next;
  gint64 batch_id;
  OdDeedReport report;
  gboolean is_done;
} OdBatchJob;

OdBatchJob *od_batch_job_new (const gint64 *ids, guint n_ids, const GPtrArray *deeds, gint64 operator_id,
                              gint64 now_us);
OdBatchJob *od_batch_job_new_undo (gint64 batch_id, gint64 operator_id, gint64 now_us);
void od_batch_job_free (OdBatchJob *job);

gboolean od_store_batch (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_batch_undo (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdForgetJob: the data of od_store_batch_forget().
 * @is_done: (out): there is no slice left
 */
typedef struct {
  gint64 now_us;
  gboolean is_done;
} OdForgetJob;

gboolean od_store_batch_forget (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdBatchJob, od_batch_job_free)

G_END_DECLS
