/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

#include "od-error.h"

/* ---- Triage ---- */

static void
emit_conversation (OdFakeDesk *self, gint64 conversation_id, gint64 message_id)
{
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  od_change_set_add (changes, OD_CHANGE_CONVERSATION, conversation_id);
  if (message_id != 0)
    od_change_set_add (changes, OD_CHANGE_MESSAGE, message_id);
  od_change_feed_emit_changed (OD_CHANGE_FEED (self), changes);
}

static void
set_status_async (OdTriagePort *port, gint64 conversation_id, OdStatusEvent event, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdFakeConversation *conversation = od_fake_desk_find (self, conversation_id);
  gboolean fails = self->next_error >= 0;

  if (!fails)
    g_assert_true (od_status_next (conversation->row->status, event, &conversation->row->status));
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, set_status_async), TRUE);
  if (!fails)
    emit_conversation (self, conversation_id, 0);
}

static void
assign_async (OdTriagePort *port, gint64 conversation_id, gint64 operator_id, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdFakeConversation *conversation = od_fake_desk_find (self, conversation_id);

  conversation->row->assignee_id = operator_id;
  g_free (conversation->row->assignee_name);
  conversation->row->assignee_name = operator_id != 0 ? g_strdup ("Anton") : NULL;
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, assign_async), TRUE);
  emit_conversation (self, conversation_id, 0);
}

static void
snooze_async (OdTriagePort *port, gint64 conversation_id, gint64 until_us, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);

  od_fake_desk_find (self, conversation_id)->row->snoozed_until_us = until_us;
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, snooze_async), TRUE);
  emit_conversation (self, conversation_id, 0);
}

static void
set_tag_async (OdTriagePort *port, gint64 conversation_id, const char *tag, gboolean is_set, GCancellable *cancellable,
               GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);

  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, set_tag_async), TRUE);
}

static void
mark_read_async (OdTriagePort *port, gint64 conversation_id, gint64 upto_id, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdFakeConversation *conversation = od_fake_desk_find (self, conversation_id);

  self->calls.n_reads++;
  self->calls.read_id = upto_id;
  conversation->row->n_unread = 0;
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, mark_read_async), TRUE);
  emit_conversation (self, conversation_id, 0);
}

/* Takes this operator's reaction away, if there is one. */
static void
take_back_reaction (OdMessageRow *message)
{
  for (guint i = 0; message->reactions != NULL && i < message->reactions->len; i++)
    {
      OdReactionRow *reaction = message->reactions->pdata[i];

      if (!reaction->is_own)
        continue;
      reaction->is_own = FALSE;
      if (--reaction->n == 0)
        g_ptr_array_remove_index (message->reactions, i);
      return;
    }
}

static void
add_reaction (OdMessageRow *message, const char *emoji)
{
  OdReactionRow *reaction = NULL;

  if (message->reactions == NULL)
    message->reactions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_reaction_row_free);
  for (guint i = 0; i < message->reactions->len; i++)
    if (g_str_equal (((OdReactionRow *) message->reactions->pdata[i])->emoji, emoji))
      reaction = message->reactions->pdata[i];
  if (reaction == NULL)
    {
      reaction = g_new0 (OdReactionRow, 1);
      reaction->emoji = g_strdup (emoji);
      reaction->who = g_strdup ("");
      g_ptr_array_add (message->reactions, reaction);
    }
  reaction->n++;
  reaction->is_own = TRUE;
}

static void
react_async (OdTriagePort *port, gint64 message_id, const char *emoji, GCancellable *cancellable,
             GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdMessageRow *message;
  OdFakeConversation *conversation = od_fake_desk_find_message (self, message_id, &message);

  take_back_reaction (message);
  if (*emoji != '\0')
    add_reaction (message, emoji);
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, react_async), TRUE);
  emit_conversation (self, conversation->row->id, message_id);
}

static void
edit_async (OdTriagePort *port, gint64 message_id, const char *text, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdMessageRow *message;
  OdFakeConversation *conversation = od_fake_desk_find_message (self, message_id, &message);

  od_fake_desk_keep_version (self, message, MAX (message->at_us, message->edited_at_us));
  g_free (message->body);
  message->body = g_strdup (text);
  message->edited_at_us = od_clock_get_real_us (self->clock);
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, edit_async), TRUE);
  emit_conversation (self, conversation->row->id, message_id);
}

