/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-notify-server.h"

G_BEGIN_DECLS

/**
 * OdNotifyAskedFunc:
 * @is_there: whether the server answers, so that a call that blocks won't take long
 */
typedef void (*OdNotifyAskedFunc) (gboolean is_there, gpointer user_data);

/**
 * OdNotifyChangedFunc:
 * @is_new: another server than before, which knows of nothing; or there is none
 */
typedef void (*OdNotifyChangedFunc) (const OdNotifyServer *server, gboolean is_new, gpointer user_data);

typedef struct _OdNotifyAsker OdNotifyAsker;

OdNotifyAsker *od_notify_asker_new (GDBusConnection *bus, OdNotifyAskedFunc asked, OdNotifyChangedFunc changed,
                                    gpointer user_data);
void od_notify_asker_free (OdNotifyAsker *self);
void od_notify_asker_ask (OdNotifyAsker *self);
const OdNotifyServer *od_notify_asker_get_server (OdNotifyAsker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdNotifyAsker, od_notify_asker_free)

G_END_DECLS
