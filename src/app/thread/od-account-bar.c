/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-account-bar"

#include "od-account-bar.h"

#include <glib/gi18n.h>

#include "od-action-exists.h"
#include "od-error-words.h"
#include "od-unsent-words.h"

/**
 * OdAccountBar:
 *
 * Says, where one writes, that an answer will not leave, as long as that is so, and offers the way out: an account that
 * is paused goes on at once; of any other the window of the accounts knows more.
 */
struct _OdAccountBar {
  AdwBin parent_instance;

  GtkInfoBar *bar;
  GtkLabel *label;
  GtkWidget *resume_button, *accounts_button;

  OdDesk *desk;            /* (owned) */
  OdAccountList *accounts; /* (owned) */
  gint64 account_id;       /* of the open conversation; 0: none is open */
  gint64 resuming_id;      /* the account that is asked to go on; 0: none */
};

G_DEFINE_FINAL_TYPE (OdAccountBar, od_account_bar, ADW_TYPE_BIN)

enum { LEFT, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct {
  OdAccountBar *bar; /* (owned) */
  gint64 account_id;
} Resume;

/* A window of its own, like that of a quick reply, has no way to the accounts. */
static gboolean
has_accounts_window (OdAccountBar *self)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  return window != NULL && od_action_exists (window, "win.accounts");
}

static void
update (OdAccountBar *self)
{
  const OdAccountRow *account = od_account_list_find (self->accounts, self->account_id);
  g_autofree char *words = od_unsent_words_banner (account);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean has_focus = focus != NULL && (focus == self->resume_button || focus == self->accounts_button);

  if (words != NULL)
    {
      gboolean is_paused = account->state == OD_ACCOUNT_PAUSED && !account->is_history_only;

      gtk_label_set_text (self->label, words);
      gtk_widget_set_visible (self->resume_button, is_paused);
      gtk_widget_set_visible (self->accounts_button,
                              !is_paused && !account->is_history_only && has_accounts_window (self));
    }
  gtk_info_bar_set_revealed (self->bar, words != NULL);
  if (has_focus && (words == NULL || !gtk_widget_get_visible (focus)))
    g_signal_emit (self, signals[LEFT], 0);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree Resume *resume = user_data;
  g_autoptr (OdAccountBar) self = resume->bar;
  gboolean ok = od_account_port_set_enabled_finish (OD_ACCOUNT_PORT (source), result, &error);

  if (self->desk == NULL)
    return; /* closed meanwhile */
  if (self->resuming_id == resume->account_id)
    self->resuming_id = 0;
  if (!ok && self->account_id == resume->account_id)
    gtk_label_set_text (self->label, od_error_words (error));
}

static void
resume_clicked_cb (OdAccountBar *self)
{
  Resume *resume;

  if (self->resuming_id == self->account_id)
    return; /* the button keeps the focus */
  self->resuming_id = self->account_id;
  resume = g_new (Resume, 1);
  *resume = (Resume){ g_object_ref (self), self->account_id };
  od_account_port_set_enabled_async (self->desk->accounts, self->account_id, TRUE, NULL, resumed_cb, resume);
}

static void
od_account_bar_dispose (GObject *object)
{
  OdAccountBar *self = OD_ACCOUNT_BAR (object);

  g_clear_object (&self->accounts);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_account_bar_parent_class)->dispose (object);
}

static void
od_account_bar_class_init (OdAccountBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_account_bar_dispose;

  /**
   * OdAccountBar::left:
   *
   * What had the focus goes.
   */
  signals[LEFT] =
      g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_button (OdAccountBar *self, const char *words, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (words);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_info_bar_add_action_widget (self->bar, button, GTK_RESPONSE_NONE);
  return button;
}

static void
od_account_bar_init (OdAccountBar *self)
{
  self->bar = GTK_INFO_BAR (gtk_info_bar_new ());
  gtk_info_bar_set_message_type (self->bar, GTK_MESSAGE_WARNING);
  gtk_info_bar_set_revealed (self->bar, FALSE);
  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "wrap",
                              TRUE, "hexpand", TRUE, NULL);
  gtk_info_bar_add_child (self->bar, GTK_WIDGET (self->label));
  self->resume_button = add_button (self, _ ("_Resume"), _ ("Connect the account again and send what waits"));
  g_signal_connect_swapped (self->resume_button, "clicked", G_CALLBACK (resume_clicked_cb), self);
  self->accounts_button = add_button (self, _ ("_Accounts…"), _ ("See what is wrong, and what helps"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->accounts_button), "win.accounts");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->bar));
}

/**
 * od_account_bar_new:
 *
 * Returns: (transfer floating): one that says nothing
 */
GtkWidget *
od_account_bar_new (OdDesk *desk, OdAccountList *accounts)
{
  OdAccountBar *self = g_object_new (OD_TYPE_ACCOUNT_BAR, NULL);

  self->desk = od_desk_ref (desk);
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * od_account_bar_set_account_id:
 * @account_id: of the open conversation; 0 for none
 */
void
od_account_bar_set_account_id (OdAccountBar *self, gint64 account_id)
{
  g_return_if_fail (OD_IS_ACCOUNT_BAR (self));

  self->account_id = account_id;
  update (self);
}
