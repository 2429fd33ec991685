/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_RECOGNITION_GROUP (od_recognition_group_get_type ())
G_DECLARE_FINAL_TYPE (OdRecognitionGroup, od_recognition_group, OD, RECOGNITION_GROUP, AdwPreferencesGroup)

GtkWidget *od_recognition_group_new (OdDesk *desk);

G_END_DECLS
