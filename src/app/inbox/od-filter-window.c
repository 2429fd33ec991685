/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-filter-window"

#include "od-filter-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-error-words.h"
#include "od-escape.h"
#include "od-filter-condition.h"

#define COUNT_DELAY_US (250 * (gint64) 1000)
#define ICON_COLUMNS 5

/**
 * OdFilterWindow:
 *
 * A view in the making: name, symbol, order, and which conversations it has, as a list of
 * conditions or as the text of a query. It says at once how many that are. Emits "saved".
 */
struct _OdFilterWindow {
  AdwWindow parent_instance;

  GtkButton *save_button;
  GtkMenuButton *icon_button;
  GtkPopover *icon_popover;
  GtkGrid *icon_grid;
  GtkEntry *name_entry;
  GtkDropDown *order;
  GtkSwitch *text_switch;
  GtkStack *stack;
  GtkDropDown *joint;
  GtkBox *rows; /* of OdFilterCondition */
  GtkEntry *text_entry;
  GtkLabel *words;

  OdDesk *desk;               /* (owned) */
  OdSavedView *view;          /* (owned): as it was */
  OdFilterSubjects *subjects; /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  GCancellable *counting;     /* (owned) (nullable) */
  guint count_id;             /* timeout of the clock */
  char *before;               /* (owned) (nullable): what it was when it came, until it is kept */
};

G_DEFINE_FINAL_TYPE (OdFilterWindow, od_filter_window, ADW_TYPE_WINDOW)

enum { SAVED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char *const icons[] = {
  "od-filter-symbolic", "od-star-symbolic",  "od-flag-symbolic",  "od-heart-symbolic", "od-bolt-symbolic",
  "od-tag-symbolic",    "od-cart-symbolic",  "od-truck-symbolic", "od-money-symbolic", "od-globe-symbolic",
  "od-mail-symbolic",   "od-phone-symbolic", "od-chat-symbolic",  "od-late-symbolic",  "od-urgent-symbolic",
};

/* Named for whoever can't see them. */
static const char *const icon_names[] = {
  N_ ("Funnel"), N_ ("Star"),  N_ ("Flag"),   N_ ("Heart"), N_ ("Lightning"), N_ ("Label"), N_ ("Cart"),   N_ ("Truck"),
  N_ ("Money"),  N_ ("Globe"), N_ ("Letter"), N_ ("Phone"), N_ ("Chat"),      N_ ("Clock"), N_ ("Arrows"),
};

/* ---- The query ---- */

static gboolean
is_text (OdFilterWindow *self)
{
  return gtk_switch_get_active (self->text_switch);
}

static char *
dup_query_of_rows (OdFilterWindow *self)
{
  g_autoptr (OdFilter) filter = od_filter_new ();

  filter->is_any = gtk_drop_down_get_selected (self->joint) == 1;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    g_ptr_array_add (filter->rows, od_filter_condition_dup_row (OD_FILTER_CONDITION (row)));
  return od_filter_to_text (filter);
}

/**
 * od_filter_window_dup_query:
 *
 * Returns: (transfer full): what it asks now
 */
char *
od_filter_window_dup_query (OdFilterWindow *self)
{
  g_return_val_if_fail (OD_IS_FILTER_WINDOW (self), NULL);

  return is_text (self) ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text_entry))) : dup_query_of_rows (self);
}

/* All that can be written here. */
static char *
dup_state (OdFilterWindow *self)
{
  g_autofree char *query = od_filter_window_dup_query (self);

  return g_strdup_printf ("%s\n%s\n%s\n%u", gtk_editable_get_text (GTK_EDITABLE (self->name_entry)), query,
                          gtk_menu_button_get_icon_name (self->icon_button), gtk_drop_down_get_selected (self->order));
}

