/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define OD_TYPE_THREAD_FOLDS (od_thread_folds_get_type ())
G_DECLARE_FINAL_TYPE (OdThreadFolds, od_thread_folds, OD, THREAD_FOLDS, GObject)

OdThreadFolds *od_thread_folds_new (GListModel *thread);
void od_thread_folds_toggle (OdThreadFolds *self, gint64 message_id);
void od_thread_folds_close_all (OdThreadFolds *self);
gboolean od_thread_folds_find (OdThreadFolds *self, gint64 message_id, guint *position);

G_END_DECLS
