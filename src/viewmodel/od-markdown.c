/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-markdown.h"

#include <string.h>

#include "od-message-text.h"

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

/* ---- On screen ----------------------------------------------------------------- */

static void
append_words (GString *markup, const char *text, const OdMarkdownPart *part)
{
  g_autofree char *words = g_strndup (text + part->start_byte, part->end_byte - part->start_byte);
  g_autofree char *inner = part->url == NULL && (part->formatting & OD_FORMATTING_CODE) == 0
                               ? od_message_text_markup (words)
                               : g_markup_escape_text (words, -1);

  if (part->url != NULL)
    od_message_text_begin_link (markup, part->url);
  if ((part->formatting & OD_FORMATTING_BOLD) != 0)
    g_string_append (markup, "<b>");
  if ((part->formatting & OD_FORMATTING_ITALIC) != 0)
    g_string_append (markup, "<i>");
  if ((part->formatting & OD_FORMATTING_STRIKE) != 0)
    g_string_append (markup, "<s>");
  if ((part->formatting & OD_FORMATTING_CODE) != 0)
    g_string_append (markup, "<tt>");
  g_string_append (markup, inner);
  if ((part->formatting & OD_FORMATTING_CODE) != 0)
    g_string_append (markup, "</tt>");
  if ((part->formatting & OD_FORMATTING_STRIKE) != 0)
    g_string_append (markup, "</s>");
  if ((part->formatting & OD_FORMATTING_ITALIC) != 0)
    g_string_append (markup, "</i>");
  if ((part->formatting & OD_FORMATTING_BOLD) != 0)
    g_string_append (markup, "</b>");
  if (part->url != NULL)
    g_string_append (markup, "</a>");
}

/**
 * od_markdown_to_pango:
 * @text: valid UTF-8 from outside, in Markdown
 *
 * For a label. All of @text is escaped; addresses on their own are links as in
 * od_message_text_markup(), and no link leads anywhere but to `http:`, `https:`, `mailto:`
 * or `omnidesk:`.
 *
 * Returns: (transfer full): Pango markup
 */
char *
od_markdown_to_pango (const char *text)
{
  g_autoptr (GArray) parts = od_markdown_parse (text);
  GString *markup = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      const OdMarkdownPart *part = &g_array_index (parts, OdMarkdownPart, i);

      if (!part->is_mark)
        append_words (markup, text, part);
      else if (part->formatting == OD_FORMATTING_LIST && !g_ascii_isdigit (text[part->start_byte]))
        g_string_append (markup, "• ");
      else if (part->formatting == OD_FORMATTING_LIST)
        g_string_append_len (markup, text + part->start_byte, (gssize) (part->end_byte - part->start_byte));
    }
  return g_string_free (markup, FALSE);
}

/* ---- Elsewhere ------------------------------------------------------------------ */

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
