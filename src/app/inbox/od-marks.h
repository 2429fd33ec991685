/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-id-set.h"

G_BEGIN_DECLS

void od_marks_lose (GtkBitset *marked, GArray *old, guint position, guint removed, OdIdSet **lost);
void od_marks_find (GtkBitset *marked, GArray *ids, const OdIdSet *lost);
gint64 *od_marks_dup_ids (GtkBitset *marked, GArray *ids, guint *n_ids);
guint od_growth_begin (guint n_kept, guint position, guint added, guint n_all);
guint od_growth_next (guint n_shown, guint n_all);

G_END_DECLS
