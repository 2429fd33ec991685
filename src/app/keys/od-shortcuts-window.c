/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-shortcuts-window"

#include "od-shortcuts-window.h"

#include <glib/gi18n.h>

#define ROWS_ON_PAGE "14"

/* GTK's window can be filled by an interface file only, so one is written. */

static void
add_shortcut (GString *xml, const char *title, const char *keys)
{
  g_autofree char *line =
      g_markup_printf_escaped ("<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property>"
                               "<property name='accelerator'>%s</property></object></child>",
                               title, keys);

  g_string_append (xml, line);
}

static void
begin_group (GString *xml, const char *title)
{
  g_autofree char *line =
      g_markup_printf_escaped ("<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", title);

  g_string_append (xml, line);
}

static void
add_group (GString *xml, OdCommandGroup group, OdKeymap *keymap, GPtrArray *commands)
{
  begin_group (xml, od_commands_get_group_title (group));
  for (guint i = 0; i < commands->len; i++)
    {
      const OdCommand *command = commands->pdata[i];
      g_autofree char *keys = g_strdelimit (g_strdup (od_keymap_get_keys (keymap, command)), "|", ' ');

      if (command->group == group && *keys != '\0')
        add_shortcut (xml, _ (command->title), keys);
    }
  g_string_append (xml, "</object></child>");
}

static void
add_signs (GString *xml)
{
  guint n;
  const OdTypedSign *signs = od_commands_get_signs (&n);

  begin_group (xml, _ ("While Writing"));
  for (guint i = 0; i < n; i++)
    add_shortcut (xml, _ (signs[i].title), signs[i].keys);
  g_string_append (xml, "</object></child>");
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
  g_autoptr (GtkBuilder) builder = NULL;
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                                          "<property name='modal'>True</property>"
                                          "<child><object class='GtkShortcutsSection'>"
                                          "<property name='section-name'>shortcuts</property>"
                                          "<property name='max-height'>" ROWS_ON_PAGE "</property>");
  GtkWidget *window;

  for (guint group = 0; group < OD_N_COMMAND_GROUP; group++)
    add_group (xml, (OdCommandGroup) group, keymap, commands);
  add_signs (xml);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  window = GTK_WIDGET (gtk_builder_get_object (builder, "window"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  return window;
}
