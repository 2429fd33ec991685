/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-month-view.h"

#include <glib/gi18n.h>

#include "od-bizcal-json.h"
#include "od-terms-words.h"

#define N_DAYS 42

/**
 * OdMonthView:
 *
 * The days of a month, each with what is open on it. One of them is chosen.
 */
struct _OdMonthView {
  GtkBox parent_instance;

  GtkLabel *title;
  GtkToggleButton *buttons[N_DAYS];
  OdBizcal *hours; /* (owned) (nullable) */
  gint32 day;      /* that is chosen, days since 1970-01-01 */
  gint32 first;    /* of the first button: a Monday */
  gboolean is_showing;
};

G_DEFINE_FINAL_TYPE (OdMonthView, od_month_view, GTK_TYPE_BOX)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static GDateTime *
to_date (gint32 day)
{
  guint year, month, day_of_month;

  od_bizcal_day_to_ymd (day, &year, &month, &day_of_month);
  return g_date_time_new_utc ((int) year, (int) month, (int) day_of_month, 0, 0, 0);
}

/* "09:00–18:00" in the calendar's own zone. */
static char *
dup_open (OdMonthView *self, gint32 day)
{
  g_autoptr (GArray) open = od_bizcal_dup_day (self->hours, day);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < open->len; i++)
    {
      const OdBizcalInterval *one = &g_array_index (open, OdBizcalInterval, i);
      g_autofree char *from = od_terms_words_moment (one->from_us, od_bizcal_get_zone (self->hours));
      g_autofree char *until = od_terms_words_moment (one->until_us, od_bizcal_get_zone (self->hours));
      gboolean is_end = od_bizcal_get_day (self->hours, one->until_us) != day;

      g_string_append_printf (text, "%s%.5s–%.5s", i > 0 ? "\n" : "", from + 11, is_end ? "24:00" : until + 11);
    }
  return g_string_free (text, FALSE);
}

static void
show_day (OdMonthView *self, guint i, int month)
{
  gint32 day = self->first + (gint32) i;
  GtkWidget *button = GTK_WIDGET (self->buttons[i]);
  GtkWidget *box = gtk_button_get_child (GTK_BUTTON (button));
  GtkWidget *number = gtk_widget_get_first_child (box), *open_label = gtk_widget_get_last_child (box);
  g_autoptr (GDateTime) date = to_date (day);
  gboolean is_special = od_bizcal_find_exception (self->hours, day, NULL);
  g_autofree char *open = dup_open (self, day);
  g_autofree char *name = g_date_time_format (date, _ ("%A, %-d %B %Y"));
  const char *what = *open != '\0' ? open : _ ("closed");
  /* TRANSLATORS: a day and what is open on it: "Monday, 9 March 2026: closed (not as usual)" */
  g_autofree char *words = g_strdup_printf (is_special ? _ ("%s: %s (not as usual)") : _ ("%s: %s"), name, what);
  g_autofree char *number_text = g_strdup_printf (is_special ? "%d •" : "%d", g_date_time_get_day_of_month (date));

  gtk_label_set_text (GTK_LABEL (number), number_text);
  gtk_label_set_text (GTK_LABEL (open_label), *open != '\0' ? open : "—");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_opacity (button, g_date_time_get_month (date) == month ? 1.0 : 0.5);
  if (*open != '\0')
    gtk_widget_add_css_class (button, "month-open");
  else
    gtk_widget_remove_css_class (button, "month-open");
  gtk_toggle_button_set_active (self->buttons[i], day == self->day);
}

static void
show (OdMonthView *self)
{
  g_autoptr (GDateTime) chosen = to_date (self->day);
  g_autoptr (GDateTime) first = g_date_time_add_days (chosen, 1 - g_date_time_get_day_of_month (chosen));
  g_autofree char *title = g_date_time_format (first, "%OB %Y");

  if (self->hours == NULL)
    return;
  self->is_showing = TRUE;
  self->first = self->day - (g_date_time_get_day_of_month (chosen) - 1) - (g_date_time_get_day_of_week (first) - 1);
  gtk_label_set_text (self->title, title);
  for (guint i = 0; i < N_DAYS; i++)
    show_day (self, i, g_date_time_get_month (chosen));
  self->is_showing = FALSE;
}

