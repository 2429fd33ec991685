/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-media-block.h"

#include <glib/gi18n.h>

#include "od-fetch-control.h"
#include "od-file-card.h"
#include "od-file-words.h"
#include "od-media-files.h"
#include "od-payload-card.h"
#include "od-picture-frame.h"
#include "od-picture-grid.h"
#include "od-viewer.h"

#define TILE_CLASS "media-tile"

/**
 * OdMediaBlock:
 *
 * All that a message has besides its text: pictures, sounds, films, other files, a place, a
 * contact, a form. It has the "file." actions, whose target is the position of the file in its
 * message; each file has them in a menu, and can be dragged out.
 */
struct _OdMediaBlock {
  AdwBin parent_instance;

  OdMedia *media;      /* (owned) */
  OdMessageItem *item; /* (owned) */
  GtkWidget *menu;     /* (nullable): its popover */
};

G_DEFINE_FINAL_TYPE (OdMediaBlock, od_media_block, ADW_TYPE_BIN)

/* ---- What can be done ------------------------------------------------------------- */

static const OdAttachmentRow *
find_file (OdMediaBlock *self, guint position)
{
  const OdMessageRow *row = od_message_item_get_row (self->item);

  return row->attachments != NULL && position < row->attachments->len ? row->attachments->pdata[position] : NULL;
}

static void
file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdMediaBlock *self = OD_MEDIA_BLOCK (widget);
  guint position = g_variant_get_uint32 (parameter);
  const OdAttachmentRow *file = find_file (self, position);

  if (file == NULL)
    return;
  if (g_str_equal (name, "file.open"))
    od_media_files_open (self->media, widget, file, FALSE);
  else if (g_str_equal (name, "file.open-with"))
    od_media_files_open (self->media, widget, file, TRUE);
  else if (g_str_equal (name, "file.save"))
    od_media_files_save (self->media, widget, file);
  else if (g_str_equal (name, "file.show"))
    od_media_files_show (self->media, widget, file);
  else if (g_str_equal (name, "file.copy"))
    od_media_files_copy (self->media, widget, file);
  else if (g_str_equal (name, "file.view"))
    od_viewer_present (self->media, widget, od_message_item_get_id (self->item), position);
}

static void
save_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdMediaBlock *self = OD_MEDIA_BLOCK (widget);
  const OdMessageRow *row = od_message_item_get_row (self->item);

  if (row->attachments != NULL)
    od_media_files_save_all (self->media, widget, row->attachments);
}

/* ---- Its menu ---------------------------------------------------------------------- */

static void
add_item (GMenu *menu, const char *words, const char *action, guint position)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (words, NULL);

  g_menu_item_set_action_and_target (item, action, "u", position);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (OdMediaBlock *self, guint position)
{
  const OdMessageRow *row = od_message_item_get_row (self->item);
  const OdAttachmentRow *file = find_file (self, position);
  OdFileLook look = od_file_look (row, file);
  GMenu *menu = g_menu_new ();

  if (look == OD_FILE_LOOK_PICTURE || look == OD_FILE_LOOK_VIDEO)
    add_item (menu, _ ("_View"), "file.view", position);
  add_item (menu, _ ("_Open"), "file.open", position);
  add_item (menu, _ ("Open _With…"), "file.open-with", position);
  add_item (menu, _ ("_Save As…"), "file.save", position);
  if (row->attachments->len > 1)
    g_menu_append (menu, _ ("Save _All Files…"), "file.save-all");
  add_item (menu, _ ("Show in _Folder"), "file.show", position);
  add_item (menu, _ ("_Copy File"), "file.copy", position);
  return G_MENU_MODEL (menu);
}

static gboolean
popup_at (OdMediaBlock *self, guint position, const GdkRectangle *at)
{
  const OdAttachmentRow *file = find_file (self, position);
  g_autoptr (GMenuModel) model = NULL;

  if (file == NULL || file->path == NULL)
    return FALSE;
  model = make_menu (self, position);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
  return TRUE;
}

/* ---- The manners of a tile: menu, drag --------------------------------------------- */

static guint
position_of (GtkWidget *tile)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (tile), TILE_CLASS));
}

