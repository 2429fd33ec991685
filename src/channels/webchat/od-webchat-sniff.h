/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *od_webchat_sniff (const guint8 *data, gsize len, const char *claimed);
gboolean od_webchat_sniff_name_is_safe (const char *name);
gboolean od_webchat_sniff_may_be (const char *claimed);
const char *const *od_webchat_sniff_get_types (void);

G_END_DECLS
