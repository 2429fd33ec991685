/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef void (*OdUndoFunc) (gpointer user_data);

#define OD_TYPE_UNDO_STACK (od_undo_stack_get_type ())
G_DECLARE_FINAL_TYPE (OdUndoStack, od_undo_stack, OD, UNDO_STACK, GObject)

OdUndoStack *od_undo_stack_new (void);
guint64 od_undo_stack_push (OdUndoStack *self, OdUndoFunc func, gpointer user_data, GDestroyNotify destroy);
void od_undo_stack_drop (OdUndoStack *self, guint64 id);
gboolean od_undo_stack_undo (OdUndoStack *self);
gboolean od_undo_stack_undo_one (OdUndoStack *self, guint64 id);
gboolean od_undo_stack_get_can_undo (OdUndoStack *self);
void od_undo_stack_note_typing (OdUndoStack *self);
gboolean od_undo_stack_is_newer_than_typing (OdUndoStack *self);

G_END_DECLS
