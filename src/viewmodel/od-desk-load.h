/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_DESK_LOAD (od_desk_load_get_type ())
G_DECLARE_FINAL_TYPE (OdDeskLoad, od_desk_load, OD, DESK_LOAD, GObject)

OdDeskLoad *od_desk_load_new (OdDesk *desk);
gint64 od_desk_load_get_n_waiting (OdDeskLoad *self);
gint64 od_desk_load_get_n_late (OdDeskLoad *self);
char *od_desk_load_dup_words (OdDeskLoad *self);

G_END_DECLS
