/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-triage-port.h"

G_DEFINE_INTERFACE (OdTriagePort, od_triage_port, G_TYPE_OBJECT)

static void
od_triage_port_default_init (OdTriagePortInterface *iface)
{
}

void
od_triage_port_set_status_async (OdTriagePort *self, gint64 conversation_id, OdStatusEvent event,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TRIAGE_PORT (self));

  OD_TRIAGE_PORT_GET_IFACE (self)->set_status_async (self, conversation_id, event, cancellable, callback, user_data);
}

gboolean
od_triage_port_set_status_finish (OdTriagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_triage_port_assign_async:
 * @operator_id: 0 for nobody
 */
void
od_triage_port_assign_async (OdTriagePort *self, gint64 conversation_id, gint64 operator_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TRIAGE_PORT (self));

  OD_TRIAGE_PORT_GET_IFACE (self)->assign_async (self, conversation_id, operator_id, cancellable, callback, user_data);
}

gboolean
od_triage_port_assign_finish (OdTriagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_triage_port_snooze_async:
 * @until_us: UTC µs; 0 wakes it now
 */
void
od_triage_port_snooze_async (OdTriagePort *self, gint64 conversation_id, gint64 until_us, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TRIAGE_PORT (self));

  OD_TRIAGE_PORT_GET_IFACE (self)->snooze_async (self, conversation_id, until_us, cancellable, callback, user_data);
}

gboolean
od_triage_port_snooze_finish (OdTriagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
od_triage_port_set_tag_async (OdTriagePort *self, gint64 conversation_id, const char *tag, gboolean is_set,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TRIAGE_PORT (self));

  OD_TRIAGE_PORT_GET_IFACE (self)->set_tag_async (self, conversation_id, tag, is_set, cancellable, callback, user_data);
}

gboolean
od_triage_port_set_tag_finish (OdTriagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_triage_port_mark_read_async:
 * @upto_id: the newest message that was on screen; an older one than stored changes nothing
 */
void
od_triage_port_mark_read_async (OdTriagePort *self, gint64 conversation_id, gint64 upto_id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TRIAGE_PORT (self));

  OD_TRIAGE_PORT_GET_IFACE (self)->mark_read_async (self, conversation_id, upto_id, cancellable, callback, user_data);
}

gboolean
od_triage_port_mark_read_finish (OdTriagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_triage_port_react_async:
 * @emoji: "" takes it back
 */
void
od_triage_port_react_async (OdTriagePort *self, gint64 message_id, const char *emoji, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TRIAGE_PORT (self));

  OD_TRIAGE_PORT_GET_IFACE (self)->react_async (self, message_id, emoji, cancellable, callback, user_data);
}

gboolean
od_triage_port_react_finish (OdTriagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_triage_port_edit_async:
 * Own messages only, where the channel can; notes always.
 */
void
od_triage_port_edit_async (OdTriagePort *self, gint64 message_id, const char *text, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TRIAGE_PORT (self));

  OD_TRIAGE_PORT_GET_IFACE (self)->edit_async (self, message_id, text, cancellable, callback, user_data);
}

gboolean
od_triage_port_edit_finish (OdTriagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_triage_port_remove_async:
 * Own messages only, where the channel can; notes always.
 */
void
od_triage_port_remove_async (OdTriagePort *self, gint64 message_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TRIAGE_PORT (self));

  OD_TRIAGE_PORT_GET_IFACE (self)->remove_async (self, message_id, cancellable, callback, user_data);
}

gboolean
od_triage_port_remove_finish (OdTriagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
