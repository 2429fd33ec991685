/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OdKeyPress: a key that was pressed, seen in every way in which a binding may name it.
 * @keyval: what the layout and Shift make of it
 * @base: the same without Shift
 * @keycode: which place on the keyboard
 * @held: Control, Shift, Alt, Super
 * @by_position: the layout has no Latin letters (Russian, say): the place on the keyboard counts
 */
typedef struct {
  guint keyval;
  guint base;
  guint keycode;
  GdkModifierType held;
  gboolean by_position;
} OdKeyPress;

OdKeyPress od_key_press_read (GtkEventController *controller, guint keyval, guint keycode, GdkModifierType state);
gboolean od_key_press_is (const OdKeyPress *self, guint keyval, GdkModifierType modifiers);
gboolean od_key_press_get_binding (const OdKeyPress *self, guint *keyval, GdkModifierType *modifiers);
gboolean od_key_press_parse (const char *keys, guint *keyval, GdkModifierType *modifiers);

G_END_DECLS
