/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-composer-model.h"
#include "od-etiquette.h"
#include "od-thread-model.h"

G_BEGIN_DECLS

/**
 * OdGuardVerdict: what to do with a wish to send.
 * @OD_GUARD_NEWS: not now: somebody wrote what its author has not seen; it is shown
 * @OD_GUARD_ADVICE: not now: there is something one may do better; it is shown
 */
typedef enum {
  OD_GUARD_PASS,
  OD_GUARD_NEWS,
  OD_GUARD_ADVICE,
} OdGuardVerdict;

#define OD_TYPE_SEND_GUARD (od_send_guard_get_type ())
G_DECLARE_FINAL_TYPE (OdSendGuard, od_send_guard, OD, SEND_GUARD, GObject)

OdSendGuard *od_send_guard_new (OdDesk *desk, OdThreadModel *thread, OdComposerModel *writing);
void od_send_guard_see (OdSendGuard *self, gint64 message_id);
gint64 od_send_guard_get_seen_id (OdSendGuard *self);
const OdMessageRow *od_send_guard_get_news (OdSendGuard *self);
const OdEtiquetteFinding *od_send_guard_get_advice (OdSendGuard *self);
gboolean od_send_guard_get_is_stopped (OdSendGuard *self);
void od_send_guard_dismiss (OdSendGuard *self);
OdGuardVerdict od_send_guard_ask (OdSendGuard *self, OdComposerOrder *order, const char *customer_name,
                                  const char *const *off);

const OdMessageRow *od_send_guard_find_editable (OdSendGuard *self);

G_END_DECLS
