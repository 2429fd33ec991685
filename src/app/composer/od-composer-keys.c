/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include "od-composer-private.h"

/* The keys of the text. */

/* As in the window: where the layout has no Latin letters, the place on the keyboard counts. */
static gboolean
run_shortcut (OdComposer *self, guint keyval, guint keycode, GdkModifierType state)
{
  static const struct {
    guint keyval, keycode;
    GdkModifierType state;
    const char *action;
  } shortcuts[] = {
    { GDK_KEY_n, 57, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "composer.note" },
    { GDK_KEY_o, 32, GDK_CONTROL_MASK, "composer.attach" },
    { GDK_KEY_period, 60, GDK_CONTROL_MASK, "composer.emoji" },
  };
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);
  gboolean is_latin = gdk_keyval_to_unicode (keyval) <= 0x24f;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (held == shortcuts[i].state &&
        (gdk_keyval_to_lower (keyval) == shortcuts[i].keyval || (!is_latin && keycode == shortcuts[i].keycode)))
      {
        gtk_widget_activate_action (GTK_WIDGET (self), shortcuts[i].action, NULL);
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

gboolean
od_composer_on_key_pressed (OdComposer *self, guint keyval, guint keycode, GdkModifierType state,
                            GtkEventController *controller)
{
  if (run_shortcut (self, keyval, keycode, state))
    return GDK_EVENT_STOP;
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  if (!enter_sends (self, state))
    return GDK_EVENT_PROPAGATE;
  /* It may choose a word of an input method. */
  if (gtk_text_view_im_context_filter_keypress (self->text_view, gtk_event_controller_get_current_event (controller)))
    return GDK_EVENT_STOP;
  gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
  return GDK_EVENT_STOP;
}
