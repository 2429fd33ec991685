/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-viewer.h"

#include <glib/gi18n.h>

#include "od-file-words.h"
#include "od-media-files.h"
#include "od-message-words.h"
#include "od-picture-canvas.h"
#include "od-picture-tour.h"
#include "od-player-bar.h"

#define MAX_BOX 4096 /* no more of a picture is decoded, however near one goes: 64 MB */
#define STEP 1.25    /* of a key or a button */

/**
 * OdViewer:
 *
 * A window for the pictures of a thread, one after another, and for its films. A picture is
 * decoded for the size of the window; when somebody goes nearer, once more for what they see.
 */
struct _OdViewer {
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  OdPictureCanvas *canvas;
  GtkLabel *words; /* what is said in the place of the picture */
  GtkBox *bar_place;

  OdMedia *media;            /* (owned) */
  OdPictureTour *tour;       /* (owned) */
  GTimeZone *zone;           /* (owned) */
  GtkWidget *from;           /* (nullable) (weak): where the focus goes back to */
  GCancellable *cancellable; /* (owned) (nullable): while a picture is asked for */
  OdShownPicture *picture;   /* (owned) (nullable) */
  char *path;                /* (owned) (nullable): of what is shown */
  int box;                   /* it was decoded for; 0 if not yet */
};

G_DEFINE_FINAL_TYPE (OdViewer, od_viewer, ADW_TYPE_WINDOW)

static void
say (OdViewer *self, const char *words)
{
  gtk_label_set_text (self->words, words);
  gtk_widget_set_visible (GTK_WIDGET (self->words), *words != '\0');
}

/* ---- The picture -------------------------------------------------------------------- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdViewer *self = user_data; /* gone, if it was cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (OdShownPicture) picture = od_texture_cache_load_finish (OD_TEXTURE_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (picture == NULL)
    {
      if (self->picture == NULL)
        say (self, od_file_words_fault (error));
      return;
    }
  say (self, "");
  g_clear_pointer (&self->picture, od_shown_picture_unref);
  self->picture = od_shown_picture_ref (picture);
  od_picture_canvas_set_paintable (self->canvas, GDK_PAINTABLE (picture->texture), picture->full_width,
                                   picture->full_height);
}

static void
ask (OdViewer *self, int box)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->box = box;
  self->cancellable = g_cancellable_new ();
  od_texture_cache_load_async (self->media->pictures, self->path, box, box, self->cancellable, loaded_cb, self);
}

static int
box_for_window (OdViewer *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  GdkMonitor *monitor =
      surface != NULL ? gdk_display_get_monitor_at_surface (gtk_widget_get_display (widget), surface) : NULL;
  GdkRectangle size = { 0, 0, 1920, 1080 };

  if (monitor != NULL)
    gdk_monitor_get_geometry (monitor, &size);
  return CLAMP (MAX (size.width, size.height) * gtk_widget_get_scale_factor (widget), 256, MAX_BOX);
}

static void
zoomed_cb (OdViewer *self)
{
  double wanted;

  if (self->picture == NULL || self->path == NULL || self->cancellable != NULL || self->box >= MAX_BOX)
    return;
  wanted = MAX (self->picture->full_width, self->picture->full_height) *
           MIN (od_picture_canvas_get_zoom (self->canvas), 1.0);
  if (wanted > self->box)
    ask (self, MAX_BOX);
}

/* ---- What is shown --------------------------------------------------------------------- */

