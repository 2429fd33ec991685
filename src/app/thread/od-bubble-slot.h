/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_BUBBLE_SLOT (od_bubble_slot_get_type ())
G_DECLARE_FINAL_TYPE (OdBubbleSlot, od_bubble_slot, OD, BUBBLE_SLOT, GtkWidget)

GtkWidget *od_bubble_slot_new (GtkWidget *bubble);
void od_bubble_slot_set_button (OdBubbleSlot *self, GtkWidget *button);
void od_bubble_slot_set_align (OdBubbleSlot *self, GtkAlign align);

G_END_DECLS
