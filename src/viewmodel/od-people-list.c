/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-people-list"

#include "od-people-list.h"

#include "od-limits.h"
#include "od-list-steps.h"

#define AT_ONCE 40    /* rows: more than are seen */
#define SLICE 8       /* rows that are made before the next frame */
#define MOST_ROWS 200 /* a list view makes no more, however long the list is */

/**
 * OdPeopleList:
 *
 * Customers as a list model: the ids of all who match, in order, and a row only for those that somebody looks at, read
 * in batches. It follows the change feed.
 *
 * What is shown stays until the answer to another question is here with its first rows; then the items become the
 * customers of the answer. Making rows of widgets takes long: where there were few, the model has few more at first,
 * and grows.
 */
struct _OdPeopleList {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  char *text;                /* (owned) (nullable) */
  GArray *ids;               /* (owned) (element-type gint64) */
  GArray *fresh;             /* (owned) (nullable): ids whose first rows are on their way */
  gint64 left_out_id;        /* who is never listed; 0: nobody */
  GHashTable *live;          /* (owned) gint64 (owned) → OdPersonItem, not owned */
  GHashTable *page;          /* (owned) gint64 (in the row) → OdPersonRow (owned): first rows that nobody took yet */
  GArray *wanted;            /* (owned) (element-type gint64): rows to ask for, in order */
  GCancellable *cancellable; /* (owned): of everything, until the list dies */
  GCancellable *listing;     /* (owned) (nullable): of the question for ids that is on its way */
  gint64 next_refresh_us;    /* monotonic: not before */
  guint n_shown;             /* of @ids, from the first */
  guint grow_id;             /* idle; 0 if all are shown */
  guint flush_id;
  guint refresh_id; /* timeout of the clock */
  OdPeopleOrder order;
  gboolean is_reversed;
  gboolean is_loaded;
  gboolean is_stale; /* something changed since the question was asked */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdPeopleList, od_people_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum { REPLACED, LOADED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

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

      if (item != NULL)
        od_person_item_take_row (item, row);
      else
        od_person_row_free (row);
    }
}

static gboolean
flush_cb (gpointer user_data)
{
  OdPeopleList *self = user_data;
  gint64 batch[OD_LIMIT_PAGE_ROWS];
  guint n = 0, i;

  for (i = 0; n < G_N_ELEMENTS (batch) && i < self->wanted->len; i++)
    {
      gint64 id = g_array_index (self->wanted, gint64, i);

      if (g_hash_table_contains (self->live, &id)) /* nobody asks for a row that scrolled by */
        batch[n++] = id;
    }
  g_array_remove_range (self->wanted, 0, i);
  if (n > 0)
    od_people_port_load_async (self->desk->tools.people, batch, n, self->cancellable, loaded_cb, self);
  if (self->wanted->len > 0)
    return G_SOURCE_CONTINUE;
  self->flush_id = 0;
  return G_SOURCE_REMOVE;
}

static void
want (OdPeopleList *self, gint64 id)
{
  g_array_append_val (self->wanted, id);
  if (self->flush_id == 0) /* after this burst of get_item(), before the frame */
    self->flush_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, flush_cb, self, NULL);
}

/* ---- Items --------------------------------------------------------------------- */

static void
item_gone_cb (gpointer user_data, GObject *where_the_object_was)
{
  OdPeopleList *self = user_data;
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (item == (gpointer) where_the_object_was)
      {
        g_hash_table_iter_remove (&iter);
        return;
      }
}

/* It is of the list from now on, with the row of its id if that is there. */
static void
adopt (OdPeopleList *self, OdPersonItem *item)
{
  gint64 id = od_person_item_get_id (item);
  OdPersonRow *row = g_hash_table_lookup (self->page, &id);

  g_hash_table_insert (self->live, g_memdup2 (&id, sizeof id), item);
  if (row != NULL)
    g_hash_table_steal (self->page, &id);
  else if (od_person_item_get_row (item) == NULL)
    want (self, id);
  od_person_item_take_row (item, row);
}

