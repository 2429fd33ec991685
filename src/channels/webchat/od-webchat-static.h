/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-endpoint.h"

G_BEGIN_DECLS

typedef struct _OdWebchatStatic OdWebchatStatic;

OdWebchatStatic *od_webchat_static_load (const char *web_dir, const char *widget, GError **error);
OdHttpResponse *od_webchat_static_find (OdWebchatStatic *self, const OdHttpRequest *request,
                                        const char *const *origins);
void od_webchat_static_free (OdWebchatStatic *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdWebchatStatic, od_webchat_static_free)

G_END_DECLS
