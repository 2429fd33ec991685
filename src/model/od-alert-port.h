/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-alert.h"
#include "od-quiet-hours.h"

G_BEGIN_DECLS

/**
 * OdAlertPort:
 *
 * Tells whoever sits at the desk what happened: #OdAlertPort::told after each commit that brought something. The
 * receiving side decides what of it is shown. Main thread.
 */
#define OD_TYPE_ALERT_PORT (od_alert_port_get_type ())
G_DECLARE_INTERFACE (OdAlertPort, od_alert_port, OD, ALERT_PORT, GObject)

struct _OdAlertPortInterface {
  GTypeInterface parent_iface;

  void (*watch) (OdAlertPort *self, gint64 conversation_id, gboolean is_watched);
  void (*load_async) (OdAlertPort *self, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*load_summary_async) (OdAlertPort *self, const char *const *muted_channels, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
  void (*load_quiet_async) (OdAlertPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
  void (*save_quiet_async) (OdAlertPort *self, const OdQuietHours *hours, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
};

void od_alert_port_watch (OdAlertPort *self, gint64 conversation_id, gboolean is_watched);
void od_alert_port_load_async (OdAlertPort *self, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
OdAlertNews *od_alert_port_load_finish (OdAlertPort *self, GAsyncResult *result, GError **error);
void od_alert_port_load_summary_async (OdAlertPort *self, const char *const *muted_channels, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean od_alert_port_load_summary_finish (OdAlertPort *self, GAsyncResult *result, OdAlertSummary *summary,
                                            GError **error);
void od_alert_port_load_quiet_async (OdAlertPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean od_alert_port_load_quiet_finish (OdAlertPort *self, GAsyncResult *result, OdQuietHours *hours, GError **error);
void od_alert_port_save_quiet_async (OdAlertPort *self, const OdQuietHours *hours, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean od_alert_port_save_quiet_finish (OdAlertPort *self, GAsyncResult *result, GError **error);
void od_alert_port_emit_told (OdAlertPort *self, const OdAlertNews *news);

/**
 * OdAlertSink:
 *
 * Where who watches the time puts in what no message says: warnings and breaches. Main thread.
 */
#define OD_TYPE_ALERT_SINK (od_alert_sink_get_type ())
G_DECLARE_INTERFACE (OdAlertSink, od_alert_sink, OD, ALERT_SINK, GObject)

struct _OdAlertSinkInterface {
  GTypeInterface parent_iface;

  void (*raise) (OdAlertSink *self, const OdAlert *alert);
};

void od_alert_sink_raise (OdAlertSink *self, const OdAlert *alert);
void od_alert_sink_raise_clock (OdAlertSink *self, OdAlertKind kind, gint64 conversation_id, OdAlertClock clock,
                                gint64 due_us, gint64 detected_us);

G_END_DECLS
