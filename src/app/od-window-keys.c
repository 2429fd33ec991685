/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

/* What the kernel calls a key, plus what X and Wayland add to it. */
#define POSITION(evdev) ((evdev) + 8)
#define LAST_LATIN 0x24f

/* The keys of the window. Where the layout has no Latin letters (Russian, say), the place on
 * the keyboard counts: GTK's own shortcuts would be dead there. */
static const struct {
  guint keyval;
  guint position;
  GdkModifierType state;
  const char *action;
} keys[] = {
  { GDK_KEY_j, POSITION (36), GDK_CONTROL_MASK, "win.next" },
  { GDK_KEY_j, POSITION (36), GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.previous" },
  { GDK_KEY_u, POSITION (22), GDK_CONTROL_MASK, "win.next-unanswered" },
  { GDK_KEY_k, POSITION (37), GDK_CONTROL_MASK, "win.search" },
  { GDK_KEY_f, POSITION (33), GDK_CONTROL_MASK, "win.search" },
  { GDK_KEY_h, POSITION (35), GDK_CONTROL_MASK, "win.whole-history" },
  { GDK_KEY_e, POSITION (18), GDK_CONTROL_MASK, "win.resolve" },
  { GDK_KEY_p, POSITION (25), GDK_CONTROL_MASK, "win.print" },
  { GDK_KEY_comma, POSITION (51), GDK_CONTROL_MASK, "win.preferences" },
  { GDK_KEY_w, POSITION (17), GDK_CONTROL_MASK, "window.close" },
  { GDK_KEY_q, POSITION (16), GDK_CONTROL_MASK, "app.quit" },
  { GDK_KEY_F9, POSITION (67), 0, "win.show-profile" },
};

static gboolean
is_letter_of_another_script (guint keyval)
{
  return gdk_keyval_to_unicode (keyval) > LAST_LATIN;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, GtkWidget *window)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);
  gboolean by_position = is_letter_of_another_script (keyval);
  guint lower = gdk_keyval_to_lower (keyval);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gboolean is_it = by_position ? keys[i].position == keycode : keys[i].keyval == lower;

      if (is_it && keys[i].state == held)
        {
          gtk_widget_activate_action (window, keys[i].action, NULL);
          return GDK_EVENT_STOP;
        }
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
}