static gboolean
od_filter_window_close_request (GtkWindow *window)
{
  OdFilterWindow *self = OD_FILTER_WINDOW (window);
  g_autofree char *now = self->before != NULL ? dup_state (self) : NULL;

  if (g_strcmp0 (now, self->before) != 0)
    {
      od_escape_ask (window, gtk_window_destroy);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (od_filter_window_parent_class)->close_request (window);
}

static void
say (OdFilterWindow *self, const char *words, gboolean is_mistake)
{
  gtk_label_set_text (self->words, words);
  if (is_mistake)
    gtk_widget_add_css_class (GTK_WIDGET (self->words), "form-error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->words), "form-error");
}

static void
underline (OdFilterWindow *self, const OdQueryMistake *mistake)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

  line->start_index = (guint) mistake->start_byte;
  line->end_index = (guint) mistake->end_byte;
  pango_attr_list_insert (attributes, line);
  gtk_entry_set_attributes (self->text_entry, mistake->end_byte > 0 ? attributes : NULL);
}

/* Returns: whether it can be kept: any mistake is an error here */
static gboolean
check_query (OdFilterWindow *self, const char *query)
{
  OdQueryMistake mistake;
  g_autoptr (OdQueryNode) node = od_query_parse (query, &mistake);
  g_autofree char *words = od_query_mistake_words (&mistake, query);

  underline (self, &mistake);
  if (words != NULL)
    say (self, words, TRUE);
  return words == NULL;
}

/* ---- How many ---- */

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = od_conversation_port_count_finish (OD_CONVERSATION_PORT (source), result, &error);
  g_autofree char *words = NULL;
  int n, n_unanswered;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another question was asked, or the window is gone */
  if (counts == NULL)
    {
      say (OD_FILTER_WINDOW (user_data), od_error_words (error), TRUE);
      return;
    }
  n = (int) g_array_index (counts, gint64, 0);
  n_unanswered = (int) g_array_index (counts, gint64, 1);
  /* TRANSLATORS: what a filter finds, and how many of it wait for an answer: "12 conversations, 3 of them unanswered" */
  words = g_strdup_printf (
      ngettext ("%1$'d conversation, %2$'d unanswered", "%1$'d conversations, %2$'d unanswered", (gulong) n), n,
      n_unanswered);
  say (OD_FILTER_WINDOW (user_data), words, FALSE);
}

static gboolean
count_cb (gpointer user_data)
{
  OdFilterWindow *self = user_data;
  g_autofree char *query = od_filter_window_dup_query (self);
  OdViewQuery queries[2] = { { .scope = OD_SCOPE_ALL }, { .scope = OD_SCOPE_ALL, .is_unanswered = TRUE } };

  self->count_id = 0;
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      queries[i].filter = query;
      queries[i].now_us = od_clock_get_real_us (self->desk->clock);
    }
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  od_conversation_port_count_async (self->desk->conversations, queries, G_N_ELEMENTS (queries), self->counting,
                                    counted_cb, self);
  return G_SOURCE_REMOVE;
}

static void
stop_counting (OdFilterWindow *self)
{
  g_cancellable_cancel (self->counting);
  if (self->count_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->count_id);
  self->count_id = 0;
}

static void
on_changed (OdFilterWindow *self)
{
  g_autofree char *query = NULL;
  g_autofree char *name = NULL;
  gboolean is_good;

  if (self->subjects == NULL)
    return; /* it is being made */
  query = od_filter_window_dup_query (self);
  name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));
  is_good = check_query (self, query);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), is_good && *name != '\0');
  stop_counting (self);
  self->count_id = is_good ? od_clock_add_timeout (self->desk->clock, COUNT_DELAY_US, count_cb, self, NULL) : 0;
}

/* ---- Conditions ---- */

static void
on_condition_removed (OdFilterWindow *self, GtkWidget *row)
{
  gtk_box_remove (self->rows, row);
  on_changed (self);
  gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
add_row (OdFilterWindow *self, const OdFilterRow *row)
{
  GtkWidget *condition = od_filter_condition_new (self->subjects, row);

  g_signal_connect_object (condition, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (condition, "removed", G_CALLBACK (on_condition_removed), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->rows, condition);
  return condition;
}

static void
on_add (OdFilterWindow *self)
{
  OdFilterRow *row = od_filter_row_new ("is", OD_FILTER_IS, "open");
  GtkWidget *condition = add_row (self, row);

  od_filter_row_free (row);
  on_changed (self);
  gtk_widget_child_focus (condition, GTK_DIR_TAB_FORWARD);
}

/* Whether the text can be a list of conditions; if so, it becomes one. */
static gboolean
show_rows (OdFilterWindow *self, const char *query)
{
  g_autoptr (OdFilter) filter = od_filter_from_text (query);
  GtkWidget *row;

  if (filter == NULL)
    return FALSE;
  for (guint i = 0; i < filter->rows->len; i++)
    if (od_filter_subjects_find (self->subjects, ((OdFilterRow *) filter->rows->pdata[i])->subject) < 0)
      return FALSE; /* a field that is gone */
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, row);
  gtk_drop_down_set_selected (self->joint, filter->is_any ? 1 : 0);
  for (guint i = 0; i < filter->rows->len; i++)
    add_row (self, filter->rows->pdata[i]);
  return TRUE;
}

static void
on_mode_changed (OdFilterWindow *self)
{
  gboolean was_text = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "text") == 0;

  if (self->subjects == NULL || was_text == is_text (self))
    return; /* it was switched back, and the text is what was written */
  if (is_text (self))
    {
      g_autofree char *query = dup_query_of_rows (self);

      gtk_editable_set_text (GTK_EDITABLE (self->text_entry), query);
    }
  else if (!show_rows (self, gtk_editable_get_text (GTK_EDITABLE (self->text_entry))))
    {
      gtk_switch_set_active (self->text_switch, TRUE);
      stop_counting (self); /* its number would take the place of the words */
      say (self, _ ("It stays text: conditions have one AND or OR for all of them, and no brackets."), TRUE);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, is_text (self) ? "text" : "rows");
  on_changed (self);
}

