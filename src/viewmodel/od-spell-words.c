/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-spell-words"

#include "od-spell-words.h"

#include <string.h>

#include "od-limits.h"
#include "od-markdown.h"
#include "od-template.h"
#include "od-text.h"

#define SOFT_HYPHEN 0xad
#define STRESS 0x301

/* Which words of a text a dictionary is asked for. Nothing here knows a dictionary. */

typedef struct {
  gsize start_byte, end_byte;
} Stretch;

/* ---- What holds no words ------------------------------------------------------- */

static void
add_stretch (GArray *stretches, gsize start_byte, gsize end_byte)
{
  Stretch stretch = { start_byte, end_byte };

  g_array_append_val (stretches, stretch);
}

static gboolean
is_emoji_sign (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '+';
}

/* `:name:`, written together. */
static void
add_emoji (const char *text, GArray *stretches)
{
  for (const char *p = strchr (text, ':'); p != NULL; p = strchr (p, ':'))
    {
      const char *end = p + 1;

      while (is_emoji_sign (*end))
        end++;
      if (*end == ':' && end > p + 1)
        add_stretch (stretches, (gsize) (p - text), (gsize) (++end - text));
      p = end;
    }
}

static int
compare_stretches (gconstpointer one, gconstpointer other)
{
  const Stretch *a = one, *b = other;

  return a->start_byte < b->start_byte ? -1 : a->start_byte > b->start_byte;
}

/* Addresses, code, variables and emoji. They may overlap. */
static GArray *
find_wordless (const char *text)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  g_autoptr (GArray) links = od_text_find_links (text);
  g_autoptr (GArray) fields = od_template_find_unfilled (text);
  g_autoptr (GArray) parts = od_markdown_parse (text);

  for (guint i = 0; i < links->len; i++)
    {
      const OdTextLink *link = &g_array_index (links, OdTextLink, i);

      add_stretch (stretches, link->start_byte, link->end_byte);
    }
  for (guint i = 0; i < fields->len; i++)
    {
      const OdTemplatePart *field = &g_array_index (fields, OdTemplatePart, i);

      add_stretch (stretches, field->start_byte, field->end_byte);
    }
  for (guint i = 0; i < parts->len; i++)
    {
      const OdMarkdownPart *part = &g_array_index (parts, OdMarkdownPart, i);

      if (part->is_mark || (part->formatting & OD_FORMATTING_CODE) != 0)
        add_stretch (stretches, part->start_byte, part->end_byte);
    }
  add_emoji (text, stretches);
  g_array_sort (stretches, compare_stretches);
  return stretches;
}

/* ---- Words ------------------------------------------------------------------------ */

static gboolean
is_inner (gunichar c)
{
  return c == '\'' || c == 0x2019 || c == '-' || c == 0x2010 || c == 0x2011 || c == SOFT_HYPHEN;
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c);
}

/* What makes one of what is on both its sides: an address, a file's name, a number. */
static gboolean
is_glue (gunichar c)
{
  return c == '.' || c == '_' || c == '\\' || c == '%' || c == '=' || c == '&' || c == '~';
}

/* What makes a name of what follows: @mention, #tag, /command. */
static gboolean
is_sigil (gunichar c)
{
  return c == '@' || c == '#' || c == '/';
}

/* Returns: the sign that is @n before @p, 0 if there is none */
static gunichar
get_before (const char *text, const char *p, guint n)
{
  for (; n > 0; n--)
    {
      if (p == text)
        return 0;
      p = g_utf8_prev_char (p);
    }
  return g_utf8_get_char (p);
}

/* Not file.txt, snake_case, v2 or @mention. */
static gboolean
stands_alone (const char *text, const char *start, const char *end)
{
  gunichar before = get_before (text, start, 1), after = g_utf8_get_char (end);
  gunichar beyond = after != 0 ? g_utf8_get_char (g_utf8_next_char (end)) : 0;

  if (g_unichar_isdigit (before) || g_unichar_isdigit (after) || is_sigil (before) || after == '@')
    return FALSE;
  if (is_glue (before) && g_unichar_isalnum (get_before (text, start, 2)))
    return FALSE;
  return !is_glue (after) || !g_unichar_isalnum (beyond);
}

