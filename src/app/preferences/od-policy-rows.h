/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-terms.h"

G_BEGIN_DECLS

/* Rows of forms for promises, working hours and answers. */

/**
 * OdTargetRows: all (not owned).
 * @within: how long; %NULL for agreed times
 * @working: (nullable)
 * @percent: (nullable)
 */
typedef struct {
  GtkEditable *within;
  GtkSwitch *working;
  GtkSpinButton *percent;
  GtkEditable *before;
} OdTargetRows;

void od_target_rows_build (OdTargetRows *self, AdwPreferencesGroup *group, OdClockKind kind, GCallback changed,
                           gpointer object);
void od_target_rows_fill (OdTargetRows *self, const OdSlaTarget *target);
gboolean od_target_rows_read (OdTargetRows *self, OdSlaTarget *target);

GtkWidget *od_policy_rows_new_row (const char *title, GtkWidget *control);
GtkEditable *od_policy_rows_add_entry (AdwPreferencesGroup *group, const char *title, GCallback changed,
                                       gpointer object);
GtkSwitch *od_policy_rows_add_switch (AdwPreferencesGroup *group, const char *title, GCallback changed,
                                      gpointer object);
AdwComboRow *od_policy_rows_add_calendars (AdwPreferencesGroup *group, GCallback changed, gpointer object);
void od_policy_rows_fill_calendars (AdwComboRow *row, const OdTerms *terms, gint64 chosen);
gint64 od_policy_rows_get_calendar (AdwComboRow *row);
gboolean od_policy_rows_mark (GtkEditable *row, gboolean is_good);

G_END_DECLS
