/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-escape"

#include "od-escape.h"

static gboolean
on_key (GtkWindow *window, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  gtk_window_close (window);
  return GDK_EVENT_STOP;
}

/**
 * od_escape_closes:
 * @window: closes with Escape from now on, unless something inside has a use for the key
 */
void
od_escape_closes (GtkWindow *window)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), window);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}
