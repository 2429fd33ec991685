/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-view.h"

G_BEGIN_DECLS

#define OD_TYPE_VIEW_COUNTER (od_view_counter_get_type ())
G_DECLARE_FINAL_TYPE (OdViewCounter, od_view_counter, OD, VIEW_COUNTER, GObject)

OdViewCounter *od_view_counter_new (OdDesk *desk, GPtrArray *views, gboolean has_filters);
void od_view_counter_count (OdViewCounter *self);
void od_view_counter_count_later (OdViewCounter *self);
gint64 od_view_counter_get_n_conversations (OdViewCounter *self);

G_END_DECLS
