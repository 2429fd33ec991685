/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-notify-asker"

#include "od-notify-asker.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

/**
 * OdNotifyAsker:
 *
 * Knows who shows notifications, what that server can do, and whether it answers at all. libnotify's calls block; so it
 * is asked first, without blocking and for as long as it takes: a server that is stopped gets nothing it would show
 * twice once it goes on. Lives in the main context that is the thread's default where it is made.
 */
struct _OdNotifyAsker {
  GDBusConnection *bus; /* (owned) */
  OdNotifyAskedFunc asked;
  OdNotifyChangedFunc changed;
  gpointer user_data;
  OdNotifyServer server;
  GCancellable *cancellable; /* (owned): of everything that is asked */
  guint watch_id;
  guint quiet_id; /* subscription */
  gboolean is_asking;
  gboolean is_known; /* what the server can do was asked and answered */
  gboolean is_wanted;
};

/* libnotify decides the same way. */
static gboolean
is_in_sandbox (void)
{
  if (g_getenv ("NOTIFY_IGNORE_PORTAL") != NULL)
    return FALSE;
  return g_getenv ("NOTIFY_FORCE_PORTAL") != NULL || g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static const char *
get_name (OdNotifyAsker *self)
{
  return self->server.is_portal ? PORTAL_NAME : NAME;
}

static void
clear_server (OdNotifyServer *server)
{
  g_clear_pointer (&server->name, g_free);
  g_clear_pointer (&server->vendor, g_free);
  g_clear_pointer (&server->version, g_free);
  g_clear_pointer (&server->capabilities, g_strfreev);
}

static void
set_server (OdNotifyAsker *self, OdNotifyAnswer answer, const char *name, const char *vendor, const char *version,
            const char *const *capabilities)
{
  clear_server (&self->server);
  self->server.name = g_strdup (name);
  self->server.vendor = g_strdup (vendor);
  self->server.version = g_strdup (version);
  self->server.capabilities = g_strdupv ((GStrv) capabilities);
  self->server.answer = answer;
}

static void
answer (OdNotifyAsker *self, gboolean is_there)
{
  if (!self->is_wanted)
    return;
  self->is_wanted = FALSE;
  self->asked (is_there, self->user_data);
}

static void
call (OdNotifyAsker *self, const char *interface, const char *method, GVariant *parameters, const char *type,
      GAsyncReadyCallback callback)
{
  g_dbus_connection_call (self->bus, get_name (self), self->server.is_portal ? PORTAL_PATH : PATH, interface, method,
                          parameters, type != NULL ? G_VARIANT_TYPE (type) : NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                          self->cancellable, callback, self);
}

/* ---- What it can do ---- */

static void
quiet_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) value = NULL;
  OdNotifyAsker *self = user_data;

  if (reply == NULL) /* most have no such property */
    return;
  g_variant_get (reply, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) || g_variant_get_boolean (value) == self->server.is_quiet)
    return;
  self->server.is_quiet = g_variant_get_boolean (value);
  self->changed (&self->server, FALSE, self->user_data);
}

static void
ask_quiet (OdNotifyAsker *self)
{
  call (self, "org.freedesktop.DBus.Properties", "Get", g_variant_new ("(ss)", NAME, "Inhibited"), "(v)", quiet_cb);
}

static void
property_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal,
             GVariant *parameters, gpointer user_data)
{
  ask_quiet (user_data);
}

static void
become_ready (OdNotifyAsker *self)
{
  self->is_known = TRUE;
  self->is_asking = FALSE;
  self->changed (&self->server, TRUE, self->user_data);
  answer (self, TRUE);
  if (!self->server.is_portal)
    ask_quiet (self);
}

/* Returns: whether to go on: not if we are gone, nor if it answers nothing sensible */
static gboolean
take_reply (GObject *source, GAsyncResult *result, gpointer user_data, GVariant **reply)
{
  g_autoptr (GError) error = NULL;
  OdNotifyAsker *self;

  *reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (*reply != NULL)
    return TRUE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  self = user_data;
  self->is_asking = FALSE;
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) || !self->is_known)
    {
      set_server (self, OD_NOTIFY_NO_SERVER, "", "", "", NULL);
      self->is_known = FALSE;
      self->changed (&self->server, TRUE, self->user_data);
    }
  g_info ("The notification server does not answer: %s", error->message);
  answer (self, FALSE);
  return FALSE;
}

