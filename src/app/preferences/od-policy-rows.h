/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-sla-policy.h"

G_BEGIN_DECLS

/* Rows of the dialog for a promise: what is promised for one kind of clock. */

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

GtkEditable *od_policy_rows_add_entry (AdwPreferencesGroup *group, const char *title, GCallback changed,
                                       gpointer object);
GtkSwitch *od_policy_rows_add_switch (AdwPreferencesGroup *group, const char *title, GCallback changed,
                                      gpointer object);
gboolean od_policy_rows_mark (GtkEditable *row, gboolean is_good);

G_END_DECLS
