/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-sidebar"

#include "od-sidebar.h"

#include <glib/gi18n.h>

/**
 * OdSidebar:
 *
 * The views, and below them the channels, each with its number. Emits "view-chosen".
 */
struct _OdSidebar {
  AdwBin parent_instance;

  GtkListBox *list;  /* borrowed from the child */
  OdViewList *views; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdSidebar, od_sidebar, ADW_TYPE_BIN)

enum { VIEW_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
show_count (OdView *view, GParamSpec *pspec, GtkLabel *label)
{
  gint64 count = od_view_get_count (view);
  g_autofree char *text = count > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, count) : g_strdup ("");
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (label), GTK_TYPE_LIST_BOX_ROW);

  gtk_label_set_text (label, text);
  if (row != NULL)
    {
      g_autofree char *name =
          count > 0 ? g_strdup_printf (ngettext ("%1$s, %2$d conversation", "%1$s, %2$d conversations", (gulong) count),
                                       od_view_get_title (view), (int) count)
                    : g_strdup (od_view_get_title (view));

      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  OdView *view = item;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (od_view_get_title (view));
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (count, "od-dim");
  gtk_widget_add_css_class (count, "od-small");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (od_view_get_icon_name (view)));
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "view", g_object_ref (view), g_object_unref);
  g_signal_connect_object (view, "notify::count", G_CALLBACK (show_count), count, 0);
  show_count (view, NULL, GTK_LABEL (count));
  return row;
}

static OdView *
view_of (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "view") : NULL;
}

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  gboolean is_first_channel =
      od_view_get_is_channel (view_of (row)) && (before == NULL || !od_view_get_is_channel (view_of (before)));
  GtkWidget *heading;

  if (!is_first_channel)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  heading = gtk_label_new (_ ("Channels"));
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
od_sidebar_dispose (GObject *object)
{
  OdSidebar *self = OD_SIDEBAR (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->views);
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

static void
od_sidebar_init (OdSidebar *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Views"), -1);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_row_activated), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
od_sidebar_new (OdViewList *views)
{
  OdSidebar *self = g_object_new (OD_TYPE_SIDEBAR, NULL);

  self->views = g_object_ref (views);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (views), make_row, NULL, NULL);
  return GTK_WIDGET (self);
}

/**
 * od_sidebar_select:
 * @view: the one that is shown
 *
 * Marks it, without telling anybody.
 */
void
od_sidebar_select (OdSidebar *self, OdView *view)
{
  GtkListBoxRow *row;

  g_return_if_fail (OD_IS_SIDEBAR (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (view_of (row) == view)
      gtk_list_box_select_row (self->list, row);
}
