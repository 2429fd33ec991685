/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer-model"

#include "od-composer-model-private.h"

#include "od-limits.h"
#include "od-text.h"

#define QUOTE_GRAPHEMES 120

G_DEFINE_FINAL_TYPE (OdComposerModel, od_composer_model, G_TYPE_OBJECT)

enum { CHANGED, TEXT_REPLACED, SENT, FAILED, RESOLVED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
emit_changed (OdComposerModel *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Another text, not typed. */
void
od_composer_model_replace_text (OdComposerModel *self, const char *text)
{
  g_free (self->text);
  self->text = g_strdup (text);
  if (*text == '\0')
    self->promise.declined = (OdPromiseTerm){ 0 };
  g_signal_emit (self, signals[TEXT_REPLACED], 0);
}

/* ---- What a draft answers ----------------------------------------------------- */

static void
quote_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdComposerModel) self = user_data;
  g_autoptr (GPtrArray) rows = od_thread_port_load_rows_finish (OD_THREAD_PORT (source), result, NULL);
  const OdMessageRow *row = rows != NULL && rows->len > 0 ? rows->pdata[0] : NULL;
  const char *text;

  if (row == NULL || row->id != self->reply_to_id || self->quote != NULL)
    return; /* it is gone, or another one is answered by now */
  text = row->body;
  if (*text == '\0' && row->attachments != NULL && row->attachments->len > 0)
    text = ((const OdAttachmentRow *) row->attachments->pdata[0])->name;
  self->quote = od_text_snippet (text != NULL ? text : "", QUOTE_GRAPHEMES);
  emit_changed (self);
}

/* Only its id was kept: its words are read. */
void
od_composer_model_restore_reply_to (OdComposerModel *self, gint64 message_id)
{
  self->reply_to_id = message_id;
  g_clear_pointer (&self->quote, g_free);
  if (message_id != 0)
    od_thread_port_load_rows_async (self->desk->threads, self->conversation_id, &message_id, 1, NULL, quote_cb,
                                    g_object_ref (self));
}

/* ---- The object -------------------------------------------------------------- */

static void
loaded_cb (OdComposerModel *self, const char *body, gint64 reply_to_id)
{
  od_composer_model_restore_reply_to (self, reply_to_id);
  if (self->edit.message_id != 0) /* it waits until that is done */
    {
      g_free (self->edit.kept_text);
      self->edit.kept_text = g_strdup (body);
      return;
    }
  od_composer_model_replace_text (self, body);
  emit_changed (self);
}

static void
append (OdComposerModel *self, const char *text)
{
  g_autofree char *both = *self->text != '\0' ? g_strjoin ("\n\n", self->text, text, NULL) : g_strdup (text);

  od_composer_model_replace_text (self, both);
  od_draft_keeper_change (self->keeper, self->text, self->reply_to_id);
  emit_changed (self);
}

static void
files_loaded_cb (OdComposerModel *self, const GPtrArray *files)
{
  g_autofree char *added = g_steal_pointer (&self->added);

  od_composer_model_merge_files (self, self->conversation_id, self->is_note, files);
  if (added != NULL && self->edit.message_id == 0 && !self->is_sending)
    append (self, added);
}

static void
files_replaced_cb (OdComposerModel *self, const GPtrArray *files)
{
  od_file_tray_replace (od_composer_model_get_tray (self), files);
}

