/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-found-list"

#include "od-found-list.h"

#include <glib/gi18n.h>

#include "od-search-row.h"

/**
 * OdFoundList:
 *
 * What was found. The cursor may stay in the search entry: whoever has it
 * walks through the list with od_found_list_step().
 */
struct _OdFoundList {
  AdwBin parent_instance;

  OdDesk *desk;                  /* (owned) */
  GtkListView *view;             /* borrowed from the child */
  GtkSingleSelection *selection; /* (owned) */
  OdSearchItem *chosen;          /* (owned) (nullable): where the operator walked to */
};

G_DEFINE_FINAL_TYPE (OdFoundList, od_found_list, ADW_TYPE_BIN)

enum { HIT_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdFoundList *self)
{
  gtk_list_item_set_child (list_item, od_search_row_new (self->desk));
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdFoundList *self)
{
  od_search_row_set_item (OD_SEARCH_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

static void
on_activate (OdFoundList *self, guint position)
{
  g_autoptr (OdSearchItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    g_signal_emit (self, signals[HIT_CHOSEN], 0, item);
}

static void
od_found_list_dispose (GObject *object)
{
  OdFoundList *self = OD_FOUND_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->chosen);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_found_list_parent_class)->dispose (object);
}

static void
od_found_list_class_init (OdFoundListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_found_list_dispose;

  /**
   * OdFoundList::hit-chosen:
   * @item: the message to show
   */
  signals[HIT_CHOSEN] = g_signal_new ("hit-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, OD_TYPE_SEARCH_ITEM);
}

static void
od_found_list_init (OdFoundList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row), self, 0);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, g_steal_pointer (&factory)));
  gtk_list_view_set_single_click_activate (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "conversation-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What was found"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

static void
select_row (OdFoundList *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* Who walked to a row before the answer came stays at it, if it is in the answer too. */
static void
finished_cb (OdFoundList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; self->chosen != NULL && i < n; i++)
    {
      g_autoptr (OdSearchItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (od_search_item_is_same (item, self->chosen))
        {
          select_row (self, i);
          return;
        }
    }
  g_clear_object (&self->chosen);
}

GtkWidget *
od_found_list_new (OdDesk *desk, OdSearchList *found)
{
  OdFoundList *self = g_object_new (OD_TYPE_FOUND_LIST, NULL);

  self->desk = od_desk_ref (desk);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (found)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (found, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
walk_to (OdFoundList *self, guint position)
{
  g_clear_object (&self->chosen);
  self->chosen = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  select_row (self, position);
}

/**
 * od_found_list_step:
 * @by: 1 for the next message, -1 for the one before
 *
 * Returns: %FALSE if there is none to go to
 */
gboolean
od_found_list_step (OdFoundList *self, int by)
{
  guint n, position;

  g_return_val_if_fail (OD_IS_FOUND_LIST (self), FALSE);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  if (n == 0)
    return FALSE;
  position = gtk_single_selection_get_selected (self->selection);
  if (position == GTK_INVALID_LIST_POSITION)
    position = 0;
  else if (by > 0)
    position = MIN (position + 1, n - 1);
  else if (position > 0)
    position--;
  walk_to (self, position);
  return TRUE;
}

/**
 * od_found_list_step_group:
 * @by: 1 for the first hit of the next kind, -1 for that of this kind, or of the one before
 *
 * Returns: %FALSE if there is none to go to
 */
gboolean
od_found_list_step_group (OdFoundList *self, int by)
{
  guint n, position;

  g_return_val_if_fail (OD_IS_FOUND_LIST (self), FALSE);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  position = gtk_single_selection_get_selected (self->selection);
  if (n == 0 || position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  for (gint64 i = (gint64) position + by; i >= 0 && i < n; i += by)
    {
      g_autoptr (OdSearchItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), (guint) i);
      g_autofree char *heading = od_search_item_dup_heading (item);

      if (heading != NULL)
        {
          walk_to (self, (guint) i);
          break;
        }
    }
  return TRUE;
}

/**
 * od_found_list_begin:
 *
 * Something else is asked: what was walked to does not count any more.
 */
void
od_found_list_begin (OdFoundList *self)
{
  g_return_if_fail (OD_IS_FOUND_LIST (self));

  g_clear_object (&self->chosen);
}

/**
 * od_found_list_activate:
 *
 * Chooses the message that is marked, if one is.
 */
void
od_found_list_activate (OdFoundList *self)
{
  g_return_if_fail (OD_IS_FOUND_LIST (self));

  on_activate (self, gtk_single_selection_get_selected (self->selection));
}
