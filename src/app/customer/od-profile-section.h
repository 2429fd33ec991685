/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_PROFILE_SECTION (od_profile_section_get_type ())
G_DECLARE_FINAL_TYPE (OdProfileSection, od_profile_section, OD, PROFILE_SECTION, GtkWidget)

GtkWidget *od_profile_section_new (const char *id, const char *title, GtkWidget *child, GSettings *taste);
GtkWidget *od_profile_section_new_list (const char *id, const char *title, GSettings *taste);
GtkListBox *od_profile_section_get_list (OdProfileSection *self);
void od_profile_section_clear (OdProfileSection *self);
void od_profile_section_append (OdProfileSection *self, GtkWidget *row);
void od_profile_section_set_title (OdProfileSection *self, const char *title);

G_END_DECLS
