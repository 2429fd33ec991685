/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-channel.h"

/**
 * od_outgoing_new:
 *
 * Returns: (transfer full): an operation's remote half with an empty text
 */
OdOutgoing *
od_outgoing_new (OdOutgoingKind kind, const char *chat_id, const char *key)
{
  OdOutgoing *self;

  g_return_val_if_fail (chat_id != NULL && key != NULL, NULL);

  self = g_new0 (OdOutgoing, 1);
  self->kind = kind;
  self->chat_id = g_strdup (chat_id);
  self->key = g_strdup (key);
  self->text = g_strdup ("");
  self->status = OD_STATUS_OPEN;
  return self;
}

static gpointer
copy_file (gconstpointer source, gpointer user_data)
{
  const OdAttachmentRow *from = source;
  OdAttachmentRow *copy = g_memdup2 (from, sizeof *from);

  copy->uid = g_strdup (from->uid);
  copy->name = g_strdup (from->name);
  copy->mime = g_strdup (from->mime);
  copy->path = g_strdup (from->path);
  return copy;
}

/**
 * od_outgoing_copy:
 *
 * Returns: (transfer full): a deep copy
 */
OdOutgoing *
od_outgoing_copy (const OdOutgoing *self)
{
  OdOutgoing *copy = od_outgoing_new (self->kind, self->chat_id, self->key);

  g_free (copy->text);
  copy->text = g_strdup (self->text);
  copy->emoji = g_strdup (self->emoji);
  copy->target_remote_id = g_strdup (self->target_remote_id);
  copy->part_remote_ids = g_strdupv (self->part_remote_ids);
  copy->reply_to_remote_id = g_strdup (self->reply_to_remote_id);
  copy->target_seq = self->target_seq;
  copy->format = self->format;
  copy->status = self->status;
  if (self->files != NULL)
    {
      copy->files = g_ptr_array_copy (self->files, (GCopyFunc) copy_file, NULL);
      g_ptr_array_set_free_func (copy->files, (GDestroyNotify) od_attachment_row_free);
    }
  return copy;
}

void
od_outgoing_free (OdOutgoing *self)
{
  g_free (self->chat_id);
  g_free (self->key);
  g_free (self->text);
  g_free (self->emoji);
  g_free (self->target_remote_id);
  g_strfreev (self->part_remote_ids);
  g_free (self->reply_to_remote_id);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}
