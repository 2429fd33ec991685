/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include "od-composer-private.h"

/* The keys of the text. */

/* As in the window: where the layout has no Latin letters, the place on the keyboard counts. */
static gboolean
run_shortcut (OdComposer *self, guint keyval, guint keycode, GdkModifierType held)
{
  static const struct {
    guint keyval, keycode;
    GdkModifierType state;
    const char *action, *target;
  } shortcuts[] = {
    { GDK_KEY_b, 56, GDK_CONTROL_MASK, "composer.format", "bold" },
    { GDK_KEY_i, 31, GDK_CONTROL_MASK, "composer.format", "italic" },
    { GDK_KEY_x, 53, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "composer.format", "strike" },
    { GDK_KEY_e, 26, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "composer.format", "code" },
    { GDK_KEY_k, 45, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "composer.format", "link" },
    { GDK_KEY_l, 46, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "composer.format", "list" },
    { GDK_KEY_n, 57, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "composer.note" },
    { GDK_KEY_o, 32, GDK_CONTROL_MASK, "composer.attach" },
    { GDK_KEY_period, 60, GDK_CONTROL_MASK, "composer.emoji" },
  };
  gboolean is_latin = gdk_keyval_to_unicode (keyval) <= 0x24f;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (held == shortcuts[i].state &&
        (gdk_keyval_to_lower (keyval) == shortcuts[i].keyval || (!is_latin && keycode == shortcuts[i].keycode)))
      {
        gtk_widget_activate_action (GTK_WIDGET (self), shortcuts[i].action, shortcuts[i].target != NULL ? "s" : NULL,
                                    shortcuts[i].target);
        return TRUE;
      }
  return FALSE;
}

static gboolean
enter_sends (OdComposer *self, GdkModifierType state)
{
  if ((state & GDK_CONTROL_MASK) != 0)
    return TRUE;
  return (self->taste == NULL || g_settings_get_boolean (self->taste, "enter-sends")) && (state & GDK_SHIFT_MASK) == 0;
}

/* Up fetches the last own message, Escape and Ctrl+Z what has just gone: where they have nothing else to do. */
static gboolean
run_empty_key (OdComposer *self, guint keyval, guint keycode, GdkModifierType held)
{
  gboolean is_empty = *od_composer_model_get_text (self->model) == '\0';
  gboolean is_undo = held == GDK_CONTROL_MASK && (gdk_keyval_to_lower (keyval) == GDK_KEY_z ||
                                                  (gdk_keyval_to_unicode (keyval) > 0x24f && keycode == 52));
  const OdMessageRow *row;

  if (keyval == GDK_KEY_Escape && held == 0 && od_composer_model_get_edited_id (self->model) != 0)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.cancel-edit", NULL);
      return TRUE;
    }
  if (!is_empty)
    return FALSE;
  if ((is_undo || (keyval == GDK_KEY_Escape && held == 0)) && od_composer_model_get_can_undo (self->model))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.undo", NULL);
      return TRUE;
    }
  if (keyval != GDK_KEY_Up || held != 0 || od_composer_model_get_is_note (self->model))
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
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);

  if (run_shortcut (self, keyval, keycode, held) || run_empty_key (self, keyval, keycode, held))
    return GDK_EVENT_STOP;
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  if (!enter_sends (self, state))
    return GDK_EVENT_PROPAGATE;
  /* It may choose a word of an input method. */
  if (gtk_text_view_im_context_filter_keypress (self->text_view, gtk_event_controller_get_current_event (controller)))
    return GDK_EVENT_STOP;
  gtk_widget_activate_action (
      GTK_WIDGET (self), held == (GDK_CONTROL_MASK | GDK_SHIFT_MASK) ? "composer.send-resolve" : "composer.send", NULL);
  return GDK_EVENT_STOP;
}
