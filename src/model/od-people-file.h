/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdPeopleFileRemark: why a line of a table was not taken.
 * @line: from 1
 * @column: (nullable): the name of the column
 * @reason: in English, without any text of people
 */
typedef struct {
  guint line;
  char *column;
  char *reason;
} OdPeopleFileRemark;

/**
 * OdPeopleFileReport: what a table of customers brings, or brought.
 * @unknown: (nullable): columns that are left out
 * @remarks: (element-type OdPeopleFileRemark): the first %OD_LIMIT_IMPORT_REASONS lines that are refused
 */
typedef struct {
  guint n_rows;
  guint n_new;
  guint n_changed;
  guint n_same;
  guint n_refused;
  GStrv unknown;
  GPtrArray *remarks;
} OdPeopleFileReport;

OdPeopleFileReport *od_people_file_report_new (void);
void od_people_file_report_free (OdPeopleFileReport *self);
void od_people_file_report_refuse (OdPeopleFileReport *self, guint line, const char *column, const char *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPeopleFileReport, od_people_file_report_free)

G_END_DECLS
