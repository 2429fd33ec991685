/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-store-field.h"

G_BEGIN_DECLS

gboolean od_store_finding_add (sqlite3 *db, OdChangeSet *changes, gint64 message_id, gint64 customer_id,
                               const char *text, GError **error);
gboolean od_store_finding_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_finding_decide (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_recognition_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_recognition_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_END_DECLS
