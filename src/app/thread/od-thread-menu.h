/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-message-deeds.h"

G_BEGIN_DECLS

GMenuModel *od_thread_menu_new (const OdMessageRow *row, OdMessageDeeds deeds, const char *uri);
GtkWidget *od_thread_menu_new_emoji (const OdMessageRow *row);

G_END_DECLS
