/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-undo-stack"

#include "od-undo-stack.h"

#include "od-limits.h"

/**
 * OdUndoStack:
 *
 * What was done, newest last, and how each is taken back. It also knows what was typed since: the same key takes back
 * letters. Main thread.
 */
struct _OdUndoStack {
  GObject parent_instance;

  GArray *entries;        /* (owned) (element-type Entry), at most OD_LIMIT_UNDO_DEEDS */
  guint64 last_id;        /* of an entry */
  guint64 n_typed;        /* how often something was typed */
  guint64 n_typed_undone; /* when something newer than that was taken back last */
  gboolean has_undone;
};

G_DEFINE_FINAL_TYPE (OdUndoStack, od_undo_stack, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct {
  guint64 id;
  guint64 n_typed; /* before it */
  OdUndoFunc func;
  gpointer user_data; /* (owned) by @destroy */
  GDestroyNotify destroy;
} Entry;

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  if (entry->destroy != NULL)
    entry->destroy (entry->user_data);
}

static int
find (OdUndoStack *self, guint64 id)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_array_index (self->entries, Entry, i).id == id)
      return (int) i;
  return -1;
}

static void
od_undo_stack_finalize (GObject *object)
{
  g_array_unref (OD_UNDO_STACK (object)->entries);
  G_OBJECT_CLASS (od_undo_stack_parent_class)->finalize (object);
}

static void
od_undo_stack_class_init (OdUndoStackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_undo_stack_finalize;
  /**
   * OdUndoStack::changed:
   *
   * Something else is taken back next, or nothing.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_UNDO_STACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_undo_stack_init (OdUndoStack *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);
}

OdUndoStack *
od_undo_stack_new (void)
{
  return g_object_new (OD_TYPE_UNDO_STACK, NULL);
}

/**
 * od_undo_stack_push:
 * @func: takes it back; called once at most
 * @destroy: (nullable): frees @user_data once it can't be called any more
 *
 * The oldest of too many is forgotten.
 *
 * Returns: names it; never 0
 */
guint64
od_undo_stack_push (OdUndoStack *self, OdUndoFunc func, gpointer user_data, GDestroyNotify destroy)
{
  Entry entry = { 0, 0, func, user_data, destroy };

  g_return_val_if_fail (OD_IS_UNDO_STACK (self), 0);

  entry.id = ++self->last_id;
  entry.n_typed = self->n_typed;
  if (self->entries->len >= OD_LIMIT_UNDO_DEEDS)
    g_array_remove_index (self->entries, 0);
  g_array_append_val (self->entries, entry);
  g_signal_emit (self, signals[CHANGED], 0);
  return self->last_id;
}

/**
 * od_undo_stack_drop:
 * @id: may be gone already
 *
 * It can't be taken back any more.
 */
void
od_undo_stack_drop (OdUndoStack *self, guint64 id)
{
  int position;

  g_return_if_fail (OD_IS_UNDO_STACK (self));

  position = find (self, id);
  if (position < 0)
    return;
  g_array_remove_index (self->entries, (guint) position);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * od_undo_stack_undo_one:
 *
 * Returns: whether @id was there to be taken back
 */
gboolean
od_undo_stack_undo_one (OdUndoStack *self, guint64 id)
{
  int position;
  Entry entry;

  g_return_val_if_fail (OD_IS_UNDO_STACK (self), FALSE);

  position = find (self, id);
  if (position < 0)
    return FALSE;
  entry = g_array_index (self->entries, Entry, position);
  g_array_index (self->entries, Entry, position).destroy = NULL; /* after it was called */
  g_array_remove_index (self->entries, (guint) position);
  if (entry.n_typed == self->n_typed) /* otherwise the letters come next, now as before */
    {
      self->n_typed_undone = self->n_typed;
      self->has_undone = TRUE;
    }
  entry.func (entry.user_data);
  clear_entry (&entry);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/**
 * od_undo_stack_undo:
 *
 * Takes back the newest; the next call the one before.
 *
 * Returns: whether there was any
 */
gboolean
od_undo_stack_undo (OdUndoStack *self)
{
  g_return_val_if_fail (OD_IS_UNDO_STACK (self), FALSE);

  return self->entries->len > 0 &&
         od_undo_stack_undo_one (self, g_array_index (self->entries, Entry, self->entries->len - 1).id);
}

gboolean
od_undo_stack_get_can_undo (OdUndoStack *self)
{
  g_return_val_if_fail (OD_IS_UNDO_STACK (self), FALSE);

  return self->entries->len > 0;
}

/**
 * od_undo_stack_note_typing:
 *
 * Something was typed now: that is what comes to mind to be taken back.
 */
void
od_undo_stack_note_typing (OdUndoStack *self)
{
  g_return_if_fail (OD_IS_UNDO_STACK (self));

  self->n_typed++;
}

/**
 * od_undo_stack_is_newer_than_typing:
 *
 * Returns: whether something was done after the last letter was typed, or taken back: the same key must not go on with
 *   the letters, which nobody thought of
 */
gboolean
od_undo_stack_is_newer_than_typing (OdUndoStack *self)
{
  g_return_val_if_fail (OD_IS_UNDO_STACK (self), FALSE);

  if (self->has_undone && self->n_typed_undone == self->n_typed)
    return TRUE;
  return self->entries->len > 0 &&
         g_array_index (self->entries, Entry, self->entries->len - 1).n_typed == self->n_typed;
}
