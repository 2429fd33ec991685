/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-notice.h"

G_BEGIN_DECLS

#define OD_TYPE_NOTIFICATIONS (od_notifications_get_type ())
G_DECLARE_FINAL_TYPE (OdNotifications, od_notifications, OD, NOTIFICATIONS, GObject)

/**
 * OdInFrontFunc:
 *
 * Returns: whether the operator looks at the end of that conversation at this moment
 */
typedef gboolean (*OdInFrontFunc) (gint64 conversation_id, gpointer user_data);

OdNotifications *od_notifications_new (OdDesk *desk);
void od_notifications_set_settings (OdNotifications *self, const OdNotifySettings *settings);
void od_notifications_set_in_front_func (OdNotifications *self, OdInFrontFunc func, gpointer user_data);
void od_notifications_set_desktop_quiet (OdNotifications *self, gboolean is_quiet);
void od_notifications_start (OdNotifications *self);
void od_notifications_look (OdNotifications *self, gboolean at_desk);
void od_notifications_dismissed (OdNotifications *self, gint64 id);
GPtrArray *od_notifications_list_due (OdNotifications *self);

G_END_DECLS
