/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer-model"

#include "od-composer-model-private.h"

#include <glib/gi18n.h>

#include "od-limits.h"

/* The files of a composer: a tray for each conversation and mode, kept with its draft. */

gint64
od_composer_model_make_key (gint64 conversation_id, gboolean is_note)
{
  return conversation_id * 2 + (is_note ? 1 : 0);
}

static OdFileTrayLimits
limits_of (OdComposerModel *self)
{
  const OdChannelInfo *channel = self->channel;

  if (self->is_note)
    return (OdFileTrayLimits){ OD_LIMIT_ATTACHMENTS, OD_LIMIT_FILE_BYTES, 0 };
  if (channel == NULL) /* not known yet */
    return (OdFileTrayLimits){ OD_LIMIT_MESSAGE_FILES, OD_LIMIT_FILE_BYTES, 0 };
  return (OdFileTrayLimits){ MIN (channel->max_files, OD_LIMIT_ATTACHMENTS),
                             channel->max_file_bytes > 0 ? channel->max_file_bytes : OD_LIMIT_FILE_BYTES,
                             channel->max_files_bytes };
}

static gboolean
is_open (OdComposerModel *self, OdFileTray *tray)
{
  return od_file_tray_get_conversation_id (tray) == self->conversation_id &&
         od_file_tray_get_is_note (tray) == self->is_note;
}

/* ---- A draft that is not open ------------------------------------------------ */

static void
saved_elsewhere_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdComposerModel) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_reply_port_save_draft_finish (OD_REPLY_PORT (source), result, &error))
    g_signal_emit_by_name (self, "failed", error); /* the tray still has it */
}

typedef struct {
  OdComposerModel *model; /* (owned) */
  OdFileTray *tray;       /* (owned) */
} Elsewhere;

static void
loaded_elsewhere_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Elsewhere *elsewhere = user_data;
  g_autoptr (OdComposerModel) self = elsewhere->model;
  g_autoptr (OdFileTray) tray = elsewhere->tray;
  g_autoptr (OdDraft) draft = od_reply_port_load_draft_finish (OD_REPLY_PORT (source), result, NULL);

  if (draft == NULL || is_open (self, tray))
    return; /* opened meanwhile: its keeper has it */
  g_clear_pointer (&draft->files, g_ptr_array_unref);
  draft->files = od_file_tray_dup_refs (tray);
  draft->revision = MAX (draft->revision + 1, od_clock_get_real_us (self->desk->clock));
  od_reply_port_save_draft_async (self->port, draft, NULL, saved_elsewhere_cb, g_object_ref (self));
}

/* A file arrived after another conversation was opened: it goes into the draft that it was meant for. */
static void
keep_elsewhere (OdComposerModel *self, OdFileTray *tray)
{
  Elsewhere *elsewhere = g_new0 (Elsewhere, 1);

  elsewhere->model = g_object_ref (self);
  elsewhere->tray = g_object_ref (tray);
  od_reply_port_load_draft_async (self->port, od_file_tray_get_conversation_id (tray), od_file_tray_get_is_note (tray),
                                  NULL, loaded_elsewhere_cb, elsewhere);
}

/* ---- The tray that is open --------------------------------------------------- */

static void
tray_changed_cb (OdComposerModel *self, OdFileTray *tray)
{
  OdFileTrayTotals totals;

  if (is_open (self, tray))
    {
      g_autoptr (GPtrArray) refs = od_file_tray_dup_refs (tray);

      od_draft_keeper_set_files (self->keeper, refs);
      g_signal_emit_by_name (self, "changed");
      return;
    }
  od_file_tray_get_totals (tray, &totals);
  if (od_file_tray_get_n_files (tray) > 0 && totals.n_coming == 0)
    keep_elsewhere (self, tray);
}

void
od_composer_model_forget_trays (OdComposerModel *self)
{
  GHashTableIter iter;
  gpointer tray;

  g_hash_table_iter_init (&iter, self->trays);
  while (g_hash_table_iter_next (&iter, NULL, &tray))
    g_signal_handlers_disconnect_by_data (tray, self);
}

