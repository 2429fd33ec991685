/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-stream.h"

void
od_stream_reaction_free (OdStreamReaction *self)
{
  g_free (self->emoji);
  g_free (self);
}

void
od_stream_event_free (OdStreamEvent *self)
{
  g_free (self->client_id);
  g_free (self->author_id);
  g_free (self->author);
  g_free (self->text);
  g_free (self->payload);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->reactions, g_ptr_array_unref);
  g_free (self);
}

/**
 * od_stream_page_new:
 *
 * Returns: (transfer full): an empty page of an unknown chat
 */
OdStreamPage *
od_stream_page_new (void)
{
  OdStreamPage *self = g_new0 (OdStreamPage, 1);

  self->status = OD_STATUS_OPEN;
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) od_stream_event_free);
  return self;
}

void
od_stream_page_free (OdStreamPage *self)
{
  g_free (self->conversation_uid);
  g_ptr_array_unref (self->events);
  g_free (self);
}

OdUpload *
od_upload_new (void)
{
  return g_new0 (OdUpload, 1);
}

/**
 * od_upload_copy:
 *
 * Returns: (transfer full): a deep copy
 */
OdUpload *
od_upload_copy (const OdUpload *self)
{
  OdUpload *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = od_upload_new ();
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->mime = g_strdup (self->mime);
  copy->sha256 = g_strdup (self->sha256);
  copy->path = g_strdup (self->path);
  copy->chat_id = g_strdup (self->chat_id);
  copy->size_bytes = self->size_bytes;
  copy->at_us = self->at_us;
  return copy;
}

void
od_upload_free (OdUpload *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->mime);
  g_free (self->sha256);
  g_free (self->path);
  g_free (self->chat_id);
  g_free (self);
}
