/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "od-change-set.h"

G_BEGIN_DECLS

/**
 * OdDbReadFunc:
 * @db: the connection; valid only during the call, on the worker's thread
 * @data: what the caller passed, owned by the job
 *
 * Reads within one snapshot. It must not touch a #GObject of the main thread.
 */
typedef gboolean (*OdDbReadFunc) (sqlite3 *db, gpointer data, GError **error);

/**
 * OdDbWriteFunc:
 * @changes: says what the function changed; published after COMMIT, dropped otherwise
 *
 * The body of a write. Return %FALSE with @error and everything it did is rolled
 * back. It runs in a savepoint of a group (decision 12): other jobs may be
 * committed with it.
 */
typedef gboolean (*OdDbWriteFunc) (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdDbPublishFunc:
 * @changes: (transfer none): what a committed group changed; never empty
 *
 * Runs in the main context in which the database was opened, in the order of
 * the commits, and before the completion of the group's jobs that were asked
 * for in that same context.
 */
typedef void (*OdDbPublishFunc) (OdChangeSet *changes, gpointer user_data);

typedef enum {
  OD_DB_READ_WRITE, /* creates and migrates; the profile's owner only */
  OD_DB_READ_ONLY,  /* query-only, never migrates, takes no lock; a store that is too new or too old is refused */
} OdDbMode;

/* Which of the two reading threads (decision 14). */
typedef enum {
  OD_DB_PAGES,  /* od-db-reader: pages of lists and threads */
  OD_DB_SEARCH, /* od-db-search: search, reports, export; a cancelled job is interrupted */
} OdDbReader;

/**
 * OdDbCompact: see od_db_compact_async().
 * @OD_DB_COMPACT_POLITE: the store is written anew, unless somebody wants to write
 * @OD_DB_COMPACT_NOW: the store is written anew
 * @OD_DB_COMPACT_LOG: the log is put into the file, and cut
 */
typedef enum { OD_DB_COMPACT_POLITE, OD_DB_COMPACT_NOW, OD_DB_COMPACT_LOG } OdDbCompact;

#define OD_TYPE_DB (od_db_get_type ())
G_DECLARE_FINAL_TYPE (OdDb, od_db, OD, DB, GObject)

OdDb *od_db_open (const char *path, OdDbMode mode, GError **error);
void od_db_set_publish_func (OdDb *self, OdDbPublishFunc func, gpointer user_data);
void od_db_write_async (OdDb *self, OdDbWriteFunc func, gpointer data, GDestroyNotify free_data,
                        GAsyncReadyCallback callback, gpointer user_data);
void od_db_read_async (OdDb *self, OdDbReader reader, OdDbReadFunc func, gpointer data, GDestroyNotify free_data,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gpointer od_db_finish (OdDb *self, GAsyncResult *result, GError **error);
gboolean od_db_write_sync (OdDb *self, OdDbWriteFunc func, gpointer data, GError **error);
gboolean od_db_read_sync (OdDb *self, OdDbReader reader, OdDbReadFunc func, gpointer data, GError **error);
int od_db_get_n_changes (OdDb *self);
void od_db_compact_async (OdDb *self, OdDbCompact how, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_db_compact_finish (OdDb *self, GAsyncResult *result, GError **error);
void od_db_close (OdDb *self);

/* For the bodies of jobs: see od-stmt.h. */

G_END_DECLS
