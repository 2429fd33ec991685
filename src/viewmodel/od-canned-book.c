/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-canned-book.h"

#include <string.h>

#include "od-text.h"

#define SCORE_CODE_STARTS 1.0
#define SCORE_CODE_HAS 0.5
#define SCORE_TEXT_HAS 0.2
#define SCORE_JUST_USED 0.15 /* less than what lies between two of the above */
#define USE_HALVES_US (7 * 24 * 3600 * (double) G_USEC_PER_SEC)

typedef struct {
  OdCannedReply *reply; /* (owned) */
  char *code, *text;    /* (owned): folded */
  double score;         /* of the search that goes on */
} Entry;

struct _OdCannedBook {
  GPtrArray *entries; /* (owned) (element-type Entry) */
  GPtrArray *chosen;  /* (owned) (element-type Entry): one of each code; not owned, of entries */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  od_canned_reply_free (entry->reply);
  g_free (entry->code);
  g_free (entry->text);
  g_free (entry);
}

/**
 * od_canned_book_new:
 * @replies: (element-type OdCannedReply): copied
 *
 * Returns: (transfer full): a book in which od_canned_book_choose() has chosen for nobody yet
 */
OdCannedBook *
od_canned_book_new (GPtrArray *replies)
{
  OdCannedBook *self = g_new0 (OdCannedBook, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->chosen = g_ptr_array_new ();
  for (guint i = 0; i < replies->len; i++)
    {
      const OdCannedReply *reply = replies->pdata[i];
      g_autofree char *text = g_strconcat (reply->title, "\n", reply->body, NULL);
      Entry *entry = g_new0 (Entry, 1);

      entry->reply = od_canned_reply_copy (reply);
      entry->code = od_text_fold (reply->code);
      entry->text = od_text_fold (text);
      g_ptr_array_add (self->entries, entry);
    }
  od_canned_book_choose (self, "", "", "");
  return self;
}

void
od_canned_book_free (OdCannedBook *self)
{
  g_ptr_array_unref (self->chosen);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/* ---- Variants ---------------------------------------------------------------- */

static gboolean
is_language (const char *lang, const char *of)
{
  gsize length = strcspn (of, "-_@.");

  return *lang != '\0' && strlen (lang) == length && g_ascii_strncasecmp (lang, of, length) == 0;
}

/* How well a variant fits, 0: not at all. Words in another language are better than none, on another channel they
 * are not. */
static guint
fit (const OdCannedReply *reply, const char *channel, const char *lang, const char *own_lang)
{
  gboolean is_channels = *reply->channel != '\0';

  if (is_channels && !g_str_equal (reply->channel, channel))
    return 0;
  if (is_language (reply->lang, lang))
    return is_channels ? 6 : 4;
  if (*reply->lang == '\0')
    return is_channels ? 5 : 3;
  return is_language (reply->lang, own_lang) ? 2 : 1;
}

/**
 * od_canned_book_choose:
 * @channel: descriptor id of the conversation's; "" for none
 * @lang: the customer's language; "" if unknown
 * @own_lang: what the operator reads, where neither fits
 *
 * Takes of each code the variant that fits best.
 */
void
od_canned_book_choose (OdCannedBook *self, const char *channel, const char *lang, const char *own_lang)
{
  g_autoptr (GHashTable) best = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_set_size (self->chosen, 0);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      Entry *rival = g_hash_table_lookup (best, entry->code);
      guint own = fit (entry->reply, channel, lang, own_lang);

      if (own > 0 && (rival == NULL || own > fit (rival->reply, channel, lang, own_lang)))
        g_hash_table_insert (best, entry->code, entry);
    }
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (g_hash_table_lookup (best, entry->code) == entry)
        g_ptr_array_add (self->chosen, entry);
    }
}

/* ---- Searching --------------------------------------------------------------- */

