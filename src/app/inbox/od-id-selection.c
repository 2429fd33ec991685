/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-id-selection"

#include "od-id-selection.h"

#include "od-id-set.h"
#include "od-marks.h"

/**
 * OdIdSelection:
 *
 * What is chosen in the list of conversations: the one that is open, remembered by its id, or, with
 * Shift, Ctrl and "all", many that are marked; as long as any is marked, these are the selected ones.
 *
 * GtkSingleSelection looks for the selected object among all rows that were added, and so makes an
 * object of each when a long list is replaced; here the list finds the id without. The open
 * conversation may be in none of the rows (it was resolved) and is shown again when it comes back.
 * Marks are positions, so that a hundred thousand cost nothing, and follow their conversations
 * when the list changes; one that leaves the list loses its mark.
 *
 * GtkListView makes 200 rows of a long list at once, which takes more than a frame: where it has few, this model
 * has few more at first, and grows.
 */
struct _OdIdSelection {
  GObject parent_instance;

  OdConversationList *list; /* (owned) */
  GArray *ids;              /* (owned) (element-type gint64): of the list, as they were seen last */
  GtkBitset *marked;        /* (owned): positions */
  OdIdSet *lost;            /* (owned) (nullable): marked ones that went away while the order changes */
  guint n_shown;            /* of @ids, from the first */
  guint grow_id;            /* idle; 0 if all are shown */
  gint64 id;                /* 0 for none */
  guint position;           /* where it is; GTK_INVALID_LIST_POSITION if not in the list */
};

static void list_model_iface_init (GListModelInterface *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdIdSelection, od_id_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_iface_init))

typedef enum {
  PROP_ID = 1,
  PROP_N_MARKED,
} OdIdSelectionProp;

static GParamSpec *props[PROP_N_MARKED + 1];

static GType
list_get_item_type (GListModel *model)
{
  return OD_TYPE_CONVERSATION_ITEM;
}

static guint
list_get_n_items (GListModel *model)
{
  return OD_ID_SELECTION (model)->n_shown;
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  OdIdSelection *self = OD_ID_SELECTION (model);

  return position < self->n_shown ? g_list_model_get_item (G_LIST_MODEL (self->list), position) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

static gboolean
has_marks (OdIdSelection *self)
{
  return !gtk_bitset_is_empty (self->marked);
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  OdIdSelection *self = OD_ID_SELECTION (model);

  if (has_marks (self))
    return gtk_bitset_contains (self->marked, position);
  return self->position == position && position != GTK_INVALID_LIST_POSITION;
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  OdIdSelection *self = OD_ID_SELECTION (model);
  GtkBitset *bits;

  if (has_marks (self))
    return gtk_bitset_ref (self->marked);
  bits = gtk_bitset_new_empty ();
  if (self->position != GTK_INVALID_LIST_POSITION)
    gtk_bitset_add (bits, self->position);
  return bits;
}

/* Tells of what looks different now, at once: the list has few rows, however many are marked. */
static void
take_marks (OdIdSelection *self, GtkBitset *marked)
{
  g_autoptr (GtkBitset) fresh = marked;
  guint n = self->n_shown;

  if (gtk_bitset_equals (fresh, self->marked))
    return;
  gtk_bitset_unref (self->marked);
  self->marked = g_steal_pointer (&fresh);
  if (n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_MARKED]);
}

