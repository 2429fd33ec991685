/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-take-over.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "od-health-words.h"

/* What is decided in a dialog that goes as soon as it was. */
typedef struct {
  OdAccountPort *accounts; /* (owned) */
  GWeakRef window;         /* where what went wrong is said */
  gint64 account_id;
} TakeOver;

static void
take_over_free (gpointer data)
{
  TakeOver *what = data;

  g_object_unref (what->accounts);
  g_weak_ref_clear (&what->window);
  g_free (what);
}

static void
say_why_not (TakeOver *what, const GError *error)
{
  g_autoptr (GtkWindow) window = g_weak_ref_get (&what->window);
  g_autofree char *words = od_health_words_refused (error);
  GtkWidget *dialog;

  if (window == NULL)
    return;
  dialog = adw_message_dialog_new (window, _ ("The Messages Still Go Elsewhere"), words);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TakeOver *what = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = od_account_port_probe_finish (OD_ACCOUNT_PORT (source), result, &error);

  if (name != NULL) /* it need not wait for its next try */
    od_account_port_set_enabled_async (what->accounts, what->account_id, TRUE, NULL, NULL, NULL);
  else
    say_why_not (what, error);
  take_over_free (what);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, TakeOver *what)
{
  OdAccountTry attempt = { .account_id = what->account_id, .takes_over = TRUE };

  if (g_str_equal (response, "take-over"))
    od_account_port_probe_async (what->accounts, &attempt, NULL, taken_cb, what);
  else
    take_over_free (what);
}

/**
 * od_take_over_ask:
 * @account: whose messages the other side gives to another program
 *
 * Asks, and then tells the other side that they come here.
 */
void
od_take_over_ask (GtkWidget *parent, OdAccountPort *accounts, const OdAccountRow *account)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
  g_autofree char *title = g_strdup_printf (_ ("Take Over the Messages of “%s”?"), account->name);
  TakeOver *what = g_new0 (TakeOver, 1);
  GtkWidget *dialog;

  what->accounts = g_object_ref (accounts);
  what->account_id = account->id;
  g_weak_ref_init (&what->window, window);
  dialog = adw_message_dialog_new (window, title,
                                   _ ("The other program gets nothing any more of what customers write. What waits for "
                                      "it comes here."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "take-over", _ ("_Take Over"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "take-over", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), what);
  gtk_window_present (GTK_WINDOW (dialog));
}
