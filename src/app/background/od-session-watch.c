/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-session-watch"

#include "od-session-watch.h"

#include <gio/gio.h>

#define LOGIN_NAME "org.freedesktop.login1"
#define LOGIN_PATH "/org/freedesktop/login1"
#define LOGIN_MANAGER "org.freedesktop.login1.Manager"
#define LOGIN_SESSION "org.freedesktop.login1.Session"

/**
 * OdSessionWatch:
 *
 * Tells an #OdPresence whether the session is idle or locked, as the login service has it from the desktop (properties
 * IdleHint and LockedHint of org.freedesktop.login1.Session). Where there is no such service, or none that may be asked
 * (a sandbox), nobody is ever idle: the operator's choice stands. Main thread.
 */
struct _OdSessionWatch {
  GObject parent_instance;

  OdPresence *presence;      /* (owned) */
  GDBusProxy *session;       /* (owned) (nullable): until the service has told which it is */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdSessionWatch, od_session_watch, G_TYPE_OBJECT)

static void
od_session_watch_dispose (GObject *object)
{
  g_cancellable_cancel (OD_SESSION_WATCH (object)->cancellable);
  G_OBJECT_CLASS (od_session_watch_parent_class)->dispose (object);
}

static void
od_session_watch_finalize (GObject *object)
{
  OdSessionWatch *self = OD_SESSION_WATCH (object);

  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->presence);
  G_OBJECT_CLASS (od_session_watch_parent_class)->finalize (object);
}

static void
od_session_watch_class_init (OdSessionWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_session_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_session_watch_finalize;
}

static void
od_session_watch_init (OdSessionWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

static gboolean
get_hint (GDBusProxy *session, const char *name)
{
  g_autoptr (GVariant) value = g_dbus_proxy_get_cached_property (session, name);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
}

static void
update (OdSessionWatch *self)
{
  od_presence_set_is_locked (self->presence, get_hint (self->session, "LockedHint"));
  od_presence_set_is_idle (self->presence, get_hint (self->session, "IdleHint"));
}

static void
say_unknown (const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("It is not known when the session is idle or locked: %s", error->message);
}

static void
session_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusProxy *session = g_dbus_proxy_new_finish (result, &error);
  OdSessionWatch *self = user_data;

  if (session == NULL)
    {
      say_unknown (error); /* the watch may be gone */
      return;
    }
  self->session = session;
  g_signal_connect_object (session, "g-properties-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::g-name-owner", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* Signals come from the session's own path, not from the one that names it "auto". */
static void
path_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  OdSessionWatch *self = user_data;
  const char *path;

  if (reply == NULL)
    {
      say_unknown (error);
      return;
    }
  g_variant_get (reply, "(&o)", &path);
  g_dbus_proxy_new (G_DBUS_CONNECTION (source), G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, NULL, LOGIN_NAME, path,
                    LOGIN_SESSION, self->cancellable, session_cb, self);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  OdSessionWatch *self = user_data;

  if (bus == NULL)
    {
      say_unknown (error);
      return;
    }
  g_dbus_connection_call (bus, LOGIN_NAME, LOGIN_PATH, LOGIN_MANAGER, "GetSession", g_variant_new ("(s)", "auto"),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, path_cb,
                          self);
}

/**
 * od_session_watch_new:
 *
 * Returns: (transfer full): tells @presence from soon on, for as long as it lives
 */
OdSessionWatch *
od_session_watch_new (OdPresence *presence)
{
  OdSessionWatch *self = g_object_new (OD_TYPE_SESSION_WATCH, NULL);

  self->presence = g_object_ref (presence);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, self);
  return self;
}
