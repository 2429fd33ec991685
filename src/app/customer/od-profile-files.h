/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_PROFILE_FILES (od_profile_files_get_type ())
G_DECLARE_FINAL_TYPE (OdProfileFiles, od_profile_files, OD, PROFILE_FILES, AdwBin)

GtkWidget *od_profile_files_new (OdDesk *desk, GSettings *taste);
void od_profile_files_set_customer (OdProfileFiles *self, gint64 customer_id);
void od_profile_files_reload (OdProfileFiles *self, guint n_files);

G_END_DECLS
