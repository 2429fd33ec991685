/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-phrase.h"

#include <string.h>

#include "od-text.h"

struct _OdPhraseText {
  char *folded;      /* (owned): what the words point into */
  GArray *words;     /* (owned) (element-type OdWord) */
  GArray *questions; /* (owned) (element-type guint): sentences that end with a question mark, ascending */
};

/**
 * od_phrase_drop_links:
 * @text: valid UTF-8
 * @n_links: (out) (optional): how many addresses of the web stood in it
 *
 * Returns: (transfer full): @text with a space for each of them
 */
char *
od_phrase_drop_links (const char *text, guint *n_links)
{
  g_autoptr (GArray) links = NULL;
  GString *out;
  gsize from = 0;

  g_return_val_if_fail (text != NULL, NULL);

  links = od_text_find_links (text);
  out = g_string_new (NULL);
  for (guint i = 0; i < links->len; i++)
    {
      const OdTextLink *link = &g_array_index (links, OdTextLink, i);

      g_string_append_len (out, text + from, (gssize) (link->start_byte - from));
      g_string_append_c (out, ' ');
      from = link->end_byte;
    }
  g_string_append (out, text + from);
  if (n_links != NULL)
    *n_links = links->len;
  return g_string_free (out, FALSE);
}

static gboolean
is_end_of_sentence (gunichar c, const char *next)
{
  if (c == '!' || c == '?' || c == '\n' || c == 0x2026 /* … */)
    return TRUE;
  return c == '.' && (*next == '\0' || g_unichar_isspace (g_utf8_get_char (next))); /* not in "2.5" */
}

static void
note_mark (OdPhraseText *self, gunichar c, const char *next, guint *sentence)
{
  OdWord *last = self->words->len > 0 ? &g_array_index (self->words, OdWord, self->words->len - 1) : NULL;

  if (c == ':' && last != NULL)
    last->colon_after = TRUE;
  if (!is_end_of_sentence (c, next) || last == NULL)
    return;
  if (c == '?')
    g_array_append_val (self->questions, last->sentence);
  *sentence = last->sentence + 1;
}

static const char *
add_word (OdPhraseText *self, const char *start, guint sentence)
{
  OdWord word = { .start = start, .sentence = sentence };
  const char *p = start;

  word.is_number = g_unichar_isdigit (g_utf8_get_char (start));
  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);

      if (word.is_number ? !g_unichar_isdigit (c) : !g_unichar_isalpha (c) && !g_unichar_ismark (c))
        break;
      p = g_utf8_next_char (p);
    }
  word.n_bytes = (guint) (p - start);
  g_array_append_val (self->words, word);
  return p;
}

/**
 * od_phrase_text_new:
 * @text: what somebody wrote
 *
 * Takes time linear in the length of @text. Any thread may call this.
 *
 * Returns: (transfer full)
 */
OdPhraseText *
od_phrase_text_new (const char *text)
{
  OdPhraseText *self;
  g_autofree char *valid = NULL;
  g_autofree char *plain = NULL;
  guint sentence = 0;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  plain = od_phrase_drop_links (valid, NULL);
  self = g_new0 (OdPhraseText, 1);
  self->folded = od_text_fold (plain);
  self->words = g_array_new (FALSE, FALSE, sizeof (OdWord));
  self->questions = g_array_new (FALSE, FALSE, sizeof (guint));

  for (const char *p = self->folded; *p != '\0';)
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalpha (c) || g_unichar_isdigit (c))
        p = add_word (self, p, sentence);
      else
        {
          p = g_utf8_next_char (p);
          note_mark (self, c, p, &sentence);
        }
    }
  return self;
}

void
od_phrase_text_free (OdPhraseText *self)
{
  g_array_unref (self->words);
  g_array_unref (self->questions);
  g_free (self->folded);
  g_free (self);
}

guint
od_phrase_text_get_n_words (const OdPhraseText *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->words->len;
}

/**
 * od_phrase_text_get_word:
 * @position: below od_phrase_text_get_n_words()
 *
 * Returns: (transfer none): lives as long as @self
 */
