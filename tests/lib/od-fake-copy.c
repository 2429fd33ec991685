/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

OdConversationRow *
od_fake_copy_conversation (const OdConversationRow *row)
{
  OdConversationRow *copy = g_memdup2 (row, sizeof *row);

  copy->channel = g_strdup (row->channel);
  copy->account_name = g_strdup (row->account_name);
  copy->name = g_strdup (row->name);
  copy->address = g_strdup (row->address);
  copy->snippet = g_strdup (row->snippet);
  copy->last_author = g_strdup (row->last_author);
  copy->marks.last_mime = g_strdup (row->marks.last_mime);
  copy->assignee_name = g_strdup (row->assignee_name);
  copy->tags = g_strdupv (row->tags);
  return copy;
}

static gpointer
copy_attachment (gconstpointer item, gpointer data)
{
  const OdAttachmentRow *row = item;
  OdAttachmentRow *copy = g_memdup2 (row, sizeof *row);

  copy->uid = g_strdup (row->uid);
  copy->name = g_strdup (row->name);
  copy->mime = g_strdup (row->mime);
  copy->path = g_strdup (row->path);
  copy->error = g_strdup (row->error);
  return copy;
}

static gpointer
copy_reaction (gconstpointer item, gpointer data)
{
  const OdReactionRow *row = item;
  OdReactionRow *copy = g_memdup2 (row, sizeof *row);

  copy->emoji = g_strdup (row->emoji);
  copy->who = g_strdup (row->who);
  return copy;
}

static GPtrArray *
copy_array (GPtrArray *array, GCopyFunc func, GDestroyNotify free_item)
{
  GPtrArray *copy;

  if (array == NULL)
    return NULL;
  copy = g_ptr_array_copy (array, func, NULL);
  g_ptr_array_set_free_func (copy, free_item);
  return copy;
}

OdMessageRow *
od_fake_copy_message (const OdMessageRow *row)
{
  OdMessageRow *copy = g_memdup2 (row, sizeof *row);

  copy->author = g_strdup (row->author);
  copy->body = g_strdup (row->body);
  copy->reply_to_text = g_strdup (row->reply_to_text);
  copy->error = g_strdup (row->error);
  copy->payload = g_strdup (row->payload);
  copy->attachments = copy_array (row->attachments, copy_attachment, (GDestroyNotify) od_attachment_row_free);
  copy->reactions = copy_array (row->reactions, copy_reaction, (GDestroyNotify) od_reaction_row_free);
  return copy;
}

static gpointer
copy_contact_point (gconstpointer item, gpointer data)
{
  const OdContactPointRow *row = item;
  OdContactPointRow *copy = g_memdup2 (row, sizeof *row);

  copy->channel = g_strdup (row->channel);
  copy->address = g_strdup (row->address);
  copy->display = g_strdup (row->display);
  copy->page_url = g_strdup (row->page_url);
  copy->page_title = g_strdup (row->page_title);
  return copy;
}

static gpointer
copy_field (gconstpointer item, gpointer data)
{
  const OdFieldRow *row = item;
  OdFieldRow *copy = g_new0 (OdFieldRow, 1);

  copy->key = g_strdup (row->key);
  copy->label = g_strdup (row->label);
  copy->value = g_strdup (row->value);
  return copy;
}

OdCustomerCard *
od_fake_copy_customer (const OdCustomerCard *card)
{
  OdCustomerCard *copy = g_memdup2 (card, sizeof *card);

  copy->name = g_strdup (card->name);
  copy->lang = g_strdup (card->lang);
  copy->time_zone = g_strdup (card->time_zone);
  copy->note = g_strdup (card->note);
  copy->tags = g_strdupv (card->tags);
  copy->contact_points =
      copy_array (card->contact_points, copy_contact_point, (GDestroyNotify) od_contact_point_row_free);
  copy->fields = copy_array (card->fields, copy_field, (GDestroyNotify) od_field_row_free);
  copy->conversations = g_ptr_array_new_with_free_func ((GDestroyNotify) od_conversation_head_free);
  copy->links = g_ptr_array_new_with_free_func ((GDestroyNotify) od_shared_link_row_free);
  return copy;
}

OdAccountRow *
od_fake_copy_account (const OdAccountRow *row)
{
  OdAccountRow *copy = g_memdup2 (row, sizeof *row);

  copy->channel = g_strdup (row->channel);
  copy->name = g_strdup (row->name);
  copy->settings = g_strdup (row->settings);
  copy->error = g_strdup (row->error);
  copy->url = g_strdup (row->url);
  return copy;
}

OdConversationHead *
od_fake_make_head (const OdFakeConversation *conversation)
{
  OdConversationHead *head = g_new0 (OdConversationHead, 1);
  const OdConversationRow *row = conversation->row;

  head->id = row->id;
  head->account_id = row->account_id;
  head->channel = g_strdup (row->channel);
  head->account_name = g_strdup (row->account_name);
  head->status = row->status;
  if (conversation->messages->len > 0)
    head->created_at_us = ((OdMessageRow *) conversation->messages->pdata[0])->at_us;
  head->resolved_at_us = row->status == OD_STATUS_RESOLVED ? row->last_at_us : 0;
  return head;
}
