/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-model"

#include "od-thread-model-private.h"

#define PAGE_ROWS 60
#define MAX_ROWS 1000 /* kept; pages far from the reader go first */

/* One question on its way. What it was asked for is in it: the model may have moved on. */
typedef struct {
  OdThreadModel *model; /* not owned: cancelled before the model goes */
  OdThreadAnchor anchor;
  gint64 message_id;
} Ask;

enum { OPENED, ARRIVED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

#define NOTHING_LOADING OD_ANCHOR_MESSAGE

/* ---- As a list --------------------------------------------------------------- */

static GType
thread_get_item_type (GListModel *model)
{
  return OD_TYPE_MESSAGE_ITEM;
}

static guint
thread_get_n_items (GListModel *model)
{
  return od_thread_stretch_get_length (OD_THREAD_MODEL (model)->stretch);
}

static gpointer
thread_get_item (GListModel *model, guint position)
{
  OdMessageItem *item = od_thread_stretch_get (OD_THREAD_MODEL (model)->stretch, position);

  return item != NULL ? g_object_ref (item) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = thread_get_item_type;
  iface->get_n_items = thread_get_n_items;
  iface->get_item = thread_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdThreadModel, od_thread_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* ---- The stretch ------------------------------------------------------------- */

static guint
get_length (OdThreadModel *self)
{
  return od_thread_stretch_get_length (self->stretch);
}

void
od_thread_model_mark_around (OdThreadModel *self, guint position, guint n)
{
  od_thread_stretch_mark (self->stretch, position > 0 ? position - 1 : 0, position + n + 1, self->first_unread_id,
                          self->has_older);
}

static void
take_heads (OdThreadModel *self, OdThreadPage *page)
{
  while (page->heads->len > 0)
    {
      OdConversationHead *head = g_ptr_array_steal_index_fast (page->heads, page->heads->len - 1);

      g_hash_table_replace (self->heads, g_memdup2 (&head->id, sizeof head->id), head);
    }
}

void
od_thread_model_trim (OdThreadModel *self, OdThreadAnchor grown)
{
  guint excess = get_length (self) > MAX_ROWS ? get_length (self) - MAX_ROWS : 0;
  guint position = grown == OD_ANCHOR_OLDER ? get_length (self) - excess : 0;

  if (excess == 0)
    return;
  od_thread_stretch_remove (self->stretch, position, excess);
  if (grown == OD_ANCHOR_OLDER)
    self->has_newer = TRUE;
  else
    self->has_older = TRUE;
  od_thread_model_mark_around (self, position, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), position, excess, 0);
}

static void
extend (OdThreadModel *self, OdThreadAnchor way, OdThreadPage *page)
{
  guint position = way == OD_ANCHOR_OLDER ? 0 : get_length (self);
  guint n = od_thread_stretch_insert (self->stretch, position, page->rows);

  if (way == OD_ANCHOR_OLDER)
    self->has_older = page->has_older;
  else
    self->has_newer = page->has_newer;
  od_thread_model_mark_around (self, position, n);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, n);
  od_thread_model_trim (self, way);
}

static guint
find_start (OdThreadModel *self, const Ask *ask)
{
  guint position;

  if (ask->anchor == OD_ANCHOR_MESSAGE && od_thread_model_find (self, ask->message_id, &position))
    return position;
  if (ask->anchor == OD_ANCHOR_FIRST_UNREAD && od_thread_model_find (self, self->first_unread_id, &position))
    return position;
  return get_length (self) > 0 ? get_length (self) - 1 : 0;
}

static void
replace (OdThreadModel *self, const Ask *ask, OdThreadPage *page)
{
  guint n_old = get_length (self);
  guint n_new;

  od_thread_stretch_remove (self->stretch, 0, n_old);
  self->first_unread_id = page->first_unread_id;
  self->has_older = page->has_older;
  self->has_newer = page->has_newer;
  self->is_read = TRUE;
  n_new = od_thread_stretch_insert (self->stretch, 0, page->rows);
  od_thread_model_mark_around (self, 0, n_new);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, n_new);
  g_signal_emit (self, signals[OPENED], 0, find_start (self, ask), ask->anchor);
}

