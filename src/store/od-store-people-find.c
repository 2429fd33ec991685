/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-people.h"
#include "od-store-person.h"
#include "od-store-search-index.h"
#include "od-text.h"

/* Looks for people by parts of words in names, addresses, fields, tags and notes. The texts of the search index are
 * folded already; there are few other texts of people, and one pass over all of them takes less than drawing a frame. */

#define MAX_WORDS 8

static void
add_person (GHashTable *people, gint64 id)
{
  g_hash_table_add (people, g_memdup2 (&id, sizeof id));
}

static gboolean
add_rows (OdStmt *stmt, GHashTable *people, GError **error)
{
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        add_person (people, sqlite3_column_int64 (stmt, 0));
    }
  return stmt != NULL;
}

static gboolean
find_in_index (sqlite3 *db, const char *word, GHashTable *people, GError **error)
{
  static const struct {
    OdSearchDocKind kind;
    const char *sql;
  } docs[] = {
    { OD_SEARCH_DOC_CUSTOMER,
      "SELECT " OD_PERSON_ID ("u") " FROM search_doc AS d JOIN customer AS u ON u.id = d.id - ?1"
                                   " WHERE d.id > ?1 AND d.id < ?2 AND instr (d.text_folded, ?3) > 0" },
    { OD_SEARCH_DOC_CONTACT_POINT,
      "SELECT " OD_PERSON_ID ("u") " FROM search_doc AS d JOIN contact_point AS p ON p.id = d.id - ?1"
                                   " JOIN customer AS u ON u.id = p.customer_id"
                                   " WHERE d.id > ?1 AND d.id < ?2 AND instr (d.text_folded, ?3) > 0" },
    { OD_SEARCH_DOC_FIELDS,
      "SELECT " OD_PERSON_ID ("u") " FROM search_doc AS d JOIN customer AS u ON u.id = d.id - ?1"
                                   " WHERE d.id > ?1 AND d.id < ?2 AND instr (d.text_folded, ?3) > 0" },
    { OD_SEARCH_DOC_CUSTOMER_NOTE,
      "SELECT " OD_PERSON_ID ("u") " FROM search_doc AS d JOIN customer AS u ON u.id = d.id - ?1"
                                   " WHERE d.id > ?1 AND d.id < ?2 AND instr (d.text_folded, ?3) > 0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (docs); i++)
    {
      g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, docs[i].sql, "iit", od_search_doc_id (docs[i].kind, 0),
                                              od_search_doc_id (docs[i].kind + 1, 0), word);

      if (!add_rows (stmt, people, error))
        return FALSE;
    }
  return TRUE;
}

/* Rows of person and text, whose text is not in the index. */
static gboolean
find_in_texts (sqlite3 *db, const char *sql, const char *word, gboolean is_whole, GHashTable *people, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      g_autofree char *folded = NULL;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      folded = od_text_fold ((const char *) sqlite3_column_text (stmt, 1));
      if (is_whole ? strcmp (folded, word) == 0 : strstr (folded, word) != NULL)
        add_person (people, sqlite3_column_int64 (stmt, 0));
    }
  return stmt != NULL;
}

#define TAGS_SQL                                                                                                       \
  "SELECT " OD_PERSON_ID ("u") ", g.name FROM customer_tag AS t JOIN tag AS g ON g.id = t.tag_id"                      \
                               " JOIN customer AS u ON u.id = t.customer_id"
#define CHANNELS_SQL                                                                                                   \
  "SELECT DISTINCT " OD_PERSON_ID ("u") ", p.channel FROM contact_point AS p JOIN customer AS u ON u.id = p.customer_id"

static GHashTable *
find_word (sqlite3 *db, const char *word, GError **error)
{
  g_autoptr (GHashTable) people = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  const char *value = strchr (word, ':');
  gboolean ok;

  if (value != NULL && g_str_has_prefix (word, "tag:") && value[1] != '\0')
    ok = find_in_texts (db, TAGS_SQL, value + 1, TRUE, people, error);
  else if (value != NULL && g_str_has_prefix (word, "channel:") && value[1] != '\0')
    ok = find_in_texts (db, CHANNELS_SQL, value + 1, TRUE, people, error);
  else
    ok = find_in_index (db, word, people, error) && find_in_texts (db, TAGS_SQL, word, FALSE, people, error);
  return ok ? g_steal_pointer (&people) : NULL;
}

static gboolean
is_not_in_cb (gpointer key, gpointer value, gpointer other)
{
  return !g_hash_table_contains (other, key);
}

/* Words; what is in quotes is one. */
static GPtrArray *
split_words (const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) word = g_string_new (NULL);
  gboolean is_quoted = FALSE;

  for (const char *p = text;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0 && (is_quoted || !g_unichar_isspace (c)) && c != '"')
        {
          g_string_append_unichar (word, c);
          continue;
        }
      if (c == '"')
        is_quoted = !is_quoted;
      if (!is_quoted && word->len > 0 && (c == 0 || c == '"' || g_unichar_isspace (c)) && words->len < MAX_WORDS)
        {
          g_ptr_array_add (words, g_strdup (word->str));
          g_string_truncate (word, 0);
        }
      if (c == 0)
        break;
    }
  if (word->len > 0 && words->len < MAX_WORDS)
    g_ptr_array_add (words, g_strdup (word->str)); /* a quote that is not closed yet */
  return words;
}

/**
 * od_store_people_find:
 * @text: words, of which each must be in the name, an address, a field, a tag or the note; `tag:vip`, `channel:demo`
 *
 * Returns: (transfer full) (nullable) (element-type gint64): a set of people; %NULL with %OD_ERROR_STORE
 */
GHashTable *
od_store_people_find (sqlite3 *db, const char *text, GError **error)
{
  g_autofree char *folded = od_text_fold (text);
  g_autoptr (GPtrArray) words = split_words (folded);
  g_autoptr (GHashTable) people = NULL;

  for (guint i = 0; i < words->len; i++)
    {
      g_autoptr (GHashTable) found = find_word (db, words->pdata[i], error);

      if (found == NULL)
        return NULL;
      if (people == NULL)
        people = g_steal_pointer (&found);
      else
        g_hash_table_foreach_remove (people, is_not_in_cb, found);
    }
  return people != NULL ? g_steal_pointer (&people) : g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}
