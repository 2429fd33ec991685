/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-deed.h"
#include "od-store-ingest.h"
#include "od-store-outbox.h"

G_BEGIN_DECLS

/**
 * OdWriteFixture: a store in a folder of its own, with one operator and one account, and a clock that tests move.
 */
typedef struct {
  char *folder;
  char *path;
  char *files_dir;
  OdDb *db;
  gint64 account_id;
  gint64 now_us;
  gboolean has_stream; /* of the account's channel */
} OdWriteFixture;

/* 2026-03-01 12:00 UTC */
#define OD_WRITE_FIXTURE_NOW_US G_GINT64_CONSTANT (1772366400000000)

OdWriteFixture *od_write_fixture_new (gboolean has_stream);
void od_write_fixture_free (OdWriteFixture *self);

void od_write_fixture_write (OdWriteFixture *self, OdDbWriteFunc func, gpointer data);
void od_write_fixture_refuse (OdWriteFixture *self, OdDbWriteFunc func, gpointer data, GQuark domain, int code);
void od_write_fixture_run (OdWriteFixture *self, const char *sql);
gint64 od_write_fixture_ask (OdWriteFixture *self, const char *sql);
char *od_write_fixture_ask_text (OdWriteFixture *self, const char *sql);
void od_write_fixture_check (OdWriteFixture *self);

OdUpdate *od_write_fixture_update (OdWriteFixture *self, OdUpdateKind kind, const char *chat_id, const char *id,
                                   const char *text);
OdIngestOutcome od_write_fixture_take (OdWriteFixture *self, OdUpdate *update);
OdIngestOutcome od_write_fixture_receive (OdWriteFixture *self, const char *chat_id, const char *id, const char *text);
gint64 od_write_fixture_reply (OdWriteFixture *self, gint64 conversation_id, const char *text);
OdClaimJob *od_write_fixture_claim (OdWriteFixture *self);
gint64 od_write_fixture_accept (OdWriteFixture *self, gint64 operation_id, const char *remote_id);
void od_write_fixture_end (OdWriteFixture *self, gint64 operation_id, OdDeliveryEvent event, gint64 not_before_us);
OdDeedReport od_write_fixture_do (OdWriteFixture *self, gint64 conversation_id, OdDeedKind kind, gint64 number,
                                  const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdWriteFixture, od_write_fixture_free)

G_END_DECLS
