/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-rows.h"

void
od_conversation_row_free (OdConversationRow *self)
{
  g_free (self->channel);
  g_free (self->account_name);
  g_free (self->name);
  g_free (self->address);
  g_free (self->snippet);
  g_free (self->last_author);
  g_free (self->marks.last_mime);
  g_free (self->assignee_name);
  g_strfreev (self->tags);
  g_free (self);
}

void
od_attachment_row_free (OdAttachmentRow *self)
{
  g_free (self->uid);
  g_free (self->name);
  g_free (self->mime);
  g_free (self->path);
  g_free (self->error);
  g_free (self);
}

void
od_reaction_row_free (OdReactionRow *self)
{
  g_free (self->emoji);
  g_free (self->who);
  g_free (self);
}

void
od_message_row_free (OdMessageRow *self)
{
  g_free (self->author);
  g_free (self->body);
  g_free (self->reply_to_text);
  g_free (self->error);
  g_free (self->payload);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->reactions, g_ptr_array_unref);
  g_free (self);
}

void
od_version_row_free (OdVersionRow *self)
{
  g_free (self->body);
  g_free (self);
}

void
od_conversation_head_free (OdConversationHead *self)
{
  g_free (self->channel);
  g_free (self->account_name);
  g_free (self);
}

void
od_contact_point_row_free (OdContactPointRow *self)
{
  g_free (self->channel);
  g_free (self->address);
  g_free (self->display);
  g_free (self->page_url);
  g_free (self->page_title);
  g_free (self);
}

void
od_field_row_free (OdFieldRow *self)
{
  g_free (self->key);
  g_free (self->label);
  g_free (self->value);
  g_free (self);
}

void
od_shared_link_row_free (OdSharedLinkRow *self)
{
  g_free (self->url);
  g_free (self);
}

void
od_shared_file_row_free (OdSharedFileRow *self)
{
  g_clear_pointer (&self->file, od_attachment_row_free);
  g_free (self);
}

void
od_customer_card_free (OdCustomerCard *self)
{
  g_free (self->name);
  g_free (self->lang);
  g_free (self->time_zone);
  g_free (self->note);
  g_strfreev (self->tags);
  g_clear_pointer (&self->contact_points, g_ptr_array_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->conversations, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_free (self);
}

/**
 * od_account_row_copy:
 *
 * Returns: (transfer full): the same account, without how it does
 */
OdAccountRow *
od_account_row_copy (const OdAccountRow *self)
{
  OdAccountRow *copy = g_memdup2 (self, sizeof *self);

  copy->channel = g_strdup (self->channel);
  copy->name = g_strdup (self->name);
  copy->settings = g_strdup (self->settings);
  copy->error = NULL;
  copy->url = NULL;
  return copy;
}

void
od_account_row_free (OdAccountRow *self)
{
  g_free (self->channel);
  g_free (self->name);
  g_free (self->settings);
  g_free (self->error);
  g_free (self->url);
  g_free (self);
}

void
od_search_hit_free (OdSearchHit *self)
{
  g_free (self->channel);
  g_free (self->name);
  g_free (self->address);
  g_free (self->snippet);
  g_free (self);
}

/**
 * od_account_state_get_name:
 *
 * Returns: (transfer none): the word in `account list --json`
 */
const char *
od_account_state_get_name (OdAccountState state)
{
  static const char *const names[] = {
    [OD_ACCOUNT_OFFLINE] = "offline", [OD_ACCOUNT_PAUSED] = "paused", [OD_ACCOUNT_CONNECTING] = "connecting",
    [OD_ACCOUNT_OK] = "ok",           [OD_ACCOUNT_AUTH] = "auth",     [OD_ACCOUNT_ERROR] = "error",
  };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

void
od_operator_row_free (OdOperatorRow *self)
{
  g_free (self->name);
  g_free (self->signature);
  g_free (self->avatar_path);
  g_free (self);
}
