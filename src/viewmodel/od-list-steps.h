/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdListStep: @removed ids go away at @position, and @added come there.
 */
typedef struct {
  guint position;
  guint removed;
  guint added;
} OdListStep;

GArray *od_list_steps_find (const gint64 *old, guint n_old, const gint64 *fresh, guint n_fresh);
GArray *od_list_steps_apply (const OdListStep *step, GArray *ids, GArray *fresh);
gboolean od_list_find (GArray *ids, gint64 id, guint *position);

G_END_DECLS
