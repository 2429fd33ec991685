/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-field-port.h"

G_DEFINE_INTERFACE (OdFieldPort, od_field_port, G_TYPE_OBJECT)

static void
od_field_port_default_init (OdFieldPortInterface *iface)
{
}

/**
 * od_field_port_load_async:
 */
void
od_field_port_load_async (OdFieldPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self));

  OD_FIELD_PORT_GET_IFACE (self)->load_async (self, cancellable, callback, user_data);
}

/**
 * od_field_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdCustomField): by position
 */
GPtrArray *
od_field_port_load_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_field_port_save_async:
 * @field: copied; its `id` 0 makes a new one, at the end. Its kind may change if every value still fits.
 */
void
od_field_port_save_async (OdFieldPort *self, const OdCustomField *field, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self));

  OD_FIELD_PORT_GET_IFACE (self)->save_async (self, field, cancellable, callback, user_data);
}

/**
 * od_field_port_save_finish:
 *
 * Returns: its row; 0 with %OD_ERROR_USAGE (no label, key taken, values do not fit) or another error
 */
gint64
od_field_port_save_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  gint64 id;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  id = g_task_propagate_int (G_TASK (result), error); /* -1 with an error */
  return MAX (id, 0);
}

/**
 * od_field_port_remove_async:
 * With its values.
 */
void
od_field_port_remove_async (OdFieldPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self));

  OD_FIELD_PORT_GET_IFACE (self)->remove_async (self, id, cancellable, callback, user_data);
}

/**
 * od_field_port_remove_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_field_port_remove_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_field_port_move_async:
 * @position: 0: the first
 */
void
od_field_port_move_async (OdFieldPort *self, gint64 id, guint position, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self));

  OD_FIELD_PORT_GET_IFACE (self)->move_async (self, id, position, cancellable, callback, user_data);
}

/**
 * od_field_port_move_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_field_port_move_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_field_port_set_value_async:
 * @value: (nullable): as od_custom_field_check() accepts it; %NULL or "" removes it
 */
void
od_field_port_set_value_async (OdFieldPort *self, gint64 customer_id, gint64 field_id, const char *value,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self));

  OD_FIELD_PORT_GET_IFACE (self)->set_value_async (self, customer_id, field_id, value, cancellable, callback,
                                                   user_data);
}

/**
 * od_field_port_set_value_finish:
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (it does not fit) or another error
 */
gboolean
od_field_port_set_value_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_field_port_set_tag_async:
 * A tag of the person.
 */
void
od_field_port_set_tag_async (OdFieldPort *self, gint64 customer_id, const char *tag, gboolean is_set,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self));

  OD_FIELD_PORT_GET_IFACE (self)->set_tag_async (self, customer_id, tag, is_set, cancellable, callback, user_data);
}

/**
 * od_field_port_set_tag_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_field_port_set_tag_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_field_port_load_findings_async:
 */
void
od_field_port_load_findings_async (OdFieldPort *self, gint64 customer_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self));

  OD_FIELD_PORT_GET_IFACE (self)->load_findings_async (self, customer_id, cancellable, callback, user_data);
}

/**
 * od_field_port_load_findings_finish:
 *
 * Returns: (transfer full) (element-type OdFinding): those on offer, newest first, each value once
 */
GPtrArray *
od_field_port_load_findings_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_field_port_decide_finding_async:
 * Takes it into the profile (a phone or mail address as a contact point, the rest as a field) or never offers that value
 * again for this person.
 */
void
od_field_port_decide_finding_async (OdFieldPort *self, gint64 finding_id, gboolean is_taken, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self));

  OD_FIELD_PORT_GET_IFACE (self)->decide_finding_async (self, finding_id, is_taken, cancellable, callback, user_data);
}

/**
 * od_field_port_decide_finding_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_field_port_decide_finding_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
od_field_port_load_recognition_async (OdFieldPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self));

  OD_FIELD_PORT_GET_IFACE (self)->load_recognition_async (self, cancellable, callback, user_data);
}

/**
 * od_field_port_load_recognition_finish:
 *
 * Returns: (transfer full): what the desk wants otherwise than the program would do it
 */
OdRecognition *
od_field_port_load_recognition_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_field_port_save_recognition_async:
 * @how: copied
 *
 * Holds for messages that come from now on, whoever takes them.
 */
void
od_field_port_save_recognition_async (OdFieldPort *self, const OdRecognition *how, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self) && how != NULL);

  OD_FIELD_PORT_GET_IFACE (self)->save_recognition_async (self, how, cancellable, callback, user_data);
}

/**
 * od_field_port_save_recognition_finish:
 *
 * Returns: %FALSE with %OD_ERROR_USAGE if a pattern can't be used, or with another error
 */
gboolean
od_field_port_save_recognition_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_field_port_try_recognition_async:
 * @trial: (transfer full)
 *
 * Runs it away from the main thread. Nothing is kept.
 */
void
od_field_port_try_recognition_async (OdFieldPort *self, OdRecognitionTrial *trial, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_FIELD_PORT (self) && trial != NULL);

  OD_FIELD_PORT_GET_IFACE (self)->try_recognition_async (self, trial, cancellable, callback, user_data);
}

/**
 * od_field_port_try_recognition_finish:
 *
 * Returns: (transfer full): the trial that was given, with its results
 */
OdRecognitionTrial *
od_field_port_try_recognition_finish (OdFieldPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
