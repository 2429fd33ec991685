/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-background"

#include "od-background.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "od-autostart.h"
#include "od-desk-load.h"
#include "od-portal.h"
#include "od-presence-words.h"
#include "od-session-watch.h"
#include "od-tray.h"

#define LAUNCHER_INTERFACE "com.canonical.Unity.LauncherEntry"
#define LAUNCHER_PATH "/com/canonical/unity/launcherentry/omnidesk"

/* What is being told to the session. */
typedef enum {
  OD_AUTOSTART_IDLE,
  OD_AUTOSTART_BEGINS,
  OD_AUTOSTART_ENDS,
} OdAutostart;

/**
 * OdBackground:
 *
 * The desk without its window: it goes on when the window is closed (said once), and whoever shows programs that have
 * none is told what waits: the tray, the launcher, the portal. It also tells the desk when nobody is at the machine.
 *
 * The settings are the operator's: `run-in-background`, `start-at-login`, `tray-icon`. Main thread.
 */
struct _OdBackground {
  GObject parent_instance;

  GApplication *application; /* (unowned) (nullable): it owns this; NULL once it is gone */
  GSettings *taste;          /* (owned) (nullable): without installed schemas the program ends with its window */
  OdDeskLoad *load;          /* (owned) (nullable): until there is a desk */
  OdTray *tray;              /* (owned) (nullable): as the setting says */
  OdSessionWatch *watch;     /* (owned) (nullable): until there is a desk */
  OdAutostart autostart;
  gboolean is_held;
};

G_DEFINE_FINAL_TYPE (OdBackground, od_background, G_TYPE_OBJECT)

/* ---- What is told ---- */

static void
tell_launcher (OdBackground *self, GDBusConnection *bus, gint64 n_waiting, gboolean is_late)
{
  g_autofree char *uri =
      g_strdup_printf ("application://%s.desktop", g_application_get_application_id (self->application));
  GVariantBuilder values;

  g_variant_builder_init (&values, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&values, "{sv}", "count", g_variant_new_int64 (n_waiting));
  g_variant_builder_add (&values, "{sv}", "count-visible", g_variant_new_boolean (n_waiting > 0));
  g_variant_builder_add (&values, "{sv}", "urgent", g_variant_new_boolean (is_late));
  g_dbus_connection_emit_signal (bus, NULL, LAUNCHER_PATH, LAUNCHER_INTERFACE, "Update",
                                 g_variant_new ("(sa{sv})", uri, &values), NULL);
}

static void
on_load_changed (OdBackground *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);
  gint64 n_waiting = MAX (od_desk_load_get_n_waiting (self->load), 0);
  gboolean is_late = od_desk_load_get_n_late (self->load) > 0;
  g_autofree char *words = od_desk_load_dup_words (self->load);

  if (self->tray != NULL)
    od_tray_set_status (self->tray, words, is_late);
  if (bus == NULL)
    return;
  tell_launcher (self, bus, n_waiting, is_late);
  if (od_portal_is_needed ())
    od_portal_set_status (bus, words);
}

static void
on_tray_activated (OdBackground *self)
{
  g_application_activate (self->application);
}

static void
show_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (((OdBackground *) user_data)->application);
}

static const GActionEntry actions[] = { { .name = "show-window", .activate = show_action } };

static OdTrayMenu *
make_menu (OdBackground *self)
{
  static const struct {
    OdPresenceState state;
    const char *name;
  } presences[] = { { OD_PRESENCE_ONLINE, "online" },
                    { OD_PRESENCE_AWAY, "away" },
                    { OD_PRESENCE_OFFLINE, "offline" } };
  OdTrayMenu *menu = od_tray_menu_new (G_ACTION_GROUP (self->application));

  od_tray_menu_add (menu, _ ("_Open Omnidesk"), "show-window", NULL);
  if (g_action_group_has_action (G_ACTION_GROUP (self->application), "presence"))
    {
      od_tray_menu_add_separator (menu);
      for (guint i = 0; i < G_N_ELEMENTS (presences); i++)
        od_tray_menu_add (menu, od_presence_words_state (presences[i].state), "presence", presences[i].name);
    }
  od_tray_menu_add_separator (menu);
  od_tray_menu_add (menu, _ ("_Quit"), "quit", NULL);
  return menu;
}

static void
update_tray (OdBackground *self)
{
  g_autoptr (OdTrayMenu) menu = NULL;
  gboolean is_wanted = self->taste != NULL && self->load != NULL && g_settings_get_boolean (self->taste, "tray-icon");

  if (is_wanted == (self->tray != NULL))
    return;
  if (!is_wanted)
    {
      g_clear_object (&self->tray);
      return;
    }
  menu = make_menu (self);
  self->tray = od_tray_new (g_application_get_application_id (self->application), _ ("Omnidesk"), menu);
  g_signal_connect_object (self->tray, "activated", G_CALLBACK (on_tray_activated), self, G_CONNECT_SWAPPED);
  on_load_changed (self);
}

/* ---- Going on without a window ---- */