/* Returns: of all its letters, %G_UNICODE_SCRIPT_COMMON if they are of several, %G_UNICODE_SCRIPT_UNKNOWN if it has
 * nothing that could be wrong: one letter, or only capitals as in "HTTP" */
static GUnicodeScript
find_script (const char *start, const char *end)
{
  GUnicodeScript script = G_UNICODE_SCRIPT_UNKNOWN;
  guint n_letters = 0, n_small = 0;

  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeScript own = g_unichar_get_script (c);

      if (!g_unichar_isalpha (c))
        continue;
      n_letters++;
      n_small += !g_unichar_isupper (c);
      if (own == G_UNICODE_SCRIPT_COMMON || own == G_UNICODE_SCRIPT_INHERITED)
        continue;
      if (script != G_UNICODE_SCRIPT_UNKNOWN && script != own)
        return G_UNICODE_SCRIPT_COMMON;
      script = own;
    }
  return n_letters > 1 && n_small > 0 ? script : G_UNICODE_SCRIPT_UNKNOWN;
}

static void
add_word (GArray *words, const char *text, const char *start, const char *end)
{
  OdSpellWord word = { (gsize) (start - text), (gsize) (end - text), find_script (start, end) };

  if (word.script != G_UNICODE_SCRIPT_COMMON && word.script != G_UNICODE_SCRIPT_UNKNOWN)
    g_array_append_val (words, word);
}

/* "PDF-файл" is two words, "как-нибудь" is one. */
static void
add_words (GArray *words, const char *text, const char *start, const char *end)
{
  if (find_script (start, end) != G_UNICODE_SCRIPT_COMMON)
    {
      add_word (words, text, start, end);
      return;
    }
  for (const char *p = start, *from = start; p < end; p = g_utf8_next_char (p))
    {
      const char *next = g_utf8_next_char (p);

      if (is_inner (g_utf8_get_char (p)))
        {
          add_word (words, text, from, p);
          from = next;
        }
      else if (next >= end)
        add_word (words, text, from, end);
    }
}

static const char *
find_end (const char *p)
{
  const char *end = p;

  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);

      if (is_letter (c))
        end = g_utf8_next_char (p);
      else if (!is_inner (c) || end != p) /* only one sign between letters */
        break;
      p = g_utf8_next_char (p);
    }
  return end;
}

/**
 * od_spell_words_find:
 * @text: valid UTF-8, as it is typed
 *
 * Words without their punctuation; hyphens and apostrophes within belong to them. Addresses, code, numbers, variables,
 * emoji by name, mentions, abbreviations in capitals and words of two scripts are none. Any thread.
 *
 * Returns: (transfer full) (element-type OdSpellWord): in order, at most %OD_LIMIT_SPELL_WORDS; none of a text over
 *   %OD_LIMIT_SPELL_BYTES
 */
GArray *
od_spell_words_find (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (OdSpellWord));
  g_autoptr (GArray) wordless = NULL;
  guint next = 0;

  g_return_val_if_fail (text != NULL, words);

  if (strlen (text) > OD_LIMIT_SPELL_BYTES)
    return words;
  wordless = find_wordless (text);
  for (const char *p = text; *p != '\0' && words->len < OD_LIMIT_SPELL_WORDS;)
    {
      const char *end;

      while (next < wordless->len && g_array_index (wordless, Stretch, next).end_byte <= (gsize) (p - text))
        next++;
      if (next < wordless->len && g_array_index (wordless, Stretch, next).start_byte <= (gsize) (p - text))
        {
          p = text + g_array_index (wordless, Stretch, next).end_byte;
          continue;
        }
      if (!g_unichar_isalpha (g_utf8_get_char (p)))
        {
          p = g_utf8_next_char (p);
          continue;
        }
      end = find_end (p);
      if (stands_alone (text, p, end))
        add_words (words, text, p, end);
      p = end;
    }
  return words;
}

