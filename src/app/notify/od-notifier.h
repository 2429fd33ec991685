/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-notice.h"
#include "od-notify-server.h"

G_BEGIN_DECLS

#define OD_TYPE_NOTIFIER (od_notifier_get_type ())
G_DECLARE_FINAL_TYPE (OdNotifier, od_notifier, OD, NOTIFIER, GObject)

OdNotifier *od_notifier_new (const char *application_id);
OdNotifier *od_notifier_get_default (void);
void od_notifier_show (OdNotifier *self, const OdNotice *notice);
void od_notifier_withdraw (OdNotifier *self, gint64 id);
void od_notifier_stop (OdNotifier *self);
const OdNotifyServer *od_notifier_get_server (OdNotifier *self);
gboolean od_notifier_can (OdNotifier *self, const char *capability);

G_END_DECLS