/* ---- Asking ------------------------------------------------------------------ */

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Ask *ask = user_data;
  g_autoptr (OdThreadPage) page = NULL;
  g_autoptr (GError) error = NULL;
  OdThreadModel *self;

  page = od_thread_port_load_page_finish (OD_THREAD_PORT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the model may be gone */
  self = ask->model;
  self->loading = NOTHING_LOADING;
  if (page == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  take_heads (self, page);
  if (ask->anchor == OD_ANCHOR_OLDER || ask->anchor == OD_ANCHOR_NEWER)
    extend (self, ask->anchor, page);
  else
    replace (self, ask, page);
}

static void
ask_page (OdThreadModel *self, OdThreadAnchor anchor, gint64 message_id)
{
  Ask *ask = g_new0 (Ask, 1);

  *ask = (Ask){ .model = self, .anchor = anchor, .message_id = message_id };
  od_thread_port_load_page_async (self->port, self->conversation_id, self->scope, anchor, message_id, PAGE_ROWS,
                                  self->cancellable, page_cb, ask);
}

/* ---- The object -------------------------------------------------------------- */

static void
od_thread_model_dispose (GObject *object)
{
  OdThreadModel *self = OD_THREAD_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  if (self->feed != NULL)
    g_signal_handlers_disconnect_by_data (self->feed, self);
  g_clear_object (&self->feed);
  G_OBJECT_CLASS (od_thread_model_parent_class)->dispose (object);
}

static void
od_thread_model_finalize (GObject *object)
{
  OdThreadModel *self = OD_THREAD_MODEL (object);

  g_clear_object (&self->port);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->heads, g_hash_table_unref);
  g_clear_pointer (&self->stretch, od_thread_stretch_free);
  G_OBJECT_CLASS (od_thread_model_parent_class)->finalize (object);
}

static void
od_thread_model_class_init (OdThreadModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_thread_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_thread_model_finalize;

  /**
   * OdThreadModel::opened:
   * @position: the row to begin at
   * @anchor: why: an #OdThreadAnchor
   *
   * The stretch was replaced: another conversation, or another place in it.
   */
  signals[OPENED] = g_signal_new ("opened", OD_TYPE_THREAD_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  2, G_TYPE_UINT, G_TYPE_INT);
  /**
   * OdThreadModel::arrived:
   *
   * The customer wrote something that is newer than all rows: it stands at the end now, or
   * will when the newest rows are loaded.
   */
  signals[ARRIVED] =
      g_signal_new ("arrived", OD_TYPE_THREAD_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdThreadModel::failed:
   * @error: why something could not be read
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_THREAD_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
od_thread_model_init (OdThreadModel *self)
{
  self->heads = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) od_conversation_head_free);
  self->cancellable = g_cancellable_new ();
  self->loading = NOTHING_LOADING;
}

/**
 * od_thread_model_new:
 * @zone: whose days part the thread
 *
 * Returns: (transfer full): an empty thread
 */
OdThreadModel *
od_thread_model_new (OdDesk *desk, GTimeZone *zone)
{
  OdThreadModel *self = g_object_new (OD_TYPE_THREAD_MODEL, NULL);

  self->port = g_object_ref (desk->threads);
  self->feed = g_object_ref (desk->feed);
  self->stretch = od_thread_stretch_new (zone);
  g_signal_connect_swapped (self->feed, "changed", G_CALLBACK (od_thread_model_merge_changes), self);
  return self;
}

static void
move_on (OdThreadModel *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loading = NOTHING_LOADING;
}

/**
 * od_thread_model_open:
 * @conversation_id: > 0
 * @anchor: %OD_ANCHOR_END, _FIRST_UNREAD or _MESSAGE
 * @message_id: for %OD_ANCHOR_MESSAGE, else 0
 *
 * Goes there. What is shown stays until the new rows are here; then "opened".
 */
void
od_thread_model_open (OdThreadModel *self, gint64 conversation_id, OdThreadScope scope, OdThreadAnchor anchor,
                      gint64 message_id)
{
  g_return_if_fail (OD_IS_THREAD_MODEL (self) && conversation_id > 0);

  move_on (self);
  self->is_read &= self->conversation_id == conversation_id;
  self->conversation_id = conversation_id;
  self->scope = scope;
  ask_page (self, anchor, message_id);
}

/**
 * od_thread_model_reopen:
 *
 * Goes to another place of the same thread.
 */
void
od_thread_model_reopen (OdThreadModel *self, OdThreadAnchor anchor, gint64 message_id)
{
  g_return_if_fail (OD_IS_THREAD_MODEL (self));

  if (self->conversation_id != 0)
    od_thread_model_open (self, self->conversation_id, self->scope, anchor, message_id);
}

/**
 * od_thread_model_close:
 *
 * Shows nothing.
 */
void
od_thread_model_close (OdThreadModel *self)
{
  guint n_old;

  g_return_if_fail (OD_IS_THREAD_MODEL (self));

  move_on (self);
  self->conversation_id = 0;
  self->first_unread_id = 0;
  self->has_older = self->has_newer = self->is_read = FALSE;
  n_old = get_length (self);
  od_thread_stretch_remove (self->stretch, 0, n_old);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, 0);
}

