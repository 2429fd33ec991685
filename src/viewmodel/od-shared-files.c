/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-shared-files"

#include "od-shared-files.h"

#include "od-limits.h"

#define FIRST_ROWS 5
#define MORE_ROWS 20

/**
 * OdSharedFiles:
 *
 * The files that the customer who is open sent or got, newest first: a few, and more of them when somebody wants to
 * see more.
 */
struct _OdSharedFiles {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GPtrArray *rows;           /* (owned) (element-type OdSharedFileRow) */
  GCancellable *cancellable; /* (owned) */
  gint64 id;                 /* 0 for none */
  guint n_wanted;
  gboolean has_more;
};

G_DEFINE_FINAL_TYPE (OdSharedFiles, od_shared_files, G_TYPE_OBJECT)

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const OdSharedFileRow *one = a->pdata[i], *other = b->pdata[i];

      if (one->file->id != other->file->id || one->file->state != other->file->state ||
          one->message_id != other->message_id)
        return FALSE;
    }
  return TRUE;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = od_customer_port_list_files_finish (OD_CUSTOMER_PORT (source), result, &error);
  OdSharedFiles *self;
  gboolean has_more;

  if (rows == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the model may be gone */
  self = user_data;
  if (rows == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  has_more = rows->len > self->n_wanted;
  if (has_more)
    g_ptr_array_set_size (rows, (int) self->n_wanted);
  if (is_same (rows, self->rows) && has_more == self->has_more)
    return;
  self->has_more = has_more;
  g_ptr_array_unref (self->rows);
  self->rows = g_steal_pointer (&rows);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * od_shared_files_reload:
 *
 * Reads them again. "changed" comes only if there is anything new to show.
 */
void
od_shared_files_reload (OdSharedFiles *self)
{
  g_return_if_fail (OD_IS_SHARED_FILES (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->id != 0)
    od_customer_port_list_files_async (self->desk->customers, self->id, self->n_wanted + 1, self->cancellable,
                                       listed_cb, self);
}

/* A file that was fetched, or a message that was deleted. */
static void
changed_cb (OdSharedFiles *self, OdChangeSet *changes)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (od_change_set_has (changes, OD_CHANGE_MESSAGE, ((OdSharedFileRow *) self->rows->pdata[i])->message_id))
      {
        od_shared_files_reload (self);
        return;
      }
}

static void
clear (OdSharedFiles *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_shared_file_row_free);
  self->n_wanted = FIRST_ROWS;
  self->has_more = FALSE;
}

static void
od_shared_files_dispose (GObject *object)
{
  g_cancellable_cancel (OD_SHARED_FILES (object)->cancellable);
  G_OBJECT_CLASS (od_shared_files_parent_class)->dispose (object);
}

static void
od_shared_files_finalize (GObject *object)
{
  OdSharedFiles *self = OD_SHARED_FILES (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_shared_files_parent_class)->finalize (object);
}

static void
od_shared_files_class_init (OdSharedFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_shared_files_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_shared_files_finalize;

  /**
   * OdSharedFiles::changed:
   *
   * The rows, or whether there are more, are others now.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_SHARED_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdSharedFiles::failed:
   * @error: why they were not read
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_SHARED_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
od_shared_files_init (OdSharedFiles *self)
{
  self->cancellable = g_cancellable_new ();
  clear (self);
}

OdSharedFiles *
od_shared_files_new (OdDesk *desk)
{
  OdSharedFiles *self = g_object_new (OD_TYPE_SHARED_FILES, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_shared_files_open:
 * @customer_id: 0 for none
 */
void
od_shared_files_open (OdSharedFiles *self, gint64 customer_id)
{
  g_return_if_fail (OD_IS_SHARED_FILES (self));

  if (self->id == customer_id)
    return;
  self->id = customer_id;
  clear (self);
  g_signal_emit (self, signals[CHANGED], 0);
  od_shared_files_reload (self);
}

/**
 * od_shared_files_show_more:
 *
 * Some older ones, too.
 */
void
od_shared_files_show_more (OdSharedFiles *self)
{
  g_return_if_fail (OD_IS_SHARED_FILES (self));

  self->n_wanted = MIN (self->n_wanted + MORE_ROWS, OD_LIMIT_PROFILE_FILES - 1);
  od_shared_files_reload (self);
}

/**
 * od_shared_files_get_rows:
 *
 * Returns: (transfer none) (element-type OdSharedFileRow): newest first; valid until "changed"
 */
GPtrArray *
od_shared_files_get_rows (OdSharedFiles *self)
{
  g_return_val_if_fail (OD_IS_SHARED_FILES (self), NULL);

  return self->rows;
}

/**
 * od_shared_files_get_has_more:
 *
 * Returns: whether od_shared_files_show_more() would bring any
 */
gboolean
od_shared_files_get_has_more (OdSharedFiles *self)
{
  g_return_val_if_fail (OD_IS_SHARED_FILES (self), FALSE);

  return self->has_more && self->n_wanted < OD_LIMIT_PROFILE_FILES - 1;
}
