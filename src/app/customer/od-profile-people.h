/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-person-model.h"

G_BEGIN_DECLS

GtkWidget *od_profile_people_finding (const OdFinding *finding, OdPersonModel *model);
GtkWidget *od_profile_people_match (const OdPersonMatch *match, OdPersonModel *model);
GtkWidget *od_profile_people_link (const OdPersonLink *link, OdPersonModel *model);

G_END_DECLS