static void
show_title (OdViewer *self, const OdMessageRow *row, const OdAttachmentRow *file)
{
  g_autofree char *name = od_file_words_name (file);
  g_autofree char *day = od_message_words_day (row->at_us, od_clock_get_real_us (self->media->desk->clock), self->zone);
  g_autofree char *time = od_message_words_time (row->at_us, self->zone);
  g_autofree char *details = *row->author != '\0' ? g_strjoin (" · ", row->author, day, time, NULL)
                                                  : g_strjoin (" · ", _ ("Customer"), day, time, NULL);
  g_autofree char *spoken = g_strjoin (", ", name, details, NULL);

  adw_window_title_set_title (self->title, name);
  adw_window_title_set_subtitle (self->title, details);
  gtk_window_set_title (GTK_WINDOW (self), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
show_film (OdViewer *self)
{
  const OdAttachmentRow *file = od_picture_tour_get_file (self->tour);
  OdPlayer *player = self->media->player;
  GdkPaintable *film;

  if (file == NULL || self->path == NULL || !g_str_has_prefix (file->mime, "video/"))
    return;
  film = od_player_get_id (player) == file->id ? od_player_get_paintable (player) : NULL;
  if (film != NULL)
    od_picture_canvas_set_paintable (self->canvas, film, MAX (gdk_paintable_get_intrinsic_width (film), 1),
                                     MAX (gdk_paintable_get_intrinsic_height (film), 1));
  say (self, film == NULL && od_player_get_fault (player) == NULL ? _ ("Press Play") : "");
}

static void
clear_place (OdViewer *self)
{
  GtkWidget *bar = gtk_widget_get_first_child (GTK_WIDGET (self->bar_place));

  if (bar != NULL)
    gtk_box_remove (self->bar_place, bar);
  g_clear_pointer (&self->picture, od_shown_picture_unref);
  od_picture_canvas_set_paintable (self->canvas, NULL, 0, 0);
  od_picture_canvas_reset (self->canvas);
}

static void
show_file (OdViewer *self, const OdMessageRow *row, const OdAttachmentRow *file)
{
  if (g_strcmp0 (file->path, self->path) == 0 && self->path != NULL)
    return; /* something else about the message changed */
  clear_place (self);
  g_free (self->path);
  self->path = g_strdup (file->path);
  if (file->path == NULL)
    say (self, _ ("Not here yet"));
  else if (od_file_look (row, file) == OD_FILE_LOOK_VIDEO)
    {
      gtk_box_append (self->bar_place, od_player_bar_new (self->media, file, 0, FALSE));
      show_film (self);
    }
  else if (self->media->pictures != NULL)
    {
      say (self, "");
      ask (self, box_for_window (self));
    }
}

static void
update (OdViewer *self)
{
  const OdAttachmentRow *file = od_picture_tour_get_file (self->tour);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.previous", od_picture_tour_can_move (self->tour, -1));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.next", od_picture_tour_can_move (self->tour, 1));
  if (file == NULL)
    {
      clear_place (self);
      g_clear_pointer (&self->path, g_free);
      say (self, _ ("Message deleted"));
      return;
    }
  show_title (self, od_picture_tour_get_message (self->tour), file);
  show_file (self, od_picture_tour_get_message (self->tour), file);
}

/* ---- What can be done --------------------------------------------------------------------- */

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_picture_tour_move (OD_VIEWER (widget)->tour, g_str_equal (name, "viewer.next") ? 1 : -1);
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdPictureCanvas *canvas = OD_VIEWER (widget)->canvas;

  if (g_str_equal (name, "viewer.zoom-in"))
    od_picture_canvas_zoom_by (canvas, STEP);
  else if (g_str_equal (name, "viewer.zoom-out"))
    od_picture_canvas_zoom_by (canvas, 1 / STEP);
  else
    od_picture_canvas_set_zoom (canvas, g_str_equal (name, "viewer.fit") ? 0 : 1);
}

static void
rotate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_picture_canvas_rotate (OD_VIEWER (widget)->canvas, g_str_equal (name, "viewer.rotate-left") ? -1 : 1);
}

