/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-window-private.h"

G_BEGIN_DECLS

/* What an operator does with conversations, in the window. */

GArray *od_window_get_targets (OdWindow *self);
void od_window_do (OdWindow *self, GArray *ids, OdDeedKind kind, gint64 number, const char *text);

void od_window_pick_snooze (OdWindow *self);
void od_window_pick_promise (OdWindow *self);
void od_window_pick_block (OdWindow *self);
void od_window_pick_assignee (OdWindow *self);
void od_window_pick_tags (OdWindow *self);
void od_window_pick_macro (OdWindow *self);
void od_window_run_macro (OdWindow *self, gint64 macro_id);

G_END_DECLS
