/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-deeds.h"
#include "od-fake-desk-private.h"

gint64
od_fake_desk_add_customer (OdFakeDesk *self, const char *name, const char *lang, const char *time_zone)
{
  OdCustomerCard *card = g_new0 (OdCustomerCard, 1);

  card->id = ++self->last_id;
  card->name = g_strdup (name);
  card->lang = g_strdup (lang);
  card->time_zone = g_strdup (time_zone);
  card->note = g_strdup ("");
  card->contact_points = g_ptr_array_new_with_free_func ((GDestroyNotify) od_contact_point_row_free);
  card->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) od_field_row_free);
  card->conversations = g_ptr_array_new_with_free_func ((GDestroyNotify) od_conversation_head_free);
  card->created_at_us = card->last_seen_at_us = od_clock_get_real_us (self->clock);
  g_hash_table_insert (self->customers, &card->id, card);
  return card->id;
}

OdCustomerCard *
od_fake_desk_get_customer (OdFakeDesk *self, gint64 customer_id)
{
  return g_hash_table_lookup (self->customers, &customer_id);
}

gint64
od_fake_desk_add_account (OdFakeDesk *self, const char *channel, const char *name, const char *url)
{
  OdAccountRow *row = g_new0 (OdAccountRow, 1);

  row->id = ++self->last_id;
  row->channel = g_strdup (channel);
  row->name = g_strdup (name);
  row->settings = g_strdup ("{}");
  row->url = g_strdup (url);
  row->state = OD_ACCOUNT_OK;
  row->health = OD_ACCOUNT_HEALTH_NEW;
  row->is_enabled = TRUE;
  g_ptr_array_add (self->accounts, row);
  return row->id;
}

OdAccountRow *
od_fake_desk_get_account (OdFakeDesk *self, gint64 account_id)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (((OdAccountRow *) self->accounts->pdata[i])->id == account_id)
      return self->accounts->pdata[i];
  return NULL;
}

gint64
od_fake_desk_add_conversation (OdFakeDesk *self, gint64 customer_id, gint64 account_id, const char *address)
{
  OdFakeConversation *conversation = g_new0 (OdFakeConversation, 1);
  const OdAccountRow *account = od_fake_desk_get_account (self, account_id);
  OdCustomerCard *card = od_fake_desk_get_customer (self, customer_id);
  OdContactPointRow *point = g_new0 (OdContactPointRow, 1);
  OdConversationRow *row = g_new0 (OdConversationRow, 1);

  row->id = ++self->last_id;
  row->customer_id = customer_id;
  row->account_id = account_id;
  row->channel = g_strdup (account->channel);
  row->account_name = g_strdup (account->name);
  row->name = g_strdup (card->name);
  row->address = g_strdup (address);
  row->snippet = g_strdup ("");
  row->last_author = g_strdup ("");
  row->last_kind = OD_TIMELINE_IN;
  row->status = OD_STATUS_OPEN;
  row->last_at_us = od_clock_get_real_us (self->clock);
  conversation->row = row;
  conversation->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) od_message_row_free);
  g_ptr_array_add (self->conversations, conversation);
  g_hash_table_insert (self->by_id, &row->id, conversation);

  point->id = ++self->last_id;
  point->channel = g_strdup (account->channel);
  point->address = g_strdup (address);
  point->display = g_strdup (address);
  point->last_seen_at_us = row->last_at_us;
  g_ptr_array_add (card->contact_points, point);
  return row->id;
}

OdConversationRow *
od_fake_desk_get_conversation (OdFakeDesk *self, gint64 conversation_id)
{
  OdFakeConversation *conversation = od_fake_desk_find (self, conversation_id);

  return conversation != NULL ? conversation->row : NULL;
}

void
od_fake_desk_remove_conversation (OdFakeDesk *self, gint64 conversation_id)
{
  OdFakeConversation *conversation = od_fake_desk_find (self, conversation_id);

  g_hash_table_remove (self->by_id, &conversation_id);
  g_ptr_array_remove (self->conversations, conversation);
}

OdFakeConversation *
od_fake_desk_find_message (OdFakeDesk *self, gint64 message_id, OdMessageRow **message)
{
  for (guint i = 0; i < self->conversations->len; i++)
    {
      OdFakeConversation *conversation = self->conversations->pdata[i];

      for (guint m = 0; m < conversation->messages->len; m++)
        {
          *message = conversation->messages->pdata[m];
          if ((*message)->id == message_id)
            return conversation;
        }
    }
  *message = NULL;
  return NULL;
}

