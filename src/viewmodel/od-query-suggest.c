/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query-suggest.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-limits.h"
#include "od-query-words.h"
#include "od-text.h"

#define MIN_LETTERS 2 /* of a field's name: one types words most of the time */

static gboolean
begins_with (const char *name, const char *typed)
{
  g_autofree char *folded_name = od_text_fold (name), *folded = od_text_fold (typed);

  return g_str_has_prefix (folded_name, folded) && !g_str_equal (folded_name, folded);
}

/* Each once. */
static void
add (GPtrArray *found, char *suggestion)
{
  if (found->len >= OD_LIMIT_QUERY_SUGGESTIONS ||
      g_ptr_array_find_with_equal_func (found, suggestion, g_str_equal, NULL))
    g_free (suggestion);
  else
    g_ptr_array_add (found, suggestion);
}

static void
add_values (GPtrArray *found, const char *word, const char *colon, const char *const *values)
{
  const char *typed = colon + 1 + (colon[1] == '"' ? 1 : 0);

  for (; values != NULL && *values != NULL; values++)
    if (begins_with (*values, typed))
      {
        gboolean is_one_word = strpbrk (*values, " \"()") == NULL;

        add (found, g_strdup_printf (is_one_word ? "%.*s:%s" : "%.*s:\"%s\"", (int) (colon - word), word, *values));
      }
}

/* In English and in the language of the examples. */
static void
add_fields (GPtrArray *found, const char *word)
{
  guint n;
  const OdQueryExample *examples = od_query_words_get_examples (&n);

  if (g_utf8_strlen (word, -1) < MIN_LETTERS)
    return;
  for (guint field = 0; field < OD_QUERY_CUSTOM; field++)
    if (begins_with (od_query_field_get_name ((OdQueryField) field), word))
      add (found, g_strconcat (od_query_field_get_name ((OdQueryField) field), ":", NULL));
  for (guint i = 0; i < n; i++)
    {
      const char *example = _ (examples[i].text), *colon = strchr (example, ':');
      g_autofree char *name = colon != NULL ? g_strndup (example, (gsize) (colon - example)) : NULL;
      OdQueryField field;

      if (name != NULL && begins_with (name, word) && od_query_words_find_field (name, strlen (name), &field))
        add (found, g_strconcat (name, ":", NULL));
    }
}

/**
 * od_query_suggest:
 * @text: what was typed; valid UTF-8
 * @caret_byte: where the caret is; a boundary between characters
 * @known: what this desk has
 * @start_byte: (out): from there to the caret a suggestion stands instead
 *
 * Returns: (transfer full) (element-type utf8): how the word before the caret may go on: names of fields, or values
 */
GPtrArray *
od_query_suggest (const char *text, gsize caret_byte, const OdQueryKnown *known, gsize *start_byte)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  const char *caret = text + caret_byte, *start = caret, *colon;
  g_autofree char *word = NULL;
  OdQueryField field;

  while (start > text && !g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (start))))
    start = g_utf8_prev_char (start);
  while (start < caret && (*start == '(' || *start == '-'))
    start++;
  *start_byte = (gsize) (start - text);
  word = g_strndup (start, (gsize) (caret - start));
  colon = strchr (word, ':');
  if (colon == NULL)
    add_fields (found, word);
  else if (od_query_words_find_field (word, (gsize) (colon - word), &field))
    {
      add_values (found, word, colon, od_query_field_get_values (field));
      add_values (found, word, colon, known->values[field]);
    }
  return found;
}
