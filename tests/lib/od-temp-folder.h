/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_temp_folder_new (void);
void od_temp_folder_free (char *folder);

typedef char OdTempFolder;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdTempFolder, od_temp_folder_free)

G_END_DECLS
