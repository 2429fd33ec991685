/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_SPELL_MARKS (od_spell_marks_get_type ())
G_DECLARE_FINAL_TYPE (OdSpellMarks, od_spell_marks, OD, SPELL_MARKS, GObject)

OdSpellMarks *od_spell_marks_new (GtkTextView *view, GSettings *taste);
void od_spell_marks_set_language (OdSpellMarks *self, const char *language);
gboolean od_spell_marks_get_is_busy (OdSpellMarks *self);
GMenuModel *od_spell_marks_get_menu (OdSpellMarks *self);

G_END_DECLS