static void
secondary_pressed_cb (OdMediaBlock *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  double own_x, own_y;

  if (gtk_widget_translate_coordinates (tile, GTK_WIDGET (self), x, y, &own_x, &own_y) &&
      popup_at (self, position_of (tile), &(GdkRectangle){ (int) own_x, (int) own_y, 1, 1 }))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
menu_key_cb (GtkWidget *tile, GVariant *parameter, gpointer user_data)
{
  OdMediaBlock *self = OD_MEDIA_BLOCK (gtk_widget_get_ancestor (tile, OD_TYPE_MEDIA_BLOCK));
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (tile, GTK_WIDGET (self), &bounds))
    return GDK_EVENT_PROPAGATE;
  return popup_at (
      self, position_of (tile),
      &(GdkRectangle){ (int) bounds.origin.x + 12, (int) (bounds.origin.y + bounds.size.height) - 6, 1, 1 });
}

static GdkContentProvider *
drag_prepare_cb (OdMediaBlock *self, double x, double y, GtkDragSource *source)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  const OdAttachmentRow *file = find_file (self, position_of (tile));

  return file != NULL && file->path != NULL ? od_media_files_offer (self->media, file) : NULL;
}

static void
add_manners (OdMediaBlock *self, GtkWidget *tile, guint position)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkDragSource *drag = gtk_drag_source_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_object_set_data (G_OBJECT (tile), TILE_CLASS, GUINT_TO_POINTER (position));
  gtk_widget_add_css_class (tile, TILE_CLASS);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (secondary_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (drag, "prepare", G_CALLBACK (drag_prepare_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (drag));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                                                          gtk_callback_action_new (menu_key_cb, NULL, NULL)));
  gtk_widget_add_controller (tile, keys);
}

/* ---- What is shown ------------------------------------------------------------------- */

static void
picture_clicked_cb (OdMediaBlock *self, GtkButton *button)
{
  GtkWidget *frame = gtk_button_get_child (button);
  guint position = position_of (GTK_WIDGET (button));

  /* What can't be shown can still be saved. */
  if (od_picture_frame_get_fault (OD_PICTURE_FRAME (frame)) != NULL)
    menu_key_cb (GTK_WIDGET (button), NULL, NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "file.view", "u", position);
}

