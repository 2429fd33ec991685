/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-clock.h"

G_BEGIN_DECLS

#define OD_TYPE_QUERY_HINT (od_query_hint_get_type ())
G_DECLARE_FINAL_TYPE (OdQueryHint, od_query_hint, OD, QUERY_HINT, AdwBin)

GtkWidget *od_query_hint_new (OdClock *clock, GtkSearchEntry *entry);
void od_query_hint_make_help (GtkMenuButton *button, gpointer user_data);

G_END_DECLS
