/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_webchat_link_sign (GBytes *key, const char *method, const char *file_id, gint64 expires_s);
gboolean od_webchat_link_verify (GBytes *key, const char *method, const char *file_id, const char *expires,
                                 const char *signature, gint64 now_s);
char *od_webchat_link_make (GBytes *key, const char *method, const char *file_id, gint64 expires_s);

G_END_DECLS
