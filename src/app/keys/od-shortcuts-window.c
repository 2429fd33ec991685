/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-shortcuts-window"

#include "od-shortcuts-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define WIDTH 560
#define HEIGHT 640

/* GTK's own window for this has columns that no narrow screen has room for, and no search among them. */

static void
add_row (AdwPreferencesGroup *group, const char *title, const char *keys)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_shortcut_label_new (keys);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (group, row);
}

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (page, group);
  return group;
}

static void
add_commands (AdwPreferencesPage *page, OdCommandGroup which, OdKeymap *keymap, GPtrArray *commands)
{
  AdwPreferencesGroup *group = NULL;

  for (guint i = 0; i < commands->len; i++)
    {
      const OdCommand *command = commands->pdata[i];
      g_autofree char *keys = g_strdelimit (g_strdup (od_keymap_get_keys (keymap, command)), "|", ' ');

      if (command->group != which || *keys == '\0')
        continue;
      if (group == NULL)
        group = add_group (page, od_commands_get_group_title (which));
      add_row (group, _ (command->title), keys);
    }
}

static void
add_signs (AdwPreferencesPage *page)
{
  AdwPreferencesGroup *group = add_group (page, _ ("While Writing"));
  guint n;
  const OdTypedSign *signs = od_commands_get_signs (&n);

  for (guint i = 0; i < n; i++)
    add_row (group, _ (signs[i].title), signs[i].keys);
}

/**
 * od_shortcuts_window_new:
 * @commands: (element-type OdCommand): those to show
 *
 * Returns: (transfer none): all keys as they are now, over @parent, not yet presented
 */
GtkWidget *
od_shortcuts_window_new (GtkWindow *parent, OdKeymap *keymap, GPtrArray *commands)
{
  GtkWidget *window = g_object_new (ADW_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "modal", TRUE, "title",
                                    _ ("Keyboard Shortcuts"), "default-width", WIDTH, "default-height", HEIGHT, NULL);
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  for (guint group = 0; group < OD_N_COMMAND_GROUP; group++)
    add_commands (page, (OdCommandGroup) group, keymap, commands);
  add_signs (page);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
  return window;
}
