/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-door"

#include "od-door-server.h"

#include <glib/gstdio.h>

#include "od-door-interface.h"
#include "od-door-path.h"

/**
 * OdDoorServer:
 *
 * The control door of a profile's owner: a private D-Bus socket on which the
 * control tool hands over its commands. Only processes of the same user come in.
 *
 * Signals "raise" and "yield" ask the owner to show its window, or to let go of
 * the profile; a handler returns %TRUE if it will.
 */
struct _OdDoorServer {
  GObject parent_instance;

  GDBusServer *server;    /* (owned) (nullable): NULL once stopped */
  GDBusNodeInfo *node;    /* (owned) */
  GPtrArray *connections; /* (owned) (element-type GDBusConnection) */
  char *path;             /* (owned) */
  OdDoorRunFunc run;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (OdDoorServer, od_door_server, G_TYPE_OBJECT)

enum { RAISE, YIELD, N_SIGNALS };

static guint signals[N_SIGNALS];

/**
 * od_door_result_new:
 * @output: (nullable): %NULL for nothing
 * @messages: (nullable): %NULL for nothing
 *
 * Returns: (transfer full): what a command said
 */
OdDoorResult *
od_door_result_new (int status, const char *output, const char *messages)
{
  OdDoorResult *self = g_new0 (OdDoorResult, 1);

  self->status = status;
  self->output = g_strdup (output != NULL ? output : "");
  self->messages = g_strdup (messages != NULL ? messages : "");
  return self;
}

void
od_door_result_free (OdDoorResult *self)
{
  g_free (self->output);
  g_free (self->messages);
  g_free (self);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GDBusMethodInvocation) invocation = user_data;
  g_autoptr (OdDoorResult) outcome = NULL;
  g_autoptr (GError) error = NULL;

  outcome = g_task_propagate_pointer (G_TASK (result), &error);
  if (outcome == NULL)
    g_dbus_method_invocation_return_gerror (g_steal_pointer (&invocation), error);
  else
    g_dbus_method_invocation_return_value (
        g_steal_pointer (&invocation), g_variant_new ("(iss)", outcome->status, outcome->output, outcome->messages));
}

static void
method_call_cb (GDBusConnection *connection, const char *sender, const char *object_path, const char *interface_name,
                const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  OdDoorServer *self = OD_DOOR_SERVER (user_data);
  gboolean will = FALSE;

  if (g_str_equal (method, "Run"))
    {
      g_autofree const char **args = NULL;
      g_autofree const char **secrets = NULL;
      g_autoptr (GTask) task = g_task_new (self, NULL, ran_cb, invocation); /* the call is ours to answer */

      g_variant_get (parameters, "(^a&s^a&s)", &args, &secrets);
      g_task_set_source_tag (task, method_call_cb);
      self->run (args, secrets, task, self->user_data);
      return;
    }
  g_signal_emit (self, signals[g_str_equal (method, "Raise") ? RAISE : YIELD], 0, &will);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", will));
}

static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };

static void
connection_closed_cb (OdDoorServer *self, gboolean remote_peer_vanished, GError *error, GDBusConnection *connection)
{
  g_ptr_array_remove_fast (self->connections, connection);
}

static gboolean
new_connection_cb (GDBusServer *server, GDBusConnection *connection, OdDoorServer *self)
{
  if (g_dbus_connection_register_object (connection, OD_DOOR_OBJECT_PATH, self->node->interfaces[0], &vtable, self,
                                         NULL, NULL) == 0)
    return FALSE;
  g_signal_connect_object (connection, "closed", G_CALLBACK (connection_closed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->connections, g_object_ref (connection));
  return TRUE;
}

/* The socket's folder is ours alone; this is the second lock on the same door. */
static gboolean
authorize_cb (GDBusAuthObserver *observer, GIOStream *stream, GCredentials *credentials, gpointer user_data)
{
  g_autoptr (GCredentials) own = g_credentials_new ();

  return credentials != NULL && g_credentials_is_same_user (credentials, own, NULL);
}

static void
od_door_server_dispose (GObject *object)
{
  od_door_server_stop (OD_DOOR_SERVER (object));
  G_OBJECT_CLASS (od_door_server_parent_class)->dispose (object);
}

static void
od_door_server_finalize (GObject *object)
{
  OdDoorServer *self = OD_DOOR_SERVER (object);

  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->node, g_dbus_node_info_unref);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (od_door_server_parent_class)->finalize (object);
}

static void
od_door_server_class_init (OdDoorServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_door_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_door_server_finalize;

  /**
   * OdDoorServer::raise:
   *
   * Returns: %TRUE if there is a window, and it was shown
   */
  signals[RAISE] = g_signal_new ("raise", OD_TYPE_DOOR_SERVER, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled,
                                 NULL, NULL, G_TYPE_BOOLEAN, 0);
  /**
   * OdDoorServer::yield:
   *
   * Returns: %TRUE if the owner will finish its writes, let go of the profile and end
   */
  signals[YIELD] = g_signal_new ("yield", OD_TYPE_DOOR_SERVER, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled,
                                 NULL, NULL, G_TYPE_BOOLEAN, 0);
}

static void
od_door_server_init (OdDoorServer *self)
{
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->node = g_dbus_node_info_new_for_xml (OD_DOOR_XML, NULL);
}

/**
 * od_door_server_new:
 * @profile_dir: the profile, whose lock the caller holds
 * @run: runs a command
 *
 * Opens the door. Whoever holds the lock may replace a socket left behind.
 *
 * Returns: (transfer full) (nullable): an open door
 */
OdDoorServer *
od_door_server_new (const char *profile_dir, OdDoorRunFunc run, gpointer user_data, GError **error)
{
  g_autoptr (OdDoorServer) self = g_object_new (OD_TYPE_DOOR_SERVER, NULL);
  g_autoptr (GDBusAuthObserver) observer = g_dbus_auth_observer_new ();
  g_autofree char *address = NULL;
  g_autofree char *guid = g_dbus_generate_guid ();

  g_return_val_if_fail (run != NULL, NULL);

  self->run = run;
  self->user_data = user_data;
  self->path = od_door_dup_path (profile_dir, error);
  if (self->path == NULL || !od_door_ensure_folder (self->path, error))
    return NULL;
  g_unlink (self->path);
  address = od_door_dup_address (self->path);
  g_signal_connect (observer, "authorize-authenticated-peer", G_CALLBACK (authorize_cb), NULL);
  self->server = g_dbus_server_new_sync (address, G_DBUS_SERVER_FLAGS_NONE, guid, observer, NULL, error);
  if (self->server == NULL)
    return NULL;
  g_signal_connect_object (self->server, "new-connection", G_CALLBACK (new_connection_cb), self, 0);
  g_dbus_server_start (self->server);
  return g_steal_pointer (&self);
}

/**
 * od_door_server_stop:
 *
 * Closes the door; answers that are under way still go out. Safe twice.
 */
void
od_door_server_stop (OdDoorServer *self)
{
  g_return_if_fail (OD_IS_DOOR_SERVER (self));

  if (self->server == NULL)
    return;
  g_dbus_server_stop (self->server);
  g_clear_object (&self->server);
  g_unlink (self->path);
  while (self->connections->len > 0)
    {
      g_autoptr (GDBusConnection) connection = g_object_ref (self->connections->pdata[0]);

      g_ptr_array_remove_index_fast (self->connections, 0);
      g_dbus_connection_flush_sync (connection, NULL, NULL);
      g_dbus_connection_close (connection, NULL, NULL, NULL);
    }
}
