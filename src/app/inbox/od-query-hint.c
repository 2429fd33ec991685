/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-query-hint"

#include "od-query-hint.h"

#include <glib/gi18n.h>

#include "od-query-words.h"

#define REST_US (700 * (gint64) 1000) /* typing rests */
#define HELP_WIDTH 420
#define HELP_HEIGHT 420

/**
 * OdQueryHint:
 *
 * A line below an entry for queries: what is wrong, with the wrong word underlined in the entry. Nothing is said of
 * what is not whole yet while the cursor stands at it, until typing rests or Enter is pressed.
 */
struct _OdQueryHint {
  AdwBin parent_instance;

  GtkLabel *label;
  GtkEditable *entry; /* (weak) (nullable) */
  OdClock *clock;     /* (owned) */
  guint rest_id;      /* runs as long as it is being typed */
};

G_DEFINE_FINAL_TYPE (OdQueryHint, od_query_hint, ADW_TYPE_BIN)

static void
underline (OdQueryHint *self, const OdQueryMistake *mistake)
{
  GtkEditable *delegate = gtk_editable_get_delegate (self->entry);
  PangoAttrList *attributes = NULL;

  if (mistake->end_byte > 0)
    {
      PangoAttribute *wave = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

      attributes = pango_attr_list_new ();
      wave->start_index = (guint) mistake->start_byte;
      wave->end_index = (guint) mistake->end_byte;
      pango_attr_list_insert (attributes, wave);
    }
  gtk_text_set_attributes (GTK_TEXT (delegate), attributes);
  g_clear_pointer (&attributes, pango_attr_list_unref);
}

static void
update (OdQueryHint *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  gboolean is_at_end = gtk_editable_get_position (self->entry) == (int) g_utf8_strlen (text, -1);
  OdQueryMistake mistake = { 0 };
  g_autoptr (OdQueryNode) node = od_query_parse (text, &mistake);
  g_autofree char *words = NULL;

  if (self->rest_id != 0 && node != NULL && is_at_end && mistake.end_byte == strlen (text))
    mistake.end_byte = 0; /* it is being typed */
  underline (self, &mistake);
  words = od_query_words_mistake (text, &mistake);
  gtk_label_set_text (self->label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self), words != NULL);
}

static void
stop_waiting (OdQueryHint *self)
{
  if (self->rest_id != 0)
    od_clock_remove_timeout (self->clock, self->rest_id);
  self->rest_id = 0;
}

static gboolean
rest_cb (gpointer user_data)
{
  OdQueryHint *self = user_data;

  self->rest_id = 0;
  if (self->entry != NULL)
    update (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (OdQueryHint *self)
{
  stop_waiting (self);
  self->rest_id = od_clock_add_timeout (self->clock, REST_US, rest_cb, self, NULL);
  update (self);
}

static void
on_activate (OdQueryHint *self)
{
  stop_waiting (self);
  update (self);
}

static void
od_query_hint_dispose (GObject *object)
{
  OdQueryHint *self = OD_QUERY_HINT (object);

  stop_waiting (self);
  g_clear_object (&self->clock);
  g_clear_weak_pointer (&self->entry);
  G_OBJECT_CLASS (od_query_hint_parent_class)->dispose (object);
}

static void
od_query_hint_class_init (OdQueryHintClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_query_hint_dispose;
}

static void
od_query_hint_init (OdQueryHint *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "wrap", TRUE, "xalign",
                              0.0f, "margin-start", 18, "margin-end", 18, "margin-bottom", 6, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "od-small");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "error");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * od_query_hint_new:
 * @entry: whose text is a query
 *
 * Returns: (transfer floating): empty as long as nothing is wrong
 */
GtkWidget *
od_query_hint_new (OdClock *clock, GtkSearchEntry *entry)
{
  OdQueryHint *self = g_object_new (OD_TYPE_QUERY_HINT, NULL);

  self->clock = g_object_ref (clock);
  g_set_weak_pointer (&self->entry, GTK_EDITABLE (entry));
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "notify::cursor-position", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/* ---- Help -------------------------------------------------------------------------- */

static GtkWidget *
make_cell (const char *words, const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/**
 * od_query_hint_make_help:
 * @button: opens it
 *
 * For gtk_menu_button_set_create_popup_func(): the query language in examples.
 */
void
od_query_hint_make_help (GtkMenuButton *button, gpointer user_data)
{
  GtkWidget *popover, *scrolled, *grid;
  guint n;
  const OdQueryExample *examples = od_query_words_get_examples (&n);

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  popover = gtk_popover_new ();
  scrolled = gtk_scrolled_window_new ();
  grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (guint i = 0; i < n; i++)
    {
      gtk_grid_attach (GTK_GRID (grid), make_cell (_ (examples[i].text), "monospace"), 0, (int) i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), make_cell (_ (examples[i].meaning), "od-dim"), 1, (int) i, 1, 1);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HELP_HEIGHT);
  gtk_widget_set_size_request (
      scrolled, MIN (HELP_WIDTH, gtk_widget_get_width (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (button)))) - 48),
      -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (button, popover);
}
