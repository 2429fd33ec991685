/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-auto-answer.h"
#include "od-db.h"

G_BEGIN_DECLS

/**
 * OdAutoAnswerJob: the data of the functions below.
 * @answer: (owned) (nullable): to be saved
 * @id: of what is removed; of what was saved
 * @found: (out) (owned) (element-type OdAutoAnswer)
 */
typedef struct {
  OdAutoAnswer *answer;
  gint64 id;
  gint64 operator_id;
  gint64 now_us;
  GPtrArray *found;
} OdAutoAnswerJob;

void od_auto_answer_job_free (OdAutoAnswerJob *job);
gboolean od_store_auto_answer_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_auto_answer_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_auto_answer_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdAutoAnswerJob, od_auto_answer_job_free)

G_END_DECLS
