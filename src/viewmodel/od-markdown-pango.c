/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-markdown-pango.h"

#include "od-markdown.h"
#include "od-message-text.h"

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
