/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-application"

#include "od-application.h"

#include "config.h"

#include <glib/gi18n.h>

#include "od-settings.h"
#include "od-watchdog.h"
#include "od-window.h"

/**
 * OdApplication:
 *
 * One desk of one profile: a second start only raises the window of the first. Who
 * starts it connects to "startup", builds the desk there and gives it with
 * od_application_set_desk(); the window is made when it is asked for.
 */
struct _OdApplication {
  AdwApplication parent_instance;

  char *profile_key; /* (owned): a word that is unique to the profile, for its settings */
  OdDesk *desk;      /* (owned) (nullable): until the composition root gives it */
  GSettings *taste;  /* (owned) (nullable): without installed schemas */
  GSettings *state;  /* (owned) (nullable): of this profile */
};

G_DEFINE_FINAL_TYPE (OdApplication, od_application, ADW_TYPE_APPLICATION)

static void
apply_color_scheme (OdApplication *self)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };
  guint which = (guint) g_settings_get_enum (self->taste, "color-scheme");

  adw_style_manager_set_color_scheme (adw_application_get_style_manager (ADW_APPLICATION (self)),
                                      schemes[MIN (which, G_N_ELEMENTS (schemes) - 1)]);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (user_data);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (gtk_application_get_active_window (user_data), "application-name", _ ("Omnidesk"),
                         "application-icon", OD_APPLICATION_ID, "version", OD_VERSION, "developer-name",
                         _ ("The Omnidesk authors"), "license-type", GTK_LICENSE_GPL_3_0,
                         /* TRANSLATORS: your names, one per line */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static void
od_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "about", .activate = about_action },
  };
  OdApplication *self = OD_APPLICATION (application);

  G_APPLICATION_CLASS (od_application_parent_class)->startup (application);

#ifndef NDEBUG
  od_watchdog_install ();
#endif
  gtk_window_set_default_icon_name (OD_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  self->state = od_settings_new (OD_SETTINGS_PROFILE, self->profile_key);
  if (self->taste != NULL)
    {
      g_signal_connect_object (self->taste, "changed::color-scheme", G_CALLBACK (apply_color_scheme), self,
                               G_CONNECT_SWAPPED);
      apply_color_scheme (self);
    }
}

static void
od_application_activate (GApplication *application)
{
  OdApplication *self = OD_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  g_return_if_fail (self->desk != NULL);

  if (window == NULL)
    window = GTK_WINDOW (od_window_new (GTK_APPLICATION (self), self->desk, self->state));
  gtk_window_present (window);
}

/* Links to messages, from whoever asks the desktop to open one. */
static void
od_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  OdApplication *self = OD_APPLICATION (application);

  g_application_activate (application);
  if (self->desk == NULL)
    return;
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      od_window_open_link (OD_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (self))), uri);
    }
}

/* No window and no port outlives the loop: whoever started us takes the desk apart now. */
static void
od_application_shutdown (GApplication *application)
{
  OdApplication *self = OD_APPLICATION (application);
  GtkWindow *window;

  while ((window = gtk_application_get_active_window (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (window);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_APPLICATION_CLASS (od_application_parent_class)->shutdown (application);
}

static void
od_application_finalize (GObject *object)
{
  OdApplication *self = OD_APPLICATION (object);

  g_clear_object (&self->taste);
  g_clear_object (&self->state);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_pointer (&self->profile_key, g_free);
  G_OBJECT_CLASS (od_application_parent_class)->finalize (object);
}

static void
od_application_class_init (OdApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_application_finalize;
  G_APPLICATION_CLASS (klass)->startup = od_application_startup;
  G_APPLICATION_CLASS (klass)->activate = od_application_activate;
  G_APPLICATION_CLASS (klass)->open = od_application_open;
  G_APPLICATION_CLASS (klass)->shutdown = od_application_shutdown;
}

static void
od_application_init (OdApplication *self)
{
}

/**
 * od_application_new:
 * @application_id: unique for the profile
 * @profile_key: letters and digits, the same for the profile at every start
 *
 * Returns: (transfer full): the application, without a desk
 */
OdApplication *
od_application_new (const char *application_id, const char *profile_key)
{
  OdApplication *self = g_object_new (OD_TYPE_APPLICATION, "application-id", application_id, "flags",
                                      G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/com/example/Omnidesk", NULL);

  self->profile_key = g_strdup (profile_key);
  return self;
}

/**
 * od_application_set_desk:
 * @desk: kept until the application goes
 *
 * To be called once, in "startup": before any window.
 */
void
od_application_set_desk (OdApplication *self, OdDesk *desk)
{
  g_return_if_fail (OD_IS_APPLICATION (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = od_desk_ref (desk);
}
