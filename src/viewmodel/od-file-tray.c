/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-file-tray"

#include "od-file-tray.h"

#include "od-limits.h"

/**
 * OdFileTray:
 *
 * The files that are to go with one message, in order: a list model of #OdTrayFile. What the
 * channel would not take stays in it, and says so: nothing that somebody put there is dropped
 * silently. Main thread.
 */
struct _OdFileTray {
  GObject parent_instance;

  OdReplyPort *port; /* (owned) */
  GPtrArray *files;  /* (owned) (element-type OdTrayFile) */
  OdFileTrayLimits limits;
  gint64 conversation_id;
  gboolean is_note;
  gboolean is_judging;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFileTray, od_file_tray, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return OD_TYPE_TRAY_FILE;
}

static guint
get_n_items (GListModel *model)
{
  return OD_FILE_TRAY (model)->files->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  OdFileTray *self = OD_FILE_TRAY (model);

  return position < self->files->len ? g_object_ref (self->files->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
od_file_tray_dispose (GObject *object)
{
  OdFileTray *self = OD_FILE_TRAY (object);

  for (guint i = 0; i < self->files->len; i++)
    {
      g_signal_handlers_disconnect_by_data (self->files->pdata[i], self);
      od_tray_file_cancel (self->files->pdata[i]);
    }
  g_ptr_array_set_size (self->files, 0);
  G_OBJECT_CLASS (od_file_tray_parent_class)->dispose (object);
}

static void
od_file_tray_finalize (GObject *object)
{
  OdFileTray *self = OD_FILE_TRAY (object);

  g_clear_object (&self->port);
  g_ptr_array_unref (self->files);
  G_OBJECT_CLASS (od_file_tray_parent_class)->finalize (object);
}

static void
od_file_tray_class_init (OdFileTrayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_file_tray_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_file_tray_finalize;

  /**
   * OdFileTray::changed:
   *
   * Other files, another order, another state of one, or other limits.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_FILE_TRAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_file_tray_init (OdFileTray *self)
{
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * od_file_tray_new:
 *
 * Returns: (transfer full): an empty tray, which takes nothing before it knows its limits
 */
OdFileTray *
od_file_tray_new (OdReplyPort *port, gint64 conversation_id, gboolean is_note)
{
  OdFileTray *self = g_object_new (OD_TYPE_FILE_TRAY, NULL);

  self->port = g_object_ref (port);
  self->conversation_id = conversation_id;
  self->is_note = is_note;
  return self;
}

gint64
od_file_tray_get_conversation_id (OdFileTray *self)
{
  g_return_val_if_fail (OD_IS_FILE_TRAY (self), 0);

  return self->conversation_id;
}

gboolean
od_file_tray_get_is_note (OdFileTray *self)
{
  g_return_val_if_fail (OD_IS_FILE_TRAY (self), FALSE);

  return self->is_note;
}

/* ---- Limits ------------------------------------------------------------------ */

/* In order: those in front have the first right to the room there is. */
static OdTrayReason
judge_one (const OdFileTrayLimits *limits, gint64 size_bytes, OdFileTrayTotals *totals)
{
  gint64 bytes = MAX (size_bytes, 0);

  if (limits->max_files == 0)
    return OD_TRAY_NO_FILES;
  if (bytes > limits->max_file_bytes)
    return OD_TRAY_TOO_LARGE;
  if (totals->n_good >= limits->max_files)
    return OD_TRAY_TOO_MANY;
  if (limits->max_files_bytes > 0 && totals->good_bytes + bytes > limits->max_files_bytes)
    return OD_TRAY_TOO_MUCH;
  totals->n_good++;
  totals->good_bytes += bytes;
  return OD_TRAY_FINE;
}

static gboolean
is_to_be_tried_again (OdFileTray *self, OdTrayFile *file)
{
  return od_tray_file_get_state (file) == OD_TRAY_REFUSED && od_tray_file_get_reason (file) == OD_TRAY_TOO_LARGE &&
         od_tray_file_get_ref (file) == NULL && od_tray_file_get_size_bytes (file) <= self->limits.max_file_bytes;
}

static void
judge (OdFileTray *self)
{
  OdFileTrayTotals totals = { 0 };

  self->is_judging = TRUE;
  for (guint i = 0; i < self->files->len; i++)
    {
      OdTrayFile *file = self->files->pdata[i];
      OdTrayReason reason = od_tray_file_get_reason (file);

      if (reason == OD_TRAY_FOLDER || reason == OD_TRAY_NO_FILE || od_tray_file_get_state (file) == OD_TRAY_FAILED)
        od_tray_file_set_limit (file, OD_TRAY_FINE); /* it has a reason of its own, and takes no room */
      else
        od_tray_file_set_limit (file, judge_one (&self->limits, od_tray_file_get_size_bytes (file), &totals));
    }
  self->is_judging = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * od_file_tray_set_limits:
 *
 * Another channel, another mode: each file is looked at again.
 */
void
od_file_tray_set_limits (OdFileTray *self, const OdFileTrayLimits *limits)
{
  g_return_if_fail (OD_IS_FILE_TRAY (self));

  if (self->limits.max_files == limits->max_files && self->limits.max_file_bytes == limits->max_file_bytes &&
      self->limits.max_files_bytes == limits->max_files_bytes)
    return;
  self->limits = *limits;
  self->is_judging = TRUE;
  for (guint i = 0; i < self->files->len; i++)
    if (is_to_be_tried_again (self, self->files->pdata[i]))
      od_tray_file_start (self->files->pdata[i], self->limits.max_file_bytes);
  judge (self);
}

const OdFileTrayLimits *
od_file_tray_get_limits (OdFileTray *self)
{
  g_return_val_if_fail (OD_IS_FILE_TRAY (self), NULL);

  return &self->limits;
}

static void
state_cb (OdFileTray *self)
{
  if (!self->is_judging)
    judge (self);
}

/* ---- What is in it ----------------------------------------------------------- */

static gboolean
insert (OdFileTray *self, guint position, OdTrayFile *file)
{
  g_autoptr (OdTrayFile) owned = file;

  if (self->files->len >= OD_LIMIT_DRAFT_FILES)
    return FALSE;
  g_ptr_array_insert (self->files, (int) position, g_object_ref (owned));
  g_signal_connect_swapped (file, "notify::state", G_CALLBACK (state_cb), self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  return TRUE;
}

static gboolean
append_and_start (OdFileTray *self, OdTrayFile *file)
{
  if (!insert (self, self->files->len, file))
    return FALSE;
  od_tray_file_start (file, MAX (self->limits.max_file_bytes, 1));
  judge (self);
  return TRUE;
}

/**
 * od_file_tray_add:
 * @file: anywhere
 *
 * Returns: %FALSE if the tray is full
 */
gboolean
od_file_tray_add (OdFileTray *self, GFile *file)
{
  g_return_val_if_fail (OD_IS_FILE_TRAY (self) && G_IS_FILE (file), FALSE);

  return append_and_start (self, od_tray_file_new (self->port, file));
}

/**
 * od_file_tray_add_stream:
 * @name: what it will be called
 *
 * Returns: %FALSE if the tray is full
 */
gboolean
od_file_tray_add_stream (OdFileTray *self, GInputStream *stream, const char *name)
{
  g_return_val_if_fail (OD_IS_FILE_TRAY (self) && G_IS_INPUT_STREAM (stream), FALSE);

  return append_and_start (self, od_tray_file_new_from_stream (self->port, stream, name));
}

/**
 * od_file_tray_add_staged:
 * @ref: copied
 *
 * Returns: %FALSE if the tray is full
 */
gboolean
od_file_tray_add_staged (OdFileTray *self, const OdFileRef *ref)
{
  g_return_val_if_fail (OD_IS_FILE_TRAY (self) && ref != NULL, FALSE);

  if (!insert (self, self->files->len, od_tray_file_new_staged (ref)))
    return FALSE;
  judge (self);
  return TRUE;
}

/* Returns: its place, -1 if it is not here */
static int
find_ref (OdFileTray *self, const OdFileRef *ref)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const OdFileRef *other = od_tray_file_get_ref (self->files->pdata[i]);

      if (other != NULL && od_file_ref_is_same (other, ref))
        return (int) i;
    }
  return -1;
}

/**
 * od_file_tray_merge:
 * @refs: (nullable) (element-type OdFileRef)
 *
 * What a draft had: in front of what was put there since, unless it is there already.
 */
void
od_file_tray_merge (OdFileTray *self, const GPtrArray *refs)
{
  guint position = 0;

  g_return_if_fail (OD_IS_FILE_TRAY (self));

  for (guint i = 0; refs != NULL && i < refs->len; i++)
    if (find_ref (self, refs->pdata[i]) < 0 && insert (self, position, od_tray_file_new_staged (refs->pdata[i])))
      position++;
  if (position > 0)
    judge (self);
}

static void
take_out (OdFileTray *self, guint position)
{
  OdTrayFile *file = self->files->pdata[position];

  g_signal_handlers_disconnect_by_data (file, self);
  od_tray_file_cancel (file);
  g_ptr_array_remove_index (self->files, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
shift (OdFileTray *self, guint from, guint to)
{
  OdTrayFile *file;

  if (from == to)
    return;
  file = g_ptr_array_steal_index (self->files, from);
  g_list_model_items_changed (G_LIST_MODEL (self), from, 1, 0);
  g_ptr_array_insert (self->files, (int) to, file);
  g_list_model_items_changed (G_LIST_MODEL (self), to, 0, 1);
}

/**
 * od_file_tray_replace:
 * @refs: (nullable) (element-type OdFileRef)
 *
 * What a draft has now: nothing else of what is here already. What is still on its way follows.
 */
void
od_file_tray_replace (OdFileTray *self, const GPtrArray *refs)
{
  g_return_if_fail (OD_IS_FILE_TRAY (self));

  for (guint i = self->files->len; i > 0; i--)
    {
      const OdFileRef *ref = od_tray_file_get_ref (self->files->pdata[i - 1]);

      if (ref != NULL && !od_file_ref_is_among (ref, refs))
        take_out (self, i - 1);
    }
  for (guint i = 0; refs != NULL && i < refs->len; i++)
    {
      int position = find_ref (self, refs->pdata[i]);

      if (position < 0)
        insert (self, MIN (i, self->files->len), od_tray_file_new_staged (refs->pdata[i]));
      else
        shift (self, (guint) position, i);
    }
  judge (self);
}

/**
 * od_file_tray_remove:
 *
 * Takes a file out; one that is still on its way is not waited for.
 */
void
od_file_tray_remove (OdFileTray *self, guint position)
{
  g_return_if_fail (OD_IS_FILE_TRAY (self));

  if (position >= self->files->len)
    return;
  take_out (self, position);
  judge (self);
}

/**
 * od_file_tray_remove_all:
 * @files: (element-type OdTrayFile): those that went
 */
void
od_file_tray_remove_all (OdFileTray *self, const GPtrArray *files)
{
  guint position;

  g_return_if_fail (OD_IS_FILE_TRAY (self));

  for (guint i = 0; i < files->len; i++)
    if (g_ptr_array_find (self->files, files->pdata[i], &position))
      take_out (self, position);
  judge (self);
}

/**
 * od_file_tray_move:
 * @to: its place afterwards
 */
void
od_file_tray_move (OdFileTray *self, guint from, guint to)
{
  g_return_if_fail (OD_IS_FILE_TRAY (self));

  if (from >= self->files->len || to >= self->files->len || from == to)
    return;
  shift (self, from, to);
  judge (self);
}

/**
 * od_file_tray_retry:
 *
 * Tries one that failed again, and that one alone.
 */
void
od_file_tray_retry (OdFileTray *self, guint position)
{
  g_return_if_fail (OD_IS_FILE_TRAY (self));

  if (position < self->files->len && od_tray_file_get_ref (self->files->pdata[position]) == NULL)
    od_tray_file_start (self->files->pdata[position], MAX (self->limits.max_file_bytes, 1));
}

/**
 * od_file_tray_get_file:
 *
 * Returns: (transfer none)
 */
OdTrayFile *
od_file_tray_get_file (OdFileTray *self, guint position)
{
  g_return_val_if_fail (OD_IS_FILE_TRAY (self) && position < self->files->len, NULL);

  return self->files->pdata[position];
}

guint
od_file_tray_get_n_files (OdFileTray *self)
{
  g_return_val_if_fail (OD_IS_FILE_TRAY (self), 0);

  return self->files->len;
}

/**
 * od_file_tray_dup_refs:
 *
 * Returns: (transfer full) (nullable) (element-type OdFileRef): all that are here, in order, also those that are
 *   refused; %NULL if none is
 */
GPtrArray *
od_file_tray_dup_refs (OdFileTray *self)
{
  g_autoptr (GPtrArray) refs = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);

  g_return_val_if_fail (OD_IS_FILE_TRAY (self), NULL);

  for (guint i = 0; i < self->files->len; i++)
    {
      const OdFileRef *ref = od_tray_file_get_ref (self->files->pdata[i]);

      if (ref != NULL)
        g_ptr_array_add (refs, od_file_ref_copy (ref));
    }
  return refs->len > 0 ? g_steal_pointer (&refs) : NULL;
}

/**
 * od_file_tray_dup_files:
 *
 * Returns: (transfer full) (element-type OdTrayFile)
 */
GPtrArray *
od_file_tray_dup_files (OdFileTray *self)
{
  GPtrArray *files = g_ptr_array_copy (self->files, (GCopyFunc) (GCallback) g_object_ref, NULL);

  g_ptr_array_set_free_func (files, g_object_unref);
  return files;
}
