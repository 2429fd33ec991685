/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-picture-frame.h"

#include <glib/gi18n.h>

#include "od-file-words.h"

#define MAX_WIDTH 320
#define MAX_HEIGHT 240
#define STICKER_SIZE 160
#define LEAST_WIDTH 48
#define ROUND 10
#define LOOK_MS 80 /* after the last movement of the list */

/**
 * OdPictureFrame:
 *
 * The place of a picture. Its size is known before the picture comes and doesn't change then. It
 * asks for the pixels when it is about to come into sight, stops asking when it is gone again, and
 * lets go of them far away: the list keeps many more rows than one sees.
 */
struct _OdPictureFrame {
  GtkWidget parent_instance;

  OdMedia *media;    /* (owned) */
  char *path;        /* (owned) (nullable): NULL while the file isn't here */
  int width, height; /* of the picture; 0 if not known */
  OdFrameStyle style;
  OdShownPicture *picture;   /* (owned) (nullable) */
  GdkPaintable *live;        /* (owned) (nullable): a film, instead of a picture */
  GCancellable *cancellable; /* (owned) (nullable): while it is asked for */
  const char *fault;         /* (nullable): why there is none */
  GtkWidget *words;          /* (nullable): what is said in the place of it */
  GtkWidget *mark;           /* (nullable): that it moves */
  GtkAdjustment *adjustment; /* (owned) (nullable): of the list it is in, while mapped */
  guint look_id;
};

G_DEFINE_FINAL_TYPE (OdPictureFrame, od_picture_frame, GTK_TYPE_WIDGET)

/* ---- Coming and going ------------------------------------------------------------ */

static void
set_words (OdPictureFrame *self, const char *icon_name, const char *words)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  g_clear_pointer (&self->words, gtk_widget_unparent);
  self->words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_valign (self->words, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->words, "picture-words");
  gtk_image_set_icon_size (GTK_IMAGE (icon), GTK_ICON_SIZE_NORMAL);
  gtk_box_append (GTK_BOX (self->words), icon);
  if (words != NULL)
    {
      GtkWidget *label = gtk_label_new (words);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_lines (GTK_LABEL (label), 3);
      gtk_box_append (GTK_BOX (self->words), label);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
    }
  gtk_widget_set_parent (self->words, GTK_WIDGET (self));
}

static void
show_picture (OdPictureFrame *self, OdShownPicture *picture)
{
  self->picture = picture;
  g_clear_pointer (&self->words, gtk_widget_unparent);
  if (picture->is_animated && self->mark == NULL && self->style != OD_FRAME_THUMB)
    {
      self->mark = gtk_label_new (C_ ("picture", "GIF"));
      gtk_widget_set_tooltip_text (self->mark, _ ("It moves when it is opened in a program"));
      gtk_widget_add_css_class (self->mark, "picture-mark");
      gtk_widget_set_parent (self->mark, GTK_WIDGET (self));
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPictureFrame) self = user_data;
  g_autoptr (GError) error = NULL;
  OdShownPicture *picture = od_texture_cache_load_finish (OD_TEXTURE_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* and maybe asked for again */
  g_clear_object (&self->cancellable);
  if (picture != NULL)
    {
      show_picture (self, picture);
      return;
    }
  self->fault = od_file_words_fault (error);
  set_words (self, "image-missing-symbolic", self->style != OD_FRAME_THUMB ? self->fault : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->fault, -1);
}

static void
ask (OdPictureFrame *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int box = (self->style == OD_FRAME_STICKER || self->style == OD_FRAME_THUMB ? STICKER_SIZE : MAX_WIDTH) * scale;
  OdShownPicture *picture;

  if (self->path == NULL || self->picture != NULL || self->cancellable != NULL || self->fault != NULL ||
      self->media->pictures == NULL)
    return;
  picture = od_texture_cache_find (self->media->pictures, self->path, box, box);
  if (picture != NULL)
    {
      show_picture (self, picture);
      return;
    }
  self->cancellable = g_cancellable_new ();
  od_texture_cache_load_async (self->media->pictures, self->path, box, box, self->cancellable, loaded_cb,
                               g_object_ref (self));
}

static void
stop_asking (OdPictureFrame *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* How many pages of the list away it is; 0: in sight. */
static double
find_distance (OdPictureFrame *self)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;
  double page;

  if (scroller == NULL)
    return 0;
  page = MAX (gtk_widget_get_height (scroller), 1);
  if (!gtk_widget_compute_bounds (GTK_WIDGET (self), scroller, &bounds))
    return 1000;
  return MAX (0.0, MAX (-(double) (bounds.origin.y + bounds.size.height), (double) bounds.origin.y - page)) / page;
}

static gboolean
look_cb (gpointer user_data)
{
  OdPictureFrame *self = user_data;
  double distance = find_distance (self);

  self->look_id = 0;
  if (distance < 1)
    ask (self);
  else
    stop_asking (self);
  if (distance > 3)
    g_clear_pointer (&self->picture, od_shown_picture_unref);
  return G_SOURCE_REMOVE;
}

static void
look_soon (OdPictureFrame *self)
{
  if (self->look_id == 0)
    self->look_id = g_timeout_add (LOOK_MS, look_cb, self);
}

static void
od_picture_frame_map (GtkWidget *widget)
{
  OdPictureFrame *self = OD_PICTURE_FRAME (widget);
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (od_picture_frame_parent_class)->map (widget);
  if (scroller != NULL)
    {
      self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)));
      g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (look_soon), self);
      g_signal_connect_swapped (self->adjustment, "changed", G_CALLBACK (look_soon), self);
    }
  look_soon (self);
}

