/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * od_query_words_find_field:
 * @name: what stands before a colon, in any of the languages
 * @n_name: its bytes
 *
 * Returns: whether it is a field's
 */
gboolean
od_query_words_find_field (const char *name, gsize n_name, OdQueryField *field)
{
  static const char *const values[] = { "*", "open", "file", "high", "notes", "today" }; /* each field takes one */

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = g_strdup_printf ("%.*s:%s", (int) n_name, name, values[i]);
      OdQueryMistake mistake;
      g_autoptr (OdQueryNode) node = od_query_parse (text, &mistake);

      if (node != NULL && node->kind == OD_QUERY_FIELD && node->field != OD_QUERY_CUSTOM)
        {
          *field = node->field;
          return TRUE;
        }
    }
  return FALSE;
}

static char *
list_values (const char *word)
{
  const char *colon = strchr (word, ':');
  const char *const *values = NULL;
  OdQueryField field;

  if (colon != NULL && od_query_words_find_field (word, (gsize) (colon - word), &field) && field != OD_QUERY_BEFORE &&
      field != OD_QUERY_AFTER)
    values = od_query_field_get_values (field);
  return values != NULL && *values != NULL ? g_strjoinv (", ", (GStrv) values) : NULL;
}

/**
 * od_query_words_is_mistake:
 * @text: a query as typed
 *
 * Returns: whether anything in it is wrong, be it that it is not whole yet
 */
gboolean
od_query_words_is_mistake (const char *text)
{
  OdQueryMistake mistake;
  g_autoptr (OdQueryNode) node = od_query_parse (text, &mistake);

  return node == NULL || mistake.end_byte > 0;
}

/**
 * od_query_words_mistake:
 * @text: what was parsed
 * @mistake: of od_query_parse()
 *
 * Returns: (transfer full): what is wrong, for people; %NULL if nothing is
 */
char *
od_query_words_mistake (const char *text, const OdQueryMistake *mistake)
{
  g_autofree char *word = NULL, *values = NULL;

  if (mistake->end_byte == 0)
    return NULL;
  word = g_strndup (text + mistake->start_byte, mistake->end_byte - mistake->start_byte);
  switch (mistake->kind)
    {
    case OD_QUERY_TOO_LONG:
      return g_strdup (_ ("This is too long to be searched for."));
    case OD_QUERY_OPEN_QUOTE:
      return g_strdup (_ ("The quotation is not closed."));
    case OD_QUERY_OPEN_BRACKET:
      return g_strdup (_ ("The bracket is not closed."));
    case OD_QUERY_STRAY_BRACKET:
      return g_strdup (_ ("There is no bracket that this one would close."));
    case OD_QUERY_NO_VALUE:
      /* TRANSLATORS: a piece of a query: "Something is missing behind “tag:”." */
      return g_strdup_printf (_ ("Something is missing behind “%s”."), word);
    case OD_QUERY_BAD_VALUE:
      values = list_values (word);
      if (values != NULL)
        /* TRANSLATORS: "“is:blue” says nothing. What can be said: open, waiting, resolved" */
        return g_strdup_printf (_ ("“%1$s” says nothing. What can be said: %2$s"), word, values);
      return g_strdup_printf (_ ("“%s” is no day. Say 2026-03-01, yesterday or 7d."), word);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * od_query_words_what:
 *
 * Returns: (nullable): what was found, for people; %NULL for what a customer or an operator said
 */
const char *
od_query_words_what (const OdSearchHit *hit)
{
  switch (hit->what)
    {
    case OD_SEARCH_WHAT_MESSAGE:
      return hit->kind == OD_TIMELINE_NOTE ? C_ ("found", "Note") : NULL;
    case OD_SEARCH_WHAT_FILE:
      return C_ ("found", "File");
    case OD_SEARCH_WHAT_PERSON:
      return C_ ("found", "Customer");
    case OD_SEARCH_WHAT_FIELD:
      return C_ ("found", "Field");
    case OD_SEARCH_WHAT_NOTE:
      return C_ ("found", "Customer's note");
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * od_query_words_get_examples:
 *
 * Returns: (array length=n): the language in examples, in English: `_()` makes them people's
 */
const OdQueryExample *
od_query_words_get_examples (guint *n)
{
  static const OdQueryExample examples[] = {
    { N_ ("order 1042"), N_ ("All of these words, in any form") },
    { N_ ("\"wrong parcel\""), N_ ("These very words in a row") },
    { N_ ("refund OR return"), N_ ("One of them") },
    { N_ ("parcel -invoice"), N_ ("Without the second") },
    { N_ ("from:customer"), N_ ("Who said it: customer, operator, me, or a name") },
    { N_ ("in:notes"), N_ ("Where to look: messages, notes, names, files, fields") },
    { N_ ("tag:vip"), N_ ("A tag of the conversation or the customer") },
    { N_ ("channel:telegram"), N_ ("The channel; account: for one of its accounts") },
    { N_ ("is:unanswered"), N_ ("Also open, waiting, resolved, snoozed, late, mine, unassigned, unread, spam") },
    { N_ ("has:file"), N_ ("Also image, video, audio, link, note, draft, reaction") },
    { N_ ("assignee:me"), N_ ("A colleague, me or none") },
    { N_ ("priority:high"), N_ ("low, normal, high or urgent") },
    { N_ ("after:2026-03-01 before:yesterday"), N_ ("When it was said") },
    { N_ ("city:Tver"), N_ ("A field of the customer by its key") },
  };

  *n = G_N_ELEMENTS (examples);
  return examples;
}