/* ---- The symbol ---- */

static void
on_icon_clicked (GtkButton *button, OdFilterWindow *self)
{
  gtk_menu_button_set_icon_name (self->icon_button, gtk_button_get_icon_name (button));
  gtk_popover_popdown (self->icon_popover);
}

static void
fill_icons (OdFilterWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    {
      GtkWidget *button = gtk_button_new_from_icon_name (icons[i]);

      gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
      gtk_widget_set_tooltip_text (button, _ (icon_names[i]));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (icon_names[i]), -1);
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_icon_clicked), self, 0);
      gtk_grid_attach (self->icon_grid, button, (int) (i % ICON_COLUMNS), (int) (i / ICON_COLUMNS), 1, 1);
    }
}

/* ---- Saving ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdFilterWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = od_view_port_save_finish (OD_VIEW_PORT (source), result, &error);

  if (id == 0)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        say (self, od_error_words (error), TRUE);
      return;
    }
  g_signal_emit (self, signals[SAVED], 0, id);
  g_clear_pointer (&self->before, g_free);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_save (OdFilterWindow *self)
{
  g_autofree char *query = od_filter_window_dup_query (self);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));
  OdSavedView view = {
    .id = self->view->id,
    .name = name,
    .icon = (char *) gtk_menu_button_get_icon_name (self->icon_button),
    .query = query,
    .order = (OdOrder) gtk_drop_down_get_selected (self->order),
  };

  od_view_port_save_async (self->desk->tools.views, &view, self->cancellable, saved_cb, g_object_ref (self));
}

/* ---- Life ---- */

static void
od_filter_window_dispose (GObject *object)
{
  OdFilterWindow *self = OD_FILTER_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->counting);
  if (self->count_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->count_id);
  self->count_id = 0;
  g_clear_object (&self->subjects);
  g_clear_pointer (&self->before, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_FILTER_WINDOW);
  g_clear_object (&self->counting);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->view, od_saved_view_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_filter_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-filter-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, icon_button);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, icon_popover);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, icon_grid);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, order);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, text_switch);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, joint);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, rows);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, text_entry);
  gtk_widget_class_bind_template_child (widget_class, OdFilterWindow, words);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_mode_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
od_filter_window_class_init (OdFilterWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_filter_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = od_filter_window_close_request;

  /**
   * OdFilterWindow::saved:
   * @id: of the view, which is in the store
   */
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT64);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
od_filter_window_init (OdFilterWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), NULL);
  self->cancellable = g_cancellable_new ();
  fill_icons (self);
}

/* Everything that can be chosen is known: the conditions can be shown. */
static void
on_loaded (OdFilterWindow *self)
{
  if (show_rows (self, self->view->query))
    on_changed (self);
  else
    {
      gtk_editable_set_text (GTK_EDITABLE (self->text_entry), self->view->query);
      g_signal_handlers_block_by_func (self->text_switch, on_mode_changed, self);
      gtk_switch_set_active (self->text_switch, TRUE);
      g_signal_handlers_unblock_by_func (self->text_switch, on_mode_changed, self);
      gtk_stack_set_visible_child_name (self->stack, "text");
      on_changed (self);
    }
  if (self->before == NULL)
    self->before = dup_state (self);
}

/**
 * od_filter_window_new:
 * @view: what to begin with; one without an id becomes a new one
 *
 * Returns: (transfer none): a window over @parent, not yet presented
 */
GtkWidget *
od_filter_window_new (GtkWindow *parent, OdDesk *desk, OdAccountList *accounts, const OdSavedView *view)
{
  OdFilterWindow *self = g_object_new (OD_TYPE_FILTER_WINDOW, "transient-for", parent, NULL);

  self->desk = od_desk_ref (desk);
  self->view = od_saved_view_copy (view);
  gtk_window_set_title (GTK_WINDOW (self), view->id == 0 ? _ ("New View") : _ ("Edit View"));
  gtk_menu_button_set_icon_name (self->icon_button, *view->icon != '\0' ? view->icon : icons[0]);
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), view->name);
  gtk_drop_down_set_selected (self->order, view->order);
  self->subjects = od_filter_subjects_new (desk, accounts);
  g_signal_connect_object (self->subjects, "loaded", G_CALLBACK (on_loaded), self, G_CONNECT_SWAPPED);
  if (view->id == 0)
    od_filter_window_focus_name (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->joint));
  return GTK_WIDGET (self);
}

/**
 * od_filter_window_focus_name:
 *
 * The name is what is to be written.
 */
void
od_filter_window_focus_name (OdFilterWindow *self)
{
  g_return_if_fail (OD_IS_FILTER_WINDOW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->name_entry), 0, -1);
}
