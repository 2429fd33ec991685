/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_BUBBLE_TEXT (od_bubble_text_get_type ())
G_DECLARE_FINAL_TYPE (OdBubbleText, od_bubble_text, OD, BUBBLE_TEXT, GtkWidget)

GtkWidget *od_bubble_text_new (void);
GtkLabel *od_bubble_text_get_label (OdBubbleText *self);
void od_bubble_text_set_marks (OdBubbleText *self, const char *const *words);
void od_bubble_text_set_meta (OdBubbleText *self, GtkWidget *meta);

G_END_DECLS
