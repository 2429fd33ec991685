/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-key-tips.h"

#include <glib/gi18n.h>
#include <string.h>

/* Tooltips of buttons name the key that does the same, as it is now: "Resolve (Ctrl+E)". */

#define TIP "od-plain-tip"
#define KEYS "od-tip-keys"
#define NAMED "command:" /* the name of a widget without an action of its own: "command:note" */

static const OdCommand *
find_command (GtkWidget *widget)
{
  const char *action = GTK_IS_ACTIONABLE (widget) ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)) : NULL;
  guint n;
  const OdCommand *commands = od_commands_get (&n);

  if (g_str_has_prefix (gtk_widget_get_name (widget), NAMED))
    return od_commands_find (gtk_widget_get_name (widget) + strlen (NAMED));
  for (guint i = 0; action != NULL && i < n; i++)
    if (commands[i].target == NULL && g_str_equal (commands[i].action, action))
      return &commands[i];
  return NULL;
}

/**
 * od_key_tips_set:
 * @words: what the button does; the key, if od_key_tips_follow() knows one, is put behind it
 */
void
od_key_tips_set (GtkWidget *widget, const char *words)
{
  const char *keys = g_object_get_data (G_OBJECT (widget), KEYS);
  g_autofree char *plain = g_strdup (words);
  g_autofree char *both = NULL;

  if (keys != NULL && *keys != '\0')
    /* TRANSLATORS: what a button does, and the key for it: "Resolve (Ctrl+E)" */
    both = g_strdup_printf (_ ("%1$s (%2$s)"), plain, keys);
  gtk_widget_set_tooltip_text (widget, both != NULL ? both : plain);
  g_object_set_data_full (G_OBJECT (widget), TIP, g_steal_pointer (&plain), g_free);
}

static void
show_key (GtkWidget *widget, OdKeymap *keymap, const OdCommand *command)
{
  const char *plain = g_object_get_data (G_OBJECT (widget), TIP);

  g_object_set_data_full (G_OBJECT (widget), KEYS, od_keymap_dup_label (keymap, command), g_free);
  od_key_tips_set (widget, plain != NULL ? plain : gtk_widget_get_tooltip_text (widget));
}

static void
show_keys (GtkWidget *widget, OdKeymap *keymap)
{
  const OdCommand *command = gtk_widget_get_tooltip_text (widget) != NULL ? find_command (widget) : NULL;

  if (command != NULL)
    show_key (widget, keymap, command);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    show_keys (child, keymap);
}

static void
changed_cb (OdKeymap *keymap, GtkWidget *root)
{
  show_keys (root, keymap);
}

/**
 * od_key_tips_follow:
 * @root: its buttons, as far as they are there now, say their keys from now on; their tooltips are without a key
 */
void
od_key_tips_follow (GtkWidget *root, OdKeymap *keymap)
{
  show_keys (root, keymap);
  g_signal_connect_object (keymap, "changed", G_CALLBACK (changed_cb), root, 0);
}
