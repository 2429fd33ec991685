/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-markdown.h"

#include <string.h>

#include "od-text-measure.h"

/* What may be added to a piece: marks that end what goes on in the next, or the mark that would have stood there. */
#define RESERVE 16

#define SPANS (OD_FORMATTING_BOLD | OD_FORMATTING_ITALIC | OD_FORMATTING_STRIKE | OD_FORMATTING_CODE)

static const OdMarkdownPart *
get_part (const GArray *parts, guint index)
{
  return index < parts->len ? &g_array_index (parts, OdMarkdownPart, index) : NULL;
}

static guint
find_part (const GArray *parts, gsize at)
{
  guint i = 0;

  while (i + 1 < parts->len && get_part (parts, i)->end_byte <= at)
    i++;
  return i;
}

/* The formatting of the words that follow part @index. */
static OdFormatting
get_next_formatting (const GArray *parts, guint index)
{
  for (guint i = index; i < parts->len; i++)
    if (!get_part (parts, i)->is_mark)
      return get_part (parts, i)->formatting;
  return OD_FORMATTING_NONE;
}

/* A cut inside a mark or a link goes before it, or behind a mark that ends something. */
static gsize
move_cut (const GArray *parts, gsize cut)
{
  guint i = find_part (parts, cut);
  const OdMarkdownPart *part = get_part (parts, i);

  if (part == NULL)
    return cut;
  if (part->is_mark && part->url == NULL && (get_next_formatting (parts, i) & part->formatting & SPANS) == 0)
    return part->start_byte == cut && i > 0 && !get_part (parts, i - 1)->is_mark ? part->end_byte : part->start_byte;
  while (part != NULL && i > 0 && (part->is_mark || part->url != NULL) &&
         (get_part (parts, i - 1)->url != NULL || get_part (parts, i - 1)->is_mark))
    part = get_part (parts, --i);
  if (part->is_mark || part->url != NULL)
    return part->start_byte;
  return cut;
}

/* The marks with which what is in force at @cut began, outermost first. */
static GPtrArray *
find_open_marks (const char *text, const GArray *parts, gsize cut)
{
  GPtrArray *marks = g_ptr_array_new_with_free_func (g_free);
  guint at = find_part (parts, cut);
  OdFormatting before = OD_FORMATTING_NONE, left;

  for (guint i = 0; i < parts->len && get_part (parts, i)->start_byte < cut; i++)
    if (!get_part (parts, i)->is_mark)
      before = get_part (parts, i)->formatting;
  left = before & get_next_formatting (parts, at) & SPANS;
  for (guint i = at + 1; i-- > 0 && left != 0;)
    {
      const OdMarkdownPart *part = get_part (parts, i);

      if (!part->is_mark || (part->formatting & left) == 0 || part->start_byte >= cut)
        continue;
      left &= ~part->formatting;
      g_ptr_array_insert (marks, 0, g_strndup (text + part->start_byte, part->end_byte - part->start_byte));
    }
  return marks;
}

static void
close_marks (GString *piece, const GPtrArray *marks)
{
  for (guint i = marks->len; i-- > 0;)
    {
      const char *mark = g_ptr_array_index (marks, i);

      if (g_str_has_prefix (mark, "```"))
        g_string_append (piece, "\n```");
      else
        g_string_append (piece, mark);
    }
}

/* As od_text_split() skips it: also what is wider than a byte. */
static gsize
skip_space (const char *text)
{
  const char *p = text;

  while (g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return (gsize) (p - text);
}

/* Returns: (nullable): the first piece of @rest, which is cut to what follows */
static char *
take_piece (GString *rest, OdTextMeasure measure, guint max)
{
  g_autoptr (GPtrArray) pieces = od_text_split (rest->str, measure, max - RESERVE);
  g_autoptr (GArray) parts = od_markdown_parse (rest->str);
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (GString) piece = NULL;
  g_autoptr (GString) opened = g_string_new (NULL);
  gsize cut;

  if (pieces->len < 2)
    return NULL;
  cut = skip_space (rest->str) + strlen (g_ptr_array_index (pieces, 0));
  cut = move_cut (parts, MIN (cut, rest->len));
  if (cut == 0)
    return NULL;
  marks = find_open_marks (rest->str, parts, cut);
  for (guint i = 0; i < marks->len; i++)
    g_string_append (opened, g_ptr_array_index (marks, i));
  if (cut <= opened->len || cut >= rest->len)
    return NULL;
  piece = g_string_new_len (rest->str, (gssize) cut);
  g_string_truncate (piece, strlen (g_strchomp (piece->str)));
  close_marks (piece, marks);
  if (piece->len == 0 || od_text_measure (piece->str, measure, max).n_used > max)
    return NULL;
  cut += skip_space (rest->str + cut);
  g_string_erase (rest, 0, (gssize) cut);
  g_string_prepend (rest, opened->str);
  return g_string_free (g_steal_pointer (&piece), FALSE);
}

/**
 * od_markdown_split:
 * @text: valid UTF-8, in Markdown
 * @max: as for od_text_measure(), > 0
 *
 * Like od_text_split(), but what is bold, italic, struck out or code where it is cut ends there and begins again
 * behind it, and no mark and no link is cut unless it is longer than a message.
 *
 * Returns: (transfer full) (element-type utf8): texts that fit, in order
 */
GPtrArray *
od_markdown_split (const char *text, OdTextMeasure measure, guint max)
{
  GPtrArray *done;
  g_autoptr (GString) rest = g_string_new (text);
  char *piece;

  if (max < 4 * RESERVE || (od_markdown_get_used (text) & (SPANS | OD_FORMATTING_LINK)) == 0)
    return od_text_split (text, measure, max);
  done = g_ptr_array_new_with_free_func (g_free);
  while (od_text_measure (rest->str, measure, max).n_used > max && (piece = take_piece (rest, measure, max)) != NULL)
    g_ptr_array_add (done, piece);
  g_ptr_array_extend_and_steal (done, od_text_split (rest->str, measure, max));
  return done;
}
