/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-completion-item.h"
#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_LIBRARY_LIST (od_library_list_get_type ())
G_DECLARE_FINAL_TYPE (OdLibraryList, od_library_list, OD, LIBRARY_LIST, GObject)

OdLibraryList *od_library_list_new (OdDesk *desk, gboolean has_articles);
GListModel *od_library_list_get_items (OdLibraryList *self);
void od_library_list_set_query (OdLibraryList *self, const char *query);
const char *od_library_list_find_trouble (OdLibraryList *self, const OdCannedReply *reply);
const char *od_library_list_find_article_trouble (const OdArticle *article);
void od_library_list_save_canned (OdLibraryList *self, const OdCannedReply *reply);
void od_library_list_save_article (OdLibraryList *self, const OdArticle *article);
void od_library_list_remove (OdLibraryList *self, OdCompletionItem *item);
void od_library_list_restore (OdLibraryList *self);

G_END_DECLS
