/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-sidebar"

#include "od-sidebar.h"

#include <glib/gi18n.h>

#include "od-presence-button.h"
#include "od-sidebar-row.h"

/**
 * OdSidebar:
 *
 * The views: those that every desk has, those that operators made, channels and tags, each with
 * its number. Emits "view-chosen".
 */
struct _OdSidebar {
  AdwBin parent_instance;

  GtkListBox *list;      /* borrowed from the child */
  GtkButton *new_button; /* likewise */
  GtkWidget *foot;       /* likewise: what stays below the views */
  OdViewList *views;     /* (owned) */
  OdView *selected;      /* (owned) (nullable) */
  char *wanted_id;       /* (owned) (nullable): to be chosen as soon as it is there */
  OdView *focused;       /* (owned) (nullable): while places change */
};

G_DEFINE_FINAL_TYPE (OdSidebar, od_sidebar, ADW_TYPE_BIN)

enum { VIEW_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static OdView *
view_of (GtkListBoxRow *row)
{
  return row != NULL ? od_sidebar_row_get_view (OD_SIDEBAR_ROW (row)) : NULL;
}

static GtkListBoxRow *
find_row (OdSidebar *self, OdView *view)
{
  GtkListBoxRow *row;

  for (int i = 0; view != NULL && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (view_of (row) == view)
      return row;
  return NULL;
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  return od_sidebar_row_new (OD_SIDEBAR (user_data)->views, OD_VIEW (item));
}

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  static const char *const headings[OD_N_VIEW_KIND] = {
    [OD_VIEW_SAVED] = N_ ("My Views"),
    [OD_VIEW_CHANNEL] = N_ ("Channels"),
    [OD_VIEW_TAG] = N_ ("Tags"),
  };
  OdViewKind kind = od_view_get_kind (view_of (row));
  GtkWidget *heading;

  if (headings[kind] == NULL || (before != NULL && od_view_get_kind (view_of (before)) == kind))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  heading = gtk_label_new (_ (headings[kind]));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "sidebar-heading");
  gtk_list_box_row_set_header (row, heading);
}

static void
on_row_activated (OdSidebar *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[VIEW_CHOSEN], 0, view_of (row));
}

static void
choose_wanted (OdSidebar *self)
{
  OdView *view = self->wanted_id != NULL ? od_view_list_find (self->views, self->wanted_id) : NULL;

  if (view == NULL)
    return;
  g_clear_pointer (&self->wanted_id, g_free);
  g_signal_emit (self, signals[VIEW_CHOSEN], 0, view);
}

/* Rows are made anew when their places change: what has the focus keeps it. */
static void
on_items_changing (OdSidebar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, OD_TYPE_SIDEBAR_ROW) : NULL;

  OdView *view = row != NULL ? view_of (GTK_LIST_BOX_ROW (row)) : NULL;

  g_set_object (&self->focused, view);
}

static void
on_items_changed (OdSidebar *self)
{
  GtkListBoxRow *row = find_row (self, self->selected);

  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
  row = find_row (self, self->focused);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  g_clear_object (&self->focused);
  choose_wanted (self);
}

static void
od_sidebar_dispose (GObject *object)
{
  OdSidebar *self = OD_SIDEBAR (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selected);
  g_clear_object (&self->focused);
  g_clear_object (&self->views);
  g_clear_pointer (&self->wanted_id, g_free);
  G_OBJECT_CLASS (od_sidebar_parent_class)->dispose (object);
}

static void
od_sidebar_class_init (OdSidebarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_sidebar_dispose;

  /**
   * OdSidebar::view-chosen:
   * @view: what the operator wants to see
   */
  signals[VIEW_CHOSEN] = g_signal_new ("view-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, OD_TYPE_VIEW);
}

static GtkWidget *
make_new_button (void)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _ ("_New View…"));
  adw_button_content_set_use_underline (ADW_BUTTON_CONTENT (content), TRUE);
  gtk_widget_set_halign (content, GTK_ALIGN_START);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.save-view");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "");
  gtk_widget_add_css_class (button, "sidebar-button");
  return button;
}

static void
od_sidebar_init (OdSidebar *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Views"), -1);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_row_activated), self, G_CONNECT_SWAPPED);
  self->new_button = GTK_BUTTON (make_new_button ());
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->new_button));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  self->foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->foot), scrolled);
  adw_bin_set_child (ADW_BIN (self), self->foot);
}

/**
 * od_sidebar_new:
 * @can_make_views: whether this desk keeps views of its operators
 */
GtkWidget *
od_sidebar_new (OdViewList *views, gboolean can_make_views)
{
  OdSidebar *self = g_object_new (OD_TYPE_SIDEBAR, NULL);

  self->views = g_object_ref (views);
  gtk_widget_set_visible (GTK_WIDGET (self->new_button), can_make_views);
  g_signal_connect_object (views, "items-changed", G_CALLBACK (on_items_changing), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (views), make_row, self, NULL);
  g_signal_connect_object (views, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * od_sidebar_set_presence:
 *
 * Shows below the views whether the operator is there, and lets them choose. Once.
 */
void
od_sidebar_set_presence (OdSidebar *self, OdPresence *presence)
{
  g_return_if_fail (OD_IS_SIDEBAR (self));

  gtk_box_append (GTK_BOX (self->foot), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (self->foot), od_presence_button_new (presence));
}

/**
 * od_sidebar_choose:
 * @view_id: what to show, now or as soon as there is such a view
 */
void
od_sidebar_choose (OdSidebar *self, const char *view_id)
{
  g_return_if_fail (OD_IS_SIDEBAR (self));

  g_free (self->wanted_id);
  self->wanted_id = g_strdup (view_id);
  choose_wanted (self);
}

/**
 * od_sidebar_select:
 * @view: the one that is shown
 *
 * Marks it, if it is one of these, and no other, without telling anybody.
 */
void
od_sidebar_select (OdSidebar *self, OdView *view)
{
  GtkListBoxRow *row;

  g_return_if_fail (OD_IS_SIDEBAR (self));

  g_set_object (&self->selected, view);
  row = find_row (self, view);
  gtk_list_box_select_row (self->list, row);
}
