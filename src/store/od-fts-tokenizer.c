/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fts-tokenizer.h"

#include <string.h>

#include "od-error.h"
#include "od-stemmer.h"
#include "od-word-iter.h"

typedef int (*TokenFunc) (void *user_data, int flags, const char *token, int n_token, int start, int end);

/* ---- od: words ------------------------------------------------------------
 *
 * A document gives the stem of each word. Where the stem is shorter by two or more characters, it gives the word, too,
 * at the same place: somebody who types "возвращен…" on the way to "возвращенный" is then never beyond the stem and
 * not yet at the word. (With one character less there is nothing between the two: what is typed is a prefix of the
 * stem or the whole word.) A question gives stems; of a prefix question the last word as it is. */

static int
word_create (void *context, const char **args, int n_args, Fts5Tokenizer **out)
{
  *out = (Fts5Tokenizer *) od_stemmer_new ();
  return SQLITE_OK;
}

static void
word_delete (Fts5Tokenizer *tokenizer)
{
  od_stemmer_free ((OdStemmer *) tokenizer);
}

/* Whether some beginning of @word is neither a beginning of @stem nor @word itself. */
static gboolean
needs_word (const char *word, gsize n_word, const char *stem, gsize n_stem)
{
  gsize same = 0, rest = 0;

  while (same < n_word && same < n_stem && word[same] == stem[same])
    same++;
  for (gsize i = same; i < n_word; i++)
    rest += ((guchar) word[i] & 0xC0) != 0x80;
  return rest >= 2;
}

static int
emit_stem (OdStemmer *stemmer, const OdWordIter *iter, gboolean is_document, void *user_data, TokenFunc func)
{
  gsize n_stem;
  const char *stem = od_stemmer_stem (stemmer, iter->word, iter->n_bytes, iter->script, &n_stem);
  int rc = func (user_data, 0, stem, (int) n_stem, (int) iter->start_byte, (int) iter->end_byte);

  if (rc == SQLITE_OK && is_document && stem != iter->word && needs_word (iter->word, iter->n_bytes, stem, n_stem))
    rc = func (user_data, FTS5_TOKEN_COLOCATED, iter->word, (int) iter->n_bytes, (int) iter->start_byte,
               (int) iter->end_byte);
  return rc;
}

static int
word_tokenize (Fts5Tokenizer *tokenizer, void *user_data, int flags, const char *text, int n_text, TokenFunc func)
{
  OdStemmer *stemmer = (OdStemmer *) tokenizer;
  gboolean is_document = (flags & FTS5_TOKENIZE_DOCUMENT) != 0;
  gboolean is_prefix = (flags & FTS5_TOKENIZE_PREFIX) != 0;
  OdWordIter iter, held;
  gboolean is_held = FALSE;
  int rc = SQLITE_OK;

  if (text == NULL || n_text <= 0)
    return SQLITE_OK;
  od_word_iter_init (&iter, text, n_text);
  while (rc == SQLITE_OK && od_word_iter_next (&iter))
    {
      if (!is_prefix)
        {
          rc = emit_stem (stemmer, &iter, is_document, user_data, func);
          continue;
        }
      if (is_held)
        rc = emit_stem (stemmer, &held, FALSE, user_data, func);
      held = iter;
      is_held = TRUE;
    }
  if (rc == SQLITE_OK && is_held)
    rc = func (user_data, 0, held.word, (int) held.n_bytes, (int) held.start_byte, (int) held.end_byte);
  return rc;
}

/* ---- od_trigram: parts of words --------------------------------------------
 *
 * Three characters in a row without white space among them, as they are: it is given folded text. SQLite's own trigram
 * tokenizer indexes those around spaces, too, a good third of all; parts of two words are found as a phrase of words. */

static int
trigram_create (void *context, const char **args, int n_args, Fts5Tokenizer **out)
{
  static char nothing;

  *out = (Fts5Tokenizer *) &nothing;
  return SQLITE_OK;
}

static void
trigram_delete (Fts5Tokenizer *tokenizer)
{
}

static inline gboolean
parts_trigrams (const guchar *p, gsize n)
{
  if (n == 1)
    return p[0] <= ' ' || p[0] == 0x7F;
  return (n == 2 && p[0] == 0xC2 && p[1] <= 0xA0) || (n == 3 && p[0] == 0xE2 && p[1] == 0x80 && p[2] <= 0x8A) ||
         (n == 3 && p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x80);
}

static inline gsize
char_length (const guchar *p, gsize left)
{
  gsize n = p[0] < 0xC0 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;

  return MIN (n, left);
}

static int
trigram_tokenize (Fts5Tokenizer *tokenizer, void *user_data, int flags, const char *text, int n_text, TokenFunc func)
{
  gsize before[2] = { 0, 0 }; /* where the last two characters of this run began */
  guint n_run = 0;
  int rc = SQLITE_OK;

  for (gsize at = 0; text != NULL && rc == SQLITE_OK && at < (gsize) MAX (n_text, 0);)
    {
      const guchar *p = (const guchar *) text + at;
      gsize n = char_length (p, (gsize) n_text - at);

      if (parts_trigrams (p, n))
        n_run = 0;
      else
        {
          if (n_run >= 2)
            rc = func (user_data, 0, text + before[0], (int) (at + n - before[0]), (int) before[0], (int) (at + n));
          before[0] = n_run >= 1 ? before[1] : at;
          before[1] = at;
          n_run++;
        }
      at += n;
    }
  return rc;
}

/* ---- registration ---------------------------------------------------------- */

static fts5_api *
find_api (sqlite3 *db)
{
  fts5_api *api = NULL;
  sqlite3_stmt *stmt = NULL;

  if (sqlite3_prepare_v2 (db, "SELECT fts5(?1)", -1, &stmt, NULL) == SQLITE_OK)
    {
      sqlite3_bind_pointer (stmt, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (stmt);
    }
  sqlite3_finalize (stmt);
  return api;
}

/**
 * od_fts_tokenizer_register:
 * @db: a connection that will read or write the search index; call this before it touches the tables
 *
 * Makes the tokenizers `od` (words: Russian and English stems by script, ё as е, digits kept) and `od_trigram` (parts of
 * words) known to FTS5 on this connection. Both expect text of od_text_fold(), and are safe on any bytes.
 *
 * Returns: %FALSE with %OD_ERROR_STORE if this SQLite has no FTS5
 */
gboolean
od_fts_tokenizer_register (sqlite3 *db, GError **error)
{
  static fts5_tokenizer words = { word_create, word_delete, word_tokenize };
  static fts5_tokenizer trigrams = { trigram_create, trigram_delete, trigram_tokenize };
  fts5_api *api = find_api (db);

  if (api == NULL || api->xCreateTokenizer (api, "od", NULL, &words, NULL) != SQLITE_OK ||
      api->xCreateTokenizer (api, "od_trigram", NULL, &trigrams, NULL) != SQLITE_OK)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_STORE, "Cannot register the tokenizers: %s",
                   api == NULL ? "no FTS5" : sqlite3_errmsg (db));
      return FALSE;
    }
  return TRUE;
}
