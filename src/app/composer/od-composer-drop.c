/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include <glib/gi18n.h>

#include "od-composer-private.h"

/* What is dragged over the thread or the composer: files, pictures and text. */

typedef struct {
  OdComposer *composer; /* borrowed: it is within the widget that the zone lies over */
  GtkWidget *zone;      /* borrowed */
  GtkLabel *label;      /* borrowed */
} DropPlace;

/* A file that is dragged has a name and may be large: better than its picture, if both are offered. But a picture from
 * a page comes with the page's link, and then the picture is meant. */
static gboolean
has_picture (GdkDrop *drop)
{
  for (const char *const *type = od_composer_get_picture_types (); *type != NULL; type++)
    if (gdk_content_formats_contain_mime_type (gdk_drop_get_formats (drop), *type))
      return TRUE;
  return FALSE;
}

static void
show_zone (DropPlace *place, gboolean is_shown)
{
  gtk_label_set_text (place->label, od_composer_model_get_can_attach (place->composer->model)
                                        ? _ ("Drop files here to attach them")
                                        : _ ("This channel takes no files"));
  gtk_widget_set_visible (place->zone, is_shown && od_composer_model_get_conversation_id (place->composer->model) != 0);
}

static GdkDragAction
enter_cb (DropPlace *place)
{
  show_zone (place, TRUE);
  return GDK_ACTION_COPY;
}

static GdkDragAction
picture_enter_cb (DropPlace *place)
{
  return enter_cb (place);
}

static void
leave_cb (DropPlace *place)
{
  show_zone (place, FALSE);
}

/* ---- Files ---- */

static gboolean
accept_files_cb (GtkDropTarget *target, GdkDrop *drop, gpointer user_data)
{
  return gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), GDK_TYPE_FILE_LIST) && !has_picture (drop);
}

static gboolean
drop_files_cb (DropPlace *place, const GValue *value)
{
  show_zone (place, FALSE);
  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  od_composer_add_files (place->composer, g_value_get_boxed (value));
  return TRUE;
}

/* ---- Text ---- */

static gboolean
drop_text_cb (DropPlace *place, const GValue *value)
{
  if (!G_VALUE_HOLDS_STRING (value) || g_value_get_string (value) == NULL)
    return FALSE;
  od_composer_add_text (place->composer, g_value_get_string (value));
  return TRUE;
}

/* ---- Pictures ---- */

static gboolean
accept_picture_cb (GtkDropTargetAsync *target, GdkDrop *drop, gpointer user_data)
{
  return has_picture (drop);
}

static void
picture_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdComposer) composer = user_data;
  GdkDrop *drop = GDK_DROP (source);
  const char *mime = NULL;
  g_autoptr (GInputStream) stream = gdk_drop_read_finish (drop, result, &mime, NULL);

  if (stream != NULL && composer->model != NULL)
    od_composer_add_picture (composer, stream, mime);
  gdk_drop_finish (drop, stream != NULL ? GDK_ACTION_COPY : 0);
}

static gboolean
drop_picture_cb (DropPlace *place, GdkDrop *drop)
{
  show_zone (place, FALSE);
  gdk_drop_read_async (drop, (const char **) od_composer_get_picture_types (), G_PRIORITY_DEFAULT, NULL,
                       picture_read_cb, g_object_ref (place->composer));
  return TRUE;
}

/* ---- The zone ---- */

static void
add_file_target (GtkWidget *widget, DropPlace *place)
{
  GtkDropTarget *files = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkDropTarget *text = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  /* Before the text view, which would take the files' paths for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (files), GTK_PHASE_CAPTURE);
  g_signal_connect (files, "accept", G_CALLBACK (accept_files_cb), NULL);
  g_signal_connect_swapped (files, "enter", G_CALLBACK (enter_cb), place);
  g_signal_connect_swapped (files, "leave", G_CALLBACK (leave_cb), place);
  g_signal_connect_swapped (files, "drop", G_CALLBACK (drop_files_cb), place);
  g_signal_connect_swapped (text, "drop", G_CALLBACK (drop_text_cb), place);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (text));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (files));
}

static void
add_picture_target (GtkWidget *widget, DropPlace *place)
{
  const char *const *types = od_composer_get_picture_types ();
  GdkContentFormats *formats = gdk_content_formats_new ((const char **) types, g_strv_length ((char **) types));
  GtkDropTargetAsync *pictures = gtk_drop_target_async_new (formats, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (pictures), GTK_PHASE_CAPTURE);
  g_signal_connect (pictures, "accept", G_CALLBACK (accept_picture_cb), NULL);
  g_signal_connect_swapped (pictures, "drag-enter", G_CALLBACK (picture_enter_cb), place);
  g_signal_connect_swapped (pictures, "drag-leave", G_CALLBACK (leave_cb), place);
  g_signal_connect_swapped (pictures, "drop", G_CALLBACK (drop_picture_cb), place);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pictures));
}

/**
 * od_composer_make_drop_place:
 * @content: (transfer floating): what things may be dropped on; @self is within
 *
 * Returns: (transfer floating): @content, with a zone that is seen over it while something is dragged there
 */
GtkWidget *
od_composer_make_drop_place (OdComposer *self, GtkWidget *content)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkBox *zone = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  GtkWidget *icon = gtk_image_new_from_icon_name ("mail-attachment-symbolic");
  GtkWidget *label = gtk_label_new (NULL);
  DropPlace *place = g_new0 (DropPlace, 1);

  place->composer = self;
  place->zone = GTK_WIDGET (zone);
  place->label = GTK_LABEL (label);
  gtk_image_set_pixel_size (GTK_IMAGE (icon), 48);
  gtk_widget_set_vexpand (icon, TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_END);
  gtk_widget_set_vexpand (label, TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_box_append (zone, icon);
  gtk_box_append (zone, label);
  gtk_widget_add_css_class (GTK_WIDGET (zone), "drop-zone");
  gtk_widget_set_can_target (GTK_WIDGET (zone), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (zone), FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), content);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (zone));
  add_file_target (overlay, place);
  add_picture_target (overlay, place);
  g_object_set_data_full (G_OBJECT (overlay), "od-drop-place", place, g_free);
  return overlay;
}
