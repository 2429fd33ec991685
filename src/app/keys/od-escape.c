/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-escape"

#include "od-escape.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "od-action-exists.h"

static gboolean
on_key (GtkWindow *window, guint keyval, guint keycode, GdkModifierType state)
{
  const char *back_action = g_object_get_data (G_OBJECT (window), "od-back-action");

  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  if (back_action != NULL && od_action_is_enabled (GTK_WIDGET (window), back_action, NULL))
    gtk_widget_activate_action (GTK_WIDGET (window), back_action, NULL);
  else
    gtk_window_close (window);
  return GDK_EVENT_STOP;
}

/**
 * od_escape_closes:
 * @window: closes with Escape from now on, unless something inside has a use for the key
 * @back_action: (nullable): static: as long as it is enabled it is done instead
 */
void
od_escape_closes (GtkWindow *window, const char *back_action)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_object_set_data (G_OBJECT (window), "od-back-action", (gpointer) back_action);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), window);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, void (*discard) (GtkWindow *window))
{
  g_autoptr (GtkWindow) window = g_object_ref (gtk_window_get_transient_for (GTK_WINDOW (dialog)));

  if (!g_str_equal (response, "discard"))
    return;
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL); /* it would go with it, in the middle of its signal */
  discard (window);
}

/**
 * od_escape_ask:
 * @window: has something in it that was written and is not kept
 * @discard: leaves it, if that is wanted
 */
void
od_escape_ask (GtkWindow *window, void (*discard) (GtkWindow *window))
{
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Discard What You Wrote?"), _ ("It has not been saved."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Go On Writing"), "discard",
                                    _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), discard);
  gtk_window_present (GTK_WINDOW (dialog));
}
