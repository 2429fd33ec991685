/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-door-client.h"

#include "od-door-interface.h"
#include "od-door-path.h"
#include "od-error.h"

#define ASK_TIMEOUT_MS 5000

/**
 * od_door_connect:
 * @profile_dir: an existing folder
 *
 * Blocks; for the control tool and for the moment before the first window.
 *
 * Returns: (transfer full) (nullable): a connection; %OD_ERROR_NOT_FOUND if nobody
 *   owns the profile, or its owner is just coming or going
 */
GDBusConnection *
od_door_connect (const char *profile_dir, GError **error)
{
  g_autofree char *path = od_door_dup_path (profile_dir, error);
  g_autofree char *address = NULL;
  g_autoptr (GError) local_error = NULL;
  GDBusConnection *door;

  if (path == NULL)
    return NULL;
  address = od_door_dup_address (path);
  door = g_dbus_connection_new_for_address_sync (address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, NULL, NULL,
                                                 &local_error);
  if (door == NULL)
    g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "Nobody answers for this profile: %s", local_error->message);
  return door;
}

/**
 * od_door_run:
 * @args: the command and its arguments
 * @secrets: (nullable): lines read for --secret
 *
 * Blocks until the owner has carried it out; an import may take its time.
 *
 * Returns: (transfer full) (nullable): what the command said; %OD_ERROR_UNCONFIRMED
 *   if the owner went away before it answered
 */
OdDoorResult *
od_door_run (GDBusConnection *door, const char *const *args, const char *const *secrets, GError **error)
{
  static const char *const none[] = { NULL };
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) local_error = NULL;
  OdDoorResult *result;

  reply = g_dbus_connection_call_sync (door, NULL, OD_DOOR_OBJECT_PATH, OD_DOOR_INTERFACE, "Run",
                                       g_variant_new ("(^as^as)", args, secrets != NULL ? secrets : none),
                                       G_VARIANT_TYPE ("(iss)"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &local_error);
  if (reply == NULL)
    {
      g_dbus_error_strip_remote_error (local_error);
      g_set_error (error, OD_ERROR, OD_ERROR_UNCONFIRMED, "The running desk did not answer: %s", local_error->message);
      return NULL;
    }
  result = g_new0 (OdDoorResult, 1);
  g_variant_get (reply, "(iss)", &result->status, &result->output, &result->messages);
  return result;
}

/**
 * od_door_ask:
 * @method: "Raise" or "Yield"
 *
 * Returns: whether the owner said that it will
 */
gboolean
od_door_ask (GDBusConnection *door, const char *method)
{
  g_autoptr (GVariant) reply = NULL;
  gboolean will = FALSE;

  reply = g_dbus_connection_call_sync (door, NULL, OD_DOOR_OBJECT_PATH, OD_DOOR_INTERFACE, method, NULL,
                                       G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, ASK_TIMEOUT_MS, NULL, NULL);
  if (reply != NULL)
    g_variant_get (reply, "(b)", &will);
  return will;
}
