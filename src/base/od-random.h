/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void od_random_bytes (gpointer out, gsize len);
char *od_random_hex (gsize n_bytes);
double od_random_unit (void);

G_END_DECLS
