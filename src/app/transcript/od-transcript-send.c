/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-transcript-send.h"

#include <glib/gstdio.h>

#include "od-transcript-file.h"
#include "od-transcript-print.h"

/* A transcript on its way to the customer: written into a folder of its own, taken into the profile, put into the outbox. */
typedef struct {
  OdDesk *desk; /* (owned) */
  char *folder; /* (owned): temporary */
  char *path;   /* (owned): in it */
  gint64 conversation_id;
} Sending;

static void
sending_free (Sending *sending)
{
  if (sending->path != NULL)
    g_unlink (sending->path);
  if (sending->folder != NULL)
    g_rmdir (sending->folder);
  od_desk_unref (sending->desk);
  g_free (sending->folder);
  g_free (sending->path);
  g_free (sending);
}

static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdReplyResult) reply = od_reply_port_enqueue_finish (OD_REPLY_PORT (source), result, &error);

  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
staged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  g_autoptr (GPtrArray) staged = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);
  GError *error = NULL;
  OdFileRef *file = od_reply_port_stage_file_finish (OD_REPLY_PORT (source), result, &error);
  OdReply reply = { .conversation_id = sending->conversation_id,
                    .operator_id = sending->desk->operator_id,
                    .text = "",
                    .staged = staged,
                    .seen_id = OD_SEEN_EVERYTHING };

  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_add (staged, file);
  if (!g_task_return_error_if_cancelled (task))
    od_reply_port_enqueue_async (sending->desk->replies, &reply, NULL, enqueued_cb, g_object_ref (task));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean is_pdf = g_async_result_is_tagged (result, od_transcript_print_async);

  if (is_pdf ? od_transcript_print_finish (OD_TRANSCRIPT_SOURCE (source), result, &error)
             : od_transcript_save_finish (OD_TRANSCRIPT_SOURCE (source), result, NULL, &error))
    od_reply_port_stage_file_async (sending->desk->replies, sending->path, G_MAXINT64, NULL, NULL,
                                    g_task_get_cancellable (task), staged_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

/**
 * od_transcript_send_async:
 * @source: at its start, without notes
 * @parent: whose operation it is
 * @file_name: as the customer sees it; its end says the format: .pdf, .html or .txt
 *
 * Sends the customer of a conversation a transcript as the file of a new message. What is cancelled before it is in the outbox
 * is not sent.
 */
void
od_transcript_send_async (OdTranscriptSource *source, OdDesk *desk, gint64 conversation_id, GtkWindow *parent,
                          const char *file_name, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GFile) file = NULL;
  GError *error = NULL;
  Sending *sending;

  g_return_if_fail (OD_IS_TRANSCRIPT_SOURCE (source) && desk != NULL && file_name != NULL);
  g_return_if_fail ((od_transcript_source_get_style (source)->parts & OD_TRANSCRIPT_NOTES) == 0);

  task = g_task_new (source, cancellable, callback, user_data);
  sending = g_new0 (Sending, 1);
  g_task_set_source_tag (task, od_transcript_send_async);
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  sending->desk = od_desk_ref (desk);
  sending->conversation_id = conversation_id;
  sending->folder = g_dir_make_tmp ("omnidesk-XXXXXX", &error);
  if (sending->folder == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  sending->path = g_build_filename (sending->folder, file_name, NULL);
  file = g_file_new_for_path (sending->path);
  if (g_str_has_suffix (file_name, ".pdf"))
    od_transcript_print_async (source, desk->pictures, parent, sending->path, cancellable, written_cb,
                               g_object_ref (task));
  else
    od_transcript_save_async (source, g_str_has_suffix (file_name, ".txt") ? OD_TRANSCRIPT_TEXT : OD_TRANSCRIPT_HTML,
                              file, FALSE, cancellable, written_cb, g_object_ref (task));
}

/**
 * od_transcript_send_finish:
 *
 * Returns: whether it is in the outbox
 */
gboolean
od_transcript_send_finish (OdTranscriptSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
