/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-bubble-slot.h"

/**
 * OdBubbleSlot:
 *
 * A place for one bubble in a row that is wider than it. The bubble gets the width it likes,
 * and is measured with that: GTK would ask how tall it is at the width of the whole row.
 */
struct _OdBubbleSlot {
  GtkWidget parent_instance;

  GtkAlign align; /* %GTK_ALIGN_START, _CENTER or _END */
};

static void buildable_iface_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdBubbleSlot, od_bubble_slot, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

static GtkBuildableIface *parent_buildable_iface;

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

static void
od_bubble_slot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int least, likes;

  *minimum = *natural = 0;
  if (child == NULL || !gtk_widget_should_layout (child))
    return;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    {
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &likes, NULL, NULL);
      for_size = CLAMP (for_size, least, likes);
    }
  gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
od_bubble_slot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OdBubbleSlot *self = OD_BUBBLE_SLOT (widget);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation area = { 0, 0, width, height };
  int least, likes;

  if (child == NULL || !gtk_widget_should_layout (child))
    return;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &likes, NULL, NULL);
  area.width = MIN (width, MAX (likes, least));
  if (self->align == GTK_ALIGN_CENTER)
    area.x = (width - area.width) / 2;
  else if ((self->align == GTK_ALIGN_END) != is_rtl)
    area.x = width - area.width;
  gtk_widget_size_allocate (child, &area, -1);
}

static GtkSizeRequestMode
od_bubble_slot_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
od_bubble_slot_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
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
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
