/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-search-snippet.h"

#include <string.h>

#define MATCH_START '\x02'
#define MATCH_END '\x03'
#define ELLIPSIS "…"

/* Code points around the first match. */
#define CHARS_BEFORE 50
#define CHARS_IN_ALL 200
/* Of a very long text only the beginning is searched for matches to show. */
#define MAX_BYTES (64 * 1024)

/* Neither control characters (the marks of a match are such) nor those that turn the direction of text. */
static gboolean
is_dropped (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || (type == G_UNICODE_FORMAT && c != 0x200C && c != 0x200D);
}

/* Back from @p to the beginning of a word, about CHARS_BEFORE away. */
static const char *
find_start (const char *text, const char *p)
{
  const char *space = NULL;
  guint n = 0;

  for (; p > text && n < CHARS_BEFORE; n++)
    {
      p = g_utf8_prev_char (p);
      if (g_unichar_isspace (g_utf8_get_char (p)))
        space = p;
    }
  return p == text || space == NULL ? p : space;
}

static void
append_from (GString *out, const char *text, const char *p, GArray *ranges)
{
  gboolean is_space = TRUE, is_inside = FALSE;
  guint n = 0, i = 0;

  for (; *p != '\0' && n < CHARS_IN_ALL; p = g_utf8_next_char (p))
    {
      gsize at = (gsize) (p - text);
      gunichar c = g_utf8_get_char (p);

      if (is_inside && at >= g_array_index (ranges, OdSearchRange, i).end)
        {
          g_string_append_c (out, MATCH_END);
          is_inside = FALSE;
          i++;
        }
      if (!is_inside && i < ranges->len && at >= g_array_index (ranges, OdSearchRange, i).start)
        {
          g_string_append_c (out, MATCH_START);
          is_inside = TRUE;
        }
      if (g_unichar_isspace (c))
        {
          if (!is_space)
            g_string_append_c (out, ' ');
          is_space = TRUE;
          continue;
        }
      if (is_dropped (c))
        continue;
      g_string_append_unichar (out, c);
      is_space = FALSE;
      n++;
    }
  if (is_inside)
    g_string_append_c (out, MATCH_END);
  if (*p != '\0')
    g_string_append (out, ELLIPSIS);
}

/**
 * od_search_snippet:
 * @text: valid UTF-8, as people wrote it
 *
 * Returns: (transfer full): one line of it around the first match, each match between U+0002 and U+0003
 */
char *
od_search_snippet (const OdSearchQuery *query, const char *text)
{
  g_autofree char *cut = NULL;
  g_autofree char *valid = NULL;
  g_autoptr (GArray) ranges = NULL;
  GString *out = g_string_new (NULL);
  const char *start;

  if (strlen (text) > MAX_BYTES)
    {
      cut = g_strndup (text, MAX_BYTES);
      text = valid = g_utf8_make_valid (cut, -1);
    }
  ranges = od_search_query_find_ranges (query, text);
  start = ranges->len > 0 ? find_start (text, text + g_array_index (ranges, OdSearchRange, 0).start) : text;
  if (start > text)
    g_string_append (out, ELLIPSIS);
  append_from (out, text, start, ranges);
  g_strchomp (out->str);
  return g_string_free (out, FALSE);
}
