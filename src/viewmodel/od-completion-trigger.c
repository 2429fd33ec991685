/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-completion-trigger.h"

#include <string.h>

#include "od-limits.h"

#define MIN_EMOJI_LETTERS 2
#define MAX_NAME_SPACES 2 /* first, middle and last name */

static const OdCompletionTrigger nothing = { OD_COMPLETION_NONE, 0, 0, 0 };

/* A sign begins a word behind white space and what opens a bracket or a quotation. */
static gboolean
begins_word (const char *line, const char *p)
{
  gunichar before;
  GUnicodeType type;

  if (p == line)
    return TRUE;
  before = g_utf8_get_char (g_utf8_prev_char (p));
  type = g_unichar_type (before);
  return g_unichar_isspace (before) || before == '"' || type == G_UNICODE_OPEN_PUNCTUATION ||
         type == G_UNICODE_INITIAL_PUNCTUATION || (type == G_UNICODE_DASH_PUNCTUATION && before != '-');
}

/* The last @sign of the line that begins a word, with at most @max_spaces between it and the caret. */
static const char *
find_sign (const char *line, const char *caret, char sign, guint max_spaces)
{
  for (const char *p = caret; p > line;)
    {
      p = g_utf8_prev_char (p);
      if (*p == sign && begins_word (line, p))
        return p;
      if (g_unichar_isspace (g_utf8_get_char (p)) && max_spaces-- == 0)
        return NULL;
    }
  return NULL;
}

static gboolean
is_emoji_name (const char *name, const char *end)
{
  guint n = 0;

  for (const char *p = name; p < end; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalpha (c) && (n < MIN_EMOJI_LETTERS || (!g_unichar_isdigit (c) && c != '_' && c != '-')))
        return FALSE;
    }
  return n >= MIN_EMOJI_LETTERS;
}

static gboolean
is_words (const char *words, const char *end)
{
  return words == end || (!g_unichar_isspace (g_utf8_get_char (words)) && *words != '?');
}

/**
 * od_completion_find_trigger:
 * @text: valid UTF-8
 * @caret_byte: where the caret is; a boundary between characters
 * @is_note: it is for colleagues, not for the customer
 *
 * Looks at the line before the caret: `:name`, `/code`, `??words` or `@name` that begins a
 * word and ends at the caret.
 *
 * Returns: what is being typed; its kind is %OD_COMPLETION_NONE if it is just text
 */
OdCompletionTrigger
od_completion_find_trigger (const char *text, gsize caret_byte, gboolean is_note)
{
  OdCompletionTrigger trigger = { OD_COMPLETION_NONE, 0, 0, caret_byte };
  const char *caret = text + caret_byte, *line = caret, *sign;

  while (line > text && line[-1] != '\n' && (gsize) (caret - line) < OD_LIMIT_COMPLETION_BYTES)
    line--;
  while (line < caret && (*line & 0xC0) == 0x80)
    line++;
  if ((sign = find_sign (line, caret, ':', 0)) != NULL && is_emoji_name (sign + 1, caret))
    trigger.kind = OD_COMPLETION_EMOJI;
  else if (!is_note && (sign = find_sign (line, caret, '/', 0)) != NULL)
    trigger.kind = OD_COMPLETION_CANNED;
  else if (is_note && (sign = find_sign (line, caret, '@', MAX_NAME_SPACES)) != NULL && is_words (sign + 1, caret))
    trigger.kind = OD_COMPLETION_MENTION;
  else
    {
      for (sign = caret;
           sign > line && !(g_str_has_prefix (sign, "??") && sign + 2 <= caret && begins_word (line, sign));)
        sign = g_utf8_prev_char (sign);
      if (caret - sign < 2 || !g_str_has_prefix (sign, "??") || !begins_word (line, sign) ||
          !is_words (sign + 2, caret))
        return nothing;
      trigger.kind = OD_COMPLETION_ARTICLE;
    }
  trigger.start_byte = (gsize) (sign - text);
  trigger.query_byte = trigger.start_byte + (trigger.kind == OD_COMPLETION_ARTICLE ? 2 : 1);
  return trigger;
}
