/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-picture-grid.h"

#define WIDTH 320
#define LEAST_WIDTH 100
#define GAP 3

/**
 * OdPictureGrid:
 *
 * Several pictures of one message, two in a line; if their number is odd, the first has a line of
 * its own. Lines are half as high as wide, whatever the pictures are: nothing moves when they come.
 */
struct _OdPictureGrid {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (OdPictureGrid, od_picture_grid, GTK_TYPE_WIDGET)

static int
count_cells (GtkWidget *widget)
{
  int n = 0;

  for (GtkWidget *cell = gtk_widget_get_first_child (widget); cell != NULL; cell = gtk_widget_get_next_sibling (cell))
    n++;
  return n;
}

static int
line_height (int width)
{
  return MAX (width * 3 / 8, 48);
}

static void
od_picture_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  int n_lines = (count_cells (widget) + 1) / 2;
  int width = for_size < 0 ? WIDTH : CLAMP (for_size, LEAST_WIDTH, WIDTH);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST_WIDTH;
      *natural = WIDTH;
    }
  else
    *minimum = *natural = n_lines * line_height (width) + MAX (n_lines - 1, 0) * GAP;
}

static void
od_picture_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean is_whole = count_cells (widget) % 2 == 1;
  GtkAllocation area = { 0, 0, 0, line_height (width) };
  gboolean is_second = FALSE;

  for (GtkWidget *cell = gtk_widget_get_first_child (widget); cell != NULL; cell = gtk_widget_get_next_sibling (cell))
    {
      int least;

      area.width = is_whole ? width : (width - GAP) / 2;
      area.x = is_second != is_rtl && !is_whole ? width - area.width : 0;
      gtk_widget_measure (cell, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      gtk_widget_size_allocate (cell, &(GtkAllocation){ area.x, area.y, MAX (area.width, least), area.height }, -1);
      if (is_whole || is_second)
        {
          area.y += area.height + GAP;
          is_second = FALSE;
        }
      else
        is_second = TRUE;
      is_whole = FALSE;
    }
}

static GtkSizeRequestMode
od_picture_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
od_picture_grid_dispose (GObject *object)
{
  GtkWidget *cell;

  while ((cell = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (cell);
  G_OBJECT_CLASS (od_picture_grid_parent_class)->dispose (object);
}

static void
od_picture_grid_class_init (OdPictureGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_picture_grid_dispose;
  widget_class->measure = od_picture_grid_measure;
  widget_class->size_allocate = od_picture_grid_size_allocate;
  widget_class->get_request_mode = od_picture_grid_get_request_mode;
}

static void
od_picture_grid_init (OdPictureGrid *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

GtkWidget *
od_picture_grid_new (void)
{
  return g_object_new (OD_TYPE_PICTURE_GRID, NULL);
}

/**
 * od_picture_grid_append:
 * @cell: (transfer floating): takes any size
 */
void
od_picture_grid_append (OdPictureGrid *self, GtkWidget *cell)
{
  g_return_if_fail (OD_IS_PICTURE_GRID (self));

  gtk_widget_set_parent (cell, GTK_WIDGET (self));
}
