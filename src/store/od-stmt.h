/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef sqlite3_stmt OdStmt;

gboolean od_db_exec (sqlite3 *db, const char *sql, GError **error);
OdStmt *od_stmt_prepare (sqlite3 *db, const char *sql, GError **error);
OdStmt *od_stmt_bind (sqlite3 *db, GError **error, const char *sql, const char *types, ...);
gboolean od_stmt_step (OdStmt *stmt, gboolean *has_row, GError **error);
gboolean od_stmt_run (sqlite3 *db, GError **error, const char *sql, const char *types, ...);
gboolean od_stmt_get_row (sqlite3 *db, GError **error, const char *sql, OdStmt **row, const char *types, ...);
char *od_stmt_dup_text (OdStmt *stmt, int column);
void od_stmt_release (OdStmt *stmt);

void od_stmt_cache_attach (sqlite3 *db);
void od_stmt_cache_detach (sqlite3 *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdStmt, od_stmt_release)

G_END_DECLS
