/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-auto-answer.h"

G_BEGIN_DECLS

/**
 * OdAutoAnswerPort:
 *
 * What the desk says by itself. A change is %OD_CHANGE_LIBRARY in the feed. What is saved gets a new version; what has
 * another version than it was read with is not saved over (%OD_ERROR_REJECTED), unless the version is 0. Main thread.
 */
#define OD_TYPE_AUTO_ANSWER_PORT (od_auto_answer_port_get_type ())
G_DECLARE_INTERFACE (OdAutoAnswerPort, od_auto_answer_port, OD, AUTO_ANSWER_PORT, GObject)

struct _OdAutoAnswerPortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdAutoAnswerPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
  void (*save_async) (OdAutoAnswerPort *self, const OdAutoAnswer *answer, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*remove_async) (OdAutoAnswerPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
};

void od_auto_answer_port_load_async (OdAutoAnswerPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *od_auto_answer_port_load_finish (OdAutoAnswerPort *self, GAsyncResult *result, GError **error);
void od_auto_answer_port_save_async (OdAutoAnswerPort *self, const OdAutoAnswer *answer, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
gint64 od_auto_answer_port_save_finish (OdAutoAnswerPort *self, GAsyncResult *result, GError **error);
void od_auto_answer_port_remove_async (OdAutoAnswerPort *self, gint64 id, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean od_auto_answer_port_remove_finish (OdAutoAnswerPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
