/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer-model"

#include "od-composer-model-private.h"

/* An own message in the composer again, to be changed. The draft that was there waits. */

typedef struct {
  OdComposerModel *model; /* (owned) */
  gint64 message_id;
} Edit;

/* Without a word to anybody: another text is about to be shown. */
void
od_composer_model_forget_edit (OdComposerModel *self)
{
  self->edit.message_id = 0;
  g_clear_pointer (&self->edit.kept_text, g_free);
}

/**
 * od_composer_model_begin_edit:
 * @message_id: an own message of the open conversation
 * @is_note: whether it is a note: the composer writes one until that is done
 * @text: as it is now
 */
void
od_composer_model_begin_edit (OdComposerModel *self, gint64 message_id, gboolean is_note, const char *text)
{
  gboolean was_note;

  g_return_if_fail (OD_IS_COMPOSER_MODEL (self) && message_id > 0 && text != NULL);

  if (self->conversation_id == 0 || self->is_sending)
    return;
  od_composer_model_end_edit (self);
  was_note = self->is_note;
  od_composer_model_set_note (self, is_note);
  self->edit.message_id = message_id;
  self->edit.was_note = was_note;
  self->edit.kept_text = g_strdup (self->text);
  od_typing_teller_stop (self->typing);
  od_composer_model_replace_text (self, text);
  g_signal_emit_by_name (self, "changed");
}

/**
 * od_composer_model_end_edit:
 *
 * Leaves the message as it was; what was being written before is there again, note or reply.
 */
void
od_composer_model_end_edit (OdComposerModel *self)
{
  g_autofree char *text = NULL;
  gboolean was_note;

  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  if (self->edit.message_id == 0)
    return;
  text = g_steal_pointer (&self->edit.kept_text);
  was_note = self->edit.was_note;
  od_composer_model_forget_edit (self);
  if (was_note != self->is_note)
    {
      od_composer_model_set_note (self, was_note); /* reads it again */
      return;
    }
  od_composer_model_replace_text (self, text);
  g_signal_emit_by_name (self, "changed");
}

/**
 * od_composer_model_get_edited_id:
 *
 * Returns: the message that is being changed; 0 if none is
 */
gint64
od_composer_model_get_edited_id (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), 0);

  return self->edit.message_id;
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Edit *edit = user_data;
  g_autoptr (OdComposerModel) self = edit->model;
  g_autoptr (GError) error = NULL;
  gboolean is_here = self->edit.message_id == edit->message_id;

  if (is_here)
    self->is_sending = FALSE;
  if (!od_triage_port_edit_finish (OD_TRIAGE_PORT (source), result, &error))
    g_signal_emit_by_name (self, "failed", error);
  else if (is_here)
    od_composer_model_end_edit (self);
  g_signal_emit_by_name (self, "changed");
}

/* The text takes no key until the change is stored; one that can't be stays where it was written. */
OdComposerRefusal
od_composer_model_save_edit (OdComposerModel *self)
{
  Edit *edit = g_new0 (Edit, 1);

  edit->model = g_object_ref (self);
  edit->message_id = self->edit.message_id;
  self->is_sending = TRUE;
  g_signal_emit_by_name (self, "changed");
  od_triage_port_edit_async (self->desk->triage, edit->message_id, self->text, NULL, edited_cb, edit);
  return OD_COMPOSER_FINE;
}
