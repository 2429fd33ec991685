/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "od-library.h"

G_BEGIN_DECLS

typedef enum {
  OD_COMPLETION_ITEM_EMOJI,
  OD_COMPLETION_ITEM_CANNED,
  OD_COMPLETION_ITEM_ARTICLE,
  OD_COMPLETION_ITEM_MENTION,
  OD_COMPLETION_ITEM_FOLDER,  /* choosing it goes there */
  OD_COMPLETION_ITEM_LIBRARY, /* there is nothing yet: choosing it goes where it is written */
} OdCompletionItemKind;

/**
 * OdCompletionChoice: one row of what is offered.
 * @mark: (owned): what stands before the title: the emoji, "/code"; "" if nothing does
 * @title: (owned): of a folder: its name without those above
 * @detail: (owned): quieter: a folder, a snippet; may be ""
 * @path: (owned) (nullable): of a folder: the whole one; of the library: the action that opens it
 * @canned, @article: (owned) (nullable): of those kinds
 * @id: of the operator who is mentioned
 */
typedef struct {
  OdCompletionItemKind kind;
  char *mark, *title, *detail, *path;
  OdCannedReply *canned;
  OdArticle *article;
  gint64 id;
} OdCompletionChoice;

#define OD_TYPE_COMPLETION_ITEM (od_completion_item_get_type ())
G_DECLARE_FINAL_TYPE (OdCompletionItem, od_completion_item, OD, COMPLETION_ITEM, GObject)

OdCompletionItem *od_completion_item_new_emoji (const char *emoji, const char *name);
OdCompletionItem *od_completion_item_new_canned (const OdCannedReply *reply);
OdCompletionItem *od_completion_item_new_article (const OdArticle *article);
OdCompletionItem *od_completion_item_new_mention (gint64 id, const char *name);
OdCompletionItem *od_completion_item_new_folder (const char *path, const char *title);
OdCompletionItem *od_completion_item_new_library (const char *action, const char *title, const char *detail);
const OdCompletionChoice *od_completion_item_get (OdCompletionItem *self);

G_END_DECLS
