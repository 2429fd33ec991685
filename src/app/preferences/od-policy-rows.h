/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-sla-policy.h"

G_BEGIN_DECLS

/* Rows of the dialog for a promise: its conditions, and what is promised for one kind of clock. */

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

/**
 * OdWhenRows: all (not owned).
 */
typedef struct {
  GtkEditable *channels;
  GtkEditable *tags;
  GtkEditable *fields;
  GtkSwitch *online;
  GtkCheckButton *priorities[OD_PRIORITY_URGENT - OD_PRIORITY_LOW + 1];
} OdWhenRows;

void od_target_rows_build (OdTargetRows *self, AdwPreferencesGroup *group, OdClockKind kind, GCallback changed,
                           gpointer object);
void od_target_rows_fill (OdTargetRows *self, const OdSlaTarget *target);
gboolean od_target_rows_read (OdTargetRows *self, OdSlaTarget *target);

void od_when_rows_build (OdWhenRows *self, AdwPreferencesGroup *group, GCallback changed, gpointer object);
void od_when_rows_fill (OdWhenRows *self, const OdSlaWhen *when);
gboolean od_when_rows_read (OdWhenRows *self, OdSlaWhen *when);

GtkEditable *od_policy_rows_add_entry (AdwPreferencesGroup *group, const char *title, GCallback changed,
                                       gpointer object);
GtkSwitch *od_policy_rows_add_switch (AdwPreferencesGroup *group, const char *title, GCallback changed,
                                      gpointer object);
gboolean od_policy_rows_mark (GtkEditable *row, gboolean is_good);

G_END_DECLS
