/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-clock.h"

G_BEGIN_DECLS

#define OD_TYPE_SCHEDULE_DIALOG (od_schedule_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdScheduleDialog, od_schedule_dialog, OD, SCHEDULE_DIALOG, AdwWindow)

GtkWidget *od_schedule_dialog_new (GtkWindow *parent, OdClock *clock, const char *customer_zone);
gint64 od_schedule_dialog_get_chosen_us (OdScheduleDialog *self);
void od_schedule_dialog_set_verb (OdScheduleDialog *self, const char *verb);
void od_schedule_dialog_set_chosen_us (OdScheduleDialog *self, gint64 at_us);

G_END_DECLS
