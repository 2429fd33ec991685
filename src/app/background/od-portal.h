/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean od_portal_is_needed (void);
void od_portal_request_background_async (const char *reason, gboolean is_at_login, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean od_portal_request_background_finish (GAsyncResult *result, GError **error);
void od_portal_set_status (GDBusConnection *bus, const char *words);

G_END_DECLS
