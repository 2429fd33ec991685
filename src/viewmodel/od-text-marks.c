/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-text-marks.h"

#include "od-limits.h"

/* One character for one: places in the text must stay what they are, which full case folding does not give. */
static gunichar
fold (gunichar c)
{
  c = g_unichar_tolower (c);
  return c == 0x451 ? 0x435 : c; /* ё */
}

static const char *
end_of_match (const char *p, const char *word)
{
  for (; *word != '\0'; p = g_utf8_next_char (p), word = g_utf8_next_char (word))
    if (*p == '\0' || fold (g_utf8_get_char (p)) != fold (g_utf8_get_char (word)))
      return NULL;
  return p;
}

/**
 * od_text_marks_find:
 * @text: valid UTF-8; not looked into beyond %OD_LIMIT_MARKDOWN_BYTES
 * @words: (nullable): what to look for, in any case; the first %OD_LIMIT_MARKED_WORDS of them
 *
 * Returns: (transfer full) (element-type OdTextMark): where they stand, none within another, in order
 */
GArray *
od_text_marks_find (const char *text, const char *const *words)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (OdTextMark));
  const char *p = text;

  while (words != NULL && *p != '\0' && p - text < OD_LIMIT_MARKDOWN_BYTES)
    {
      const char *end = NULL;

      for (guint i = 0; i < OD_LIMIT_MARKED_WORDS && words[i] != NULL; i++)
        {
          const char *this_end = *words[i] != '\0' ? end_of_match (p, words[i]) : NULL;

          if (this_end != NULL && (end == NULL || this_end > end))
            end = this_end;
        }
      if (end != NULL)
        {
          OdTextMark mark = { (guint) (p - text), (guint) (end - text) };

          g_array_append_val (marks, mark);
        }
      p = end != NULL ? end : g_utf8_next_char (p);
    }
  return marks;
}
