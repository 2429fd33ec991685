/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-preferences-window"

#include "od-preferences-window.h"

#include "od-settings.h"

/**
 * OdPreferencesWindow:
 *
 * The operator's taste. Each row is a setting and holds at once.
 */
struct _OdPreferencesWindow {
  AdwPreferencesWindow parent_instance;

  AdwComboRow *scheme_row;
  AdwActionRow *enter_row;
  GtkSwitch *enter_switch;
  GtkSwitch *sound_switch;

  GSettings *taste; /* (owned) (nullable): without installed schemas */
};

G_DEFINE_FINAL_TYPE (OdPreferencesWindow, od_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
on_scheme_chosen (OdPreferencesWindow *self)
{
  if (self->taste != NULL)
    g_settings_set_enum (self->taste, "color-scheme", (int) adw_combo_row_get_selected (self->scheme_row));
}

static void
od_preferences_window_dispose (GObject *object)
{
  OdPreferencesWindow *self = OD_PREFERENCES_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_PREFERENCES_WINDOW);
  g_clear_object (&self->taste);
  G_OBJECT_CLASS (od_preferences_window_parent_class)->dispose (object);
}

static void
od_preferences_window_class_init (OdPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_preferences_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, enter_row);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, enter_switch);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, sound_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_scheme_chosen);
}

static void
od_preferences_window_init (OdPreferencesWindow *self)
{
  GSettings *taste = od_settings_new (OD_SETTINGS_TASTE, NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  if (taste == NULL)
    return;
  adw_combo_row_set_selected (self->scheme_row, (guint) g_settings_get_enum (taste, "color-scheme"));
  g_settings_bind (taste, "enter-sends", self->enter_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (taste, "sound", self->sound_switch, "active", G_SETTINGS_BIND_DEFAULT);
  self->taste = taste; /* from now on a choice is stored */
}

/**
 * od_preferences_window_new:
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_preferences_window_new (GtkWindow *parent)
{
  return g_object_new (OD_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
}
