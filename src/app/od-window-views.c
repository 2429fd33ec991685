/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

#include <glib/gi18n.h>

#include "od-filter-window.h"

/* Which view is shown, and what is done with those that operators made. */

#define FIRST_VIEW "inbox"

/* ---- What is shown ---- */

void
od_window_choose_view (OdWindow *self, OdView *view)
{
  od_sidebar_select (self->panes.sidebar, view);
  od_inbox_pane_set_view (self->panes.inbox, view);
  od_window_show_page (self, OD_WINDOW_PAGE_LIST);
  if (adw_flap_get_folded (self->sidebar_flap))
    adw_flap_set_reveal_flap (self->sidebar_flap, FALSE);
  if (self->state != NULL && od_view_get_kind (view) != OD_VIEW_FOUND)
    g_settings_set_string (self->state, "selected-view", od_view_get_id (view));
}

/* What is shown may be gone: removed, or a channel without accounts. */
static void
on_views_changed (OdWindow *self)
{
  OdView *shown = od_inbox_pane_get_view (self->panes.inbox);

  if (shown != NULL && od_view_get_kind (shown) != OD_VIEW_FOUND && od_view_list_get_position (self->views, shown) < 0)
    od_window_choose_view (self, od_view_list_find (self->views, FIRST_VIEW));
}

/* The view that was left is there now, or will never be. */
static void
on_views_loaded (OdWindow *self)
{
  g_autofree char *id = self->state != NULL ? g_settings_get_string (self->state, "selected-view") : NULL;
  OdView *view = id != NULL ? od_view_list_find (self->views, id) : NULL;
  gboolean is_loaded = od_view_list_get_is_loaded (self->views) && od_account_list_get_is_loaded (self->accounts);

  if (od_inbox_pane_get_view (self->panes.inbox) != NULL)
    return;
  if (view == NULL && (is_loaded || id == NULL))
    view = od_view_list_find (self->views, FIRST_VIEW);
  if (view != NULL)
    od_window_choose_view (self, view);
}

/* Shows the view that was left, as soon as it is known. */
void
od_window_recall_view (OdWindow *self)
{
  g_signal_connect_object (od_inbox_pane_get_list (self->panes.inbox), "marks-changed",
                           G_CALLBACK (od_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panes.sidebar, "view-chosen", G_CALLBACK (od_window_choose_view), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "items-changed", G_CALLBACK (on_views_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "notify::is-loaded", G_CALLBACK (on_views_loaded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->accounts, "changed", G_CALLBACK (on_views_loaded), self, G_CONNECT_SWAPPED);
  on_views_loaded (self);
}

/* ---- Those that operators made ---- */

/* What a view was, to be made again. */
typedef struct {
  GWeakRef window;
  OdSavedView *saved; /* (owned) */
  guint position;
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_weak_ref_clear (&undo->window);
  g_clear_pointer (&undo->saved, od_saved_view_free);
  g_free (undo);
}

static OdView *
find_saved (OdWindow *self, GVariant *id)
{
  OdView *view = od_view_list_find (self->views, g_variant_get_string (id, NULL));

  return view != NULL && od_view_get_saved (view) != NULL ? view : NULL;
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_view_port_move_finish (OD_VIEW_PORT (source), result, &error))
    od_window_show_error (self, error);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);
  g_autoptr (GVariant) id = g_variant_get_child_value (parameter, 0);
  OdView *view = find_saved (self, id);
  int position;

  g_variant_get_child (parameter, 1, "i", &position);
  if (view != NULL && position >= 0)
    od_view_port_move_async (self->desk->tools.views, od_view_get_saved (view)->id, (guint) position, self->cancellable,
                             moved_cb, g_object_ref (self));
}

static void
made_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Undo *undo = user_data;
  g_autoptr (OdWindow) self = g_weak_ref_get (&undo->window);
  g_autoptr (GError) error = NULL;
  gint64 id = od_view_port_save_finish (OD_VIEW_PORT (source), result, &error);

  if (self != NULL && id == 0)
    od_window_show_error (self, error);
  else if (self != NULL)
    od_view_port_move_async (OD_VIEW_PORT (source), id, undo->position, self->cancellable, moved_cb,
                             g_object_ref (self));
  undo_free (undo);
}

