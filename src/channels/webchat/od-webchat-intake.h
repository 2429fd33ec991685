/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-ingest-port.h"

G_BEGIN_DECLS

typedef struct _OdWebchatIntake OdWebchatIntake;

/**
 * OdWebchatIntakeFunc:
 * @outcome: (nullable): what became of the update, committed; %NULL: it was not stored and may be sent again
 */
typedef void (*OdWebchatIntakeFunc) (const OdIngestOutcome *outcome, gpointer user_data);

OdWebchatIntake *od_webchat_intake_new (OdIngestPort *port, gint64 account_id);
gboolean od_webchat_intake_push (OdWebchatIntake *self, OdUpdate *update, OdWebchatIntakeFunc func, gpointer user_data,
                                 GDestroyNotify notify);
void od_webchat_intake_close (OdWebchatIntake *self);
void od_webchat_intake_unref (OdWebchatIntake *self);

G_END_DECLS
