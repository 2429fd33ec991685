/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-rows.h"

G_BEGIN_DECLS

GtkWidget *od_thread_needs_new (const OdMessageRow *row, const OdMessageRow *newer, const char *unsent, gint64 now_us,
                                GTimeZone *zone);
gboolean od_thread_needs_count (GtkWidget *needs, const OdMessageRow *row, gint64 now_us);

G_END_DECLS
