/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-erase-service.h"
#include "od-store-erase.h"

G_BEGIN_DECLS

/**
 * OdEraseRun: one erasure.
 * @id: the record's
 * @customers: (owned) (element-type gint64): for whom it was asked
 * @tasks: (owned) (element-type GTask): who waits for it
 * @job: (owned) (nullable): %NULL while a step runs
 * @error: (owned) (nullable): why the step failed the last time
 * @ready_us: when it goes on, monotonic; @retry_at_us is the same as people see it
 * @since_us: when the wait for quiet began; 0: not yet
 */
typedef struct {
  gint64 id;
  GArray *customers;
  GPtrArray *tasks;
  OdEraseJob *job;
  OdEraseStep step;
  GError *error;
  guint n_failed;
  gint64 ready_us, retry_at_us;
  gint64 since_us;
  int n_changes;
  guint n_gave_way, n_log_retries;
} OdEraseRun;

/**
 * OdEraseService:
 *
 * Forgets people and accounts, a step of one at a time: rows, files, words of the index, slice by slice; then, once nobody writes, the
 * store is compacted in one step, which holds up other writes for as long as copying the file takes. What fails is tried
 * again, later and later, while others go on. Main thread only.
 */
struct _OdEraseService {
  GObject parent_instance;

  OdDb *db;               /* (owned) */
  OdClock *clock;         /* (owned) */
  OdFileService *files;   /* (owned) (nullable) */
  OdSecretsPort *secrets; /* (owned) (nullable) */
  char *store_path;
  char *files_dir;
  char *thumbs_dir;
  gint64 operator_id;
  GPtrArray *runs;           /* (owned) (element-type OdEraseRun) */
  OdWorker *copier;          /* (owned) (nullable): made when there are copies to be written anew */
  GCancellable *cancellable; /* (owned): of that */
  OdEraseRun *current;       /* (unowned) (nullable): a step of it is under way */
  guint timeout_id;
  gboolean is_stopped;
};

OdEraseJob *od_erase_service_new_job (OdEraseService *self, gint64 customer_id);
void od_erase_service_schedule (OdEraseService *self);
void od_erase_service_drop_all (OdEraseService *self);

G_END_DECLS