/* What the list shows of a conversation, from its last message; the numbers of unread ones stay. */
void
od_fake_desk_update_row (OdFakeDesk *self, OdFakeConversation *conversation)
{
  OdConversationRow *row = conversation->row;
  const OdMessageRow *last;
  const OdAttachmentRow *file = NULL;

  if (conversation->messages->len == 0)
    return;
  last = conversation->messages->pdata[conversation->messages->len - 1];
  if (last->attachments != NULL)
    file = last->attachments->pdata[0];
  g_free (row->snippet);
  g_free (row->last_author);
  g_free (row->marks.last_mime);
  row->snippet = g_strdup (last->body);
  row->last_author = g_strdup (last->kind == OD_TIMELINE_IN ? "" : last->author);
  row->marks.last_mime = file != NULL && *last->body == '\0' ? g_strdup (file->mime) : NULL;
  row->last_kind = last->kind;
  row->last_delivery = last->delivery;
  row->last_at_us = last->at_us;
  row->waiting_since_us = 0;
  for (guint i = conversation->messages->len; i > 0; i--)
    {
      const OdMessageRow *message = conversation->messages->pdata[i - 1];

      if (message->kind == OD_TIMELINE_OUT)
        break;
      if (message->kind == OD_TIMELINE_IN)
        row->waiting_since_us = message->at_us;
    }
}

/* Returns: (transfer none): the message, to be changed before anybody asks for it */
OdMessageRow *
od_fake_desk_add_message (OdFakeDesk *self, gint64 conversation_id, OdTimelineKind kind, const char *text, gint64 at_us)
{
  OdFakeConversation *conversation = od_fake_desk_find (self, conversation_id);
  OdMessageRow *message = g_new0 (OdMessageRow, 1);

  message->id = ++self->last_id;
  message->conversation_id = conversation_id;
  message->at_us = at_us;
  message->kind = kind;
  message->operator_id = kind == OD_TIMELINE_IN ? 0 : 1;
  message->author = g_strdup (kind == OD_TIMELINE_IN ? "" : "Anton");
  message->body = g_strdup (text);
  if (kind == OD_TIMELINE_OUT)
    {
      message->delivery = OD_DELIVERY_READ;
      message->sent_at_us = message->delivered_at_us = message->read_at_us = at_us;
    }
  g_ptr_array_add (conversation->messages, message);
  od_fake_desk_update_row (self, conversation);
  return message;
}

/* Returns: the attachment's id */
gint64
od_fake_desk_add_attachment (OdFakeDesk *self, OdMessageRow *message, const char *name, const char *mime,
                             gint64 size_bytes, gint64 duration_ms)
{
  OdAttachmentRow *file = g_new0 (OdAttachmentRow, 1);

  file->id = ++self->last_id;
  file->uid = g_strdup_printf ("f_%" G_GINT64_FORMAT, file->id);
  file->name = g_strdup (name);
  file->mime = g_strdup (mime);
  file->size_bytes = size_bytes;
  file->duration_ms = duration_ms;
  file->path = g_strdup_printf ("/nowhere/%s", name);
  if (message->attachments == NULL)
    message->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) od_attachment_row_free);
  g_ptr_array_add (message->attachments, file);
  od_fake_desk_update_row (self, od_fake_desk_find (self, message->conversation_id));
  return file->id;
}

void
od_fake_desk_set_live (OdFakeDesk *self, gint64 conversation_id, gboolean is_online, const char *typing)
{
  OdFakeConversation *conversation = od_fake_desk_find (self, conversation_id);

  conversation->is_online = is_online;
  g_free (conversation->typing);
  conversation->typing = g_strdup (typing);
  od_live_port_emit_changed (self->live, conversation_id);
}

/* The customer writes now. Returns: the message's id */
gint64
od_fake_desk_receive (OdFakeDesk *self, gint64 conversation_id, const char *text)
{
  OdConversationRow *row = od_fake_desk_get_conversation (self, conversation_id);
  OdMessageRow *message =
      od_fake_desk_add_message (self, conversation_id, OD_TIMELINE_IN, text, od_clock_get_real_us (self->clock));
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  row->n_unread++;
  row->status = OD_STATUS_OPEN;
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, conversation_id);
  od_change_set_add (changes, OD_CHANGE_MESSAGE, message->id);
  od_change_feed_emit_changed (OD_CHANGE_FEED (self), changes);
  return message->id;
}