/*
 * od_composer_model_get_tray:
 *
 * Returns: (transfer none) (nullable): of what is open; %NULL if nothing is
 */
OdFileTray *
od_composer_model_get_tray (OdComposerModel *self)
{
  gint64 key = od_composer_model_make_key (self->conversation_id, self->is_note);
  OdFileTrayLimits limits = limits_of (self);
  OdFileTray *tray = g_hash_table_lookup (self->trays, &key);

  if (tray != NULL || self->conversation_id == 0)
    return tray;
  tray = od_file_tray_new (self->port, self->conversation_id, self->is_note);
  od_file_tray_set_limits (tray, &limits);
  g_signal_connect_swapped (tray, "changed", G_CALLBACK (tray_changed_cb), self);
  g_hash_table_insert (self->trays, g_memdup2 (&key, sizeof key), tray);
  return tray;
}

/* The channel or what it can do is another one. */
void
od_composer_model_update_limits (OdComposerModel *self)
{
  OdFileTrayLimits limits = limits_of (self);
  OdFileTray *tray = od_composer_model_get_tray (self);

  if (tray != NULL)
    od_file_tray_set_limits (tray, &limits);
}

/* @refs: (nullable): what the draft of that conversation and mode has. */
void
od_composer_model_merge_files (OdComposerModel *self, gint64 conversation_id, gboolean is_note, const GPtrArray *refs)
{
  gint64 key = od_composer_model_make_key (conversation_id, is_note);
  OdFileTray *tray = g_hash_table_lookup (self->trays, &key);

  if (tray == NULL && conversation_id == self->conversation_id && is_note == self->is_note)
    tray = od_composer_model_get_tray (self);
  if (tray == NULL)
    return; /* it is read when it is opened */
  od_file_tray_merge (tray, refs);
  if (is_open (self, tray))
    tray_changed_cb (self, tray);
}

/* @files: (element-type OdTrayFile): they are in the outbox now. */
void
od_composer_model_files_sent (OdComposerModel *self, gint64 conversation_id, gboolean is_note, const GPtrArray *files)
{
  gint64 key = od_composer_model_make_key (conversation_id, is_note);
  OdFileTray *tray = g_hash_table_lookup (self->trays, &key);

  if (tray == NULL)
    return;
  od_file_tray_remove_all (tray, files);
  if (od_file_tray_get_n_files (tray) == 0 && !is_open (self, tray))
    g_hash_table_remove (self->trays, &key);
}

/**
 * od_composer_model_get_files:
 *
 * Returns: (transfer none) (nullable): what goes with the message; another one after "changed". It is changed through
 *   this model only
 */
OdFileTray *
od_composer_model_get_files (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), NULL);

  return od_composer_model_get_tray (self);
}

guint
od_composer_model_get_n_files (OdComposerModel *self)
{
  OdFileTray *tray;

  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), 0);

  tray = od_composer_model_get_tray (self);
  return tray != NULL ? od_file_tray_get_n_files (tray) : 0;
}

/**
 * od_composer_model_get_can_attach:
 *
 * Returns: whether files can go from here at all
 */
gboolean
od_composer_model_get_can_attach (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), FALSE);

  return self->conversation_id != 0 && limits_of (self).max_files > 0;
}

/**
 * od_composer_model_get_pictures:
 *
 * Returns: (transfer none) (nullable): what turns a picture's file into pixels
 */
OdPicturePort *
od_composer_model_get_pictures (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), NULL);

  return self->desk->pictures;
}

static OdComposerRefusal
after_adding (gboolean is_added)
{
  return is_added ? OD_COMPOSER_FINE : OD_COMPOSER_TOO_MANY_FILES;
}

/**
 * od_composer_model_add_file:
 * @file: anywhere; whatever is wrong with it is shown in the tray
 *
 * Returns: %OD_COMPOSER_FINE, %OD_COMPOSER_BUSY or %OD_COMPOSER_TOO_MANY_FILES
 */
