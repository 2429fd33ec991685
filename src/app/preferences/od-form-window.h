/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define OD_TYPE_FORM_WINDOW (od_form_window_get_type ())
G_DECLARE_DERIVABLE_TYPE (OdFormWindow, od_form_window, OD, FORM_WINDOW, AdwWindow)

/**
 * OdFormWindowClass:
 * @dup_state: what would be saved, to be compared with what was there when the form was ready
 * @save: saves it; od_form_window_end_save() says what became of it
 */
struct _OdFormWindowClass {
  AdwWindowClass parent_class;

  char *(*dup_state) (OdFormWindow *self);
  void (*save) (OdFormWindow *self);
};

AdwPreferencesGroup *od_form_window_add_group (OdFormWindow *self, const char *title, const char *description);
void od_form_window_take_group (OdFormWindow *self, GtkWidget *group);
gboolean od_form_window_get_is_ready (OdFormWindow *self);
void od_form_window_set_ready (OdFormWindow *self);
void od_form_window_set_trouble (OdFormWindow *self, const char *trouble, gboolean can_save);
void od_form_window_say (OdFormWindow *self, const char *words);
void od_form_window_end_save (OdFormWindow *self, const char *trouble);

G_END_DECLS
