/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

#define OD_TYPE_NAMED_FILES (od_named_files_get_type ())
G_DECLARE_FINAL_TYPE (OdNamedFiles, od_named_files, OD, NAMED_FILES, GObject)

OdNamedFiles *od_named_files_new (const char *folder);
char *od_named_files_dup_path (OdNamedFiles *self, const OdAttachmentRow *file);
void od_named_files_make_async (OdNamedFiles *self, const OdAttachmentRow *file, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
char *od_named_files_make_finish (OdNamedFiles *self, GAsyncResult *result, GError **error);
void od_named_files_clean (OdNamedFiles *self, gint64 now_us);

G_END_DECLS
