/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_ERASE_DIALOG (od_erase_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdEraseDialog, od_erase_dialog, OD, ERASE_DIALOG, AdwWindow)

GtkWidget *od_erase_dialog_new (GtkWindow *parent, OdDesk *desk, gint64 customer_id, const char *name);

G_END_DECLS
