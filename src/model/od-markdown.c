/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-markdown.h"

#include <string.h>

/**
 * od_markdown_get_used:
 *
 * Returns: what formatting @text has
 */
OdFormatting
od_markdown_get_used (const char *text)
{
  g_autoptr (GArray) parts = od_markdown_parse (text);
  OdFormatting used = OD_FORMATTING_NONE;

  for (guint i = 0; i < parts->len; i++)
    if (g_array_index (parts, OdMarkdownPart, i).is_mark)
      used |= g_array_index (parts, OdMarkdownPart, i).formatting;
  return used;
}

/* Whether the words of the link that ends with part @end already say where it leads. */
static gboolean
says_address (const char *text, const GArray *parts, guint end)
{
  const OdMarkdownPart *words = end > 0 ? &g_array_index (parts, OdMarkdownPart, end - 1) : NULL;
  const char *url = g_array_index (parts, OdMarkdownPart, end).url;
  gsize len;

  if (words == NULL || words->is_mark)
    return FALSE;
  len = words->end_byte - words->start_byte;
  if (g_str_has_prefix (url, "mailto:") && text[words->start_byte] != 'm')
    url += strlen ("mailto:");
  return strlen (url) == len && strncmp (url, text + words->start_byte, len) == 0;
}

/**
 * od_markdown_reduce:
 * @text: valid UTF-8, in Markdown
 * @can: what can be shown
 *
 * Takes out the marks of all other formatting. Words stay, and so does where a link leads, in
 * brackets behind it; list items keep their dash or number.
 *
 * Returns: (transfer full): Markdown with nothing but @can in it; if there is none of that
 *   either, plain text
 */
char *
od_markdown_reduce (const char *text, OdFormatting can)
{
  g_autoptr (GArray) parts = od_markdown_parse (text);
  gboolean stays_markdown = (od_markdown_get_used (text) & can) != 0;
  GString *reduced = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      const OdMarkdownPart *part = &g_array_index (parts, OdMarkdownPart, i);
      gboolean stays = !part->is_mark || (part->formatting & (can | OD_FORMATTING_LIST)) != 0 ||
                       (part->formatting == OD_FORMATTING_NONE && stays_markdown);

      if (stays)
        g_string_append_len (reduced, text + part->start_byte, (gssize) (part->end_byte - part->start_byte));
      else if (part->url != NULL && !says_address (text, parts, i))
        g_string_append_printf (reduced, " (%s)", part->url);
    }
  return g_string_free (reduced, FALSE);
}

/**
 * od_markdown_to_plain:
 *
 * Returns: (transfer full): @text without any formatting
 */
char *
od_markdown_to_plain (const char *text)
{
  return od_markdown_reduce (text, OD_FORMATTING_NONE);
}
