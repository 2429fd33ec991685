/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-alert-port.h"

G_DEFINE_INTERFACE (OdAlertPort, od_alert_port, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (OdAlertSink, od_alert_sink, G_TYPE_OBJECT)

static guint told_signal;

static void
od_alert_port_default_init (OdAlertPortInterface *iface)
{
  /**
   * OdAlertPort::told:
   * @news: (type OdAlertNews): valid during the signal
   */
  told_signal =
      g_signal_new ("told", OD_TYPE_ALERT_PORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
od_alert_sink_default_init (OdAlertSinkInterface *iface)
{
}

/**
 * od_alert_port_watch:
 * @is_watched: whether every change of that conversation is told, also without an alert
 *
 * For what is on display and has to go when it is read or answered.
 */
void
od_alert_port_watch (OdAlertPort *self, gint64 conversation_id, gboolean is_watched)
{
  g_return_if_fail (OD_IS_ALERT_PORT (self) && conversation_id > 0);

  OD_ALERT_PORT_GET_IFACE (self)->watch (self, conversation_id, is_watched);
}

/**
 * od_alert_port_load_async:
 * @ids: conversations
 * @n_ids: at most %OD_LIMIT_PAGE_ROWS
 */
void
od_alert_port_load_async (OdAlertPort *self, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ALERT_PORT (self) && n_ids > 0);

  OD_ALERT_PORT_GET_IFACE (self)->load_async (self, ids, n_ids, cancellable, callback, user_data);
}

/**
 * od_alert_port_load_finish:
 *
 * Returns: (transfer full): the subjects that were asked for, without alerts; %NULL with an error
 */
OdAlertNews *
od_alert_port_load_finish (OdAlertPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_alert_port_load_summary_async:
 * @muted_channels: (nullable): ids of channels that are not counted
 *
 * Counts what waits for this operator, or for anybody. Who is blocked is not counted.
 */
void
od_alert_port_load_summary_async (OdAlertPort *self, const char *const *muted_channels, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ALERT_PORT (self));

  OD_ALERT_PORT_GET_IFACE (self)->load_summary_async (self, muted_channels, cancellable, callback, user_data);
}

/**
 * od_alert_port_load_summary_finish:
 * @summary: (out)
 *
 * Returns: %FALSE with an error
 */
gboolean
od_alert_port_load_summary_finish (OdAlertPort *self, GAsyncResult *result, OdAlertSummary *summary, GError **error)
{
  g_autofree OdAlertSummary *loaded = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  loaded = g_task_propagate_pointer (G_TASK (result), error);
  if (loaded != NULL)
    *summary = *loaded;
  return loaded != NULL;
}

/**
 * od_alert_port_load_quiet_async:
 */
void
od_alert_port_load_quiet_async (OdAlertPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (OD_IS_ALERT_PORT (self));

  OD_ALERT_PORT_GET_IFACE (self)->load_quiet_async (self, cancellable, callback, user_data);
}

/**
 * od_alert_port_load_quiet_finish:
 * @hours: (out): what was never chosen is as od_quiet_hours_init() makes it
 *
 * Returns: %FALSE with an error
 */
gboolean
od_alert_port_load_quiet_finish (OdAlertPort *self, GAsyncResult *result, OdQuietHours *hours, GError **error)
{
  g_autofree OdQuietHours *loaded = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  loaded = g_task_propagate_pointer (G_TASK (result), error);
  if (loaded != NULL)
    *hours = *loaded;
  return loaded != NULL;
}

/**
 * od_alert_port_save_quiet_async:
 * @hours: copied
 *
 * A change is %OD_CHANGE_LIBRARY in the feed.
 */
void
od_alert_port_save_quiet_async (OdAlertPort *self, const OdQuietHours *hours, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ALERT_PORT (self));

  OD_ALERT_PORT_GET_IFACE (self)->save_quiet_async (self, hours, cancellable, callback, user_data);
}

/**
 * od_alert_port_save_quiet_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_alert_port_save_quiet_finish (OdAlertPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_alert_port_emit_told:
 *
 * For implementations (and tests) only: emits `told`.
 */
void
od_alert_port_emit_told (OdAlertPort *self, const OdAlertNews *news)
{
  g_return_if_fail (OD_IS_ALERT_PORT (self));

  g_signal_emit (self, told_signal, 0, news);
}

/**
 * od_alert_sink_raise:
 * @alert: copied
 *
 * To be called after the transaction that says so was committed. Once for each thing that happened: it is not looked
 * for again.
 */
void
od_alert_sink_raise (OdAlertSink *self, const OdAlert *alert)
{
  g_return_if_fail (OD_IS_ALERT_SINK (self));
  g_return_if_fail (alert != NULL && alert->conversation_id > 0 && alert->kind < OD_N_ALERT);

  OD_ALERT_SINK_GET_IFACE (self)->raise (self, alert);
}

/**
 * od_alert_sink_raise_clock:
 * @kind: %OD_ALERT_WARNING or %OD_ALERT_BREACH
 * @due_us: until when an answer was promised
 * @detected_us: when the desk noticed; after suspend much later than @due_us
 *
 * As od_alert_sink_raise(), for the alarm.
 */
void
od_alert_sink_raise_clock (OdAlertSink *self, OdAlertKind kind, gint64 conversation_id, OdAlertClock clock,
                           gint64 due_us, gint64 detected_us)
{
  const OdAlert alert = {
    .conversation_id = conversation_id,
    .at_us = detected_us,
    .due_us = due_us,
    .kind = kind,
    .clock = clock,
  };

  g_return_if_fail (kind == OD_ALERT_WARNING || kind == OD_ALERT_BREACH);

  od_alert_sink_raise (self, &alert);
}
