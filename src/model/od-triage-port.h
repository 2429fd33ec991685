/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-conversation-status.h"

G_BEGIN_DECLS

/**
 * OdTriagePort:
 *
 * What an operator does with conversations and messages besides writing. Each
 * call is an operation: one transaction, an event in the timeline where people
 * would look for it, an audit row, and a remote half where the channel has one.
 */
#define OD_TYPE_TRIAGE_PORT (od_triage_port_get_type ())
G_DECLARE_INTERFACE (OdTriagePort, od_triage_port, OD, TRIAGE_PORT, GObject)

struct _OdTriagePortInterface {
  GTypeInterface parent_iface;

  void (*set_status_async) (OdTriagePort *self, gint64 conversation_id, OdStatusEvent event, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
  void (*assign_async) (OdTriagePort *self, gint64 conversation_id, gint64 operator_id, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  void (*snooze_async) (OdTriagePort *self, gint64 conversation_id, gint64 until_us, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  void (*set_tag_async) (OdTriagePort *self, gint64 conversation_id, const char *tag, gboolean is_set,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*mark_read_async) (OdTriagePort *self, gint64 conversation_id, gint64 upto_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
  void (*react_async) (OdTriagePort *self, gint64 message_id, const char *emoji, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data);
  void (*edit_async) (OdTriagePort *self, gint64 message_id, const char *text, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*remove_async) (OdTriagePort *self, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
};

void od_triage_port_set_status_async (OdTriagePort *self, gint64 conversation_id, OdStatusEvent event,
                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_triage_port_set_status_finish (OdTriagePort *self, GAsyncResult *result, GError **error);
void od_triage_port_assign_async (OdTriagePort *self, gint64 conversation_id, gint64 operator_id,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_triage_port_assign_finish (OdTriagePort *self, GAsyncResult *result, GError **error);
void od_triage_port_snooze_async (OdTriagePort *self, gint64 conversation_id, gint64 until_us,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_triage_port_snooze_finish (OdTriagePort *self, GAsyncResult *result, GError **error);
void od_triage_port_set_tag_async (OdTriagePort *self, gint64 conversation_id, const char *tag, gboolean is_set,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_triage_port_set_tag_finish (OdTriagePort *self, GAsyncResult *result, GError **error);
void od_triage_port_mark_read_async (OdTriagePort *self, gint64 conversation_id, gint64 upto_id,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_triage_port_mark_read_finish (OdTriagePort *self, GAsyncResult *result, GError **error);
void od_triage_port_react_async (OdTriagePort *self, gint64 message_id, const char *emoji, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean od_triage_port_react_finish (OdTriagePort *self, GAsyncResult *result, GError **error);
void od_triage_port_edit_async (OdTriagePort *self, gint64 message_id, const char *text, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean od_triage_port_edit_finish (OdTriagePort *self, GAsyncResult *result, GError **error);
void od_triage_port_remove_async (OdTriagePort *self, gint64 message_id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean od_triage_port_remove_finish (OdTriagePort *self, GAsyncResult *result, GError **error);

G_END_DECLS
