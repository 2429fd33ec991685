/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "od-endpoint.h"

G_BEGIN_DECLS

OdHttpRequest *od_server_request_read (SoupServerMessage *message, guint *status);
guint od_server_request_check_body (SoupServerMessage *message, const OdBodyRule *rule, guint64 *size_bytes);
gboolean od_server_request_wants_upgrade (const OdHttpRequest *request);
char *od_server_path_decode (const char *encoded);

G_END_DECLS