static void
failed_cb (OdComposerModel *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
od_composer_model_dispose (GObject *object)
{
  OdComposerModel *self = OD_COMPOSER_MODEL (object);

  if (self->typing != NULL)
    od_typing_teller_stop (self->typing);
  if (self->keeper != NULL)
    {
      od_draft_keeper_save (self->keeper);
      g_signal_handlers_disconnect_by_data (self->keeper, self);
    }
  g_clear_object (&self->keeper);
  od_composer_model_forget_trays (self);
  G_OBJECT_CLASS (od_composer_model_parent_class)->dispose (object);
}

static void
od_composer_model_finalize (GObject *object)
{
  OdComposerModel *self = OD_COMPOSER_MODEL (object);

  g_clear_object (&self->port);
  g_clear_object (&self->typing);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_pointer (&self->trays, g_hash_table_unref);
  g_clear_pointer (&self->leaving, g_hash_table_unref);
  g_clear_pointer (&self->sent_ids, g_array_unref);
  g_free (self->edit.kept_text);
  g_free (self->text);
  g_clear_pointer (&self->promise.text, g_free);
  g_free (self->quote);
  g_free (self->added);
  g_clear_pointer (&self->mentions, g_array_unref);
  G_OBJECT_CLASS (od_composer_model_parent_class)->finalize (object);
}

static void
od_composer_model_class_init (OdComposerModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_composer_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_composer_model_finalize;

  /**
   * OdComposerModel::changed:
   *
   * Anything but the text: mode, quote, files, limit, whether it is being sent.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_COMPOSER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdComposerModel::text-replaced:
   *
   * The text is another one, and not because somebody typed.
   */
  signals[TEXT_REPLACED] =
      g_signal_new ("text-replaced", OD_TYPE_COMPOSER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdComposerModel::sent:
   * @message_id: it stands in the outbox now
   * @undo_until_us: real time; 0 if it can't be taken back
   */
  signals[SENT] = g_signal_new ("sent", OD_TYPE_COMPOSER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_INT64, G_TYPE_INT64);
  /**
   * OdComposerModel::resolved:
   * @conversation_id: that the reply which was sent now resolves
   *
   * Comes last: another conversation may be opened then.
   */
  signals[RESOLVED] = g_signal_new ("resolved", OD_TYPE_COMPOSER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT64);
  /**
   * OdComposerModel::failed:
   * @error: why it was not sent, taken back or kept; the text is still there
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_COMPOSER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
od_composer_model_init (OdComposerModel *self)
{
  self->text = g_strdup ("");
  self->sent_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->leaving = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->trays = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

/**
 * od_composer_model_new:
 *
 * Returns: (transfer full): a composer that writes to nobody
 */
OdComposerModel *
od_composer_model_new (OdDesk *desk)
{
  OdComposerModel *self = g_object_new (OD_TYPE_COMPOSER_MODEL, NULL);

  self->desk = od_desk_ref (desk);
  self->port = g_object_ref (desk->replies);
  self->typing = od_typing_teller_new (desk);
  self->keeper = od_draft_keeper_new (desk);
  g_signal_connect_swapped (self->keeper, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (self->keeper, "files-loaded", G_CALLBACK (files_loaded_cb), self);
  g_signal_connect_swapped (self->keeper, "files-replaced", G_CALLBACK (files_replaced_cb), self);
  g_signal_connect_swapped (self->keeper, "failed", G_CALLBACK (failed_cb), self);
  return self;
}

static void
begin (OdComposerModel *self, gint64 conversation_id, gboolean is_note)
{
  gint64 key = od_composer_model_make_key (conversation_id, is_note);

  od_typing_teller_stop (self->typing);
  od_composer_model_forget_edit (self);
  g_clear_pointer (&self->quote, g_free);
  g_clear_pointer (&self->added, g_free);
  self->reply_to_id = 0;
  self->conversation_id = conversation_id;
  self->is_note = is_note;
  self->is_sending = g_hash_table_contains (self->leaving, &key); /* what is sent stays so, whoever goes and comes */
}

/**
 * od_composer_model_open:
 * @conversation_id: 0 for none
 * @channel: (nullable) (transfer none): what it can do, if it is known already; of the desk
 *
 * Keeps what was being written and goes on with what was written there, as a reply.
 */
void
od_composer_model_open (OdComposerModel *self, gint64 conversation_id, const OdChannelInfo *channel)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  if (self->conversation_id == conversation_id)
    {
      od_composer_model_set_channel (self, channel);
      return;
    }
  begin (self, conversation_id, FALSE);
  self->channel = channel;
  od_draft_keeper_open (self->keeper, conversation_id, FALSE);
  od_composer_model_update_limits (self);
  od_composer_model_replace_text (self, "");
  emit_changed (self);
}

/**
 * od_composer_model_set_channel:
 * @channel: (nullable) (transfer none): of the desk
 */
void
od_composer_model_set_channel (OdComposerModel *self, const OdChannelInfo *channel)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  if (self->channel == channel)
    return;
  self->channel = channel;
  od_composer_model_update_limits (self);
  emit_changed (self);
}

gint64
od_composer_model_get_conversation_id (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), 0);

  return self->conversation_id;
}

/**
 * od_composer_model_set_note:
 *
 * Goes to the other draft of the conversation: a reply never turns into a note by itself,
 * nor a note into a reply.
 */
