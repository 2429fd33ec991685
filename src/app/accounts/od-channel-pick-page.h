/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

GtkWidget *od_channel_pick_page_new (OdDesk *desk);

G_END_DECLS
