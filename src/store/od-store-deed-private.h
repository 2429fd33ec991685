/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-deed.h"
#include "od-store-triage-private.h"

G_BEGIN_DECLS

/**
 * OdDeedCall: a deed on one conversation, within the caller's transaction.
 * @remote_kinds: one bit for each #OdOperationKind of which the channel is told
 * @is_changed: (out)
 */
typedef struct {
  sqlite3 *db;
  OdChangeSet *changes;
  const OdDeed *deed;
  gint64 conversation_id;
  gint64 operator_id;
  gint64 now_us;
  guint remote_kinds;
  gboolean is_changed;
} OdDeedCall;

gboolean od_deed_call (OdDeedCall *call, GError **error);

G_END_DECLS
