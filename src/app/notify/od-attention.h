/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_ATTENTION (od_attention_get_type ())
G_DECLARE_FINAL_TYPE (OdAttention, od_attention, OD, ATTENTION, GObject)

OdAttention *od_attention_new (GtkApplication *application, OdDesk *desk, GSettings *taste);
void od_attention_stop (OdAttention *self);

G_END_DECLS
