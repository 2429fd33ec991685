/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_DATA_PAGE (od_data_page_get_type ())
G_DECLARE_FINAL_TYPE (OdDataPage, od_data_page, OD, DATA_PAGE, AdwPreferencesPage)

GtkWidget *od_data_page_new (OdDesk *desk);

G_END_DECLS
