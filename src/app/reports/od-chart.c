/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-chart.h"

#include "od-chart-plot.h"

/**
 * OdChart:
 *
 * A chart whose every value can be reached: by the pointer, and with the arrow keys, Home and End when it has the focus.
 * What is chosen is told in a line above it and as the accessible description; Enter or a click activates it.
 */
struct _OdChart {
  GtkWidget parent_instance;

  OdChartData *data; /* (owned) (nullable) */
  char *caption;     /* (owned) (nullable): of what is chosen or under the pointer */
  guint category, series;
  gboolean is_pointed; /* at what is chosen */
};

G_DEFINE_FINAL_TYPE (OdChart, od_chart, GTK_TYPE_WIDGET)

enum { ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

static gboolean
has_values (OdChart *self)
{
  return self->data != NULL && self->data->categories->len > 0 && self->data->series->len > 0;
}

static void
lay_out (OdChart *self, OdChartPlot *plot)
{
  od_chart_plot_init (plot, GTK_WIDGET (self), self->data, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                      (float) gtk_widget_get_height (GTK_WIDGET (self)));
}

/* ---- what is chosen ----------------------------------------------------------- */

/* Unless it is told of one value, it is told of all. */
static void
tell (OdChart *self)
{
  gboolean is_one = has_values (self) && (self->is_pointed || gtk_widget_has_focus (GTK_WIDGET (self)));
  g_autofree char *summary = NULL;

  g_clear_pointer (&self->caption, g_free);
  if (is_one)
    self->caption = od_chart_data_dup_words (self->data, self->category, self->series);
  else if (self->data != NULL)
    summary = od_chart_data_dup_summary (self->data);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  is_one            ? self->caption
                                  : summary != NULL ? summary
                                                    : "",
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
move_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  OdChart *self = OD_CHART (widget);
  int categories, series, n_categories, n_series;

  if (!has_values (self))
    return FALSE;
  g_variant_get (args, "(ii)", &categories, &series);
  n_categories = (int) self->data->categories->len;
  n_series = (int) self->data->series->len;
  self->category =
      (guint) CLAMP ((int) self->category + CLAMP (categories, -n_categories, n_categories), 0, n_categories - 1);
  self->series = (guint) CLAMP ((int) self->series + series, 0, n_series - 1);
  self->is_pointed = FALSE;
  tell (self);
  return TRUE;
}

static gboolean
activate_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  OdChart *self = OD_CHART (widget);

  if (has_values (self))
    g_signal_emit (self, signals[ACTIVATED], 0, self->category, self->series);
  return has_values (self);
}

/* ---- the pointer -------------------------------------------------------------- */

static void
motion_cb (OdChart *self, double x, double y)
{
  guint category, series;
  gboolean is_found = od_chart_find (self, x, y, &category, &series);

  if (!is_found && !self->is_pointed)
    return;
  self->is_pointed = is_found;
  if (is_found)
    {
      self->category = category;
      self->series = series;
    }
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_found ? "pointer" : NULL);
  tell (self);
}

static void
leave_cb (OdChart *self)
{
  self->is_pointed = FALSE;
  tell (self);
}

static void
pressed_cb (OdChart *self, int n_press, double x, double y)
{
  guint category, series;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!od_chart_find (self, x, y, &category, &series))
    return;
  od_chart_choose (self, category, series);
  g_signal_emit (self, signals[ACTIVATED], 0, category, series);
}

/* ---- drawing ------------------------------------------------------------------ */

static void
draw_chosen (OdChart *self, GtkSnapshot *snapshot, const OdChartPlot *plot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, self->caption);
  graphene_rect_t bounds = od_chart_plot_get_bar (plot, self->data, self->category, self->series);
  const float width[4] = { 2, 2, 2, 2 };
  GdkRGBA colour;
  GskRoundedRect outline;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  pango_layout_set_width (layout, gtk_widget_get_width (widget) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  graphene_rect_inset (&bounds, -3, -3);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, 3);
  gtk_snapshot_append_border (snapshot, &outline, width, (GdkRGBA[4]){ colour, colour, colour, colour });
}

static void
od_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OdChart *self = OD_CHART (widget);
  g_auto (OdChartPlot) plot = { 0 };

  if (self->data == NULL || gtk_widget_get_width (widget) < 1)
    return;
  lay_out (self, &plot);
  od_chart_plot_draw (&plot, widget, snapshot, self->data);
  if (self->caption != NULL)
    draw_chosen (self, snapshot, &plot);
}

