/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-csv.h"
#include "od-people-csv.h"
#include "od-store-field.h"

G_BEGIN_DECLS

/* Between the files that take customers from a table: od-people-csv.c reads lines, od-people-csv-take.c stores them. */

typedef enum {
  OD_CSV_COLUMN_UNKNOWN,
  OD_CSV_COLUMN_ID,
  OD_CSV_COLUMN_NAME,
  OD_CSV_COLUMN_EMAIL,
  OD_CSV_COLUMN_PHONE,
  OD_CSV_COLUMN_NOTE,
  OD_CSV_COLUMN_TAGS,
  OD_CSV_COLUMN_LANG,
  OD_CSV_COLUMN_ZONE,
  OD_CSV_COLUMN_FIELD,
  OD_CSV_COLUMN_IGNORED, /* of our own export: it can't be set */
} OdCsvColumnKind;

typedef struct {
  OdCsvColumnKind kind;
  char *name;                 /* as the table has it */
  const OdCustomField *field; /* (nullable) */
} OdCsvColumn;

/**
 * OdCsvTable:
 * @is_careful: each line is saved by itself. To save is to write out what the search index holds in memory, which takes
 *   ten times as long as all the rest
 * @is_spoiled: (out): a line was refused after something of it was written, and nothing is saved
 */
typedef struct {
  sqlite3 *db;
  OdPeopleCsvJob *job;
  OdFieldJob *fields;
  GArray *columns;
  gboolean is_careful;
  gboolean is_spoiled;
} OdCsvTable;

/**
 * OdCsvLine: what a line says.
 * @values: (element-type utf8): of each column as it will be stored, "" if nothing
 * @customer_id: who it is, 0: somebody new
 */
typedef struct {
  const OdCsvRow *row;
  GPtrArray *values;
  gint64 customer_id;
  gboolean is_refused;
} OdCsvLine;

void od_csv_refuse (OdCsvTable *table, OdCsvLine *line, const OdCsvColumn *column, const char *reason);
const char *od_csv_get_value (OdCsvTable *table, const OdCsvLine *line, OdCsvColumnKind kind);
gboolean od_csv_take_line (OdCsvTable *table, OdCsvLine *line, OdChangeSet *changes, GError **error);

G_END_DECLS