OdComposerRefusal
od_composer_model_add_file (OdComposerModel *self, GFile *file)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self) && self->conversation_id != 0, OD_COMPOSER_BUSY);

  if (self->is_sending)
    return OD_COMPOSER_BUSY;
  return after_adding (od_file_tray_add (od_composer_model_get_tray (self), file));
}

/* "Screenshot 2026-11-22 14-05.png": no colons, other systems can't have them in names. */
static char *
name_picture (OdComposerModel *self, const char *mime)
{
  static const struct {
    const char *mime, *suffix;
  } suffixes[] = { { "image/png", "png" }, { "image/jpeg", "jpg" }, { "image/webp", "webp" },
                   { "image/gif", "gif" }, { "image/bmp", "bmp" },  { "image/tiff", "tif" } };
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (od_clock_get_real_us (self->desk->clock) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *moment = g_date_time_format (local, "%Y-%m-%d %H-%M");
  const char *suffix = "png";

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_equal (suffixes[i].mime, mime))
      suffix = suffixes[i].suffix;
  /* TRANSLATORS: the name of a file: "Screenshot 2026-11-22 14-05.png" */
  return g_strdup_printf (_ ("Screenshot %1$s.%2$s"), moment, suffix);
}

/**
 * od_composer_model_add_picture:
 * @stream: a picture's file, as another program holds it out; it is not decoded here
 * @mime: what it is said to be
 *
 * Returns: as od_composer_model_add_file()
 */
OdComposerRefusal
od_composer_model_add_picture (OdComposerModel *self, GInputStream *stream, const char *mime)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self) && self->conversation_id != 0, OD_COMPOSER_BUSY);

  if (self->is_sending)
    return OD_COMPOSER_BUSY;
  name = name_picture (self, mime);
  return after_adding (od_file_tray_add_stream (od_composer_model_get_tray (self), stream, name));
}

/**
 * od_composer_model_add_staged:
 * @ref: (transfer none): a file that is in the profile already, as of a canned reply
 *
 * Returns: as od_composer_model_add_file()
 */
OdComposerRefusal
od_composer_model_add_staged (OdComposerModel *self, const OdFileRef *ref)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self) && self->conversation_id != 0, OD_COMPOSER_BUSY);

  if (self->is_sending)
    return OD_COMPOSER_BUSY;
  return after_adding (od_file_tray_add_staged (od_composer_model_get_tray (self), ref));
}

void
od_composer_model_remove_file (OdComposerModel *self, guint position)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  if (!self->is_sending && self->conversation_id != 0)
    od_file_tray_remove (od_composer_model_get_tray (self), position);
}

/**
 * od_composer_model_move_file:
 * @to: its place afterwards
 */
void
od_composer_model_move_file (OdComposerModel *self, guint from, guint to)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  if (!self->is_sending && self->conversation_id != 0)
    od_file_tray_move (od_composer_model_get_tray (self), from, to);
}

/**
 * od_composer_model_retry_file:
 *
 * Tries one that could not be brought here again; the others stay as they are.
 */
void
od_composer_model_retry_file (OdComposerModel *self, guint position)
{
  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  if (!self->is_sending && self->conversation_id != 0)
    od_file_tray_retry (od_composer_model_get_tray (self), position);
}

/* Returns: %OD_COMPOSER_FINE if all that is in the tray can go */
OdComposerRefusal
od_composer_model_check_files (OdComposerModel *self)
{
  OdFileTrayTotals totals = { 0 };
  OdFileTray *tray = od_composer_model_get_tray (self);

  if (tray != NULL)
    od_file_tray_get_totals (tray, &totals);
  if (totals.n_bad > 0)
    return OD_COMPOSER_FILES_REFUSED;
  return totals.n_coming > 0 ? OD_COMPOSER_FILES_COMING : OD_COMPOSER_FINE;
}
