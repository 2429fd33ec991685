/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-customer-deeds.h"

#include <glib/gi18n.h>

#include "od-erase-dialog.h"
#include "od-link-dialog.h"

/* What is done with the customer of a profile, wherever it stands. */

static GtkWindow *
get_window (GtkWidget *pane)
{
  GtkRoot *root = gtk_widget_get_root (pane);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
linked_cb (GtkWidget *pane, gint64 link_id, const char *name)
{
  g_signal_emit_by_name (pane, "linked", link_id, name);
}

/**
 * od_customer_deeds_link:
 * @pane: an #OdCustomerPane
 * @kept_id: who is shown, unless the operator wants it the other way
 * @other_id: 0 to search for somebody
 *
 * Asks for the rest; @pane emits "linked" if it comes to that.
 */
void
od_customer_deeds_link (GtkWidget *pane, OdDesk *desk, gint64 kept_id, gint64 other_id)
{
  GtkWidget *dialog = od_link_dialog_new (get_window (pane), desk, kept_id, other_id);

  g_signal_connect_object (dialog, "linked", G_CALLBACK (linked_cb), pane, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * od_customer_deeds_erase:
 * @pane: over whose window
 * @name: as it is shown
 */
void
od_customer_deeds_erase (GtkWidget *pane, OdDesk *desk, gint64 customer_id, const char *name)
{
  gtk_window_present (GTK_WINDOW (od_erase_dialog_new (get_window (pane), desk, customer_id, name)));
}

/**
 * od_customer_deeds_make_toast:
 * @name: of who is shown as another now
 *
 * Returns: (transfer full): with Undo, which is the window's action `win.unlink`
 */
AdwToast *
od_customer_deeds_make_toast (gint64 link_id, const char *name)
{
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  /* TRANSLATORS: a name: "Linked with Maria Petrova" */
  g_autofree char *words = g_strdup_printf (_ ("Linked with %s"), escaped);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.unlink");
  adw_toast_set_action_target_value (toast, g_variant_new_int64 (link_id));
  return toast;
}
