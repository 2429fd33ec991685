/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-text.h"

#include "od-text.h"

#define MAX_BIG 3 /* emoji on their own that are drawn large */
#define FIRST_STRONG_ISOLATE "\u2068"
#define POP_ISOLATE "\u2069"
#define EMOJI_STYLE 0xFE0F

static void
append_escaped (GString *markup, const char *text, gsize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) length);

  g_string_append (markup, escaped);
}

/**
 * od_message_text_begin_link:
 * @markup: Pango markup; the words of the link follow, and "</a>"
 * @url: where it leads, which is told on hovering
 */
void
od_message_text_begin_link (GString *markup, const char *url)
{
  g_autofree char *tip = g_markup_escape_text (url, -1);

  g_string_append (markup, "<a href=\"");
  append_escaped (markup, url, strlen (url));
  /* What is shown on hovering is markup, too: escaped once for each reader. */
  g_string_append (markup, "\" title=\"");
  append_escaped (markup, tip, strlen (tip));
  g_string_append (markup, "\">");
}

/**
 * od_message_text_markup:
 * @body: what somebody wrote; valid UTF-8
 *
 * Nothing of @body becomes markup: all of it is escaped, and only addresses that
 * od_text_find_links() vouches for (http, https, mailto, our own) stand in a link of ours.
 *
 * Returns: (transfer full): Pango markup
 */
char *
od_message_text_markup (const char *body)
{
  g_autoptr (GArray) links = od_text_find_links (body);
  GString *markup = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < links->len; i++)
    {
      const OdTextLink *link = &g_array_index (links, OdTextLink, i);

      append_escaped (markup, body + at, link->start_byte - at);
      od_message_text_begin_link (markup, link->url);
      append_escaped (markup, body + link->start_byte, link->end_byte - link->start_byte);
      g_string_append (markup, "</a>");
      at = link->end_byte;
    }
  append_escaped (markup, body + at, strlen (body + at));
  return g_string_free (markup, FALSE);
}

static gboolean
is_pictograph (gunichar c)
{
  return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x1F1E6 && c <= 0x1F1FF) || (c >= 0x1F000 && c <= 0x1F0FF) ||
         (c >= 0x2700 && c <= 0x27BF) || (c >= 0x2600 && c <= 0x26FF) || c == 0x2B50 || c == 0x2B55;
}

static gboolean
is_emoji (const char *from, const char *to)
{
  for (const char *p = from; p < to; p = g_utf8_next_char (p))
    if (g_utf8_get_char (p) == EMOJI_STYLE)
      return TRUE;
  return is_pictograph (g_utf8_get_char (from));
}

/**
 * od_message_text_is_big:
 *
 * Returns: whether @body is one to three emoji and nothing else
 */
gboolean
od_message_text_is_big (const char *body)
{
  guint n = 0;

  for (const char *p = body; *p != '\0'; n++)
    {
      const char *next = od_text_next_grapheme (p);

      if (n == MAX_BIG || !is_emoji (p, next))
        return FALSE;
      p = next;
    }
  return n > 0;
}

/**
 * od_message_text_isolate:
 *
 * For a name or a quotation inside a sentence of ours: it may be written in the other
 * direction, and must not turn what stands around it.
 *
 * Returns: (transfer full)
 */
char *
od_message_text_isolate (const char *text)
{
  return g_strconcat (FIRST_STRONG_ISOLATE, text, POP_ISOLATE, NULL);
}
