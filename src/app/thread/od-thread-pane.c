/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-pane"

#include "od-thread-pane.h"

#include <glib/gi18n.h>

#include "od-account-bar.h"
#include "od-composer.h"
#include "od-current-conversation.h"
#include "od-error-words.h"
#include "od-find-bar.h"
#include "od-message-words.h"
#include "od-settings.h"
#include "od-text.h"
#include "od-thread-view.h"
#include "od-visitor-name.h"

#define QUOTE_GRAPHEMES 120

/**
 * OdThreadPane:
 *
 * A conversation: what was said, who is typing, and where to answer.
 */
struct _OdThreadPane {
  AdwBin parent_instance;

  AdwBin *find_bin, *account_bin;
  AdwToastOverlay *toasts;
  GtkLabel *typing_label;
  AdwBin *composer_bin;
  OdThreadView *view;   /* borrowed from toasts */
  OdComposer *composer; /* borrowed from composer_bin */
  OdFindBar *find_bar;  /* borrowed from find_bin */
  OdAccountBar *bar;    /* borrowed from account_bin */

  OdDesk *desk;                   /* (owned) */
  OdCurrentConversation *current; /* (owned) */
  OdThreadModel *thread;          /* (owned) */
  OdThreadFind *find;             /* (owned) */
  OdComposerModel *writing;       /* (owned) */
  OdCompletion *completion;       /* (owned): words that are ready, for this customer */
  OdSendGuard *guard;             /* (owned) */
  char *zone, *language;          /* (owned) (nullable): the customer's */
  GSettings *taste;               /* (owned) (nullable): without installed schemas */
};

G_DEFINE_FINAL_TYPE (OdThreadPane, od_thread_pane, ADW_TYPE_BIN)

static guint sent_signal;

/* ---- Words to the operator --------------------------------------------------- */

static void
say (OdThreadPane *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
failed_cb (OdThreadPane *self, const GError *error)
{
  say (self, od_error_words (error));
}

static void
trouble_cb (OdThreadPane *self, const char *words)
{
  say (self, words);
}

/* ---- The conversation -------------------------------------------------------- */

static void
show_typing (OdThreadPane *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);
  const char *text = row != NULL ? od_live_port_get_typing (self->desk->live, row->id) : NULL;
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;

  if (text != NULL)
    {
      name = od_visitor_name (row->name, row->address);
      words = od_message_words_typing (name, text);
    }
  /* It keeps its place when empty: the thread must not jump with every pause. */
  gtk_label_set_text (self->typing_label, words != NULL ? words : "");
}

static void
live_changed_cb (OdThreadPane *self, gint64 conversation_id)
{
  if (conversation_id == od_current_conversation_get_id (self->current))
    show_typing (self);
}

static void
current_changed_cb (OdThreadPane *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);
  const OdChannelInfo *channel = row != NULL ? od_channel_info_find (self->desk->channels, row->channel) : NULL;
  g_autofree char *name = row != NULL ? od_visitor_name (row->name, row->address) : NULL;
  gboolean reopens = row != NULL && row->status == OD_STATUS_RESOLVED;

  od_account_bar_set_account_id (self->bar, row != NULL ? row->account_id : 0);
  show_typing (self);
  od_composer_model_set_channel (self->writing, channel);
  od_completion_set_row (self->completion, row);
  od_composer_set_channel_name (self->composer, channel != NULL ? channel->name : NULL);
  od_composer_set_customer (self->composer, name, self->zone, self->language);
  od_composer_set_hint (self->composer, reopens ? _ ("Resolved. A reply opens the conversation again.") : NULL);
}

static OdThreadScope
get_scope (OdThreadPane *self)
{
  return self->taste == NULL || g_settings_get_boolean (self->taste, "whole-history") ? OD_THREAD_CUSTOMER
                                                                                      : OD_THREAD_CONVERSATION;
}

/* Finding is in what the thread shows. */
static void
update_find_scope (OdThreadPane *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);
  gboolean is_whole = get_scope (self) == OD_THREAD_CUSTOMER && row != NULL;

  od_thread_find_set_scope (self->find, is_whole ? 0 : od_current_conversation_get_id (self->current),
                            is_whole ? row->customer_id : 0);
}

static void
find_changed_cb (OdThreadPane *self)
{
  gint64 message_id = od_thread_find_get_message_id (self->find);

  od_thread_view_set_marks (self->view, od_thread_find_get_words (self->find));
  if (message_id != 0)
    od_thread_view_jump (self->view, message_id);
}

static void
write_on_cb (OdThreadPane *self)
{
  od_composer_take_focus (self->composer);
}

static void
scope_changed_cb (OdThreadPane *self)
{
  update_find_scope (self);
  od_thread_view_set_scope (self->view, get_scope (self));
}

static void
open_conversation (OdThreadPane *self, gint64 conversation_id, OdThreadAnchor anchor, gint64 message_id)
{
  od_current_conversation_set_id (self->current, conversation_id);
  g_clear_pointer (&self->zone, g_free); /* until its card is here */
  g_clear_pointer (&self->language, g_free);
  od_composer_model_open (self->writing, conversation_id, NULL);
  current_changed_cb (self);
  od_thread_pane_close_find (self);
  if (conversation_id != 0)
    od_thread_model_open (self->thread, conversation_id, get_scope (self), anchor, message_id);
  else
    od_thread_model_close (self->thread);
}

