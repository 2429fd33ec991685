/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define OD_TYPE_SERVER (od_server_get_type ())
G_DECLARE_FINAL_TYPE (OdServer, od_server, OD, SERVER, GObject)

OdServer *od_server_new (const char *files_dir);
void od_server_set_limits (OdServer *self, guint headers_ms, guint max_connections, guint max_per_address);
void od_server_stop (OdServer *self);

G_END_DECLS
