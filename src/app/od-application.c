/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-application"

#include "od-application.h"

#include "config.h"

#include <glib/gi18n.h>

#include "od-attention.h"
#include "od-background.h"
#include "od-message-link.h"
#include "od-presence-action.h"
#include "od-settings.h"
#include "od-shell-search.h"
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

  char *profile_key;        /* (owned): a word that is unique to the profile, for its settings */
  OdDesk *desk;             /* (owned) (nullable): until the composition root gives it */
  GSettings *taste;         /* (owned) (nullable): without installed schemas */
  GSettings *state;         /* (owned) (nullable): of this profile */
  OdShellSearch *shell;     /* (owned) (nullable): while there is a bus */
  OdBackground *background; /* (owned): from "startup" to "shutdown" */
  OdAttention *attention;   /* (owned) (nullable): where the desk tells of anything */
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
  self->background = od_background_new (application, self->taste);
}

/* Whichever else is open, or in front. */
static GtkWindow *
find_window (OdApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (OD_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static void
od_application_activate (GApplication *application)
{
  OdApplication *self = OD_APPLICATION (application);
  GtkWindow *window = find_window (self);

  g_return_if_fail (self->desk != NULL);

  if (window == NULL)
    {
      window = GTK_WINDOW (od_window_new (GTK_APPLICATION (self), self->desk, self->state));
      od_background_add_window (self->background, window);
    }
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

      od_window_open_link (OD_WINDOW (find_window (self)), uri);
    }
}

/* ---- The desktop's search ---- */

#define SEARCH_PATH "/com/example/Omnidesk/SearchProvider"

static OdWindow *
raise_window (OdApplication *self)
{
  g_application_activate (G_APPLICATION (self));
  return self->desk != NULL ? OD_WINDOW (find_window (self)) : NULL;
}

static void
on_shell_show (OdApplication *self, gint64 conversation_id, gint64 message_id)
{
  OdWindow *window = raise_window (self);
  g_autofree char *link = message_id != 0 ? od_message_link_new (message_id) : NULL;

  if (window != NULL && link != NULL)
    od_window_open_link (window, link);
  else if (window != NULL)
    od_window_show_conversation (window, conversation_id);
}

static void
on_shell_launch (OdApplication *self, const char *text)
{
  OdWindow *window = raise_window (self);

  if (window != NULL)
    od_window_search (window, text);
}

static gboolean
od_application_dbus_register (GApplication *application, GDBusConnection *connection, const char *path, GError **error)
{
  OdApplication *self = OD_APPLICATION (application);
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);

  if (!G_APPLICATION_CLASS (od_application_parent_class)->dbus_register (application, connection, path, error))
    return FALSE;
  self->shell = od_shell_search_new (application, taste);
  g_signal_connect_object (self->shell, "show", G_CALLBACK (on_shell_show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shell, "launch", G_CALLBACK (on_shell_launch), self, G_CONNECT_SWAPPED);
  return od_shell_search_register (self->shell, connection, SEARCH_PATH, error);
}

static void
od_application_dbus_unregister (GApplication *application, GDBusConnection *connection, const char *path)
{
  OdApplication *self = OD_APPLICATION (application);

  if (self->shell != NULL)
    od_shell_search_unregister (self->shell);
  g_clear_object (&self->shell);
  G_APPLICATION_CLASS (od_application_parent_class)->dbus_unregister (application, connection, path);
}

/* No window and no port outlives the loop: whoever started us takes the desk apart now. */
static void
od_application_shutdown (GApplication *application)
{
  OdApplication *self = OD_APPLICATION (application);
  GList *windows;

  if (self->attention != NULL)
    od_attention_stop (self->attention);
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (windows->data);
  g_clear_object (&self->attention);
  if (self->shell != NULL)
    od_shell_search_set_desk (self->shell, NULL);
  g_clear_object (&self->background);
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
  G_APPLICATION_CLASS (klass)->dbus_register = od_application_dbus_register;
  G_APPLICATION_CLASS (klass)->dbus_unregister = od_application_dbus_unregister;
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
  g_autoptr (GAction) presence = NULL;

  g_return_if_fail (OD_IS_APPLICATION (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = od_desk_ref (desk);
  if (self->shell != NULL)
    od_shell_search_set_desk (self->shell, desk);
  if (desk->tools.presence != NULL)
    presence = od_presence_action_new (desk->tools.presence);
  if (presence != NULL)
    g_action_map_add_action (G_ACTION_MAP (self), presence);
  od_background_set_desk (self->background, desk);
  if (desk->tools.alerts != NULL)
    self->attention = od_attention_new (GTK_APPLICATION (self), desk, self->taste);
}
