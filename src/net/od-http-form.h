/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _OdHttpForm OdHttpForm;

OdHttpForm *od_http_form_new (void);
void od_http_form_free (OdHttpForm *self);
void od_http_form_add_text (OdHttpForm *self, const char *name, const char *text);
void od_http_form_add_file (OdHttpForm *self, const char *name, const char *file_name, const char *mime,
                            const char *path, gint64 size_bytes);
void od_http_form_attach (OdHttpForm *self, SoupMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdHttpForm, od_http_form_free)

G_END_DECLS
