/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-media.h"

G_BEGIN_DECLS

#define OD_TYPE_VIEWER (od_viewer_get_type ())
G_DECLARE_FINAL_TYPE (OdViewer, od_viewer, OD, VIEWER, AdwWindow)

void od_viewer_present (OdMedia *media, GtkWidget *from, gint64 message_id, guint position);

G_END_DECLS
