/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-deed.h"

G_BEGIN_DECLS

#define OD_TYPE_MACRO_STEP (od_macro_step_get_type ())
G_DECLARE_FINAL_TYPE (OdMacroStep, od_macro_step, OD, MACRO_STEP, GtkBox)

GtkWidget *od_macro_step_new (GPtrArray *operators, gint64 operator_id);
void od_macro_step_set_deed (OdMacroStep *self, const OdDeed *deed);
OdDeed *od_macro_step_make_deed (OdMacroStep *self);
const char *od_macro_step_check (OdMacroStep *self, gint64 now_us);

G_END_DECLS
