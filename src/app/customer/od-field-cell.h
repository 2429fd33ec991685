/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-custom-field.h"

G_BEGIN_DECLS

#define OD_TYPE_FIELD_CELL (od_field_cell_get_type ())
G_DECLARE_FINAL_TYPE (OdFieldCell, od_field_cell, OD, FIELD_CELL, GtkListBoxRow)

GtkWidget *od_field_cell_new (const OdCustomField *field, gboolean can_edit);
const OdCustomField *od_field_cell_get_field (OdFieldCell *self);
void od_field_cell_set_value (OdFieldCell *self, const char *value);
gboolean od_field_cell_get_is_editing (OdFieldCell *self);
void od_field_cell_edit (OdFieldCell *self);

G_END_DECLS
