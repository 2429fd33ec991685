/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-form-window.h"

G_BEGIN_DECLS

#define OD_TYPE_CALENDAR_DIALOG (od_calendar_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdCalendarDialog, od_calendar_dialog, OD, CALENDAR_DIALOG, OdFormWindow)

GtkWidget *od_calendar_dialog_new (GtkWindow *parent, OdDesk *desk, const OdCalendar *calendar);
void od_calendar_dialog_import (OdCalendarDialog *self, GFile *file);

G_END_DECLS
