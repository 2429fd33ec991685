/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-search-query.h"
#include "od-store-search.h"

G_BEGIN_DECLS

/* A message that matches, or a person, and what is to be shown. */
typedef struct {
  gint64 message_id; /* 0: of a person who has none */
  gint64 customer_id;
  gint64 at_us;
  char *text; /* (owned) (nullable): where it matches, if not in the message */
  OdSearchWhat what;
} OdSearchFound;

typedef struct {
  sqlite3 *db;
  const OdSearchQuery *query;
  const OdSearchQuestion *question;
  char *words;        /* (owned) (nullable): what `fts` is to match */
  char *parts;        /* (owned) (nullable): what `fts_tri` is to match */
  GArray *found;      /* (owned) (element-type OdSearchFound) */
  GHashTable *known;  /* (owned): messages in @found, and people, these negative */
  gboolean has_index; /* an index is asked at all */
  gboolean is_wide;
} OdSearch;

void od_search_add_found (OdSearch *search, OdSearchFound found);
gboolean od_search_check_text (const OdSearch *search, gint64 doc_id, gboolean *is_match, GError **error);
gboolean od_search_find_messages (OdSearch *search, GError **error);
gboolean od_search_find_others (OdSearch *search, GError **error);

G_END_DECLS
