/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdCsvRow: a record.
 * @line: on which it begins, from 1
 * @cells: (owned): as they were meant, without quotes
 * @mistake: (nullable): static; why it is none; then there are no cells
 */
typedef struct {
  guint line;
  GStrv cells;
  const char *mistake;
} OdCsvRow;

void od_csv_row_free (OdCsvRow *self);
GPtrArray *od_csv_parse (const char *bytes, gsize len, GError **error);
void od_csv_append (GString *out, const char *cell, gboolean is_last);

G_END_DECLS
