/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-library-list"

#include "od-library-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-limits.h"
#include "od-text.h"

/**
 * OdLibraryList:
 *
 * All canned replies with all their variants, or all articles, to be looked through and changed.
 */
struct _OdLibraryList {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GPtrArray *all;            /* (owned) (element-type OdCompletionItem) */
  GListStore *items;         /* (owned) (element-type OdCompletionItem): those that match */
  char *query;               /* (owned): folded */
  OdCompletionItem *removed; /* (owned) (nullable): the last one, to be brought back */
  GCancellable *cancellable; /* (owned) */
  gboolean has_articles;
};

G_DEFINE_FINAL_TYPE (OdLibraryList, od_library_list, G_TYPE_OBJECT)

enum { SAVED, REMOVED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- What is there ----------------------------------------------------------- */

static gboolean
matches (const OdCompletionChoice *choice, const char *query)
{
  const char *body = choice->canned != NULL ? choice->canned->body : choice->article->body;
  g_autofree char *text = g_strjoin ("\n", choice->mark, choice->title, choice->detail, body, NULL);
  g_autofree char *folded = od_text_fold (text);

  return strstr (folded, query) != NULL;
}

static void
show (OdLibraryList *self)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < self->all->len; i++)
    if (*self->query == '\0' || matches (od_completion_item_get (self->all->pdata[i]), self->query))
      g_ptr_array_add (found, self->all->pdata[i]);
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), found->pdata, found->len);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
canned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = od_library_port_load_canned_finish (OD_LIBRARY_PORT (source), result, &error);
  OdLibraryList *self = user_data;

  if (rows == NULL && is_cancelled (error))
    return; /* the list may be gone */
  if (rows == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  g_ptr_array_set_size (self->all, 0);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->all, od_completion_item_new_canned (rows->pdata[i]));
  show (self);
}

static void
articles_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = od_library_port_find_articles_finish (OD_LIBRARY_PORT (source), result, &error);
  OdLibraryList *self = user_data;

  if (rows == NULL && is_cancelled (error))
    return;
  if (rows == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  g_ptr_array_set_size (self->all, 0);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->all, od_completion_item_new_article (rows->pdata[i]));
  show (self);
}

static void
load (OdLibraryList *self)
{
  if (self->has_articles)
    od_library_port_find_articles_async (self->desk->library, "", OD_LIMIT_CANNED_REPLIES, self->cancellable,
                                         articles_cb, self);
  else
    od_library_port_load_canned_async (self->desk->library, self->cancellable, canned_cb, self);
}

static void
feed_cb (OdLibraryList *self, OdChangeSet *changes)
{
  guint n = 0;

  od_change_set_get (changes, OD_CHANGE_LIBRARY, &n);
  if (n > 0)
    load (self);
}

/* ---- The object -------------------------------------------------------------- */

static void
od_library_list_dispose (GObject *object)
{
  g_cancellable_cancel (OD_LIBRARY_LIST (object)->cancellable);
  G_OBJECT_CLASS (od_library_list_parent_class)->dispose (object);
}

static void
od_library_list_finalize (GObject *object)
{
  OdLibraryList *self = OD_LIBRARY_LIST (object);

  g_ptr_array_unref (self->all);
  g_clear_object (&self->items);
  g_clear_object (&self->removed);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_free (self->query);
  G_OBJECT_CLASS (od_library_list_parent_class)->finalize (object);
}

