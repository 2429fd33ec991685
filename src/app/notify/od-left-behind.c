/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-left-behind"

#include "od-left-behind.h"

#include "config.h"

#include <glib/gi18n.h>

#include "od-notice.h"

#define KEY "notify-left-behind"

/* Decision 32. Whether such a desktop is there is heard from the bus and never asked: nobody waits for the answer at the
 * start, or at the end. */
struct _OdLeftBehind {
  GApplication *application; /* (unowned): outlives this */
  GSettings *taste;          /* (owned) (nullable): where it is remembered what stays */
  guint watch_id;            /* 0: nothing can stay here */
  gboolean has_keeper;
};

static char *
make_id (gint64 id)
{
  return g_strdup_printf ("conversation-%" G_GINT64_FORMAT, id);
}

static GNotification *
make (const OdNotice *notice)
{
  static const GNotificationPriority priorities[] = {
    [OD_URGENCY_LOW] = G_NOTIFICATION_PRIORITY_LOW,
    [OD_URGENCY_NORMAL] = G_NOTIFICATION_PRIORITY_NORMAL,
    [OD_URGENCY_CRITICAL] = G_NOTIFICATION_PRIORITY_URGENT,
  };
  GNotification *notification = g_notification_new (notice->title);

  g_notification_set_body (notification, notice->body);
  g_notification_set_priority (notification, priorities[notice->urgency]);
  g_notification_set_category (notification, notice->category);
  g_notification_set_default_action_and_target (notification, "app.open-conversation", "x", notice->id);
  if (!notice->has_buttons)
    return notification;
  g_notification_add_button_with_target (notification, _ ("Reply"), "app.quick-reply", "x", notice->id);
  g_notification_add_button_with_target (notification, _ ("Please Wait"), "app.send-hold", "x", notice->id);
  g_notification_add_button_with_target (notification, _ ("Snooze"), "app.snooze", "x", notice->id);
  return notification;
}

/* The program is here again, and tells by itself. */
static void
take_back (OdLeftBehind *self)
{
  g_auto (GStrv) ids = self->taste != NULL ? g_settings_get_strv (self->taste, KEY) : NULL;

  if (ids == NULL || *ids == NULL)
    return;
  for (guint i = 0; ids[i] != NULL; i++)
    g_application_withdraw_notification (self->application, ids[i]);
  g_settings_reset (self->taste, KEY);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  OdLeftBehind *self = user_data;

  self->has_keeper = TRUE;
  take_back (self);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  ((OdLeftBehind *) user_data)->has_keeper = FALSE;
}

/**
 * od_left_behind_new:
 * @application: registered
 * @taste: (nullable): where it is remembered what stays
 *
 * Takes back what an earlier run left, as soon as it is known who keeps it. Never blocks.
 *
 * Returns: (transfer full): knows whether there is such a desktop
 */
OdLeftBehind *
od_left_behind_new (GApplication *application, GSettings *taste)
{
  OdLeftBehind *self = g_new0 (OdLeftBehind, 1);
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  gboolean is_in_sandbox = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);

  self->application = application;
  g_set_object (&self->taste, taste);
  if (bus != NULL && g_strcmp0 (g_application_get_application_id (application), OD_APPLICATION_ID) == 0)
    self->watch_id =
        g_bus_watch_name_on_connection (bus, is_in_sandbox ? "org.freedesktop.portal.Desktop" : "org.gtk.Notifications",
                                        G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, vanished_cb, self, NULL);
  return self; /* of other profiles' programs the bus starts none */
}

void
od_left_behind_free (OdLeftBehind *self)
{
  if (self->watch_id != 0)
    g_bus_unwatch_name (self->watch_id);
  g_clear_object (&self->taste);
  g_free (self);
}

/**
 * od_left_behind_hand_over:
 * @notices: (element-type OdNotice)
 *
 * To be called in "shutdown". Elsewhere than on such a desktop nothing stays.
 */
void
od_left_behind_hand_over (OdLeftBehind *self, GPtrArray *notices)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (notices->len == 0 || !self->has_keeper)
    return;
  for (guint i = 0; i < notices->len; i++)
    {
      const OdNotice *notice = notices->pdata[i];
      g_autoptr (GNotification) notification = make (notice);
      g_autofree char *id = make_id (notice->id);

      g_application_send_notification (self->application, id, notification);
      g_strv_builder_add (ids, id);
    }
  list = g_strv_builder_end (ids);
  if (self->taste != NULL)
    g_settings_set_strv (self->taste, KEY, (const char *const *) list);
}
