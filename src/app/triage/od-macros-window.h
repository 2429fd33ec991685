/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_MACROS_WINDOW (od_macros_window_get_type ())
G_DECLARE_FINAL_TYPE (OdMacrosWindow, od_macros_window, OD, MACROS_WINDOW, AdwWindow)

GtkWidget *od_macros_window_new (GtkWindow *parent, OdDesk *desk);

G_END_DECLS
