/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-avatar"

#include "od-avatar.h"

#include "od-row-canvas.h"
#include "od-visitor-name.h"

#define SIZE 80

/**
 * OdAvatar:
 *
 * A person as a coloured disc with initials: the same that the rows of the conversation list draw.
 */
struct _OdAvatar {
  GtkWidget parent_instance;

  char *name;     /* (owned): as it is shown: chooses the colour */
  char *initials; /* (owned): "" for a figure */
  int size;       /* px */
};

G_DEFINE_FINAL_TYPE (OdAvatar, od_avatar, GTK_TYPE_WIDGET)

static void
od_avatar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = OD_AVATAR (widget)->size;
}

static void
od_avatar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OdAvatar *self = OD_AVATAR (widget);
  OdRowCanvas canvas;

  od_row_canvas_begin (&canvas, widget, snapshot);
  od_row_canvas_avatar (&canvas, self->name, self->initials, (canvas.width - self->size) / 2,
                        (canvas.height - self->size) / 2, self->size);
  od_row_canvas_end (&canvas);
}

static void
od_avatar_finalize (GObject *object)
{
  OdAvatar *self = OD_AVATAR (object);

  g_free (self->name);
  g_free (self->initials);
  G_OBJECT_CLASS (od_avatar_parent_class)->finalize (object);
}

static void
od_avatar_class_init (OdAvatarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = od_avatar_finalize;
  widget_class->measure = od_avatar_measure;
  widget_class->snapshot = od_avatar_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
od_avatar_init (OdAvatar *self)
{
  self->size = SIZE;
  self->name = g_strdup ("");
  self->initials = g_strdup ("");
}

/**
 * od_avatar_new:
 * @size: px
 *
 * Returns: (transfer floating): of nobody yet
 */
GtkWidget *
od_avatar_new (int size)
{
  OdAvatar *self = g_object_new (OD_TYPE_AVATAR, NULL);

  self->size = size;
  return GTK_WIDGET (self);
}

/**
 * od_avatar_set_person:
 * @name: (nullable): of the customer, as it is stored
 * @address: (nullable): what to call somebody without a name by
 */
void
od_avatar_set_person (OdAvatar *self, const char *name, const char *address)
{
  g_return_if_fail (OD_IS_AVATAR (self));

  g_free (self->name);
  g_free (self->initials);
  self->name = od_visitor_name (name, address);
  self->initials = od_visitor_initials (name, address);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