static void
od_picture_frame_unmap (GtkWidget *widget)
{
  OdPictureFrame *self = OD_PICTURE_FRAME (widget);

  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustment, look_soon, self);
  g_clear_object (&self->adjustment);
  stop_asking (self);
  g_clear_pointer (&self->picture, od_shown_picture_unref);
  GTK_WIDGET_CLASS (od_picture_frame_parent_class)->unmap (widget);
}

/* ---- On screen --------------------------------------------------------------------- */

static void
find_size (OdPictureFrame *self, int *width, int *height)
{
  if (self->style == OD_FRAME_THUMB)
    *width = *height = OD_FRAME_THUMB_SIZE;
  else if (self->style == OD_FRAME_STICKER)
    od_file_fit (self->width, self->height, STICKER_SIZE, STICKER_SIZE, width, height);
  else if (self->style == OD_FRAME_CELL)
    od_file_fit (0, 0, MAX_WIDTH, MAX_HEIGHT, width, height);
  else
    od_file_fit (self->width, self->height, MAX_WIDTH, MAX_HEIGHT, width, height);
}

static void
od_picture_frame_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  int width, height;

  find_size (OD_PICTURE_FRAME (widget), &width, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (LEAST_WIDTH, width);
      *natural = width;
    }
  else
    {
      int for_width = for_size < 0 ? width : CLAMP (for_size, 1, width);

      *minimum = *natural = MAX ((int) ((gint64) height * for_width / width), MIN (LEAST_WIDTH, height));
    }
}

static void
od_picture_frame_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OdPictureFrame *self = OD_PICTURE_FRAME (widget);
  GtkAllocation area = { 0, 0, width, height };
  int least;

  if (self->words != NULL)
    {
      gtk_widget_measure (self->words, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      area.width = MAX (width, least);
      gtk_widget_measure (self->words, GTK_ORIENTATION_VERTICAL, area.width, &least, NULL, NULL, NULL);
      area.height = MAX (height, least);
      gtk_widget_size_allocate (self->words, &area, -1);
    }
  if (self->mark != NULL)
    {
      gtk_widget_measure (self->mark, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &area.width, NULL, NULL);
      gtk_widget_measure (self->mark, GTK_ORIENTATION_VERTICAL, -1, NULL, &area.height, NULL, NULL);
      area.x = 6;
      area.y = MAX (height - area.height - 6, 0);
      gtk_widget_size_allocate (self->mark, &area, -1);
    }
}

/* All of it inside the area, or all of the area inside it. */
static graphene_rect_t
place_texture (OdPictureFrame *self, double width, double height)
{
  double own_width = gdk_texture_get_width (self->picture->texture);
  double own_height = gdk_texture_get_height (self->picture->texture);
  double x = width / own_width, y = height / own_height;
  double scale = self->style == OD_FRAME_CELL || self->style == OD_FRAME_THUMB ? MAX (x, y) : MIN (x, y);

  return GRAPHENE_RECT_INIT ((float) ((width - own_width * scale) / 2), (float) ((height - own_height * scale) / 2),
                             (float) (own_width * scale), (float) (own_height * scale));
}

static void
snapshot_live (OdPictureFrame *self, GtkSnapshot *snapshot, double width, double height)
{
  double own_width, own_height;

  gdk_paintable_compute_concrete_size (self->live, 0, 0, width, height, &own_width, &own_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float) ((width - own_width) / 2), (float) ((height - own_height) / 2)));
  gdk_paintable_snapshot (self->live, GDK_SNAPSHOT (snapshot), own_width, own_height);
  gtk_snapshot_restore (snapshot);
}