static void
forget_items (OdPeopleList *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      g_object_weak_unref (G_OBJECT (item), item_gone_cb, self);
      g_hash_table_iter_remove (&iter);
    }
}

static GType
list_get_item_type (GListModel *model)
{
  return OD_TYPE_PERSON_ITEM;
}

static guint
list_get_n_items (GListModel *model)
{
  return OD_PEOPLE_LIST (model)->n_shown;
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  OdPeopleList *self = OD_PEOPLE_LIST (model);
  OdPersonItem *item;
  gint64 id;

  if (position >= self->n_shown)
    return NULL;
  id = g_array_index (self->ids, gint64, position);
  item = g_hash_table_lookup (self->live, &id);
  if (item != NULL)
    return g_object_ref (item);
  item = od_person_item_new (id);
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
  adopt (self, item);
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

static void
show (OdPeopleList *self, guint n)
{
  guint before = self->n_shown;

  self->n_shown = n;
  if (n != before)
    g_list_model_items_changed (G_LIST_MODEL (self), MIN (n, before), before - MIN (n, before), n - MIN (n, before));
}

static gboolean
grow_cb (gpointer user_data)
{
  OdPeopleList *self = user_data;

  show (self, self->n_shown < MOST_ROWS ? MIN (self->n_shown + SLICE, self->ids->len) : self->ids->len);
  if (self->n_shown < self->ids->len)
    return G_SOURCE_CONTINUE;
  self->grow_id = 0;
  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full) (element-type OdPersonItem): those among the first @n, each with its place in @places */
static GPtrArray *
find_items (OdPeopleList *self, guint n, GArray *places)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n && items->len < g_hash_table_size (self->live); i++)
    {
      OdPersonItem *item = g_hash_table_lookup (self->live, &g_array_index (self->ids, gint64, i));

      if (item == NULL)
        continue;
      g_ptr_array_add (items, g_object_ref (item));
      g_array_append_val (places, i);
    }
  return items;
}

/* Another list is shown: the items of those places stay, and become other customers. To make the rows of widgets anew
 * takes many frames. */
static void
replace (OdPeopleList *self, GArray *fresh)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) items = NULL;

  g_clear_handle_id (&self->grow_id, g_source_remove);
  show (self, MIN (self->n_shown, fresh->len));
  items = find_items (self, self->n_shown, places);
  forget_items (self);
  g_array_set_size (self->wanted, 0);
  g_array_unref (self->ids);
  self->ids = g_array_ref (fresh);
  for (guint i = 0; i < items->len; i++)
    {
      OdPersonItem *item = items->pdata[i];

      od_person_item_set_id (item, g_array_index (fresh, gint64, g_array_index (places, guint, i)));
      g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
      adopt (self, item);
    }
  show (self, MAX (self->n_shown, MIN (AT_ONCE, fresh->len)));
  if (self->n_shown < fresh->len)
    self->grow_id = g_idle_add (grow_cb, self);
  g_signal_emit (self, signals[REPLACED], 0);
}

/* Tells only what differs, so that the place in the list survives a change. */
static void
take_steps (OdPeopleList *self, GArray *steps, GArray *fresh)
{
  g_clear_handle_id (&self->grow_id, g_source_remove);
  show (self, self->ids->len);
  for (guint i = 0; i < steps->len; i++)
    {
      const OdListStep *step = &g_array_index (steps, OdListStep, i);
      GArray *next = i + 1 < steps->len ? od_list_steps_apply (step, self->ids, fresh) : g_array_ref (fresh);

      g_array_unref (self->ids);
      self->ids = next;
      self->n_shown = next->len;
      g_list_model_items_changed (G_LIST_MODEL (self), step->position, step->removed, step->added);
    }
}

static void refresh (OdPeopleList *self);

/* The question is answered. */
static void
end_listing (OdPeopleList *self, const GError *error)
{
  g_clear_object (&self->listing);
  g_clear_pointer (&self->fresh, g_array_unref);
  if (error == NULL)
    self->is_loaded = TRUE;
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
  else
    g_signal_emit (self, signals[LOADED], 0);
  if (self->is_stale)
    refresh (self);
}