static double
score (const Entry *entry, const char *query, gint64 now_us)
{
  double matches = *query == '\0'                          ? SCORE_TEXT_HAS
                   : g_str_has_prefix (entry->code, query) ? SCORE_CODE_STARTS
                   : strstr (entry->code, query) != NULL   ? SCORE_CODE_HAS
                   : strstr (entry->text, query) != NULL   ? SCORE_TEXT_HAS
                                                           : 0;
  double age_us = (double) MAX (now_us - entry->reply->used_at_us, 0);

  if (matches == 0 || entry->reply->used_at_us == 0)
    return matches;
  return matches + SCORE_JUST_USED / (1 + age_us / USE_HALVES_US);
}

static int
by_score (gconstpointer a, gconstpointer b)
{
  const Entry *left = *(Entry *const *) a, *right = *(Entry *const *) b;

  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  return g_utf8_collate (left->reply->code, right->reply->code);
}

/* "" has everything; "Delivery" has "Delivery" and "Delivery/Moscow". */
static gboolean
is_within (const char *folder, const char *parent)
{
  gsize length = strlen (parent);

  return length == 0 || (g_str_has_prefix (folder, parent) && (folder[length] == '\0' || folder[length] == '/'));
}

/**
 * od_canned_book_rank:
 * @query: as typed
 * @folder: (nullable): only those in it or, when searching, below it; %NULL: all
 * @now_us: real time: what was used lately comes before its equals
 * @limit: at most so many
 *
 * Returns: (transfer container) (element-type OdCannedReply): the chosen variants that match,
 *   best first; valid until the book is freed
 */
GPtrArray *
od_canned_book_rank (OdCannedBook *self, const char *query, const char *folder, gint64 now_us, guint limit)
{
  g_autofree char *folded = od_text_fold (query);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->chosen->len; i++)
    {
      Entry *entry = self->chosen->pdata[i];

      if (folder != NULL &&
          !(*folded == '\0' ? g_str_equal (entry->reply->folder, folder) : is_within (entry->reply->folder, folder)))
        continue;
      entry->score = score (entry, folded, now_us);
      if (entry->score > 0)
        g_ptr_array_add (found, entry);
    }
  g_ptr_array_sort (found, by_score);
  if (found->len > limit)
    g_ptr_array_set_size (found, (int) limit);
  for (guint i = 0; i < found->len; i++)
    found->pdata[i] = ((Entry *) found->pdata[i])->reply;
  return found;
}

/**
 * od_canned_book_find:
 *
 * Returns: (transfer none) (nullable): the chosen variant of exactly that code
 */
const OdCannedReply *
od_canned_book_find (OdCannedBook *self, const char *code)
{
  g_autofree char *folded = od_text_fold (code);

  for (guint i = 0; i < self->chosen->len; i++)
    if (g_str_equal (((Entry *) self->chosen->pdata[i])->code, folded))
      return ((Entry *) self->chosen->pdata[i])->reply;
  return NULL;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

/**
 * od_canned_book_list_folders:
 * @parent: "" for the top
 *
 * Returns: (transfer full) (element-type utf8): whole paths of the folders right in @parent
 *   that have something for this conversation, by name
 */
GPtrArray *
od_canned_book_list_folders (OdCannedBook *self, const char *parent)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  gsize length = strlen (parent);

  for (guint i = 0; i < self->chosen->len; i++)
    {
      const char *folder = ((Entry *) self->chosen->pdata[i])->reply->folder;
      const char *rest = folder + (length > 0 ? length + 1 : 0);
      g_autofree char *path = NULL;

      if (!is_within (folder, parent) || strlen (folder) <= length)
        continue;
      path = g_strndup (folder, (gsize) (rest - folder) + strcspn (rest, "/"));
      if (strlen (path) > length && !g_hash_table_contains (seen, path))
        {
          g_hash_table_add (seen, path);
          g_ptr_array_add (folders, g_steal_pointer (&path));
        }
    }
  g_ptr_array_sort (folders, by_name);
  return folders;
}

/**
 * od_canned_book_use:
 *
 * It was inserted just now; the store will say so, too.
 */
void
od_canned_book_use (OdCannedBook *self, gint64 id, gint64 now_us)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((Entry *) self->entries->pdata[i])->reply->id == id)
      ((Entry *) self->entries->pdata[i])->reply->used_at_us = now_us;
}
