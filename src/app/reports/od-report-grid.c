/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-report-grid.h"

#include <glib/gi18n.h>

/* ---- a row -------------------------------------------------------------------- */

#define OD_TYPE_REPORT_ITEM (od_report_item_get_type ())
G_DECLARE_FINAL_TYPE (OdReportItem, od_report_item, OD, REPORT_ITEM, GObject)

struct _OdReportItem {
  GObject parent_instance;

  OdReport *report;       /* (owned) */
  const OdReportRow *row; /* of @report */
  OdReportGrouping grouping;
  char *name; /* (owned): for people */
};

G_DEFINE_FINAL_TYPE (OdReportItem, od_report_item, G_TYPE_OBJECT)

static void
od_report_item_finalize (GObject *object)
{
  OdReportItem *self = OD_REPORT_ITEM (object);

  g_clear_pointer (&self->report, od_report_unref);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (od_report_item_parent_class)->finalize (object);
}

static void
od_report_item_class_init (OdReportItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_report_item_finalize;
}

static void
od_report_item_init (OdReportItem *self)
{
}

#define TITLE_CHARS 12 /* of a column, in a line */

/* ---- the grid ----------------------------------------------------------------- */

/**
 * OdReportGrid:
 *
 * The same numbers as the charts, as a table: its first row is all together, and each number is a button.
 */
struct _OdReportGrid {
  AdwBin parent_instance;

  GtkColumnView *view;
  GListStore *rows;    /* (owned) (element-type OdReportItem) */
  GPtrArray *channels; /* (owned) (element-type OdChannelInfo) */
  OdReportSubject subject;
  OdReportGrouping grouping;
  gboolean is_open;
};

G_DEFINE_FINAL_TYPE (OdReportGrid, od_report_grid, ADW_TYPE_BIN)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Of a column: its measure is in the factory; -1 is the name. */
static int
get_measure (gpointer factory)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "measure"));
}

static void
clicked_cb (GtkButton *button, GtkListItem *list_item)
{
  OdReportItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *grid = gtk_widget_get_ancestor (GTK_WIDGET (button), OD_TYPE_REPORT_GRID);

  if (item != NULL && grid != NULL)
    g_signal_emit (grid, signals[CHOSEN], 0, (guint) item->grouping, item->row->key,
                   (guint) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (list_item), "measure")));
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  int measure = get_measure (factory);
  GtkWidget *cell;

  if (measure < 0)
    {
      cell = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (cell), 0);
      gtk_label_set_ellipsize (GTK_LABEL (cell), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (cell), 12);
      gtk_label_set_max_width_chars (GTK_LABEL (cell), 40);
    }
  else
    {
      cell = gtk_button_new_with_label ("");
      gtk_widget_set_halign (cell, GTK_ALIGN_START);
      gtk_widget_add_css_class (cell, "flat");
      gtk_widget_add_css_class (cell, "report-number");
      g_object_set_data (G_OBJECT (list_item), "measure", GINT_TO_POINTER (measure));
      g_signal_connect_object (cell, "clicked", G_CALLBACK (clicked_cb), list_item, 0);
      gtk_list_item_set_activatable (list_item, FALSE);
    }
  gtk_list_item_set_child (list_item, cell);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  OdReportItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *cell = gtk_list_item_get_child (list_item);
  int measure = get_measure (factory);
  g_autofree char *value = NULL, *words = NULL;

  if (measure < 0)
    {
      gtk_label_set_text (GTK_LABEL (cell), item->name);
      return;
    }
  value = od_report_words_value ((OdReportMeasure) measure, item->row->values[measure]);
  words = g_strdup_printf (_ ("%s, %s: %s"), item->name, od_report_words_measure ((OdReportMeasure) measure), value);
  gtk_button_set_label (GTK_BUTTON (cell), value);
  gtk_widget_set_sensitive (cell, item->row->values[measure] > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* The list does not break the words above a column, and so would be as wide as they are: in lines of some letters. */
static char *
break_title (const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);
  GString *title = g_string_new (NULL);
  glong n_chars = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      glong n = g_utf8_strlen (parts[i], -1);

      if (i > 0)
        g_string_append_c (title, n_chars + 1 + n > TITLE_CHARS ? '\n' : ' ');
      n_chars = i > 0 && n_chars + 1 + n <= TITLE_CHARS ? n_chars + 1 + n : n;
      g_string_append (title, parts[i]);
    }
  return g_string_free (title, FALSE);
}

