/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-update.h"

G_BEGIN_DECLS

/**
 * OdIngestJob: the data of od_store_ingest().
 * @batch: (owned): only read
 * @now_us: real time
 * @reopen_us: a resolved conversation is opened again if the customer writes within; later a new one begins
 * @has_stream: the channel's chats are streams: events are numbered, and only the customer's own messages of the last
 *   15 minutes may be changed
 * @contact_scope_is_account: addresses mean something only within the account
 * @result: (owned) (nullable): one outcome per update, once it succeeded
 */
typedef struct {
  gint64 account_id;
  OdUpdateBatch *batch;
  gint64 now_us;
  gint64 reopen_us;
  gboolean has_stream;
  gboolean contact_scope_is_account;
  OdIngestResult *result;
} OdIngestJob;

OdIngestJob *od_ingest_job_new (gint64 account_id, OdUpdateBatch *batch, gint64 now_us);
void od_ingest_job_free (OdIngestJob *job);

gboolean od_store_ingest (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdIngestJob, od_ingest_job_free)

G_END_DECLS
