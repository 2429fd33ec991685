/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-wrap-layout.h"

#define SPACING 3
#define MAX_CHILDREN 64

/**
 * OdWrapLayout:
 *
 * Up to 64 children side by side, each as wide as it likes to be, on as many lines as that
 * takes; the last one stands at the end of its line. It has to be no wider than its widest child.
 */
struct _OdWrapLayout {
  GtkLayoutManager parent_instance;

  gboolean is_ragged; /* the last one follows the others */
};

G_DEFINE_FINAL_TYPE (OdWrapLayout, od_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* A child and where it stands. */
typedef struct {
  GtkWidget *widget;
  int minimum, natural; /* width */
  guint line;
  int width;
} Place;

static guint
collect (GtkWidget *widget, Place *places)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && n < MAX_CHILDREN;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      places[n].widget = child;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &places[n].minimum, &places[n].natural, NULL, NULL);
      n++;
    }
  return n;
}

/* Returns: how many lines it takes */
static guint
break_lines (Place *places, guint n, int width)
{
  guint line = 0;
  int used = 0;

  for (guint i = 0; i < n; i++)
    {
      Place *place = &places[i];

      if (used > 0 && used + SPACING + place->natural > width)
        {
          line++;
          used = 0;
        }
      place->line = line;
      place->width = MAX (place->minimum, MIN (place->natural, width));
      used += (used > 0 ? SPACING : 0) + place->width;
    }
  return n > 0 ? line + 1 : 0;
}

static int
measure_line (Place *places, guint n, guint line)
{
  int height = 0, minimum;

  for (guint i = 0; i < n; i++)
    if (places[i].line == line)
      {
        gtk_widget_measure (places[i].widget, GTK_ORIENTATION_VERTICAL, places[i].width, &minimum, NULL, NULL, NULL);
        height = MAX (height, minimum);
      }
  return height;
}

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
         int *natural, int *minimum_baseline, int *natural_baseline)
{
  Place places[MAX_CHILDREN];
  guint n = collect (widget, places), n_lines;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      for (guint i = 0; i < n; i++)
        {
          *minimum = MAX (*minimum, places[i].minimum);
          *natural += (i > 0 ? SPACING : 0) + places[i].natural;
        }
      return;
    }
  n_lines = break_lines (places, n, for_size >= 0 ? for_size : G_MAXINT);
  for (guint line = 0; line < n_lines; line++)
    *minimum += (line > 0 ? SPACING : 0) + measure_line (places, n, line);
  *natural = *minimum;
}

static void
allocate_line (GtkWidget *widget, Place *places, guint n, guint line, int width, int y, int height, gboolean is_ragged)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (guint i = 0; i < n; i++)
    {
      GtkAllocation at;

      if (places[i].line != line)
        continue;
      if (i + 1 == n && !is_ragged)
        x = MAX (x, width - places[i].width);
      at = (GtkAllocation){ is_rtl ? width - x - places[i].width : x, y, places[i].width, height };
      gtk_widget_size_allocate (places[i].widget, &at, -1);
      x += places[i].width + SPACING;
    }
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  Place places[MAX_CHILDREN];
  guint n = collect (widget, places), n_lines = break_lines (places, n, width);
  int y = 0;

  for (guint line = 0; line < n_lines; line++)
    {
      int line_height = measure_line (places, n, line);

      allocate_line (widget, places, n, line, width, y, line_height, OD_WRAP_LAYOUT (manager)->is_ragged);
      y += line_height + SPACING;
    }
}

static void
od_wrap_layout_class_init (OdWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = get_request_mode;
  manager_class->measure = measure;
  manager_class->allocate = allocate;
}

static void
od_wrap_layout_init (OdWrapLayout *self)
{
}

GtkLayoutManager *
od_wrap_layout_new (void)
{
  return g_object_new (OD_TYPE_WRAP_LAYOUT, NULL);
}

/**
 * od_wrap_layout_set_is_ragged:
 * @is_ragged: the last child follows the others; otherwise it stands at the end of its line
 */
void
od_wrap_layout_set_is_ragged (OdWrapLayout *self, gboolean is_ragged)
{
  g_return_if_fail (OD_IS_WRAP_LAYOUT (self));

  self->is_ragged = is_ragged;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}