static void
paged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = od_people_port_load_finish (OD_PEOPLE_PORT (source), result, &error);
  g_autoptr (OdPeopleList) self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another question was asked, or the list is gone */
  self = g_object_ref (user_data);
  g_hash_table_remove_all (self->page);
  while (rows != NULL && rows->len > 0)
    {
      OdPersonRow *row = g_ptr_array_steal_index_fast (rows, rows->len - 1);

      g_hash_table_replace (self->page, &row->id, row);
    }
  if (rows != NULL)
    replace (self, self->fresh);
  end_listing (self, error);
}

static void
leave_out (OdPeopleList *self, GArray *ids)
{
  guint position;

  if (self->left_out_id != 0 && od_list_find (ids, self->left_out_id, &position))
    g_array_remove_index (ids, position);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = od_people_port_list_finish (OD_PEOPLE_PORT (source), result, &error);
  g_autoptr (GArray) steps = NULL;
  g_autoptr (OdPeopleList) self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another question was asked, or the list is gone */
  self = g_object_ref (user_data);
  if (ids == NULL)
    {
      end_listing (self, error);
      return;
    }
  leave_out (self, ids);
  if (self->is_loaded)
    steps = od_list_steps_find ((const gint64 *) (gpointer) self->ids->data, self->ids->len,
                                (const gint64 *) (gpointer) ids->data, ids->len);
  if (steps == NULL)
    {
      self->fresh = g_array_ref (ids);
      od_people_port_load_async (OD_PEOPLE_PORT (source), (const gint64 *) (gpointer) ids->data,
                                 MIN (ids->len, OD_LIMIT_PAGE_ROWS), self->listing, paged_cb, self);
      return;
    }
  if (steps->len > 0)
    take_steps (self, steps, ids);
  end_listing (self, NULL);
}

static void
ask (OdPeopleList *self)
{
  OdPeopleQuery query = { .text = self->text, .order = self->order, .is_reversed = self->is_reversed };

  self->is_stale = FALSE;
  self->next_refresh_us = od_clock_get_monotonic_us (self->desk->clock) + G_USEC_PER_SEC / OD_LIMIT_REFRESHES_PER_S;
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_clear_pointer (&self->fresh, g_array_unref);
  self->listing = g_cancellable_new ();
  od_people_port_list_async (self->desk->tools.people, &query, self->listing, listed_cb, self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  OdPeopleList *self = user_data;

  self->refresh_id = 0;
  if (self->listing != NULL)
    self->is_stale = TRUE; /* the answer asks again */
  else
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
    {
      g_hash_table_remove (self->page, &ids[i]);
      if (g_hash_table_contains (self->live, &ids[i]))
        want (self, ids[i]);
    }
  if (n_ids > 0 && (self->is_loaded || self->listing != NULL))
    refresh (self);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_people_list_dispose (GObject *object)
{
  OdPeopleList *self = OD_PEOPLE_LIST (object);

  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_clear_handle_id (&self->grow_id, g_source_remove);
  if (self->refresh_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->refresh_id);
  self->refresh_id = 0;
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  forget_items (self);
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
  g_clear_pointer (&self->page, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_array_unref);
  g_clear_pointer (&self->fresh, g_array_unref);
  g_free (self->text);
  G_OBJECT_CLASS (od_people_list_parent_class)->finalize (object);
}

static void
od_people_list_class_init (OdPeopleListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_people_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_people_list_finalize;

  /**
   * OdPeopleList::replaced:
   *
   * The items are other customers now: nothing is where it was.
   */
  signals[REPLACED] =
      g_signal_new ("replaced", OD_TYPE_PEOPLE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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
  self->live = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->page = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) od_person_row_free);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
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
 * od_people_list_get_n:
 *
 * Returns: how many there are in all; the model may not have grown so far yet
 */
guint
od_people_list_get_n (OdPeopleList *self)
{
  g_return_val_if_fail (OD_IS_PEOPLE_LIST (self), 0);

  return self->ids->len;
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
