/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-update.h"
#include "od-webchat-frame.h"

G_BEGIN_DECLS

gboolean od_webchat_identity_verify (const char *key, const char *id, const char *hash);
OdProfile *od_webchat_identity_profile (const OdWebchatHello *hello, const char *key);

G_END_DECLS
