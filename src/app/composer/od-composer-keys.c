/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include "od-composer-private.h"

/* The keys of the text. */

/* Of the commands, those that are the composer's. In its text they come before what the text does with a key. */
static gboolean
run_command (OdComposer *self, const OdKeyPress *press)
{
  guint n;
  const OdCommand *commands = od_commands_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_has_prefix (commands[i].action, "composer.") &&
        od_keymap_has_key (self->typing.keymap, &commands[i], press))
      {
        gtk_widget_activate_action (GTK_WIDGET (self), commands[i].action, commands[i].target != NULL ? "s" : NULL,
                                    commands[i].target);
        return TRUE;
      }
  return FALSE;
}

static gboolean
enter_sends (OdComposer *self, GdkModifierType held)
{
  return held == 0 && (self->taste == NULL || g_settings_get_boolean (self->taste, "enter-sends"));
}

/* Up fetches the last own message, Escape and Ctrl+Z what has just gone: where they have nothing else to do. */
static gboolean
run_empty_key (OdComposer *self, const OdKeyPress *press)
{
  gboolean is_escape = press->keyval == GDK_KEY_Escape && press->held == 0;
  const OdMessageRow *row;

  if (is_escape && od_composer_model_get_edited_id (self->model) != 0)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.cancel-edit", NULL);
      return TRUE;
    }
  if (*od_composer_model_get_text (self->model) != '\0')
    return FALSE;
  if ((is_escape || od_keymap_has_key (self->typing.keymap, od_commands_find ("undo"), press)) &&
      od_composer_can_undo (self))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.undo", NULL);
      return TRUE;
    }
  if (press->keyval != GDK_KEY_Up || press->held != 0 || od_composer_model_get_is_note (self->model))
    return FALSE;
  row = od_send_guard_find_editable (self->guard);
  if (row == NULL)
    return FALSE;
  od_composer_edit (self, row->id, FALSE, row->body);
  return TRUE;
}

gboolean
od_composer_on_key_pressed (OdComposer *self, guint keyval, guint keycode, GdkModifierType state,
                            GtkEventController *controller)
{
  OdKeyPress press = od_key_press_read (controller, keyval, keycode, state);
  gboolean is_sending = press.keyval == GDK_KEY_Return && enter_sends (self, press.held);

  /* Enter may choose a word of an input method. */
  if (press.keyval == GDK_KEY_Return && (is_sending || (press.held & GDK_CONTROL_MASK) != 0) &&
      gtk_text_view_im_context_filter_keypress (self->text_view, gtk_event_controller_get_current_event (controller)))
    return GDK_EVENT_STOP;
  if (run_command (self, &press) || run_empty_key (self, &press))
    return GDK_EVENT_STOP;
  if (!is_sending)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
  return GDK_EVENT_STOP;
}

void
od_composer_canned_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);

  if (self->typing.ready != NULL)
    od_completion_typing_browse (self->typing.ready);
}

void
od_composer_insert_canned_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);

  if (self->typing.ready != NULL)
    od_completion_typing_insert_canned (self->typing.ready, g_variant_get_string (parameter, NULL));
}
