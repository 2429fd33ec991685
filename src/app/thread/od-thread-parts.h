/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-rows.h"

G_BEGIN_DECLS

GtkWidget *od_thread_parts_divider (const char *words, const char *css_class);
GtkWidget *od_thread_parts_author (const char *name, gboolean is_note);
GtkWidget *od_thread_parts_quote (gint64 message_id, const char *words);
GtkWidget *od_thread_parts_event (const OdMessageRow *row, guint n_events, gboolean is_unfolded, GTimeZone *zone);
GtkWidget *od_thread_parts_reactions (const OdMessageRow *row, const char *customer_name);
GtkWidget *od_thread_parts_history (gint64 message_id, gboolean is_deleted);
GtkWidget *od_thread_parts_more (gint64 message_id);
const char *od_thread_parts_mark_icon (OdDelivery delivery);
void od_thread_parts_set_mark (GtkWidget *mark, OdDelivery delivery);
char *od_thread_parts_make_key (const OdMessageRow *row, gboolean has_author);

G_END_DECLS
