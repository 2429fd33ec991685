/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-library.h"

G_BEGIN_DECLS

/**
 * OdLibraryJob: the data of the functions below; each uses what it needs.
 * @files_dir: (owned) (nullable): the profile's `files`
 * @id: (inout): row of a canned reply or article
 * @canned, @article: (owned) (nullable): what to save
 * @query: (owned) (nullable): words; "" for all
 * @limit: of articles to be found
 * @found: (out) (owned) (nullable): canned replies or articles
 */
typedef struct {
  char *files_dir;
  gint64 operator_id;
  gint64 now_us;
  gint64 id;
  OdCannedReply *canned;
  OdArticle *article;
  char *query;
  guint limit;
  GPtrArray *found;
} OdLibraryJob;

void od_library_job_free (OdLibraryJob *job);

gboolean od_store_canned_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_canned_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_canned_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_canned_use (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

gboolean od_store_article_find (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_article_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_article_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_article_index (sqlite3 *db, gint64 id, const char *title, const char *body, GError **error);
gboolean od_store_article_index_missing (sqlite3 *db, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdLibraryJob, od_library_job_free)

G_END_DECLS