static void
file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdViewer *self = OD_VIEWER (widget);
  const OdAttachmentRow *file = od_picture_tour_get_file (self->tour);

  if (file == NULL)
    return;
  if (g_str_equal (name, "viewer.save"))
    od_media_files_save (self->media, widget, file);
  else
    od_media_files_open (self->media, widget, file, TRUE);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdViewer *self = OD_VIEWER (widget);

  if (self->picture != NULL)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (widget), self->picture->texture);
}

static gboolean
close_cb (gpointer viewer)
{
  gtk_window_close (GTK_WINDOW (viewer));
  return G_SOURCE_REMOVE;
}

/* Later: what called the action still looks at the window. */
static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (widget), g_object_unref);
}

static gboolean
od_viewer_close_request (GtkWindow *window)
{
  GtkWidget *from = OD_VIEWER (window)->from;
  GtkRoot *root = from != NULL ? gtk_widget_get_root (from) : NULL;

  if (GTK_IS_WINDOW (root))
    {
      gtk_widget_child_focus (from, GTK_DIR_TAB_FORWARD);
      gtk_window_present (GTK_WINDOW (root));
    }
  return GTK_WINDOW_CLASS (od_viewer_parent_class)->close_request (window);
}

/* ---- The object ------------------------------------------------------------------------------ */

static void
od_viewer_dispose (GObject *object)
{
  OdViewer *self = OD_VIEWER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->picture, od_shown_picture_unref);
  g_clear_object (&self->tour);
  g_clear_weak_pointer (&self->from);
  G_OBJECT_CLASS (od_viewer_parent_class)->dispose (object);
}

static void
od_viewer_finalize (GObject *object)
{
  OdViewer *self = OD_VIEWER (object);

  g_clear_pointer (&self->media, od_media_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self->path);
  G_OBJECT_CLASS (od_viewer_parent_class)->finalize (object);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } bindings[] = { { GDK_KEY_Escape, 0, "viewer.close" },
                   { GDK_KEY_Left, 0, "viewer.previous" },
                   { GDK_KEY_Page_Up, 0, "viewer.previous" },
                   { GDK_KEY_Right, 0, "viewer.next" },
                   { GDK_KEY_Page_Down, 0, "viewer.next" },
                   { GDK_KEY_plus, 0, "viewer.zoom-in" },
                   { GDK_KEY_equal, 0, "viewer.zoom-in" },
                   { GDK_KEY_KP_Add, 0, "viewer.zoom-in" },
                   { GDK_KEY_plus, GDK_CONTROL_MASK, "viewer.zoom-in" },
                   { GDK_KEY_equal, GDK_CONTROL_MASK, "viewer.zoom-in" },
                   { GDK_KEY_minus, 0, "viewer.zoom-out" },
                   { GDK_KEY_KP_Subtract, 0, "viewer.zoom-out" },
                   { GDK_KEY_minus, GDK_CONTROL_MASK, "viewer.zoom-out" },
                   { GDK_KEY_0, 0, "viewer.fit" },
                   { GDK_KEY_KP_0, 0, "viewer.fit" },
                   { GDK_KEY_0, GDK_CONTROL_MASK, "viewer.fit" },
                   { GDK_KEY_1, 0, "viewer.full" },
                   { GDK_KEY_KP_1, 0, "viewer.full" },
                   { GDK_KEY_r, GDK_CONTROL_MASK, "viewer.rotate" },
                   { GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "viewer.rotate-left" },
                   { GDK_KEY_s, GDK_CONTROL_MASK, "viewer.save" },
                   { GDK_KEY_c, GDK_CONTROL_MASK, "viewer.copy" },
                   { GDK_KEY_o, GDK_CONTROL_MASK, "viewer.open-with" },
                   { GDK_KEY_w, GDK_CONTROL_MASK, "viewer.close" } };

  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_widget_class_add_binding_action (widget_class, bindings[i].key, bindings[i].modifiers, bindings[i].action,
                                         NULL);
}

