/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-import-session-private.h"

G_BEGIN_DECLS

typedef struct _OdImportFile OdImportFile;

OdImportFile *od_import_file_open (const char *path, const char *files_dir, GError **error);
void od_import_file_free (OdImportFile *self);
GPtrArray *od_import_file_read (OdImportFile *self, guint max_lines, GError **error);
void od_import_item_free (OdImportItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdImportFile, od_import_file_free)

G_END_DECLS
