/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-bizcal.h"

G_BEGIN_DECLS

#define OD_TYPE_MONTH_VIEW (od_month_view_get_type ())
G_DECLARE_FINAL_TYPE (OdMonthView, od_month_view, OD, MONTH_VIEW, GtkBox)

GtkWidget *od_month_view_new (void);
void od_month_view_set_hours (OdMonthView *self, OdBizcal *hours);
void od_month_view_choose (OdMonthView *self, gint32 day);
gint32 od_month_view_get_day (OdMonthView *self);

G_END_DECLS
