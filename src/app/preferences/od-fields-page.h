/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_FIELDS_PAGE (od_fields_page_get_type ())
G_DECLARE_FINAL_TYPE (OdFieldsPage, od_fields_page, OD, FIELDS_PAGE, AdwPreferencesPage)

GtkWidget *od_fields_page_new (OdDesk *desk);

G_END_DECLS
