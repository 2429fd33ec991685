/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

#include <glib/gi18n.h>

#define TOAST_S 30

/* Where it covers nothing that one writes or presses: over the list, or where that can't be seen over the thread. */
void
od_window_show_toast (OdWindow *self, AdwToast *toast)
{
  if (adw_leaflet_get_folded (self->leaflet) &&
      g_str_equal (adw_leaflet_get_visible_child_name (self->leaflet), "thread"))
    od_thread_pane_add_toast (self->panes.thread, toast);
  else
    adw_toast_overlay_add_toast (self->places.side_toasts, toast);
}

/* The browser did not open: then the address is all there is, and it is on the toast. */
static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    g_info ("No browser opened: %s", error->message);
}

static void
on_copy (AdwToast *toast, GtkWidget *window)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), g_object_get_data (G_OBJECT (toast), "address"));
}

static void
trial_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = od_account_port_ensure_trial_finish (OD_ACCOUNT_PORT (source), result, &error);
  g_autofree char *words = NULL, *escaped = NULL;
  OdWindow *self;
  AdwToast *toast;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the window is gone */

  self = OD_WINDOW (user_data);
  if (address == NULL)
    {
      od_window_show_error (self, error);
      return;
    }
  /* TRANSLATORS: an address follows: "Customer's page: http://127.0.0.1:8123/chat" */
  words = g_strdup_printf (_ ("Customer's page: %s"), address);
  escaped = g_markup_escape_text (words, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _ ("_Copy"));
  adw_toast_set_timeout (toast, TOAST_S);
  g_object_set_data_full (G_OBJECT (toast), "address", g_strdup (address), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_copy), self, 0);
  od_window_show_toast (self, toast);
  gtk_show_uri_full (GTK_WINDOW (self), address, GDK_CURRENT_TIME, self->cancellable, shown_cb, NULL);
}

/* Makes the built-in web chat's account, once, and opens its customer's page in the browser:
 * one writes there as a customer, and here as the operator. */
void
od_window_try_it (OdWindow *self)
{
  od_account_port_ensure_trial_async (self->desk->accounts, self->cancellable, trial_cb, self);
}
