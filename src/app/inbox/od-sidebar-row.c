/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-sidebar"

#include "od-sidebar-row.h"

#include <glib/gi18n.h>

#include "od-popup-menu.h"

/**
 * OdSidebarRow:
 *
 * One view, with the number of conversations that wait in it. What an operator made can be
 * dragged to another place and has a menu; both name the window's actions.
 */
struct _OdSidebarRow {
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *number;
  GtkWidget *menu;   /* (nullable): made when it is wanted */
  OdViewList *views; /* (owned) */
  OdView *view;      /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdSidebarRow, od_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_numbers (OdSidebarRow *self)
{
  gint64 n = od_view_get_n_unanswered (self->view);
  g_autofree char *text = n > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, n) : g_strdup ("");
  g_autofree char *words = od_view_dup_numbers_words (self->view);
  /* TRANSLATORS: a view and its numbers, for a screen reader: "Inbox, 3 unanswered of 12" */
  g_autofree char *name = words != NULL ? g_strdup_printf (_ ("%1$s, %2$s"), od_view_get_title (self->view), words)
                                        : g_strdup (od_view_get_title (self->view));

  gtk_label_set_text (self->number, text);
  gtk_widget_set_visible (GTK_WIDGET (self->number), n > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_view (OdSidebarRow *self)
{
  gtk_image_set_from_icon_name (self->icon, od_view_get_icon_name (self->view));
  gtk_label_set_text (self->title, od_view_get_title (self->view));
  show_numbers (self);
}

/* ---- Another place ---- */

static void
move_to (OdSidebarRow *self, OdView *view, int position)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.move-view", "(si)", od_view_get_id (view), position);
}

static GdkContentProvider *
on_drag_prepare (GtkDragSource *source, double x, double y, OdSidebarRow *self)
{
  return gdk_content_provider_new_typed (OD_TYPE_VIEW, self->view);
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, OdSidebarRow *self)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, paintable, 0, 0);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, OdSidebarRow *self)
{
  OdView *view = g_value_get_object (value);

  if (view == self->view || od_view_get_kind (view) != OD_VIEW_SAVED)
    return FALSE;
  move_to (self, view, od_view_list_get_position (self->views, self->view));
  return TRUE;
}

static void
install_drag (OdSidebarRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (OD_TYPE_VIEW, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_drag_prepare), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* One place down or up; FALSE for a view that stays where it is. */
static gboolean
move_by (OdSidebarRow *self, int by)
{
  int position;

  if (od_view_get_kind (self->view) != OD_VIEW_SAVED)
    return FALSE;
  position = od_view_list_get_position (self->views, self->view) + by;
  if (position >= 0)
    move_to (self, self->view, position);
  return TRUE;
}

/* ---- The menu ---- */

static void
add_item (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (OdSidebarRow *self)
{
  const char *id = od_view_get_id (self->view);
  int position = od_view_list_get_position (self->views, self->view);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) places = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  add_item (menu, _ ("_Rename…"), "win.rename-view", g_variant_new_string (id));
  add_item (menu, _ ("_Edit…"), "win.edit-view", g_variant_new_string (id));
  if (position > 0)
    add_item (places, _ ("Move _Up"), "win.move-view", g_variant_new ("(si)", id, position - 1));
  add_item (places, _ ("Move _Down"), "win.move-view", g_variant_new ("(si)", id, position + 1));
  add_item (end, _ ("Re_move"), "win.remove-view", g_variant_new_string (id));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (places));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  return G_MENU_MODEL (menu);
}

static void
show_menu (OdSidebarRow *self, double x, double y)
{
  g_autoptr (GMenuModel) menu = NULL;

  if (od_view_get_kind (self->view) != OD_VIEW_SAVED)
    return;
  menu = make_menu (self);
  od_popup_menu (&self->menu, GTK_WIDGET (self), menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, OdSidebarRow *self)
{
  show_menu (self, x, y);
}

static void
on_long_pressed (GtkGestureLongPress *gesture, double x, double y, OdSidebarRow *self)
{
  show_menu (self, x, y);
}

static void
install_menu (OdSidebarRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *touch = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (touch), TRUE);
  g_signal_connect (touch, "pressed", G_CALLBACK (on_long_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (touch));
}

/* ---- The object ---- */

static void
od_sidebar_row_dispose (GObject *object)
{
  OdSidebarRow *self = OD_SIDEBAR_ROW (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->view);
  g_clear_object (&self->views);
  G_OBJECT_CLASS (od_sidebar_row_parent_class)->dispose (object);
}

static gboolean
move_binding (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  return move_by (OD_SIDEBAR_ROW (widget), g_variant_get_int32 (args));
}

static gboolean
menu_binding (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  show_menu (OD_SIDEBAR_ROW (widget), gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0);
  return TRUE;
}

static void
od_sidebar_row_class_init (OdSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_sidebar_row_dispose;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, GDK_CONTROL_MASK, move_binding, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, GDK_CONTROL_MASK, move_binding, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_binding, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_binding, NULL);
}

static void
od_sidebar_row_init (OdSidebarRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->title = GTK_LABEL (gtk_label_new (NULL));
  self->number = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "od-dim");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "od-small");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "numeric");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->number));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

GtkWidget *
od_sidebar_row_new (OdViewList *views, OdView *view)
{
  OdSidebarRow *self = g_object_new (OD_TYPE_SIDEBAR_ROW, NULL);

  self->views = g_object_ref (views);
  self->view = g_object_ref (view);
  g_signal_connect_object (view, "notify", G_CALLBACK (show_numbers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "changed", G_CALLBACK (show_view), self, G_CONNECT_SWAPPED);
  if (od_view_get_kind (view) == OD_VIEW_SAVED)
    {
      install_drag (self);
      install_menu (self);
    }
  show_view (self);
  return GTK_WIDGET (self);
}

OdView *
od_sidebar_row_get_view (OdSidebarRow *self)
{
  g_return_val_if_fail (OD_IS_SIDEBAR_ROW (self), NULL);

  return self->view;
}