static void
load (OdThreadModel *self, OdThreadAnchor way, gboolean has_more)
{
  guint n = get_length (self);

  if (!has_more || n == 0 || self->loading != NOTHING_LOADING)
    return;
  self->loading = way;
  ask_page (self, way, od_thread_stretch_get_row (self->stretch, way == OD_ANCHOR_OLDER ? 0 : n - 1)->id);
}

/**
 * od_thread_model_load_older:
 *
 * Asks for the page before the first row; nothing if it is on its way, or there is none.
 */
void
od_thread_model_load_older (OdThreadModel *self)
{
  g_return_if_fail (OD_IS_THREAD_MODEL (self));

  load (self, OD_ANCHOR_OLDER, self->has_older);
}

/**
 * od_thread_model_load_newer:
 *
 * Asks for the page after the last row; nothing if it is on its way, or there is none.
 */
void
od_thread_model_load_newer (OdThreadModel *self)
{
  g_return_if_fail (OD_IS_THREAD_MODEL (self));

  load (self, OD_ANCHOR_NEWER, self->has_newer);
}

gboolean
od_thread_model_get_has_older (OdThreadModel *self)
{
  g_return_val_if_fail (OD_IS_THREAD_MODEL (self), FALSE);

  return self->has_older;
}

/**
 * od_thread_model_get_is_read:
 *
 * Returns: whether the rows are those of the conversation, and not what was shown before
 */
gboolean
od_thread_model_get_is_read (OdThreadModel *self)
{
  g_return_val_if_fail (OD_IS_THREAD_MODEL (self), FALSE);

  return self->is_read;
}

gboolean
od_thread_model_get_has_newer (OdThreadModel *self)
{
  g_return_val_if_fail (OD_IS_THREAD_MODEL (self), FALSE);

  return self->has_newer;
}

gint64
od_thread_model_get_conversation_id (OdThreadModel *self)
{
  g_return_val_if_fail (OD_IS_THREAD_MODEL (self), 0);

  return self->conversation_id;
}

/**
 * od_thread_model_get_newest_public_id:
 *
 * Returns: the newest message of this conversation that the customer knows of, too;
 *   0 if none is loaded. For the hold rule
 */
gint64
od_thread_model_get_newest_public_id (OdThreadModel *self)
{
  g_return_val_if_fail (OD_IS_THREAD_MODEL (self), 0);

  for (guint i = get_length (self); i > 0; i--)
    {
      const OdMessageRow *row = od_thread_stretch_get_row (self->stretch, i - 1);

      if (row->conversation_id == self->conversation_id &&
          (row->kind == OD_TIMELINE_IN || row->kind == OD_TIMELINE_OUT))
        return row->id;
    }
  return 0;
}

/**
 * od_thread_model_find_newer:
 * @held: a reply that waits because something came after what its author had seen
 *
 * Returns: (transfer none) (nullable): the newest other message of its conversation that the
 *   customer knows of; %NULL if none is loaded
 */
const OdMessageRow *
od_thread_model_find_newer (OdThreadModel *self, const OdMessageRow *held)
{
  g_return_val_if_fail (OD_IS_THREAD_MODEL (self) && held != NULL, NULL);

  for (guint i = get_length (self); i > 0; i--)
    {
      const OdMessageRow *row = od_thread_stretch_get_row (self->stretch, i - 1);
      gboolean has_left =
          row->kind == OD_TIMELINE_IN ||
          (row->kind == OD_TIMELINE_OUT && row->delivery >= OD_DELIVERY_SENT && row->delivery <= OD_DELIVERY_READ);

      if (has_left && row->id != held->id && row->conversation_id == held->conversation_id)
        return row;
    }
  return NULL;
}

/**
 * od_thread_model_get_head:
 *
 * Returns: (transfer none) (nullable): what the divider says of a conversation
 */
const OdConversationHead *
od_thread_model_get_head (OdThreadModel *self, gint64 conversation_id)
{
  g_return_val_if_fail (OD_IS_THREAD_MODEL (self), NULL);

  return g_hash_table_lookup (self->heads, &conversation_id);
}

/**
 * od_thread_model_find:
 * @position: (out): where it stands
 *
 * Returns: whether the message is loaded
 */
gboolean
od_thread_model_find (OdThreadModel *self, gint64 message_id, guint *position)
{
  g_return_val_if_fail (OD_IS_THREAD_MODEL (self) && position != NULL, FALSE);

  return od_thread_stretch_find (self->stretch, message_id, position);
}
