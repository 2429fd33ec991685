/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-picture-canvas.h"

#include <math.h>

#define MIN_ZOOM 0.02
#define MAX_ZOOM 16.0
#define WHEEL_FACTOR 1.15

/**
 * OdPictureCanvas:
 *
 * Something to look at closely: as a whole, or nearer and moved by hand, turned by quarters. Zoom 1
 * is one pixel of the file on one of the screen. Emits "zoomed" when it is shown in another size.
 */
struct _OdPictureCanvas {
  GtkWidget parent_instance;

  GdkPaintable *paintable;     /* (owned) (nullable) */
  int full_width, full_height; /* of the file */
  double zoom;                 /* 0: as large as the window allows, but no larger than it is */
  double x, y;                 /* from the middle of the window to the middle of the picture */
  double drag_x, drag_y;       /* the same, when the hand took it */
  double pinch_zoom;           /* when the fingers touched */
  double pointer_x, pointer_y; /* the wheel zooms at it */
  int quarters;                /* turned to the right, 0 to 3 */
};

G_DEFINE_FINAL_TYPE (OdPictureCanvas, od_picture_canvas, GTK_TYPE_WIDGET)

static guint zoomed_signal;

static double
find_fit (OdPictureCanvas *self)
{
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double width = gtk_widget_get_width (GTK_WIDGET (self)) * scale;
  double height = gtk_widget_get_height (GTK_WIDGET (self)) * scale;
  double own_width = self->quarters % 2 == 0 ? self->full_width : self->full_height;
  double own_height = self->quarters % 2 == 0 ? self->full_height : self->full_width;

  if (own_width <= 0 || own_height <= 0 || width <= 0 || height <= 0)
    return 1;
  return MIN (1.0, MIN (width / own_width, height / own_height));
}

/* Its size on screen, turned, in logical pixels. */
static void
find_size (OdPictureCanvas *self, double *width, double *height)
{
  double zoom = od_picture_canvas_get_zoom (self) / gtk_widget_get_scale_factor (GTK_WIDGET (self));

  *width = (self->quarters % 2 == 0 ? self->full_width : self->full_height) * zoom;
  *height = (self->quarters % 2 == 0 ? self->full_height : self->full_width) * zoom;
}

/* What is smaller than the window stays in its middle; what is larger leaves no gap. */
static void
keep_inside (OdPictureCanvas *self)
{
  double width, height, free_x, free_y;

  find_size (self, &width, &height);
  free_x = MAX ((width - gtk_widget_get_width (GTK_WIDGET (self))) / 2, 0);
  free_y = MAX ((height - gtk_widget_get_height (GTK_WIDGET (self))) / 2, 0);
  self->x = CLAMP (self->x, -free_x, free_x);
  self->y = CLAMP (self->y, -free_y, free_y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Zooms so that what is at a place of the window stays there. */
static void
zoom_at (OdPictureCanvas *self, double zoom, double x, double y)
{
  double before = od_picture_canvas_get_zoom (self), factor;

  zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);
  if (before <= 0)
    return;
  factor = zoom / before;
  x -= gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  y -= gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  self->x = x - (x - self->x) * factor;
  self->y = y - (y - self->y) * factor;
  self->zoom = zoom;
  keep_inside (self);
  g_signal_emit (self, zoomed_signal, 0);
}

static gboolean
scroll_cb (OdPictureCanvas *self, double dx, double dy)
{
  zoom_at (self, od_picture_canvas_get_zoom (self) * pow (WHEEL_FACTOR, -dy), self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
}

static void
motion_cb (OdPictureCanvas *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static void
drag_begin_cb (OdPictureCanvas *self)
{
  self->drag_x = self->x;
  self->drag_y = self->y;
}

static void
drag_update_cb (OdPictureCanvas *self, double dx, double dy)
{
  self->x = self->drag_x + dx;
  self->y = self->drag_y + dy;
  keep_inside (self);
}

static void
pinch_begin_cb (OdPictureCanvas *self)
{
  self->pinch_zoom = od_picture_canvas_get_zoom (self);
}

static void
pinch_cb (OdPictureCanvas *self, double scale, GtkGesture *gesture)
{
  double x = 0, y = 0;

  if (gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    zoom_at (self, self->pinch_zoom * scale, x, y);
}

static void
double_clicked_cb (OdPictureCanvas *self, int n_press, double x, double y)
{
  if (n_press != 2)
    return;
  if (od_picture_canvas_is_fit (self))
    zoom_at (self, 1, x, y);
  else
    od_picture_canvas_set_zoom (self, 0);
}

static void
od_picture_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OdPictureCanvas *self = OD_PICTURE_CANVAS (widget);
  double zoom = od_picture_canvas_get_zoom (self) / gtk_widget_get_scale_factor (widget);
  double width = self->full_width * zoom, height = self->full_height * zoom;

  if (self->paintable == NULL)
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                         (float) gtk_widget_get_height (widget)));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (gtk_widget_get_width (widget) / 2.0 + self->x),
                                                          (float) (gtk_widget_get_height (widget) / 2.0 + self->y)));
  gtk_snapshot_rotate (snapshot, (float) (90 * self->quarters));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (-width / 2), (float) (-height / 2)));
  gdk_paintable_snapshot (self->paintable, GDK_SNAPSHOT (snapshot), width, height);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
