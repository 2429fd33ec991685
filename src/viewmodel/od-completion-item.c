/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-completion-item"

#include "od-completion-item.h"

#include "od-limits.h"
#include "od-text.h"

struct _OdCompletionItem {
  GObject parent_instance;

  OdCompletionChoice choice;
};

G_DEFINE_FINAL_TYPE (OdCompletionItem, od_completion_item, G_TYPE_OBJECT)

static void
od_completion_item_finalize (GObject *object)
{
  OdCompletionChoice *choice = &OD_COMPLETION_ITEM (object)->choice;

  g_free (choice->mark);
  g_free (choice->title);
  g_free (choice->detail);
  g_free (choice->path);
  g_clear_pointer (&choice->canned, od_canned_reply_free);
  g_clear_pointer (&choice->article, od_article_free);
  G_OBJECT_CLASS (od_completion_item_parent_class)->finalize (object);
}

static void
od_completion_item_class_init (OdCompletionItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_completion_item_finalize;
}

static void
od_completion_item_init (OdCompletionItem *self)
{
}

static OdCompletionItem *
make (OdCompletionItemKind kind, char *mark, char *title, char *detail)
{
  OdCompletionItem *self = g_object_new (OD_TYPE_COMPLETION_ITEM, NULL);

  self->choice.kind = kind;
  self->choice.mark = mark;
  self->choice.title = title;
  self->choice.detail = detail;
  return self;
}

OdCompletionItem *
od_completion_item_new_emoji (const char *emoji, const char *name)
{
  return make (OD_COMPLETION_ITEM_EMOJI, g_strdup (emoji), g_strdup (name != NULL ? name : ""), g_strdup (""));
}

OdCompletionItem *
od_completion_item_new_canned (const OdCannedReply *reply)
{
  const char *title = *reply->title != '\0' ? reply->title : reply->body;
  OdCompletionItem *self = make (OD_COMPLETION_ITEM_CANNED, g_strconcat ("/", reply->code, NULL),
                                 od_text_snippet (title, OD_LIMIT_SNIPPET_GRAPHEMES), g_strdup (reply->folder));

  self->choice.canned = od_canned_reply_copy (reply);
  return self;
}

OdCompletionItem *
od_completion_item_new_article (const OdArticle *article)
{
  const char *snippet = article->snippet != NULL ? article->snippet : article->body;
  g_autofree char *plain = g_strdup (snippet);
  OdCompletionItem *self;

  g_strdelimit (plain, "\002\003", ' '); /* where a search matched */
  self = make (OD_COMPLETION_ITEM_ARTICLE, g_strdup (""), od_text_snippet (article->title, OD_LIMIT_SNIPPET_GRAPHEMES),
               od_text_snippet (plain, OD_LIMIT_SNIPPET_GRAPHEMES));
  self->choice.article = od_article_copy (article);
  return self;
}

OdCompletionItem *
od_completion_item_new_mention (gint64 id, const char *name)
{
  OdCompletionItem *self = make (OD_COMPLETION_ITEM_MENTION, g_strdup (""), g_strdup (name), g_strdup (""));

  self->choice.id = id;
  return self;
}

/**
 * od_completion_item_new_folder:
 * @path: "" for the top
 * @title: what to show
 */
OdCompletionItem *
od_completion_item_new_folder (const char *path, const char *title)
{
  OdCompletionItem *self = make (OD_COMPLETION_ITEM_FOLDER, g_strdup (""), g_strdup (title), g_strdup (""));

  self->choice.path = g_strdup (path);
  return self;
}

/**
 * od_completion_item_new_library:
 * @action: opens the library
 * @title: what there is none of
 */
OdCompletionItem *
od_completion_item_new_library (const char *action, const char *title, const char *detail)
{
  OdCompletionItem *self = make (OD_COMPLETION_ITEM_LIBRARY, g_strdup (""), g_strdup (title), g_strdup (detail));

  self->choice.path = g_strdup (action);
  return self;
}

/**
 * od_completion_item_get:
 *
 * Returns: (transfer none)
 */
const OdCompletionChoice *
od_completion_item_get (OdCompletionItem *self)
{
  g_return_val_if_fail (OD_IS_COMPLETION_ITEM (self), NULL);

  return &self->choice;
}
