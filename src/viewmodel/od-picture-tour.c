/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-picture-tour.h"

#include "od-file-words.h"

#define MAX_PAGES 50 /* that one step may load in search of a picture */

/**
 * OdPictureTour:
 *
 * A walk through the pictures of a thread, in its order. At an end of what is loaded it asks
 * for more and goes on when it comes. It keeps the message it stands at, whatever the thread
 * forgets. Emits "changed" when it stands somewhere else, or its file changed, or whether one
 * can go on. Main thread.
 */
struct _OdPictureTour {
  GObject parent_instance;

  OdThreadModel *model; /* (owned) */
  OdMessageItem *item;  /* (owned): where it stands */
  guint position;       /* of the file in its message */
  int wanted_step;      /* that waits for a page; 0 if none */
  guint n_pages;        /* asked for that step */
};

G_DEFINE_FINAL_TYPE (OdPictureTour, od_picture_tour, G_TYPE_OBJECT)

static guint changed_signal;

static gboolean
is_picture (const OdMessageRow *row, guint position)
{
  const OdAttachmentRow *file;

  if (row->attachments == NULL || position >= row->attachments->len || row->deleted_at_us != 0)
    return FALSE;
  file = row->attachments->pdata[position];
  return file->path != NULL && od_file_look (row, file) == OD_FILE_LOOK_PICTURE;
}

static gboolean
find_in (const OdMessageRow *row, guint from, int step, guint *position)
{
  guint n = row->attachments != NULL ? row->attachments->len : 0;

  for (guint i = from; i < n; i += (guint) step) /* below 0 it is beyond n, too */
    if (is_picture (row, i))
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

static OdMessageItem *
find_next (OdPictureTour *self, int step, guint *position)
{
  GListModel *list = G_LIST_MODEL (self->model);
  const OdMessageRow *here = od_message_item_get_row (self->item);
  guint n = g_list_model_get_n_items (list);

  if (find_in (here, self->position + (guint) step, step, position))
    return g_object_ref (self->item);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OdMessageItem) item = g_list_model_get_item (list, step > 0 ? i : n - 1 - i);
      const OdMessageRow *row = od_message_item_get_row (item);

      if (od_message_row_compare (row, here) * step > 0 &&
          find_in (row, step > 0 || row->attachments == NULL ? 0 : row->attachments->len - 1, step, position))
        return g_steal_pointer (&item);
    }
  return NULL;
}

static gboolean
has_more (OdPictureTour *self, int step)
{
  return step > 0 ? od_thread_model_get_has_newer (self->model) : od_thread_model_get_has_older (self->model);
}

static void
emit_changed (OdPictureTour *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
stand_at (OdPictureTour *self, OdMessageItem *item, guint position)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, emit_changed, self);
  g_set_object (&self->item, item);
  self->position = position;
  g_signal_connect_object (item, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
}

static void
try_step (OdPictureTour *self)
{
  guint position;
  g_autoptr (OdMessageItem) item = find_next (self, self->wanted_step, &position);

  if (item != NULL)
    {
      stand_at (self, item, position);
      self->wanted_step = 0;
    }
  else if (has_more (self, self->wanted_step) && self->n_pages < MAX_PAGES)
    {
      self->n_pages++;
      if (self->wanted_step > 0)
        od_thread_model_load_newer (self->model);
      else
        od_thread_model_load_older (self->model);
      return;
    }
  else
    self->wanted_step = 0;
  emit_changed (self);
}

static void
items_changed_cb (OdPictureTour *self)
{
  if (self->wanted_step != 0)
    try_step (self);
  else
    emit_changed (self);
}

static void
od_picture_tour_finalize (GObject *object)
{
  OdPictureTour *self = OD_PICTURE_TOUR (object);

  g_clear_object (&self->model);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (od_picture_tour_parent_class)->finalize (object);
}

static void
od_picture_tour_class_init (OdPictureTourClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_picture_tour_finalize;
  changed_signal =
      g_signal_new ("changed", OD_TYPE_PICTURE_TOUR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_picture_tour_init (OdPictureTour *self)
{
}

/**
 * od_picture_tour_new:
 * @message_id: one that @model has now
 * @position: of the file in it; need not be a picture: a film can be looked at in the middle of a tour
 *
 * Returns: (transfer full) (nullable): %NULL if there is no such file
 */
OdPictureTour *
od_picture_tour_new (OdThreadModel *model, gint64 message_id, guint position)
{
  OdPictureTour *self;
  g_autoptr (OdMessageItem) item = NULL;
  const OdMessageRow *row;
  guint at;

  if (!od_thread_model_find (model, message_id, &at))
    return NULL;
  item = g_list_model_get_item (G_LIST_MODEL (model), at);
  row = od_message_item_get_row (item);
  if (row->attachments == NULL || position >= row->attachments->len)
    return NULL;
  self = g_object_new (OD_TYPE_PICTURE_TOUR, NULL);
  self->model = g_object_ref (model);
  stand_at (self, item, position);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return self;
}

/**
 * od_picture_tour_move:
 * @step: 1: to the next newer picture; -1: to the next older one
 */
void
od_picture_tour_move (OdPictureTour *self, int step)
{
  g_return_if_fail (OD_IS_PICTURE_TOUR (self) && (step == 1 || step == -1));

  self->wanted_step = step;
  self->n_pages = 0;
  try_step (self);
}

/**
 * od_picture_tour_can_move:
 *
 * Returns: whether there is, or may be, a picture in that direction
 */
gboolean
od_picture_tour_can_move (OdPictureTour *self, int step)
{
  guint position;
  g_autoptr (OdMessageItem) item = NULL;

  g_return_val_if_fail (OD_IS_PICTURE_TOUR (self) && (step == 1 || step == -1), FALSE);

  item = find_next (self, step, &position);
  return item != NULL || has_more (self, step);
}

const OdMessageRow *
od_picture_tour_get_message (OdPictureTour *self)
{
  g_return_val_if_fail (OD_IS_PICTURE_TOUR (self), NULL);

  return od_message_item_get_row (self->item);
}

/**
 * od_picture_tour_get_file:
 *
 * Returns: (transfer none) (nullable): the file it stands at; %NULL if its message has it no more
 */
const OdAttachmentRow *
od_picture_tour_get_file (OdPictureTour *self)
{
  const OdMessageRow *row;

  g_return_val_if_fail (OD_IS_PICTURE_TOUR (self), NULL);

  row = od_message_item_get_row (self->item);
  if (row->attachments == NULL || self->position >= row->attachments->len || row->deleted_at_us != 0)
    return NULL;
  return row->attachments->pdata[self->position];
}
