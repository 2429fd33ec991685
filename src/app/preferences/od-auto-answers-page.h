/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_AUTO_ANSWERS_PAGE (od_auto_answers_page_get_type ())
G_DECLARE_FINAL_TYPE (OdAutoAnswersPage, od_auto_answers_page, OD, AUTO_ANSWERS_PAGE, AdwPreferencesPage)

GtkWidget *od_auto_answers_page_new (OdDesk *desk);

G_END_DECLS
