/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *od_server_address_to_text (GSocketAddress *address, gboolean *is_loopback);
char *od_server_address_forwarded (const char *peer, const char *forwarded_for, const char *const *trusted_proxies);

G_END_DECLS
