/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_AVATAR (od_avatar_get_type ())
G_DECLARE_FINAL_TYPE (OdAvatar, od_avatar, OD, AVATAR, GtkWidget)

GtkWidget *od_avatar_new (int size);
void od_avatar_set_person (OdAvatar *self, const char *name, const char *address);

G_END_DECLS