static GtkSizeRequestMode
od_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
od_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  OdChart *self = OD_CHART (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 200;
      *natural = 640;
    }
  else
    *minimum = *natural = self->data != NULL ? (int) od_chart_plot_get_height (widget, self->data,
                                                                               (float) (for_size > 0 ? for_size : 640))
                                             : 200;
}

static void
focus_changed_cb (OdChart *self)
{
  tell (self);
}

/* ---- the object --------------------------------------------------------------- */

static void
od_chart_finalize (GObject *object)
{
  OdChart *self = OD_CHART (object);

  g_clear_pointer (&self->data, od_chart_data_unref);
  g_clear_pointer (&self->caption, g_free);
  G_OBJECT_CLASS (od_chart_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    int categories, series;
  } moves[] = {
    { GDK_KEY_Left, -1, 0 },    { GDK_KEY_Right, 1, 0 },       { GDK_KEY_Up, 0, 1 },
    { GDK_KEY_Down, 0, -1 },    { GDK_KEY_Home, G_MININT, 0 }, { GDK_KEY_End, G_MAXINT, 0 },
    { GDK_KEY_Page_Up, -7, 0 }, { GDK_KEY_Page_Down, 7, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_add_binding (widget_class, moves[i].key, 0, move_cb, "(ii)", moves[i].categories, moves[i].series);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, activate_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, activate_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, activate_cb, NULL);
}

static void
od_chart_class_init (OdChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = od_chart_finalize;
  widget_class->snapshot = od_chart_snapshot;
  widget_class->measure = od_chart_measure;
  widget_class->get_request_mode = od_chart_get_request_mode;

  /**
   * OdChart::activated:
   * @category, @series: of which more is wanted
   */
  signals[ACTIVATED] = g_signal_new ("activated", OD_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                     G_TYPE_UINT, G_TYPE_UINT);
  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
od_chart_init (OdChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (focus_changed_cb), NULL);
}

/**
 * od_chart_new:
 *
 * Returns: (transfer floating): with nothing in it
 */
GtkWidget *
od_chart_new (void)
{
  return g_object_new (OD_TYPE_CHART, NULL);
}

/**
 * od_chart_set_data:
 * @data: (transfer none): what is shown from now on
 */
void
od_chart_set_data (OdChart *self, OdChartData *data)
{
  OdChartData *old = self->data;

  self->data = od_chart_data_ref (data);
  g_clear_pointer (&old, od_chart_data_unref);
  self->category = MIN (self->category, MAX (data->categories->len, 1) - 1);
  self->series = MIN (self->series, MAX (data->series->len, 1) - 1);
  self->is_pointed = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, data->title, -1);
  tell (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * od_chart_get_data:
 *
 * Returns: (transfer none) (nullable)
 */
OdChartData *
od_chart_get_data (OdChart *self)
{
  return self->data;
}

/**
 * od_chart_choose:
 *
 * Moves to a value, as the arrow keys do.
 */
void
od_chart_choose (OdChart *self, guint category, guint series)
{
  g_return_if_fail (has_values (self));
  g_return_if_fail (category < self->data->categories->len && series < self->data->series->len);

  self->category = category;
  self->series = series;
  tell (self);
}

/**
 * od_chart_find:
 * @x, @y: in the widget
 *
 * Returns: whether there is a value
 */
gboolean
od_chart_find (OdChart *self, double x, double y, guint *category, guint *series)
{
  g_auto (OdChartPlot) plot = { 0 };

  if (!has_values (self))
    return FALSE;
  lay_out (self, &plot);
  return od_chart_plot_find (&plot, self->data, (float) x, (float) y, category, series);
}

/**
 * od_chart_get_bounds:
 *
 * Returns: whether there is such a value, and where it is drawn
 */
gboolean
od_chart_get_bounds (OdChart *self, guint category, guint series, graphene_rect_t *bounds)
{
  g_auto (OdChartPlot) plot = { 0 };

  if (!has_values (self) || category >= self->data->categories->len || series >= self->data->series->len)
    return FALSE;
  lay_out (self, &plot);
  *bounds = od_chart_plot_get_bar (&plot, self->data, category, series);
  return TRUE;
}

/**
 * od_chart_get_caption:
 *
 * Returns: (transfer none) (nullable): what is told of the value that is chosen or under the pointer
 */
const char *
od_chart_get_caption (OdChart *self)
{
  return self->caption;
}
