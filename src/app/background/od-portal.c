/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-portal"

#include "od-portal.h"

#include <glib/gi18n.h>

/* The interface org.freedesktop.portal.Background of xdg-desktop-portal; SetStatus is of its version 2. */
#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_BACKGROUND "org.freedesktop.portal.Background"
#define PORTAL_REQUEST "org.freedesktop.portal.Request"
#define MAX_STATUS_CHARACTERS 96 /* of SetStatus */

typedef struct {
  GDBusConnection *bus;
  guint subscription_id;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  if (request->subscription_id != 0)
    g_dbus_connection_signal_unsubscribe (request->bus, request->subscription_id);
  g_clear_object (&request->bus);
  g_free (request);
}

/**
 * od_portal_is_needed:
 *
 * Returns: whether this program runs in a sandbox, where the desktop is asked for what is a file elsewhere
 */
gboolean
od_portal_is_needed (void)
{
  static gsize is_needed; /* 0: not looked yet; 1: no; 2: yes */

  if (g_once_init_enter (&is_needed))
    g_once_init_leave (&is_needed, g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? 2 : 1);
  return is_needed == 2;
}

static void
response_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *name,
             GVariant *parameters, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  g_autoptr (GVariant) results = NULL;
  Request *request = g_task_get_task_data (task);
  guint32 response;
  guint id = request->subscription_id;

  if (id == 0 || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  if (response == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s", _ ("The desktop did not allow it"));
  request->subscription_id = 0;
  g_dbus_connection_signal_unsubscribe (bus, id); /* lets the task go */
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  Request *request = g_task_get_task_data (task);
  guint id = request->subscription_id;

  if (reply != NULL || id == 0)
    return; /* the answer comes by a signal */
  request->subscription_id = 0;
  g_task_return_error (task, g_steal_pointer (&error));
  g_dbus_connection_signal_unsubscribe (G_DBUS_CONNECTION (source), id);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  Request *request = g_task_get_task_data (task);
  g_autofree char *sender = NULL, *token = NULL, *path = NULL;
  GVariantBuilder *options = g_object_get_data (G_OBJECT (task), "options");

  if (bus == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  request->bus = bus;
  /* The path of the request is known before, so that an answer that comes at once is heard. */
  sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + 1), ".", '_');
  token = g_strdup_printf ("omnidesk%08x", g_random_int ());
  path = g_strconcat (PORTAL_PATH, "/request/", sender, "/", token, NULL);
  g_variant_builder_add (options, "{sv}", "handle_token", g_variant_new_string (token));
  request->subscription_id =
      g_dbus_connection_signal_subscribe (bus, PORTAL_NAME, PORTAL_REQUEST, "Response", path, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, response_cb, g_object_ref (task), g_object_unref);
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_BACKGROUND, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", options), G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          g_task_get_cancellable (task), requested_cb, g_object_ref (task));
}

/**
 * od_portal_request_background_async:
 * @reason: a sentence for people, translated: shown by the desktop
 * @is_at_login: whether the session is to start the program
 *
 * Asks the desktop that the program may go on without a window. Main thread.
 */
void
od_portal_request_background_async (const char *reason, gboolean is_at_login, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  static const char *const command[] = { "omnidesk", "--gapplication-service", NULL };
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  GVariantBuilder *options = g_variant_builder_new (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (options, "{sv}", "reason", g_variant_new_string (reason));
  g_variant_builder_add (options, "{sv}", "autostart", g_variant_new_boolean (is_at_login));
  g_variant_builder_add (options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_object_set_data_full (G_OBJECT (task), "options", options, (GDestroyNotify) g_variant_builder_unref);
  g_task_set_task_data (task, g_new0 (Request, 1), request_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, task);
}

/**
 * od_portal_request_background_finish:
 *
 * Returns: %FALSE with %G_IO_ERROR_PERMISSION_DENIED if the user or the desktop said no, or an error of the bus
 */
gboolean
od_portal_request_background_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_portal_set_status:
 * @words: for people, translated; cut at 96 characters
 *
 * What the desktop says of the program while it has no window. Nothing happens where nobody wants to know. Main thread.
 */
void
od_portal_set_status (GDBusConnection *bus, const char *words)
{
  g_autofree char *cut = g_utf8_strlen (words, -1) > MAX_STATUS_CHARACTERS
                             ? g_utf8_substring (words, 0, MAX_STATUS_CHARACTERS)
                             : g_strdup (words);
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "message", g_variant_new_string (cut));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_BACKGROUND, "SetStatus",
                          g_variant_new ("(a{sv})", &options), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL,
                          NULL);
}
