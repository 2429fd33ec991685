/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-profile-files"

#include "od-profile-files.h"

#include <glib/gi18n.h>

#include "od-fetch-control.h"
#include "od-file-words.h"
#include "od-media-files.h"
#include "od-message-link.h"
#include "od-picture-frame.h"
#include "od-profile-section.h"
#include "od-relative-time.h"
#include "od-shared-files.h"

/**
 * OdProfileFiles:
 *
 * The files that the customer sent or got. Enter, or a click, opens one; it is saved, and its message shown, by the
 * buttons beside it. It has the "shared-file." actions, whose target is the position in the list.
 */
struct _OdProfileFiles {
  AdwBin parent_instance;

  OdDesk *desk;         /* (owned) */
  OdSharedFiles *model; /* (owned) */
  OdMedia *media;       /* (owned) */
  OdProfileSection *section;
  guint focus_at; /* which row gets the focus when more are here, from 1; 0: none */
};

G_DEFINE_FINAL_TYPE (OdProfileFiles, od_profile_files, ADW_TYPE_BIN)

enum { TOLD, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- What is done with one ----------------------------------------------------- */

static void
file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdProfileFiles *self = OD_PROFILE_FILES (widget);
  GPtrArray *rows = od_shared_files_get_rows (self->model);
  guint position = g_variant_get_uint32 (parameter);
  const OdSharedFileRow *row = position < rows->len ? rows->pdata[position] : NULL;

  if (row == NULL)
    return;
  if (g_str_equal (name, "shared-file.save"))
    od_media_files_save (self->media, widget, row->file);
  else if (g_str_equal (name, "shared-file.open") && row->file->path != NULL)
    od_media_files_open (self->media, widget, row->file, FALSE);
  else
    {
      g_autofree char *link = od_message_link_new (row->message_id);

      gtk_widget_activate_action (widget, "win.open-link", "s", link);
    }
}

static void
activated_cb (OdProfileFiles *self, GtkListBoxRow *row)
{
  guint position = (guint) gtk_list_box_row_get_index (row);

  if (position < od_shared_files_get_rows (self->model)->len)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "shared-file.open", "u", position);
      return;
    }
  self->focus_at = position + 1;
  od_shared_files_show_more (self->model);
}

/* ---- Rows ---------------------------------------------------------------------- */

static GtkWidget *
make_button (const char *icon_name, const char *words, const char *action, guint position)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "profile-small-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", position);
  return button;
}

static GtkWidget *
make_label (const char *words, const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_sign (OdProfileFiles *self, const OdAttachmentRow *file)
{
  gboolean is_picture = self->media->pictures != NULL && file->path != NULL &&
                        g_str_has_prefix (file->mime, "image/") && !g_str_has_prefix (file->mime, "image/svg");
  GtkWidget *sign;

  if (is_picture)
    return od_picture_frame_new (self->media, file, OD_FRAME_THUMB);
  sign = gtk_image_new_from_icon_name (od_file_words_icon (file->mime));
  gtk_widget_set_size_request (sign, OD_FRAME_THUMB_SIZE, OD_FRAME_THUMB_SIZE);
  gtk_widget_set_valign (sign, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (sign, "od-dim");
  return sign;
}

/* "1.2 MB · 3 Mar" */
static char *
make_details (OdProfileFiles *self, const OdSharedFileRow *row)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *size = od_file_words_details (row->file);
  g_autofree char *when = od_relative_time_short (row->at_us, od_clock_get_real_us (self->desk->clock), zone);

  return *size != '\0' ? g_strjoin (" · ", size, when, NULL) : g_steal_pointer (&when);
}

static void
add_row (OdProfileFiles *self, const OdSharedFileRow *shared, guint position)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *name = od_file_words_name (shared->file);
  g_autofree char *details = make_details (self, shared);
  g_autofree char *save_words = g_strdup_printf (_ ("Save %s As…"), name);
  /* TRANSLATORS: %s is the name of a file */
  g_autofree char *show_words = g_strdup_printf (_ ("Show the message with %s"), name);
  g_autofree char *spoken = g_strjoin (", ", name, details, NULL);
  GtkWidget *detail_label = make_label (details, "od-dim");

  gtk_widget_add_css_class (detail_label, "od-small");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), make_label (name, NULL));
  gtk_box_append (GTK_BOX (words), detail_label);
  gtk_box_append (GTK_BOX (line), make_sign (self, shared->file));
  gtk_box_append (GTK_BOX (line), words);
  if (shared->file->path != NULL)
    gtk_box_append (GTK_BOX (line), make_button ("document-save-symbolic", save_words, "shared-file.save", position));
  gtk_box_append (GTK_BOX (line), make_button ("od-chat-symbolic", show_words, "shared-file.show", position));
  gtk_box_append (GTK_BOX (box), line);
  if (shared->file->path == NULL)
    gtk_box_append (GTK_BOX (box), od_fetch_control_new (self->media, shared->file));
  gtk_widget_add_css_class (box, "profile-row");
  gtk_widget_set_tooltip_text (words, name);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  od_profile_section_append (self->section, row);
}

