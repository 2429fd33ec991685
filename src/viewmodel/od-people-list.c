/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-people-list"

#include "od-people-list.h"

#include "od-limits.h"

/* ---- An item ------------------------------------------------------------------- */

struct _OdPersonItem {
  GObject parent_instance;

  gint64 id;
  OdPersonRow *row;   /* (owned) (nullable): until it was read */
  OdPeopleList *list; /* not owned (nullable): who is told when this goes */
};

G_DEFINE_FINAL_TYPE (OdPersonItem, od_person_item, G_TYPE_OBJECT)

enum { ITEM_CHANGED, N_ITEM_SIGNALS };

static guint item_signals[N_ITEM_SIGNALS];

/**
 * OdPeopleList:
 *
 * Customers as a list model: the ids of all who match, in order, and a row only for those that somebody looks at, read
 * in batches. It follows the change feed.
 */
struct _OdPeopleList {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  char *text;                /* (owned) (nullable) */
  GArray *ids;               /* (owned) (element-type gint64) */
  gint64 left_out_id;        /* who is never listed; 0: nobody */
  GHashTable *live;          /* (owned) gint64 (in the item) → OdPersonItem, not owned */
  GHashTable *wanted;        /* (owned) gint64: rows to ask for */
  GCancellable *cancellable; /* (owned): of everything, until the list dies */
  GCancellable *listing;     /* (owned) (nullable): of the question for ids that is on its way */
  gint64 next_refresh_us;    /* monotonic: not before */
  guint flush_id;
  guint refresh_id; /* timeout of the clock */
  OdPeopleOrder order;
  gboolean is_reversed;
  gboolean is_loaded;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdPeopleList, od_people_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum { LOADED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
od_person_item_finalize (GObject *object)
{
  OdPersonItem *self = OD_PERSON_ITEM (object);

  if (self->list != NULL)
    g_hash_table_remove (self->list->live, &self->id);
  g_clear_pointer (&self->row, od_person_row_free);
  G_OBJECT_CLASS (od_person_item_parent_class)->finalize (object);
}

static void
od_person_item_class_init (OdPersonItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_person_item_finalize;

  /**
   * OdPersonItem::changed:
   *
   * Its row was read, or read again.
   */
  item_signals[ITEM_CHANGED] =
      g_signal_new ("changed", OD_TYPE_PERSON_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_person_item_init (OdPersonItem *self)
{
}

gint64
od_person_item_get_id (OdPersonItem *self)
{
  g_return_val_if_fail (OD_IS_PERSON_ITEM (self), 0);

  return self->id;
}

/**
 * od_person_item_get_row:
 *
 * Returns: (transfer none) (nullable): valid until "changed"; %NULL until it was read
 */
const OdPersonRow *
od_person_item_get_row (OdPersonItem *self)
{
  g_return_val_if_fail (OD_IS_PERSON_ITEM (self), NULL);

  return self->row;
}

/* ---- Rows ---------------------------------------------------------------------- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = od_people_port_load_finish (OD_PEOPLE_PORT (source), result, &error);
  OdPeopleList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the list may be gone */
  self = user_data;
  if (rows == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  while (rows->len > 0)
    {
      OdPersonRow *row = g_ptr_array_steal_index_fast (rows, rows->len - 1);
      OdPersonItem *item = g_hash_table_lookup (self->live, &row->id);

      if (item == NULL)
        {
          od_person_row_free (row);
          continue;
        }
      g_clear_pointer (&item->row, od_person_row_free);
      item->row = row;
      g_signal_emit (item, item_signals[ITEM_CHANGED], 0);
    }
}

static gboolean
flush_cb (gpointer user_data)
{
  OdPeopleList *self = user_data;
  gint64 batch[OD_LIMIT_PAGE_ROWS];
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->wanted);
  while (n < G_N_ELEMENTS (batch) && g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (g_hash_table_contains (self->live, key)) /* nobody asks for a row that scrolled by */
        batch[n++] = *(gint64 *) key;
      g_hash_table_iter_remove (&iter);
    }
  if (n > 0)
    od_people_port_load_async (self->desk->tools.people, batch, n, self->cancellable, loaded_cb, self);
  if (g_hash_table_size (self->wanted) > 0)
    return G_SOURCE_CONTINUE;
  self->flush_id = 0;
  return G_SOURCE_REMOVE;
}

static void
want (OdPeopleList *self, gint64 id)
{
  if (!g_hash_table_contains (self->wanted, &id))
    g_hash_table_add (self->wanted, g_memdup2 (&id, sizeof id));
  if (self->flush_id == 0) /* after this burst of get_item(), before the frame */
    self->flush_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, flush_cb, self, NULL);
}

static GType
list_get_item_type (GListModel *model)
{
  return OD_TYPE_PERSON_ITEM;
}

static guint
list_get_n_items (GListModel *model)
{
  return OD_PEOPLE_LIST (model)->ids->len;
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  OdPeopleList *self = OD_PEOPLE_LIST (model);
  OdPersonItem *item;
  gint64 id;

  if (position >= self->ids->len)
    return NULL;
  id = g_array_index (self->ids, gint64, position);
  item = g_hash_table_lookup (self->live, &id);
  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (OD_TYPE_PERSON_ITEM, NULL);
  item->id = id;
  item->list = self;
  g_hash_table_insert (self->live, &item->id, item);
  want (self, id);
  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

/* ---- Order --------------------------------------------------------------------- */

/* Tells only what differs, so that the place in the list survives a change. */
static void
set_ids (OdPeopleList *self, GArray *fresh)
{
  const gint64 *old = (const gint64 *) (gpointer) self->ids->data;
  const gint64 *ids = (const gint64 *) (gpointer) fresh->data;
  guint n_old = self->ids->len, n_ids = fresh->len, head = 0, tail = 0;

  while (head < MIN (n_old, n_ids) && old[head] == ids[head])
    head++;
  while (tail < MIN (n_old, n_ids) - head && old[n_old - 1 - tail] == ids[n_ids - 1 - tail])
    tail++;
  g_array_unref (self->ids);
  self->ids = g_array_ref (fresh);
  if (head < n_old || head < n_ids)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_old - head - tail, n_ids - head - tail);
}

static void
leave_out (OdPeopleList *self, GArray *ids)
{
  for (guint i = 0; self->left_out_id != 0 && i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == self->left_out_id)
      {
        g_array_remove_index (ids, i);
        return;
      }
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = od_people_port_list_finish (OD_PEOPLE_PORT (source), result, &error);
  OdPeopleList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another question was asked, or the list is gone */
  self = user_data;
  g_clear_object (&self->listing);
  if (ids == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  self->is_loaded = TRUE;
  leave_out (self, ids);
  set_ids (self, ids);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
ask (OdPeopleList *self)
{
  OdPeopleQuery query = { .text = self->text, .order = self->order, .is_reversed = self->is_reversed };

  self->next_refresh_us = od_clock_get_monotonic_us (self->desk->clock) + G_USEC_PER_SEC / OD_LIMIT_REFRESHES_PER_S;
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  self->listing = g_cancellable_new ();
  od_people_port_list_async (self->desk->tools.people, &query, self->listing, listed_cb, self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  OdPeopleList *self = user_data;

  self->refresh_id = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

/* Asks for the order again: as soon as the last question is long enough ago. */
static void
refresh (OdPeopleList *self)
{
  gint64 wait_us = self->next_refresh_us - od_clock_get_monotonic_us (self->desk->clock);

  if (self->refresh_id == 0)
    self->refresh_id = od_clock_add_timeout (self->desk->clock, MAX (wait_us, 0), refresh_cb, self, NULL);
}

static void
changed_cb (OdPeopleList *self, OdChangeSet *changes)
{
  guint n_ids;
  const gint64 *ids = od_change_set_get (changes, OD_CHANGE_CUSTOMER, &n_ids);

  for (guint i = 0; i < n_ids; i++)
    if (g_hash_table_contains (self->live, &ids[i]))
      want (self, ids[i]);
  if (n_ids > 0 && self->is_loaded)
    refresh (self);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_people_list_dispose (GObject *object)
{
  OdPeopleList *self = OD_PEOPLE_LIST (object);
  GHashTableIter iter;
  gpointer item;

  g_clear_handle_id (&self->flush_id, g_source_remove);
  if (self->refresh_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->refresh_id);
  self->refresh_id = 0;
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    OD_PERSON_ITEM (item)->list = NULL;
  g_hash_table_remove_all (self->live);
  G_OBJECT_CLASS (od_people_list_parent_class)->dispose (object);
}

static void
od_people_list_finalize (GObject *object)
{
  OdPeopleList *self = OD_PEOPLE_LIST (object);

  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->live, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_free (self->text);
  G_OBJECT_CLASS (od_people_list_parent_class)->finalize (object);
}

static void
od_people_list_class_init (OdPeopleListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_people_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_people_list_finalize;

  /**
   * OdPeopleList::loaded:
   *
   * The last question was answered.
   */
  signals[LOADED] =
      g_signal_new ("loaded", OD_TYPE_PEOPLE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdPeopleList::failed:
   * @error: why a question was not answered; the list shows what it knew before
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_PEOPLE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR);
}

static void
od_people_list_init (OdPeopleList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->live = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

/**
 * od_people_list_new:
 * @desk: has people
 *
 * Returns: (transfer full): an empty list, until it is told whom to show
 */
OdPeopleList *
od_people_list_new (OdDesk *desk)
{
  OdPeopleList *self = g_object_new (OD_TYPE_PEOPLE_LIST, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_people_list_set_query:
 * @text: (nullable): everybody if %NULL or ""
 *
 * The old rows stay until the answer is here, a blink later.
 */
void
od_people_list_set_query (OdPeopleList *self, const char *text, OdPeopleOrder order, gboolean is_reversed)
{
  g_return_if_fail (OD_IS_PEOPLE_LIST (self));

  g_free (self->text);
  self->text = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
  self->order = order;
  self->is_reversed = is_reversed;
  self->is_loaded = FALSE;
  ask (self);
}

/**
 * od_people_list_get_is_loaded:
 *
 * Returns: whether the rows are those that were asked for last
 */
gboolean
od_people_list_get_is_loaded (OdPeopleList *self)
{
  g_return_val_if_fail (OD_IS_PEOPLE_LIST (self), FALSE);

  return self->is_loaded;
}

/**
 * od_people_list_get_id:
 *
 * Returns: who is there, without making an item; 0 beyond the end
 */
gint64
od_people_list_get_id (OdPeopleList *self, guint position)
{
  g_return_val_if_fail (OD_IS_PEOPLE_LIST (self), 0);

  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

/**
 * od_people_list_get_n_live:
 *
 * Returns: how many row objects are alive
 */
guint
od_people_list_get_n_live (OdPeopleList *self)
{
  g_return_val_if_fail (OD_IS_PEOPLE_LIST (self), 0);

  return g_hash_table_size (self->live);
}

/**
 * od_people_list_leave_out:
 * @customer_id: who is not listed, though they match; before the first question
 */
void
od_people_list_leave_out (OdPeopleList *self, gint64 customer_id)
{
  g_return_if_fail (OD_IS_PEOPLE_LIST (self));

  self->left_out_id = customer_id;
}
