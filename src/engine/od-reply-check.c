/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-reply-check.h"

#include "od-error.h"
#include "od-markdown.h"
#include "od-text-measure.h"

static gboolean
check_limits (const OdChannelDescriptor *descriptor, const OdEnqueueJob *job, GError **error)
{
  guint n_files = job->files != NULL ? job->files->len : 0;
  gint64 all_bytes = 0;

  if (!od_channel_check_text (descriptor, job->text, error))
    return FALSE;
  if (n_files == 0)
    return TRUE;
  if ((descriptor->caps & OD_CHANNEL_CAN_FILES) == 0 || n_files > descriptor->max_files)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "This channel takes %u files at most",
                   (descriptor->caps & OD_CHANNEL_CAN_FILES) != 0 ? descriptor->max_files : 0);
      return FALSE;
    }
  for (guint i = 0; i < n_files; i++)
    {
      const OdUpdateAttachment *file = g_ptr_array_index (job->files, i);

      if (od_channel_choose_file (descriptor, file->mime != NULL ? file->mime : "", file->size_bytes, file->width,
                                  file->height) == NULL)
        {
          g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "A file has more than %" G_GINT64_FORMAT " bytes",
                       descriptor->max_file_bytes);
          return FALSE;
        }
      all_bytes += file->size_bytes;
    }
  if (descriptor->max_files_bytes == 0 || all_bytes <= descriptor->max_files_bytes)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "The files have more than %" G_GINT64_FORMAT " bytes together",
               descriptor->max_files_bytes);
  return FALSE;
}

/* A text that is too long for one message of a channel that takes it in several. All of them are in the outbox, or
 * none; the last has the files and what happens then. */
static void
split_text (const OdChannelDescriptor *descriptor, OdEnqueueJob *job)
{
  g_autoptr (GPtrArray) parts = NULL;
  gboolean is_first = job->before == NULL || job->before->len == 0;

  if (descriptor == NULL || (descriptor->caps & OD_CHANNEL_SPLITS_TEXT) == 0 || job->is_note ||
      od_channel_check_text (descriptor, job->text, NULL))
    return;
  parts = job->format == OD_FORMAT_MARKDOWN ? od_markdown_split (job->text, descriptor->measure, descriptor->max_text)
                                            : od_text_split (job->text, descriptor->measure, descriptor->max_text);
  if (parts->len < 2)
    return;
  if (job->before == NULL)
    job->before = g_ptr_array_new_with_free_func ((GDestroyNotify) od_enqueue_job_free);
  for (guint i = 0; i + 1 < parts->len; i++)
    {
      OdEnqueueJob *part =
          od_enqueue_job_new (job->conversation_id, job->operator_id, g_ptr_array_index (parts, i), job->now_us);

      part->format = job->format;
      part->seen_id = job->seen_id;
      part->delay_us = job->delay_us;
      part->send_at_us = job->send_at_us;
      part->flags = job->flags;
      part->is_bot = job->is_bot;
      if (is_first && i == 0)
        {
          part->reply_to_id = job->reply_to_id;
          job->reply_to_id = 0;
        }
      g_ptr_array_add (job->before, part);
    }
  g_free (job->text);
  job->text = g_strdup (g_ptr_array_index (parts, parts->len - 1));
}

/* Whether the channel takes it, and those that go before it. */
static gboolean
prepare_job (const OdChannelDescriptor *descriptor, OdEnqueueJob *job, GError **error)
{
  for (guint i = 0; job->before != NULL && i < job->before->len; i++)
    if (!prepare_job (descriptor, job->before->pdata[i], error))
      return FALSE;
  if (descriptor != NULL && (descriptor->caps & (OD_CHANNEL_HAS_STREAM | OD_CHANNEL_SHARES_STATE)) != 0)
    job->flags |= OD_ENQUEUE_TELLS_STATUS;
  if (job->is_note)
    return TRUE;
  if (descriptor != NULL)
    return check_limits (descriptor, job, error);
  g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "Nothing can be sent there");
  return FALSE;
}

/**
 * od_reply_check:
 * @descriptor: (nullable): of the conversation's channel
 * @job: what is to be enqueued; a text that goes in several messages is cut here
 *
 * On the writer's thread.
 *
 * Returns: whether the channel takes it; otherwise %FALSE with %OD_ERROR_TOO_LARGE or _REJECTED
 */
gboolean
od_reply_check (const OdChannelDescriptor *descriptor, OdEnqueueJob *job, GError **error)
{
  g_return_val_if_fail (job != NULL, FALSE);

  split_text (descriptor, job);
  return prepare_job (descriptor, job, error);
}
