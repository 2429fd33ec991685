/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-alert.h"
#include "od-db.h"
#include "od-quiet-hours.h"

G_BEGIN_DECLS

/**
 * OdAlertJob: the data of the functions below.
 * @message_ids: (owned) (element-type gint64): timeline rows that changed
 * @conversation_ids: (owned) (element-type gint64): whose state is wanted besides
 * @after_id: (inout): newest timeline row that was looked at; only rows behind it are new
 * @operator_id: who is to be told
 * @muted: (owned) (nullable): ids of channels that are not summed up
 * @news: (out) (owned): what happened
 * @fine_ids: (out) (owned) (element-type gint64): those of @message_ids that are replies and did not fail
 * @summary: (out)
 * @quiet: (inout)
 */
typedef struct {
  GArray *message_ids;
  GArray *conversation_ids;
  gint64 after_id;
  gint64 operator_id;
  gint64 now_us;
  GStrv muted;
  OdAlertNews *news;
  GArray *fine_ids;
  OdAlertSummary summary;
  OdQuietHours quiet;
} OdAlertJob;

OdAlertJob *od_alert_job_new (gint64 operator_id, gint64 now_us);
OdAlertJob *od_alert_job_copy (const OdAlertJob *job);
void od_alert_job_free (OdAlertJob *job);
gboolean od_store_alert_begin (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_alert_read (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_alert_summarise (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_alert_load_quiet (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_alert_save_quiet (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdAlertJob, od_alert_job_free)

G_END_DECLS
