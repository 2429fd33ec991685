/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-customers-columns.h"

#include <glib/gi18n.h>

#include "od-avatar.h"
#include "od-relative-time.h"
#include "od-visitor-name.h"

#define AVATAR 28
#define NO_ORDER (-1)
#define MIN_NAME 140
#define MARGIN 2
#define USUAL_DPI 96

/* The columns of the customers' list. What is sorted is sorted by the store: the sorters of the columns only tell which
 * one was clicked. */

typedef char *(*DupWords) (const OdPersonRow *row, OdDesk *desk);

static char *
dup_reach (const OdPersonRow *row, OdDesk *desk)
{
  if (row->phone != NULL && row->email != NULL)
    return g_strdup_printf ("%s · %s", row->phone, row->email);
  return g_strdup (row->phone != NULL ? row->phone : row->email != NULL ? row->email : "");
}

static char *
dup_channels (const OdPersonRow *row, OdDesk *desk)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; row->channels != NULL && row->channels[i] != NULL; i++)
    {
      g_autofree char *channel = od_channel_info_dup_name (desk->channels, row->channels[i]);

      g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", channel);
    }
  return g_string_free (words, FALSE);
}

static char *
dup_tags (const OdPersonRow *row, OdDesk *desk)
{
  return row->tags != NULL ? g_strjoinv (", ", row->tags) : g_strdup ("");
}

static char *
dup_n_conversations (const OdPersonRow *row, OdDesk *desk)
{
  return g_strdup_printf ("%u", row->n_conversations);
}

static char *
dup_time (gint64 at_us, OdDesk *desk)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return at_us != 0 ? od_relative_time_short (at_us, od_clock_get_real_us (desk->clock), zone) : g_strdup ("");
}

static char *
dup_last_seen (const OdPersonRow *row, OdDesk *desk)
{
  return dup_time (row->last_seen_at_us, desk);
}

static char *
dup_created (const OdPersonRow *row, OdDesk *desk)
{
  return dup_time (row->created_at_us, desk);
}

/* At the usual size of text: @min_width: of the list, px, for this column to be in it; @width: px, 0 for what is left
 * (the first) */
static const struct {
  const char *title;
  DupWords dup_words; /* NULL: the name, with an avatar */
  int order;          /* OdPeopleOrder, or NO_ORDER */
  int min_width, width;
} columns[] = {
  { NC_ ("customers", "Name"), NULL, OD_PEOPLE_BY_NAME, 0, 0 },
  { NC_ ("customers", "Phone, mail"), dup_reach, NO_ORDER, 560, 200 },
  { NC_ ("customers", "Channels"), dup_channels, NO_ORDER, 760, 130 },
  { NC_ ("customers", "Tags"), dup_tags, NO_ORDER, 900, 120 },
  { NC_ ("customers", "Conversations"), dup_n_conversations, OD_PEOPLE_BY_CONVERSATIONS, 680, 110 },
  { NC_ ("customers", "Seen"), dup_last_seen, OD_PEOPLE_BY_LAST_SEEN, 240, 96 },
  { NC_ ("customers", "Known since"), dup_created, OD_PEOPLE_BY_CREATED, 1000, 110 },
};

/* ---- Cells --------------------------------------------------------------------- */

typedef struct {
  OdDesk *desk; /* (owned) */
  guint column;
} Factory;

static void
factory_free (gpointer data, GClosure *closure)
{
  Factory *factory = data;

  od_desk_unref (factory->desk);
  g_free (factory);
}

static GtkWidget *
make_name (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_label_new (NULL);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_ellipsize (GTK_LABEL (words), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (words), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (words), 60);
  gtk_box_append (GTK_BOX (box), od_avatar_new (AVATAR));
  gtk_box_append (GTK_BOX (box), words);
  return box;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, Factory *data)
{
  GtkWidget *cell = columns[data->column].dup_words == NULL ? make_name () : gtk_inscription_new (NULL);

  if (GTK_IS_INSCRIPTION (cell))
    {
      gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
      gtk_inscription_set_yalign (GTK_INSCRIPTION (cell), 0.5);
    }
  gtk_list_item_set_child (list_item, cell);
}

static void
show (GtkListItem *list_item, Factory *data)
{
  OdPersonItem *item = gtk_list_item_get_item (list_item);
  const OdPersonRow *row = item != NULL ? od_person_item_get_row (item) : NULL;
  GtkWidget *cell = gtk_list_item_get_child (list_item);
  g_autofree char *words = NULL;

  if (columns[data->column].dup_words != NULL)
    {
      words = row != NULL ? columns[data->column].dup_words (row, data->desk) : NULL;
      gtk_inscription_set_text (GTK_INSCRIPTION (cell), words);
      return;
    }
  words = row != NULL ? od_visitor_name (row->name, row->address) : NULL;
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (cell)), words != NULL ? words : "");
  gtk_widget_set_visible (gtk_widget_get_first_child (cell), row != NULL);
  if (row != NULL)
    od_avatar_set_person (OD_AVATAR (gtk_widget_get_first_child (cell)), row->name, row->address);
}

