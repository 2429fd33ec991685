/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_FIELD_DIALOG (od_field_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdFieldDialog, od_field_dialog, OD, FIELD_DIALOG, AdwWindow)

GtkWidget *od_field_dialog_new (GtkWindow *parent, OdDesk *desk, const OdCustomField *field);

G_END_DECLS