/* Many small conversations of one account, newest first by id. */
void
od_fake_desk_fill_many (OdFakeDesk *self, guint n_conversations)
{
  gint64 account_id = od_fake_desk_add_account (self, "webchat", "Shop", "http://127.0.0.1:8123");
  gint64 now_us = od_clock_get_real_us (self->clock);

  for (guint i = 0; i < n_conversations; i++)
    {
      g_autofree char *name = g_strdup_printf ("Customer %u", i);
      gint64 customer_id = od_fake_desk_add_customer (self, name, NULL, NULL);
      gint64 id = od_fake_desk_add_conversation (self, customer_id, account_id, name);

      od_fake_desk_add_message (self, id, OD_TIMELINE_IN, "Where is my order?", now_us - (gint64) i * G_USEC_PER_SEC);
      od_fake_desk_get_conversation (self, id)->n_unread = 1;
    }
}

static const OdChannelField web_chat_fields[] = {
  { "port", "Port", OD_FIELD_INTEGER, "0", 0, 65535 },
  { "bind", "Address to listen on", OD_FIELD_TEXT, "127.0.0.1" },
  { "origins", "Allowed sites", OD_FIELD_TEXT, "" },
  { NULL },
};

static gboolean
is_token (const char *text)
{
  return strchr (text, ':') != NULL;
}

static const OdChannelField telegram_fields[] = {
  { "token", "Bot token", OD_FIELD_SECRET, NULL, 0, 0, OD_FIELD_PLAIN, "123456:ABC-DEF", "What @BotFather gave you.",
    is_token, "A token has digits, a colon and letters." },
  { "base_url", "Server", OD_FIELD_URL, "https://api.telegram.org", 0, 0, OD_FIELD_ADVANCED },
  { NULL },
};

static OdChannelInfo *
make_web_chat (void)
{
  OdChannelInfo *info = od_channel_info_new ("webchat", "Web chat", "od-chat-symbolic");

  info->max_text = 4000;
  info->max_files = 5;
  info->max_file_bytes = 20 * 1024 * 1024;
  info->can_edit = info->can_remove = info->can_react = TRUE;
  info->summary = g_strdup ("A chat on your own site; this computer serves it.");
  info->needs = g_strdup ("nothing, it works at once");
  info->fields = web_chat_fields;
  return info;
}

static OdChannelInfo *
make_telegram (void)
{
  OdChannelInfo *info = od_channel_info_new ("telegram", "Telegram", "od-telegram-symbolic");

  info->max_text = 4096;
  info->max_files = 10;
  info->summary = g_strdup ("Customers write to a bot of yours.");
  info->needs = g_strdup ("a bot's token from @BotFather");
  info->help = g_strdup ("Open @BotFather in Telegram, send /newbot, answer its two questions, and copy the token.");
  info->help_url = g_strdup ("https://core.telegram.org/bots");
  info->retention_s = 24 * 3600;
  info->fields = telegram_fields;
  return info;
}

/* Returns: (transfer full): a desk whose every port is @self */
OdDesk *
od_fake_desk_make_desk (OdFakeDesk *self)
{
  OdDesk *desk = od_desk_new (1, "Anton");

  desk->feed = g_object_ref (OD_CHANGE_FEED (self));
  desk->conversations = g_object_ref (OD_CONVERSATION_PORT (self));
  desk->threads = g_object_ref (OD_THREAD_PORT (self));
  desk->replies = g_object_ref (OD_REPLY_PORT (self));
  desk->triage = g_object_ref (OD_TRIAGE_PORT (self));
  desk->customers = g_object_ref (OD_CUSTOMER_PORT (self));
  desk->accounts = g_object_ref (OD_ACCOUNT_PORT (self));
  desk->search = g_object_ref (OD_SEARCH_PORT (self));
  desk->live = g_object_ref (self->live);
  desk->pictures = g_object_ref (OD_PICTURE_PORT (self));
  desk->sending = g_object_ref (OD_SENDING_PORT (self));
  desk->files = g_object_ref (OD_FILE_PORT (self));
  desk->library = g_object_ref (OD_LIBRARY_PORT (self));
  desk->operators = g_object_ref (OD_OPERATOR_PORT (self));
  desk->tools.deeds = OD_DEED_PORT (od_fake_deeds_new (self));
  desk->tools.macros = g_object_ref (OD_MACRO_PORT (desk->tools.deeds));
  desk->clock = g_object_ref (self->clock);
  g_ptr_array_add (desk->channels, make_web_chat ());
  g_ptr_array_add (desk->channels, make_telegram ());
  g_ptr_array_add (desk->channels, od_channel_info_new ("email", "E-mail", "od-mail-symbolic"));
  return desk;
}
