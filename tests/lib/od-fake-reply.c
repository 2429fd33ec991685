/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

#include "od-error.h"

static OdDraft *
find_draft (OdFakeDesk *self, gint64 conversation_id, gboolean is_note)
{
  for (guint i = 0; i < self->drafts->len; i++)
    {
      OdDraft *draft = self->drafts->pdata[i];

      if (draft->conversation_id == conversation_id && draft->is_note == is_note)
        return draft;
    }
  return NULL;
}

static void
emit_message (OdFakeDesk *self, gint64 conversation_id, gint64 message_id)
{
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  od_change_set_add (changes, OD_CHANGE_CONVERSATION, conversation_id);
  od_change_set_add (changes, OD_CHANGE_MESSAGE, message_id);
  od_change_feed_emit_changed (OD_CHANGE_FEED (self), changes);
}

void
od_fake_undo_free (OdFakeUndo *undo)
{
  g_clear_pointer (&undo->files, g_ptr_array_unref);
  g_free (undo);
}

static OdFileRef *
make_file_ref (const char *path)
{
  OdFileRef *file = g_new0 (OdFileRef, 1);
  g_autoptr (GFile) local = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (local, "standard::size", G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autofree char *type = NULL;

  file->name = g_path_get_basename (path);
  file->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  type = g_content_type_guess (file->name, NULL, 0, NULL);
  file->mime = g_content_type_get_mime_type (type);
  file->path = g_strdup (path);
  file->size_bytes = info != NULL ? g_file_info_get_size (info) : 0;
  return file;
}

/* The staged ones, then those with a path. */
static GPtrArray *
collect_files (const OdReply *reply)
{
  GPtrArray *files = reply->staged != NULL ? od_file_ref_copy_all (reply->staged)
                                           : g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);

  for (guint i = 0; reply->files != NULL && reply->files[i] != NULL; i++)
    g_ptr_array_add (files, make_file_ref (reply->files[i]));
  return files;
}

static void
attach (OdFakeDesk *self, OdMessageRow *message, const GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      const OdFileRef *file = files->pdata[i];
      OdAttachmentRow *row;

      od_fake_desk_add_attachment (self, message, file->name, file->mime, file->size_bytes, 0);
      row = message->attachments->pdata[message->attachments->len - 1];
      g_free (row->path);
      row->path = g_strdup (file->path);
      row->width = file->width;
      row->height = file->height;
    }
}

static char *
make_payload (const OdReply *reply)
{
  g_autoptr (GString) ids = NULL;

  if (!reply->is_note || reply->mentions == NULL || reply->mentions->len == 0)
    return NULL;
  ids = g_string_new (NULL);
  for (guint i = 0; i < reply->mentions->len; i++)
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index (reply->mentions, gint64, i));
  return g_strdup_printf ("{\"mentions\":[%s]}", ids->str);
}

static void
apply_then (OdConversationRow *row, const OdReply *reply)
{
  if (!reply->is_note)
    od_status_next (row->status, OD_STATUS_EVENT_OPERATOR_REPLIED, &row->status);
  if (reply->then == OD_REPLY_THEN_RESOLVE)
    od_status_next (row->status, OD_STATUS_EVENT_RESOLVE, &row->status);
  else if (reply->then == OD_REPLY_THEN_SNOOZE)
    row->snoozed_until_us = reply->snooze_until_us != 0 ? reply->snooze_until_us : OD_SNOOZE_UNTIL_REPLY;
}

static OdMessageRow *
add_reply (OdFakeDesk *self, const OdReply *reply, const char *text, gboolean is_first, gboolean is_last)
{
  OdMessageRow *message;
  OdConversationRow *row;
  OdFakeUndo *undo = g_new0 (OdFakeUndo, 1);

  message = od_fake_desk_add_message (self, reply->conversation_id, reply->is_note ? OD_TIMELINE_NOTE : OD_TIMELINE_OUT,
                                      text, od_clock_get_real_us (self->clock));
  message->delivery = reply->is_note ? OD_DELIVERY_NONE : OD_DELIVERY_QUEUED;
  message->reply_to_id = is_first ? reply->reply_to_id : 0;
  message->sent_at_us = message->delivered_at_us = message->read_at_us = 0;
  message->payload = is_first ? make_payload (reply) : NULL;
  message->format = reply->format;
  if (!reply->is_note && (reply->delay_us > 0 || reply->not_before_us > message->at_us))
    message->not_before_us = MAX (reply->not_before_us, message->at_us + reply->delay_us);
  undo->files = is_last ? collect_files (reply) : g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);
  attach (self, message, undo->files);
  row = od_fake_desk_get_conversation (self, reply->conversation_id);
  undo->status = row->status;
  undo->snoozed_until_us = row->snoozed_until_us;
  g_hash_table_insert (self->undo, g_memdup2 (&message->id, sizeof message->id), undo);
  return message;
}

