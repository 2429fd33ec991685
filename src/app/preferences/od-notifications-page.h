/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_NOTIFICATIONS_PAGE (od_notifications_page_get_type ())
G_DECLARE_FINAL_TYPE (OdNotificationsPage, od_notifications_page, OD, NOTIFICATIONS_PAGE, AdwPreferencesPage)

GtkWidget *od_notifications_page_new (OdDesk *desk, GSettings *taste);

G_END_DECLS
