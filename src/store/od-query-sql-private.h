/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-query-sql.h"

G_BEGIN_DECLS

/* The first row of each kind but messages, in words for SQL. */
#define OD_QUERY_NOT_MESSAGES "281474976710656" /* 1 << OD_SEARCH_DOC_ROW_BITS */
G_STATIC_ASSERT (G_GINT64_CONSTANT (281474976710656) == G_GINT64_CONSTANT (1) << OD_SEARCH_DOC_ROW_BITS);

/* Every OdSearchDocKind, as bits. */
#define OD_QUERY_ALL_DOCS (~0u)

typedef struct {
  char *text; /* (owned) (nullable): a number if NULL */
  gint64 number;
} OdQueryValue;

struct _OdQuerySql {
  OdQuerySqlScene scene;
  int first_parameter;
  GString *text;
  GArray *values; /* (element-type OdQueryValue) */
  guint kinds;    /* bits of OdSearchDocKind: where words are looked for */
};

int od_query_sql_take_text (OdQuerySql *self, char *text);
int od_query_sql_add_number (OdQuerySql *self, gint64 number);
void od_query_sql_append (OdQuerySql *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

void od_query_sql_open_people (OdQuerySql *self);
void od_query_sql_close_people (OdQuerySql *self);
void od_query_sql_append_people_named (OdQuerySql *self, const OdQueryNode *node);
guint od_query_sql_get_kinds (const OdQueryNode *node);
void od_query_sql_append_in (OdQuerySql *self, const OdQueryNode *node);
void od_query_sql_append_custom (OdQuerySql *self, const OdQueryNode *node);
void od_query_sql_append_words (OdQuerySql *self, const OdQueryNode *node);

G_END_DECLS
