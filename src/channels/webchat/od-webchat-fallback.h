/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-endpoint.h"
#include "od-webchat-hall.h"

G_BEGIN_DECLS

void od_webchat_fallback_send (OdWebchatHall *hall, const OdHttpRequest *request, GTask *task);
void od_webchat_fallback_poll (OdWebchatHall *hall, const OdHttpRequest *request, GCancellable *cancellable,
                               GTask *task);
void od_webchat_fallback_history (OdWebchatHall *hall, const OdHttpRequest *request, GTask *task);

G_END_DECLS
