/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_PROFILE_TAGS (od_profile_tags_get_type ())
G_DECLARE_FINAL_TYPE (OdProfileTags, od_profile_tags, OD, PROFILE_TAGS, GtkWidget)

GtkWidget *od_profile_tags_new (OdDesk *desk);
void od_profile_tags_set (OdProfileTags *self, GStrv tags);
void od_profile_tags_commit (OdProfileTags *self);

G_END_DECLS
