/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_SHARED_FILES (od_shared_files_get_type ())
G_DECLARE_FINAL_TYPE (OdSharedFiles, od_shared_files, OD, SHARED_FILES, GObject)

OdSharedFiles *od_shared_files_new (OdDesk *desk);
void od_shared_files_open (OdSharedFiles *self, gint64 customer_id);
void od_shared_files_reload (OdSharedFiles *self);
void od_shared_files_show_more (OdSharedFiles *self);
GPtrArray *od_shared_files_get_rows (OdSharedFiles *self);
gboolean od_shared_files_get_has_more (OdSharedFiles *self);

G_END_DECLS
