/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-tray-card"

#include "od-tray-card.h"

#include <glib/gi18n.h>

#define PICTURE_PIXELS 48
#define NAME_CHARS 22

/**
 * OdTrayCard:
 *
 * One file that waits to be sent: what it looks like, how far it is, and what can be done with
 * it. It can be dragged to another place; Ctrl+Left and Ctrl+Right do the same.
 */
struct _OdTrayCard {
  AdwBin parent_instance;

  OdFileTray *tray;          /* (owned) */
  OdTrayFile *file;          /* (owned) */
  OdPicturePort *pictures;   /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): of its picture */
  GtkImage *image;
  GtkLabel *name;
  GtkLabel *details;
  GtkProgressBar *bar;
  GtkButton *retry;
  GtkButton *remove;
  gboolean has_asked; /* for its picture */
};

G_DEFINE_FINAL_TYPE (OdTrayCard, od_tray_card, ADW_TYPE_BIN)

enum { REMOVE, RETRY, MOVE, DROPPED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- The picture ------------------------------------------------------------- */

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdPicture) picture = od_picture_port_load_finish (OD_PICTURE_PORT (source), result, &error);
  g_autoptr (GdkTexture) texture = NULL;
  OdTrayCard *self;

  if (picture == NULL)
    return; /* its icon stays; if it was cancelled, the card may be gone */
  self = user_data;
  texture = gdk_memory_texture_new (picture->width, picture->height, GDK_MEMORY_R8G8B8A8, picture->pixels,
                                    (gsize) picture->width * 4);
  gtk_image_set_from_paintable (self->image, GDK_PAINTABLE (texture));
  gtk_widget_add_css_class (GTK_WIDGET (self->image), "tray-picture");
}

static void
show_picture (OdTrayCard *self)
{
  const OdFileRef *ref = od_tray_file_get_ref (self->file);
  int pixels = PICTURE_PIXELS * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autofree char *type = NULL;
  g_autoptr (GIcon) icon = NULL;

  if (self->has_asked || ref == NULL)
    return;
  self->has_asked = TRUE;
  type = g_content_type_from_mime_type (ref->mime);
  icon = g_content_type_get_symbolic_icon (type != NULL ? type : "application/octet-stream");
  gtk_image_set_from_gicon (self->image, icon);
  if (self->pictures != NULL && ref->path != NULL && g_str_has_prefix (ref->mime, "image/"))
    od_picture_port_load_async (self->pictures, ref->path, pixels, pixels, self->cancellable, picture_cb, self);
}

/* ---- What it says ------------------------------------------------------------ */

static void
set_class (GtkWidget *widget, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_state (OdTrayCard *self)
{
  OdTrayState state = od_tray_file_get_state (self->file);
  gboolean is_bad = state == OD_TRAY_FAILED || state == OD_TRAY_REFUSED;
  const char *name = od_tray_file_get_name (self->file);
  g_autofree char *words = od_file_tray_dup_file_words (self->tray, self->file);
  g_autofree char *both = g_strdup_printf ("%s, %s", name, words);
  g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), name);
  g_autofree char *retry = g_strdup_printf (_ ("Try %s again"), name);

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->details, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), both);
  set_class (GTK_WIDGET (self), "tray-bad", is_bad);
  gtk_progress_bar_set_fraction (self->bar, od_tray_file_get_progress (self->file));
  gtk_widget_set_visible (GTK_WIDGET (self->bar), state == OD_TRAY_STAGING);
  gtk_widget_set_visible (GTK_WIDGET (self->retry), state == OD_TRAY_FAILED && od_tray_file_get_can_retry (self->file));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->retry), retry);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->remove), remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->retry), GTK_ACCESSIBLE_PROPERTY_LABEL, retry, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, both, -1);
  if (is_bad && od_tray_file_get_ref (self->file) == NULL)
    gtk_image_set_from_icon_name (self->image, "dialog-warning-symbolic");
  show_picture (self);
}

/* ---- What is done with it ---------------------------------------------------- */

static void
remove_cb (OdTrayCard *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
retry_cb (OdTrayCard *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static gboolean
key_cb (OdTrayCard *self, guint keyval, guint keycode, GdkModifierType state)
{
  gboolean is_ltr = gtk_widget_get_direction (GTK_WIDGET (self)) != GTK_TEXT_DIR_RTL;
  gboolean has_control = (state & GDK_CONTROL_MASK) != 0;

  if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete)
    remove_cb (self);
  else if (has_control && (keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left))
    g_signal_emit (self, signals[MOVE], 0, is_ltr ? -1 : 1);
  else if (has_control && (keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right))
    g_signal_emit (self, signals[MOVE], 0, is_ltr ? 1 : -1);
  else
    return FALSE;
  return TRUE;
}

static GdkContentProvider *
prepare_cb (OdTrayCard *self)
{
  return gdk_content_provider_new_typed (OD_TYPE_TRAY_FILE, self->file);
}

static void
drag_begin_cb (OdTrayCard *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, paintable, 0, 0);
}

static gboolean
drop_cb (OdTrayCard *self, const GValue *value)
{
  if (!G_VALUE_HOLDS (value, OD_TYPE_TRAY_FILE))
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0, g_value_get_object (value));
  return TRUE;
}

