/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-message-item.h"

G_BEGIN_DECLS

typedef struct _OdThreadStretch OdThreadStretch;

OdThreadStretch *od_thread_stretch_new (GTimeZone *zone);
void od_thread_stretch_free (OdThreadStretch *self);
guint od_thread_stretch_get_length (OdThreadStretch *self);
OdMessageItem *od_thread_stretch_get (OdThreadStretch *self, guint position);
const OdMessageRow *od_thread_stretch_get_row (OdThreadStretch *self, guint position);
OdMessageItem *od_thread_stretch_find_item (OdThreadStretch *self, gint64 message_id);
gboolean od_thread_stretch_find (OdThreadStretch *self, gint64 message_id, guint *position);
guint od_thread_stretch_find_place (OdThreadStretch *self, const OdMessageRow *row);
guint od_thread_stretch_insert (OdThreadStretch *self, guint position, GPtrArray *rows);
void od_thread_stretch_remove (OdThreadStretch *self, guint position, guint n);
void od_thread_stretch_mark (OdThreadStretch *self, guint from, guint to, gint64 first_unread_id, gboolean has_older);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdThreadStretch, od_thread_stretch_free)

G_END_DECLS