od_picture_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  keep_inside (OD_PICTURE_CANVAS (widget));
}

static void
od_picture_canvas_dispose (GObject *object)
{
  od_picture_canvas_set_paintable (OD_PICTURE_CANVAS (object), NULL, 0, 0);
  G_OBJECT_CLASS (od_picture_canvas_parent_class)->dispose (object);
}

static void
od_picture_canvas_class_init (OdPictureCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_picture_canvas_dispose;
  widget_class->snapshot = od_picture_canvas_snapshot;
  widget_class->size_allocate = od_picture_canvas_size_allocate;
  zoomed_signal =
      g_signal_new ("zoomed", OD_TYPE_PICTURE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "picture-canvas");
}

static void
od_picture_canvas_init (OdPictureCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  g_signal_connect_swapped (wheel, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (double_clicked_cb), self);
  gtk_widget_add_controller (widget, wheel);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
od_picture_canvas_new (void)
{
  return g_object_new (OD_TYPE_PICTURE_CANVAS, NULL);
}

/**
 * od_picture_canvas_set_paintable:
 * @paintable: (nullable)
 * @full_width, @full_height: of the file; what @paintable has of it may be less
 *
 * Shows it as what was there before was shown: zoom and place stay.
 */
void
od_picture_canvas_set_paintable (OdPictureCanvas *self, GdkPaintable *paintable, int full_width, int full_height)
{
  g_return_if_fail (OD_IS_PICTURE_CANVAS (self));

  if (self->paintable != NULL)
    g_signal_handlers_disconnect_by_func (self->paintable, gtk_widget_queue_draw, self);
  g_set_object (&self->paintable, paintable);
  if (paintable != NULL)
    g_signal_connect_object (paintable, "invalidate-contents", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
  self->full_width = full_width;
  self->full_height = full_height;
  keep_inside (self);
}

/**
 * od_picture_canvas_reset:
 *
 * As a whole, and upright.
 */
void
od_picture_canvas_reset (OdPictureCanvas *self)
{
  g_return_if_fail (OD_IS_PICTURE_CANVAS (self));

  self->quarters = 0;
  od_picture_canvas_set_zoom (self, 0);
}

/**
 * od_picture_canvas_zoom_by:
 * @factor: over 1 goes nearer; the middle stays
 */
void
od_picture_canvas_zoom_by (OdPictureCanvas *self, double factor)
{
  g_return_if_fail (OD_IS_PICTURE_CANVAS (self));

  zoom_at (self, od_picture_canvas_get_zoom (self) * factor, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
           gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/**
 * od_picture_canvas_set_zoom:
 * @zoom: 0: as a whole
 */
void
od_picture_canvas_set_zoom (OdPictureCanvas *self, double zoom)
{
  g_return_if_fail (OD_IS_PICTURE_CANVAS (self));

  if (zoom > 0)
    {
      od_picture_canvas_zoom_by (self, zoom / od_picture_canvas_get_zoom (self));
      return;
    }
  self->zoom = 0;
  self->x = self->y = 0;
  keep_inside (self);
  g_signal_emit (self, zoomed_signal, 0);
}

/**
 * od_picture_canvas_get_zoom:
 *
 * Returns: pixels of the screen for one of the file, > 0
 */
double
od_picture_canvas_get_zoom (OdPictureCanvas *self)
{
  g_return_val_if_fail (OD_IS_PICTURE_CANVAS (self), 1);

  return self->zoom > 0 ? self->zoom : find_fit (self);
}

/**
 * od_picture_canvas_is_fit:
 *
 * Returns: whether it is shown as a whole, whatever the window's size
 */
gboolean
od_picture_canvas_is_fit (OdPictureCanvas *self)
{
  g_return_val_if_fail (OD_IS_PICTURE_CANVAS (self), TRUE);

  return self->zoom <= 0;
}

/**
 * od_picture_canvas_rotate:
 * @quarters: 1: to the right; -1: to the left
 */
void
od_picture_canvas_rotate (OdPictureCanvas *self, int quarters)
{
  g_return_if_fail (OD_IS_PICTURE_CANVAS (self));

  self->quarters = ((self->quarters + quarters) % 4 + 4) % 4;
  self->x = self->y = 0;
  keep_inside (self);
  g_signal_emit (self, zoomed_signal, 0);
}
