/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-id-selection"

#include "od-id-selection.h"

/**
 * OdIdSelection:
 *
 * One selected conversation, remembered by its id. GtkSingleSelection looks for the selected
 * object among all rows that were added, and so makes an object of each when a long list is
 * replaced; here the list finds the id without. A selected conversation may be in none of the
 * rows (it was resolved) and is marked again when it comes back.
 */
struct _OdIdSelection {
  GObject parent_instance;

  OdConversationList *list; /* (owned) */
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
} OdIdSelectionProp;

static GParamSpec *props[PROP_ID + 1];

static GType
list_get_item_type (GListModel *model)
{
  return OD_TYPE_CONVERSATION_ITEM;
}

static guint
list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (OD_ID_SELECTION (model)->list));
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (OD_ID_SELECTION (model)->list), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  return OD_ID_SELECTION (model)->position == position && position != GTK_INVALID_LIST_POSITION;
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  OdIdSelection *self = OD_ID_SELECTION (model);
  GtkBitset *bits = gtk_bitset_new_empty ();

  if (self->position != GTK_INVALID_LIST_POSITION)
    gtk_bitset_add (bits, self->position);
  return bits;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  OdIdSelection *self = OD_ID_SELECTION (model);
  gint64 id = od_conversation_list_get_id (self->list, position);

  /* Told again when it is chosen again: its pane may not be the one that is seen. */
  if (id == self->id)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ID]);
  else
    od_id_selection_set_id (self, id);
  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
}

static void
locate (OdIdSelection *self)
{
  if (self->id == 0 || !od_conversation_list_find (self->list, self->id, &self->position))
    self->position = GTK_INVALID_LIST_POSITION;
}

static void
on_items_changed (OdIdSelection *self, guint position, guint removed, guint added)
{
  locate (self); /* the rows that are put in ask whether they are selected */
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_id_selection_finalize (GObject *object)
{
  OdIdSelection *self = OD_ID_SELECTION (object);

  g_clear_object (&self->list);
  G_OBJECT_CLASS (od_id_selection_parent_class)->finalize (object);
}

static void
od_id_selection_class_init (OdIdSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = od_id_selection_get_property;
  object_class->finalize = od_id_selection_finalize;
  props[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0,
                                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
od_id_selection_init (OdIdSelection *self)
{
  self->position = GTK_INVALID_LIST_POSITION;
}

OdIdSelection *
od_id_selection_new (OdConversationList *list)
{
  OdIdSelection *self = g_object_new (OD_TYPE_ID_SELECTION, NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_id_selection_set_id:
 * @id: a conversation, in the list or not; 0 for none
 */
void
od_id_selection_set_id (OdIdSelection *self, gint64 id)
{
  guint old;

  g_return_if_fail (OD_IS_ID_SELECTION (self));

  if (self->id == id)
    return;
  old = self->position;
  self->id = id;
  locate (self);
  if (old != GTK_INVALID_LIST_POSITION)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), old, 1);
  if (self->position != GTK_INVALID_LIST_POSITION)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), self->position, 1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ID]);
}

gint64
od_id_selection_get_id (OdIdSelection *self)
{
  g_return_val_if_fail (OD_IS_ID_SELECTION (self), 0);

  return self->id;
}