/**
 * od_spell_words_dup_plain:
 *
 * Returns: (transfer full): the word as dictionaries spell it: composed, with a plain apostrophe and hyphen, without
 *   marks of stress over Cyrillic and without soft hyphens
 */
char *
od_spell_words_dup_plain (const char *word, gsize n_bytes)
{
  g_autofree char *composed = NULL;
  g_autofree char *copy = NULL;
  GString *plain = g_string_sized_new (n_bytes + 1);
  gunichar before = 0;

  g_return_val_if_fail (word != NULL, g_string_free (plain, FALSE));

  copy = g_strndup (word, n_bytes);
  composed = g_utf8_normalize (copy, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  for (const char *p = composed != NULL ? composed : copy; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == STRESS && g_unichar_get_script (before) == G_UNICODE_SCRIPT_CYRILLIC)
        continue;
      before = c;
      if (c == 0x2019)
        c = '\'';
      else if (c == 0x2010 || c == 0x2011)
        c = '-';
      if (c != SOFT_HYPHEN)
        g_string_append_unichar (plain, c);
    }
  return g_string_free (plain, FALSE);
}

/* ---- Languages --------------------------------------------------------------------- */

/* "ru_RU.UTF-8" and "ru-RU" are "ru_RU". */
static char *
dup_tag (const char *wanted)
{
  return g_strdelimit (g_strndup (wanted, strcspn (wanted, ".@")), "-", '_');
}

/* Returns: (nullable) (transfer none): @wanted itself, or else one of its language, best that of its greatest country */
static const char *
find_installed (const char *wanted, const char *const *installed)
{
  g_autofree char *tag = dup_tag (wanted);
  g_autofree char *language = g_strndup (tag, strcspn (tag, "_"));
  g_autofree char *upper = g_ascii_strup (language, -1);
  g_autofree char *likely = g_strdup_printf ("%s_%s", language, g_str_equal (language, "en") ? "US" : upper);
  const char *found = NULL;

  if (*language == '\0')
    return NULL;
  for (guint i = 0; installed[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (installed[i], tag) == 0)
        return installed[i];
      if (g_ascii_strcasecmp (installed[i], likely) == 0)
        found = installed[i];
      else if (found == NULL && g_str_has_prefix (installed[i], language) && installed[i][strlen (language)] == '_')
        found = installed[i];
    }
  return found;
}

static gboolean
has_language (GPtrArray *chosen, const char *tag)
{
  gsize length = strcspn (tag, "_");

  for (guint i = 0; i < chosen->len; i++)
    if (strcspn (g_ptr_array_index (chosen, i), "_") == length &&
        strncmp (g_ptr_array_index (chosen, i), tag, length) == 0)
      return TRUE;
  return FALSE;
}

/**
 * od_spell_words_choose:
 * @wanted: (array zero-terminated=1): languages, the most wanted first: "ru", "en_GB.UTF-8", "de-AT"
 * @installed: (array zero-terminated=1): of which there are dictionaries: "ru_RU"
 *
 * Returns: (transfer full) (element-type utf8): one of @installed for each wanted language there is, in that order;
 *   the strings belong to @installed
 */
GPtrArray *
od_spell_words_choose (const char *const *wanted, const char *const *installed)
{
  GPtrArray *chosen = g_ptr_array_new ();

  g_return_val_if_fail (wanted != NULL && installed != NULL, chosen);

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      const char *found = find_installed (wanted[i], installed);

      if (found != NULL && !has_language (chosen, found))
        g_ptr_array_add (chosen, (char *) found);
    }
  return chosen;
}