static void
capabilities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply = NULL;
  OdNotifyAsker *self = user_data;

  if (!take_reply (source, result, user_data, &reply))
    return;
  g_strfreev (self->server.capabilities);
  g_variant_get (reply, "(^as)", &self->server.capabilities);
  become_ready (self);
}

/* ---- Whether it is there ---- */

/* It only says that it still answers. */
static gboolean
was_known (OdNotifyAsker *self)
{
  if (!self->is_known)
    return FALSE;
  self->is_asking = FALSE;
  answer (self, TRUE);
  return TRUE;
}

static void
portal_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const capabilities[] = { "actions", "body", "icon-static", NULL };
  g_autoptr (GVariant) reply = NULL;
  OdNotifyAsker *self = user_data;

  if (!take_reply (source, result, user_data, &reply))
    return;
  if (was_known (self))
    return;
  set_server (self, OD_NOTIFY_READY, "portal", "", "", capabilities);
  become_ready (self);
}

static void
information_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply = NULL;
  const char *name, *vendor, *version;
  OdNotifyAsker *self = user_data;

  if (!take_reply (source, result, user_data, &reply))
    return;
  if (was_known (self))
    return;
  g_variant_get (reply, "(&s&s&s&s)", &name, &vendor, &version, NULL);
  set_server (self, OD_NOTIFY_READY, name, vendor, version, NULL);
  call (self, NAME, "GetCapabilities", NULL, "(as)", capabilities_cb);
}

/* Not a ping: a library may answer that although the program hangs. */
static void
begin (OdNotifyAsker *self)
{
  if (self->is_asking)
    return;
  self->is_asking = TRUE;
  if (self->server.is_portal)
    call (self, "org.freedesktop.DBus.Properties", "Get",
          g_variant_new ("(ss)", "org.freedesktop.portal.Notification", "version"), "(v)", portal_cb);
  else
    call (self, NAME, "GetServerInformation", NULL, "(ssss)", information_cb);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  OdNotifyAsker *self = user_data;

  self->is_known = FALSE;
  begin (self);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  OdNotifyAsker *self = user_data;

  self->is_known = FALSE;
  self->server.is_quiet = FALSE;
  set_server (self, OD_NOTIFY_NO_SERVER, "", "", "", NULL);
  self->changed (&self->server, TRUE, self->user_data);
}

/**
 * od_notify_asker_new:
 * @bus: of the session
 *
 * Returns: (transfer full): follows who owns the name of the server
 */
OdNotifyAsker *
od_notify_asker_new (GDBusConnection *bus, OdNotifyAskedFunc asked, OdNotifyChangedFunc changed, gpointer user_data)
{
  OdNotifyAsker *self = g_new0 (OdNotifyAsker, 1);

  self->bus = g_object_ref (bus);
  self->asked = asked;
  self->changed = changed;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->server.is_portal = is_in_sandbox ();
  set_server (self, OD_NOTIFY_ASKED, "", "", "", NULL);
  self->quiet_id =
      g_dbus_connection_signal_subscribe (bus, NAME, "org.freedesktop.DBus.Properties", "PropertiesChanged", PATH, NAME,
                                          G_DBUS_SIGNAL_FLAGS_NONE, property_cb, self, NULL);
  self->watch_id = g_bus_watch_name_on_connection (bus, get_name (self), G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                                   vanished_cb, self, NULL);
  return self;
}

/**
 * od_notify_asker_free:
 *
 * Nothing is called any more.
 */
void
od_notify_asker_free (OdNotifyAsker *self)
{
  g_cancellable_cancel (self->cancellable);
  g_dbus_connection_signal_unsubscribe (self->bus, self->quiet_id);
  g_bus_unwatch_name (self->watch_id);
  clear_server (&self->server);
  g_object_unref (self->cancellable);
  g_object_unref (self->bus);
  g_free (self);
}

/**
 * od_notify_asker_ask:
 *
 * Asks whether the server answers, and starts it where the bus can; the answer may never come.
 */
void
od_notify_asker_ask (OdNotifyAsker *self)
{
  self->is_wanted = TRUE;
  begin (self);
}

const OdNotifyServer *
od_notify_asker_get_server (OdNotifyAsker *self)
{
  return &self->server;
}
