/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-update.h"

/**
 * od_profile_new:
 *
 * Returns: (transfer full): a profile that says nothing
 */
OdProfile *
od_profile_new (void)
{
  return g_new0 (OdProfile, 1);
}

/**
 * od_profile_copy:
 *
 * Returns: (transfer full) (nullable): a deep copy; %NULL for %NULL
 */
OdProfile *
od_profile_copy (const OdProfile *self)
{
  OdProfile *copy;

  if (self == NULL)
    return NULL;
  copy = od_profile_new ();
  copy->name = g_strdup (self->name);
  copy->email = g_strdup (self->email);
  copy->phone = g_strdup (self->phone);
  copy->lang = g_strdup (self->lang);
  copy->time_zone = g_strdup (self->time_zone);
  copy->display = g_strdup (self->display);
  copy->external_id = g_strdup (self->external_id);
  copy->page_url = g_strdup (self->page_url);
  copy->page_title = g_strdup (self->page_title);
  copy->is_verified = self->is_verified;
  return copy;
}

void
od_profile_free (OdProfile *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->email);
  g_free (self->phone);
  g_free (self->lang);
  g_free (self->time_zone);
  g_free (self->display);
  g_free (self->external_id);
  g_free (self->page_url);
  g_free (self->page_title);
  g_free (self);
}

/**
 * od_update_attachment_new:
 *
 * Returns: (transfer full): an attachment of unknown size
 */
OdUpdateAttachment *
od_update_attachment_new (void)
{
  OdUpdateAttachment *self = g_new0 (OdUpdateAttachment, 1);

  self->size_bytes = -1;
  return self;
}

void
od_update_attachment_free (OdUpdateAttachment *self)
{
  g_free (self->upload_id);
  g_free (self->name);
  g_free (self->mime);
  g_free (self->sha256);
  g_free (self->remote_ref);
  g_free (self);
}

/**
 * od_update_new:
 *
 * Returns: (transfer full): an update with an empty text
 */
OdUpdate *
od_update_new (OdUpdateKind kind, const char *chat_id)
{
  OdUpdate *self;

  g_return_val_if_fail (chat_id != NULL && *chat_id != '\0', NULL);

  self = g_new0 (OdUpdate, 1);
  self->kind = kind;
  self->chat_id = g_strdup (chat_id);
  self->text = g_strdup ("");
  return self;
}

void
od_update_free (OdUpdate *self)
{
  g_free (self->chat_id);
  g_free (self->remote.new_chat_id);
  g_free (self->remote.address);
  g_free (self->remote.key);
  g_free (self->remote_id);
  g_free (self->remote.album_id);
  g_free (self->remote.author);
  g_free (self->client_id);
  g_free (self->target_remote_id);
  g_free (self->reply_to_remote_id);
  g_free (self->text);
  g_free (self->emoji);
  g_free (self->remote.event);
  g_free (self->payload);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->profile, od_profile_free);
  g_free (self);
}

/**
 * od_update_add_attachment:
 * @attachment: (transfer full): one file of the message
 */
void
od_update_add_attachment (OdUpdate *self, OdUpdateAttachment *attachment)
{
  g_return_if_fail (self != NULL && attachment != NULL);

  if (self->attachments == NULL)
    self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_attachment_free);
  g_ptr_array_add (self->attachments, attachment);
}

/**
 * od_update_batch_new:
 *
 * Returns: (transfer full): an empty batch
 */
OdUpdateBatch *
od_update_batch_new (void)
{
  OdUpdateBatch *self = g_new0 (OdUpdateBatch, 1);

  self->updates = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_free);
  return self;
}

void
od_update_batch_free (OdUpdateBatch *self)
{
  g_ptr_array_unref (self->updates);
  g_free (self->cursor_name);
  g_free (self->cursor);
  g_free (self);
}

/**
 * od_ingest_result_new:
 *
 * Returns: (transfer full): @n_outcomes outcomes, all zero
 */
OdIngestResult *
od_ingest_result_new (guint n_outcomes)
{
  OdIngestResult *self = g_malloc0 (sizeof (OdIngestResult) + n_outcomes * sizeof (OdIngestOutcome));

  self->n_outcomes = n_outcomes;
  return self;
}

void
od_ingest_result_free (OdIngestResult *self)
{
  g_free (self);
}