static void
od_viewer_class_init (OdViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_viewer_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_viewer_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = od_viewer_close_request;
  gtk_widget_class_install_action (widget_class, "viewer.previous", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "viewer.next", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "viewer.fit", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "viewer.full", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "viewer.rotate", NULL, rotate_action);
  gtk_widget_class_install_action (widget_class, "viewer.rotate-left", NULL, rotate_action);
  gtk_widget_class_install_action (widget_class, "viewer.save", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "viewer.open-with", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "viewer.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "viewer.close", NULL, close_action);
  add_bindings (widget_class);
}

static GtkWidget *
make_tool (const char *icon_name, const char *words, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
make_tools (void)
{
  GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (tools), make_tool ("zoom-out-symbolic", _ ("Zoom Out"), "viewer.zoom-out"));
  gtk_box_append (GTK_BOX (tools), make_tool ("zoom-in-symbolic", _ ("Zoom In"), "viewer.zoom-in"));
  gtk_box_append (GTK_BOX (tools), make_tool ("zoom-fit-best-symbolic", _ ("Show All of It"), "viewer.fit"));
  gtk_box_append (GTK_BOX (tools), make_tool ("zoom-original-symbolic", _ ("Original Size"), "viewer.full"));
  gtk_box_append (GTK_BOX (tools), make_tool ("object-rotate-right-symbolic", _ ("Rotate"), "viewer.rotate"));
  gtk_box_append (GTK_BOX (tools), make_tool ("edit-copy-symbolic", _ ("Copy Picture"), "viewer.copy"));
  gtk_box_append (GTK_BOX (tools), make_tool ("document-save-symbolic", _ ("Save As…"), "viewer.save"));
  gtk_box_append (GTK_BOX (tools), make_tool ("document-open-symbolic", _ ("Open With…"), "viewer.open-with"));
  gtk_widget_set_halign (tools, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (tools, "viewer-tools");
  return tools;
}

static void
od_viewer_init (OdViewer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *overlay = gtk_overlay_new ();

  self->zone = g_time_zone_new_local ();
  self->title = ADW_WINDOW_TITLE (adw_window_title_new ("", ""));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                             make_tool ("go-previous-symbolic", _ ("Previous Picture"), "viewer.previous"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                             make_tool ("go-next-symbolic", _ ("Next Picture"), "viewer.next"));
  self->canvas = OD_PICTURE_CANVAS (od_picture_canvas_new ());
  g_signal_connect_object (self->canvas, "zoomed", G_CALLBACK (zoomed_cb), self, G_CONNECT_SWAPPED);
  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->words), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->words), GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (GTK_WIDGET (self->words), FALSE);
  self->bar_place = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->canvas));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), overlay);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar_place));
  gtk_box_append (GTK_BOX (box), make_tools ());
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "viewer");
}

/**
 * od_viewer_present:
 * @from: where the focus goes when it closes
 *
 * Opens a window at a picture or film of the thread.
 */
void
od_viewer_present (OdMedia *media, GtkWidget *from, gint64 message_id, guint position)
{
  g_autoptr (OdPictureTour) tour = od_picture_tour_new (media->thread, message_id, position);
  GtkRoot *root = gtk_widget_get_root (from);
  OdViewer *self;

  if (tour == NULL)
    return;
  self = g_object_new (OD_TYPE_VIEWER, "destroy-with-parent", TRUE, NULL);
  self->media = od_media_ref (media);
  self->tour = g_steal_pointer (&tour);
  g_set_weak_pointer (&self->from, from);
  if (GTK_IS_WINDOW (root))
    {
      gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
      gtk_window_set_default_size (GTK_WINDOW (self), gtk_widget_get_width (GTK_WIDGET (root)),
                                   gtk_widget_get_height (GTK_WIDGET (root)));
    }
  g_signal_connect_object (self->tour, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (media->player, "changed", G_CALLBACK (show_film), self, G_CONNECT_SWAPPED);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->canvas));
  gtk_window_present (GTK_WINDOW (self));
  update (self);
}