static void
make_again_cb (gpointer user_data)
{
  Undo *undo = user_data;
  g_autoptr (OdWindow) self = g_weak_ref_get (&undo->window);
  Undo *again;

  if (self == NULL)
    return;
  again = g_new0 (Undo, 1);
  g_weak_ref_init (&again->window, self);
  again->position = undo->position;
  undo->saved->id = 0;
  od_view_port_save_async (self->desk->tools.views, undo->saved, self->cancellable, made_again_cb, again);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Undo *undo = user_data;
  g_autoptr (OdWindow) self = g_weak_ref_get (&undo->window);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL, *escaped = NULL;
  AdwToast *toast;

  if (!od_view_port_remove_finish (OD_VIEW_PORT (source), result, &error) || self == NULL)
    {
      if (self != NULL)
        od_window_show_error (self, error);
      undo_free (undo);
      return;
    }
  /* TRANSLATORS: of a view of conversations: "“Big orders” removed" */
  words = g_strdup_printf (_ ("“%s” removed"), undo->saved->name);
  escaped = g_markup_escape_text (words, -1);
  toast = adw_toast_new (escaped);
  od_window_offer_undo (self, toast, make_again_cb, undo, undo_free);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);
  OdView *view = find_saved (self, parameter);
  Undo *undo;

  if (view == NULL)
    return;
  undo = g_new0 (Undo, 1);
  g_weak_ref_init (&undo->window, self);
  undo->saved = od_saved_view_copy (od_view_get_saved (view));
  undo->position = (guint) od_view_list_get_position (self->views, view);
  od_view_port_remove_async (self->desk->tools.views, undo->saved->id, self->cancellable, removed_cb, undo);
}

/* What was saved is shown, as soon as the list has it. */
static void
on_saved (OdWindow *self, gint64 id)
{
  g_autofree char *name = g_strdup_printf ("saved:%" G_GINT64_FORMAT, id);

  od_sidebar_choose (self->panes.sidebar, name);
}

static GtkWidget *
edit (OdWindow *self, const OdSavedView *view)
{
  GtkWidget *window = od_filter_window_new (GTK_WINDOW (self), self->desk, self->accounts, view);

  g_signal_connect_object (window, "saved", G_CALLBACK (on_saved), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* @parameter: the text of a query; "" to begin with nothing */
static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdSavedView view = { .name = (char *) "",
                       .icon = (char *) "",
                       .query = (char *) g_variant_get_string (parameter, NULL),
                       .order = OD_ORDER_URGENT };

  if (OD_WINDOW (widget)->desk->tools.views != NULL)
    edit (OD_WINDOW (widget), &view);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdView *view = find_saved (OD_WINDOW (widget), parameter);
  gboolean is_renaming = g_str_equal (name, "win.rename-view");
  GtkWidget *window;

  if (view == NULL)
    return;
  window = edit (OD_WINDOW (widget), od_view_get_saved (view));
  if (is_renaming)
    od_filter_window_focus_name (OD_FILTER_WINDOW (window));
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);
  OdView *view = od_view_list_find (self->views, g_variant_get_string (parameter, NULL));

  if (view != NULL)
    od_window_choose_view (self, view);
}

void
od_window_install_view_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-view", "s", show_action);
  gtk_widget_class_install_action (widget_class, "win.save-view", "s", save_action);
  gtk_widget_class_install_action (widget_class, "win.edit-view", "s", edit_action);
  gtk_widget_class_install_action (widget_class, "win.rename-view", "s", edit_action);
  gtk_widget_class_install_action (widget_class, "win.move-view", "(si)", move_action);
  gtk_widget_class_install_action (widget_class, "win.remove-view", "s", remove_action);
}
