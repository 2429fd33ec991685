/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-query.h"

G_BEGIN_DECLS

/**
 * OdQueryKnown: values that this desk knows of, for fields that take any.
 * @values: (nullable) each, NULL-terminated
 */
typedef struct {
  const char *const *values[OD_N_QUERY_FIELD];
} OdQueryKnown;

GPtrArray *od_query_suggest (const char *text, gsize caret_byte, const OdQueryKnown *known, gsize *start_byte);

G_END_DECLS
