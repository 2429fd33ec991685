/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-completion-popover"

#include "od-completion-popover.h"

#include <glib/gi18n.h>

#include "od-text.h"

#define PREVIEW_GRAPHEMES 600

/**
 * OdCompletionPopover:
 *
 * What can be inserted: a list, and the words of what is selected. The focus stays in the text;
 * whoever has the keys calls od_completion_popover_step().
 */
struct _OdCompletionPopover {
  GtkPopover parent_instance;

  GtkListView *list;
  GtkLabel *folder_label;
  GtkWidget *preview_box;
  GtkLabel *preview_label;
  GtkButton *link_button;
  GtkLabel *status_label;
  GtkLabel *hint_label;

  OdCompletion *completion;      /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdCompletionPopover, od_completion_popover, GTK_TYPE_POPOVER)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- Rows -------------------------------------------------------------------- */

static GtkWidget *
make_label (const char *css_class, gboolean is_wide)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), is_wide ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  if (is_wide)
    gtk_label_set_max_width_chars (GTK_LABEL (label),
                                   1); /* the popover is as wide as there is room, not as its words */
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, is_wide);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (row), gtk_image_new ());
  gtk_box_append (GTK_BOX (row), make_label ("completion-mark", FALSE));
  gtk_box_append (GTK_BOX (words), make_label (NULL, TRUE));
  gtk_box_append (GTK_BOX (words), make_label ("completion-detail", TRUE));
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), words);
  gtk_list_item_set_child (list_item, row);
}

static void
set_words (GtkWidget *label, const char *words)
{
  gtk_label_set_text (GTK_LABEL (label), words);
  gtk_widget_set_visible (label, *words != '\0');
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  const OdCompletionChoice *choice = od_completion_item_get (gtk_list_item_get_item (list_item));
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *mark = gtk_widget_get_next_sibling (icon);
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_next_sibling (mark));
  const char *icon_name = choice->kind == OD_COMPLETION_ITEM_FOLDER    ? "folder-symbolic"
                          : choice->kind == OD_COMPLETION_ITEM_ARTICLE ? "text-x-generic-symbolic"
                          : choice->kind == OD_COMPLETION_ITEM_LIBRARY ? "list-add-symbolic"
                          : choice->kind == OD_COMPLETION_ITEM_MENTION ? "od-person-symbolic"
                                                                       : NULL;

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), icon_name);
  gtk_widget_set_visible (icon, icon_name != NULL);
  set_words (mark, choice->mark);
  set_words (title, choice->title);
  set_words (gtk_widget_get_next_sibling (title), choice->detail);
}

/* ---- What is selected -------------------------------------------------------- */

static void
show_preview (OdCompletionPopover *self, OdCompletionItem *item)
{
  const OdCompletionChoice *choice = item != NULL ? od_completion_item_get (item) : NULL;
  g_autofree char *preview = item != NULL ? od_completion_dup_preview (self->completion, item) : NULL;
  g_autofree char *cut = preview != NULL ? od_text_cut (preview, PREVIEW_GRAPHEMES) : NULL;

  gtk_widget_set_visible (self->preview_box, cut != NULL);
  gtk_label_set_text (self->preview_label, cut != NULL ? cut : "");
  gtk_widget_set_visible (GTK_WIDGET (self->link_button),
                          choice != NULL && choice->article != NULL && *choice->article->url != '\0');
}

static void
say_selected (OdCompletionPopover *self, const OdCompletionChoice *choice)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *words = NULL;

  if (choice == NULL)
    {
      gtk_label_set_text (self->status_label, "");
      return;
    }
  /* TRANSLATORS: said by a screen reader: what is selected, and where in the list: "/hello Good day, 1 of 5" */
  words = g_strdup_printf (_ ("%1$s %2$s, %3$u of %4$u"), choice->mark, choice->title,
                           gtk_single_selection_get_selected (self->selection) + 1, n);
  gtk_label_set_text (self->status_label, words);
}

static const char *
get_hint (OdCompletionPopover *self, const OdCompletionChoice *choice)
{
  if (choice == NULL)
    return "";
  if (choice->kind == OD_COMPLETION_ITEM_FOLDER)
    return _ ("Enter opens the folder");
  if (choice->kind == OD_COMPLETION_ITEM_LIBRARY)
    return _ ("Enter opens the library");
  if (choice->article != NULL && *choice->article->url != '\0')
    return _ ("Enter inserts the text, Shift+Enter a link");
  return _ ("Enter inserts, Escape closes");
}

