/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-update.h"
#include "od-webchat-frame.h"

G_BEGIN_DECLS

OdUpdate *od_webchat_update_new (const OdWebchatFrame *frame, const char *chat_id);
OdUpdate *od_webchat_update_new_receipt (const char *chat_id, gint64 upto, OdDelivery delivery);

G_END_DECLS
