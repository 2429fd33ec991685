/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* "Omni": says in the file's header whose database it is. */
#define OD_MIGRATE_APPLICATION_ID 0x4f6d6e69

/**
 * OdMigration:
 * @sql: leads from the version before to @version
 */
typedef struct {
  int version;
  const char *sql;
} OdMigration;

typedef enum {
  OD_STORE_EMPTY,
  OD_STORE_OLD,
  OD_STORE_CURRENT,
} OdStoreAge;

gboolean od_migrate_check (sqlite3 *db, int newest, OdStoreAge *age, int *version, GError **error);
gboolean od_migrate_run (sqlite3 *db, const char *path, const OdMigration *steps, guint n_steps, GError **error);
const OdMigration *od_migrate_get_steps (guint *n_steps);

G_END_DECLS