static void
add_controllers (OdTrayCard *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDragSource *drag = gtk_drag_source_new ();
  GtkDropTarget *drop = gtk_drop_target_new (OD_TYPE_TRAY_FILE, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (drag, "prepare", G_CALLBACK (prepare_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/* ---- The object -------------------------------------------------------------- */

static void
od_tray_card_dispose (GObject *object)
{
  OdTrayCard *self = OD_TRAY_CARD (object);

  g_cancellable_cancel (self->cancellable);
  if (self->file != NULL)
    g_signal_handlers_disconnect_by_data (self->file, self);
  g_clear_object (&self->file);
  g_clear_object (&self->tray);
  g_clear_object (&self->pictures);
  G_OBJECT_CLASS (od_tray_card_parent_class)->dispose (object);
}

static void
od_tray_card_finalize (GObject *object)
{
  g_clear_object (&OD_TRAY_CARD (object)->cancellable);
  G_OBJECT_CLASS (od_tray_card_parent_class)->finalize (object);
}

static void
od_tray_card_class_init (OdTrayCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_tray_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_tray_card_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);

  /**
   * OdTrayCard::remove-requested:
   */
  signals[REMOVE] =
      g_signal_new ("remove-requested", OD_TYPE_TRAY_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdTrayCard::retry-requested:
   */
  signals[RETRY] =
      g_signal_new ("retry-requested", OD_TYPE_TRAY_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdTrayCard::move-requested:
   * @by: -1 to the front, 1 to the end
   */
  signals[MOVE] = g_signal_new ("move-requested", OD_TYPE_TRAY_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
  /**
   * OdTrayCard::dropped:
   * @file: an #OdTrayFile that is to have the place of this one
   */
  signals[DROPPED] = g_signal_new ("dropped", OD_TYPE_TRAY_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   OD_TYPE_TRAY_FILE);
}

static GtkButton *
make_button (OdTrayCard *self, const char *icon, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "chip-remove");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return GTK_BUTTON (button);
}

static GtkLabel *
make_label (const char *style, gboolean wraps)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_width_chars (label, 8);
  gtk_label_set_max_width_chars (label, NAME_CHARS);
  gtk_label_set_ellipsize (label, wraps ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_wrap (label, wraps);
  gtk_label_set_lines (label, wraps ? 4 : -1);
  gtk_widget_add_css_class (GTK_WIDGET (label), style);
  return label;
}

static void
od_tray_card_init (OdTrayCard *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  GtkBox *words = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 1));

  self->cancellable = g_cancellable_new ();
  self->image = GTK_IMAGE (gtk_image_new_from_icon_name ("mail-attachment-symbolic"));
  gtk_widget_set_size_request (GTK_WIDGET (self->image), PICTURE_PIXELS, PICTURE_PIXELS);
  gtk_widget_set_overflow (GTK_WIDGET (self->image), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign (GTK_WIDGET (self->image), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->image), "tray-image");
  self->name = make_label ("tray-name", FALSE);
  self->details = make_label ("file-details", TRUE);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Being copied"), -1);
  self->retry = make_button (self, "view-refresh-symbolic", G_CALLBACK (retry_cb));
  self->remove = make_button (self, "window-close-symbolic", G_CALLBACK (remove_cb));
  gtk_widget_set_hexpand (GTK_WIDGET (words), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (words), GTK_ALIGN_CENTER);
  gtk_box_append (words, GTK_WIDGET (self->name));
  gtk_box_append (words, GTK_WIDGET (self->details));
  gtk_box_append (words, GTK_WIDGET (self->bar));
  gtk_box_append (box, GTK_WIDGET (self->image));
  gtk_box_append (box, GTK_WIDGET (words));
  gtk_box_append (box, GTK_WIDGET (self->retry));
  gtk_box_append (box, GTK_WIDGET (self->remove));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
  gtk_widget_add_css_class (GTK_WIDGET (self), "file-chip");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  add_controllers (self);
}

/**
 * od_tray_card_new:
 * @tray: that @file is in
 * @pictures: (nullable)
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_tray_card_new (OdFileTray *tray, OdTrayFile *file, OdPicturePort *pictures)
{
  OdTrayCard *self = g_object_new (OD_TYPE_TRAY_CARD, NULL);

  self->tray = g_object_ref (tray);
  self->file = g_object_ref (file);
  self->pictures = pictures != NULL ? g_object_ref (pictures) : NULL;
  g_signal_connect_swapped (file, "notify", G_CALLBACK (show_state), self);
  show_state (self);
  return GTK_WIDGET (self);
}

OdTrayFile *
od_tray_card_get_file (OdTrayCard *self)
{
  g_return_val_if_fail (OD_IS_TRAY_CARD (self), NULL);

  return self->file;
}

/**
 * od_tray_card_update:
 * @can_change: %FALSE while the message is handed over
 *
 * The limits, or whether it may be changed, are others.
 */
void
od_tray_card_update (OdTrayCard *self, gboolean can_change)
{
  g_return_if_fail (OD_IS_TRAY_CARD (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->retry), can_change);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove), can_change);
  show_state (self);
}