static void
od_picture_frame_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OdPictureFrame *self = OD_PICTURE_FRAME (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GskRoundedRect clip;

  gsk_rounded_rect_init_from_rect (&clip, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height),
                                   self->style == OD_FRAME_STICKER ? 0 : ROUND);
  gtk_snapshot_push_rounded_clip (snapshot, &clip);
  if (self->picture == NULL || self->style == OD_FRAME_ALONE)
    {
      GdkRGBA ground;

      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ground);
      ground.alpha *= 0.08f;
      if (self->style != OD_FRAME_STICKER || self->picture == NULL)
        gtk_snapshot_append_color (snapshot, &ground, &clip.bounds);
    }
  if (self->live != NULL)
    snapshot_live (self, snapshot, width, height);
  else if (self->picture != NULL)
    {
      graphene_rect_t place = place_texture (self, width, height);

      gtk_snapshot_append_texture (snapshot, self->picture->texture, &place);
    }
  if (self->words != NULL)
    gtk_widget_snapshot_child (widget, self->words, snapshot);
  if (self->mark != NULL)
    gtk_widget_snapshot_child (widget, self->mark, snapshot);
  gtk_snapshot_pop (snapshot);
}

static GtkSizeRequestMode
od_picture_frame_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* ---- The object ---------------------------------------------------------------------- */

static void
od_picture_frame_dispose (GObject *object)
{
  OdPictureFrame *self = OD_PICTURE_FRAME (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  stop_asking (self);
  od_picture_frame_set_live (self, NULL);
  g_clear_pointer (&self->words, gtk_widget_unparent);
  g_clear_pointer (&self->mark, gtk_widget_unparent);
  G_OBJECT_CLASS (od_picture_frame_parent_class)->dispose (object);
}

static void
od_picture_frame_finalize (GObject *object)
{
  OdPictureFrame *self = OD_PICTURE_FRAME (object);

  g_clear_pointer (&self->picture, od_shown_picture_unref);
  g_clear_object (&self->adjustment);
  od_media_unref (self->media);
  g_free (self->path);
  G_OBJECT_CLASS (od_picture_frame_parent_class)->finalize (object);
}

static void
od_picture_frame_class_init (OdPictureFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_picture_frame_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_picture_frame_finalize;
  widget_class->map = od_picture_frame_map;
  widget_class->unmap = od_picture_frame_unmap;
  widget_class->measure = od_picture_frame_measure;
  widget_class->size_allocate = od_picture_frame_size_allocate;
  widget_class->snapshot = od_picture_frame_snapshot;
  widget_class->get_request_mode = od_picture_frame_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "picture-frame");
}

static void
od_picture_frame_init (OdPictureFrame *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * od_picture_frame_new:
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_picture_frame_new (OdMedia *media, const OdAttachmentRow *file, OdFrameStyle style)
{
  OdPictureFrame *self = g_object_new (OD_TYPE_PICTURE_FRAME, NULL);

  self->media = od_media_ref (media);
  self->path = g_strdup (file->path);
  self->width = file->width;
  self->height = file->height;
  self->style = style;
  if (style != OD_FRAME_CELL)
    {
      gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
      gtk_widget_set_valign (GTK_WIDGET (self), style == OD_FRAME_THUMB ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
    }
  if (g_str_has_prefix (file->mime, "video/"))
    g_clear_pointer (&self->path, g_free); /* that is played, not decoded */
  if (file->path != NULL)
    set_words (self, self->path != NULL ? "od-photo-symbolic" : "media-playback-start-symbolic", NULL);
  return GTK_WIDGET (self);
}

/**
 * od_picture_frame_set_live:
 * @live: (nullable): is drawn, as it moves, in the place of the picture
 */
void
od_picture_frame_set_live (OdPictureFrame *self, GdkPaintable *live)
{
  g_return_if_fail (OD_IS_PICTURE_FRAME (self));

  if (self->live == live)
    return;
  if (self->live != NULL)
    g_signal_handlers_disconnect_by_func (self->live, gtk_widget_queue_draw, self);
  g_set_object (&self->live, live);
  if (live != NULL)
    g_signal_connect_object (live, "invalidate-contents", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  if (self->words != NULL)
    gtk_widget_set_visible (self->words, live == NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * od_picture_frame_get_picture:
 *
 * Returns: (transfer none) (nullable): what it shows now
 */
OdShownPicture *
od_picture_frame_get_picture (OdPictureFrame *self)
{
  g_return_val_if_fail (OD_IS_PICTURE_FRAME (self), NULL);

  return self->picture;
}

/**
 * od_picture_frame_get_fault:
 *
 * Returns: (nullable): why it shows none and never will, for people
 */
const char *
od_picture_frame_get_fault (OdPictureFrame *self)
{
  g_return_val_if_fail (OD_IS_PICTURE_FRAME (self), NULL);

  return self->fault;
}
