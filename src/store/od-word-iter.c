/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-word-iter.h"

#include <string.h>

#define SOFT_HYPHEN 0x00AD
#define SHARP_S 0x00DF

/**
 * od_word_iter_init:
 * @text: (nullable): any bytes, %NULL only with no length; borrowed until the walk is over
 * @len: bytes, or -1 if @text ends with a zero
 */
void
od_word_iter_init (OdWordIter *iter, const char *text, gssize len)
{
  g_return_if_fail (iter != NULL && (text != NULL || len == 0));

  iter->text = iter->p = text != NULL ? text : "";
  iter->end = iter->p + (len < 0 ? (gssize) strlen (text) : len);
  iter->start_byte = iter->end_byte = iter->n_bytes = 0;
  iter->script = OD_WORD_OTHER;
}

/* The character at @p, and how long it is. A byte that belongs to none is a 0: it parts words. */
static inline gunichar
decode (const char *p, const char *end, gsize *n)
{
  guchar a = (guchar) p[0];
  gunichar c;

  *n = 1;
  if (a < 0x80)
    return a;
  if (a >= 0xC2 && a < 0xE0 && end - p >= 2 && ((guchar) p[1] & 0xC0) == 0x80)
    {
      *n = 2;
      return (gunichar) ((a & 0x1F) << 6) | ((guchar) p[1] & 0x3F);
    }
  c = g_utf8_get_char_validated (p, end - p);
  if (c == (gunichar) -1 || c == (gunichar) -2)
    return 0;
  *n = (gsize) (g_utf8_next_char (p) - p);
  return c;
}

static inline gboolean
is_cyrillic (gunichar c)
{
  return c >= 0x0400 && c <= 0x052F;
}

/* Part of a word wherever it stands. */
static inline gboolean
is_word_char (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char) c);
  return is_cyrillic (c) ? c != 0x0482 : g_unichar_isalnum (c);
}

/* Seen by nobody: does not part a word, is not part of it. */
static inline gboolean
is_ignored (gunichar c)
{
  return c == SOFT_HYPHEN || (c >= 0x200B && c <= 0x200D);
}

static inline void
append (OdWordIter *iter, gunichar c)
{
  if (iter->n_bytes + 6 > OD_WORD_BYTES)
    {
      iter->is_full = TRUE;
      return;
    }
  iter->last = c;
  iter->last_at = iter->n_bytes;
  if (c < 0x80)
    iter->word[iter->n_bytes++] = (char) c;
  else
    iter->n_bytes += (gsize) g_unichar_to_utf8 (c, iter->word + iter->n_bytes);
}

static inline void
note_script (OdWordIter *iter, OdWordScript script)
{
  if (!iter->has_letter)
    iter->script = script;
  else if (iter->script != script)
    iter->script = OD_WORD_OTHER;
  iter->has_letter = TRUE;
}

static gunichar
fold_cyrillic (gunichar c)
{
  if (c >= 0x0410 && c <= 0x042F)
    return c + 0x20;
  if (c >= 0x0400 && c <= 0x040F)
    c += 0x50;
  else if (c > 0x045F)
    c = g_unichar_tolower (c);
  return c == 0x0451 ? 0x0435 : c; /* ё is е */
}

/* Anything but ASCII and Cyrillic. */
static void
append_folded (OdWordIter *iter, gunichar c)
{
  gunichar first, second;

  c = g_unichar_tolower (c);
  iter->is_latin_mark = FALSE;
  if (!g_unichar_isalpha (c))
    {
      note_script (iter, OD_WORD_OTHER);
      append (iter, c);
      return;
    }
  if (g_unichar_get_script (c) != G_UNICODE_SCRIPT_LATIN)
    {
      note_script (iter, OD_WORD_OTHER);
      append (iter, c);
      return;
    }
  note_script (iter, OD_WORD_LATIN);
  iter->is_latin_mark = TRUE;
  while (g_unichar_decompose (c, &first, &second) && second != 0)
    c = first;
  if (c == SHARP_S)
    append (iter, 's');
  append (iter, c == SHARP_S ? 's' : c);
}

/* A mark of its own: Latin letters lose it, others are put together with it. */
static void
append_mark (OdWordIter *iter, gunichar mark)
{
  gunichar composed;

  if (iter->is_latin_mark || iter->is_full)
    return;
  if (g_unichar_compose (iter->last, mark, &composed))
    {
      iter->n_bytes = iter->last_at;
      append (iter, is_cyrillic (composed) ? fold_cyrillic (composed) : g_unichar_tolower (composed));
    }
  else
    append (iter, mark);
}

static void
append_char (OdWordIter *iter, gunichar c)
{
  if (iter->is_full)
    return;
  if (g_ascii_isalpha ((char) c) && c < 0x80)
    {
      note_script (iter, OD_WORD_LATIN);
      iter->is_latin_mark = TRUE;
      append (iter, (gunichar) g_ascii_tolower ((char) c));
    }
  else if (c < 0x80)
    {
      note_script (iter, OD_WORD_OTHER);
      iter->is_latin_mark = FALSE;
      append (iter, c);
    }
  else if (is_cyrillic (c))
    {
      note_script (iter, OD_WORD_CYRILLIC);
      iter->is_latin_mark = FALSE;
      append (iter, fold_cyrillic (c));
    }
  else
    append_folded (iter, c);
}

/**
 * od_word_iter_next:
 *
 * Goes to the next word: letters and digits in a row, with the marks on them. It is folded: lower case, NFC, ё as е,
 * Latin letters without diacritics. Bytes that are not UTF-8 part words and do no harm. Any thread may call this.
 *
 * Returns: %FALSE if there is none
 */
gboolean
od_word_iter_next (OdWordIter *iter)
{
  gboolean is_inside = FALSE;

  iter->n_bytes = 0;
  iter->last = 0;
  iter->script = OD_WORD_OTHER;
  iter->is_latin_mark = iter->has_letter = iter->is_full = FALSE;

  while (iter->p < iter->end)
    {
      gsize n;
      gunichar c = decode (iter->p, iter->end, &n);

      if (is_word_char (c))
        {
          if (!is_inside)
            iter->start_byte = (gsize) (iter->p - iter->text);
          is_inside = TRUE;
          append_char (iter, c);
        }
      else if (is_inside && c >= 0x80 && g_unichar_ismark (c))
        append_mark (iter, c);
      else if (is_inside && !is_ignored (c))
        break;
      iter->p += n;
      if (is_inside && !is_ignored (c))
        iter->end_byte = (gsize) (iter->p - iter->text);
    }
  iter->word[iter->n_bytes] = '\0';
  return is_inside;
}
