/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel-table.h"
#include "od-db.h"
#include "od-ingestor.h"

G_BEGIN_DECLS

/**
 * OdRunContext: what every run needs; all of it outlives the runs.
 * @channel: for the channels themselves
 */
typedef struct {
  OdDb *db;
  OdIngestor *ingestor;
  OdChannelTable *channels;
  OdChannelContext channel;
} OdRunContext;

#define OD_TYPE_ACCOUNT_RUN (od_account_run_get_type ())
G_DECLARE_FINAL_TYPE (OdAccountRun, od_account_run, OD, ACCOUNT_RUN, GObject)

OdAccountRun *od_account_run_new (const OdAccountRow *row, const OdChannelDescriptor *descriptor,
                                  const OdRunContext *context);
void od_account_run_start (OdAccountRun *self);
void od_account_run_try_now (OdAccountRun *self);
void od_account_run_stop_async (OdAccountRun *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_account_run_stop_finish (OdAccountRun *self, GAsyncResult *result, GError **error);
void od_account_run_fail (OdAccountRun *self, const GError *error);
void od_account_run_hear (OdAccountRun *self, const GError *error);
void od_account_run_set_settings (OdAccountRun *self, const char *settings);
gint64 od_account_run_get_account_id (OdAccountRun *self);
const char *od_account_run_get_settings (OdAccountRun *self);
OdAccountState od_account_run_get_state (OdAccountRun *self);
const OdAccountHealth *od_account_run_get_health (OdAccountRun *self);
const GError *od_account_run_get_error (OdAccountRun *self);
char *od_account_run_dup_error_text (OdAccountRun *self);
char *od_account_run_dup_url (OdAccountRun *self);

G_END_DECLS
