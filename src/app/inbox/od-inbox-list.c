/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-inbox-list"

#include "od-inbox-list.h"

#include <glib/gi18n.h>

#include "od-id-selection.h"
#include "od-inbox-row.h"

#define FARTHEST_STEP 500

/**
 * OdInboxList:
 *
 * The rows of the conversations, and the selected one. Enter on a row goes on to writing.
 */
struct _OdInboxList {
  AdwBin parent_instance;

  OdDesk *desk;             /* (owned) */
  OdConversationList *list; /* (owned) */
  OdIdSelection *selection; /* (owned) */
  GtkListView *view;        /* borrowed from the child */
  guint last_position;      /* where the selection was seen last */
};

G_DEFINE_FINAL_TYPE (OdInboxList, od_inbox_list, ADW_TYPE_BIN)

static guint chosen_signal;

/* ---- Rows ---- */

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdInboxList *self)
{
  gtk_list_item_set_child (list_item, od_inbox_row_new (self->desk));
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdInboxList *self)
{
  od_inbox_row_set_item (OD_INBOX_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdInboxList *self)
{
  od_inbox_row_set_item (OD_INBOX_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* ---- Choosing ---- */

static gint64
customer_at (OdInboxList *self, guint position)
{
  g_autoptr (OdConversationItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  const OdConversationRow *row = item != NULL ? od_conversation_item_get_row (item) : NULL;

  return row != NULL ? row->customer_id : 0;
}

static void
on_selected (OdInboxList *self)
{
  gint64 id = od_id_selection_get_id (self->selection);

  if (id != 0 && od_conversation_list_find (self->list, id, &self->last_position))
    g_signal_emit (self, chosen_signal, 0, id, customer_at (self, self->last_position));
}

static void
on_list_activate (OdInboxList *self, guint position)
{
  gint64 id = od_conversation_list_get_id (self->list, position);

  od_id_selection_set_id (self->selection, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-composer", NULL);
}

static void
scroll_to (GtkListView *view, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (view), "list.scroll-to-item", "u", position);
}

static void
go_to (OdInboxList *self, guint position)
{
  od_id_selection_set_id (self->selection, od_conversation_list_get_id (self->list, position));
  scroll_to (self->view, position);
}

/* ---- Life ---- */

static gboolean
od_inbox_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (OD_INBOX_LIST (widget)->view));
}

static void
od_inbox_list_dispose (GObject *object)
{
  OdInboxList *self = OD_INBOX_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_inbox_list_parent_class)->dispose (object);
}

static void
od_inbox_list_class_init (OdInboxListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_inbox_list_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = od_inbox_list_grab_focus;

  /**
   * OdInboxList::conversation-chosen:
   * @conversation_id: what is selected now
   * @customer_id: whose it is; 0 if the row is not loaded yet
   */
  chosen_signal = g_signal_new ("conversation-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
}

static void
od_inbox_list_init (OdInboxList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row), self, 0);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, g_steal_pointer (&factory)));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "conversation-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Conversations"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_list_activate), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
od_inbox_list_new (OdDesk *desk, OdConversationList *list)
{
  OdInboxList *self = g_object_new (OD_TYPE_INBOX_LIST, NULL);

  self->desk = od_desk_ref (desk);
  self->list = g_object_ref (list);
  self->selection = od_id_selection_new (list);
  g_signal_connect_object (self->selection, "notify::id", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  return GTK_WIDGET (self);
}

/**
 * od_inbox_list_select:
 * @conversation_id: marks it and, if the list has it, tells with "conversation-chosen"
 */
void
od_inbox_list_select (OdInboxList *self, gint64 conversation_id)
{
  g_return_if_fail (OD_IS_INBOX_LIST (self));

  od_id_selection_set_id (self->selection, conversation_id);
}

/**
 * od_inbox_list_step:
 * @by: 1 for the next conversation, -1 for the one before
 *
 * From the selected one; if that has left the list, from where it was.
 */
void
od_inbox_list_step (OdInboxList *self, int by)
{
  gint64 id;
  guint n, position;

  g_return_if_fail (OD_IS_INBOX_LIST (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  if (n == 0)
    return;
  id = od_id_selection_get_id (self->selection);
  if (id == 0)
    position = by > 0 ? 0 : n - 1;
  else if (!od_conversation_list_find (self->list, id, &position))
    position = MIN (self->last_position - (by < 0 && self->last_position > 0 ? 1 : 0), n - 1);
  else if (by < 0)
    position = position > 0 ? position - 1 : 0;
  else
    position = MIN (position + 1, n - 1);
  go_to (self, position);
}

/**
 * od_inbox_list_step_to_unanswered:
 *
 * Goes to the next conversation, in the order of the list and around its end, in which a
 * customer waits. Looks at rows that are loaded: those around the place.
 */
void
od_inbox_list_step_to_unanswered (OdInboxList *self)
{
  guint n, from = 0;

  g_return_if_fail (OD_IS_INBOX_LIST (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  if (od_conversation_list_find (self->list, od_id_selection_get_id (self->selection), &from))
    from++;
  for (guint i = 0; i < MIN (n, FARTHEST_STEP); i++)
    {
      guint position = (from + i) % n;
      g_autoptr (OdConversationItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
      const OdConversationRow *row = od_conversation_item_get_row (item);

      if (row != NULL && row->waiting_since_us != 0)
        {
          go_to (self, position);
          return;
        }
    }
}

/**
 * od_inbox_list_tell_time:
 *
 * Writes the rows again: a minute has passed.
 */
void
od_inbox_list_tell_time (OdInboxList *self)
{
  g_return_if_fail (OD_IS_INBOX_LIST (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  /* The view knows which rows there are; a list of our own once kept one that was gone. */
  for (GtkWidget *place = gtk_widget_get_first_child (GTK_WIDGET (self->view)); place != NULL;
       place = gtk_widget_get_next_sibling (place))
    {
      GtkWidget *row = gtk_widget_get_first_child (place);

      if (OD_IS_INBOX_ROW (row))
        od_inbox_row_update (OD_INBOX_ROW (row));
    }
}
