/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-ingest-port.h"
#include "od-stream-port.h"
#include "od-webchat-config.h"
#include "od-webchat-intake.h"
#include "od-webchat-keys.h"
#include "od-webchat-rates.h"
#include "od-webchat-visitor.h"

G_BEGIN_DECLS

/**
 * OdWebchatHall: what all sockets and requests of one account share. Server's thread only.
 * @identity_key: (nullable): the shop's, for signed-in customers
 * @visitors: (element-type utf8 OdWebchatVisitor)
 * @grants: (element-type utf8 OdWebchatGrant): files that may be sent
 * @connects, @new_visitors, @forms, @files: per address
 * @wake: told that a moment to look at is nearer than it was thought
 */
typedef struct {
  gint64 account_id;
  OdIngestPort *ingest;
  OdStreamPort *streams;
  OdClock *clock;
  OdWebchatConfig *config;
  OdWebchatKeys *keys;
  char *identity_key;
  OdWebchatIntake *intake;
  GCancellable *closing;
  GHashTable *visitors;
  GHashTable *grants;
  OdWebchatRates *connects, *new_visitors, *forms, *files;
  void (*wake) (gpointer data);
  gpointer wake_data;
  guint n_polls;
  gboolean is_online;
} OdWebchatHall;

/**
 * OdWebchatHallParts: what a hall is made of; everything is (transfer full).
 */
typedef struct {
  gint64 account_id;
  OdIngestPort *ingest;
  OdStreamPort *streams;
  OdClock *clock;
  OdWebchatConfig *config;
  OdWebchatKeys *keys;
  char *identity_key; /* (nullable) */
} OdWebchatHallParts;

OdWebchatHall *od_webchat_hall_new (const OdWebchatHallParts *parts);
OdWebchatHall *od_webchat_hall_ref (OdWebchatHall *self);
void od_webchat_hall_unref (OdWebchatHall *self);
void od_webchat_hall_close (OdWebchatHall *self);
gint64 od_webchat_hall_now_us (OdWebchatHall *self);
gint64 od_webchat_hall_now_s (OdWebchatHall *self);
gboolean od_webchat_hall_limits (OdWebchatHall *self, gboolean is_local);
OdWebchatVisitor *od_webchat_hall_ensure_visitor (OdWebchatHall *self, const char *chat_id);
OdWebchatVisitor *od_webchat_hall_find_visitor (OdWebchatHall *self, const char *chat_id);
void od_webchat_hall_told_presence (OdWebchatHall *self, OdWebchatVisitor *visitor);
void od_webchat_hall_flush_receipts (OdWebchatHall *self, OdWebchatVisitor *visitor);
void od_webchat_hall_give_profile (OdWebchatHall *self, OdWebchatVisitor *visitor);
gint64 od_webchat_hall_run_due (OdWebchatHall *self, gint64 now_us);

G_END_DECLS
