/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-field-book.h"

G_BEGIN_DECLS

#define OD_TYPE_PROFILE_FIELDS (od_profile_fields_get_type ())
G_DECLARE_FINAL_TYPE (OdProfileFields, od_profile_fields, OD, PROFILE_FIELDS, GtkWidget)

GtkWidget *od_profile_fields_new (OdDesk *desk, OdFieldBook *book);
void od_profile_fields_set_values (OdProfileFields *self, GPtrArray *values);

G_END_DECLS
