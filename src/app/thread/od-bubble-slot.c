/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-bubble-slot.h"

#define GUTTER 42
#define BUTTON_GAP 6
#define MAX_BUTTON_TOP 24

/**
 * OdBubbleSlot:
 *
 * A place for one bubble in a row that is wider than it. The bubble gets the width it likes,
 * and is measured with that: GTK would ask how tall it is at the width of the whole row.
 */
struct _OdBubbleSlot {
  GtkWidget parent_instance;

  GtkWidget *bubble;
  GtkWidget *button; /* (nullable) */
  GtkAlign align;    /* %GTK_ALIGN_START, _CENTER or _END */
};

G_DEFINE_FINAL_TYPE (OdBubbleSlot, od_bubble_slot, GTK_TYPE_WIDGET)

/* What stays free beside the bubble: one sees whose it is, and there is room for the button. */
static int
get_gutters (OdBubbleSlot *self)
{
  return self->align == GTK_ALIGN_CENTER ? 2 * GUTTER : GUTTER;
}

static void
od_bubble_slot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  OdBubbleSlot *self = OD_BUBBLE_SLOT (widget);
  int least, likes;

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    {
      gtk_widget_measure (self->bubble, GTK_ORIENTATION_HORIZONTAL, -1, &least, &likes, NULL, NULL);
      for_size = CLAMP (for_size - get_gutters (self), least, likes);
    }
  gtk_widget_measure (self->bubble, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum += get_gutters (self);
      *natural += get_gutters (self);
    }
}

/* In the middle of the bubble's free side, at its top if it is tall. */
static void
place_button (OdBubbleSlot *self, const GtkAllocation *bubble, gboolean is_at_end)
{
  GtkRequisition size;
  GtkAllocation area;

  gtk_widget_get_preferred_size (self->button, &size, NULL);
  area.width = size.width;
  area.height = size.height;
  area.x = is_at_end ? bubble->x - size.width - BUTTON_GAP : bubble->x + bubble->width + BUTTON_GAP;
  area.y = MIN (MAX ((bubble->height - size.height) / 2, 0), MAX_BUTTON_TOP);
  gtk_widget_size_allocate (self->button, &area, -1);
}

static void
od_bubble_slot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OdBubbleSlot *self = OD_BUBBLE_SLOT (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean is_at_end = self->align != GTK_ALIGN_CENTER && (self->align == GTK_ALIGN_END) != is_rtl;
  GtkAllocation area = { 0, 0, width, height };
  int least, likes;

  gtk_widget_measure (self->bubble, GTK_ORIENTATION_HORIZONTAL, -1, &least, &likes, NULL, NULL);
  area.width = MIN (width - get_gutters (self), MAX (likes, least));
  if (self->align == GTK_ALIGN_CENTER)
    area.x = (width - area.width) / 2;
  else if (is_at_end)
    area.x = width - area.width;
  gtk_widget_size_allocate (self->bubble, &area, -1);
  if (self->button != NULL)
    place_button (self, &area, is_at_end);
}

static GtkSizeRequestMode
od_bubble_slot_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
od_bubble_slot_dispose (GObject *object)
{
  OdBubbleSlot *self = OD_BUBBLE_SLOT (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->bubble, gtk_widget_unparent);
  G_OBJECT_CLASS (od_bubble_slot_parent_class)->dispose (object);
}

static void
od_bubble_slot_class_init (OdBubbleSlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_bubble_slot_dispose;
  widget_class->measure = od_bubble_slot_measure;
  widget_class->size_allocate = od_bubble_slot_size_allocate;
  widget_class->get_request_mode = od_bubble_slot_get_request_mode;
}

static void
od_bubble_slot_init (OdBubbleSlot *self)
{
  self->align = GTK_ALIGN_START;
}

/**
 * od_bubble_slot_new:
 * @bubble: (transfer floating)
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_bubble_slot_new (GtkWidget *bubble)
{
  OdBubbleSlot *self = g_object_new (OD_TYPE_BUBBLE_SLOT, NULL);

  self->bubble = bubble;
  gtk_widget_set_parent (bubble, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * od_bubble_slot_set_button:
 * @button: (transfer floating) (nullable): what stands beside the bubble for a while; takes no room
 */
void
od_bubble_slot_set_button (OdBubbleSlot *self, GtkWidget *button)
{
  g_return_if_fail (OD_IS_BUBBLE_SLOT (self));

  g_clear_pointer (&self->button, gtk_widget_unparent);
  self->button = button;
  if (button != NULL)
    gtk_widget_set_parent (button, GTK_WIDGET (self));
}

/**
 * od_bubble_slot_set_align:
 * @align: at which side of the row the bubble stands
 */
void
od_bubble_slot_set_align (OdBubbleSlot *self, GtkAlign align)
{
  g_return_if_fail (OD_IS_BUBBLE_SLOT (self));

  if (self->align == align)
    return;
  self->align = align;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
