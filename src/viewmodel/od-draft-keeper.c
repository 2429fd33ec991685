/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-draft-keeper"

#include "od-draft-keeper-private.h"

#include "od-draft-join.h"
#include "od-error.h"
#include "od-limits.h"

#define SAVE_US (OD_LIMIT_DRAFT_SAVE_S * (gint64) G_USEC_PER_SEC)

/* A save on its way. It happens whatever becomes of the keeper. */
typedef struct {
  GWeakRef keeper;
  gint64 conversation_id;
  gint64 revision;
  gboolean is_note;
} Save;

G_DEFINE_FINAL_TYPE (OdDraftKeeper, od_draft_keeper, G_TYPE_OBJECT)

enum { LOADED, FILES_LOADED, FILES_REPLACED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void load (OdDraftKeeper *self);

static void
renew (OdDraftKeeper *self)
{
  self->draft.revision = MAX (self->draft.revision + 1, od_clock_get_real_us (self->clock));
}

static void
save_free (Save *save)
{
  g_weak_ref_clear (&save->keeper);
  g_free (save);
}

static void
save_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Save *save = user_data;
  g_autoptr (OdDraftKeeper) self = g_weak_ref_get (&save->keeper);
  g_autoptr (GError) error = NULL;
  gboolean ok = od_reply_port_save_draft_finish (OD_REPLY_PORT (source), result, &error);

