/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-presence.h"
#include "od-view-list.h"

G_BEGIN_DECLS

#define OD_TYPE_SIDEBAR (od_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (OdSidebar, od_sidebar, OD, SIDEBAR, AdwBin)

GtkWidget *od_sidebar_new (OdViewList *views, gboolean can_make_views);
void od_sidebar_set_presence (OdSidebar *self, OdPresence *presence);
void od_sidebar_choose (OdSidebar *self, const char *view_id);
void od_sidebar_select (OdSidebar *self, OdView *view);

G_END_DECLS