static void
remove_message_async (OdTriagePort *port, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdMessageRow *message;
  OdFakeConversation *conversation = od_fake_desk_find_message (self, message_id, &message);

  od_fake_desk_keep_version (self, message, MAX (message->at_us, message->edited_at_us));
  g_free (message->body);
  message->body = g_strdup ("");
  message->deleted_at_us = od_clock_get_real_us (self->clock);
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, remove_message_async),
                            TRUE);
  emit_conversation (self, conversation->row->id, message_id);
}

void
od_fake_triage_iface_init (OdTriagePortInterface *iface)
{
  iface->set_status_async = set_status_async;
  iface->assign_async = assign_async;
  iface->snooze_async = snooze_async;
  iface->set_tag_async = set_tag_async;
  iface->mark_read_async = mark_read_async;
  iface->react_async = react_async;
  iface->edit_async = edit_async;
  iface->remove_async = remove_message_async;
}

/* ---- Accounts ---- */

static void
account_list_async (OdAccountPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_account_row_free);

  for (guint i = 0; i < self->accounts->len; i++)
    g_ptr_array_add (rows, od_fake_copy_account (self->accounts->pdata[i]));
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, account_list_async), rows,
                       (GDestroyNotify) g_ptr_array_unref);
}

static void
account_add_async (OdAccountPort *port, const char *channel, const char *name, const char *settings,
                   GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  gint64 id = -1;

  if (self->next_error < 0)
    {
      OdAccountRow *row;

      id = od_fake_desk_add_account (self, channel, name, "http://127.0.0.1:8123");
      row = od_fake_desk_get_account (self, id);
      g_free (row->settings);
      row->settings = g_strdup (settings);
    }
  od_fake_desk_answer_int (self, od_fake_desk_task (self, cancellable, callback, user_data, account_add_async),
                           (gssize) id);
  if (id > 0)
    od_fake_desk_emit (self, OD_CHANGE_ACCOUNT, id);
}

static void
account_set_enabled_async (OdAccountPort *port, gint64 account_id, gboolean is_enabled, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdAccountRow *row = od_fake_desk_get_account (self, account_id);

  row->is_enabled = is_enabled;
  row->state = is_enabled ? OD_ACCOUNT_OK : OD_ACCOUNT_PAUSED;
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, account_set_enabled_async),
                            TRUE);
  od_fake_desk_emit (self, OD_CHANGE_ACCOUNT, account_id);
}

static void
account_remove_async (OdAccountPort *port, gint64 account_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);

  self->calls.n_removed++;
  g_ptr_array_remove (self->accounts, od_fake_desk_get_account (self, account_id));
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, account_remove_async),
                            TRUE);
  od_fake_desk_emit (self, OD_CHANGE_ACCOUNT, account_id);
}

static void
account_probe_async (OdAccountPort *port, const OdAccountTry *what, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);

  self->calls.n_probes++;
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, account_probe_async),
                       g_strdup (""), g_free);
}

static void
account_edit_async (OdAccountPort *port, gint64 account_id, const char *name, const char *settings, GHashTable *secrets,
                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdAccountRow *row = od_fake_desk_get_account (self, account_id);

  self->calls.n_edits++;
  if (self->next_error < 0 && name != NULL)
    {
      g_free (row->name);
      row->name = g_strdup (name);
    }
  if (self->next_error < 0 && settings != NULL)
    {
      g_free (row->settings);
      row->settings = g_strdup (settings);
    }
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, account_edit_async), TRUE);
  od_fake_desk_emit (self, OD_CHANGE_ACCOUNT, account_id);
}

static void
account_ensure_trial_async (OdAccountPort *port, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  gint64 id = 0;

  self->calls.n_trials++;
  if (self->accounts->len == 0 && self->next_error < 0)
    id = od_fake_desk_add_account (self, "webchat", "Try it", "http://127.0.0.1:8123");
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, account_ensure_trial_async),
                       g_strdup ("http://127.0.0.1:8123/chat"), g_free);
  if (id > 0)
    od_fake_desk_emit (self, OD_CHANGE_ACCOUNT, id);
}