static void
enqueue_async (OdReplyPort *port, const OdReply *reply, GCancellable *cancellable, GAsyncReadyCallback callback,
               gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GTask *task = od_fake_desk_task (self, cancellable, callback, user_data, enqueue_async);
  guint n_before = reply->before != NULL ? g_strv_length ((GStrv) reply->before) : 0;
  OdReplyResult *result;
  OdMessageRow *message;
  OdDraft *draft;

  if (self->next_error >= 0)
    {
      od_fake_desk_answer (self, task, NULL, NULL);
      return;
    }
  result = g_new0 (OdReplyResult, 1);
  result->before_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < n_before; i++)
    {
      message = add_reply (self, reply, reply->before[i], i == 0, FALSE);
      g_array_append_val (result->before_ids, message->id);
    }
  message = add_reply (self, reply, reply->text, n_before == 0, TRUE);
  apply_then (od_fake_desk_get_conversation (self, reply->conversation_id), reply);
  draft = find_draft (self, reply->conversation_id, reply->is_note);
  if (draft != NULL && draft->revision <= reply->draft_revision)
    g_ptr_array_remove (self->drafts, draft);
  result->message_id = message->id;
  result->undo_until_us = message->not_before_us;
  self->calls.n_replies++;
  self->calls.is_held_by_customer = reply->is_held_by_customer;
  od_fake_desk_answer (self, task, result, (GDestroyNotify) od_reply_result_free);
  emit_message (self, reply->conversation_id, message->id);
}

/* As if it had not been written. */
static void
forget (OdFakeDesk *self, OdFakeConversation *conversation, OdMessageRow *message)
{
  OdFakeUndo *undo = g_hash_table_lookup (self->undo, &message->id);

  if (undo != NULL && message->delivery == OD_DELIVERY_QUEUED)
    {
      conversation->row->status = undo->status;
      conversation->row->snoozed_until_us = undo->snoozed_until_us;
    }
  g_hash_table_remove (self->undo, &message->id);
  g_ptr_array_remove (conversation->messages, message);
  od_fake_desk_update_row (self, conversation);
}

static void
undo_async (OdReplyPort *port, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdMessageRow *message;
  OdFakeConversation *conversation = od_fake_desk_find_message (self, message_id, &message);
  OdDraft *draft;
  OdFakeUndo *undo = g_hash_table_lookup (self->undo, &message_id);
  GTask *task = od_fake_desk_task (self, cancellable, callback, user_data, undo_async);

  if (message == NULL || (message->delivery != OD_DELIVERY_QUEUED && message->delivery != OD_DELIVERY_FAILED &&
                          message->delivery != OD_DELIVERY_HELD))
    self->next_error = message == NULL ? OD_ERROR_NOT_FOUND : OD_ERROR_REJECTED;
  if (self->next_error >= 0)
    {
      od_fake_desk_answer (self, task, NULL, NULL);
      return;
    }
  draft = g_new0 (OdDraft, 1);
  draft->conversation_id = conversation->row->id;
  draft->body = g_strdup (message->body);
  draft->reply_to_id = message->reply_to_id;
  if (undo != NULL && undo->files->len > 0)
    draft->files = g_ptr_array_ref (undo->files);
  message->delivery = OD_DELIVERY_QUEUED; /* one that failed puts back the same */
  forget (self, conversation, message);
  od_fake_desk_answer (self, task, draft, (GDestroyNotify) od_draft_free);
  emit_message (self, conversation->row->id, message_id);
}

static void
decide_async (OdReplyPort *port, gint64 message_id, OdReplyDecision decision, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdMessageRow *message;
  OdFakeConversation *conversation = od_fake_desk_find_message (self, message_id, &message);
  static const OdDelivery after[] = {
    [OD_DECISION_SEND_AGAIN] = OD_DELIVERY_QUEUED,
    [OD_DECISION_ARRIVED] = OD_DELIVERY_SENT,
    [OD_DECISION_NOT_ARRIVED] = OD_DELIVERY_FAILED,
  };

  if (decision == OD_DECISION_DISCARD)
    forget (self, conversation, message);
  else
    {
      message->delivery = after[decision];
      message->not_before_us = 0;
    }
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, decide_async), TRUE);
  emit_message (self, conversation->row->id, message_id);
}

