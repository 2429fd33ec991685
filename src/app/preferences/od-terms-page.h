/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_TERMS_PAGE (od_terms_page_get_type ())
G_DECLARE_FINAL_TYPE (OdTermsPage, od_terms_page, OD, TERMS_PAGE, AdwPreferencesPage)

GtkWidget *od_terms_page_new (OdDesk *desk);

G_END_DECLS