const OdWord *
od_phrase_text_get_word (const OdPhraseText *self, guint position)
{
  g_return_val_if_fail (self != NULL && position < self->words->len, NULL);

  return &g_array_index (self->words, OdWord, position);
}

/**
 * od_phrase_text_get_sentence_end:
 * @position: of a word
 *
 * Returns: one past the last word of its sentence
 */
guint
od_phrase_text_get_sentence_end (const OdPhraseText *self, guint position)
{
  guint sentence = od_phrase_text_get_word (self, position)->sentence;

  while (position < self->words->len && g_array_index (self->words, OdWord, position).sentence == sentence)
    position++;
  return position;
}

/**
 * od_phrase_text_asks:
 * @position: of a word
 *
 * Returns: whether its sentence ends with a question mark
 */
gboolean
od_phrase_text_asks (const OdPhraseText *self, guint position)
{
  guint sentence = od_phrase_text_get_word (self, position)->sentence;

  for (guint i = 0; i < self->questions->len; i++)
    if (g_array_index (self->questions, guint, i) == sentence)
      return TRUE;
  return FALSE;
}

/* One word of a phrase with its alternatives, "check|verif*", against one word of the text. */
static gboolean
word_fits (const OdWord *word, const char *pattern, gsize n_pattern)
{
  const char *end = pattern + n_pattern;

  for (const char *p = pattern; p < end;)
    {
      const char *bar = memchr (p, '|', (gsize) (end - p));
      gsize n = (gsize) ((bar != NULL ? bar : end) - p);
      gboolean is_prefix = n > 0 && p[n - 1] == '*';

      if (n == 1 && p[0] == '#' && word->is_number)
        return TRUE;
      if (is_prefix ? word->n_bytes >= n - 1 && memcmp (word->start, p, n - 1) == 0
                    : word->n_bytes == n && memcmp (word->start, p, n) == 0)
        return TRUE;
      p += n + 1;
    }
  return FALSE;
}

/**
 * od_phrase_match:
 * @position: the word to begin at
 * @end: one past the last word that may be looked at
 * @phrase: words as od_text_fold() leaves them, with a space between two: "я ~ проверю|уточню", where "|" stands between
 * alternatives, "*" at the end of one means any ending, "#" any digits, and "~" one word more or none
 *
 * Returns: one past the last word that fits, 0 if it does not
 */
guint
od_phrase_match (const OdPhraseText *self, guint position, guint end, const char *phrase)
{
  const char *space;
  gsize n;

  g_return_val_if_fail (self != NULL && phrase != NULL && end <= self->words->len, 0);

  while (*phrase != '\0')
    {
      space = strchr (phrase, ' ');
      n = space != NULL ? (gsize) (space - phrase) : strlen (phrase);
      if (n == 1 && *phrase == '~')
        {
          guint last = space != NULL ? od_phrase_match (self, position, end, space + 1) : position;

          if (last != 0 || position >= end)
            return last;
        }
      else if (position >= end || !word_fits (&g_array_index (self->words, OdWord, position), phrase, n))
        return 0;
      position++;
      phrase += space != NULL ? n + 1 : n;
    }
  return position;
}

/**
 * od_phrase_find:
 * @start: the first word to look at
 * @end: one past the last
 * @phrases: (array zero-terminated=1): as od_phrase_match() takes them
 * @position: (out) (optional): where one of them begins
 *
 * Returns: whether one of them stands there
 */
gboolean
od_phrase_find (const OdPhraseText *self, guint start, guint end, const char *const *phrases, guint *position)
{
  g_return_val_if_fail (self != NULL && phrases != NULL && end <= self->words->len, FALSE);

  for (guint i = start; i < end; i++)
    for (guint j = 0; phrases[j] != NULL; j++)
      if (od_phrase_match (self, i, end, phrases[j]) != 0)
        {
          if (position != NULL)
            *position = i;
          return TRUE;
        }
  return FALSE;
}