  if (self != NULL && self->draft.conversation_id == save->conversation_id && self->draft.is_note == save->is_note)
    {
      if (ok)
        self->stored_revision = MAX (self->stored_revision, save->revision);
      else
        {
          self->asked_revision = self->stored_revision;
          od_draft_keeper_schedule (self); /* it is still dirty: try again */
        }
    }
  if (!ok && self != NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
  save_free (save);
}

static gboolean
timeout_cb (gpointer user_data)
{
  OdDraftKeeper *self = user_data;

  self->timeout_id = 0;
  od_draft_keeper_save (self);
  return G_SOURCE_REMOVE;
}

static void
unschedule (OdDraftKeeper *self)
{
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
}

/* It is kept when nothing more is typed for a while. */
void
od_draft_keeper_schedule (OdDraftKeeper *self)
{
  unschedule (self);
  self->timeout_id = od_clock_add_timeout (self->clock, SAVE_US, timeout_cb, self, NULL);
}

/* What was written or pointed at before the store answered stays. */
static void
take_loaded (OdDraftKeeper *self, const OdDraft *draft)
{
  gboolean is_saved = self->asked_revision > self->first_revision;
  gint64 ahead_us = MAX (draft->revision - self->first_revision, 0); /* the clock was set back */

  self->draft.revision += ahead_us;
  self->text_revision += ahead_us;
  self->files_revision += ahead_us;
  self->stored_revision = MAX (self->stored_revision, draft->revision);
  self->asked_revision = MAX (self->asked_revision, draft->revision);
  self->seen_revision = MAX (self->seen_revision, draft->revision);
  od_draft_keeper_merge (self, draft, self->is_typed);
  if (self->draft.files == NULL && draft->files != NULL)
    {
      self->draft.files = od_file_ref_copy_all (draft->files);
      if (is_saved) /* without them: nobody knew of them yet */
        self->draft.revision++;
    }
  g_signal_emit (self, signals[FILES_LOADED], 0, draft->files);
}

static gboolean
retry_cb (gpointer user_data)
{
  OdDraftKeeper *self = user_data;

  self->retry_id = 0;
  load (self);
  return G_SOURCE_REMOVE;
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  OdDraftKeeper *self;

  draft = od_reply_port_load_draft_finish (OD_REPLY_PORT (source), result, &error);
  if (draft == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the keeper may be gone */
  self = user_data;
  if (draft == NULL)
    {
      self->retry_id = od_clock_add_timeout (self->clock, SAVE_US, retry_cb, self, NULL);
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  self->is_loaded = TRUE;
  take_loaded (self, draft);
  if (od_draft_keeper_get_is_dirty (self))
    od_draft_keeper_schedule (self);
}

static void
load (OdDraftKeeper *self)
{
  od_reply_port_load_draft_async (self->port, self->draft.conversation_id, self->draft.is_note, self->cancellable,
                                  load_cb, self);
}

static void
stop_loading (OdDraftKeeper *self)
{
  if (self->retry_id != 0)
    od_clock_remove_timeout (self->clock, self->retry_id);
  self->retry_id = 0;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
od_draft_keeper_dispose (GObject *object)
{
  OdDraftKeeper *self = OD_DRAFT_KEEPER (object);

  od_draft_keeper_save (self);
  unschedule (self);
  stop_loading (self);
  G_OBJECT_CLASS (od_draft_keeper_parent_class)->dispose (object);
}

static void
od_draft_keeper_finalize (GObject *object)
{
  OdDraftKeeper *self = OD_DRAFT_KEEPER (object);

  g_clear_object (&self->port);
  g_clear_object (&self->clock);
  g_clear_object (&self->cancellable);
  g_free (self->draft.body);
  g_clear_pointer (&self->draft.files, g_ptr_array_unref);
  G_OBJECT_CLASS (od_draft_keeper_parent_class)->finalize (object);
}

static void
od_draft_keeper_class_init (OdDraftKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_draft_keeper_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_draft_keeper_finalize;

  /**
   * OdDraftKeeper::loaded:
   * @body: what was being written here
   * @reply_to_id: message that it answers; 0 if none
   *
   * With what was written before the draft was read behind it.
   */
  signals[LOADED] = g_signal_new ("loaded", OD_TYPE_DRAFT_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  2, G_TYPE_STRING, G_TYPE_INT64);
  /**
   * OdDraftKeeper::files-loaded:
   * @files: (nullable) (element-type OdFileRef): those that waited here
   *
   * Also if somebody put other files there meanwhile.
   */
  signals[FILES_LOADED] = g_signal_new ("files-loaded", OD_TYPE_DRAFT_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  /**
   * OdDraftKeeper::files-replaced:
   * @files: (nullable) (element-type OdFileRef): all that wait here now: another window changed them
   */
  signals[FILES_REPLACED] = g_signal_new ("files-replaced", OD_TYPE_DRAFT_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  /**
   * OdDraftKeeper::failed:
   * @error: why a draft was not read or kept; it is tried again
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_DRAFT_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
od_draft_keeper_init (OdDraftKeeper *self)
{
  self->cancellable = g_cancellable_new ();
  self->draft.body = g_strdup ("");
}

/**
 * od_draft_keeper_new:
 *
 * Returns: (transfer full): a keeper of nothing
 */
OdDraftKeeper *
od_draft_keeper_new (OdDesk *desk)
{
  OdDraftKeeper *self = g_object_new (OD_TYPE_DRAFT_KEEPER, NULL);

  self->port = g_object_ref (desk->replies);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (od_draft_keeper_look), self, G_CONNECT_SWAPPED);
  self->clock = g_object_ref (desk->clock);
  return self;
}

/**
 * od_draft_keeper_open:
 * @conversation_id: 0 for none
 *
 * Keeps what was written so far and reads what was written there; "loaded" follows if
 * that is anything.
 */
void
od_draft_keeper_open (OdDraftKeeper *self, gint64 conversation_id, gboolean is_note)
{
  g_return_if_fail (OD_IS_DRAFT_KEEPER (self));

  od_draft_keeper_save (self);
  unschedule (self);
  stop_loading (self);
  g_free (self->draft.body);
  g_clear_pointer (&self->draft.files, g_ptr_array_unref);
  self->is_loaded = self->is_typed = self->is_aimed = FALSE;
  self->text_revision = self->files_revision = 0;
  self->first_revision = MAX (od_clock_get_real_us (self->clock), self->draft.revision + 1);
  self->stored_revision = self->asked_revision = self->seen_revision = self->first_revision;
  self->draft = (OdDraft){
    .conversation_id = conversation_id,
    .is_note = is_note,
    .revision = self->first_revision,
    .body = g_strdup (""),
  };
  if (conversation_id != 0)
    load (self);
}

/**
 * od_draft_keeper_change:
 * @body: what stands in the composer now
 *
 * A key was pressed, or it answers another message: a new revision.
 */
void
od_draft_keeper_change (OdDraftKeeper *self, const char *body, gint64 reply_to_id)
{
  g_return_if_fail (OD_IS_DRAFT_KEEPER (self) && body != NULL);

  if (self->draft.conversation_id == 0 ||
      (g_str_equal (self->draft.body, body) && self->draft.reply_to_id == reply_to_id))
    return;
  self->is_typed |= !g_str_equal (self->draft.body, body);
  self->is_aimed |= self->draft.reply_to_id != reply_to_id;
  g_free (self->draft.body);
  self->draft.body = g_strdup (body);
  self->draft.reply_to_id = reply_to_id;
  renew (self);
  self->text_revision = self->draft.revision;
  od_draft_keeper_schedule (self);
}

/**
 * od_draft_keeper_set_files:
 * @files: (nullable) (element-type OdFileRef): copied; all that wait now, in order
 *
 * A new revision, which is kept at once.
 */
void
od_draft_keeper_set_files (OdDraftKeeper *self, const GPtrArray *files)
{
  g_return_if_fail (OD_IS_DRAFT_KEEPER (self));

  if (self->draft.conversation_id == 0 || od_draft_same_files (self->draft.files, files))
    return;
  g_clear_pointer (&self->draft.files, g_ptr_array_unref);
  self->draft.files = od_file_ref_copy_all (files);
  renew (self);
  self->files_revision = self->draft.revision;
  od_draft_keeper_save (self);
}

/**
 * od_draft_keeper_save:
 *
 * Keeps it now, if there is anything new.
 */
void
od_draft_keeper_save (OdDraftKeeper *self)
{
  Save *save;

  g_return_if_fail (OD_IS_DRAFT_KEEPER (self));

  unschedule (self);
  if (!od_draft_keeper_get_is_dirty (self) || self->draft.revision <= self->asked_revision)
    return;
  if (!self->is_loaded && !self->is_typed)
    return; /* no text: it must not take the place of one that was not read yet */
  self->asked_revision = self->draft.revision;
  save = g_new0 (Save, 1);
  g_weak_ref_init (&save->keeper, self);
  save->conversation_id = self->draft.conversation_id;
  save->is_note = self->draft.is_note;
  save->revision = self->draft.revision;
  /* Not cancelled with the keeper: closing the window is when it matters most. */
  od_reply_port_save_draft_async (self->port, &self->draft, NULL, save_cb, save);
}

/**
 * od_draft_keeper_sent:
 * @revision: of the draft that went into the outbox, which has taken it out of the store
 *
 * Nothing is being written any more.
 */
void
od_draft_keeper_sent (OdDraftKeeper *self, gint64 revision)
{
  g_return_if_fail (OD_IS_DRAFT_KEEPER (self));

  unschedule (self);
  if (!self->is_loaded)
    stop_loading (self); /* what it would say is what was sent */
  self->is_loaded = TRUE;
  g_free (self->draft.body);
  self->draft.body = g_strdup ("");
  g_clear_pointer (&self->draft.files, g_ptr_array_unref);
  self->draft.reply_to_id = 0;
  self->text_revision = self->files_revision = 0;
  if (self->asked_revision > revision) /* it may have been stored again */
    {
      renew (self);
      od_draft_keeper_save (self);
    }
  else
    self->stored_revision = self->asked_revision = self->draft.revision;
}

/**
 * od_draft_keeper_get_revision:
 *
 * Returns: of what is on screen
 */
gint64
od_draft_keeper_get_revision (OdDraftKeeper *self)
{
  g_return_val_if_fail (OD_IS_DRAFT_KEEPER (self), 0);

  return self->draft.revision;
}

/**
 * od_draft_keeper_get_is_loaded:
 *
 * Returns: whether the store has said what was written here; "files-loaded" follows if not
 */
gboolean
od_draft_keeper_get_is_loaded (OdDraftKeeper *self)
{
  g_return_val_if_fail (OD_IS_DRAFT_KEEPER (self), FALSE);

  return self->is_loaded;
}

/**
 * od_draft_keeper_get_is_dirty:
 *
 * Returns: whether something is on screen that is not surely stored
 */
gboolean
od_draft_keeper_get_is_dirty (OdDraftKeeper *self)
{
  g_return_val_if_fail (OD_IS_DRAFT_KEEPER (self), FALSE);

  return self->draft.conversation_id != 0 && self->draft.revision > self->stored_revision;
}