/* What is open is the first of many. */
static GtkBitset *
copy_marks (OdIdSelection *self)
{
  GtkBitset *marked = gtk_bitset_copy (self->marked);

  if (gtk_bitset_is_empty (marked) && self->position != GTK_INVALID_LIST_POSITION)
    gtk_bitset_add (marked, self->position);
  return marked;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  OdIdSelection *self = OD_ID_SELECTION (model);
  gint64 id = od_conversation_list_get_id (self->list, position);

  if (!unselect_rest)
    {
      GtkBitset *marked = copy_marks (self);

      gtk_bitset_add (marked, position);
      take_marks (self, marked);
      return TRUE;
    }
  /* Told again when it is chosen again: its pane may not be the one that is seen. */
  if (id == self->id)
    {
      od_id_selection_unmark_all (self);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ID]);
    }
  else
    od_id_selection_set_id (self, id);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  OdIdSelection *self = OD_ID_SELECTION (model);
  GtkBitset *marked = copy_marks (self);

  if (has_marks (self)) /* else it is the open one, and marked by this */
    gtk_bitset_remove (marked, position);
  take_marks (self, marked);
  return TRUE;
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n_items, gboolean unselect_rest)
{
  OdIdSelection *self = OD_ID_SELECTION (model);
  GtkBitset *marked = unselect_rest ? gtk_bitset_new_empty () : copy_marks (self);

  if (n_items > 1 || !unselect_rest) /* one alone is none */
    gtk_bitset_add_range (marked, position, n_items);
  take_marks (self, marked);
  return TRUE;
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  OdIdSelection *self = OD_ID_SELECTION (model);
  GtkBitset *marked = gtk_bitset_copy (self->marked);

  gtk_bitset_remove_range (marked, position, n_items);
  take_marks (self, marked);
  return TRUE;
}

static gboolean
select_all (GtkSelectionModel *model)
{
  OdIdSelection *self = OD_ID_SELECTION (model);

  take_marks (self, gtk_bitset_new_range (0, self->ids->len));
  return TRUE;
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  od_id_selection_unmark_all (OD_ID_SELECTION (model));
  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
}

static void
locate (OdIdSelection *self)
{
  if (self->id == 0 || !od_conversation_list_find (self->list, self->id, &self->position))
    self->position = GTK_INVALID_LIST_POSITION;
}

/* Looks only at what has changed: a list of a hundred thousand changes in many small steps. */
static void
follow (OdIdSelection *self, guint position, guint removed, guint added)
{
  gboolean is_behind = self->position != GTK_INVALID_LIST_POSITION && self->position >= position;

  if (is_behind && self->position >= position + removed)
    self->position += added - removed;
  else if (is_behind)
    self->position = GTK_INVALID_LIST_POSITION;
  for (guint i = position; i < position + added && self->id != 0; i++)
    if (g_array_index (self->ids, gint64, i) == self->id)
      self->position = i;
}

static void
show_more (OdIdSelection *self, guint n)
{
  guint n_before = self->n_shown;

  self->n_shown += n;
  g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n);
}

static gboolean
grow_cb (gpointer user_data)
{
  OdIdSelection *self = user_data;

  show_more (self, od_growth_next (self->n_shown, self->ids->len));
  if (self->n_shown < self->ids->len)
    return G_SOURCE_CONTINUE;
  self->grow_id = 0;
  return G_SOURCE_REMOVE;
}

static void
tell_items_changed (OdIdSelection *self, guint position, guint removed, guint added)
{
  guint n_before = self->n_shown;

  self->n_shown = od_growth_begin (n_before - removed, position, added, self->ids->len);
  if (self->n_shown == self->ids->len)
    {
      g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
      return;
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_before - position, self->n_shown - position);
  if (self->grow_id == 0)
    self->grow_id = g_idle_add (grow_cb, self);
}

static void
on_items_changed (OdIdSelection *self, guint position, guint removed, guint added)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->ids);

  self->ids = od_conversation_list_ref_ids (self->list);
  follow (self, position, removed, added); /* the rows that are put in ask whether they are selected */
  if (has_marks (self))
    {
      od_marks_lose (self->marked, old, position, removed, &self->lost);
      gtk_bitset_splice (self->marked, position, removed, added);
    }
  tell_items_changed (self, position, removed, added);
}

/* The rows are other conversations now. */
static void
on_replaced (OdIdSelection *self)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->ids);
  guint n_both;

  self->ids = od_conversation_list_ref_ids (self->list);
  n_both = MIN (old->len, self->ids->len);
  locate (self);
  if (has_marks (self))
    {
      od_marks_lose (self->marked, old, 0, old->len, &self->lost);
      gtk_bitset_remove_all (self->marked);
    }
  if (n_both > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n_both);
}

/* Marks follow their conversations; what has left the list is marked no more. */
static void
on_order_changed (OdIdSelection *self)
{
  g_autoptr (OdIdSet) lost = g_steal_pointer (&self->lost);

  if (lost == NULL || od_id_set_get_n (lost) == 0)
    return;
  od_marks_find (self->marked, self->ids, lost);
  if (self->n_shown > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, self->n_shown);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_MARKED]);
}

