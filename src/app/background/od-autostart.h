/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void od_autostart_set_async (const char *application_id, gboolean is_on, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean od_autostart_set_finish (GAsyncResult *result, GError **error);
char *od_autostart_dup_entry (const char *application_id, const char *program);

G_END_DECLS