static GtkWidget *
make_picture (OdMediaBlock *self, const OdAttachmentRow *file, guint position, OdFrameStyle style)
{
  g_autofree char *spoken = od_file_words_spoken (od_message_item_get_row (self->item), file);
  g_autofree char *name = od_file_words_name (file);
  GtkWidget *frame = od_picture_frame_new (self->media, file, style);
  GtkWidget *tile;

  if (file->path == NULL)
    {
      GtkWidget *control = od_fetch_control_new (self->media, file);

      tile = gtk_overlay_new ();
      gtk_overlay_set_child (GTK_OVERLAY (tile), frame);
      gtk_widget_set_halign (control, GTK_ALIGN_CENTER);
      gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
      gtk_orientable_set_orientation (GTK_ORIENTABLE (control), GTK_ORIENTATION_VERTICAL);
      gtk_overlay_add_overlay (GTK_OVERLAY (tile), control);
      gtk_overlay_set_measure_overlay (GTK_OVERLAY (tile), control, style == OD_FRAME_ALONE);
    }
  else
    {
      tile = gtk_button_new ();
      gtk_button_set_child (GTK_BUTTON (tile), frame);
      gtk_widget_add_css_class (tile, "picture-button");
      g_signal_connect_object (tile, "clicked", G_CALLBACK (picture_clicked_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_widget_set_tooltip_text (tile, name);
  gtk_widget_set_halign (tile, style == OD_FRAME_CELL ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  add_manners (self, tile, position);
  return tile;
}

static gboolean
is_shown_picture (OdMediaBlock *self, const OdMessageRow *row, const OdAttachmentRow *file)
{
  OdFileLook look = od_file_look (row, file);

  return self->media->pictures != NULL && (look == OD_FILE_LOOK_PICTURE || look == OD_FILE_LOOK_STICKER);
}

static void
add_pictures (OdMediaBlock *self, GtkWidget *box, const OdMessageRow *row)
{
  GtkWidget *grid = NULL;
  guint n = 0;

  for (guint i = 0; i < row->attachments->len; i++)
    n += is_shown_picture (self, row, row->attachments->pdata[i]) ? 1 : 0;
  if (n > 1)
    {
      grid = od_picture_grid_new ();
      gtk_box_append (GTK_BOX (box), grid);
    }
  for (guint i = 0; i < row->attachments->len; i++)
    {
      const OdAttachmentRow *file = row->attachments->pdata[i];

      if (!is_shown_picture (self, row, file))
        continue;
      if (grid != NULL)
        od_picture_grid_append (OD_PICTURE_GRID (grid), make_picture (self, file, i, OD_FRAME_CELL));
      else
        gtk_box_append (
            GTK_BOX (box),
            make_picture (self, file, i,
                          od_file_look (row, file) == OD_FILE_LOOK_STICKER ? OD_FRAME_STICKER : OD_FRAME_ALONE));
    }
}

static void
add_files (OdMediaBlock *self, GtkWidget *box, const OdMessageRow *row)
{
  for (guint i = 0; i < row->attachments->len; i++)
    {
      const OdAttachmentRow *file = row->attachments->pdata[i];
      OdFileLook look = od_file_look (row, file);
      GtkWidget *card;

      if (is_shown_picture (self, row, file))
        continue;
      card = look == OD_FILE_LOOK_AUDIO   ? od_file_card_new_sound (self->media, file, i)
             : look == OD_FILE_LOOK_VIDEO ? od_file_card_new_video (self->media, file, i)
                                          : od_file_card_new (self->media, file, i);
      add_manners (self, card, i);
      gtk_box_append (GTK_BOX (box), card);
    }
}

static void
add_save_all (GtkWidget *box, const OdMessageRow *row)
{
  GtkWidget *button;
  guint n = 0;

  for (guint i = 0; i < row->attachments->len; i++)
    n += ((const OdAttachmentRow *) row->attachments->pdata[i])->path != NULL ? 1 : 0;
  if (n < 2)
    return;
  button = gtk_button_new_with_mnemonic (_ ("Save _All Files…"));
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "file.save-all");
  gtk_box_append (GTK_BOX (box), button);
}

/* ---- The object ------------------------------------------------------------------------ */

static void
od_media_block_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OdMediaBlock *self = OD_MEDIA_BLOCK (widget);

  GTK_WIDGET_CLASS (od_media_block_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
od_media_block_dispose (GObject *object)
{
  g_clear_pointer (&OD_MEDIA_BLOCK (object)->menu, gtk_widget_unparent);
  G_OBJECT_CLASS (od_media_block_parent_class)->dispose (object);
}

static void
od_media_block_finalize (GObject *object)
{
  OdMediaBlock *self = OD_MEDIA_BLOCK (object);

  od_media_unref (self->media);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (od_media_block_parent_class)->finalize (object);
}

static void
od_media_block_class_init (OdMediaBlockClass *klass)
{
  static const char *const names[] = {
    "file.open", "file.open-with", "file.save", "file.show", "file.copy", "file.view"
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_media_block_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_media_block_finalize;
  widget_class->size_allocate = od_media_block_size_allocate;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (widget_class, names[i], "u", file_action);
  gtk_widget_class_install_action (widget_class, "file.save-all", NULL, save_all_action);
}

static void
od_media_block_init (OdMediaBlock *self)
{
}

/**
 * od_media_block_new:
 *
 * Returns: (transfer floating) (nullable): all of the message but its text; %NULL if that is all
 */
GtkWidget *
od_media_block_new (OdMedia *media, OdMessageItem *item)
{
  const OdMessageRow *row = od_message_item_get_row (item);
  g_autoptr (OdPayload) payload = row->payload != NULL ? od_payload_parse (row->payload) : NULL;
  OdMediaBlock *self;
  GtkWidget *box, *card = payload != NULL ? od_payload_card_new (media, payload) : NULL;

  if (card == NULL && (row->attachments == NULL || row->attachments->len == 0))
    return NULL;
  self = g_object_new (OD_TYPE_MEDIA_BLOCK, NULL);
  self->media = od_media_ref (media);
  self->item = g_object_ref (item);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  adw_bin_set_child (ADW_BIN (self), box);
  if (row->attachments != NULL)
    {
      add_pictures (self, box, row);
      add_files (self, box, row);
      add_save_all (box, row);
    }
  if (card != NULL)
    gtk_box_append (GTK_BOX (box), card);
  return GTK_WIDGET (self);
}

/**
 * od_media_block_is_sticker:
 *
 * Returns: whether the message is a sticker and nothing else: it has no bubble
 */
gboolean
od_media_block_is_sticker (OdMessageItem *item)
{
  const OdMessageRow *row = od_message_item_get_row (item);

  return row->attachments != NULL && row->attachments->len == 1 && *row->body == '\0' && row->deleted_at_us == 0 &&
         od_file_look (row, row->attachments->pdata[0]) == OD_FILE_LOOK_STICKER;
}

/**
 * od_media_block_has_menu:
 * @widget: that was clicked
 *
 * Returns: whether it is in a file that has a menu of its own
 */
gboolean
od_media_block_has_menu (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (gtk_widget_has_css_class (at, TILE_CLASS))
      return TRUE;
  return FALSE;
}