static void
item_changed_cb (OdPersonItem *item, GtkListItem *list_item)
{
  show (list_item, g_object_get_data (G_OBJECT (list_item), "factory"));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, Factory *data)
{
  g_object_set_data (G_OBJECT (list_item), "factory", data);
  g_signal_connect (gtk_list_item_get_item (list_item), "changed", G_CALLBACK (item_changed_cb), list_item);
  show (list_item, data);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, Factory *data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), item_changed_cb, list_item);
}

static GtkListItemFactory *
make_factory (OdDesk *desk, guint column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Factory *data = g_new0 (Factory, 1);

  data->desk = od_desk_ref (desk);
  data->column = column;
  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), data, factory_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), data);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), data);
  return factory;
}

/* ---- Which column sorts -------------------------------------------------------- */

/* What a sorter writes when it is asked. */
typedef struct {
  int *asked;
  int order;
} Ask;

static int
ask_cb (gconstpointer one, gconstpointer other, gpointer user_data)
{
  const Ask *ask = user_data;

  *ask->asked = ask->order;
  return -1;
}

static GtkSorter *
make_sorter (int *asked, int order)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->asked = asked;
  ask->order = order;
  return GTK_SORTER (gtk_custom_sorter_new (ask_cb, ask, g_free));
}

/**
 * od_customers_columns_get_order:
 *
 * Returns: %FALSE if no column sorts
 */
gboolean
od_customers_columns_get_order (GtkColumnView *view, OdPeopleOrder *order, gboolean *is_reversed)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (view);
  int *asked = g_object_get_data (G_OBJECT (view), "asked-order");
  g_autoptr (GObject) one = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) other = g_object_new (G_TYPE_OBJECT, NULL); /* the same would be equal unasked */
  GtkOrdering ordering;

  *asked = NO_ORDER;
  ordering = gtk_sorter_compare (sorter, one, other);
  if (*asked == NO_ORDER)
    return FALSE;
  *order = (OdPeopleOrder) *asked;
  /* Names rise by themselves; the others begin with the newest or the most. */
  *is_reversed = (ordering == GTK_ORDERING_SMALLER) != (*order == OD_PEOPLE_BY_NAME);
  return TRUE;
}

/**
 * od_customers_columns_add:
 *
 * Fills @view with all columns, sorted by who was seen last.
 */
void
od_customers_columns_add (GtkColumnView *view, OdDesk *desk)
{
  int *asked = g_new0 (int, 1);
  double *scale = g_new (double, 1);

  g_object_set_data_full (G_OBJECT (view), "asked-order", asked, g_free);
  *scale = 1;
  g_object_set_data_full (G_OBJECT (view), "text-scale", scale, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      const char *title = g_dpgettext2 (NULL, "customers", columns[i].title);
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, make_factory (desk, i));

      gtk_column_view_column_set_resizable (column, columns[i].width != 0);
      gtk_column_view_column_set_fixed_width (column, columns[i].width != 0 ? columns[i].width : MIN_NAME);
      if (columns[i].order != NO_ORDER)
        {
          g_autoptr (GtkSorter) sorter = make_sorter (asked, columns[i].order);

          gtk_column_view_column_set_sorter (column, sorter);
        }
      gtk_column_view_append_column (view, column);
      if (columns[i].order == OD_PEOPLE_BY_LAST_SEEN)
        gtk_column_view_sort_by_column (view, column, GTK_SORT_DESCENDING);
    }
}

/* Whoever dragged a column has it as wide as that, as long as text stays as large as it is. */
static void
scale_widths (GtkColumnView *view, double scale)
{
  GListModel *list = gtk_column_view_get_columns (view);
  double *last = g_object_get_data (G_OBJECT (view), "text-scale");

  if (ABS (*last - scale) < 0.01)
    return;
  *last = scale;
  for (guint i = 1; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (list, i);

      gtk_column_view_column_set_fixed_width (column, (int) (columns[i].width * scale));
    }
}

/**
 * od_customers_columns_fit:
 * @width: px, of @view
 *
 * Leaves out what has no room at this size of text; names get what is left.
 */
void
od_customers_columns_fit (GtkColumnView *view, int width)
{
  GListModel *list = gtk_column_view_get_columns (view);
  g_autoptr (GtkColumnViewColumn) name = g_list_model_get_item (list, 0);
  double scale = pango_cairo_context_get_resolution (gtk_widget_get_pango_context (GTK_WIDGET (view))) / USUAL_DPI;
  int left = width - MARGIN;

  scale = CLAMP (scale, 1, 4); /* without a screen it is not known */
  scale_widths (view, scale);
  for (guint i = 1; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (list, i);
      gboolean is_visible = width >= columns[i].min_width * scale;

      if (gtk_column_view_column_get_visible (column) != is_visible)
        gtk_column_view_column_set_visible (column, is_visible);
      if (is_visible)
        left -= gtk_column_view_column_get_fixed_width (column);
    }
  if (gtk_column_view_column_get_fixed_width (name) != MAX (left, MIN_NAME))
    gtk_column_view_column_set_fixed_width (name, MAX (left, MIN_NAME));
}
