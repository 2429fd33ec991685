/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-query.h"
#include "od-stmt.h"
#include "od-store-search-index.h"

G_BEGIN_DECLS

/**
 * OdQuerySqlScene: what a condition is about.
 * @doc: (nullable): SQL for the row of `search_doc`, if the condition is about one document; %NULL: about a conversation
 * @doc_kind: of @doc
 * @is_wide: words count within other words, too
 * @is_few: few rows are looked at: a question for each costs less than a list of all that match
 * @operator_id: who `me` is; 0: nobody
 *
 * The conversation is `c`. A document is a message, or stands for one: `t` is that of `timeline`, `m` of `message`.
 */
typedef struct {
  const char *doc;
  OdSearchDocKind doc_kind;
  gboolean is_wide;
  gboolean is_few;
  gint64 operator_id;
  gint64 now_us;
  GTimeZone *zone;
} OdQuerySqlScene;

/**
 * OdQuerySql: a condition and its values.
 */
typedef struct _OdQuerySql OdQuerySql;

OdQuerySql *od_query_sql_new (const OdQuerySqlScene *scene, int first_parameter);
void od_query_sql_free (OdQuerySql *self);
void od_query_sql_add (OdQuerySql *self, const OdQueryNode *node);
const char *od_query_sql_get_text (OdQuerySql *self);
OdStmt *od_query_sql_prepare (OdQuerySql *self, sqlite3 *db, const char *sql, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdQuerySql, od_query_sql_free)

G_END_DECLS