void
od_fake_account_iface_init (OdAccountPortInterface *iface)
{
  iface->list_async = account_list_async;
  iface->add_async = account_add_async;
  iface->set_enabled_async = account_set_enabled_async;
  iface->remove_async = account_remove_async;
  iface->edit_async = account_edit_async;
  iface->probe_async = account_probe_async;
  iface->ensure_trial_async = account_ensure_trial_async;
}

/* ---- Customers ---- */

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const OdConversationHead *left = *(OdConversationHead *const *) a, *right = *(OdConversationHead *const *) b;

  return left->created_at_us > right->created_at_us ? -1 : left->created_at_us < right->created_at_us;
}

static void
customer_load_async (OdCustomerPort *port, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GTask *task = od_fake_desk_task (self, cancellable, callback, user_data, customer_load_async);
  OdCustomerCard *card = od_fake_desk_get_customer (self, customer_id);

  if (card == NULL)
    {
      self->next_error = OD_ERROR_NOT_FOUND;
      od_fake_desk_answer (self, task, NULL, NULL);
      return;
    }
  card = od_fake_copy_customer (card);
  for (guint i = 0; i < self->conversations->len; i++)
    {
      OdFakeConversation *conversation = self->conversations->pdata[i];

      if (conversation->row->customer_id == customer_id)
        g_ptr_array_add (card->conversations, od_fake_make_head (conversation));
    }
  g_ptr_array_sort (card->conversations, newest_first);
  card->n_conversations = card->conversations->len;
  od_fake_desk_answer (self, task, card, (GDestroyNotify) od_customer_card_free);
}

static void
customer_rename_async (OdCustomerPort *port, gint64 customer_id, const char *name, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdCustomerCard *card = od_fake_desk_get_customer (self, customer_id);
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  g_free (card->name);
  card->name = g_strdup (name);
  od_change_set_add (changes, OD_CHANGE_CUSTOMER, customer_id);
  for (guint i = 0; i < self->conversations->len; i++)
    {
      OdConversationRow *row = ((OdFakeConversation *) self->conversations->pdata[i])->row;

      if (row->customer_id != customer_id)
        continue;
      g_free (row->name);
      row->name = g_strdup (name);
      od_change_set_add (changes, OD_CHANGE_CONVERSATION, row->id);
    }
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, customer_rename_async),
                            TRUE);
  od_change_feed_emit_changed (OD_CHANGE_FEED (self), changes);
}

static void
customer_set_note_async (OdCustomerPort *port, gint64 customer_id, const char *note, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdCustomerCard *card = od_fake_desk_get_customer (self, customer_id);

  g_free (card->note);
  card->note = g_strdup (note);
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, customer_set_note_async),
                            TRUE);
  od_fake_desk_emit (self, OD_CHANGE_CUSTOMER, customer_id);
}

/* Newest first. */
static void
customer_list_files_async (OdCustomerPort *port, gint64 customer_id, guint limit, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_shared_file_row_free);

  for (guint i = 0; i < self->conversations->len; i++)
    {
      OdFakeConversation *conversation = self->conversations->pdata[i];

      for (guint m = conversation->messages->len; conversation->row->customer_id == customer_id && m-- > 0;)
        {
          g_autoptr (OdMessageRow) message = od_fake_copy_message (conversation->messages->pdata[m]);

          while (message->attachments != NULL && message->attachments->len > 0 && files->len < limit)
            {
              OdSharedFileRow *row = g_new0 (OdSharedFileRow, 1);

              row->message_id = message->id;
              row->conversation_id = conversation->row->id;
              row->at_us = message->at_us;
              row->file = g_ptr_array_steal_index (message->attachments, 0);
              g_ptr_array_add (files, row);
            }
        }
    }
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, customer_list_files_async),
                       files, (GDestroyNotify) g_ptr_array_unref);
}

void
od_fake_customer_iface_init (OdCustomerPortInterface *iface)
{
  iface->load_async = customer_load_async;
  iface->rename_async = customer_rename_async;
  iface->set_note_async = customer_set_note_async;
  iface->list_files_async = customer_list_files_async;
}
