/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "od-change-set.h"

G_BEGIN_DECLS

/* Rows with all that hangs on them: see od-store-erase-rows.c. The files they had are written down for the erasure. */
gboolean od_erase_run_all (sqlite3 *db, const char *const *statements, guint n, gint64 id, GError **error);
gboolean od_erase_collect (sqlite3 *db, const char *sql, gint64 id, gint64 limit, GArray *ids, GError **error);
gboolean od_erase_message (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gint64 id, GError **error);
gboolean od_erase_streams (sqlite3 *db, OdChangeSet *changes, const char *sql, gint64 number, GError **error);
gboolean od_erase_thread (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gint64 id, GError **error);
gboolean od_erase_conversation (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gint64 id, GError **error);
gboolean od_erase_customer (sqlite3 *db, OdChangeSet *changes, gint64 id, GError **error);

/* Of an account: see od-store-erase-account.c. */
gboolean od_erase_find_account (sqlite3 *db, gint64 erasure_id, gint64 *account_id, GError **error);
gboolean od_erase_account_slice (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gint64 account_id,
                                 gboolean *has_more, GError **error);

G_END_DECLS
