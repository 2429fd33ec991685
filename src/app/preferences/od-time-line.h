/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-sla-policy.h"

G_BEGIN_DECLS

#define OD_TYPE_TIME_LINE (od_time_line_get_type ())
G_DECLARE_FINAL_TYPE (OdTimeLine, od_time_line, OD, TIME_LINE, GtkWidget)

GtkWidget *od_time_line_new (void);
void od_time_line_set (OdTimeLine *self, OdBizcal *hours, gint64 anchor_us, const OdSlaTimes *times, const char *words);

G_END_DECLS
