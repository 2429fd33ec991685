/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-presence.h"

G_BEGIN_DECLS

GtkWidget *od_presence_button_new (OdPresence *presence);

G_END_DECLS
