/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-erase-copies.h"
#include "od-person.h"

G_BEGIN_DECLS

/**
 * OdEraseJob: one erasure on its way, or what is asked about it. It goes to the writer slice by slice.
 * @customer_id: of begin and measure
 * @account_id: of begin and measure: the whole history of this account instead of a person; 0: a person
 * @id: of the erasure, begin fills it
 * @files_dir, @thumbs_dir, @store_path: (owned) (nullable): where bytes lie
 * @last_sha256: (owned) (nullable): the file looked at last; %NULL: at the end of them, or at their beginning
 * @n_young: (out): files that are still too young to go: look again a little later, when @last_sha256 is %NULL
 * @has_more: (out): run the same step again
 * @erasure: (owned) (nullable): what measure and finish found
 * @customers: (owned) (nullable): the profiles that measure found, as JSON
 * @found: (owned) (nullable) (element-type OdErasure): what load or find_unfinished found
 * @copies: (owned) (nullable): how the copies of the store stand, for finish
 */
typedef struct {
  gint64 customer_id;
  gint64 account_id;
  gint64 id;
  gint64 operator_id;
  gint64 now_us;
  char *files_dir;
  char *thumbs_dir;
  char *store_path;
  char *last_sha256;
  guint n_young;
  guint n_merges;
  gboolean has_more;
  OdErasure *erasure;
  char *customers;
  GPtrArray *found;
  OdEraseCopiesJob *copies;
} OdEraseJob;

void od_erase_job_free (OdEraseJob *job);

/* The steps, in this order, after od_store_erase_prepare(); each of the three in the middle is a slice that is run while it has more. All of an erasure that is
 * begun happens, if not now then after the next start. */
gboolean od_store_erase_begin (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_erase_rows (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_erase_files (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_erase_terms (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_erase_finish (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

gboolean od_store_erase_prepare (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_erase_measure (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_erase_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_erase_load_one (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_erase_look_at_outbox (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_erase_find_unfinished (sqlite3 *db, gpointer data, GError **error);

/* of what mentions the person: see od-store-erase-mentions.c */
gboolean od_erase_find_mentions (sqlite3 *db, gint64 root_id, GArray *found, GError **error);
char *od_erase_name_mention (sqlite3 *db, OdEraseMentionKind kind, gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdEraseJob, od_erase_job_free)

G_END_DECLS
