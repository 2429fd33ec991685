/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-endpoint.h"

G_BEGIN_DECLS

OdHttpResponse *od_webchat_response_new_json (guint status, char *text);
OdHttpResponse *od_webchat_response_new_error (guint status, const char *code, const char *field, guint retry_s);
OdHttpResponse *od_webchat_response_new_preflight (const OdHttpRequest *request);

G_END_DECLS
