/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-desk.h"
#include "od-rows.h"

G_BEGIN_DECLS

#define OD_TYPE_PROMISE_BADGE (od_promise_badge_get_type ())
G_DECLARE_FINAL_TYPE (OdPromiseBadge, od_promise_badge, OD, PROMISE_BADGE, GtkWidget)

GtkWidget *od_promise_badge_new (OdDesk *desk);
void od_promise_badge_set_row (OdPromiseBadge *self, const OdConversationRow *row);

G_END_DECLS
