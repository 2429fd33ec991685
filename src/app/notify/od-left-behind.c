/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-left-behind"

#include "od-left-behind.h"

#include "config.h"

#include <glib/gi18n.h>

#include "od-notice.h"

#define KEY "notify-left-behind"

/* Decision 32: what is still to be told when the program ends stays with a desktop that can start it again. */

/* Asks the bus itself, which answers at once; the program is about to end, and nothing is on screen. */
static gboolean
has_keeper (GApplication *application)
{
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  g_autoptr (GVariant) reply = NULL;
  gboolean has_owner = FALSE;

  if (bus == NULL || g_strcmp0 (g_application_get_application_id (application), OD_APPLICATION_ID) != 0)
    return FALSE; /* only the default profile is started by the bus */
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return TRUE;
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "NameHasOwner", g_variant_new ("(s)", "org.gtk.Notifications"),
                                       G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, 1000, NULL, NULL);
  if (reply != NULL)
    g_variant_get (reply, "(b)", &has_owner);
  return has_owner;
}

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

/**
 * od_left_behind_hand_over:
 * @taste: (nullable): where it is remembered what stays
 * @notices: (element-type OdNotice)
 *
 * To be called in "shutdown". Elsewhere than on such a desktop nothing stays.
 */
void
od_left_behind_hand_over (GApplication *application, GSettings *taste, GPtrArray *notices)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (notices->len == 0 || !has_keeper (application))
    return;
  for (guint i = 0; i < notices->len; i++)
    {
      const OdNotice *notice = notices->pdata[i];
      g_autoptr (GNotification) notification = make (notice);
      g_autofree char *id = make_id (notice->id);

      g_application_send_notification (application, id, notification);
      g_strv_builder_add (ids, id);
    }
  list = g_strv_builder_end (ids);
  if (taste != NULL)
    g_settings_set_strv (taste, KEY, (const char *const *) list);
}

/**
 * od_left_behind_take_back:
 * @taste: (nullable)
 *
 * The program is here again, and tells by itself.
 */
void
od_left_behind_take_back (GApplication *application, GSettings *taste)
{
  g_auto (GStrv) ids = taste != NULL ? g_settings_get_strv (taste, KEY) : NULL;

  if (ids == NULL || *ids == NULL || !has_keeper (application))
    return;
  for (guint i = 0; ids[i] != NULL; i++)
    g_application_withdraw_notification (application, ids[i]);
  g_settings_reset (taste, KEY);
}
