/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-action-exists"

#include "od-action-exists.h"

/**
 * od_action_exists:
 * @widget: a window, or a widget whose class has actions of its own
 * @name: with its prefix
 *
 * Returns: whether @widget itself has that action, or its window or application has
 */
gboolean
od_action_exists (GtkWidget *widget, const char *name)
{
  GtkWindow *window = GTK_IS_WINDOW (widget) ? GTK_WINDOW (widget) : NULL;
  GtkApplication *application = window != NULL ? gtk_window_get_application (window) : NULL;
  const char *installed;
  const GVariantType *type;
  const char *property;
  GType owner;

  for (guint i = 0;
       gtk_widget_class_query_action (GTK_WIDGET_GET_CLASS (widget), i, &owner, &installed, &type, &property); i++)
    if (g_str_equal (installed, name))
      return TRUE;
  if (g_str_has_prefix (name, "win.") && G_IS_ACTION_GROUP (widget))
    return g_action_group_has_action (G_ACTION_GROUP (widget), name + strlen ("win."));
  if (g_str_has_prefix (name, "app.") && application != NULL)
    return g_action_group_has_action (G_ACTION_GROUP (application), name + strlen ("app."));
  return FALSE;
}

/**
 * od_action_is_enabled:
 * @widget: as above
 * @target: (nullable): a string
 *
 * GTK tells nobody whether a widget's action is enabled but the buttons that name it.
 *
 * Returns: whether it can be done now
 */
gboolean
od_action_is_enabled (GtkWidget *widget, const char *name, const char *target)
{
  GtkWidget *probe = g_object_ref_sink (gtk_button_new ());
  gboolean is_enabled;

  gtk_widget_set_parent (probe, widget);
  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (probe), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (probe), name);
  is_enabled = gtk_widget_get_sensitive (probe);
  gtk_widget_unparent (probe);
  g_object_unref (probe);
  return is_enabled;
}
