/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-undo-stack.h"

G_BEGIN_DECLS

#define OD_TYPE_DEED_RUNNER (od_deed_runner_get_type ())
G_DECLARE_FINAL_TYPE (OdDeedRunner, od_deed_runner, OD, DEED_RUNNER, GObject)

OdDeedRunner *od_deed_runner_new (OdDesk *desk);
gboolean od_deed_runner_is_possible (OdDeedRunner *self);
void od_deed_runner_run (OdDeedRunner *self, const gint64 *ids, guint n_ids, const GPtrArray *deeds,
                         const char *macro_name);
void od_deed_runner_run_one (OdDeedRunner *self, const gint64 *ids, guint n_ids, OdDeedKind kind, gint64 number,
                             const char *text);
OdUndoStack *od_deed_runner_get_undo (OdDeedRunner *self);

G_END_DECLS
