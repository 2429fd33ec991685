/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-column"

#include "od-column.h"

/**
 * OdColumn:
 *
 * A place for a pane whose widths are said, and do not follow from what is in it: otherwise a
 * long name in a row would decide which panes stand side by side.
 */
struct _OdColumn {
  GtkWidget parent_instance;

  GtkWidget *child; /* (nullable) */
  int min_width;    /* px; more if the child can't be as narrow */
  int nat_width;    /* px */
};

G_DEFINE_FINAL_TYPE (OdColumn, od_column, GTK_TYPE_WIDGET)

typedef enum {
  PROP_MIN_WIDTH = 1,
  PROP_NAT_WIDTH,
} OdColumnProp;

static GParamSpec *props[PROP_NAT_WIDTH + 1];

static GtkSizeRequestMode
od_column_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
od_column_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  OdColumn *self = OD_COLUMN (widget);

  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    return;
  *minimum = MAX (*minimum, self->min_width);
  *natural = MAX (*minimum, self->nat_width);
}

static void
od_column_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OdColumn *self = OD_COLUMN (widget);

  if (self->child != NULL)
    gtk_widget_allocate (self->child, width, height, baseline, NULL);
}

static void
od_column_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OdColumn *self = OD_COLUMN (object);

  switch ((OdColumnProp) prop_id)
    {
    case PROP_MIN_WIDTH:
      g_value_set_int (value, self->min_width);
      break;
    case PROP_NAT_WIDTH:
      g_value_set_int (value, self->nat_width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_column_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  OdColumn *self = OD_COLUMN (object);

  switch ((OdColumnProp) prop_id)
    {
    case PROP_MIN_WIDTH:
      self->min_width = g_value_get_int (value);
      break;
    case PROP_NAT_WIDTH:
      self->nat_width = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_column_dispose (GObject *object)
{
  od_column_set_child (OD_COLUMN (object), NULL);
  G_OBJECT_CLASS (od_column_parent_class)->dispose (object);
}

static void
od_column_class_init (OdColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = od_column_get_property;
  object_class->set_property = od_column_set_property;
  object_class->dispose = od_column_dispose;
  widget_class->get_request_mode = od_column_get_request_mode;
  widget_class->measure = od_column_measure;
  widget_class->size_allocate = od_column_size_allocate;
  props[PROP_MIN_WIDTH] = g_param_spec_int ("min-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_NAT_WIDTH] = g_param_spec_int ("nat-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
od_column_init (OdColumn *self)
{
}

/**
 * od_column_set_nat_width:
 * @nat_width: px: what it likes to have
 */
void
od_column_set_nat_width (OdColumn *self, int nat_width)
{
  g_return_if_fail (OD_IS_COLUMN (self));

  if (self->nat_width == nat_width)
    return;
  self->nat_width = nat_width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * od_column_set_child:
 * @child: (nullable): what stands in the column
 */
void
od_column_set_child (OdColumn *self, GtkWidget *child)
{
  g_return_if_fail (OD_IS_COLUMN (self));

  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}
