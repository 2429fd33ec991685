/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-wake-watch"

#include "od-wake-watch.h"

/* A network that comes up says so several times. */
#define SETTLE_US (G_USEC_PER_SEC / 2)

/**
 * OdWakeWatch:
 *
 * Tells when what waits for a better time may be tried at once: the machine woke, the wall clock went ahead, or there is
 * a network again. Where no service says so, everything still happens, later. Main thread only.
 */
struct _OdWakeWatch {
  GObject parent_instance;

  OdClock *clock;              /* (owned) */
  OdWorker *worker;            /* (owned): asking for the network may block */
  GDBusConnection *connection; /* (owned) (nullable): of the system bus */
  GCancellable *cancellable;   /* (owned) (nullable): from start to stop */
  guint sleep_id;              /* subscription; 0 if there is none */
  guint network_id;            /* timeout of the clock; 0 if there is none */
};

G_DEFINE_FINAL_TYPE (OdWakeWatch, od_wake_watch, G_TYPE_OBJECT)

static guint woke_signal;

static void
od_wake_watch_dispose (GObject *object)
{
  od_wake_watch_stop (OD_WAKE_WATCH (object));
  G_OBJECT_CLASS (od_wake_watch_parent_class)->dispose (object);
}

static void
od_wake_watch_finalize (GObject *object)
{
  OdWakeWatch *self = OD_WAKE_WATCH (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->worker);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_wake_watch_parent_class)->finalize (object);
}

static void
od_wake_watch_class_init (OdWakeWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_wake_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_wake_watch_finalize;

  /**
   * OdWakeWatch::woke:
   *
   * The machine is back, or its network.
   */
  woke_signal = g_signal_new ("woke", OD_TYPE_WAKE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_wake_watch_init (OdWakeWatch *self)
{
}

/**
 * od_wake_watch_new:
 *
 * Returns: (transfer full): a watch that hears nothing yet
 */
OdWakeWatch *
od_wake_watch_new (OdClock *clock, OdWorker *worker)
{
  OdWakeWatch *self;

  g_return_val_if_fail (OD_IS_CLOCK (clock) && OD_IS_WORKER (worker), NULL);

  self = g_object_new (OD_TYPE_WAKE_WATCH, NULL);
  self->clock = g_object_ref (clock);
  self->worker = g_object_ref (worker);
  return self;
}

/* ---- sleep ---- */

/* The machine goes to sleep (TRUE) or woke. A timer that slept with it would ring too late. */
static void
sleep_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *signal,
          GVariant *parameters, gpointer user_data)
{
  OdWakeWatch *self = user_data;
  gboolean is_going = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &is_going);
  if (is_going)
    return;
  od_clock_check (self->clock);
  g_signal_emit (self, woke_signal, 0);
}

static void
jumped_cb (OdWakeWatch *self, gint64 by_us)
{
  if (by_us > 0)
    g_signal_emit (self, woke_signal, 0);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, &error);

  if (connection != NULL)
    od_wake_watch_listen (user_data, connection);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* the watch may be gone */
    g_debug ("It is not known when the machine wakes: %s", error->message);
}

/**
 * od_wake_watch_listen:
 * @connection: where the login service says that the machine woke
 *
 * Done by od_wake_watch_start() with the system's bus, if there is one.
 */
void
od_wake_watch_listen (OdWakeWatch *self, GDBusConnection *connection)
{
  g_return_if_fail (OD_IS_WAKE_WATCH (self) && G_IS_DBUS_CONNECTION (connection));

  if (self->sleep_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->sleep_id);
  g_set_object (&self->connection, connection);
  self->sleep_id = g_dbus_connection_signal_subscribe (
      connection, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
      "/org/freedesktop/login1", NULL, G_DBUS_SIGNAL_FLAGS_NONE, sleep_cb, self, NULL);
}

/* ---- network ---- */

static gboolean
settled_cb (gpointer user_data)
{
  OdWakeWatch *self = user_data;

  self->network_id = 0;
  g_signal_emit (self, woke_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
network_changed_cb (OdWakeWatch *self, gboolean is_available)
{
  if (is_available && self->network_id == 0 && self->cancellable != NULL &&
      !g_cancellable_is_cancelled (self->cancellable))
    self->network_id = od_clock_add_timeout (self->clock, SETTLE_US, settled_cb, self, NULL);
}

static void
monitor_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdWakeWatch *self = OD_WAKE_WATCH (source);

  if (g_task_propagate_boolean (G_TASK (result), NULL))
    g_signal_connect_object (g_network_monitor_get_default (), "network-changed", G_CALLBACK (network_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

/* The first who asks for the monitor waits for the service that manages the network; its signals come to the main
 * context all the same. */
static void
monitor_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_network_monitor_get_default ();
  g_task_return_boolean (task, TRUE);
}

/* ---- life ---- */

void
od_wake_watch_start (OdWakeWatch *self)
{
  GTask *task;

  g_return_if_fail (OD_IS_WAKE_WATCH (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->clock, "jumped", G_CALLBACK (jumped_cb), self, G_CONNECT_SWAPPED);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, self);
  task = g_task_new (self, self->cancellable, monitor_cb, NULL);
  g_task_set_source_tag (task, od_wake_watch_start);
  od_worker_push (self->worker, G_PRIORITY_LOW, monitor_job, task);
}

/**
 * od_wake_watch_stop:
 *
 * Tells nothing any more. Safe to call twice.
 */
void
od_wake_watch_stop (OdWakeWatch *self)
{
  g_return_if_fail (OD_IS_WAKE_WATCH (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_func (self->clock, jumped_cb, self);
  if (self->network_id != 0)
    od_clock_remove_timeout (self->clock, self->network_id);
  self->network_id = 0;
  if (self->sleep_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->sleep_id);
  self->sleep_id = 0;
  g_clear_object (&self->connection);
}
