/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

/**
 * StoreFixture: a store in a folder of its own, gone with it.
 */
typedef struct {
  char *folder;
  char *files_dir;
  OdDb *db;
} StoreFixture;

void store_fixture_set_up (StoreFixture *fixture, gconstpointer data);
void store_fixture_tear_down (StoreFixture *fixture, gconstpointer data);
void store_fixture_exec (StoreFixture *fixture, const char *sql);
gint64 store_fixture_ask_int (StoreFixture *fixture, const char *sql);
char *store_fixture_ask_text (StoreFixture *fixture, const char *sql);

/* One call that comes back in the main context. */
typedef struct {
  GAsyncResult *result; /* (owned) */
} StoreWait;

void store_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *store_wait (StoreWait *wait);
void store_wait_clear (StoreWait *wait);

G_END_DECLS
