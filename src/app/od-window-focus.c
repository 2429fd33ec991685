/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

/* Where the keyboard is: an operator's next word and the next Enter are never for what merely came next in order. */

static gboolean
is_shown (OdWindow *self, const char *page)
{
  return !adw_leaflet_get_folded (self->leaflet) || g_str_equal (self->folding.page, page);
}

static gboolean
can_write (OdWindow *self)
{
  return od_current_conversation_get_id (self->current) != 0 && is_shown (self, OD_WINDOW_PAGE_THREAD);
}

/* To the text where a conversation is open, else to the list. */
void
od_window_take_focus (OdWindow *self)
{
  if (can_write (self))
    od_thread_pane_focus_composer (self->panes.thread);
  else
    gtk_widget_grab_focus (GTK_WIDGET (od_inbox_pane_get_list (self->panes.inbox)));
}

/* ---- Another conversation ---- */

/* Another conversation is open: a button that was pressed for the one before is not for this one. Who walks through the
 * list stays there. */
void
od_window_leave_thread_controls (OdWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->places.thread_box)))
    od_window_take_focus (self);
}

/* What had the keyboard is gone: the next control in order would be the main menu, or Resolve.
 *
 * Returns: whether the keyboard is at a good place now
 */
gboolean
od_window_find_focus (OdWindow *self)
{
  if (gtk_root_get_focus (GTK_ROOT (self)) != NULL || self->panes.inbox == NULL ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->root_stack), "desk") != 0)
    return FALSE;
  od_window_take_focus (self);
  return gtk_root_get_focus (GTK_ROOT (self)) != NULL;
}

/* ---- Typing ---- */

/* A letter outside of any text begins, or goes on with, the reply. */
gboolean
od_window_type (OdWindow *self, GtkEventControllerKey *controller, guint keyval)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  gunichar letter = gdk_keyval_to_unicode (keyval);

  if (!g_unichar_isgraph (letter) || !can_write (self) || (focus != NULL && GTK_IS_EDITABLE (focus)) ||
      (focus != NULL && GTK_IS_TEXT_VIEW (focus) && gtk_text_view_get_editable (GTK_TEXT_VIEW (focus))) ||
      (focus != NULL && gtk_widget_get_native (focus) != GTK_NATIVE (self)))
    return FALSE;
  od_thread_pane_focus_composer (self->panes.thread);
  focus = gtk_root_get_focus (GTK_ROOT (self));
  return focus != NULL && GTK_IS_TEXT_VIEW (focus) && gtk_event_controller_key_forward (controller, focus);
}
