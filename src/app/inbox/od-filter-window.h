/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-account-list.h"
#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_FILTER_WINDOW (od_filter_window_get_type ())
G_DECLARE_FINAL_TYPE (OdFilterWindow, od_filter_window, OD, FILTER_WINDOW, AdwWindow)

GtkWidget *od_filter_window_new (GtkWindow *parent, OdDesk *desk, OdAccountList *accounts, const OdSavedView *view);
void od_filter_window_focus_name (OdFilterWindow *self);
char *od_filter_window_dup_query (OdFilterWindow *self);

G_END_DECLS
