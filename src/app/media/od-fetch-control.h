/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-media.h"

G_BEGIN_DECLS

#define OD_TYPE_FETCH_CONTROL (od_fetch_control_get_type ())
G_DECLARE_FINAL_TYPE (OdFetchControl, od_fetch_control, OD, FETCH_CONTROL, GtkBox)

GtkWidget *od_fetch_control_new (OdMedia *media, const OdAttachmentRow *file);

G_END_DECLS
