/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-account-removal"

#include "od-account-removal.h"

#include <glib/gi18n.h>

#include "od-erase-words.h"

/* An account goes: what it brought is counted, then it is asked whether that is kept, and then it happens. */
typedef struct {
  OdDesk *desk; /* (owned) */
  char *name;   /* (owned) */
  gint64 account_id;
  gboolean is_history_only; /* it was removed before, or imported */
  gboolean erases;
  void (*erasing) (GtkWidget *over);
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  od_desk_unref (removal->desk);
  g_free (removal->name);
  g_free (removal);
}

static void
erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdErasure) erasure = od_erase_port_erase_finish (OD_ERASE_PORT (source), result, &error);

  if (erasure == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
erase (GTask *task)
{
  Removal *removal = g_task_get_task_data (task);

  removal->erasing (g_task_get_source_object (task));
  od_erase_port_erase_account_async (removal->desk->tools.erase, removal->account_id, NULL, erased_cb,
                                     g_object_ref (task));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!od_account_port_remove_finish (OD_ACCOUNT_PORT (source), result, &error))
    g_task_return_error (task, error);
  else if (removal->erases)
    erase (task);
  else
    g_task_return_boolean (task, TRUE);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Removal *removal = g_task_get_task_data (task);

  removal->erases = g_str_equal (response, "erase");
  if (!removal->erases && !g_str_equal (response, "remove"))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nothing was removed");
  else if (removal->is_history_only)
    erase (task);
  else
    od_account_port_remove_async (removal->desk->accounts, removal->account_id, NULL, removed_cb, g_object_ref (task));
}

static char *
describe (const Removal *removal, const OdErasure *erasure)
{
  g_autofree char *counts = od_erase_words_counts (erasure);
  const char *first = removal->is_history_only ? _ ("It can't be brought back.")
                                               : _ ("Customers can't write here any more, and what signs you in is "
                                                    "forgotten.");

  /* TRANSLATORS: "1,204 messages, 37 conversations, 112 files" */
  g_autofree char *history = g_strdup_printf (_ ("Its history: %s."), counts);
  g_autofree char *choice = g_strdup (removal->is_history_only ? ""
                                                               : _ ("Keep it to go on reading it, or erase it for "
                                                                    "good."));

  return g_strdup_printf ("%s\n\n%s %s\n\n%s", first, history, choice,
                          _ ("With an erased history, customers of whom nothing else is known go as well."));
}

/* @task: (transfer full) */
static void
ask (GTask *task, const OdErasure *erasure)
{
  Removal *removal = g_task_get_task_data (task);
  GtkWidget *over = g_task_get_source_object (task);
  g_autofree char *title =
      g_strdup_printf (removal->is_history_only ? _ ("Erase the History of “%s”?") : _ ("Remove “%s”?"), removal->name);
  g_autofree char *body = describe (removal, erasure);
  AdwMessageDialog *dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (over)), title, body));

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  if (!removal->is_history_only)
    adw_message_dialog_add_response (dialog, "remove", _ ("_Remove, Keep History"));
  adw_message_dialog_add_response (dialog, "erase",
                                   removal->is_history_only ? _ ("_Erase History") : _ ("Remove and _Erase History"));
  adw_message_dialog_set_response_appearance (dialog, "erase", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel"); /* what signs in does not come back */
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr (OdErasure) erasure = od_erase_port_measure_finish (OD_ERASE_PORT (source), result, &error);

  if (erasure != NULL && gtk_widget_get_root (g_task_get_source_object (task)) != NULL)
    {
      ask (task, erasure);
      return;
    }
  if (erasure != NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The window was closed");
  g_task_return_error (task, error);
  g_object_unref (task);
}

/**
 * od_account_removal_ask_async:
 * @over: whose window it is asked over
 * @erasing: void (*) (GtkWidget *over): it was asked for, and takes a while from here on
 *
 * Removes the account, with or without its history, or erases the history of one that is removed already. Ends when all
 * of it is done.
 */
void
od_account_removal_ask_async (GtkWidget *over, OdDesk *desk, const OdAccountRow *row, GCallback erasing,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (over, NULL, callback, user_data);
  Removal *removal = g_new0 (Removal, 1);

  g_task_set_source_tag (task, od_account_removal_ask_async);
  removal->desk = od_desk_ref (desk);
  removal->name = g_strdup (row->name);
  removal->account_id = row->id;
  removal->is_history_only = row->is_history_only;
  removal->erasing = (void (*) (GtkWidget *)) erasing;
  g_task_set_task_data (task, removal, removal_free);
  od_erase_port_measure_account_async (desk->tools.erase, row->id, cancellable, measured_cb, task);
}

/**
 * od_account_removal_finish:
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was not wanted
 */
gboolean
od_account_removal_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
