/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-draft-keeper"

#include "od-draft-keeper-private.h"

#include "od-draft-join.h"

/* The same draft is open in another window, too. */

/* At what another window left behind. */
typedef struct {
  OdDraftKeeper *keeper; /* (unowned): cancelled before it goes */
  gint64 revision;       /* what was surely stored before; -1: something was not */
} Look;

static void look (OdDraftKeeper *self);

/* Of what the store says of @draft and what is here, both go on screen; if that is more than is stored, it is new. */
void
od_draft_keeper_merge (OdDraftKeeper *self, const OdDraft *draft, gboolean is_ours_kept)
{
  g_autofree char *body = is_ours_kept ? od_draft_join (draft->body, self->draft.body) : g_strdup (draft->body);
  gint64 reply_to_id =
      self->is_aimed || (is_ours_kept && self->draft.reply_to_id != 0) ? self->draft.reply_to_id : draft->reply_to_id;
  gboolean is_other = !g_str_equal (body, self->draft.body) || reply_to_id != self->draft.reply_to_id;

  g_free (self->draft.body);
  self->draft.body = g_steal_pointer (&body);
  self->draft.reply_to_id = reply_to_id;
  if (is_other)
    g_signal_emit_by_name (self, "loaded", self->draft.body, reply_to_id);
}

/* The files that are stored go on screen; before ours, if those were changed here since they were kept. */
static void
merge_files (OdDraftKeeper *self, const GPtrArray *files, gboolean is_ours_kept)
{
  g_autoptr (GPtrArray) merged =
      is_ours_kept ? od_draft_join_files (files, self->draft.files) : od_file_ref_copy_all (files);

  if (od_draft_same_files (self->draft.files, merged))
    return;
  g_clear_pointer (&self->draft.files, g_ptr_array_unref);
  self->draft.files = g_steal_pointer (&merged);
  g_signal_emit_by_name (self, "files-replaced", self->draft.files);
}

static void
take_stored (OdDraftKeeper *self, const OdDraft *draft)
{
  gboolean is_text_ours = self->text_revision > self->seen_revision;
  gboolean are_files_ours = self->files_revision > self->seen_revision;
  gboolean is_newer = is_text_ours || are_files_ours;

  self->seen_revision = MAX (draft->revision, self->seen_revision);
  self->stored_revision = self->asked_revision = MAX (draft->revision, self->asked_revision);
  self->draft.revision = MAX (self->draft.revision, draft->revision) + (is_newer ? 1 : 0);
  self->is_aimed &= is_text_ours;
  od_draft_keeper_merge (self, draft, is_text_ours);
  merge_files (self, draft->files, are_files_ours);
  if (!is_newer)
    return;
  self->text_revision = is_text_ours ? self->draft.revision : 0;
  self->files_revision = are_files_ours ? self->draft.revision : 0;
  od_draft_keeper_schedule (self);
}

/* Another window has written, sent or emptied it, or a reply from a notification could not be sent. What nobody touched
 * here since it was kept gives way. */
static void
look_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Look *asked = user_data;
  g_autoptr (OdDraft) draft = od_reply_port_load_draft_finish (OD_REPLY_PORT (source), result, NULL);
  OdDraftKeeper *self = asked->keeper;
  gboolean is_gone = draft != NULL && draft->revision == 0;

  if (draft == NULL)
    return; /* cancelled: the keeper may be gone; otherwise the next change asks again */
  if (is_gone && od_draft_keeper_get_is_dirty (self))
    return; /* somebody's next thought */
  if (is_gone && asked->revision != self->draft.revision)
    look (self); /* it was not kept yet when that was read */
  else if (is_gone || draft->revision > self->asked_revision)
    take_stored (self, draft); /* it is not ours, nor older than that */
  else
    self->seen_revision = MAX (self->seen_revision, draft->revision);
}

static void
look (OdDraftKeeper *self)
{
  Look *asked = g_new0 (Look, 1);

  *asked = (Look){ self, od_draft_keeper_get_is_dirty (self) ? -1 : self->draft.revision };
  od_reply_port_load_draft_async (self->port, self->draft.conversation_id, self->draft.is_note, self->cancellable,
                                  look_cb, asked);
}

/* Something was stored: if it is this draft, it is read again. */
void
od_draft_keeper_look (OdDraftKeeper *self, OdChangeSet *changes)
{
  guint n_ids;
  const gint64 *ids = od_change_set_get (changes, OD_CHANGE_DRAFT, &n_ids);

  for (guint i = 0; self->is_loaded && i < n_ids; i++)
    if (ids[i] == self->draft.conversation_id)
      {
        look (self);
        return;
      }
}