static void
save_draft_async (OdReplyPort *port, const OdDraft *draft, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdDraft *old = find_draft (self, draft->conversation_id, draft->is_note);
  gboolean is_late = old != NULL && draft->revision < old->revision;
  gboolean fails = self->next_error >= 0;

  self->calls.n_saves++;
  if (old != NULL && !is_late && !fails)
    g_ptr_array_remove (self->drafts, old);
  if ((*draft->body != '\0' || draft->reply_to_id != 0 || (draft->files != NULL && draft->files->len > 0)) &&
      !is_late && !fails)
    {
      OdDraft *copy = g_memdup2 (draft, sizeof *draft);

      copy->body = g_strdup (draft->body);
      copy->files = od_file_ref_copy_all (draft->files);
      g_ptr_array_add (self->drafts, copy);
    }
  od_fake_desk_answer_bool (self, od_fake_desk_task (self, cancellable, callback, user_data, save_draft_async), TRUE);
}

static void
load_draft_async (OdReplyPort *port, gint64 conversation_id, gboolean is_note, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdDraft *found = find_draft (self, conversation_id, is_note);
  OdDraft *draft = g_new0 (OdDraft, 1);

  draft->conversation_id = conversation_id;
  draft->is_note = is_note;
  draft->body = g_strdup (found != NULL ? found->body : "");
  if (found != NULL)
    {
      draft->revision = found->revision;
      draft->reply_to_id = found->reply_to_id;
      draft->files = od_file_ref_copy_all (found->files);
    }
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, load_draft_async), draft,
                       (GDestroyNotify) od_draft_free);
}

static void
set_typing (OdReplyPort *port, gint64 conversation_id, gboolean is_typing)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);

  if (is_typing)
    self->calls.n_typing++;
  else
    self->calls.n_stopped++;
}

/* The file stays where it is. */
static void
stage_file_async (OdReplyPort *port, const char *path, gint64 max_bytes, GFileProgressCallback progress,
                  gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GTask *task = od_fake_desk_task (self, cancellable, callback, user_data, stage_file_async);
  OdFileRef *file = make_file_ref (path);

  if (self->next_error < 0 && !g_file_test (path, G_FILE_TEST_EXISTS))
    self->next_error = OD_ERROR_NOT_FOUND;
  else if (self->next_error < 0 && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    self->next_error = OD_ERROR_USAGE;
  else if (self->next_error < 0 && file->size_bytes > max_bytes)
    self->next_error = OD_ERROR_TOO_LARGE;
  else if (progress != NULL)
    progress (file->size_bytes, file->size_bytes, progress_data);
  od_fake_desk_answer (self, task, file, (GDestroyNotify) od_file_ref_free);
}

void
od_fake_reply_iface_init (OdReplyPortInterface *iface)
{
  iface->enqueue_async = enqueue_async;
  iface->undo_async = undo_async;
  iface->decide_async = decide_async;
  iface->save_draft_async = save_draft_async;
  iface->load_draft_async = load_draft_async;
  iface->set_typing = set_typing;
  iface->stage_file_async = stage_file_async;
}

/* ---- On its way ---- */

static gboolean
sending_get_progress (OdSendingPort *port, gint64 message_id, gint64 *done_bytes, gint64 *total_bytes)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);

  if (self->sending_id == 0 || self->sending_id != message_id)
    return FALSE;
  *done_bytes = self->sending_done;
  *total_bytes = self->sending_total;
  return TRUE;
}

static void
sending_cancel (OdSendingPort *port, gint64 message_id)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdMessageRow *message;
  OdFakeConversation *conversation = od_fake_desk_find_message (self, message_id, &message);

  self->sending_id = 0;
  message->delivery = OD_DELIVERY_FAILED;
  message->error = g_strdup (OD_DELIVERY_CANCELLED);
  emit_message (self, conversation->row->id, message_id);
}

void
od_fake_sending_iface_init (OdSendingPortInterface *iface)
{
  iface->get_progress = sending_get_progress;
  iface->cancel = sending_cancel;
}

/* That message is on its way; cancelled, it surely did not leave. */
void
od_fake_desk_set_sending (OdFakeDesk *self, gint64 message_id, gint64 done_bytes, gint64 total_bytes)
{
  self->sending_id = message_id;
  self->sending_done = done_bytes;
  self->sending_total = total_bytes;
  od_sending_port_emit_changed (OD_SENDING_PORT (self), message_id);
}
