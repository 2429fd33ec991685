/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-model"

#include "od-thread-model.h"

#include "od-error.h"

#define PAGE_ROWS 60
#define MAX_ROWS 1000 /* kept; pages far from the reader go first */
#define MAX_ASKED 256 /* rows that a port reads at once */

/**
 * OdThreadModel:
 *
 * A #GListModel over the history of a customer: one unbroken stretch of it, in
 * the order of the timeline, that grows at either end when the reader comes near
 * and forgets what is far away. Items keep their identity by message id, so an
 * answer that arrives late is still right, and a change is one row's change.
 */
struct _OdThreadModel {
  GObject parent_instance;

  OdThreadPort *port;        /* (owned) */
  OdChangeFeed *feed;        /* (owned) */
  GTimeZone *zone;           /* (owned) */
  GPtrArray *items;          /* (owned) (element-type OdMessageItem), by (at, id) */
  GHashTable *by_id;         /* (owned) (element-type gint64 OdMessageItem), items not owned */
  GHashTable *heads;         /* (owned) (element-type gint64 OdConversationHead) */
  GCancellable *cancellable; /* (owned): of what is being asked for this conversation */
  gint64 conversation_id;    /* 0 if none is open */
  gint64 first_unread_id;
  OdThreadScope scope;
  OdThreadAnchor loading; /* which way a page is on its way; %OD_ANCHOR_MESSAGE if none */
  gboolean has_older;
  gboolean has_newer;
};

/* One question on its way. What it was asked for is in it: the model may have moved on. */
typedef struct {
  OdThreadModel *model; /* not owned: cancelled before the model goes */
  OdThreadAnchor anchor;
  gint64 message_id;
} Ask;

enum { OPENED, FAILED, N_SIGNALS };

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
  return OD_THREAD_MODEL (model)->items->len;
}

static gpointer
thread_get_item (GListModel *model, guint position)
{
  OdThreadModel *self = OD_THREAD_MODEL (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
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

/* ---- Marks ------------------------------------------------------------------- */

static const OdMessageRow *
row_at (OdThreadModel *self, guint position)
{
  return position < self->items->len ? od_message_item_get_row (self->items->pdata[position]) : NULL;
}

/* A row's marks depend on its neighbours only. */
static void
mark (OdThreadModel *self, guint from, guint to)
{
  for (guint i = from; i < to && i < self->items->len; i++)
    od_message_item_set_marks (self->items->pdata[i],
                               od_thread_group_mark (i > 0 ? row_at (self, i - 1) : NULL, row_at (self, i),
                                                     row_at (self, i + 1), self->first_unread_id, self->zone));
}

/* ---- The stretch ------------------------------------------------------------- */

static void
forget (OdThreadModel *self, guint position, guint n)
{
  for (guint i = position; i < position + n; i++)
    {
      gint64 id = od_message_item_get_id (self->items->pdata[i]);

      g_hash_table_remove (self->by_id, &id);
    }
  g_ptr_array_remove_range (self->items, position, n);
}

/* Takes the rows that the model doesn't have, in one place. */
static guint
insert_rows (OdThreadModel *self, guint position, GPtrArray *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      OdMessageRow *row = rows->pdata[i];
      OdMessageItem *item;

      if (g_hash_table_contains (self->by_id, &row->id))
        continue;
      item = od_message_item_new (row);
      rows->pdata[i] = NULL;
      g_hash_table_insert (self->by_id, g_memdup2 (&row->id, sizeof row->id), item);
      g_ptr_array_insert (self->items, (int) (position + n), item);
      n++;
    }
  return n;
}

static void
take_heads (OdThreadModel *self, OdThreadPage *page)
{
  for (guint i = 0; i < page->heads->len; i++)
    {
      OdConversationHead *head = page->heads->pdata[i];

      g_hash_table_replace (self->heads, g_memdup2 (&head->id, sizeof head->id), head);
      page->heads->pdata[i] = NULL;
    }
}

static void
trim (OdThreadModel *self, OdThreadAnchor grown)
{
  guint excess = self->items->len > MAX_ROWS ? self->items->len - MAX_ROWS : 0;
  guint position = grown == OD_ANCHOR_OLDER ? self->items->len - excess : 0;

  if (excess == 0)
    return;
  forget (self, position, excess);
  if (grown == OD_ANCHOR_OLDER)
    self->has_newer = TRUE;
  else
    self->has_older = TRUE;
  g_list_model_items_changed (G_LIST_MODEL (self), position, excess, 0);
}

static void
extend (OdThreadModel *self, OdThreadAnchor way, OdThreadPage *page)
{
  guint position = way == OD_ANCHOR_OLDER ? 0 : self->items->len;
  guint n = insert_rows (self, position, page->rows);

  if (way == OD_ANCHOR_OLDER)
    self->has_older = page->has_older;
  else
    self->has_newer = page->has_newer;
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, n);
  mark (self, position > 0 ? position - 1 : 0, position + n + 1);
  trim (self, way);
}

static guint
find_start (OdThreadModel *self, const Ask *ask)
{
  guint position;

  if (ask->anchor == OD_ANCHOR_MESSAGE && od_thread_model_find (self, ask->message_id, &position))
    return position;
  if (ask->anchor == OD_ANCHOR_FIRST_UNREAD && od_thread_model_find (self, self->first_unread_id, &position))
    return position;
  return self->items->len > 0 ? self->items->len - 1 : 0;
}