static void
od_library_list_class_init (OdLibraryListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_library_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_library_list_finalize;

  /**
   * OdLibraryList::saved:
   *
   * What was to be saved is in the store.
   */
  signals[SAVED] = g_signal_new ("saved", OD_TYPE_LIBRARY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdLibraryList::removed:
   *
   * It is gone; od_library_list_restore() brings it back.
   */
  signals[REMOVED] =
      g_signal_new ("removed", OD_TYPE_LIBRARY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdLibraryList::failed:
   * @error: why nothing was read or changed
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_LIBRARY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
od_library_list_init (OdLibraryList *self)
{
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_list_store_new (OD_TYPE_COMPLETION_ITEM);
  self->query = g_strdup ("");
  self->cancellable = g_cancellable_new ();
}

/**
 * od_library_list_new:
 * @desk: has a library
 * @has_articles: articles; otherwise canned replies
 *
 * Returns: (transfer full)
 */
OdLibraryList *
od_library_list_new (OdDesk *desk, gboolean has_articles)
{
  OdLibraryList *self = g_object_new (OD_TYPE_LIBRARY_LIST, NULL);

  self->desk = od_desk_ref (desk);
  self->has_articles = has_articles;
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (feed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return self;
}

/**
 * od_library_list_get_items:
 *
 * Returns: (transfer none) (element-type OdCompletionItem): those that match
 */
GListModel *
od_library_list_get_items (OdLibraryList *self)
{
  g_return_val_if_fail (OD_IS_LIBRARY_LIST (self), NULL);

  return G_LIST_MODEL (self->items);
}

/**
 * od_library_list_set_query:
 * @query: "" for everything
 */
void
od_library_list_set_query (OdLibraryList *self, const char *query)
{
  g_return_if_fail (OD_IS_LIBRARY_LIST (self) && query != NULL);

  g_free (self->query);
  self->query = od_text_fold (query);
  show (self);
}

/* ---- Checking ---------------------------------------------------------------- */

static gboolean
has_space (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static gboolean
is_blank (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static gboolean
is_taken (OdLibraryList *self, const OdCannedReply *reply)
{
  g_autofree char *code = od_text_fold (reply->code);

  for (guint i = 0; i < self->all->len; i++)
    {
      const OdCannedReply *other = od_completion_item_get (self->all->pdata[i])->canned;
      g_autofree char *other_code = other != NULL ? od_text_fold (other->code) : NULL;

      if (other != NULL && other->id != reply->id && g_str_equal (code, other_code) &&
          g_str_equal (other->channel, reply->channel) && g_str_equal (other->lang, reply->lang))
        return TRUE;
    }
  return FALSE;
}

/**
 * od_library_list_find_trouble:
 *
 * Returns: (transfer none) (nullable): for people: what must be changed before @reply can be
 *   saved
 */
const char *
od_library_list_find_trouble (OdLibraryList *self, const OdCannedReply *reply)
{
  g_return_val_if_fail (OD_IS_LIBRARY_LIST (self) && reply != NULL, NULL);

  if (*reply->code == '\0')
    return _ ("Give it a code: what is typed behind “/”.");
  if (has_space (reply->code) || strchr (reply->code, '/') != NULL)
    return _ ("A code has no spaces and no “/”.");
  if (od_text_count_code_points (reply->code) > OD_LIMIT_CANNED_CODE_CHARS)
    return _ ("The code is too long.");
  if (is_blank (reply->body) && (reply->files == NULL || reply->files->len == 0))
    return _ ("Write what it says, or attach a file.");
  if (od_text_count_code_points (reply->body) > OD_LIMIT_CANNED_CHARS)
    return _ ("The text is too long.");
  if (is_taken (self, reply))
    return _ ("Another reply for this channel and language has this code.");
  return NULL;
}

/**
 * od_library_list_find_article_trouble:
 *
 * Returns: (transfer none) (nullable): as od_library_list_find_trouble()
 */
const char *
od_library_list_find_article_trouble (const OdArticle *article)
{
  g_autoptr (GUri) uri = NULL;

  if (is_blank (article->title))
    return _ ("Give it a title.");
  if (is_blank (article->body))
    return _ ("Write what it says.");
  if (od_text_count_code_points (article->body) > OD_LIMIT_ARTICLE_CHARS)
    return _ ("The text is too long.");
  if (*article->url == '\0')
    return NULL;
  uri = g_uri_parse (article->url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      (!g_str_equal (g_uri_get_scheme (uri), "https") && !g_str_equal (g_uri_get_scheme (uri), "http")))
    return _ ("Give a whole address, as in https://shop.example/help");
  return NULL;
}

/* ---- Changing ---------------------------------------------------------------- */

static void
end (OdLibraryList *self, guint signal, const GError *error)
{
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
  else
    g_signal_emit (self, signals[signal], 0);
  g_object_unref (self);
}

static void
canned_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  od_library_port_save_canned_finish (OD_LIBRARY_PORT (source), result, &error);
  end (user_data, SAVED, error);
}

static void
article_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  od_library_port_save_article_finish (OD_LIBRARY_PORT (source), result, &error);
  end (user_data, SAVED, error);
}

static void
canned_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  od_library_port_remove_canned_finish (OD_LIBRARY_PORT (source), result, &error);
  end (user_data, REMOVED, error);
}

static void
article_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  od_library_port_remove_article_finish (OD_LIBRARY_PORT (source), result, &error);
  end (user_data, REMOVED, error);
}

/**
 * od_library_list_save_canned:
 * @reply: copied; one without trouble
 *
 * "saved" or "failed" says how it ended.
 */
void
od_library_list_save_canned (OdLibraryList *self, const OdCannedReply *reply)
{
  g_return_if_fail (OD_IS_LIBRARY_LIST (self));

  od_library_port_save_canned_async (self->desk->library, reply, NULL, canned_saved_cb, g_object_ref (self));
}

/**
 * od_library_list_save_article:
 * @article: copied; one without trouble
 */
void
od_library_list_save_article (OdLibraryList *self, const OdArticle *article)
{
  g_return_if_fail (OD_IS_LIBRARY_LIST (self));

  od_library_port_save_article_async (self->desk->library, article, NULL, article_saved_cb, g_object_ref (self));
}

/**
 * od_library_list_remove:
 *
 * "removed" or "failed" says how it ended.
 */
void
od_library_list_remove (OdLibraryList *self, OdCompletionItem *item)
{
  const OdCompletionChoice *choice;

  g_return_if_fail (OD_IS_LIBRARY_LIST (self) && OD_IS_COMPLETION_ITEM (item));

  choice = od_completion_item_get (item);
  g_set_object (&self->removed, item);
  if (choice->canned != NULL)
    od_library_port_remove_canned_async (self->desk->library, choice->canned->id, NULL, canned_removed_cb,
                                         g_object_ref (self));
  else
    od_library_port_remove_article_async (self->desk->library, choice->article->id, NULL, article_removed_cb,
                                          g_object_ref (self));
}

/**
 * od_library_list_restore:
 *
 * Brings back what was removed last, as a new row.
 */
void
od_library_list_restore (OdLibraryList *self)
{
  g_autoptr (OdCompletionItem) item = NULL;
  const OdCompletionChoice *choice;

  g_return_if_fail (OD_IS_LIBRARY_LIST (self));

  item = g_steal_pointer (&self->removed);
  if (item == NULL)
    return;
  choice = od_completion_item_get (item);
  if (choice->canned != NULL)
    {
      g_autoptr (OdCannedReply) reply = od_canned_reply_copy (choice->canned);

      reply->id = 0;
      od_library_list_save_canned (self, reply);
    }
  else
    {
      g_autoptr (OdArticle) article = od_article_copy (choice->article);

      article->id = 0;
      od_library_list_save_article (self, article);
    }
}
