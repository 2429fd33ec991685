/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-action-exists.h"
#include "od-composer.h"
#include "od-key-tips.h"
#include "od-window-private.h"

/* Commands of the window and its panes, by key or by name. */

/* Whose action it is. */
static GtkWidget *
find_owner (OdWindow *self, const OdCommand *command)
{
  return g_str_has_prefix (command->action, "composer.") ? od_thread_pane_get_composer (self->panes.thread)
                                                         : GTK_WIDGET (self);
}

/* (element-type OdCommand) (not owned): those that this window has */
GPtrArray *
od_window_list_commands (OdWindow *self)
{
  GPtrArray *list = g_ptr_array_new ();
  guint n;
  const OdCommand *commands = od_commands_get (&n);

  for (guint i = 0; i < n; i++)
    if (od_action_exists (find_owner (self, &commands[i]), commands[i].action))
      g_ptr_array_add (list, (gpointer) &commands[i]);
  return list;
}

gboolean
od_window_can_run (OdWindow *self, const OdCommand *command)
{
  GtkWidget *owner = find_owner (self, command);

  if (owner != GTK_WIDGET (self) && od_current_conversation_get_id (self->current) == 0)
    return FALSE; /* there is nobody to write to */
  return od_action_exists (owner, command->action) && od_action_is_enabled (owner, command->action, command->target);
}

/* Whether there is such a command here, enabled or not. */
gboolean
od_window_run (OdWindow *self, const OdCommand *command)
{
  GtkWidget *owner = find_owner (self, command);
  gboolean is_of_text = owner != GTK_WIDGET (self);

  if (!od_action_exists (owner, command->action) || (is_of_text && od_current_conversation_get_id (self->current) == 0))
    return FALSE;
  if (is_of_text)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-composer", NULL);
  gtk_widget_activate_action (owner, command->action, command->target != NULL ? "s" : NULL, command->target);
  return TRUE;
}

/* Whether the text that has the focus has a use for "undo" itself. */
static gboolean
text_takes_undo (OdWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  OdUndoStack *stack = od_deed_runner_get_undo (self->triage.runner);

  if (od_undo_stack_is_newer_than_typing (stack))
    return FALSE;
  if (focus != NULL && GTK_IS_TEXT (focus))
    return *gtk_editable_get_text (GTK_EDITABLE (focus)) != '\0';
  if (focus == NULL || !GTK_IS_TEXT_VIEW (focus) || !gtk_text_view_get_editable (GTK_TEXT_VIEW (focus)))
    return FALSE;
  return gtk_text_buffer_get_can_undo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus))) ||
         od_composer_can_undo (OD_COMPOSER (od_thread_pane_get_composer (self->panes.thread)));
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, OdWindow *self)
{
  OdKeyPress press = od_key_press_read (GTK_EVENT_CONTROLLER (controller), keyval, keycode, state);
  guint n;
  const OdCommand *commands = od_commands_get (&n);

  if ((press.held & ~GDK_SHIFT_MASK) == 0 && gdk_keyval_to_unicode (keyval) != 0)
    {
      od_undo_stack_note_typing (od_deed_runner_get_undo (self->triage.runner));
      return od_window_type (self, controller, keyval) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
    }
  for (guint i = 0; i < n; i++)
    if ((commands[i].flags & OD_COMMAND_IN_TEXT) == 0 && od_keymap_has_key (self->taste.keymap, &commands[i], &press))
      {
        if ((commands[i].flags & OD_COMMAND_UNLESS_TEXT) != 0 && text_takes_undo (self))
          return GDK_EVENT_PROPAGATE;
        if ((commands[i].flags & OD_COMMAND_UNLESS_TEXT) != 0)
          {
            od_window_undo (self);
            return GDK_EVENT_STOP;
          }
        return od_window_run (self, &commands[i]) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
      }
  return GDK_EVENT_PROPAGATE;
}

/* What nobody inside wanted: an open popover or the search entry comes first. */
static gboolean
on_late_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, GtkWidget *window)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (window, "win.back", NULL);
  return GDK_EVENT_STOP;
}

void
od_window_install_keys (OdWindow *self)
{
  GtkEventController *early = gtk_event_controller_key_new ();
  GtkEventController *late = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (early, GTK_PHASE_CAPTURE);
  g_signal_connect (early, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), early);
  g_signal_connect (late, "key-pressed", G_CALLBACK (on_late_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), late);
  od_key_tips_follow (GTK_WIDGET (self), self->taste.keymap);
}