static void
od_id_selection_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OdIdSelection *self = OD_ID_SELECTION (object);

  switch ((OdIdSelectionProp) prop_id)
    {
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;
    case PROP_N_MARKED:
      g_value_set_uint (value, od_id_selection_get_n_marked (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_id_selection_dispose (GObject *object)
{
  g_clear_handle_id (&OD_ID_SELECTION (object)->grow_id, g_source_remove);
  G_OBJECT_CLASS (od_id_selection_parent_class)->dispose (object);
}

static void
od_id_selection_finalize (GObject *object)
{
  OdIdSelection *self = OD_ID_SELECTION (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->marked, gtk_bitset_unref);
  g_clear_pointer (&self->lost, od_id_set_free);
  G_OBJECT_CLASS (od_id_selection_parent_class)->finalize (object);
}

static void
od_id_selection_class_init (OdIdSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = od_id_selection_get_property;
  object_class->dispose = od_id_selection_dispose;
  object_class->finalize = od_id_selection_finalize;
  props[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0,
                                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_N_MARKED] = g_param_spec_uint ("n-marked", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
od_id_selection_init (OdIdSelection *self)
{
  self->position = GTK_INVALID_LIST_POSITION;
  self->marked = gtk_bitset_new_empty ();
}

OdIdSelection *
od_id_selection_new (OdConversationList *list)
{
  OdIdSelection *self = g_object_new (OD_TYPE_ID_SELECTION, NULL);

  self->list = g_object_ref (list);
  self->ids = od_conversation_list_ref_ids (list);
  self->n_shown = self->ids->len;
  g_signal_connect_object (list, "order-changing", G_CALLBACK (od_id_selection_show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "replaced", G_CALLBACK (on_replaced), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "order-changed", G_CALLBACK (on_order_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_id_selection_show_all:
 *
 * The model grows no longer, but has all rows now.
 */
void
od_id_selection_show_all (OdIdSelection *self)
{
  g_return_if_fail (OD_IS_ID_SELECTION (self));

  if (self->grow_id == 0)
    return;
  g_clear_handle_id (&self->grow_id, g_source_remove);
  show_more (self, self->ids->len - self->n_shown);
}

/**
 * od_id_selection_set_id:
 * @id: what is open: a conversation, in the list or not; 0 for none
 *
 * Ends the marking of many.
 */
void
od_id_selection_set_id (OdIdSelection *self, gint64 id)
{
  guint old;

  g_return_if_fail (OD_IS_ID_SELECTION (self));

  od_id_selection_unmark_all (self);
  if (self->id == id)
    return;
  old = self->position;
  self->id = id;
  locate (self);
  if (old < self->n_shown)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), old, 1);
  if (self->position < self->n_shown)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), self->position, 1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ID]);
}

gint64
od_id_selection_get_id (OdIdSelection *self)
{
  g_return_val_if_fail (OD_IS_ID_SELECTION (self), 0);

  return self->id;
}

/**
 * od_id_selection_get_n_marked:
 *
 * Returns: how many conversations are marked; 0 as long as there is only one that is open
 */
guint
od_id_selection_get_n_marked (OdIdSelection *self)
{
  g_return_val_if_fail (OD_IS_ID_SELECTION (self), 0);

  return (guint) gtk_bitset_get_size (self->marked);
}

/**
 * od_id_selection_dup_marked:
 * @n_ids: (out): how many
 *
 * Returns: (transfer full) (array length=n_ids) (nullable): the marked conversations, in the order of the list
 */
gint64 *
od_id_selection_dup_marked (OdIdSelection *self, guint *n_ids)
{
  g_return_val_if_fail (OD_IS_ID_SELECTION (self), NULL);

  return od_marks_dup_ids (self->marked, self->ids, n_ids);
}

/**
 * od_id_selection_unmark_all:
 *
 * What is open is the only one that is selected.
 */
void
od_id_selection_unmark_all (OdIdSelection *self)
{
  g_return_if_fail (OD_IS_ID_SELECTION (self));

  take_marks (self, gtk_bitset_new_empty ());
}