/* ---- Writing ----------------------------------------------------------------- */

static void
take_back_cb (OdThreadPane *self, gint64 message_id)
{
  od_composer_model_undo (self->writing, message_id);
  od_composer_take_focus (self->composer);
}

static void
sent_cb (OdThreadPane *self)
{
  od_thread_view_scroll_to_end (self->view);
  od_composer_take_focus (self->composer);
  g_signal_emit (self, sent_signal, 0);
}

static void
resolved_cb (OdThreadPane *self, gint64 conversation_id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sent-last", "x", conversation_id);
}

static void
reply_to_cb (OdThreadPane *self, gint64 message_id, const char *text)
{
  g_autofree char *quote = od_text_snippet (text, QUOTE_GRAPHEMES);

  od_composer_model_end_edit (self->writing); /* first: it may go back to a note */
  od_composer_model_set_note (self->writing, FALSE);
  od_composer_model_set_reply_to (self->writing, message_id, quote);
  od_composer_take_focus (self->composer);
}

/* ---- The object -------------------------------------------------------------- */

static void
od_thread_pane_dispose (GObject *object)
{
  OdThreadPane *self = OD_THREAD_PANE (object);

  if (self->writing != NULL)
    od_composer_model_save (self->writing);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_THREAD_PANE);
  g_clear_object (&self->writing);
  g_clear_object (&self->completion);
  g_clear_object (&self->find);
  g_clear_object (&self->thread);
  g_clear_object (&self->current);
  g_clear_object (&self->guard);
  g_clear_object (&self->taste);
  G_OBJECT_CLASS (od_thread_pane_parent_class)->dispose (object);
}

static void
od_thread_pane_finalize (GObject *object)
{
  OdThreadPane *self = OD_THREAD_PANE (object);

  g_clear_pointer (&self->desk, od_desk_unref);
  g_free (OD_THREAD_PANE (object)->zone);
  g_free (OD_THREAD_PANE (object)->language);
  G_OBJECT_CLASS (od_thread_pane_parent_class)->finalize (object);
}

static void
od_thread_pane_class_init (OdThreadPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_thread_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_thread_pane_finalize;
  /**
   * OdThreadPane::sent:
   *
   * What was written is in the outbox.
   */
  sent_signal =
      g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-thread-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, OdThreadPane, find_bin);
  gtk_widget_class_bind_template_child (widget_class, OdThreadPane, account_bin);
  gtk_widget_class_bind_template_child (widget_class, OdThreadPane, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdThreadPane, typing_label);
  gtk_widget_class_bind_template_child (widget_class, OdThreadPane, composer_bin);
}

static void
od_thread_pane_init (OdThreadPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
}