static void
clicked_cb (GtkToggleButton *button, OdMonthView *self)
{
  if (self->is_showing)
    return;
  for (guint i = 0; i < N_DAYS; i++)
    if (self->buttons[i] == button)
      od_month_view_choose (self, self->first + (gint32) i);
}

static void
turn (OdMonthView *self, int months)
{
  g_autoptr (GDateTime) chosen = to_date (self->day);
  g_autoptr (GDateTime) other = g_date_time_add_months (chosen, months);

  od_month_view_choose (self, od_bizcal_day_from_ymd ((guint) g_date_time_get_year (other),
                                                      (guint) g_date_time_get_month (other),
                                                      (guint) g_date_time_get_day_of_month (other)));
}

static void
earlier_cb (OdMonthView *self)
{
  turn (self, -1);
}

static void
later_cb (OdMonthView *self)
{
  turn (self, 1);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_month_view_dispose (GObject *object)
{
  OdMonthView *self = OD_MONTH_VIEW (object);

  g_clear_pointer (&self->hours, od_bizcal_unref);
  G_OBJECT_CLASS (od_month_view_parent_class)->dispose (object);
}

static void
od_month_view_class_init (OdMonthViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_month_view_dispose;

  /**
   * OdMonthView::chosen:
   *
   * Another day is chosen.
   */
  signals[CHOSEN] = g_signal_new ("chosen", OD_TYPE_MONTH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
new_arrow (OdMonthView *self, const char *icon_name, const char *words, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
new_day (OdMonthView *self, guint i)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *open = gtk_label_new (NULL);

  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_label_set_justify (GTK_LABEL (open), GTK_JUSTIFY_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (open), PANGO_ELLIPSIZE_END);
  gtk_label_set_lines (GTK_LABEL (open), 2);
  gtk_widget_add_css_class (open, "caption");
  gtk_box_append (GTK_BOX (box), open);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "month-day");
  g_signal_connect_object (button, "toggled", G_CALLBACK (clicked_cb), self, 0);
  self->buttons[i] = GTK_TOGGLE_BUTTON (button);
  return button;
}

static void
od_month_view_init (OdMonthView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *grid = gtk_grid_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  gtk_box_append (GTK_BOX (head),
                  new_arrow (self, "go-previous-symbolic", _ ("Previous month"), G_CALLBACK (earlier_cb)));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), new_arrow (self, "go-next-symbolic", _ ("Next month"), G_CALLBACK (later_cb)));
  gtk_box_append (GTK_BOX (self), head);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_homogeneous (GTK_GRID (grid), FALSE);
  for (int i = 0; i < 7; i++)
    {
      g_autoptr (GDateTime) date = g_date_time_new_utc (2024, 1, 1 + i, 0, 0, 0); /* a Monday */
      g_autofree char *name = g_date_time_format (date, "%a");
      GtkWidget *label = gtk_label_new (name);

      gtk_widget_add_css_class (label, "dim-label");
      gtk_grid_attach (GTK_GRID (grid), label, i, 0, 1, 1);
    }
  for (guint i = 0; i < N_DAYS; i++)
    gtk_grid_attach (GTK_GRID (grid), new_day (self, i), (int) i % 7, (int) i / 7 + 1, 1, 1);
  gtk_box_append (GTK_BOX (self), grid);
}

/**
 * od_month_view_new:
 *
 * Returns: (transfer floating): empty until it has hours and a day
 */
GtkWidget *
od_month_view_new (void)
{
  return g_object_new (OD_TYPE_MONTH_VIEW, NULL);
}

/**
 * od_month_view_set_hours:
 * @hours: (transfer none): what is shown from now on
 */
void
od_month_view_set_hours (OdMonthView *self, OdBizcal *hours)
{
  OdBizcal *old = self->hours;

  self->hours = od_bizcal_ref (hours);
  g_clear_pointer (&old, od_bizcal_unref);
  show (self);
}

/**
 * od_month_view_choose:
 * @day: days since 1970-01-01; its month is shown
 */
void
od_month_view_choose (OdMonthView *self, gint32 day)
{
  self->day = MAX (day, 0);
  show (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

gint32
od_month_view_get_day (OdMonthView *self)
{
  return self->day;
}