static void
replace (OdThreadModel *self, const Ask *ask, OdThreadPage *page)
{
  guint n_old = self->items->len;
  guint n_new;

  forget (self, 0, n_old);
  self->first_unread_id = page->first_unread_id;
  self->has_older = page->has_older;
  self->has_newer = page->has_newer;
  n_new = insert_rows (self, 0, page->rows);
  mark (self, 0, n_new);
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

/* Where a row that is new to the model belongs; %FALSE if outside of the stretch. */
static gboolean
find_place (OdThreadModel *self, const OdMessageRow *row, guint *position)
{
  guint i = self->items->len;

  while (i > 0 && od_message_row_compare (row_at (self, i - 1), row) > 0)
    i--;
  *position = i;
  return !(i == 0 && self->has_older) && !(i == self->items->len && self->has_newer);
}

static void
merge_row (OdThreadModel *self, OdMessageRow *row)
{
  OdMessageItem *item = g_hash_table_lookup (self->by_id, &row->id);
  g_autoptr (OdMessageRow) owned = row;
  guint position;

  if (item != NULL)
    {
      od_message_item_take_row (item, g_steal_pointer (&owned));
      return;
    }
  if ((self->scope == OD_THREAD_CONVERSATION && row->conversation_id != self->conversation_id) ||
      !find_place (self, row, &position))
    return;
  item = od_message_item_new (g_steal_pointer (&owned));
  g_hash_table_insert (self->by_id, g_memdup2 (&row->id, sizeof row->id), item);
  g_ptr_array_insert (self->items, (int) position, item);
  mark (self, position > 0 ? position - 1 : 0, position + 2);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

/* A message taken back (undo, discard) is simply not among the answers. */
static void
drop_missing (OdThreadModel *self, const gint64 *ids, guint n_ids, GHashTable *answered)
{
  for (guint i = 0; i < n_ids; i++)
    {
      guint position;

      if (g_hash_table_contains (answered, &ids[i]) || !od_thread_model_find (self, ids[i], &position))
        continue;
      forget (self, position, 1);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
      mark (self, position > 0 ? position - 1 : 0, position + 1);
    }
}

typedef struct {
  OdThreadModel *model; /* not owned: cancelled before the model goes */
  guint n_ids;
  gint64 ids[];
} RowsAsk;

static void
rows_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree RowsAsk *ask = user_data;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GHashTable) answered = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;

  rows = od_thread_port_load_rows_finish (OD_THREAD_PORT (source), result, &error);
  if (rows == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit (ask->model, signals[FAILED], 0, error);
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      OdMessageRow *row = rows->pdata[i];

      g_hash_table_add (answered, g_memdup2 (&row->id, sizeof row->id));
      rows->pdata[i] = NULL;
      merge_row (ask->model, row);
    }
  drop_missing (ask->model, ask->ids, ask->n_ids, answered);
  trim (ask->model, OD_ANCHOR_NEWER);
}

static void
changed_cb (OdThreadModel *self, OdChangeSet *changes)
{
  const gint64 *ids;
  guint n_ids;

  if (self->conversation_id == 0)
    return;
  ids = od_change_set_get (changes, OD_CHANGE_MESSAGE, &n_ids);
  for (guint i = 0; i < n_ids; i += MAX_ASKED)
    {
      guint n = MIN (n_ids - i, MAX_ASKED);
      RowsAsk *ask = g_malloc0 (sizeof *ask + n * sizeof *ids);

      ask->model = self;
      ask->n_ids = n;
      memcpy (ask->ids, ids + i, n * sizeof *ids);
      od_thread_port_load_rows_async (self->port, self->conversation_id, ids + i, n, self->cancellable, rows_cb, ask);
    }
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
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->heads, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
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
   * OdThreadModel::failed:
   * @error: why something could not be read
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_THREAD_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
head_free (gpointer head)
{
  if (head != NULL)
    od_conversation_head_free (head);
}

static void
od_thread_model_init (OdThreadModel *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->heads = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, head_free);
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
  self->zone = g_time_zone_ref (zone);
  g_signal_connect_swapped (self->feed, "changed", G_CALLBACK (changed_cb), self);
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
  self->conversation_id = conversation_id;
  self->scope = scope;
  ask_page (self, anchor, message_id);
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
  self->has_older = self->has_newer = FALSE;
  n_old = self->items->len;
  forget (self, 0, n_old);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, 0);
}

static void
load (OdThreadModel *self, OdThreadAnchor way, gboolean has_more)
{
  guint position = way == OD_ANCHOR_OLDER ? 0 : self->items->len - 1;

  if (!has_more || self->items->len == 0 || self->loading != NOTHING_LOADING)
    return;
  self->loading = way;
  ask_page (self, way, row_at (self, position)->id);
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

  for (guint i = self->items->len; i > 0; i--)
    {
      const OdMessageRow *row = row_at (self, i - 1);

      if (row->conversation_id == self->conversation_id &&
          (row->kind == OD_TIMELINE_IN || row->kind == OD_TIMELINE_OUT))
        return row->id;
    }
  return 0;
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
  OdMessageItem *item;

  g_return_val_if_fail (OD_IS_THREAD_MODEL (self) && position != NULL, FALSE);

  item = g_hash_table_lookup (self->by_id, &message_id);
  return item != NULL && g_ptr_array_find (self->items, item, position);
}