static void
connect_parts (OdThreadPane *self)
{
  g_signal_connect_object (self->current, "changed", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk->live, "changed", G_CALLBACK (live_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->thread, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->writing, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->writing, "sent", G_CALLBACK (sent_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->writing, "resolved", G_CALLBACK (resolved_cb), self, G_CONNECT_SWAPPED);
  if (self->taste != NULL)
    g_signal_connect_object (self->taste, "changed::whole-history", G_CALLBACK (scope_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "reply-to", G_CALLBACK (reply_to_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "text-moved", G_CALLBACK (od_composer_model_append), self->writing,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "take-back", G_CALLBACK (take_back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "trouble", G_CALLBACK (trouble_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composer, "trouble", G_CALLBACK (trouble_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composer, "show-message", G_CALLBACK (od_thread_view_jump), self->view,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "edit-requested", G_CALLBACK (od_composer_edit), self->composer,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find, "changed", G_CALLBACK (find_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find_bar, "closed", G_CALLBACK (write_on_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bar, "left", G_CALLBACK (write_on_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "seen", G_CALLBACK (od_send_guard_see), self->guard, G_CONNECT_SWAPPED);
}

/**
 * od_thread_pane_new:
 *
 * Returns: (transfer floating): a pane that shows nobody
 */
GtkWidget *
od_thread_pane_new (OdDesk *desk)
{
  OdThreadPane *self = g_object_new (OD_TYPE_THREAD_PANE, NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  g_autoptr (OdEmojiMemory) memory = od_emoji_memory_new (taste);
  g_autoptr (OdAccountList) accounts = od_account_list_new (desk);
  g_autoptr (GtkWidget) content = NULL;

  self->desk = od_desk_ref (desk);
  self->current = od_current_conversation_new (desk);
  self->thread = od_thread_model_new (desk, zone);
  self->writing = od_composer_model_new (desk);
  self->completion = od_completion_new (desk, memory);
  self->guard = od_send_guard_new (desk, self->thread, self->writing);
  self->view = OD_THREAD_VIEW (od_thread_view_new (desk, self->current, self->thread));
  od_thread_view_set_accounts (self->view, accounts);
  self->bar = OD_ACCOUNT_BAR (od_account_bar_new (desk, accounts));
  adw_bin_set_child (self->account_bin, GTK_WIDGET (self->bar));
  self->find = od_thread_find_new (desk);
  self->find_bar = OD_FIND_BAR (od_find_bar_new (self->find));
  adw_bin_set_child (self->find_bin, GTK_WIDGET (self->find_bar));
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->view));
  self->composer = OD_COMPOSER (od_composer_new (desk, self->writing, self->guard));
  od_composer_set_completion (self->composer, self->completion);
  adw_bin_set_child (self->composer_bin, GTK_WIDGET (self->composer));
  content = g_object_ref (adw_bin_get_child (ADW_BIN (self)));
  adw_bin_set_child (ADW_BIN (self), NULL);
  adw_bin_set_child (ADW_BIN (self), od_composer_make_drop_place (self->composer, content));
  connect_parts (self);
  return GTK_WIDGET (self);
}

/**
 * od_thread_pane_set_conversation:
 * @conversation_id: 0 for none
 * @customer_id: whose it is
 *
 * Shows the thread at its first unread message.
 */
void
od_thread_pane_set_conversation (OdThreadPane *self, gint64 conversation_id, gint64 customer_id)
{
  g_return_if_fail (OD_IS_THREAD_PANE (self));

  open_conversation (self, conversation_id, OD_ANCHOR_FIRST_UNREAD, 0);
}

/**
 * od_thread_pane_show_message:
 * @message_id: a message of @conversation_id, found by the search
 *
 * Shows the thread with that message in view.
 */
void
od_thread_pane_show_message (OdThreadPane *self, gint64 conversation_id, gint64 customer_id, gint64 message_id)
{
  g_return_if_fail (OD_IS_THREAD_PANE (self));

  if (od_thread_model_get_conversation_id (self->thread) != conversation_id)
    open_conversation (self, conversation_id, OD_ANCHOR_MESSAGE, message_id);
  od_thread_view_jump (self->view, message_id);
}

/**
 * od_thread_pane_set_card:
 * @card: (nullable): what is known of the customer
 */
void
od_thread_pane_set_card (OdThreadPane *self, const OdCustomerCard *card)
{
  g_return_if_fail (OD_IS_THREAD_PANE (self));

  g_free (self->zone);
  g_free (self->language);
  self->zone = card != NULL ? g_strdup (card->time_zone) : NULL;
  self->language = card != NULL ? g_strdup (card->lang) : NULL;
  current_changed_cb (self);
}

/**
 * od_thread_pane_add_toast:
 * @toast: (transfer full): shown over the thread, not over what one writes
 */
void
od_thread_pane_add_toast (OdThreadPane *self, AdwToast *toast)
{
  g_return_if_fail (OD_IS_THREAD_PANE (self));

  adw_toast_overlay_add_toast (self->toasts, toast);
}

/**
 * od_thread_pane_focus_composer:
 *
 * Puts the cursor where the operator writes.
 */
void
od_thread_pane_focus_composer (OdThreadPane *self)
{
  g_return_if_fail (OD_IS_THREAD_PANE (self));

  od_composer_take_focus (self->composer);
}

/**
 * od_thread_pane_find:
 * @step: to the next hit, back, or 0: to begin with
 *
 * Opens the bar that finds within the thread, or goes on with it.
 */
void
od_thread_pane_find (OdThreadPane *self, int step)
{
  g_return_if_fail (OD_IS_THREAD_PANE (self));

  if (step != 0 && od_thread_find_get_n_hits (self->find) > 0)
    {
      od_thread_find_step (self->find, step);
      return;
    }
  update_find_scope (self);
  od_find_bar_open (self->find_bar);
}

/**
 * od_thread_pane_close_find:
 *
 * Returns: whether there was something to close
 */
gboolean
od_thread_pane_close_find (OdThreadPane *self)
{
  g_return_val_if_fail (OD_IS_THREAD_PANE (self), FALSE);

  return od_find_bar_close (self->find_bar);
}

/**
 * od_thread_pane_get_composer:
 *
 * Returns: (transfer none): where the "composer." actions are
 */
GtkWidget *
od_thread_pane_get_composer (OdThreadPane *self)
{
  g_return_val_if_fail (OD_IS_THREAD_PANE (self), NULL);

  return GTK_WIDGET (self->composer);
}

/**
 * od_thread_pane_get_writing:
 *
 * Returns: (transfer none): what is written, wherever it goes
 */
OdComposerModel *
od_thread_pane_get_writing (OdThreadPane *self)
{
  g_return_val_if_fail (OD_IS_THREAD_PANE (self), NULL);

  return self->writing;
}

/**
 * od_thread_pane_get_is_at_end:
 *
 * Returns: whether the newest message of the conversation is in sight
 */
gboolean
od_thread_pane_get_is_at_end (OdThreadPane *self)
{
  g_return_val_if_fail (OD_IS_THREAD_PANE (self), FALSE);

  return od_thread_view_get_is_at_end (self->view);
}