static gboolean
is_wanted (OdBackground *self)
{
  return self->taste != NULL && self->load != NULL && g_settings_get_boolean (self->taste, "run-in-background");
}

static void
update_hold (OdBackground *self)
{
  gboolean is_held = is_wanted (self);

  if (is_held == self->is_held)
    return;
  self->is_held = is_held;
  if (is_held)
    g_application_hold (self->application);
  else
    g_application_release (self->application);
}

static void update_autostart (OdBackground *self);

static void
autostart_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdBackground) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean was_wanted = self->autostart == OD_AUTOSTART_BEGINS;
  gboolean is_set = od_autostart_set_finish (result, &error);

  self->autostart = OD_AUTOSTART_IDLE;
  if (self->taste == NULL)
    return; /* the program ends */
  if (!is_set)
    g_warning ("Starting at login could not be changed: %s", error->message);
  if (g_settings_get_boolean (self->taste, "start-at-login") == was_wanted)
    {
      if (!is_set && was_wanted)
        g_settings_set_boolean (self->taste, "start-at-login", FALSE); /* the switch says what is */
      return;
    }
  update_autostart (self);
}

/* One at a time: the last wish holds. */
static void
update_autostart (OdBackground *self)
{
  gboolean is_wanted = g_settings_get_boolean (self->taste, "start-at-login");

  if (self->autostart != OD_AUTOSTART_IDLE)
    return;
  self->autostart = is_wanted ? OD_AUTOSTART_BEGINS : OD_AUTOSTART_ENDS;
  od_autostart_set_async (OD_APPLICATION_ID, /* the default profile's, whichever desk has the switch */
                          is_wanted, NULL, autostart_cb, g_object_ref (self));
}

/* After the dialog: it is not done with its parent while it tells the answer. */
static gboolean
close_cb (gpointer user_data)
{
  gtk_window_close (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_answer (GtkWindow *window, const char *response, AdwMessageDialog *dialog)
{
  OdBackground *self = g_object_get_data (G_OBJECT (dialog), "background");

  if (g_str_equal (response, "quit"))
    {
      g_application_quit (self->application);
      return;
    }
  if (!g_str_equal (response, "keep"))
    return;
  g_settings_set_boolean (self->taste, "background-told", TRUE);
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (window), g_object_unref);
}

static void
ask (OdBackground *self, GtkWindow *window)
{
  GtkWidget *dialog =
      adw_message_dialog_new (window, _ ("Omnidesk Goes On Working"),
                              _ ("Without its window, it still takes messages and tells you of them. To end it, choose "
                                 "Quit in its menu. Preferences have a switch for this."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "quit", _ ("_Quit"), "keep",
                                    _ ("_Close the Window"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "keep", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "background", g_object_ref (self), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), window, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
on_close_request (OdBackground *self, GtkWindow *window)
{
  if (!is_wanted (self) || g_settings_get_boolean (self->taste, "background-told"))
    return GDK_EVENT_PROPAGATE;
  ask (self, window);
  return GDK_EVENT_STOP;
}

/* ---- Life ---- */

static void
od_background_dispose (GObject *object)
{
  OdBackground *self = OD_BACKGROUND (object);

  if (self->application != NULL)
    g_action_map_remove_action (G_ACTION_MAP (self->application), "show-window");
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->watch);
  g_clear_object (&self->tray);
  g_clear_object (&self->load);
  g_clear_object (&self->taste);
  G_OBJECT_CLASS (od_background_parent_class)->dispose (object);
}

static void
od_background_class_init (OdBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_background_dispose;
}

static void
od_background_init (OdBackground *self)
{
}

/**
 * od_background_new:
 * @application: keeps this; must outlive it
 * @taste: (nullable): without it the program ends with its window
 */
OdBackground *
od_background_new (GApplication *application, GSettings *taste)
{
  OdBackground *self = g_object_new (OD_TYPE_BACKGROUND, NULL);

  g_set_weak_pointer (&self->application, application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), self);
  g_set_object (&self->taste, taste);
  if (taste == NULL)
    return self;
  g_signal_connect_object (taste, "changed::run-in-background", G_CALLBACK (update_hold), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (taste, "changed::tray-icon", G_CALLBACK (update_tray), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (taste, "changed::start-at-login", G_CALLBACK (update_autostart), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_background_set_desk:
 *
 * From now on there is something to go on with. Once.
 */
void
od_background_set_desk (OdBackground *self, OdDesk *desk)
{
  g_return_if_fail (OD_IS_BACKGROUND (self));
  g_return_if_fail (self->load == NULL);

  self->load = od_desk_load_new (desk);
  g_signal_connect_object (self->load, "changed", G_CALLBACK (on_load_changed), self, G_CONNECT_SWAPPED);
  if (desk->tools.presence != NULL)
    self->watch = od_session_watch_new (desk->tools.presence);
  update_hold (self);
  update_tray (self);
}

/**
 * od_background_add_window:
 * @window: closing it is not the end
 */
void
od_background_add_window (OdBackground *self, GtkWindow *window)
{
  g_return_if_fail (OD_IS_BACKGROUND (self));

  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), self, G_CONNECT_SWAPPED);
}