static void
add_more (OdProfileFiles *self)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (_ ("Show More"));

  gtk_widget_add_css_class (label, "profile-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Show more files"), -1);
  od_profile_section_append (self->section, row);
}

static void
changed_cb (OdProfileFiles *self)
{
  GPtrArray *rows = od_shared_files_get_rows (self->model);
  GtkListBoxRow *next;

  od_profile_section_clear (self->section);
  for (guint i = 0; i < rows->len; i++)
    add_row (self, rows->pdata[i], i);
  if (od_shared_files_get_has_more (self->model))
    add_more (self);
  next = self->focus_at > 0
             ? gtk_list_box_get_row_at_index (od_profile_section_get_list (self->section), (int) self->focus_at - 1)
             : NULL;
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
  self->focus_at = 0;
}

static void
failed_cb (OdProfileFiles *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
tell (gpointer view, const char *words)
{
  g_signal_emit (view, signals[TOLD], 0, words);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_profile_files_dispose (GObject *object)
{
  OdProfileFiles *self = OD_PROFILE_FILES (object);

  if (self->media != NULL)
    od_media_close (self->media);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (od_profile_files_parent_class)->dispose (object);
}

static void
od_profile_files_finalize (GObject *object)
{
  OdProfileFiles *self = OD_PROFILE_FILES (object);

  g_clear_pointer (&self->media, od_media_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_profile_files_parent_class)->finalize (object);
}

static void
od_profile_files_class_init (OdProfileFilesClass *klass)
{
  static const char *const names[] = { "shared-file.open", "shared-file.save", "shared-file.show" };

  G_OBJECT_CLASS (klass)->dispose = od_profile_files_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_profile_files_finalize;

  /**
   * OdProfileFiles::told:
   * @words: for people: how something went
   */
  signals[TOLD] = g_signal_new ("told", OD_TYPE_PROFILE_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);
  /**
   * OdProfileFiles::failed:
   * @error: why they were not read
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_PROFILE_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), names[i], "u", file_action);
}

static void
od_profile_files_init (OdProfileFiles *self)
{
}

/**
 * od_profile_files_new:
 * @taste: (nullable): where it is remembered whether it is folded
 *
 * Returns: (transfer floating): the files of nobody
 */
GtkWidget *
od_profile_files_new (OdDesk *desk, GSettings *taste)
{
  OdProfileFiles *self = g_object_new (OD_TYPE_PROFILE_FILES, NULL);

  self->desk = od_desk_ref (desk);
  self->media = od_media_new (desk, NULL, tell, self);
  self->model = od_shared_files_new (desk);
  self->section = OD_PROFILE_SECTION (od_profile_section_new_list ("files", _ ("Files"), taste));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->section));
  g_object_bind_property (self->section, "visible", self, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (od_profile_section_get_list (self->section), "row-activated", G_CALLBACK (activated_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * od_profile_files_set_customer:
 * @customer_id: 0 for none
 */
void
od_profile_files_set_customer (OdProfileFiles *self, gint64 customer_id)
{
  g_return_if_fail (OD_IS_PROFILE_FILES (self));

  od_shared_files_open (self->model, customer_id);
}

/**
 * od_profile_files_reload:
 * @n_files: how many there are
 */
void
od_profile_files_reload (OdProfileFiles *self, guint n_files)
{
  /* TRANSLATORS: the heading over the files of a customer, and how many: "Files (7)" */
  g_autofree char *title = g_strdup_printf (_ ("Files (%u)"), n_files);

  g_return_if_fail (OD_IS_PROFILE_FILES (self));

  od_profile_section_set_title (self->section, title);
  od_shared_files_reload (self->model);
}
