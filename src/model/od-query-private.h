/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-query.h"

G_BEGIN_DECLS

gboolean od_query_find_field (const char *front, gsize n_front, OdQueryField *field);
char *od_query_read_value (OdQueryField field, const char *value);
gboolean od_query_is_blank (const char *text);
gunichar od_query_closing_quote (gunichar c);
gboolean od_query_is_key (const char *front, gsize n);

G_END_DECLS
