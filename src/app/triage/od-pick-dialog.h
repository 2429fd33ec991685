/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define OD_TYPE_PICK_DIALOG (od_pick_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdPickDialog, od_pick_dialog, OD, PICK_DIALOG, AdwWindow)

/**
 * OdPickRow: one of what can be picked. Nothing of it is kept.
 * @id: what "picked" says
 * @detail: (nullable): what else is to be known of it
 * @icon_name: (nullable)
 * @is_below: @detail may be long and stands below
 */
typedef struct {
  const char *id;
  const char *title;
  const char *detail;
  const char *icon_name;
  gboolean is_checked;
  gboolean is_below;
} OdPickRow;

GtkWidget *od_pick_dialog_new (GtkWindow *parent, const char *title, const char *hint);
void od_pick_dialog_clear (OdPickDialog *self);
void od_pick_dialog_add (OdPickDialog *self, const OdPickRow *row);
void od_pick_dialog_set_words (OdPickDialog *self, const char *words);
const char *od_pick_dialog_get_text (OdPickDialog *self);
void od_pick_dialog_set_text (OdPickDialog *self, const char *text);
gboolean od_pick_dialog_matches (OdPickDialog *self, const char *text);

G_END_DECLS
