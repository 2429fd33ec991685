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
 * @is_cut: it was cancelled before it had seen all
 */
typedef struct {
  guint n_rows;
  guint n_new;
  guint n_changed;
  guint n_same;
  guint n_refused;
  GStrv unknown;
  GPtrArray *remarks;
  gboolean is_cut;
} OdPeopleFileReport;

/**
 * OdPeopleFileProgress:
 * @n_all: lines, or customers; 0: not known yet
 *
 * How far it has come. On the main thread, between two slices, and not after the completion.
 */
typedef void (*OdPeopleFileProgress) (guint n_done, guint n_all, gpointer user_data);

OdPeopleFileReport *od_people_file_report_new (void);
void od_people_file_report_free (OdPeopleFileReport *self);
void od_people_file_report_refuse (OdPeopleFileReport *self, guint line, const char *column, const char *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPeopleFileReport, od_people_file_report_free)

G_END_DECLS