static void
on_selected (OdCompletionPopover *self)
{
  OdCompletionItem *item = gtk_single_selection_get_selected_item (self->selection);
  const OdCompletionChoice *choice = item != NULL ? od_completion_item_get (item) : NULL;

  show_preview (self, item);
  say_selected (self, choice);
  gtk_label_set_text (self->hint_label, get_hint (self, choice));
}

static void
completion_changed_cb (OdCompletionPopover *self)
{
  const char *folder = od_completion_get_folder (self->completion);

  gtk_widget_set_visible (GTK_WIDGET (self->folder_label), folder != NULL);
  gtk_label_set_text (self->folder_label, folder != NULL && *folder != '\0' ? folder : _ ("Canned Replies"));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    {
      gtk_single_selection_set_selected (self->selection, 0);
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
    }
  on_selected (self);
}

static void
on_activate (OdCompletionPopover *self, guint position)
{
  g_autoptr (OdCompletionItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, item, FALSE);
}

static void
on_link (OdCompletionPopover *self)
{
  g_autoptr (OdCompletionItem) item = od_completion_popover_dup_selected (self);

  if (item != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, item, TRUE);
}

/* ---- The object -------------------------------------------------------------- */

static void
od_completion_popover_dispose (GObject *object)
{
  OdCompletionPopover *self = OD_COMPLETION_POPOVER (object);

  if (self->completion != NULL)
    g_signal_handlers_disconnect_by_data (self->completion, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_COMPLETION_POPOVER);
  g_clear_object (&self->selection);
  g_clear_object (&self->completion);
  G_OBJECT_CLASS (od_completion_popover_parent_class)->dispose (object);
}

static void
od_completion_popover_class_init (OdCompletionPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_completion_popover_dispose;

  /**
   * OdCompletionPopover::chosen:
   * @item: what, also a folder
   * @as_link: of an article: not its text
   */
  signals[CHOSEN] = g_signal_new ("chosen", OD_TYPE_COMPLETION_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, OD_TYPE_COMPLETION_ITEM, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-completion-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, OdCompletionPopover, list);
  gtk_widget_class_bind_template_child (widget_class, OdCompletionPopover, folder_label);
  gtk_widget_class_bind_template_child (widget_class, OdCompletionPopover, preview_box);
  gtk_widget_class_bind_template_child (widget_class, OdCompletionPopover, preview_label);
  gtk_widget_class_bind_template_child (widget_class, OdCompletionPopover, link_button);
  gtk_widget_class_bind_template_child (widget_class, OdCompletionPopover, status_label);
  gtk_widget_class_bind_template_child (widget_class, OdCompletionPopover, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_link);
}

static void
od_completion_popover_init (OdCompletionPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * od_completion_popover_new:
 *
 * Returns: (transfer floating): shows what @completion offers; opened and closed by others
 */
GtkWidget *
od_completion_popover_new (OdCompletion *completion)
{
  OdCompletionPopover *self = g_object_new (OD_TYPE_COMPLETION_POPOVER, NULL);

  self->completion = g_object_ref (completion);
  self->selection = gtk_single_selection_new (g_object_ref (od_completion_get_items (completion)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (completion, "changed", G_CALLBACK (completion_changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * od_completion_popover_step:
 * @by: rows down; less than 0: up. One beyond an end comes in at the other
 */
void
od_completion_popover_step (OdCompletionPopover *self, int by)
{
  int n, at;

  g_return_if_fail (OD_IS_COMPLETION_POPOVER (self));

  n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  if (n == 0)
    return;
  at = (int) gtk_single_selection_get_selected (self->selection);
  if (by == 1 || by == -1)
    at = (at + by + n) % n;
  else
    at = CLAMP (at + by, 0, n - 1);
  gtk_single_selection_set_selected (self->selection, (guint) at);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", (guint) at);
}

/**
 * od_completion_popover_dup_selected:
 *
 * Returns: (transfer full) (nullable)
 */
OdCompletionItem *
od_completion_popover_dup_selected (OdCompletionPopover *self)
{
  OdCompletionItem *item;

  g_return_val_if_fail (OD_IS_COMPLETION_POPOVER (self), NULL);

  item = gtk_single_selection_get_selected_item (self->selection);
  return item != NULL ? g_object_ref (item) : NULL;
}

/**
 * od_completion_popover_get_words:
 *
 * Returns: (transfer none): what a screen reader says of it
 */
const char *
od_completion_popover_get_words (OdCompletionPopover *self)
{
  g_return_val_if_fail (OD_IS_COMPLETION_POPOVER (self), "");

  return gtk_label_get_text (self->status_label);
}
