/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-library-window"

#include "od-library-window.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-escape.h"
#include "od-library-editor.h"

/**
 * OdLibraryWindow:
 *
 * The canned replies, or the articles: found, changed, added, duplicated and removed.
 */
struct _OdLibraryWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkStack *stack;
  GtkSearchEntry *search_entry;
  GtkListView *view;
  AdwBin *editor_bin;
  AdwStatusPage *empty_page;

  OdDesk *desk;             /* (owned) */
  OdLibraryList *list;      /* (owned) */
  OdLibraryEditor *editor;  /* borrowed from editor_bin */
  OdCompletionItem *opened; /* (owned) (nullable): what is edited */
  gboolean has_articles;
};

G_DEFINE_FINAL_TYPE (OdLibraryWindow, od_library_window, ADW_TYPE_WINDOW)

/* ---- Pages ------------------------------------------------------------------- */

static void
update_actions (OdLibraryWindow *self)
{
  gboolean is_editing = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "edit");

  gtk_widget_set_visible (GTK_WIDGET (self->search_entry), !is_editing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "library.back", is_editing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "library.duplicate", is_editing && self->opened != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "library.remove", is_editing && self->opened != NULL);
}

static void
show_list (OdLibraryWindow *self)
{
  guint n = g_list_model_get_n_items (od_library_list_get_items (self->list));

  g_clear_object (&self->opened);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  update_actions (self);
}

static void
show_editor (OdLibraryWindow *self, OdCompletionItem *item)
{
  g_set_object (&self->opened, item);
  gtk_stack_set_visible_child_name (self->stack, "edit");
  update_actions (self);
}

static void
items_changed_cb (OdLibraryWindow *self)
{
  if (!g_str_equal (gtk_stack_get_visible_child_name (self->stack), "edit"))
    show_list (self);
}

static void
say (OdLibraryWindow *self, const char *words)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

static void
failed_cb (OdLibraryWindow *self, const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (od_error_words (error), -1);

  say (self, escaped);
}

static void
saved_cb (OdLibraryWindow *self)
{
  say (self, _ ("Saved"));
  show_list (self);
}

static void
removed_cb (OdLibraryWindow *self)
{
  AdwToast *toast = adw_toast_new (_ ("Removed"));

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "library.restore");
  adw_toast_overlay_add_toast (self->toasts, toast);
  show_list (self);
}

/* ---- The list ---------------------------------------------------------------- */

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, i == 0 ? "library-title" : "library-detail");
      gtk_box_append (GTK_BOX (row), label);
    }
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  const OdCompletionChoice *choice = od_completion_item_get (gtk_list_item_get_item (list_item));
  const char *parts[5] = { NULL };
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  g_autofree char *words = g_strdup_printf ("%s%s%s", choice->mark, *choice->mark != '\0' ? "  " : "", choice->title);
  g_autofree char *detail = NULL;
  const char *lang = choice->canned != NULL ? choice->canned->lang : choice->article->lang;
  guint n = 0;

  if (*choice->detail != '\0')
    parts[n++] = choice->detail;
  if (choice->canned != NULL && *choice->canned->channel != '\0')
    parts[n++] = choice->canned->channel;
  if (*lang != '\0')
    parts[n++] = lang;
  detail = g_strjoinv (" · ", (char **) parts);
  gtk_label_set_text (GTK_LABEL (title), words);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title)), detail);
}

static void
on_activate (OdLibraryWindow *self, guint position)
{
  g_autoptr (OdCompletionItem) item = g_list_model_get_item (od_library_list_get_items (self->list), position);

  if (item == NULL)
    return;
  od_library_editor_open (self->editor, item, FALSE);
  show_editor (self, item);
}

static void
on_search_changed (OdLibraryWindow *self)
{
  od_library_list_set_query (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

/* ---- Actions ----------------------------------------------------------------- */

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_library_window_add (OD_LIBRARY_WINDOW (widget), "");
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_list (OD_LIBRARY_WINDOW (widget));
}

static void
duplicate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdLibraryWindow *self = OD_LIBRARY_WINDOW (widget);

  od_library_editor_open (self->editor, self->opened, TRUE);
  show_editor (self, NULL);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdLibraryWindow *self = OD_LIBRARY_WINDOW (widget);

  od_library_list_remove (self->list, self->opened);
}

static void
restore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_library_list_restore (OD_LIBRARY_WINDOW (widget)->list);
}

/* ---- The object -------------------------------------------------------------- */

static void
od_library_window_dispose (GObject *object)
{
  OdLibraryWindow *self = OD_LIBRARY_WINDOW (object);

  if (self->list != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->list, self);
      g_signal_handlers_disconnect_by_data (od_library_list_get_items (self->list), self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_LIBRARY_WINDOW);
  g_clear_object (&self->list);
  g_clear_object (&self->opened);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_library_window_parent_class)->dispose (object);
}

static void
od_library_window_class_init (OdLibraryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_library_window_dispose;
  gtk_widget_class_install_action (widget_class, "library.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "library.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "library.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "library.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "library.restore", NULL, restore_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "library.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "library.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-library-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdLibraryWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryWindow, title);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryWindow, view);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryWindow, editor_bin);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryWindow, empty_page);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
}

static void
od_library_window_init (OdLibraryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), "library.back");
}

/**
 * od_library_window_new:
 * @desk: has a library
 * @has_articles: articles; otherwise canned replies
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_library_window_new (GtkWindow *parent, OdDesk *desk, gboolean has_articles)
{
  OdLibraryWindow *self = g_object_new (OD_TYPE_LIBRARY_WINDOW, "transient-for", parent, NULL);
  const char *title = has_articles ? _ ("Articles") : _ ("Canned Replies");
  GListModel *items;

  self->desk = od_desk_ref (desk);
  self->has_articles = has_articles;
  self->list = od_library_list_new (desk, has_articles);
  items = od_library_list_get_items (self->list);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->title, title);
  adw_status_page_set_title (self->empty_page, has_articles ? _ ("No Articles") : _ ("No Canned Replies"));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (items))));
  self->editor = OD_LIBRARY_EDITOR (od_library_editor_new (desk, self->list, has_articles));
  adw_bin_set_child (self->editor_bin, GTK_WIDGET (self->editor));
  g_signal_connect_swapped (items, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->list, "saved", G_CALLBACK (saved_cb), self);
  g_signal_connect_swapped (self->list, "removed", G_CALLBACK (removed_cb), self);
  g_signal_connect_swapped (self->list, "failed", G_CALLBACK (failed_cb), self);
  show_list (self);
  return GTK_WIDGET (self);
}

/**
 * od_library_window_add:
 * @body: what it will say; may be ""
 *
 * Begins a new one.
 */
void
od_library_window_add (OdLibraryWindow *self, const char *body)
{
  g_return_if_fail (OD_IS_LIBRARY_WINDOW (self) && body != NULL);

  show_editor (self, NULL);
  od_library_editor_begin (self->editor, body);
}
