/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean od_transaction_begin_read (sqlite3 *db, GError **error);
gboolean od_transaction_begin_write (sqlite3 *db, GError **error);
gboolean od_transaction_is_open (sqlite3 *db);
gboolean od_transaction_commit (sqlite3 *db, GError **error);
void od_transaction_rollback (sqlite3 *db);

gboolean od_transaction_save (sqlite3 *db, GError **error);
gboolean od_transaction_release (sqlite3 *db, GError **error);
gboolean od_transaction_rollback_to_save (sqlite3 *db, GError **error);

G_END_DECLS