static void
add_column (OdReportGrid *self, const char *title, int measure)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *broken = break_title (title);
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (broken, factory);

  g_object_set_data (G_OBJECT (factory), "measure", GINT_TO_POINTER (measure));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, measure < 0);
  gtk_column_view_append_column (self->view, column);
}

static void
set_columns (OdReportGrid *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  guint n;
  const OdReportMeasure *measures = od_report_words_get_columns (self->subject, self->is_open, &n);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  add_column (self, od_report_words_grouping (self->grouping), -1);
  for (guint i = 0; i < n; i++)
    add_column (self, od_report_words_measure (measures[i]), (int) measures[i]);
}

static void
add_rows (OdReportGrid *self, GPtrArray *items, OdReport *report, OdReportGrouping grouping)
{
  const GPtrArray *rows = od_report_get_rows (report, grouping);

  for (guint i = 0; i < rows->len; i++)
    {
      OdReportItem *item = g_object_new (OD_TYPE_REPORT_ITEM, NULL);

      item->report = od_report_ref (report);
      item->grouping = grouping;
      item->row = rows->pdata[i];
      item->name = od_report_words_row (grouping, item->row, self->channels);
      g_ptr_array_add (items, item);
    }
}

static void
od_report_grid_dispose (GObject *object)
{
  OdReportGrid *self = OD_REPORT_GRID (object);

  g_clear_object (&self->rows);
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  G_OBJECT_CLASS (od_report_grid_parent_class)->dispose (object);
}

static void
od_report_grid_class_init (OdReportGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_report_grid_dispose;

  /**
   * OdReportGrid::chosen:
   * @grouping: an OdReportGrouping
   * @key: of a row
   * @measure: an OdReportMeasure: the conversations behind this number are wanted
   */
  signals[CHOSEN] = g_signal_new ("chosen", OD_TYPE_REPORT_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                  G_TYPE_UINT, G_TYPE_INT64, G_TYPE_UINT);
}

static void
od_report_grid_init (OdReportGrid *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->rows = g_list_store_new (OD_TYPE_REPORT_ITEM);
  self->view = GTK_COLUMN_VIEW (
      gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows))))));
  gtk_column_view_set_reorderable (self->view, FALSE);
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Table of the report"),
                                  -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE); /* that there is more is seen */
  gtk_widget_set_vexpand (scroller, TRUE);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * od_report_grid_new:
 * @channels: (element-type OdChannelInfo): those of this build
 *
 * Returns: (transfer floating): with nothing in it
 */
GtkWidget *
od_report_grid_new (GPtrArray *channels)
{
  OdReportGrid *self = g_object_new (OD_TYPE_REPORT_GRID, NULL);

  self->channels = g_ptr_array_ref (channels);
  return GTK_WIDGET (self);
}

/**
 * od_report_grid_show:
 * @is_open: times are working time
 */
void
od_report_grid_show (OdReportGrid *self, OdReport *report, OdReportGrouping grouping, OdReportSubject subject,
                     gboolean is_open)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_other = self->grouping != grouping || self->subject != subject || self->is_open != is_open ||
                      g_list_model_get_n_items (gtk_column_view_get_columns (self->view)) == 0;

  self->grouping = grouping;
  self->subject = subject;
  self->is_open = is_open;
  add_rows (self, items, report, OD_REPORT_TOTAL);
  if (grouping != OD_REPORT_TOTAL)
    add_rows (self, items, report, grouping);
  if (is_other)
    {
      g_list_store_remove_all (self->rows);
      set_columns (self);
    }
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), items->pdata, items->len);
}
