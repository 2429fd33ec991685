/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_LINK_DIALOG (od_link_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdLinkDialog, od_link_dialog, OD, LINK_DIALOG, AdwWindow)

GtkWidget *od_link_dialog_new (GtkWindow *parent, OdDesk *desk, gint64 customer_id, gint64 other_id);

G_END_DECLS