void
od_composer_model_set_note (OdComposerModel *self, gboolean is_note)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  if (self->is_note == is_note || self->conversation_id == 0 || self->is_sending)
    return;
  begin (self, self->conversation_id, is_note);
  od_draft_keeper_open (self->keeper, self->conversation_id, is_note);
  od_composer_model_update_limits (self);
  od_composer_model_replace_text (self, "");
  emit_changed (self);
}

gboolean
od_composer_model_get_is_note (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), FALSE);

  return self->is_note;
}

/**
 * od_composer_model_set_text:
 *
 * Somebody typed. What arrives while a reply is being sent is ignored.
 */
void
od_composer_model_set_text (OdComposerModel *self, const char *text)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self) && text != NULL);

  if (self->is_sending || self->conversation_id == 0 || g_str_equal (self->text, text))
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  if (*text == '\0')
    self->promise.declined = (OdPromiseTerm){ 0 };
  if (self->edit.message_id == 0)
    od_draft_keeper_change (self->keeper, text, self->reply_to_id);
  if (!self->is_note && self->edit.message_id == 0)
    od_typing_teller_press (self->typing, self->conversation_id, *text != '\0');
  emit_changed (self);
}

/**
 * od_composer_model_append:
 * @text: follows what is being written to the customer
 *
 * Not while that is on its way.
 */
void
od_composer_model_append (OdComposerModel *self, const char *text)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self) && text != NULL);

  if (self->is_sending || self->conversation_id == 0)
    return;
  od_composer_model_end_edit (self);
  od_composer_model_set_note (self, FALSE);
  if (od_draft_keeper_get_is_loaded (self->keeper))
    {
      append (self, text);
      return;
    }
  g_free (self->added);
  self->added = g_strdup (text);
}

const char *
od_composer_model_get_text (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), "");

  return self->text;
}

/**
 * od_composer_model_set_reply_to:
 * @message_id: message that is answered; 0 for none
 * @quote: (nullable): a line of it, to show
 */
void
od_composer_model_set_reply_to (OdComposerModel *self, gint64 message_id, const char *quote)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  od_composer_model_end_edit (self);
  self->reply_to_id = message_id;
  g_free (self->quote);
  self->quote = message_id != 0 ? g_strdup (quote) : NULL;
  od_draft_keeper_change (self->keeper, self->text, message_id);
  emit_changed (self);
}

/**
 * od_composer_model_get_reply_to:
 * @quote: (out) (optional) (transfer none): %NULL until it is read, or if the message of a draft is gone
 */
gint64
od_composer_model_get_reply_to (OdComposerModel *self, const char **quote)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), 0);

  if (quote != NULL)
    *quote = self->quote;
  return self->edit.message_id == 0 ? self->reply_to_id : 0;
}

/**
 * od_composer_model_set_mentions:
 * @operator_ids: (element-type gint64): colleagues whom the text names; they are told when it is
 *   sent as a note
 */
void
od_composer_model_set_mentions (OdComposerModel *self, GArray *operator_ids)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self) && operator_ids != NULL);

  g_array_ref (operator_ids);
  g_clear_pointer (&self->mentions, g_array_unref);
  self->mentions = operator_ids;
}

/* ---- Sending ----------------------------------------------------------------- */

const OdChannelInfo *
od_composer_model_get_channel (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), NULL);

  return self->channel;
}

gboolean
od_composer_model_get_is_sending (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), FALSE);

  return self->is_sending;
}

static gboolean
is_blank (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/**
 * od_composer_model_check:
 *
 * Returns: %OD_COMPOSER_FINE if it can be sent as it is
 */
OdComposerRefusal
od_composer_model_check (OdComposerModel *self)
{
  gboolean has_files;
  OdTextLength length;

  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), OD_COMPOSER_EMPTY);

  if (self->is_sending)
    return OD_COMPOSER_BUSY;
  has_files = self->edit.message_id == 0 && od_composer_model_get_n_files (self) > 0;
  if (self->conversation_id == 0 || (is_blank (self->text) && !has_files))
    return OD_COMPOSER_EMPTY;
  length = od_composer_model_get_length (self);
  if (length.n_max != 0 && length.n_used > length.n_max &&
      !(od_composer_model_splits_text (self) && od_composer_model_count_parts (self) > 1))
    return OD_COMPOSER_TOO_LONG;
  return self->edit.message_id == 0 ? od_composer_model_check_files (self) : OD_COMPOSER_FINE;
}

/**
 * od_composer_model_save:
 *
 * Keeps the draft now: the window is about to close.
 */
void
od_composer_model_save (OdComposerModel *self)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  od_draft_keeper_save (self->keeper);
}
