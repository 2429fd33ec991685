/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-keyboard-page"

#include "od-keyboard-page.h"

#include <glib/gi18n.h>

#include "od-key-dialog.h"
#include "od-text.h"

/**
 * OdKeyboardPage:
 *
 * All commands with their keys: a row asks for another one.
 */
struct _OdKeyboardPage {
  AdwPreferencesPage parent_instance;

  GtkSearchEntry *entry;
  GtkButton *reset_button;
  AdwPreferencesGroup *groups[OD_N_COMMAND_GROUP];
  OdKeymap *keymap; /* (owned) (nullable): before there are commands */
  GPtrArray *rows;  /* (owned) (element-type GtkWidget): not owned each, its command as data */
};

G_DEFINE_FINAL_TYPE (OdKeyboardPage, od_keyboard_page, ADW_TYPE_PREFERENCES_PAGE)

#define COMMAND "od-command"

static const OdCommand *
get_command (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), COMMAND);
}

/* ---- Rows ---------------------------------------------------------------------- */

static void
show_key (OdKeyboardPage *self, GtkWidget *row)
{
  const OdCommand *command = get_command (row);
  g_autofree char *label = od_keymap_dup_label (self->keymap, command);
  GtkWidget *key = g_object_get_data (G_OBJECT (row), "od-key");
  GtkWidget *back = g_object_get_data (G_OBJECT (row), "od-back");

  gtk_label_set_text (GTK_LABEL (key), label != NULL ? label : _ ("No key"));
  gtk_widget_set_visible (back, od_keymap_is_changed (self->keymap, command));
}

static void
show_keys (OdKeyboardPage *self)
{
  gboolean is_any = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      show_key (self, self->rows->pdata[i]);
      is_any |= od_keymap_is_changed (self->keymap, get_command (self->rows->pdata[i]));
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset_button), is_any);
}

static void
on_activated (AdwActionRow *row, OdKeyboardPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_present (GTK_WINDOW (od_key_dialog_new (GTK_WINDOW (root), self->keymap, get_command (row))));
}

static void
on_back (GtkButton *button, OdKeyboardPage *self)
{
  od_keymap_set (self->keymap, get_command (button), NULL);
}

static void
add_row (OdKeyboardPage *self, const OdCommand *command)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *key = gtk_label_new (NULL);
  GtkWidget *back = gtk_button_new_from_icon_name ("edit-undo-symbolic");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (command->title));
  gtk_widget_add_css_class (key, "dim-label");
  gtk_widget_add_css_class (key, "numeric");
  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_valign (back, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (back, _ ("The usual key again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("The usual key again"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), back);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), key);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), COMMAND, (gpointer) command);
  g_object_set_data (G_OBJECT (back), COMMAND, (gpointer) command);
  g_object_set_data (G_OBJECT (row), "od-key", key);
  g_object_set_data (G_OBJECT (row), "od-back", back);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_activated), self, 0);
  g_signal_connect_object (back, "clicked", G_CALLBACK (on_back), self, 0);
  adw_preferences_group_add (self->groups[command->group], row);
  g_ptr_array_add (self->rows, row);
}

/* ---- Looking for one ------------------------------------------------------------- */

static gboolean
matches (OdKeyboardPage *self, const OdCommand *command, const char *folded)
{
  g_autofree char *key = od_keymap_dup_label (self->keymap, command);
  g_autofree char *all = g_strjoin ("\n", _ (command->title), command->title, key != NULL ? key : "", NULL);
  g_autofree char *all_folded = od_text_fold (all);

  return strstr (all_folded, folded) != NULL;
}

static void
on_search_changed (OdKeyboardPage *self)
{
  g_autofree char *folded = od_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gboolean is_any[OD_N_COMMAND_GROUP] = { FALSE };

  for (guint i = 0; i < self->rows->len; i++)
    {
      const OdCommand *command = get_command (self->rows->pdata[i]);
      gboolean is_shown = matches (self, command, folded);

      gtk_widget_set_visible (self->rows->pdata[i], is_shown);
      is_any[command->group] |= is_shown;
    }
  for (guint i = 0; i < OD_N_COMMAND_GROUP; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->groups[i]), is_any[i]);
}

/* ---- The object ------------------------------------------------------------------ */

static void
on_reset (OdKeyboardPage *self)
{
  od_keymap_reset (self->keymap);
}

static void
od_keyboard_page_dispose (GObject *object)
{
  OdKeyboardPage *self = OD_KEYBOARD_PAGE (object);

  g_clear_object (&self->keymap);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (od_keyboard_page_parent_class)->dispose (object);
}

static void
od_keyboard_page_class_init (OdKeyboardPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_keyboard_page_dispose;
}

static void
od_keyboard_page_init (OdKeyboardPage *self)
{
  AdwPreferencesGroup *head = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->rows = g_ptr_array_new ();
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Keyboard"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "input-keyboard-symbolic");
  self->entry = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->entry, "placeholder-text", _ ("Name or key"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Find a command"),
                                  -1);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (on_search_changed), self);
  self->reset_button = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Reset All")));
  gtk_widget_set_valign (GTK_WIDGET (self->reset_button), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->reset_button, "clicked", G_CALLBACK (on_reset), self);
  adw_preferences_group_set_description (
      head,
      _ ("Choose a row and press the new key. With a layout that has no Latin letters, the place of the key counts."));
  adw_preferences_group_set_header_suffix (head, GTK_WIDGET (self->reset_button));
  adw_preferences_group_add (head, GTK_WIDGET (self->entry));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), head);
  for (guint i = 0; i < OD_N_COMMAND_GROUP; i++)
    {
      self->groups[i] = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_group_set_title (self->groups[i], od_commands_get_group_title ((OdCommandGroup) i));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->groups[i]);
    }
}

/**
 * od_keyboard_page_set_commands:
 * @commands: (element-type OdCommand): those to show
 *
 * To be called once.
 */
void
od_keyboard_page_set_commands (OdKeyboardPage *self, OdKeymap *keymap, GPtrArray *commands)
{
  g_return_if_fail (OD_IS_KEYBOARD_PAGE (self));
  g_return_if_fail (self->keymap == NULL);

  self->keymap = g_object_ref (keymap);
  for (guint i = 0; i < commands->len; i++)
    add_row (self, commands->pdata[i]);
  g_signal_connect_object (keymap, "changed", G_CALLBACK (show_keys), self, G_CONNECT_SWAPPED);
  show_keys (self);
}
