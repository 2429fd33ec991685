/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-fields-page"

#include "od-fields-page.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-field-book.h"
#include "od-field-dialog.h"
#include "od-field-words.h"
#include "od-recognition-group.h"

/**
 * OdFieldsPage:
 *
 * Which custom fields customers have: defined, put in order, changed and removed.
 */
struct _OdFieldsPage {
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *group;
  GtkListBox *list; /* in @group */

  OdDesk *desk;      /* (owned) (nullable): %NULL once its window is gone */
  OdFieldBook *book; /* (owned) (nullable) */
  gint64 moved_id;   /* whose button gets the focus again; 0 for none */
  gboolean is_moved_up;
};

G_DEFINE_FINAL_TYPE (OdFieldsPage, od_fields_page, ADW_TYPE_PREFERENCES_PAGE)

/* ---- Deeds --------------------------------------------------------------------- */

static const OdCustomField *
get_field (OdFieldsPage *self, GtkWidget *button, guint *position)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  GPtrArray *fields = od_field_book_get_fields (self->book);

  *position = (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  return *position < fields->len ? fields->pdata[*position] : NULL;
}

static void
move (OdFieldsPage *self, GtkWidget *button, int step)
{
  guint position;
  const OdCustomField *field = get_field (self, button, &position);

  if (field == NULL)
    return;
  self->moved_id = field->id;
  self->is_moved_up = step < 0;
  od_field_book_move (self->book, field->id, (guint) ((int) position + step));
}

static void
up_cb (OdFieldsPage *self, GtkWidget *button)
{
  move (self, button, -1);
}

static void
down_cb (OdFieldsPage *self, GtkWidget *button)
{
  move (self, button, 1);
}

static void
edit_cb (OdFieldsPage *self, GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  guint position;
  const OdCustomField *field = get_field (self, button, &position);

  if (field != NULL)
    gtk_window_present (GTK_WINDOW (od_field_dialog_new (GTK_WINDOW (root), self->desk, field)));
}

static void
add_cb (OdFieldsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_present (GTK_WINDOW (od_field_dialog_new (GTK_WINDOW (root), self->desk, NULL)));
}

static void
removed_cb (AdwMessageDialog *dialog, const char *response, OdFieldsPage *self)
{
  const gint64 *id = g_object_get_data (G_OBJECT (dialog), "field-id");

  if (g_str_equal (response, "remove") && self->book != NULL)
    od_field_book_remove (self->book, *id);
}

static void
remove_cb (OdFieldsPage *self, GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  guint position;
  const OdCustomField *field = get_field (self, button, &position);
  g_autofree char *heading = NULL;
  GtkWidget *dialog;

  if (field == NULL)
    return;
  /* TRANSLATORS: a field's name: "Remove the field “Birthday”?" */
  heading = g_strdup_printf (_ ("Remove the field “%s”?"), field->label);
  dialog = adw_message_dialog_new (GTK_WINDOW (root), heading,
                                   _ ("What customers have in it goes with it and can't be brought back."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove", _ ("_Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "field-id", g_memdup2 (&field->id, sizeof field->id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (removed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- Rows ---------------------------------------------------------------------- */

static GtkWidget *
add_button (OdFieldsPage *self, GtkWidget *row, const char *icon_name, const char *words, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

static void
add_row (OdFieldsPage *self, const OdCustomField *field, guint position, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *up, *down;
  g_autofree char *subtitle = g_markup_printf_escaped ("%s · %s", od_field_words_kind (field->kind), field->key);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), field->label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  up = add_button (self, row, "go-up-symbolic", _ ("Move up"), G_CALLBACK (up_cb));
  down = add_button (self, row, "go-down-symbolic", _ ("Move down"), G_CALLBACK (down_cb));
  add_button (self, row, "document-edit-symbolic", _ ("Change"), G_CALLBACK (edit_cb));
  add_button (self, row, "user-trash-symbolic", _ ("Remove"), G_CALLBACK (remove_cb));
  gtk_widget_set_sensitive (up, position > 0);
  gtk_widget_set_sensitive (down, position + 1 < n);
  gtk_list_box_append (self->list, row);
  if (field->id == self->moved_id)
    gtk_widget_grab_focus (self->is_moved_up == (position > 0) ? up : down);
}

static void
show (OdFieldsPage *self)
{
  GPtrArray *fields = od_field_book_get_fields (self->book);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < fields->len; i++)
    add_row (self, fields->pdata[i], i, fields->len);
  self->moved_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->list), fields->len > 0);
}

static void
failed_cb (OdFieldsPage *self, const GError *error)
{
  adw_preferences_group_set_description (self->group, od_error_words (error));
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_fields_page_dispose (GObject *object)
{
  OdFieldsPage *self = OD_FIELDS_PAGE (object);

  if (self->book != NULL)
    g_signal_handlers_disconnect_by_data (self->book, self);
  g_clear_object (&self->book);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_fields_page_parent_class)->dispose (object);
}

static void
od_fields_page_class_init (OdFieldsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_fields_page_dispose;
}

static void
od_fields_page_init (OdFieldsPage *self)
{
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Fields of Customers"));
  adw_preferences_group_set_description (self->group,
                                         _ ("They stand in the profile, can be searched for and put into replies."));
  gtk_widget_add_css_class (add, "flat");
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (add, _ ("New field"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("New field"), -1);
  g_signal_connect_object (add, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (self->group, add);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Fields"), -1);
  adw_preferences_group_add (self->group, GTK_WIDGET (self->list));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->group);
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Fields"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "od-profile-symbolic");
}

/**
 * od_fields_page_new:
 * @desk: has fields
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_fields_page_new (OdDesk *desk)
{
  OdFieldsPage *self = g_object_new (OD_TYPE_FIELDS_PAGE, NULL);

  self->desk = od_desk_ref (desk);
  self->book = od_field_book_new (desk);
  g_signal_connect_swapped (self->book, "changed", G_CALLBACK (show), self);
  g_signal_connect_swapped (self->book, "failed", G_CALLBACK (failed_cb), self);
  show (self);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (od_recognition_group_new (desk)));
  return GTK_WIDGET (self);
}
