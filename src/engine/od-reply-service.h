/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel-table.h"
#include "od-clock.h"
#include "od-db.h"
#include "od-reply-port.h"
#include "od-worker.h"

G_BEGIN_DECLS

/**
 * OdReplyOptions: what a reply service is made of.
 * @channels: to say that somebody types
 * @worker: copies attached files
 * @files_dir: the profile's `files`
 * @operator_id: who works here
 */
typedef struct {
  OdDb *db;
  OdClock *clock;
  OdChannelTable *channels;
  OdChannelFinder find_channel;
  OdWorker *worker;
  const char *files_dir;
  gint64 operator_id;
} OdReplyOptions;

#define OD_TYPE_REPLY_SERVICE (od_reply_service_get_type ())
G_DECLARE_FINAL_TYPE (OdReplyService, od_reply_service, OD, REPLY_SERVICE, GObject)

OdReplyService *od_reply_service_new (const OdReplyOptions *options);

G_END_DECLS
