/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-custom-field.h"
#include "od-recognition-trial.h"

G_BEGIN_DECLS

/**
 * OdFieldPort:
 *
 * Custom fields: which there are, and what customers have in them; and what was recognised in messages. Definitions
 * change as %OD_CHANGE_LIBRARY, values as %OD_CHANGE_CUSTOMER. Main thread.
 */
#define OD_TYPE_FIELD_PORT (od_field_port_get_type ())
G_DECLARE_INTERFACE (OdFieldPort, od_field_port, OD, FIELD_PORT, GObject)

struct _OdFieldPortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdFieldPort *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*save_async) (OdFieldPort *self, const OdCustomField *field, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*remove_async) (OdFieldPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
  void (*move_async) (OdFieldPort *self, gint64 id, guint position, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*set_value_async) (OdFieldPort *self, gint64 customer_id, gint64 field_id, const char *value,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*set_tag_async) (OdFieldPort *self, gint64 customer_id, const char *tag, gboolean is_set,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*load_findings_async) (OdFieldPort *self, gint64 customer_id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
  void (*decide_finding_async) (OdFieldPort *self, gint64 finding_id, gboolean is_taken, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
  void (*load_recognition_async) (OdFieldPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
  void (*save_recognition_async) (OdFieldPort *self, const OdRecognition *how, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
  void (*try_recognition_async) (OdFieldPort *self, OdRecognitionTrial *trial, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
};

void od_field_port_load_async (OdFieldPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *od_field_port_load_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_save_async (OdFieldPort *self, const OdCustomField *field, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gint64 od_field_port_save_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_remove_async (OdFieldPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean od_field_port_remove_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_move_async (OdFieldPort *self, gint64 id, guint position, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean od_field_port_move_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_set_value_async (OdFieldPort *self, gint64 customer_id, gint64 field_id, const char *value,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_field_port_set_value_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_set_tag_async (OdFieldPort *self, gint64 customer_id, const char *tag, gboolean is_set,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_field_port_set_tag_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_load_findings_async (OdFieldPort *self, gint64 customer_id, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_field_port_load_findings_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_decide_finding_async (OdFieldPort *self, gint64 finding_id, gboolean is_taken,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_field_port_decide_finding_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_load_recognition_async (OdFieldPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                           gpointer user_data);
OdRecognition *od_field_port_load_recognition_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_save_recognition_async (OdFieldPort *self, const OdRecognition *how, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
gboolean od_field_port_save_recognition_finish (OdFieldPort *self, GAsyncResult *result, GError **error);
void od_field_port_try_recognition_async (OdFieldPort *self, OdRecognitionTrial *trial, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
OdRecognitionTrial *od_field_port_try_recognition_finish (OdFieldPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
