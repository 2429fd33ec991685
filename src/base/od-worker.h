/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define OD_TYPE_WORKER (od_worker_get_type ())
G_DECLARE_FINAL_TYPE (OdWorker, od_worker, OD, WORKER, GObject)

OdWorker *od_worker_new (const char *name);
void od_worker_push (OdWorker *self, int priority, GTaskThreadFunc func, GTask *task);
guint od_worker_take (OdWorker *self, GTask **tasks, guint max, gint64 wait_us);
gboolean od_worker_has_waiting (OdWorker *self);
gboolean od_worker_is_current (OdWorker *self);
void od_worker_stop (OdWorker *self);
gboolean od_worker_stop_within (OdWorker *self, gint64 wait_us);

G_END_DECLS
